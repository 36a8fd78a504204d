// Drafts as they lie in the browser, and as files. They are read one by one, so that a damaged one hides no other.

import { ImportError, MAX_BYTES, fit, isObject, originOf, originOfDraft, parseJson } from "../../src/browser/rules/response.js";
import { newDraft } from "../../src/browser/storage/drafts.js";
import * as storage from "../../src/browser/storage/storage.js";
import { sameValues } from "./merged-copies.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {{id: IDBValidKey, name: string, reason: string, record: unknown}} Broken a record that is no draft; reason: why not
 */

const MAX_FILE = 4 * MAX_BYTES; // a file of all drafts
const MAX_DRAFTS = 5000; // in one file: nobody has so many, so that whatever was exported here is taken whole
const ID = /^[\w-]{1,64}$/;

/** Why a record is no draft that can be opened; "" when it is one. @param {unknown} record @param {Set<string>} templates known ones */
function fault(record, templates) {
  if (!isObject(record)) return "內容讀不出來";
  if (typeof record.id !== "string" || !ID.test(record.id)) return "編號損壞";
  if (typeof record.template !== "string" || !isObject(record.values)) return "內容損壞";
  return templates.has(record.template) ? "" : "這份手冊裡已經沒有它的範本";
}

/**
 * All drafts, newest first, and what cannot be opened.
 * @param {Set<string>} templates known ones @returns {Promise<{drafts: Draft[], broken: Broken[]}>}
 */
export async function readAll(templates) {
  /** @type {Draft[]} */
  const drafts = [];
  /** @type {Broken[]} */
  const broken = [];
  /** @param {IDBValidKey} id @param {unknown} record */
  const sort = (id, record) => {
    const reason = fault(record, templates);
    if (!reason) drafts.push(/** @type {Draft} */ (record));
    else broken.push({ id, name: nameOfBroken(record, id), reason, record });
  };
  try {
    for (const record of await storage.all("drafts")) sort(record.id, record);
  } catch (error) {
    if (error instanceof storage.StorageError && (error.reason === "blocked" || error.reason === "absent")) throw error; // nor would one by one
    // One value the browser cannot read fails the reading of all: they are asked for one by one.
    for (const id of await storage.keys("drafts")) {
      try {
        sort(id, await storage.get("drafts", /** @type {string} */ (id)));
      } catch (cause) {
        broken.push({ id, name: nameOfBroken(null, id), reason: "瀏覽器讀不出這筆資料", record: null });
      }
    }
  }
  drafts.sort((a, b) => (Number(b.updated) || 0) - (Number(a.updated) || 0));
  return { drafts, broken };
}

/** @param {unknown} record @param {IDBValidKey} id */
const nameOfBroken = (record, id) =>
  (isObject(record) && typeof record.name === "string" && record.name.slice(0, 60)) || `編號 ${String(id).slice(0, 20)}`;

/** Any value as JSON, however damaged. @param {unknown} value @returns {string} */
export function asJson(value) {
  /** @type {WeakSet<object>} */
  const seen = new WeakSet();
  const plain = JSON.stringify(
    value,
    (_, part) => {
      if (typeof part === "bigint") return String(part);
      if (typeof part === "object" && part !== null) {
        if (seen.has(part)) return "…";
        seen.add(part);
      }
      return part;
    },
    1,
  );
  return plain || "null";
}

/** How much room a draft takes, in words. @param {Draft} record */
export function sizeOf(record) {
  const bytes = new Blob([asJson(record.values), asJson(record.aside || {})]).size;
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} kB`;
}

/** What a file carries of a draft. @param {Draft} record */
export function fileOf(record) {
  const { id, template, version, name, values, aside, received, from, lineage = id } = record;
  const kept = isObject(aside) && Object.keys(aside).length ? { aside } : {};
  // `received` and `from` are left out where they are undefined
  return { template, version, name, ...originOfDraft(record), lineage, draft: id, values, ...kept, received, from };
}

/**
 * The drafts in a file that somebody sent: one, or many. Only plain data of known templates is taken. Rejects with an
 * ImportError whose message is for the reader.
 * @param {File} file @param {Set<string>} templates known ones @param {(template: string) => Promise<Definition>} definitionOf
 * @returns {Promise<{records: Draft[], refused: number, unknown: number}>} refused: how many drafts were not taken; unknown: how
 *   many values the templates have no field for
 */
export async function readFile(file, templates, definitionOf) {
  if (file.size > MAX_FILE) throw new ImportError("檔案大於 20 MB，不是草稿檔。");
  let text;
  try {
    text = await file.text();
  } catch (error) {
    throw new ImportError("這個檔案讀不出來。");
  }
  const data = parseJson(text.replace(/^\ufeff/, ""));
  const given = isObject(data) && Array.isArray(data.drafts) ? data.drafts : [data];
  if (given.length > MAX_DRAFTS) throw new ImportError(`檔案裡有 ${given.length} 份草稿，一次最多匯入 ${MAX_DRAFTS} 份；沒有匯入。`);
  /** @type {Draft[]} */
  const records = [];
  let unknown = 0;
  for (const one of given) {
    // The template's name becomes part of a script's address: only templates of this handbook are asked for.
    if (!isObject(one) || typeof one.template !== "string" || !templates.has(one.template) || !isObject(one.values)) continue;
    const made = draftFrom(one, one.values, await definitionOf(one.template));
    unknown += made.unknown;
    records.push(made.record);
  }
  if (!records.length) throw new ImportError("這個檔案裡沒有這份手冊的草稿。");
  return { records, refused: given.length - records.length, unknown };
}

/** A new draft from one in a file. @param {Record<string, unknown>} given @param {Record<string, unknown>} filled its values @param {Definition} definition */
function draftFrom(given, filled, definition) {
  const { values, aside, unknown } = fit(filled, definition);
  const draft = newDraft(definition, values, originOf(given, values, definition), { ...(isObject(given.aside) ? given.aside : {}), ...aside });
  draft.version = typeof given.version === "string" ? given.version.slice(0, 40) : "";
  if (typeof given.updated === "number" && given.updated > 0 && given.updated < Date.now()) draft.updated = given.updated;
  return { record: draft, unknown: unknown.length };
}

/**
 * What two copies of one draft both started from.
 * @param {Definition} definition @param {Draft} mine @param {Draft} theirs @returns {Values | null} null where that is not known for certain
 */
export function commonStart(definition, mine, theirs) {
  const line = (/** @type {Draft} */ record) => record.lineage || record.id;
  if (line(mine) !== line(theirs)) return null;
  // `before`: the draft was sent to somebody, changed there and sent back. `received`: it was sent here and changed since. Either
  // counts only as a state of the other draft, not of a third one which the other never was.
  const start = (/** @type {Draft} */ record, /** @type {Draft} */ other) => {
    const { before, beforeFrom, received, from } = record;
    const isOf = (/** @type {unknown} */ id) => !id || id === other.id || id === other.from;
    if (before) return isOf(beforeFrom) ? [before] : [];
    return received && isOf(from) && !sameValues(definition, received, record.values) ? [received] : [];
  };
  const starts = [...start(mine, theirs), ...start(theirs, mine)];
  return starts.length && starts.every((one) => sameValues(definition, one, starts[0])) ? starts[0] : null;
}
