// <hb-flow>: runs an emergency flow one step at a time. Every step is in the log on disk before the screen moves on.
//
// State: a run stands where its log says (ledger.js, run-state.js, report.js); flow-runs.js has all runs of this device.
// Commands: a press or a field that is left adds to a log (commands.js, step-facts.js, typed-input.js).
// Views: the step and the panels show what the log says (step-view.js, evidence.js, log-panel.js, report-panel.js, ended-list.js).
import { buttonFor, commandOf, pressed } from "../../src/browser/elements/commands.js";
import { part, setText } from "../../src/browser/elements/dom.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { inTime } from "../../src/browser/storage/runs.js";
import { subscribe } from "../../src/browser/storage/storage.js";
import { clockTime, duration } from "../../src/browser/values/moments.js";
import { flowCommands } from "./commands.js";
import { readFlow } from "./definition.js";
import { EndedList } from "./ended-list.js";
import { drawEvidence } from "./evidence.js";
import { FlowRuns } from "./flow-runs.js";
import { giveLog } from "./log-export.js";
import { drawLog } from "./log-panel.js";
import { closePanels, isOpen, togglePanel } from "./panels.js";
import { personalValues } from "./report.js";
import { ReportPanel } from "./report-panel.js";
import { review } from "./review.js";
import { drawChange, emptyFields, isOpenedAgain, sayElsewhere, sayEnded, warnOfStorage } from "./run-notices.js";
import { presentNode, stepsLeft } from "./run-state.js";
import { coverSlivers, drawStep, markPlace, showStep } from "./step-view.js";
import { ALL, TypedInput } from "./typed-input.js";

/** @typedef {import("../../src/browser/log/entries.js").Fact} Fact */

const HASHES = ["#run", "#drill"]; // as the address says what is on the screen
const HASTE = 600; // ms after a step has changed; a finger that trembles or taps twice is quicker
const AGAIN = 2000; // ms after which storing is tried again

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
    this.typed = new TypedInput(root, this);
    this.ended = new EndedList(root, this.runs, this);
    /** Null when the flow has nothing to report. */
    this.reports = root.querySelector("[data-part='reports']") ? new ReportPanel(root, this.definition, this) : null;
    this.commands = { ...flowCommands(this), ...this.reports?.commands, ...this.ended.commands };
  }

  /** Of the open run, see OpenFlowRun. */
  get ledger() {
    return this.runs.ledger;
  }

  get isAlone() {
    return this.restore !== null;
  }

  /** Shows the flow, and the run that is open. */
  async show() {
    const { root } = this;
    root.addEventListener("click", (event) => this.onClick(event));
    root.addEventListener("keydown", (event) => this.onKey(event));
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
    part(root, "open").hidden = false;
    await (this.known = this.load());
    // A page that was opened again in the midst of a run which is no longer there: no other begins as if nothing had been.
    if (isOpenedAgain() && HASHES.includes(location.hash) && !this.ledger.id) {
      history.replaceState(null, "", location.pathname);
      sayElsewhere(root, "missing");
    } else await this.follow();
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
    } catch (error) {
      this.warn(error);
    }
    this.draw();
  }

  /** Stores again what the database refused: entries of the open run, and of runs that have ended. */
  async retry() {
    if (this.ledger.waits && !this.busy) await this.stored(this.ledger.store([]));
    if (!(await this.runs.retry())) return;
    setText(this.root, "past-status", "記錄已補存於本機。");
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
    if (this.ledger.id && this.ledger.header.drill !== drill) {
      await this.runs.change(drill);
      emptyFields(this.root);
    }
    const hash = HASHES[Number(drill)]; // nothing is awaited from here to enter(), or the change would start a second run
    if (location.hash !== hash) location.hash = hash; // the browser's "back" returns to the page
    if (this.ledger.id) {
      const isKnown = this.ledger.recorder.last !== null;
      this.enter();
      if (!isKnown) await this.write({ kind: "resume", text: "重新打開本頁，繼續處置" });
      return;
    }
    this.runs.begin(drill);
    this.enter();
    await this.write({ kind: "start", text: drill ? "演練開始" : "接報，開始處置" });
    showStep(this.stage);
  }

  /** Shows the run alone. */
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
    closePanels(this.root, false);
    if (HASHES.includes(location.hash) || location.search) history.replaceState(null, "", location.pathname); // loaded again, the page reads
    this.draw();
    buttonFor(this.root, "start").focus();
  }

  /** Ends the run. @param {Fact} fact that says so */
  async finish(fact) {
    await this.keepTyped(ALL);
    await this.write(fact);
    const { ledger } = this;
    this.forget();
    this.runs.keepUnstored(ledger);
    history.replaceState(null, "", location.pathname); // loaded again from here on, the page must not begin another run
    await this.load();
    this.leave();
    sayEnded(this.root, !ledger.refused.length);
    if (ledger.header.drill) this.ended.review(ledger.id); // what a drill is for
  }

  /** Goes on with a run that was ended by a wrong tap, or too early. @param {import("../../src/browser/storage/runs.js").FlowRun} run */
  async reopen(run) {
    this.ledger.take(run);
    await this.write({ kind: "reopen", text: "結束之後重新打開，繼續處置" });
    await this.start(this.ledger.header.drill);
    await this.load();
  }

  /** No run is open any more. @param {"wiped" | "ended"} [elsewhere] what another tab has done to the run */
  forget(elsewhere) {
    this.runs.close();
    emptyFields(this.root);
    if (elsewhere) sayElsewhere(this.root, elsewhere);
  }

  /** Deletes the open run, once the reader has agreed. */
  wipe() {
    return this.ended.wipe(this.ledger.id, this.ledger.header.drill);
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
    giveLog(form, run, { root, isAlone, personal, sheet: () => review(definition, run) }, where);
  }

  // ── what the reader does ──

  /** @param {MouseEvent} event */
  onClick(event) {
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
    if (event.key !== "Escape" || !this.restore || part(this.root, "ask").hasAttribute("open")) return;
    if (isOpen(this.stage, "all")) togglePanel(this.root, "all", true, false);
    else this.leave();
  }

  // ── views ──

  /** Moves the clocks on. */
  tick() {
    const { ledger } = this;
    if (!ledger.id) return;
    if (!document.hidden) ledger.addJump().then((has) => has && this.draw(), (error) => this.warn(error));
    const text = duration(ledger.recorder.elapsed(ledger.log));
    setText(this.stage, "elapsed", text);
    if (this.reports) this.reports.tick();
    setText(this.root, "open-note", `處置進行中，已用時 ${text}，共 ${ledger.log.length} 條記錄。`);
  }

  draw() {
    const { root, stage, definition } = this;
    const { id, header, log, state } = this.ledger;
    const { drill } = header;
    buttonFor(root, "start").textContent = id && !drill ? "回到處置中的步驟" : "開始處置";
    buttonFor(root, "drill").textContent = id && drill ? "回到演練" : "演練";
    part(stage, "drill").hidden = !drill;
    stage.classList.toggle("hb-flow__stage--drill", drill);
    if (!id) setText(root, "open-note", "一步一屏，自動記下每一步的時間。");
    const node = presentNode({ definition, state });
    drawStep(stage, definition, state, state.path.length - 1 + stepsLeft(definition, node ? node.id : ""), drill);
    if (node) drawEvidence(stage, node, log);
    drawChange(root, id ? header.version : null, state.lost);
    markPlace(definition, id ? state : null);
    drawLog(stage, log);
    if (this.reports) this.reports.draw();
    this.ended.draw();
    this.tick();
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
