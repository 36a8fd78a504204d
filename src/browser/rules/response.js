// Responses: the values filled into a template. They are read from a file, named, and merged when two tabs wrote one draft.
// src/handbook/rules/response.py reads files as well, with another aim: a command refuses a file with a fault and says where
// the fault is; a page takes what the template knows and keeps the rest aside.

import { cut } from "../values/graphemes.js";
import { freshId } from "../values/fresh-id.js";
import { fieldsOf, rowsOf, textOf } from "../values/fields.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Row} Row
 * @typedef {import("../values/fields.js").Values} Values
 *
 * @typedef {object} Origin where a draft came from, so that its copies can be merged one day
 * @property {string} [named] the name its reader gave it
 * @property {string} [lineage] the line of copies it belongs to: id of the first draft of that line
 * @property {Values} [received] its values when it came in as a file
 * @property {string} [from] id of the draft whose state `received` was
 * @property {Values} [before] its values when they came to whoever sent it
 * @property {string} [beforeFrom] id of the draft whose state `before` was
 *
 * @typedef {{values: Values, aside: Record<string, unknown>, unknown: string[]}} Fitted  what a definition knows of given values,
 *   what it does not know, by its path, and those paths in their order
 * @typedef {Fitted & {version: string, origin: Origin}} Imported  version: of the template when the file was saved
 */

export const MAX_BYTES = 5 * 1024 * 1024;
const MAX_DEPTH = 32;
const MAX_ROWS = 5000;

/** A file that cannot be taken; its message is shown to the reader. */
export class ImportError extends Error {}

/**
 * An object without a prototype, so that a key such as `__proto__` is only a key.
 * @template {object} [T=Values]
 * @returns {T}
 */
export const bare = () => Object.create(null);

/**
 * Parsed JSON. Throws ImportError when it is none, or more than 32 levels deep.
 * @param {string} text
 * @returns {unknown}
 */
export function parseJson(text) {
  // Depth is counted before parsing: a deep text would overflow whoever walks the result.
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inText) {
      if (character === "\\") at += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    if (depth > MAX_DEPTH) throw new ImportError("這個檔案的內容層次太深，不是草稿檔。");
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ImportError("這個檔案不是草稿檔（.json），或已經損壞。");
  }
}

/**
 * Whether a value is an object, and no list.
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The draft in a .json file. Throws ImportError when the file is none of this template.
 * @param {string} text the file's content
 * @param {Definition} definition
 * @returns {Imported}
 */
export function readResponse(text, definition) {
  if (text.length > MAX_BYTES) throw new ImportError("檔案大於 5 MB，不是草稿檔。");
  const data = parseJson(text.replace(/^\ufeff/, ""));
  if (!isObject(data) || typeof data.template !== "string" || !isObject(data.values))
    throw new ImportError("這個檔案裡沒有填寫內容，不是草稿檔。");
  if (data.template !== definition.id)
    throw new ImportError(`這是另一份範本「${data.template.slice(0, 60)}」的草稿，不能用在「${definition.title}」。`);
  const version = typeof data.version === "string" ? data.version : "";
  const fitted = fit(data.values, definition);
  if (isObject(data.aside)) fitted.aside = Object.assign(bare(), data.aside, fitted.aside);
  return { ...fitted, version, origin: originOf(data, fitted.values, definition) };
}

/**
 * Whether a value can be the id of a draft or of a row.
 * @param {unknown} text
 * @returns {text is string}
 */
export const isId = (text) => typeof text === "string" && /^[\w-]{1,64}$/.test(text);

/**
 * The origin of a draft that a file brings.
 * @param {Record<string, unknown>} data the file's content
 * @param {Values} values those of `data` that the definition knows
 * @param {Definition} definition
 * @returns {Origin}
 */
export function originOf(data, values, definition) {
  const text = (/** @type {unknown} */ value, /** @type {number} */ most) => (typeof value === "string" ? value.slice(0, most) : "");
  /** @type {Origin} */
  const kept = { received: { ...copyValues(values) } };
  if (text(data.name, 80)) kept.named = text(data.name, 80);
  const lineage = data.lineage || data.id;
  if (isId(lineage)) kept.lineage = lineage;
  if (isId(data.draft)) kept.from = data.draft;
  if (isObject(data.received)) kept.before = { ...fit(data.received, definition).values };
  if (isId(data.from)) kept.beforeFrom = data.from;
  return kept;
}

/**
 * What a file says of the draft in it: which draft it is, the same in all its copies, and when it was saved.
 * @param {{id: string, lineage?: string, updated?: number}} record a draft; one without a time was saved now
 */
export function originOfDraft(record) {
  const updated = Number.isFinite(record.updated) && record.updated ? record.updated : Date.now();
  return { id: record.lineage || record.id || undefined, updated, saved: new Date(updated).toISOString() };
}

/**
 * Splits values into those the definition knows and those it does not. Nothing is dropped.
 * @param {Record<string, unknown>} given
 * @param {Definition} definition
 * @returns {Fitted}
 */
export function fit(given, definition) {
  const values = bare();
  /** @type {Record<string, unknown>} */
  const aside = bare();
  /** @type {string[]} */
  const unknown = [];
  /** @param {string} key @param {unknown} value */
  const keep = (key, value) => {
    aside[key] = value;
    unknown.push(key);
  };
  const fields = new Map(fieldsOf(definition).map((field) => [field.id, field]));
  for (const key of Object.keys(given)) {
    const field = fields.get(key);
    const value = given[key];
    if (!field) keep(key, value);
    else if (field.type === "rows") {
      if (Array.isArray(value) && value.length <= MAX_ROWS) {
        const ids = new Set();
        values[key] = value.map((row, at) => fitRow(field, row, at, ids, keep));
      } else keep(key, value);
    } else if (typeof value === "string" || typeof value === "number") values[key] = String(value);
    else if (value !== null && value !== undefined) keep(key, value);
  }
  return { values, aside, unknown };
}

/** The cells of a row that its list knows; `keep` is given the others.
 * @param {Field} field @param {unknown} row @param {number} at its place @param {Set<string>} ids of the rows before it
 * @param {(path: string, value: unknown) => void} keep */
function fitRow(field, row, at, ids, keep) {
  /** @type {Row} */
  const result = bare();
  // What is typed into a row finds it by its id: no two have the same.
  result._id = isObject(row) && isId(row._id) && !ids.has(row._id) ? row._id : freshId();
  ids.add(result._id);
  if (!isObject(row)) {
    keep(`${field.id}[${at}]`, row);
    return result;
  }
  const columns = new Set((field.fields || []).map((column) => column.id));
  for (const key of Object.keys(row)) {
    if (key === "_id") continue;
    if (columns.has(key) && (typeof row[key] === "string" || typeof row[key] === "number")) result[key] = String(row[key]);
    else if (row[key] !== null) keep(`${field.id}[${at}].${key}`, row[key]);
  }
  return result;
}

/**
 * Every field's label by its path (`guests.name`). A draft carries them, so that a value whose field is gone can still be named.
 * @param {Definition} definition
 * @returns {Record<string, string>}
 */
export function labelsOf(definition) {
  /** @type {Record<string, string>} */
  const labels = {};
  for (const field of fieldsOf(definition)) {
    labels[field.id] = field.label;
    for (const column of field.fields || []) labels[`${field.id}.${column.id}`] = `${field.label} ${column.label}`;
  }
  return labels;
}

/**
 * Values that can be changed while those given stay as they are.
 * @param {Values} values
 * @returns {Values}
 */
export function copyValues(values) {
  const result = bare();
  for (const [key, value] of Object.entries(values))
    result[key] = Array.isArray(value) ? value.map((row) => Object.assign(bare(), row)) : value;
  return result;
}

/** A text as it is; "" for a missing one. @param {Readonly<Record<string, unknown>> | undefined} record @param {string} key */
const cellOf = (record, key) => {
  const text = record && record[key];
  return typeof text === "string" ? text : "";
};

/**
 * Three-way merge, cell by cell: what either side changed is taken; of a cell that both changed mine stays.
 * @param {Definition} definition
 * @param {Values} base what both sides began with
 * @param {Values} mine
 * @param {Values} theirs
 * @returns {{values: Values, conflicts: {label: string, value: string}[], changed: boolean}} conflicts: cells that both changed,
 *   with their value; changed: whether `values` differ from mine
 */
export function merge(definition, base, mine, theirs) {
  const values = copyValues(mine);
  /** @type {{label: string, value: string}[]} */
  const conflicts = [];
  let changed = false;

  /** @param {Field} field @param {Values | Row | undefined} was @param {Values | Row} into @param {Values | Row | undefined} other @param {string} label */
  const mergeCell = (field, was, into, other, label) => {
    const [before, own, their] = [cellOf(was, field.id), cellOf(into, field.id), cellOf(other, field.id)];
    if (their === before || their === own) return;
    if (own === before) {
      into[field.id] = their;
      changed = true;
    } else conflicts.push({ label, value: their });
  };

  for (const field of fieldsOf(definition)) {
    if (field.type === "computed") continue;
    if (field.type !== "rows") {
      mergeCell(field, base, values, theirs, field.label);
      continue;
    }
    const [wereRows, ownRows, theirRows] = [base, values, theirs].map((side) => rowsOf(side, field.id));
    /** @param {Row[]} rows */
    const byId = (rows) => new Map(rows.map((row) => [row._id, row]));
    const [were, own, their] = [byId(wereRows), byId(ownRows), byId(theirRows)];
    const merged = ownRows.filter((row) => their.has(row._id) || !were.has(row._id) || !sameRow(field, were.get(row._id), row));
    if (merged.length !== ownRows.length) changed = true;
    merged.forEach((row, at) => {
      if (!their.has(row._id)) return;
      for (const column of field.fields || [])
        mergeCell(column, were.get(row._id), row, their.get(row._id), `${field.label}第${at + 1}列 ${column.label}`);
    });
    theirRows.forEach((row, at) => {
      if (own.has(row._id) || (were.has(row._id) && sameRow(field, were.get(row._id), row))) return;
      const before = at > 0 ? merged.findIndex((one) => one._id === theirRows[at - 1]._id) : -1;
      merged.splice(before + 1 || merged.length, 0, Object.assign(bare(), row));
      changed = true;
    });
    if (merged.length || values[field.id]) values[field.id] = merged;
  }
  return { values, conflicts, changed };
}

/** @param {Field} field @param {Row | undefined} a @param {Row | undefined} b */
const sameRow = (field, a, b) => (field.fields || []).every((column) => cellOf(a, column.id) === cellOf(b, column.id));

/**
 * What to call a draft: what stands in a field that names it, such as its title, else its first filled text.
 * @param {Definition} definition
 * @param {Values} values
 */
export function nameOf(definition, values) {
  const fields = fieldsOf(definition);
  const named = fields.filter((field) => /title|name|subject|event/.test(field.id) && field.type === "text");
  const text = [...named, ...fields.filter((field) => field.type === "text")].map((field) => textOf(values, field.id));
  const title = text.find((value) => value !== "") || "";
  return cut(title, 40) || `未命名的${definition.title}`;
}

/**
 * What to call a file of a response: the template, the draft's name and first date; without what file systems refuse.
 * @param {Definition} definition
 * @param {Values} values
 * @param {string} suffix without its dot
 * @param {string} [more] which part of the response the file holds
 */
export function fileName(definition, values, suffix, more = "") {
  const dates = fieldsOf(definition).filter((field) => ["date", "date-time", "time-span"].includes(field.type));
  const date = dates.map((field) => textOf(values, field.id).slice(0, 10)).find((value) => /^\d{4}-\d{2}-\d{2}$/.test(value));
  const parts = [definition.title, nameOf(definition, values).replace(/^未命名的.*/, ""), date || "", more];
  const name = parts.filter((part) => part).join("-");
  return `${cut(name.replace(/[\\/:*?"<>|\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "_"), 120)}.${suffix}`;
}
