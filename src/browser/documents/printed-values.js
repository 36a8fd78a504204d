// What each blank of a document prints, given the values of a response.
// The twin is src/handbook/documents/printed_values.py.

import { fieldsOf } from "../values/fields.js";
import { clean, display } from "../values/typed.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {Record<string, unknown>} PrintedRow
 */

/** The path of the blank in which an extract prints for whom or what it is. */
export const EACH = "each";
/** Begins each further line of a value in an indented paragraph. */
export const INDENT = "\u3000\u3000";

/**
 * A value as text. Computed fields may be numbers or truth values; lists and records have no text.
 * @param {unknown} value
 * @returns {string}
 */
export function asText(value) {
  return value === null || value === undefined || typeof value === "object" ? "" : clean(String(value));
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe]/;

/**
 * The text for a paper: words that run from right to left do not turn the words around them. Each line of such a text
 * stands between U+2068 and U+2069 (first strong isolate, pop directional isolate).
 * @param {string} text
 */
const isolated = (text) =>
  RIGHT_TO_LEFT.test(text) ? withoutIsolates(text).split("\n").map((line) => `\u2068${line}\u2069`).join("\n") : text;

/** The text without the characters that `isolated` adds. @param {string} text */
export const withoutIsolates = (text) => text.replace(/[\u2066-\u2069]/g, "");

/**
 * The values of a response as they are printed. Computed fields must already be among them.
 *
 * Whatever depends on a blank field is left out of a paper. But a response without any value at all is for writing by
 * hand, and nothing is left out of it.
 */
export class PrintedValues {
  /** @param {Definition} definition @param {Record<string, unknown>} values */
  constructor(definition, values) {
    /** @type {Map<string, Field>} */
    this.fields = new Map([[EACH, { id: EACH, label: "", type: "text" }]]);
    for (const field of fieldsOf(definition)) this.fields.set(field.id, field);
    this.values = values;
    this.isByHand = Object.keys(values).length === 0;
    /** @type {Map<string, {index: number, row: PrintedRow}[]>} */
    this.known = new Map();
  }

  /**
   * The rows of a list that are printed: those in which anything is filled in.
   * @param {string} path the id of the list
   */
  rows(path) {
    let found = this.known.get(path);
    if (!found) this.known.set(path, (found = this.findRows(path)));
    return found;
  }

  /** @param {string} path @returns {{index: number, row: PrintedRow}[]} */
  findRows(path) {
    const field = this.fields.get(path);
    const rows = this.values[path];
    if (!field || !Array.isArray(rows)) return [];
    const typed = (field.fields || []).filter((column) => column.type !== "computed").map((column) => column.id);
    return rows
      .map((row, index) => ({ index, row }))
      .filter(({ row }) => row && typeof row === "object" && typed.some((name) => asText(row[name])));
  }

  /**
   * Whether all fields named in `when` are filled.
   * @param {string} when paths separated by spaces
   * @param {PrintedRow | null} row the row for paths such as "guests.name"
   */
  filled(when, row) {
    return this.isByHand || when.split(" ").every((path) => !path || this.isFilled(path, row));
  }

  /** @param {string} path @param {PrintedRow | null} row */
  isFilled(path, row) {
    const dot = path.indexOf(".");
    if (dot >= 0) return Boolean(row && asText(row[path.slice(dot + 1)]));
    const field = this.fields.get(path);
    if (field && field.type === "rows") return this.rows(path).length > 0;
    return Boolean(asText(this.values[path]));
  }

  /**
   * What a blank prints; "" when it stays blank.
   * @param {string} path such as "title", "guests.name" or "guests.#" (the row's number)
   * @param {string} style how the value is printed, such as "short"; "" for the usual way
   * @param {PrintedRow | null} row the row for a column of a list
   * @param {number} number of the printed row, from 1
   * @returns {string}
   */
  printed(path, style, row, number) {
    const dot = path.indexOf(".");
    const name = dot < 0 ? path : path.slice(0, dot);
    const column = dot < 0 ? "" : path.slice(dot + 1);
    const field = this.fields.get(name);
    if (!field) return "";
    if (style === "count" || (column === "#" && !row)) return String(this.rows(name).length || "");
    if (column === "#") return number ? String(number) : "";
    if (!column) return isolated(display(field, asText(this.values[name]), style));
    const found = (field.fields || []).find((one) => one.id === column);
    if (!found) return "";
    if (row) return isolated(display(found, asText(row[column]), style));
    if (style !== "list") return "";
    return this.rows(name)
      .map((one) => isolated(display(found, asText(one.row[column]), style)))
      .filter(Boolean)
      .join("、");
  }
}
