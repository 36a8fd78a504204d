// Keeps the draft that is being filled in: saved soon after typing, merged with what other tabs wrote.

import { bare, copyValues, fit, isObject, labelsOf, merge, originOfDraft } from "../../src/browser/rules/response.js";
import { newDraft, originIn, storableValues } from "../../src/browser/storage/drafts.js";
import { leaveBehind } from "../../src/browser/storage/left-behind.js";
import * as storage from "../../src/browser/storage/storage.js";
import { freshId } from "../../src/browser/values/fresh-id.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../../src/browser/rules/response.js").Origin} Origin
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {{label: string, value: string}} FieldConflict a field that both sides have changed, and what the other side wrote
 *
 * @typedef {object} Host what the keeper asks and tells the page
 * @property {Values} values what is filled in now
 * @property {(values: Values, conflicts: FieldConflict[]) => void} take another tab has written: these are the values of both
 * @property {(state: "saving" | "saved" | "failed" | "", updated?: number) => void} state how the draft stands on disk
 * @property {(id: string | null) => void} opened another draft is filled in from now on; null for none
 * @property {(error: storage.StorageError) => void} failed the draft could not be read or written
 * @property {(own?: boolean) => void} listed the list of drafts has changed; own: this page's draft, and no other
 * @property {() => void} wiped everything was wiped in another tab
 *
 * @typedef {object} Opened a draft that was opened
 * @property {Values} values
 * @property {string[]} unknown what the template has no field for any more
 * @property {string[]} added labels of the fields the template has gained since
 * @property {string} version of the template when the draft was last written
 * @property {boolean} isTyped whether something was typed before the draft was there
 */

/** What to tell the reader when a draft could not be written. */
export const LOST = {
  absent: "這個瀏覽器不能儲存草稿。關閉此頁以前，請下載草稿。",
  blocked: "瀏覽器的儲存空間打不開。關閉此頁以前，請下載草稿。",
  gone: "這份草稿已在別處刪除或清除。這裡的內容還看得見，但不再儲存；離開這一頁就沒有了。",
  quota: "這台電腦的儲存空間已滿，草稿沒有存好。請下載草稿。",
  failed: "草稿沒有存好。關閉此頁以前，請下載草稿。",
};

const DELAY = 300; // ms from the first change; not put off by further typing

export class DraftKeeper {
  /** @param {Definition} definition @param {Host} host */
  constructor(definition, host) {
    this.definition = definition;
    this.host = host;
    /** @type {string | null} of the draft; null before something is typed */
    this.id = null;
    this.revision = 0;
    /** @type {Values} what the stored draft and this page last agreed on */
    this.base = bare();
    /** @type {Record<string, unknown>} what the template has no fields for */
    this.aside = bare();
    /** @type {Origin} where the draft came from */
    this.origin = {};
    this.updated = 0;
    /** Whether something is not on disk yet. */
    this.dirty = false;
    this.writing = false;
    /** Whether the last attempt to write has failed. */
    this.failing = false;
    /** Whether a draft is being opened: what is typed meanwhile belongs to it. */
    this.isOpening = false;
    /** Whether the draft was deleted elsewhere: it is not written again unless the reader wants it. */
    this.gone = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Promise<void>} writes wait for each other */
    this.queue = Promise.resolve();
    storage.subscribe((change) => this.heard(change));
    window.addEventListener("pagehide", () => this.left());
    window.addEventListener("beforeunload", (event) => {
      if (!this.failing || !this.dirty || this.gone) return;
      event.preventDefault(); // nothing of it is on disk: the browser asks once more
      event.returnValue = "";
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void this.flush());
  }

  /** Which draft this is, the same in all its copies, and when it was saved: a calendar knows its events by that. */
  get source() {
    return originOfDraft({ ...this.origin, id: this.id || "", updated: this.dirty ? 0 : this.updated });
  }

  /** By which two copies of one draft are known as such. @returns {{lineage?: string, draft?: string}} */
  get line() {
    const draft = this.id || undefined;
    return { lineage: this.origin.lineage || draft, draft };
  }

  /** Nothing is known of a draft any more. */
  forget() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.revision = 0;
    this.base = bare();
    this.aside = bare();
    this.origin = {};
    this.updated = 0;
    this.dirty = false;
    this.gone = false;
  }

  /** Keeps what is on the page as a new draft, although its draft was deleted: only ever by the reader's wish. */
  keep() {
    if (!this.gone) return;
    const { aside } = this;
    this.forget();
    this.aside = aside;
    this.id = null;
    this.touched();
  }

  /** Something was typed. */
  touched() {
    this.dirty = true;
    if (this.isOpening) return;
    if (!this.id) {
      this.id = freshId();
      this.host.opened(this.id);
      void storage.persist();
    }
    if (this.timer === undefined) this.timer = setTimeout(() => void this.flush(), DELAY);
  }

  /** The page is being closed or loaded again, and may not live to see a write through. */
  left() {
    const { id } = this;
    if (!id || this.gone || !(this.dirty || this.writing)) return;
    leaveBehind(this.record(id, this.host.values, this.revision + 1));
    void this.flush(); // it may come back
  }

  /** Saves now what is not saved yet. @returns {Promise<void>} */
  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.dirty || !this.id) return this.queue;
    const id = this.id;
    this.queue = this.queue.then(() => (this.id === id ? this.write(id) : undefined));
    return this.queue;
  }

  /** @param {string} id */
  async write(id) {
    if (!this.dirty) return;
    this.dirty = false;
    this.writing = true;
    const slow = setTimeout(() => this.host.state("saving"), 300);
    /** @type {ReturnType<typeof merge> | null} */
    let merged = null;
    try {
      const written = await storage.update("drafts", id, (stored) => {
        // What was deleted or wiped in the meantime does not come back by itself.
        if (this.gone || (!stored && this.revision)) throw new storage.StorageError("gone");
        // Another tab may have written since: its changes are taken in the same transaction.
        if (stored) this.origin = originIn(stored);
        merged = stored && stored.revision !== this.revision ? merge(this.definition, this.base, this.host.values, stored.values) : null;
        return this.record(id, merged ? merged.values : this.host.values, Math.max(this.revision, stored?.revision || 0) + 1);
      });
      this.failing = false;
      if (this.id !== id) return;
      this.revision = written.revision;
      this.updated = written.updated;
      this.settle(written, merged);
      this.host.state("saved", written.updated);
      this.host.listed(true);
    } catch (error) {
      this.dirty = this.dirty || this.id === id;
      this.fail(/** @type {storage.StorageError} */ (error), id);
    } finally {
      this.writing = false;
      clearTimeout(slow);
    }
  }

  /** @param {storage.StorageError} error @param {string | null} id of the draft that could not be written */
  fail(error, id) {
    this.failing = true;
    if (this.id === id && error.reason === "gone") this.gone = true;
    this.host.state("failed");
    this.host.failed(error);
  }

  /** @param {Draft} written @param {ReturnType<typeof merge> | null} merged */
  settle(written, merged) {
    const mine = this.host.values; // may have been typed into while the draft was written
    const again = merged && (merged.changed || merged.conflicts.length) ? merge(this.definition, this.base, mine, written.values) : null;
    this.base = copyValues(written.values);
    if (again && merged) this.host.take(again.values, merged.conflicts);
  }

  /** The draft as it is stored. @param {string} id @param {Values} values @param {number} revision @returns {Draft} */
  record(id, values, revision) {
    const { definition, origin, aside } = this;
    return { ...newDraft(definition, storableValues(definition, values), origin, aside), id, revision, by: storage.TAB };
  }

  /** Another tab has written or deleted something. @param {storage.Change} change */
  async heard(change) {
    if (change.store !== "drafts") return;
    if (change.removed && !change.id) this.host.wiped();
    this.host.listed();
    if (!this.id || (change.id !== this.id && !(change.removed && !change.id))) return;
    if (change.removed) return void this.fail(new storage.StorageError("gone"), this.id);
    if (this.gone) {
      this.gone = false; // deleted and brought back
      this.host.state("saved", this.updated);
    } else if (change.revision <= this.revision) return;
    if (this.dirty) return void this.flush(); // merges while it writes
    try {
      const stored = await storage.get("drafts", change.id);
      if (!stored || this.id !== change.id || (stored.revision || 0) <= this.revision) return;
      const { values, conflicts } = merge(this.definition, this.base, this.host.values, stored.values);
      this.revision = stored.revision || 0;
      this.base = copyValues(stored.values);
      this.host.take(values, conflicts);
      this.host.state("saved", stored.updated);
    } catch (error) {
      this.host.failed(/** @type {storage.StorageError} */ (error));
    }
  }

  /** Opens a stored draft. @param {string} id @returns {Promise<Opened | null>} null when there is no such draft of this template */
  async open(id) {
    await this.flush();
    const stored = await storage.get("drafts", id);
    if (!stored || stored.template !== this.definition.id) return null;
    const isTyped = this.isOpening && this.dirty;
    this.forget();
    this.id = id;
    const { values, aside, unknown } = fit(stored.values || {}, this.definition);
    this.revision = stored.revision || 0;
    this.base = copyValues(values);
    this.aside = Object.assign(bare(), stored.aside, aside);
    this.origin = originIn(stored);
    this.updated = stored.updated || 0;
    this.host.opened(id);
    this.host.state("saved", stored.updated);
    // Of a draft from before labels were kept with it only the losses are known.
    const had = isObject(stored.fields) ? stored.fields : null;
    const lost = unknown.map((key) => `${labelIn(had || {}, key)}：${excerpt(aside[key])}`);
    const labels = labelsOf(this.definition);
    const added = had ? Object.keys(labels).filter((key) => !(key in had)).map((key) => labels[key]) : [];
    return { values, unknown: lost, added, version: String(stored.version || ""), isTyped };
  }

  /** Leaves the draft, which stays stored; what is typed next begins a new one. */
  async leave() {
    await this.flush();
    this.forget();
    this.id = null;
    this.host.opened(null);
    this.host.state("");
  }

  /** Leaves the draft for a new one that comes from elsewhere. @param {Origin} origin @param {Record<string, unknown>} aside */
  async leaveFor(origin, aside) {
    await this.leave();
    this.origin = origin;
    this.aside = aside;
  }

  /** The drafts of this template, newest first. @returns {Promise<Draft[]>} */
  async list() {
    const drafts = await storage.all("drafts");
    return drafts.filter((draft) => draft.template === this.definition.id && isObject(draft.values));
  }

  /** Deletes a draft. @param {string} id @returns {Promise<Draft | undefined>} what was deleted, for undo */
  async remove(id) {
    if (id === this.id) await this.leave();
    const draft = await storage.get("drafts", id);
    await storage.remove("drafts", id);
    return draft;
  }
}

/** The label of a value the template has lost. @param {Record<string, unknown>} labels @param {string} key "notes" or "guests[2].note" */
const labelIn = (labels, key) => String(labels[key.replace(/\[\d+\]/, "")] || key).slice(0, 60);

/** @param {unknown} value */
const excerpt = (value) => (typeof value === "string" ? value : JSON.stringify(value) || "").slice(0, 60);
