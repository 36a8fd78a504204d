// <hb-flow>: runs an emergency flow one step at a time. Every step is in the log on disk before the screen moves on.
//
// State: a run stands where its log says (ledger.js, run-state.js, report.js); flow-runs.js has all runs of this device.
// Commands: a press or a field that is left adds to a log (commands.js, step-facts.js, typed-input.js).
// Views: the front says how to begin; the step and the panels show what the log says (front.js, step-view.js, evidence.js,
// log-panel.js, report-panel.js); the end of a run is a screen of its own (end-screen.js).
import { buttonFor, commandOf, pressed } from "../../src/browser/elements/commands.js";
import { part, setText } from "../../src/browser/elements/dom.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { inTime } from "../../src/browser/storage/runs.js";
import { subscribe } from "../../src/browser/storage/storage.js";
import { clockTime, duration } from "../../src/browser/values/moments.js";
import { keeper } from "../../src/browser/log/entries.js";
import { onOtherNumber, showOpenNumbers } from "../call-buttons/call-buttons.js";
import { closeBoxes, flowCommands } from "./commands.js";
import { readFlow } from "./definition.js";
import { EndScreen } from "./end-screen.js";
import { drawEnded } from "./ended-list.js";
import { drawEvidence } from "./evidence.js";
import { FlowRuns } from "./flow-runs.js";
import { drawFront, frontOf } from "./front.js";
import { giveLog } from "./log-export.js";
import { drawLog } from "./log-panel.js";
import { closePanels, isOpen, togglePanel } from "./panels.js";
import { handover, incidentName, personalValues } from "./report.js";
import { ReportPanel } from "./report-panel.js";
import { review } from "./review.js";
import { drawChange, emptyFields, isOpenedAgain, sayElsewhere, warnOfStorage } from "./run-notices.js";
import { presentNode, stepsLeft } from "./run-state.js";
import { coverSlivers, drawStep, markPlace, showStep } from "./step-view.js";
import { ALL, TypedInput } from "./typed-input.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} FlowRun
 */

const HASTE = 600; // ms after a step has changed; a finger that trembles or taps twice is quicker
const AGAIN = 2000; // ms after which storing is tried again
const ASKED = 2; // the step at which it is asked who acts; the first one is for the call

/** What the address asks for: #run=…, #ended=…; #run and #drill name no run. @returns {{what: string, id: string}} */
function askedFor() {
  const [, what = "", id = ""] = /^#(run|drill|ended)(?:=(.+))?$/.exec(location.hash) || [];
  return { what, id: decodeURIComponent(id) };
}

/**
 * Whether a press came too soon: the second of a double tap, or a tap right after the screen has changed. Whoever made it
 * cannot have seen the screen it landed on.
 * @param {MouseEvent} event
 * @param {number} changed when the screen last changed, ms as in event.timeStamp
 */
function isHasty(event, changed) {
  const isTouch = /** @type {PointerEvent} */ (event).pointerType === "touch";
  return event.detail > 1 || (isTouch && event.timeStamp - changed < HASTE);
}

/** The flow of one page on the screen. */
class FlowScreen {
  /** Whether a command that writes is running. */
  busy = false;
  /** When the screen last changed, ms as in event.timeStamp. */
  changed = -Infinity;
  /** @type {(() => void) | null} shows the rest of the page again; null while no run is on the screen */
  restore = null;
  /** Resolves when what is on disk is known: no run is begun before. */
  known = Promise.resolve();

  /** @param {HTMLElement} root the flow's element */
  constructor(root) {
    this.root = root;
    this.stage = part(root, "stage");
    this.definition = readFlow(root);
    this.runs = new FlowRuns(this.definition, root.dataset);
    this.front = frontOf(root);
    this.typed = new TypedInput(root, this);
    this.end = new EndScreen(root, this.runs, this);
    /** Null when the flow has nothing to report. */
    this.reports = root.querySelector("[data-part='reports']") ? new ReportPanel(root, this.definition, this) : null;
    /** @type {import("../../src/browser/elements/commands.js").Commands} */
    this.commands = {
      ...flowCommands(this),
      ...this.reports?.commands,
      ...this.end.commands,
      resume: { writes: true, run: (button) => this.resume(button.dataset.run || "") },
      "is-over": { writes: true, run: (button) => this.isOver(button.dataset.run || "") },
      "goes-on": { writes: true, run: (button) => this.goesOn(button.dataset.run || "") },
    };
  }

  /** Of the open run, see OpenFlowRun. */
  get ledger() {
    return this.runs.ledger;
  }

  get isAlone() {
    return this.restore !== null;
  }

  /** Shows the flow, and the run that the address names. */
  async show() {
    const { root, front } = this;
    for (const place of [root, front]) {
      place.addEventListener("click", (event) => this.onClick(event));
      place.addEventListener("keydown", (event) => this.onKey(event));
      showOpenNumbers(place);
    }
    addEventListener("hashchange", () => this.follow());
    addEventListener("resize", () => coverSlivers(this.stage));
    addEventListener("beforeunload", (event) => {
      if (this.runs.isUnstored) event.preventDefault(), (event.returnValue = "");
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.ledger.recorder.wasHidden = true;
      else this.tick();
    });
    setInterval(() => this.tick(), 1000);
    setInterval(() => this.retry(), AGAIN);
    subscribe((change) => this.heard(change));
    this.known = this.load();
    // Nobody can begin before it is seen what is open, unless the disk is slow.
    const ready = () => front.classList.add("hb-flow__front--ready");
    void inTime(this.known).then(ready, ready);
    await this.known;
    const search = new URLSearchParams(location.search);
    const { what, id } = askedFor();
    // A page that was opened again in the midst of a run which is no longer there: no other begins as if nothing had been.
    const isLost = isOpenedAgain() && (what === "run" || what === "drill") && !(id ? this.runs.find(id) : this.runs.open.length || this.runs.openDrill);
    if (isLost) {
      history.replaceState(null, "", location.pathname);
      sayElsewhere(front, "missing");
    } else if (what) await this.follow();
    else if (search.has("start") && (search.has("from") || !this.runs.open.length)) await this.begin(false, search.get("from") || "");
  }

  // ── what is on disk ──

  /** Another tab has changed something. @param {import("../../src/browser/storage/storage.js").Change} change */
  heard(change) {
    const { id } = this.ledger;
    if (change.removed) this.runs.drop(change.id);
    if (change.store === "drafts") return;
    if (change.removed && id && (change.id === id || change.id === "")) this.forget("wiped");
    if (change.id === "" || change.id.startsWith(this.runs.prefix)) this.load();
  }

  /** Reads what is on disk; a run that is still open is taken up again. */
  async load() {
    try {
      if (await this.runs.load()) this.forget("ended");
      if (!this.ledger.id && this.restore) this.leave();
      if (this.end.ledger && !this.runs.find(this.end.ledger.id) && !this.runs.unstored.length) this.end.leave();
    } catch (error) {
      this.warn(error);
    }
    this.draw();
  }

  /** Stores again what the database refused: entries of the open run, and of runs that have ended. */
  async retry() {
    if (this.ledger.waits && !this.busy) await this.stored(this.ledger.store([]));
    if (!(await this.runs.retry())) return;
    for (const name of ["past-status", "after-status"]) setText(this.root, name, "記錄已補存於本機。");
    await this.load();
  }

  /** Adds a fact to the log, on disk first. Where storage fails, the log is kept on this page and the reader is told. @param {Fact} fact */
  write(fact) {
    return this.stored(this.ledger.add(fact));
  }

  /** Waits until the log is on disk, and shows it. @param {Promise<void>} writing rejects where storage fails */
  async stored(writing) {
    try {
      await writing;
      part(this.stage, "warning").hidden = true;
      setText(this.stage, "status", `已存於本機 ${clockTime(Date.now())}`);
    } catch (error) {
      this.warn(error);
    }
    this.draw();
  }

  /** See TypedRun. @param {readonly import("./typed-input.js").Kind[]} kinds */
  keepTyped(kinds) {
    return this.typed.keep(kinds);
  }

  /** Says that storage has failed. @param {unknown} error */
  warn(error) {
    warnOfStorage(this.stage, error);
  }

  // ── runs ──

  /** Opens or leaves what the address names. Links to a step of the full list do not end the run. */
  async follow() {
    const { what, id } = askedFor();
    if (what === "ended") return this.showEnd(id);
    if (this.end.isShown) this.end.close();
    if (what === "drill" && !id) return this.drill();
    if (what) return id ? this.resume(id) : this.takeUp();
    if (location.hash === "" && this.restore) this.leave(); // "back"
  }

  /** A link without the name of a run: the only one that is open, a new one when none is; among several the reader chooses. */
  takeUp() {
    const [only, ...others] = this.runs.open;
    if (others.length) return this.leave();
    return only ? this.resume(only.id) : this.begin(false);
  }

  /** Takes up the open drill, or begins one. A drill is never taken for the real thing, nor the other way round. */
  async drill() {
    await inTime(this.known).catch(() => {});
    const { openDrill } = this.runs;
    await (openDrill ? this.resume(openDrill.id) : this.begin(true));
  }

  /** Begins a run, whatever others are open. @param {boolean} drill @param {string} [from] id of the run that led here */
  async begin(drill, from = "") {
    await inTime(this.known).catch(() => {});
    const earlier = from ? await this.runs.other(from) : undefined;
    emptyFields(this.root);
    this.runs.begin(drill);
    this.enter();
    await this.write({ kind: "start", text: drill ? "演練開始" : `接報，開始處置${earlier ? `（由《${earlier.header.title}》轉來，編號 ${from}）` : ""}` });
    if (earlier) await this.copyKnown(earlier.log);
    showStep(this.stage);
  }

  /** Takes over what is known of the incident that led here: who, where, and who acts. @param {readonly import("../../src/browser/log/entries.js").Entry[]} log */
  async copyKnown(log) {
    for (const { id, label } of this.definition.elements) {
      const value = log.reduce((latest, entry) => (entry.kind === "fact" && entry.name === id ? entry.value : latest), "");
      if (value) await this.write({ kind: "fact", text: label, name: id, value });
    }
    if (keeper(log)) await this.write({ kind: "recorder", text: "處置人", value: keeper(log) });
  }

  /** Goes on with an open run. @param {string} id */
  async resume(id) {
    await inTime(this.known).catch(() => {});
    if (this.restore && this.ledger.id === id) return;
    const run = this.runs.find(id);
    if (run && !run.state.open) return this.showEnd(id);
    if (!run) {
      history.replaceState(null, "", location.pathname);
      return sayElsewhere(this.front, "missing");
    }
    if (this.ledger.id !== id) {
      emptyFields(this.root);
      this.runs.resume(run);
    }
    const isKnown = this.ledger.recorder.last !== null;
    this.enter();
    if (!isKnown) await this.write({ kind: "resume", text: "重新打開本頁，繼續處置" });
  }

  /** Shows the run alone. The browser's "back" returns to the page. */
  enter() {
    const hash = `#run=${this.ledger.id}`;
    const isNamed = askedFor().what !== "";
    if (isNamed) history.replaceState(null, "", hash);
    else history.pushState(null, "", location.pathname + hash);
    if (this.end.isShown) this.end.close();
    part(this.front, "elsewhere").hidden = true;
    if (!this.restore) {
      this.stage.hidden = false;
      this.restore = isolate(this.stage);
    }
    this.draw();
    closeBoxes(this.stage);
    showStep(this.stage);
  }

  /** Takes the run off the screen. */
  unveil() {
    if (this.restore) this.restore();
    this.restore = null;
    this.stage.hidden = true;
  }

  /** Back to the page as it reads; the run goes on. */
  leave() {
    const wasAlone = this.isAlone;
    this.unveil();
    closePanels(this.root, false);
    if (askedFor().what || location.search) history.replaceState(null, "", location.pathname); // loaded again, the page reads
    if (wasAlone && this.ledger.id) void this.load();
    this.draw();
    buttonFor(this.front, this.runs.open.length ? "resume" : "start").focus();
  }

  /** Ends the run, and shows its end. @param {Fact} fact that says so */
  async finish(fact) {
    await this.keepTyped(ALL);
    await this.write(fact);
    const { ledger } = this;
    this.forget();
    this.runs.keepUnstored(ledger);
    history.replaceState(null, "", `${location.pathname}#ended=${ledger.id}`); // loaded again from here on, the page shows the end
    this.unveil();
    await this.load();
    this.showEnd(ledger.id);
    if (ledger.header.drill) this.end.review(); // what a drill is for
  }

  /** Shows the end of a run. @param {string} id */
  showEnd(id) {
    const run = this.runs.ended.find((one) => one.id === id);
    this.unveil();
    if (run) this.end.open(run);
    else this.leave();
  }

  /** Goes on with a run that was ended by a wrong tap, or too early. @param {FlowRun} run */
  async reopen(run) {
    emptyFields(this.root);
    this.runs.resume(run);
    this.enter();
    await this.write({ kind: "reopen", text: "結束之後重新打開，繼續處置" });
    await this.load();
  }

  /** A run from which nothing was heard is over. @param {string} id */
  async isOver(id) {
    const run = this.runs.open.find((one) => one.id === id);
    if (!run) return;
    this.runs.resume(run);
    await this.finish({ kind: "stop", text: "很久沒有新的記錄，事後確認已經結束" });
  }

  /** A run from which nothing was heard goes on: it is asked again after the same time. @param {string} id */
  async goesOn(id) {
    const run = this.runs.open.find((one) => one.id === id);
    if (!run) return;
    this.runs.resume(run);
    await this.write({ kind: "note", text: "確認仍在處置" });
    this.forget();
    await this.load();
  }

  /** Leads out of the flow, to another one or to a section; this run stays open. @param {import("./definition.js").Exit} exit */
  goTo({ flow, title, address }) {
    if (!address) return setText(this.stage, "status", `請打開《${title}》，照那裡做；這一起仍留著。`);
    if (this.ledger.header.drill) return setText(this.stage, "status", `演練：這時改走《${title}》。`);
    const target = new URL(address);
    if (flow) target.search = `?start&from=${encodeURIComponent(this.ledger.id)}`;
    location.assign(target.href);
  }

  /** See Host in commands.js. @param {string} name */
  takeTyped(name) {
    return this.typed.take(name);
  }

  /** No run is open any more. @param {"wiped" | "ended"} [elsewhere] what another tab has done to the run */
  forget(elsewhere) {
    this.runs.close();
    emptyFields(this.root);
    if (elsewhere) sayElsewhere(this.front, elsewhere);
  }

  /** Deletes the open run, once the reader has agreed. */
  wipe() {
    return this.end.wipe(this.ledger.id, this.ledger.header.drill);
  }

  /** A run was wiped, the open one or another. @param {string} id */
  wiped(id) {
    if (id === this.ledger.id) {
      this.forget();
      this.leave();
    }
    this.draw();
  }

  /** Gives a log away. @param {string} form see giveLog @param {import("./log-export.js").Log} [run] the open one by default @param {string} [where] */
  give(form, run = this.ledger, where = "status") {
    const { root, definition, isAlone } = this;
    const personal = personalValues(definition.elements, run.log);
    const { title, drill } = run.header;
    const ledger = /** @type {import("./ledger.js").Ledger} */ (run);
    const sheet = () => review(definition, run);
    const told = () => handover(definition, { title, drill, log: run.log, now: presentNode(ledger)?.text || "", ended: ledger.state.ended });
    giveLog(form, run, { root, isAlone: isAlone || this.end.isShown, personal, sheet, handover: told }, where);
  }

  // ── what the reader does ──

  /** @param {MouseEvent} event */
  onClick(event) {
    onOtherNumber(event);
    const call = pressed(event, "[data-call]");
    if (call && this.restore) {
      const { drill } = this.ledger.header;
      const text = `${drill ? "演練：" : ""}撥打 ${(call.textContent || "").replace(/\s+/g, " ").replace("☎", "").trim()}`;
      if (drill) event.preventDefault();
      void this.write({ kind: "call", name: call.dataset.call, text }); // not awaited: dialling must not wait for the disk
      return;
    }
    const button = pressed(event);
    const command = commandOf(this.commands, button);
    if (!(button instanceof HTMLButtonElement) || button.disabled || !command) return;
    if (command.writes && (this.busy || isHasty(event, this.changed))) return;
    void this.obey(command, button);
  }

  /** @param {import("../../src/browser/elements/commands.js").Command} command @param {HTMLElement} button */
  async obey({ run, writes }, button) {
    if (writes) this.busy = true;
    try {
      await run(button);
    } catch (error) {
      this.warn(error);
    } finally {
      if (writes) [this.busy, this.changed] = [false, performance.now()];
    }
  }

  /** Escape closes the full list, else it leaves the run. @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== "Escape" || part(this.root, "ask").hasAttribute("open")) return;
    if (this.end.isShown) return this.end.leave();
    if (!this.restore) return;
    if (isOpen(this.stage, "all")) togglePanel(this.root, "all", true, false);
    else this.leave();
  }

  // ── views ──

  /** Moves the clocks on. */
  tick() {
    const { ledger } = this;
    if (new Date().getSeconds() === 0) for (const place of [this.root, this.front]) showOpenNumbers(place);
    if (!ledger.id) return;
    if (!document.hidden) ledger.addJump().then((has) => has && this.draw(), (error) => this.warn(error));
    const text = duration(ledger.recorder.elapsed(ledger.log));
    setText(this.stage, "elapsed", text);
    if (this.reports) this.reports.tick();
  }

  draw() {
    const { root, stage, definition } = this;
    const { id, header, log, state } = this.ledger;
    const { drill } = header;
    part(stage, "drill").hidden = !drill;
    stage.classList.toggle("hb-flow__stage--drill", drill);
    const node = presentNode({ definition, state });
    drawStep(stage, definition, state, log, state.path.length - 1 + stepsLeft(definition, node ? node.id : ""), drill);
    drawAbout(stage, definition, state.path.length, log);
    if (node) drawEvidence(stage, node, log);
    drawChange(root, id ? header.version : null, state.lost);
    markPlace(definition, id ? state : null);
    drawLog(stage, log);
    if (this.reports) this.reports.draw();
    drawFront(this.front, this.runs);
    drawEnded(root, this.runs);
    this.typed.show();
    this.tick();
  }
}

/**
 * Says what the incident is called and who acts. At the second step it is asked, once.
 * @param {HTMLElement} stage @param {import("./definition.js").FlowDefinition} definition @param {number} step @param {readonly import("../../src/browser/log/entries.js").Entry[]} log
 */
function drawAbout(stage, { elements }, step, log) {
  const name = incidentName(elements, log);
  const who = keeper(log);
  const about = part(stage, "about", HTMLDetailsElement);
  setText(stage, "label", name);
  setText(stage, "about-line", `這一起：${name || "誰、在哪裡？"}　處置人：${who || "是誰？"}`);
  const isDue = step >= ASKED && !who && about.dataset.asked !== log[0]?.hash;
  if (isDue) {
    about.dataset.asked = log[0]?.hash || "";
    about.open = true;
  }
}

export class HbFlow extends HbElement {
  static tag = "hb-flow";

  /** @type {FlowScreen | null} */
  screen = null;

  connected() {
    this.screen = new FlowScreen(this);
    return this.screen.show();
  }
}
