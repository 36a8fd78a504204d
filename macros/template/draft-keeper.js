// Keeps a draft in the browser: saved within 400 ms of typing, merged with what other tabs wrote.

import * as storage from "../../src/browser/storage/storage.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { leaveBehind } from "../../src/browser/storage/left-behind.js";
import { fieldsOf, isBlankRow } from "../../src/browser/values/fields.js";
import { bare, copyValues, fit, isObject, labelsOf, merge, nameOf, originOfDraft } from "../../src/browser/rules/response.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {{
 *   values: Values,
 *   take: (values: Values, conflicts: {label: string, value: string}[]) => void,
 *   state: (state: "saving" | "saved" | "failed" | "", updated?: number) => void,
 *   opened: (id: string | null) => void,
 *   failed: (error: storage.StorageError) => void,
 *   listed: (own?: boolean) => void,
 *   wiped: () => void,
 * }} Host
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
    /** @type {string | null} */
    this.id = null;
    this.revision = 0;
    /** @type {Values} what the stored draft and this page last agreed on */
    this.base = bare();
    /** @type {Record<string, unknown>} values the template does not know */
    this.aside = bare();
    /** @type {Record<string, any>} what the page of drafts keeps with a draft: its name, where it came from */
    this.kept = {};
    this.updated = 0;
    this.dirty = false;
    this.writing = false;
    this.failing = false; // the last attempt to write did
    this.isOpening = false; // what is typed meanwhile belongs to the draft that is being opened
    this.gone = false; // deleted elsewhere: not written again unless the reader wants it
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Promise<void>} */
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

  /** Which draft this is, the same in all its copies, and when it was saved: a calendar knows its events by it. */
  origin() {
    return originOfDraft({ ...this.kept, id: this.id || "", updated: this.dirty ? 0 : this.updated });
  }

  forget() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.revision = 0;
    this.base = bare();
    this.aside = bare();
    this.kept = {};
    this.updated = 0;
    this.dirty = false;
    this.gone = false;
  }

  /** Keeps what is on the page as a new draft, although the one it came from was deleted: only ever by the reader's wish. */
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
    if (this.isOpening) {
      this.dirty = true;
      return;
    }
    if (!this.id) {
      this.id = freshId();
      this.host.opened(this.id);
      void storage.persist();
    }
    this.dirty = true;
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
        if (stored) this.kept = keptOf(stored);
        merged = stored && stored.revision !== this.revision ? merge(this.definition, this.base, this.host.values, stored.values) : null;
        return this.record(id, merged ? merged.values : this.host.values, Math.max(this.revision, stored?.revision || 0) + 1);
      });
      this.failing = false;
      if (this.id !== id) return;
      this.revision = written.revision || 0;
      this.updated = written.updated || 0;
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

  /** @param {import("../../src/browser/storage/drafts.js").Draft} written @param {ReturnType<typeof merge> | null} merged */
  settle(written, merged) {
    const mine = this.host.values; // may have been typed into while the record was written
    const again = merged && (merged.changed || merged.conflicts.length) ? merge(this.definition, this.base, mine, written.values) : null;
    this.base = copyValues(written.values);
    if (again && merged) this.host.take(again.values, merged.conflicts);
  }

  /** @param {string} id @param {Values} values @param {number} revision @returns {import("../../src/browser/storage/drafts.js").Draft} */
  record(id, values, revision) {
    const { definition } = this;
    return {
      ...this.kept,
      id,
      template: definition.id,
      version: definition.version || "",
      fields: labelsOf(definition),
      name: this.kept.named || nameOf(definition, values),
      values: storable(definition, values),
      aside: { ...this.aside },
      updated: Date.now(),
      revision,
      by: storage.TAB,
    };
  }

  /** @param {storage.Change} change */
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

  /** Opens a stored draft. Resolves with its values, what the template has lost and gained since, and whether something was
   * typed before it was there; or with null.
   * @param {string} id @returns {Promise<{values: Values, unknown: string[], added: string[], version: string, isTyped: boolean} | null>} */
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
    this.kept = keptOf(stored);
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

  /** Leaves the draft (it stays stored); what is typed next begins a new one. */
  async leave() {
    await this.flush();
    this.forget();
    this.id = null;
    this.host.opened(null);
    this.host.state("");
  }

  /** The drafts of this template, newest first. */
  async list() {
    const records = await storage.all("drafts");
    return records.filter((record) => record.template === this.definition.id && isObject(record.values));
  }

  /** Deletes a draft; resolves with its record, for undo. @param {string} id */
  async remove(id) {
    if (id === this.id) await this.leave();
    const record = await storage.get("drafts", id);
    await storage.remove("drafts", id);
    return record;
  }

  /** @param {import("../../src/browser/storage/drafts.js").Draft} record */
  async restore(record) {
    await storage.put("drafts", record);
  }
}

/** @param {import("../../src/browser/storage/drafts.js").Draft} stored */
function keptOf({ named, lineage, received, from, before, beforeFrom }) {
  const kept = Object.entries({ named, lineage, received, from, before, beforeFrom });
  return Object.fromEntries(kept.filter(([, value]) => value));
}

/** @param {Record<string, any>} labels @param {string} key "notes" or "guests[2].note" */
const labelIn = (labels, key) => String(labels[key.replace(/\[\d+\]/, "")] || key).slice(0, 60);

/** @param {unknown} value */
const excerpt = (value) => (typeof value === "string" ? value : JSON.stringify(value) || "").slice(0, 60);

/** A plain copy without blank rows and computed values. @param {Definition} definition @param {Values} values */
export function storable(definition, values) {
  /** @type {Values} */
  const result = {};
  for (const field of fieldsOf(definition)) {
    const value = values[field.id];
    if (field.type === "computed") continue;
    if (Array.isArray(value)) result[field.id] = value.filter((row) => !isBlankRow(field, row)).map((row) => ({ ...row }));
    else if (typeof value === "string" && value !== "") result[field.id] = value;
  }
  return result;
}
