// <hb-checklist>: works a list through, one run per event. Ticks are shown as kept only when they are on disk.
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { part } from "../../src/browser/elements/dom.js";
import { pagePath } from "../../src/browser/storage/addresses.js";
import { get, StorageError, subscribe, update } from "../../src/browser/storage/storage.js";
import { ItemPanel } from "./item-panel.js";
import { keepMarks, leaveMarks, takeUpMarks } from "./left-marks.js";
import { MarkLog } from "./mark-log.js";
import { NowLine } from "./now-line.js";
import { Papers } from "./papers.js";
import { unsigned } from "./run-notes.js";
import { RunsPanel } from "./runs-panel.js";
import { sayWiped, warnOfStorage } from "./storage-notes.js";
import { fingerprint, isSettled, merge, readMarks, stamped, valueOf } from "./state.js";
import { momentOf, parseDue } from "../../src/browser/values/due-times.js";
import { clockTime, minuteOf } from "../../src/browser/values/moments.js";
import { drawRows } from "./drawing.js";

/**
 * @typedef {import("./state.js").Mark} Mark
 * @typedef {import("./state.js").Marks} Marks
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} Run
 * @typedef {{id: string, row: HTMLElement, box: HTMLInputElement, check: HTMLInputElement | null, text: string, hash: string, role: string}} Item
 * @typedef {{id: string, row: HTMLElement, button: HTMLButtonElement}} Pause
 */

export class HbChecklist extends HbElement {
  static tag = "hb-checklist";

  /** id of the run that is open, or "" while the page shows the list itself */
  run = "";
  /** @type {Marks} what this page shows of the run */
  marks = {};
  /** @type {Marks} the marks that are on disk */
  saved = {};
  /** @type {Set<string>} runs that were on disk: if one is no longer, somebody has wiped it */
  known = new Set();
  /** @type {Marks|null} what a reset has taken away */
  erased = null;
  isReady = false; // the runs on disk have been read
  /** @type {Record<string, Partial<Mark>>[]} what was ticked before: it may belong to one of them */
  early = [];
  /** @type {Promise<unknown>} writes wait for each other */
  writing = Promise.resolve();
  /** @type {(Item|Pause)[]} in the order of the page */
  rows = [];
  /** @type {import("../../src/browser/values/due-times.js").Calendar} */
  calendar = {};
  updated = 0;
  log = new MarkLog(this);

  async connected() {
    this.rows = [...this.querySelectorAll("[data-item], [data-pause]")].map((row) => this.readRow(row));
    this.classList.add("hb-checklist--running");
    for (const button of this.querySelectorAll("[data-do='pause'], [data-do='more']")) button.removeAttribute("hidden");
    for (const name of ["tools", "runs", "signing"]) part(this, name).hidden = false;
    this.panel = new ItemPanel(this);
    this.papers = new Papers(this);
    this.runs = new RunsPanel(this);
    this.now = new NowLine(this);
    this.addEventListener("change", (event) => this.onChange(event));
    this.addEventListener("click", (event) => this.onClick(event));
    subscribe((change) => change.store === "runs" && this.heard(change));
    addEventListener("beforeunload", (event) => {
      if (!part(this, "warning").hidden && this.unsaved()) event.preventDefault(), (event.returnValue = "");
    });
    addEventListener("pagehide", () => leaveMarks(this));
    addEventListener("pageshow", (event) => event.persisted && keepMarks(this));
    setInterval(() => this.show(), 60000); // what was due a minute ago is late now
    this.show();
    try {
      if (this.items().some((item) => item.row.dataset.due)) this.calendar = await handbook.load("calendar");
    } catch (error) {
      console.warn("hb-checklist: no calendar", error); // due times in workdays then say that the year is not known
    }
    await takeUpMarks(this);
    await this.runs.start();
    this.isReady = true;
    for (const change of this.early.splice(0)) void this.mark(change);
  }

  get target() {
    return this.dataset.id || "";
  }

  get verified() {
    return this.dataset.mode === "do-verify";
  }

  get closed() {
    return this.fact("signed") !== "";
  }

  /** @returns {Item[]} */
  items = () => /** @type {Item[]} */ (this.rows.filter((row) => "box" in row));

  /** @param {string} name */
  fact(name) {
    return valueOf(this.marks, `fact/${name}`);
  }

  /** @param {Element} element @returns {Item|Pause} */
  readRow(element) {
    const row = /** @type {HTMLElement} */ (element);
    if (row.dataset.pause) {
      const button = /** @type {HTMLButtonElement} */ (row.querySelector("[data-do='pause']"));
      return { id: row.dataset.pause, row, button };
    }
    const box = /** @type {HTMLInputElement} */ (row.querySelector("input[type=checkbox]"));
    const check = /** @type {HTMLInputElement | null} */ (row.querySelector("[data-part='check']"));
    const text = part(row, "action").textContent || "";
    return { id: row.dataset.item || "", row, box, check, text, hash: fingerprint(text), role: row.dataset.role || "" };
  }

  /** The run is what is worked on from now on. @param {string} id @param {Marks} marks @param {boolean} stored are they on disk? */
  take(id, marks, stored) {
    this.run = id;
    if (id && stored) this.known.add(id);
    this.marks = marks;
    this.saved = stored ? { ...marks } : {};
    this.erased = null;
    this.panel?.close();
    this.papers?.close();
    const here = location.href.replace(/#.*$/, "");
    if (id) history.replaceState(null, "", `${here}#run=${encodeURIComponent(id)}`);
    else if (location.hash.startsWith("#run=")) history.replaceState(null, "", here);
    this.show();
  }

  /** Another tab has written or removed something. @param {import("../../src/browser/storage/storage.js").Change} change */
  async heard(change) {
    if (change.removed && change.id === "") sayWiped(this);
    else if (change.id === this.run && this.run) {
      if (!change.removed) await this.reload();
      else if (this.known.delete(this.run)) this.say("這一次已在另一個分頁刪去；再勾一項，會重新存入。");
    }
    await (this.run ? this.runs?.refresh() : this.runs?.start());
  }

  async reload() {
    try {
      const stored = await get("runs", this.run);
      if (stored) this.settle(readMarks(stored.state));
    } catch (error) {
      this.warn(error);
    }
    this.show();
  }

  /** @param {Marks} stored what is on disk now */
  settle(stored) {
    this.saved = stored;
    this.marks = merge(this.marks, stored);
  }

  /** @param {Event} event */
  onChange(event) {
    const item = this.items().find((row) => row.box === event.target || row.check === event.target);
    if (!item) return;
    this.erased = null;
    const isCheck = item.check === event.target;
    const on = /** @type {HTMLInputElement} */ (event.target).checked;
    if (isCheck) this.mark({ [`check/${item.id}`]: { value: on ? "on" : "" } });
    else {
      /** @type {Record<string, Partial<Mark>>} */
      const change = { [`item/${item.id}`]: { value: on ? "done" : "", hash: item.hash, text: item.text } };
      if (!on && valueOf(this.marks, `check/${item.id}`)) change[`check/${item.id}`] = { value: "" };
      this.mark(change);
    }
  }

  /** @param {Event} event */
  onClick(event) {
    const beside = this.items().find((item) => item.row === event.target);
    if (beside && /** @type {MouseEvent} */ (event).offsetX < 48 && !beside.box.disabled) beside.box.click(); // a thumb is wider than the box
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement) || !this.contains(button)) return;
    const wanted = button.dataset.do || "";
    const row = this.rows.find((one) => one.row.contains(button));
    if (wanted === "pause" && row) this.mark({ [`pause/${row.id}`]: { value: valueOf(this.marks, `pause/${row.id}`) ? "" : "on" } });
    else if (wanted === "reset") this.reset();
    else if (wanted === "undo") this.undo();
    else if (wanted === "sign") this.sign();
    else if (row && "box" in row) this.panel?.command(wanted, row);
    else if (!this.papers?.command(wanted)) this.runs?.command(wanted, button);
  }

  /** Name, time and people stay. */
  reset() {
    if (this.closed) return;
    this.erased = this.marks;
    const keys = Object.keys(this.marks).filter((key) => /^(item|check|pause)\//.test(key));
    return this.mark(Object.fromEntries(keys.map((key) => [key, { value: "" }])));
  }

  undo() {
    const erased = this.erased;
    if (!erased) return;
    this.erased = null;
    return this.mark(erased);
  }

  sign() {
    const reason = unsigned(this);
    part(this, "signing-note").textContent = reason;
    if (!reason) this.mark({ "fact/signed": { value: minuteOf(Date.now()) } });
  }

  /** How many items and pauses are still open. */
  open() {
    return this.rows.filter((row) => ("box" in row ? !isSettled(this.marks, row.id, this.verified) : !valueOf(this.marks, `pause/${row.id}`))).length;
  }

  /** Takes new marks on, shows them, and says "saved" only when they are on disk. @param {Record<string, Partial<Mark>>} change */
  mark(change) {
    if (!this.isReady) {
      this.early.push(change);
      return this.writing;
    }
    if (!this.run) this.runs?.begin();
    const made = Object.fromEntries(Object.entries(change).map(([key, one]) => [key, stamped(this.marks, key, one)]));
    this.marks = merge(this.marks, made);
    this.show();
    const [run, marks] = [this.run, this.marks]; // another run may be open by the time they are written
    this.writing = this.writing.then(() => this.write(run, marks));
    return this.writing;
  }

  /** @param {string} id @param {Marks} marks */
  async write(id, marks) {
    try {
      const run = await update("runs", id, (stored) => {
        if (!stored && this.known.has(id)) throw new StorageError("gone");
        return this.merged(stored, marks, id);
      });
      this.known.add(id);
      this.updated = Number(run.updated);
      if (id === this.run) this.settle(readMarks(run.state));
      part(this, "warning").hidden = true;
      this.say(`已存於本機 ${clockTime(Date.now())}`);
    } catch (error) {
      this.warn(error);
    }
    this.show();
    await this.runs?.refresh();
  }

  /** What is stored: both sides' marks, and the log continued. @param {any} stored @param {Marks} marks @param {string} id */
  merged = (stored, marks, id) => this.log.continued(stored, this.record(merge(readMarks(stored && stored.state), marks), id));

  /** @param {Marks} marks @param {string} [id] @returns {Run} */
  record(marks, id = this.run) {
    const items = this.items();
    const done = items.filter((item) => isSettled(marks, item.id, this.verified)).length;
    const title = part(this, "title").textContent || "";
    const name = valueOf(marks, "fact/name");
    return {
      id,
      kind: "checklist",
      target: this.target,
      version: this.dataset.version || "",
      name: name ? `${title}：${name}` : title,
      state: { marks, done, total: items.length, open: !valueOf(marks, "fact/signed"), path: pagePath() },
      log: [],
      updated: Date.now(),
    };
  }

  unsaved() {
    return Object.keys(this.marks).some((key) => !this.saved[key] || this.saved[key].at < this.marks[key].at);
  }

  /** @param {string} text */
  say = (text) => void (part(this, "status").textContent = text);

  /** @param {unknown} error */
  warn = (error) => warnOfStorage(this, error);

  /** When an item is due in this run. @param {Item} item @returns {import("../../src/browser/values/due-times.js").DueMoment & {own: boolean}} */
  due(item) {
    const own = valueOf(this.marks, `due/${item.id}`);
    if (own) return { moment: own, problem: "", year: 0, own: true };
    const due = parseDue(item.row.dataset.due || "");
    if (!due) return { moment: "", problem: "", year: 0, own: false };
    return { ...momentOf(due, this.fact("start"), this.fact("end"), this.calendar), own: false };
  }

  show() {
    const { done, total } = drawRows(this);
    part(this, "count").textContent = `${done} / ${total}`;
    part(this, "bar").style.transform = `scaleX(${total ? done / total : 0})`;
    const undo = this.querySelector("[data-do='undo']");
    if (undo instanceof HTMLElement) undo.hidden = !this.erased;
    this.runs?.show();
    this.now?.show();
  }
}
