// <hb-flow>: runs an emergency flow one step at a time. Every step is in the log on disk before the screen moves on.
//
// State: a run stands where its log says (ledger.js, run-state.js, report.js); flow-runs.js has all runs of this device.
// Commands: a press or a field that is left adds to a log (run-switch.js, commands.js, step-facts.js, typed-input.js).
// Views: the front says how to begin; the step and the panels show what the log says (front.js, step-view.js, evidence.js,
// log-panel.js, report-panel.js); the end of a run is a screen of its own (end-screen.js).
import { buttonFor } from "../../src/browser/elements/commands.js";
import { part, setText } from "../../src/browser/elements/dom.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { inTime } from "../../src/browser/storage/runs.js";
import { subscribe } from "../../src/browser/storage/storage.js";
import { clockTime, duration } from "../../src/browser/values/moments.js";
import { showOpenNumbers } from "../call-buttons/call-buttons.js";
import { drawAbout } from "./about.js";
import { closeBoxes, flowCommands } from "./commands.js";
import { readFlow } from "./definition.js";
import { EndScreen } from "./end-screen.js";
import { drawEnded } from "./ended-list.js";
import { drawEvidence } from "./evidence.js";
import { FlowRuns } from "./flow-runs.js";
import { drawFront, frontOf } from "./front.js";
import { giveLog } from "./log-export.js";
import { drawLog } from "./log-panel.js";
import { closePanels } from "./panels.js";
import { Presses } from "./presses.js";
import { handover, personalValues } from "./report.js";
import { ReportPanel } from "./report-panel.js";
import { review } from "./review.js";
import { drawChange, emptyFields, sayElsewhere, warnOfStorage } from "./run-notices.js";
import { presentNode, stepsLeft } from "./run-state.js";
import { askedFor, RunSwitch } from "./run-switch.js";
import { coverSlivers, drawStep, markPlace, showStep } from "./step-view.js";
import { ALL, TypedInput } from "./typed-input.js";

/** @typedef {import("../../src/browser/log/entries.js").Fact} Fact */

const AGAIN = 2000; // ms after which storing is tried again

/** The flow of one page on the screen. */
class FlowScreen {
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
    this.switch = new RunSwitch(this);
    /** Null when the flow has nothing to report. */
    this.reports = root.querySelector("[data-part='reports']") ? new ReportPanel(root, this.definition, this) : null;
    const commands = { ...flowCommands(this), ...this.reports?.commands, ...this.end.commands, ...this.switch.commands };
    this.presses = new Presses(this, commands);
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
      this.presses.listen(place);
      showOpenNumbers(place);
    }
    addEventListener("hashchange", () => this.switch.follow());
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
    ready();
    await this.switch.opened();
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
    if (this.ledger.waits && !this.presses.busy) await this.stored(this.ledger.store([]));
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
    this.draw();
    // What was begun a moment ago may still be on its way to the disk: what to return to is known afterwards.
    const focus = () => this.restore || buttonFor(this.front, this.runs.open.length ? "resume" : "start").focus();
    if (wasAlone && this.ledger.id) void this.load().then(focus);
    else focus();
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

export class HbFlow extends HbElement {
  static tag = "hb-flow";

  /** @type {FlowScreen | null} */
  screen = null;

  connected() {
    this.screen = new FlowScreen(this);
    return this.screen.show();
  }
}
