// <hb-flow>: runs an emergency flow one step at a time. Every step is in the log on disk before the screen moves on.
import { HbElement } from "../../src/browser/elements/element.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { part } from "../../src/browser/elements/dom.js";
import { subscribe } from "../../src/browser/storage/storage.js";
import { ask } from "./ask.js";
import { giveLog } from "./export.js";
import { coverSlivers } from "./edge.js";
import { drawEvidence } from "./evidence.js";
import { Ledger } from "./ledger.js";
import { drawLog } from "./log-panel.js";
import { clockTime, duration } from "../../src/browser/values/moments.js";
import { drawChange, emptyFields, sayElsewhere, sayEnded, saysMissing, warnOfStorage } from "./notices.js";
import { personalValues, readReporting, ReportPanel } from "./report-panel.js";
import { review } from "./review.js";
import { actOnPast, drawPast, expire, readRuns, showReview, wipeRun } from "./past.js";
import { ladderFact, stepFact, whereAndWho } from "./facts.js";
import { isHasty } from "./hasty.js";
import { button, closePanels, drawStage, markPlace, nodeText, sayCopied, showCharge, showStep, toggle } from "./stage.js";
import { Typed } from "./typed.js";
import { Unstored } from "./unstored.js";
import { inTime } from "../../src/browser/storage/runs.js";
import { makeRun, readDefinition, replay, stepsLeft } from "./state.js";

/** @typedef {import("../../src/browser/storage/runs.js").FlowRun} Run */
/** @typedef {import("../../src/browser/log/entries.js").Fact} Fact */

const HASHES = ["#run", "#drill"]; // as the address says what is on the screen
const WRITES = new Set(["start", "next", "choose", "back", "end", "unreachable", "no-authority", "hand-back", "note", "keeper", "receipt", "severity", "elements", "reported", "evidence", "drill"]);

export class HbFlow extends HbElement {
  static tag = "hb-flow";

  /** @type {import("./state.js").Definition} */
  definition = { nodes: new Map(), ladder: [] };
  /** @type {HTMLElement} what is on the screen while the flow runs */
  stage = this;
  ledger = new Ledger(); // of the open run
  /** @type {ReportPanel | null} null when the flow has nothing to report */
  reports = null;
  unstored = new Unstored(this);
  typed = new Typed(this);
  known = Promise.resolve(); // what is on disk; nothing is begun before
  /** @type {Run[]} ended runs */
  past = [];
  busy = false;
  changed = -Infinity; // when the screen was, for hasty.js
  /** @type {(() => void)|null} shows the rest of the page again */
  restore = null;

  async connected() {
    this.definition = readDefinition(this);
    this.stage = part(this, "stage");
    this.reports = ReportPanel.on(this);
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
    addEventListener("hashchange", () => this.follow());
    addEventListener("resize", () => coverSlivers(this.stage));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.ledger.recorder.wasHidden = true;
      else this.tick();
    });
    setInterval(() => this.tick(), 1000);
    subscribe((change) => this.heard(change));
    part(this, "open").hidden = false;
    await (this.known = this.load());
    if (!saysMissing(this)) await this.follow();
  }

  get prefix() {
    return `flow:${this.dataset.id}:`;
  }

  get keepDays() {
    return Number(this.dataset.keepDays) || 30;
  }

  get runId() {
    return this.ledger.id;
  }

  get log() {
    return this.ledger.log;
  }

  get state() {
    return replay(this.definition, this.log);
  }

  /** What is stored. @param {import("../../src/browser/log/chain.js").Header} header @param {import("../../src/browser/log/entries.js").Entry[]} log */
  record = (header, log) => makeRun(this.definition, header, log);

  /** Another tab has changed something. @param {import("../../src/browser/storage/storage.js").Change} change */
  heard(change) {
    if (change.store === "drafts") return;
    if (change.removed && this.runId && (change.id === this.runId || change.id === "")) this.forget("wiped");
    if (change.id === "" || change.id.startsWith(this.prefix)) this.load();
  }

  /** Reads what is on disk; a run still open is taken up again. */
  async load() {
    try {
      const runs = this.unstored.among(await readRuns(this.prefix));
      this.past = await expire(runs.filter((run) => !run.state.open), this.keepDays, Date.now());
      const open = runs.find((run) => run.state.open && (!this.runId || run.id === this.runId));
      if (open) this.ledger.take(open);
      else if (this.runId && runs.some((run) => run.id === this.runId)) this.forget("ended");
      if (!this.runId && this.restore) this.leave();
    } catch (error) {
      this.past = this.unstored.among(this.past);
      this.warn(error);
    }
    this.draw();
  }

  /** Opens or leaves the run as the address says: #run, or ?start in a link from elsewhere. */
  async follow() {
    const wanted = HASHES.includes(location.hash) || (location.hash === "" && new URLSearchParams(location.search).has("start"));
    if (wanted && !this.restore) await this.start(location.hash === "#drill");
    else if (location.hash === "" && this.restore) this.leave(); // "back"; links to a step of the full list do not end the run
  }

  /** Takes up the open run, or begins one. A drill is never taken for the real thing, nor the other way round. @param {boolean} drill */
  async start(drill) {
    await inTime(this.known).catch(() => {}); // a second run must not be begun beside one that is open
    if (this.restore) return;
    if (this.runId && this.ledger.header.drill !== drill) {
      const other = (await readRuns(this.prefix)).find((run) => run.state.open && Boolean(run.header && run.header.drill) === drill);
      this.forget();
      if (other) this.ledger.take(other);
    }
    const hash = HASHES[Number(drill)]; // nothing is awaited from here to enter(), or the change would start a second run
    if (location.hash !== hash) location.hash = hash; // the browser's "back" returns to the page
    if (this.runId) {
      const isKnown = this.ledger.recorder.last !== null;
      this.enter();
      if (!isKnown) await this.write({ kind: "resume", text: "重新打開本頁，繼續處置" });
      return;
    }
    this.ledger = Ledger.begin(this.prefix, this.dataset, drill);
    this.enter();
    await this.write({ kind: "start", node: this.state.path[0], text: drill ? "演練開始" : "接報，開始處置" });
    showStep(this.stage);
  }

  enter() {
    this.stage.hidden = false;
    this.restore = isolate(this.stage);
    this.draw();
    showStep(this.stage);
  }

  /** Back to the page as it reads; the run goes on. */
  leave() {
    if (this.restore) this.restore();
    this.restore = null;
    this.stage.hidden = true;
    closePanels(this, false);
    if (HASHES.includes(location.hash) || location.search) history.replaceState(null, "", location.pathname); // a reload reads
    this.draw();
    button(this, "start").focus();
  }

  /**
   * Adds a fact to the log, on disk first. Where storage fails, the log is kept on this page and the reader is told.
   * @param {Fact} fact
   */
  async write(fact) {
    try {
      await this.ledger.add({ ...whereAndWho(this.definition, this.state, this.log), ...fact }, this.record);
      part(this.stage, "warning").hidden = true;
      part(this.stage, "status").textContent = `已存於本機 ${clockTime(Date.now())}`;
    } catch (error) {
      this.warn(error);
    }
    this.draw();
  }

  /** @param {unknown} error */
  warn = (error) => warnOfStorage(this.stage, error);

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = event.target instanceof Element ? event.target : null;
    const call = target && target.closest("[data-call]");
    if (call && this.restore) {
      const { drill } = this.ledger.header;
      if (drill) event.preventDefault();
      // not awaited: dialling must not wait for the disk
      this.write({ kind: "call", name: call.getAttribute("data-call") || "", text: `${drill ? "演練：" : ""}撥打 ${(call.textContent || "").replace(/\s+/g, " ").replace("☎", "").trim()}` });
      return;
    }
    const pressed = target && target.closest("[data-do]");
    if (!(pressed instanceof HTMLButtonElement) || pressed.disabled) return;
    const what = pressed.dataset.do || "";
    const writes = WRITES.has(what);
    if (writes && (this.busy || isHasty(event, this.changed))) return;
    if (writes) this.busy = true;
    Promise.resolve(this.act(what, pressed))
      .catch((error) => this.warn(error))
      .finally(() => writes && ([this.busy, this.changed] = [false, performance.now()]));
  }

  /** @param {string} what @param {HTMLButtonElement} pressed */
  async act(what, pressed) {
    const state = this.state;
    const node = this.definition.nodes.get(state.path[state.path.length - 1]);
    if (what === "start" || what === "drill") return this.start(what === "drill");
    if (what === "leave") return this.leave();
    if (what === "all" || what === "log" || what === "reports") return toggle(this, what, this.restore !== null);
    if (what === "due") return toggle(this, "reports", true, true);
    if (what === "return") return closePanels(this, true), showStep(this.stage);
    if (what === "export") return this.give(pressed.dataset.as || "", this.ledger, "status");
    if (what === "wipe") return wipeRun(this, this.runId, this.ledger.header.drill);
    if (what === "stop" && (await ask(this, "提前結束處置？記錄會保留。"))) return this.finish("stop", "提前結束");
    await this.typed.keep(what);
    if (this.reports && (await this.reports.act(what, pressed.dataset))) return;
    if (what.startsWith("past-")) return actOnPast(this, what, pressed.dataset);
    if (!node) return;
    if (what === "end") return this.finish("end", `完成：${nodeText(node)}；結束處置`);
    if (what === "unreachable" || what === "no-authority" || what === "hand-back") return this.passOn(what);
    const fact = stepFact(what, node, pressed.dataset);
    if (fact) await this.write(fact).then(() => showStep(this.stage));
  }

  /** Up or down the ladder. @param {"unreachable"|"no-authority"|"hand-back"} what */
  async passOn(what) {
    const fact = ladderFact(what, this.definition, this.state);
    await this.write(fact);
    if (!this.ledger.refused.length) part(this.stage, "status").textContent = `已記錄：${fact.text}`;
    showCharge(this.stage, this.state);
  }

  /** @param {"end"|"stop"} kind @param {string} text */
  async finish(kind, text) {
    await this.typed.keep(kind);
    await this.write({ kind, text });
    const kept = this.ledger;
    this.forget();
    this.unstored.keep(kept);
    history.replaceState(null, "", location.pathname); // reloaded from here on, it must not begin another run
    await this.load();
    this.leave();
    sayEnded(this, !kept.refused.length);
    if (kept.header.drill) showReview(this, kept.id); // what a drill is for
  }

  /** @param {"wiped"|"ended"} [elsewhere] what another tab has done to the run */
  forget(elsewhere) {
    this.ledger = new Ledger();
    emptyFields(this);
    if (elsewhere) sayElsewhere(this, elsewhere);
  }

  /** @param {string} as @param {{header: import("../../src/browser/log/chain.js").Header, log: import("../../src/browser/log/entries.js").Entry[]}} run @param {string} where */
  give(as, run, where) {
    const worked = giveLog(this, as, run, { isAlone: this.restore !== null, personal: personalValues(this, run.log), sheet: () => review(this.definition, readReporting(this), run) });
    if (["copy", "masked", "review-copy"].includes(as)) sayCopied(this, where, worked, as === "masked");
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== "Escape" || !this.restore || part(this, "ask").hasAttribute("open")) return;
    if (button(this.stage, "all").getAttribute("aria-expanded") === "true") toggle(this, "all", true, false);
    else this.leave();
  }

  tick() {
    if (!this.runId) return;
    if (!document.hidden) this.ledger.addJump(this.record).then((has) => has && this.draw(), (error) => this.warn(error));
    const text = duration(this.ledger.recorder.elapsed(this.log));
    part(this.stage, "elapsed").textContent = text;
    if (this.reports) this.reports.tick();
    part(this, "open-note").textContent = `處置進行中，已用時 ${text}，共 ${this.log.length} 條記錄。`;
  }

  draw() {
    const start = button(this, "start");
    const { drill } = this.ledger.header;
    start.textContent = this.runId && !drill ? "回到處置中的步驟" : "開始處置";
    button(this, "drill").textContent = this.runId && drill ? "回到演練" : "演練";
    part(this.stage, "drill").hidden = !drill;
    this.stage.classList.toggle("hb-flow__stage--drill", drill);
    if (!this.runId) part(this, "open-note").textContent = "一步一屏，自動記下每一步的時間。";
    const state = this.state;
    const total = state.path.length - 1 + stepsLeft(this.definition, state.path[state.path.length - 1]);
    drawStage(this.stage, this.definition, state, total, drill);
    const node = this.definition.nodes.get(state.path[state.path.length - 1]);
    if (node) drawEvidence(this.stage, node, this.log);
    drawChange(this, state.lost);
    markPlace(this.definition, this.runId ? state : null);
    drawLog(this.stage, this.log);
    if (this.reports) this.reports.draw();
    drawPast(this, this.past, this.keepDays, this.runId !== "");
    this.tick();
  }
}
