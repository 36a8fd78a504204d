// <hb-checklist>: works a list through, one run per event. Ticks are shown as kept only when they are on disk.
//
// State: a run is its marks (marks.js, open-run.js); stored-runs.js has all runs of this device.
// Commands: a press or a field that is left makes marks (the `commands` of each part).
// Views: rows and panels show what the marks say (rows-view.js, item-panel.js, run-panel.js, runs-list.js, now-line.js).
import { commandOf, pressed } from "../../src/browser/elements/commands.js";
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { part, setText } from "../../src/browser/elements/dom.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { subscribe } from "../../src/browser/storage/storage.js";
import { clockTime } from "../../src/browser/values/moments.js";
import { readChecklist } from "./definition.js";
import { ItemFilter } from "./item-filter.js";
import { ItemPanel } from "./item-panel.js";
import { dropLeftMarks, leaveMarks, takeUpMarks } from "./left-marks.js";
import { NowLine } from "./now-line.js";
import { OpenRun } from "./open-run.js";
import { drawRows } from "./rows-view.js";
import { RunExports } from "./run-exports.js";
import { warnOfRun } from "./run-notices.js";
import { RunPanel } from "./run-panel.js";
import { RunsList } from "./runs-list.js";
import { StoredRuns } from "./stored-runs.js";

const THUMB = 48; // CSS pixels beside an item's box that tick it as well: a thumb is wider than the box

/** The checklist of one page on the screen. */
class ChecklistScreen {
  /** Id of the run on the screen, or "". */
  shown = "";

  /** @param {HTMLElement} root the checklist's element */
  constructor(root) {
    this.root = root;
    this.definition = readChecklist(root);
    this.run = new OpenRun(this.definition, this);
    this.runs = new StoredRuns(this.run);
    this.filter = new ItemFilter(root, this.run, () => this.changed());
    this.item = new ItemPanel(root, this.run);
    this.about = new RunPanel(root, this.run, this.runs, () => this.showRuns());
    this.list = new RunsList(root, this.runs, this);
    this.exports = new RunExports(root, this.run, (text) => this.say(text));
    this.now = new NowLine(root, this.run);
    /** @type {import("../../src/browser/elements/commands.js").Commands} */
    this.commands = {
      pause: { run: (button) => this.run.turn(button.closest("[data-pause]")?.getAttribute("data-pause") || "") },
      reset: { run: (button) => this.reset(button) },
      undo: { run: () => this.run.undo() },
      ...this.filter.commands,
      ...this.item.commands,
      ...this.about.commands,
      ...this.list.commands,
      ...this.exports.commands,
    };
  }

  /** Shows the list, and the run that the address names or that was worked on last. */
  async show() {
    const { root, run } = this;
    root.classList.add("hb-checklist--running");
    for (const button of root.querySelectorAll("[data-do='pause'], [data-do='more']")) button.removeAttribute("hidden");
    for (const name of ["tools", "runs", "signing"]) part(root, name).hidden = false;
    root.addEventListener("change", (event) => this.onChange(event));
    root.addEventListener("click", (event) => this.onClick(event));
    subscribe((change) => change.store === "runs" && this.heard(change));
    addEventListener("hashchange", () => this.refresh().then(() => this.follow()));
    // The plan may have changed meanwhile, and the hour has.
    addEventListener("visibilitychange", () => document.hidden || this.refresh().then(() => this.changed()));
    addEventListener("beforeunload", (event) => {
      if (!part(root, "warning").hidden && run.isUnsaved) event.preventDefault(), (event.returnValue = "");
    });
    addEventListener("pagehide", () => leaveMarks(run));
    addEventListener("pageshow", (event) => event.persisted && dropLeftMarks(run));
    setInterval(() => this.changed(), 60000); // what was due a minute ago is late now
    this.changed();
    try {
      if (this.run.items.some((item) => item.due)) run.calendar = await handbook.load("calendar");
    } catch (error) {
      console.warn("hb-checklist: no calendar", error); // due times in workdays then say that the year is not known
    }
    await takeUpMarks(run);
    await this.start();
    run.begin();
  }

  // ── runs ──

  /** Opens what the address asks for, else the run that was worked on last and is not finished. */
  async start() {
    await this.refresh();
    if (this.run.id || this.follow()) return; // somebody may have begun a new one meanwhile
    const { unfinished } = this.runs;
    if (unfinished) this.openRun(unfinished);
  }

  /** Opens the run, or begins one from the plan, that the address names: #run=… or #plan=…@list. @returns {boolean} whether it names one of this list */
  follow() {
    const { run, runs } = this;
    const [, kind, id] = /^#(run|plan)=([\w:.@-]+)$/.exec(location.hash.replace(/%3A/gi, ":").replace(/%40/g, "@")) || [];
    if (kind === "run" && id !== run.id) {
      const wanted = runs.runs.find((one) => one.id === id);
      if (wanted) this.openRun(wanted);
      if (wanted) this.root.scrollIntoView();
      return wanted !== undefined;
    }
    if (kind !== "plan") return kind === "run";
    const [plan, target] = id.split("@"); // a page may hold several lists
    if (target && target !== this.definition.id) return false;
    const begun = runs.begunFrom(plan);
    if (!begun && !runs.plans.some((one) => one.id === plan)) return false;
    if (begun) this.openRun(begun);
    else {
      runs.begin();
      this.about.takePlan(plan);
    }
    this.root.scrollIntoView();
    return true;
  }

  /** Works on a run from now on. @param {import("../../src/browser/storage/runs.js").ChecklistRun} run */
  openRun(run) {
    this.about.said = "";
    this.runs.take(run);
  }

  /** Reads what is stored, and shows it. */
  async refresh() {
    try {
      await this.runs.refresh();
    } catch (error) {
      if (!this.run.id) this.run.failed(error);
    }
    this.showRuns();
  }

  /** Another tab has written or deleted something. @param {import("../../src/browser/storage/storage.js").Change} change */
  async heard(change) {
    const { run } = this;
    if (change.removed && change.id === "") this.wiped();
    else if (run.id && change.id === run.id) {
      if (!change.removed) await run.reload();
      else if (run.known.delete(run.id)) this.say("這一次已在另一個分頁刪去；再勾一項，會重新存入。");
    }
    await (run.id ? this.refresh() : this.start());
  }

  /** Everything was wiped in another tab: nothing of it stays on this page, nor comes back with the next tick. */
  wiped() {
    this.runs.removed = null;
    if (!this.run.id) return;
    this.run.take("", {}, true);
    this.say("本機的資料已在另一個分頁全部清除，這一頁的也已清空。");
  }

  // ── what the open run tells, see its Host ──

  begin() {
    this.runs.begin();
  }

  opened() {
    const { id } = this.run;
    this.item.close();
    if (this.shown) this.exports.closeSlip(); // a run that begins with the first word on the slip leaves it open
    this.shown = id;
    const here = location.href.replace(/#.*$/, "");
    if (id) history.replaceState(null, "", `${here}#run=${encodeURIComponent(id)}`);
    else if (location.hash.startsWith("#run=")) history.replaceState(null, "", here);
    this.changed();
  }

  kept() {
    part(this.root, "warning").hidden = true;
    this.say(`已存於本機 ${clockTime(Date.now())}`);
  }

  /** @param {boolean} isGone @param {unknown} error */
  failed(isGone, error) {
    warnOfRun(this.root, isGone, error);
  }

  // ── what the reader does ──

  /** A box was ticked. @param {Event} event */
  onChange({ target }) {
    const item = this.run.items.find(({ box, check }) => box === target || check === target);
    if (!item || !(target instanceof HTMLInputElement)) return;
    if (target === item.check) this.run.verify(item, target.checked);
    else this.run.tick(item, target.checked);
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const beside = this.run.items.find((item) => item.row === event.target);
    if (beside && event.offsetX < THUMB && !beside.box.disabled) beside.box.click();
    const button = pressed(event);
    const command = commandOf(this.commands, button);
    if (button && command && this.root.contains(button)) void command.run(button);
  }

  // ── views ──

  /** Unticks everything once the button was pressed twice; what it does is said in between. @param {HTMLElement} button */
  reset(button) {
    const isSure = button.dataset.asked !== undefined;
    const words = button.dataset.words || button.textContent || "";
    button.dataset.words = words;
    button.toggleAttribute("data-asked", !isSure);
    button.textContent = isSure ? words : "確定清空？再按一次";
    if (isSure) this.run.reset();
    else button.addEventListener("blur", () => (button.removeAttribute("data-asked"), (button.textContent = words)), { once: true });
  }

  /** Says something beside the progress. @param {string} text */
  say(text) {
    setText(this.root, "status", text);
  }

  /** Says what a command has done. @param {string} text */
  note(text) {
    this.about.note(text);
  }

  /** Shows the list as the marks have it. */
  changed() {
    const total = this.run.items.length;
    const done = drawRows(this.run);
    setText(this.root, "count", `${done} / ${total}`);
    part(this.root, "bar").style.transform = `scaleX(${total ? done / total : 0})`;
    const undo = this.root.querySelector("[data-do='undo']");
    if (undo instanceof HTMLElement) undo.hidden = !this.run.erased;
    this.showRuns();
    this.now.show();
  }

  /** Shows what depends on the runs that are stored. */
  showRuns() {
    this.about.show();
    this.list.show();
    this.filter.show();
    this.exports.show();
  }
}

export class HbChecklist extends HbElement {
  static tag = "hb-checklist";

  /** @type {ChecklistScreen | null} */
  screen = null;

  connected() {
    this.screen = new ChecklistScreen(this);
    return this.screen.show();
  }
}
