// What a list takes over from a plan that it is part of. The twin of src/handbook/rules/taken_values.py, which also says, when
// the handbook is built, which fields can be taken.

import { rowsOf, textOf } from "../values/fields.js";

/**
 * @typedef {import("../values/fields.js").Row} Row
 * @typedef {import("../values/fields.js").Values} Values
 * @typedef {Record<string, string[]>} TakenFields  fields that can be taken, each with its columns if it is a list
 */

/**
 * The values of the fields in `taken`. Rows keep their order and number.
 * @param {Values} values of a response to the whole, with its computed fields
 * @param {TakenFields} taken
 * @returns {Values}
 */
export function takenValues(values, taken) {
  /** @type {Values} */
  const found = {};
  for (const [id, columns] of Object.entries(taken)) {
    const text = textOf(values, id);
    if (columns.length) found[id] = rowsOf(values, id).map((row) => cellsOf(row, ["_id", ...columns]));
    else if (text) found[id] = text;
  }
  return found;
}

/** @param {Row} row @param {string[]} columns @returns {Row} */
const cellsOf = (row, columns) => Object.fromEntries(columns.filter((key) => key in row).map((key) => [key, row[key]]));
