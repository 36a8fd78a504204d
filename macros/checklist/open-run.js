// The run of a checklist that is worked on: its marks, what of them is on disk, and what they say. No page.
import { pagePath } from "../../src/browser/storage/addresses.js";
import { StorageError, get, update } from "../../src/browser/storage/storage.js";
import { momentOf } from "../../src/browser/values/due-times.js";
import { minuteOf } from "../../src/browser/values/moments.js";
import { MarkLog } from "./mark-log.js";
import { isSettled, markValue, mergeMarks, readMarks, stamped } from "./marks.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} ChecklistRun
 * @typedef {import("./definition.js").ChecklistDefinition} ChecklistDefinition
 * @typedef {import("./definition.js").Item} Item
 * @typedef {import("./definition.js").Pause} Pause
 * @typedef {import("./marks.js").MarkChange} MarkChange
 * @typedef {import("./marks.js").Marks} Marks
 *
 * @typedef {object} Host what the run tells the screen
 * @property {() => void} begin the first mark is made while no run is open: a new one must be taken
 * @property {() => void} opened another run, or none, is worked on from now on
 * @property {() => void} changed the marks have changed
 * @property {() => void} kept the marks are on disk
 * @property {(isGone: boolean, error: unknown) => void} failed storage has failed; isGone: the run was deleted elsewhere
 * @property {() => Promise<void>} refresh what is stored has changed
 */

export class OpenRun {
  /** Id of the run, or "" while the page shows the list itself. */
  id = "";
  /** @type {Marks} what the page shows */
  marks = {};
  /** @type {Marks} what is on disk */
  saved = {};
  /** When the run was stored last, in ms since 1970. */
  updated = 0;
  /** @type {Set<string>} ids of runs that were on disk: if one is no longer, somebody has deleted it */
  known = new Set();
  /** @type {Marks | null} what a reset has taken away */
  erased = null;
  /** Whether the runs on disk have been read. */
  isReady = false;
  /** @type {MarkChange[]} what was marked before: it may belong to one of the runs on disk */
  early = [];
  /** @type {Promise<void>} writes wait for each other */
  writing = Promise.resolve();
  /** @type {import("../../src/browser/values/due-times.js").Calendar} */
  calendar = {};

  /** @param {ChecklistDefinition} definition of the checklist @param {Host} host */
  constructor(definition, host) {
    this.definition = definition;
    this.items = definition.items;
    this.host = host;
    this.log = new MarkLog(definition);
  }

  // ── what the marks say ──

  /** Something about the run as a whole, for example its name. @param {string} name */
  fact(name) {
    return markValue(this.marks, `fact/${name}`);
  }

  /** Whether the run is signed: nothing of it changes any more. */
  get closed() {
    return this.fact("signed") !== "";
  }

  /** Whether nothing is left to do about an item. @param {Item} item @param {Marks} [marks] those of the run by default */
  isSettled({ id }, marks = this.marks) {
    return isSettled(marks, id, this.definition.isVerified);
  }

  /** Whether an item is done, and not only left with a reason. @param {Item} item @param {Marks} [marks] those of the run by default */
  isDone(item, marks = this.marks) {
    return this.isSettled(item, marks) && markValue(marks, `item/${item.id}`) !== "undone";
  }

  /** How many items and pauses are still open. */
  get left() {
    const isOpen = (/** @type {Pause} */ { id }) => !markValue(this.marks, `pause/${id}`);
    return this.definition.rows.filter((row) => (row.kind === "item" ? !this.isSettled(row) : row.kind === "pause" && isOpen(row))).length;
  }

  /** Who is to do an item: named for the item, or for its role. @param {Item} item */
  ownerOf({ id, role }) {
    return markValue(this.marks, `owner/${id}`) || (role ? this.fact(`person.${role}`) : "");
  }

  /**
   * When an item is due.
   * @param {Item} item
   * @returns {import("../../src/browser/values/due-times.js").DueMoment & {own: boolean}} own: set for this run
   */
  due({ id, due }) {
    const own = markValue(this.marks, `due/${id}`);
    if (own) return { moment: own, problem: "", year: 0, own: true };
    if (!due) return { moment: "", problem: "", year: 0, own: false };
    return { ...momentOf(due, this.fact("start"), this.fact("end"), this.calendar), own: false };
  }

  /** Whether an item is late. @param {Item} item */
  isLate(item) {
    const { moment } = this.due(item);
    return !this.isSettled(item) && moment !== "" && moment < minuteOf(Date.now());
  }

  /** Whether a mark is not on disk yet. */
  get isUnsaved() {
    return Object.keys(this.marks).some((key) => !this.saved[key] || this.saved[key].at < this.marks[key].at);
  }

  // ── what changes them ──

  /** Works on a run from now on. @param {string} id "" for none @param {Marks} marks @param {boolean} isStored whether they are on disk */
  take(id, marks, isStored) {
    this.id = id;
    if (id && isStored) this.known.add(id);
    this.marks = marks;
    this.saved = isStored ? { ...marks } : {};
    this.erased = null;
    this.host.opened();
  }

  /** @param {Item} item @param {boolean} on whether it is ticked */
  tick({ id, hash, text }, on) {
    this.erased = null;
    /** @type {MarkChange} */
    const change = { [`item/${id}`]: { value: on ? "done" : "", hash, text, by: this.fact("doer") } };
    if (!on && markValue(this.marks, `check/${id}`)) change[`check/${id}`] = { value: "" };
    return this.mark(change);
  }

  /** @param {Item} item @param {boolean} on whether somebody has verified it */
  verify({ id }, on) {
    this.erased = null;
    return this.mark({ [`check/${id}`]: { value: on ? "on" : "", by: this.fact("verifier") } });
  }

  /** Confirms a pause, or takes that back. @param {string} id of the pause */
  turn(id) {
    return this.mark({ [`pause/${id}`]: { value: markValue(this.marks, `pause/${id}`) ? "" : "on" } });
  }

  /** Unticks everything; name, time and people stay. */
  reset() {
    if (this.closed) return;
    this.erased = this.marks;
    const keys = Object.keys(this.marks).filter((key) => /^(item|check|pause)\//.test(key));
    return this.mark(Object.fromEntries(keys.map((key) => [key, { value: "" }])));
  }

  /** Takes back the last reset. */
  undo() {
    const { erased } = this;
    if (!erased) return;
    this.erased = null;
    return this.mark(erased);
  }

  /** Makes new marks, shows them, and stores them. @param {MarkChange} change */
  mark(change) {
    if (!this.isReady) {
      this.early.push(change);
      return this.writing;
    }
    if (!this.id) this.host.begin();
    const made = Object.fromEntries(Object.entries(change).map(([key, one]) => [key, stamped(this.marks, key, one)]));
    this.marks = mergeMarks(this.marks, made);
    this.host.changed();
    const { id, marks } = this; // another run may be open by the time they are written
    this.writing = this.writing.then(() => this.write(id, marks));
    return this.writing;
  }

  /** The runs on disk have been read: what was marked before is marked in the run that is open by now. */
  begin() {
    this.isReady = true;
    for (const change of this.early.splice(0)) void this.mark(change);
  }

  // ── what is on disk ──

  /** @param {string} id @param {Marks} marks */
  async write(id, marks) {
    try {
      const run = await update("runs", id, (/** @type {ChecklistRun | undefined} */ stored) => {
        if (!stored && this.known.has(id)) throw new StorageError("gone");
        return this.merged(stored, marks, id);
      });
      this.known.add(id);
      this.updated = run.updated;
      if (id === this.id) this.settle(run);
      this.host.kept();
    } catch (error) {
      this.failed(error);
    }
    this.host.changed();
    await this.host.refresh();
  }

  /** Another tab has written the run. */
  async reload() {
    try {
      const stored = await get("runs", this.id);
      if (stored) this.settle(stored);
    } catch (error) {
      this.failed(error);
    }
    this.host.changed();
  }

  /** @param {{state: unknown}} stored what is on disk now */
  settle({ state }) {
    this.saved = readMarks(state);
    this.marks = mergeMarks(this.marks, this.saved);
  }

  /**
   * What is to be stored: the marks of both sides, and the log continued.
   * @param {ChecklistRun | undefined} stored @param {Marks} marks @param {string} id
   */
  merged(stored, marks, id) {
    return this.log.continued(stored, this.record(mergeMarks(readMarks(stored && stored.state), marks), id));
  }

  /** The run with these marks as it is stored, without its log. @param {Marks} [marks] @param {string} [id] @returns {ChecklistRun} */
  record(marks = this.marks, id = this.id) {
    const { id: target, version, title } = this.definition;
    const { items } = this;
    const done = items.filter((item) => this.isDone(item, marks)).length;
    const name = markValue(marks, "fact/name");
    return {
      id,
      kind: "checklist",
      target,
      version,
      name: name ? `${title}：${name}` : title,
      state: { marks, done, total: items.length, open: !markValue(marks, "fact/signed"), path: pagePath() },
      log: [],
      updated: Date.now(),
    };
  }

  /** Storage has failed. @param {unknown} error */
  failed(error) {
    const isGone = error instanceof StorageError && error.reason === "gone";
    if (isGone && !this.id) return; // wiped while a tick was being written: that has been said
    this.host.failed(isGone, error);
    if (!isGone) return;
    this.known.delete(this.id); // the reader is told now; the next tick stores all of it
    this.saved = {};
  }
}
