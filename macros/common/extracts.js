// Papers that hold a part of a response: the room list, one sheet per vehicle, one per person.
// The Python twin is src/handbook/documents/extracts.py; tests/fixtures/extracts holds both to the same sheets.

import { fieldsOf, rowsOf } from "./fields.js";
import { EACH } from "./paper.js";
import { clean } from "./values.js";

/**
 * @typedef {import("./fields.js").Definition} Definition
 * @typedef {import("./fields.js").Field} Field
 * @typedef {Record<string, any>} Values
 * @typedef {{each: string, sort: string[]}} Order  each: "person", "list.column" or ""; sort: lists and the columns that order them
 * @typedef {{name: string, values: Values}} Sheet  name: for whom or what; "" when there is only one
 */

const PERSON = "person";

/** The names a person field holds: 趙陪同、錢承辦 are two. @param {unknown} text @returns {string[]} */
export const namesIn = (text) =>
  String(text || "")
    .split(/[、，,；;\n]/)
    .map(clean)
    .filter((name) => name);

/** A cell as text. @param {Values} record @param {string} key */
const cellOf = (record, key) => clean(String(record[key] || ""));

/**
 * The papers of a layout. `values` are complete: computed fields are in them.
 * @param {Definition} definition @param {Order} layout @param {Values} given @returns {Sheet[]}
 */
export function sheetsOf(definition, { each, sort }, given) {
  const values = sorted(sort, given);
  if (!each) return [{ name: "", values }];
  const names = Array.from(new Set(allNames(definition, each, values)));
  return names.map((name) => ({ name, values: restricted(definition, each, values, name) }));
}

/** The lists in order of a column that holds times, written so that text sorts; rows without one come last.
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

/** For whom or what there is a paper, in order of first appearance.
 * @param {Definition} definition @param {string} each @param {Values} values @returns {string[]} */
function allNames(definition, each, values) {
  return fieldsOf(definition).flatMap((field) => {
    if (field.type !== "rows") return each === PERSON && field.type === "person" ? namesIn(values[field.id]) : [];
    return rowsOf(values, field.id).flatMap((row) =>
      (field.fields || []).flatMap((column) => {
        if (each === PERSON) return column.type === "person" ? namesIn(row[column.id]) : [];
        return `${field.id}.${column.id}` === each && cellOf(row, column.id) ? [cellOf(row, column.id)] : [];
      }),
    );
  });
}

/** @param {Definition} definition @param {string} each @param {Values} values @param {string} name @returns {Values} */
function restricted(definition, each, values, name) {
  const [list, column] = each.split(".");
  /** @type {Values} */
  const result = { ...values, [EACH]: name };
  for (const field of fieldsOf(definition)) {
    const people = peopleColumns(field);
    if (each === PERSON && field.type === "person") {
      result[field.id] = namesIn(values[field.id]).includes(name) ? values[field.id] : "";
    } else if (each === PERSON && people.length) {
      result[field.id] = rowsOf(values, field.id).filter((row) => people.some((id) => namesIn(row[id]).includes(name)));
    } else if (field.id === list) {
      result[field.id] = rowsOf(values, field.id).filter((row) => cellOf(row, column) === name);
    }
  }
  return result;
}

/** @param {Field} field */
export const peopleColumns = (field) => (field.fields || []).filter((column) => column.type === "person").map((column) => column.id);
