// Papers that hold a part of a response: the room list, a sheet for each vehicle, a sheet for each person. A person whose name
// is written in two ways gets one sheet.
// The twin is src/handbook/documents/extracts.py; tests/fixtures/extracts binds both to the same sheets.

import { fieldsOf, namesIn, rowsOf } from "../values/fields.js";
import { EACH } from "./printed-values.js";
import { clean } from "../values/typed.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Values} Values
 * @typedef {{each: string, sort: string[]}} ExtractLayout
 *   each: "person", a column such as "vehicles.vehicle", or ""; sort: columns such as "agenda.start" that put a list in order
 * @typedef {{name: string, values: Values}} Sheet  one paper; name: for whom or what it is, "" for the only paper of a layout
 * @typedef {[string, string][]} Names  for each name what is compared, and how it is written
 * @typedef {(text: string) => Names} Named  whom or what a text names
 */

const PERSON = "person";
const NAMED = [PERSON, "vehicle", "room"]; // types of fields whose values are looked up by `Named`

/**
 * The names in a text as they are written, for when the script of the rules is not there: 趙陪同、錢承辦 are two.
 * @type {Named}
 */
export const asWritten = (text) => namesIn(text).map((name) => [name, name]);

/** What is compared -> how it is first written. @param {Names} names @returns {Map<string, string>} */
const firstOf = (names) => {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const [key, name] of names) if (!found.has(key)) found.set(key, name);
  return found;
};

/**
 * Everybody who is named in the texts: what is compared -> how it is first written.
 * @param {Named} named
 * @param {unknown[]} texts
 * @returns {Map<string, string>}
 */
export const everybody = (named, texts) => firstOf(texts.flatMap((text) => named(String(text || ""))));

/** A cell as text. @param {Values} record @param {string} key */
const cellOf = (record, key) => clean(String(record[key] || ""));

/**
 * The papers of a layout.
 * @param {Definition} definition
 * @param {ExtractLayout} layout
 * @param {Values} given the values; computed fields must be among them
 * @param {Named} [named]
 * @returns {Sheet[]}
 */
export function sheetsOf(definition, { each, sort }, given, named = asWritten) {
  const values = sorted(sort, given);
  if (!each) return [{ name: "", values }];
  const names = Array.from(firstOf(allNames(definition, each, values, named)));
  return names.map(([key, name]) => ({ name, values: { ...restricted(definition, each, values, key, named), [EACH]: name } }));
}

/** The values with some of their lists in order of time. Values of these columns sort as text; rows without a time come last.
 * @param {string[]} columns @param {Values} values @returns {Values} */
function sorted(columns, values) {
  const result = { ...values };
  for (const [list, column] of columns.map((one) => one.split("."))) {
    const rows = rowsOf(result, list).map((row) => ({ row, time: cellOf(row, column) }));
    rows.sort((a, b) => Number(!a.time) - Number(!b.time) || (a.time < b.time ? -1 : Number(a.time > b.time)));
    result[list] = rows.map(({ row }) => row);
  }
  return result;
}

/** The names in a cell. @param {Field} column @param {unknown} text @param {Named} named @returns {Names} */
function namesOf({ type }, text, named) {
  if (NAMED.includes(type || "")) return named(String(text || ""));
  const written = clean(String(text || ""));
  return written ? [[written, written]] : [];
}

/** The columns of a list that say for whom or what a paper is. @param {Field} field @param {string} each */
const columnsOf = (field, each) =>
  (field.fields || []).filter((column) => (each === PERSON ? column.type === PERSON : `${field.id}.${column.id}` === each));

/** For whom or what there is a paper, in order of first appearance.
 * @param {Definition} definition @param {string} each @param {Values} values @param {Named} named @returns {Names} */
function allNames(definition, each, values, named) {
  return fieldsOf(definition).flatMap((field) => {
    if (field.type !== "rows") return each === PERSON && field.type === PERSON ? namesOf(field, values[field.id], named) : [];
    const columns = columnsOf(field, each);
    return rowsOf(values, field.id).flatMap((row) => columns.flatMap((column) => namesOf(column, row[column.id], named)));
  });
}

/** The values of which lists keep only the rows that name `key`, and fields for persons only what names it.
 * @param {Definition} definition @param {string} each @param {Values} values @param {string} key @param {Named} named @returns {Values} */
function restricted(definition, each, values, key, named) {
  /** @type {Values} */
  const result = { ...values };
  /** @param {Field} field @param {unknown} text */
  const isNamed = (field, text) => namesOf(field, text, named).some((one) => one[0] === key);
  for (const field of fieldsOf(definition)) {
    const columns = columnsOf(field, each);
    if (each === PERSON && field.type === PERSON) result[field.id] = isNamed(field, values[field.id]) ? values[field.id] : "";
    else if (columns.length) {
      result[field.id] = rowsOf(values, field.id).filter((row) => columns.some((column) => isNamed(column, row[column.id])));
    }
  }
  return result;
}

/**
 * The ids of a list's columns for persons.
 * @param {Field} field
 * @returns {string[]}
 */
export const peopleColumns = (field) => columnsOf(field, PERSON).map((column) => column.id);
