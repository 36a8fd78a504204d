// Drafts as they lie in the browser: read one by one, so that a damaged one hides no other, and as files.

import { freshId } from "../../src/browser/values/fresh-id.js";
import { ImportError, MAX_BYTES, fit, isObject, labelsOf, nameOf, originOf, originOfDraft, parseJson } from "../../src/browser/rules/response.js";
import * as storage from "../../src/browser/storage/storage.js";
import { sameValues } from "./merge.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {{id: IDBValidKey, name: string, reason: string, record: unknown}} Broken
 */

const MAX_FILE = 4 * MAX_BYTES; // a file of all drafts
const MAX_DRAFTS = 5000; // nobody has so many: what was exported here is taken whole
const ID = /^[\w-]{1,64}$/;

/** What makes a record a draft somebody can open; "" when it is one.
 * @param {any} record @param {Set<string>} templates known ones */
function fault(record, templates) {
  if (!isObject(record)) return "內容讀不出來";
  if (typeof record.id !== "string" || !ID.test(record.id)) return "編號損壞";
  if (typeof record.template !== "string" || !isObject(record.values)) return "內容損壞";
  return templates.has(record.template) ? "" : "這份手冊裡已經沒有它的範本";
}

/** All drafts, newest first, and what cannot be opened.
 * @param {Set<string>} templates @returns {Promise<{drafts: Draft[], broken: Broken[]}>} */
export async function readAll(templates) {
  /** @type {Draft[]} */
  const drafts = [];
  /** @type {Broken[]} */
  const broken = [];
  /** @param {IDBValidKey} id @param {any} record @param {string} reason */
  const sort = (id, record, reason) => {
    if (!reason) drafts.push(record);
    else broken.push({ id, name: nameOfBroken(record, id), reason, record });
  };
  try {
    for (const record of await storage.all("drafts")) sort(record.id, record, fault(record, templates));
  } catch (error) {
    if (error instanceof storage.StorageError && (error.reason === "blocked" || error.reason === "absent")) throw error; // nor would one by one
    // One value the browser cannot read fails the reading of all: they are asked for one by one.
    for (const id of await storage.keys("drafts")) {
      try {
        const record = await storage.get("drafts", /** @type {string} */ (id));
        sort(id, record, fault(record, templates));
      } catch (cause) {
        sort(id, null, "瀏覽器讀不出這筆資料");
      }
    }
  }
  drafts.sort((a, b) => (Number(b.updated) || 0) - (Number(a.updated) || 0));
  return { drafts, broken };
}

/** @param {any} record @param {IDBValidKey} id */
const nameOfBroken = (record, id) =>
  (record && typeof record.name === "string" && record.name.slice(0, 60)) || `編號 ${String(id).slice(0, 20)}`;

/** @param {unknown} value @returns {string} never throws */
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

/** Bytes a draft takes, as people say it. @param {Draft} record */
export function sizeOf(record) {
  const bytes = new Blob([asJson(record.values), asJson(record.aside || {})]).size;
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} kB`;
}

/** A draft as a file carries it. @param {Draft} record */
export function fileOf(record) {
  const { id, template, version, name, values, aside, received, from, lineage = id } = record;
  const kept = isObject(aside) && Object.keys(aside).length ? { aside } : {};
  // `received` and `from` are left out where they are undefined
  return { template, version, name, ...originOfDraft(record), lineage, draft: id, values, ...kept, received, from };
}

/**
 * The drafts in a file that somebody sent: one, or many. Only plain data of known templates is taken.
 * @param {File} file @param {Set<string>} templates @param {(template: string) => Promise<Definition>} definitionOf
 * @returns {Promise<{records: Draft[], refused: number, unknown: number}>} rejects with an ImportError
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
    // The name becomes part of a script's address: only templates of this handbook are asked for.
    if (!isObject(one) || typeof one.template !== "string" || !templates.has(one.template) || !isObject(one.values)) continue;
    const made = recordOf(one, await definitionOf(one.template));
    unknown += made.unknown;
    records.push(made.record);
  }
  if (!records.length) throw new ImportError("這個檔案裡沒有這份手冊的草稿。");
  return { records, refused: given.length - records.length, unknown };
}

/** @param {Record<string, any>} given @param {Definition} definition */
function recordOf(given, definition) {
  const { values, aside, unknown } = fit(given.values, definition);
  const kept = originOf(given, values, definition);
  /** @type {Draft} */
  const record = {
    ...kept,
    id: freshId(),
    template: definition.id,
    version: typeof given.version === "string" ? given.version.slice(0, 40) : "",
    name: kept.named || nameOf(definition, values),
    values: { ...values },
    aside: { ...(isObject(given.aside) ? given.aside : {}), ...aside },
    fields: labelsOf(definition),
    updated: Number.isFinite(given.updated) && given.updated > 0 && given.updated < Date.now() ? given.updated : Date.now(),
    revision: 1,
  };
  return { record, unknown: unknown.length };
}

/** What two copies of one draft both started from; null where that is not known for certain.
 * @param {Definition} definition @param {Draft} mine @param {Draft} theirs @returns {Record<string, any> | null} */
export function commonStart(definition, mine, theirs) {
  const line = (/** @type {Draft} */ record) => record.lineage || record.id;
  if (line(mine) !== line(theirs)) return null;
  // "before": somebody was sent it, changed it and sent it back. "received": it was sent here and changed since.
  // Either counts only as a state of the other draft, not of a third one which the other never was.
  const start = (/** @type {Draft} */ record, /** @type {Draft} */ other) => {
    const { before, beforeFrom, received, from } = record;
    const isOf = (/** @type {unknown} */ id) => !id || id === other.id || id === other.from;
    if (before) return isOf(beforeFrom) ? [before] : [];
    return received && isOf(from) && !sameValues(definition, received, record.values) ? [received] : [];
  };
  const starts = [...start(mine, theirs), ...start(theirs, mine)];
  return starts.length && starts.every((one) => sameValues(definition, one, starts[0])) ? starts[0] : null;
}

/** @param {Definition} definition @param {Draft} record a copy of it under a name of its own */
export function freshCopy(definition, record) {
  const { lineage, received, from, before, beforeFrom, ...kept } = record;
  return { ...kept, id: freshId(), version: definition.version || "", fields: labelsOf(definition), updated: Date.now(), revision: 1 };
}
