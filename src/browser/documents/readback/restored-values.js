// The evidence found in a Word file becomes values.
// The twin is src/handbook/documents/readback/restored_values.py.

import { fieldsOf } from "../../values/fields.js";
import { bare } from "../../rules/response.js";
import { isRead, mergedValue, rawText } from "./cells.js";
import { Rows } from "./rows.js";

/**
 * @typedef {import("../../values/fields.js").Definition} Definition
 * @typedef {import("../../values/fields.js").Field} Field
 * @typedef {import("../printed-values.js").PrintedValues} PrintedValues
 * @typedef {import("../../values/fields.js").Values} Values
 * @typedef {{values: Values, origins: Map<string, (number | null)[]>, conflicts: string[]}} RestoredValues
 *   the values that a file shows. origins: by the id of a list, for each of its rows the index of the row of the file's
 *   response that it was, null for a new row; conflicts: labels of fields that were changed in two places in two ways
 */

/**
 * The values that the file shows. What the evidence does not mention stays as the file carried it.
 * @param {Definition} definition
 * @param {Values} carried the values the file was filled with
 * @param {PrintedValues} printed the same values as they are printed
 * @param {import("./evidence.js").Evidence} evidence
 * @returns {RestoredValues}
 */
export function restore(definition, carried, printed, evidence) {
  const values = Object.assign(bare(), carried);
  /** @type {string[]} */
  const conflicts = [];
  /** @type {Map<string, (number | null)[]>} */
  const origins = new Map();
  for (const field of fieldsOf(definition)) {
    if (field.type === "rows") {
      const groups = evidence.lists.get(field.id);
      if (!groups || !groups.length) continue;
      const { rows, order } = new Rows(field, carried, printed).merged(groups, conflicts, evidence.unread);
      values[field.id] = rows;
      origins.set(field.id, order);
    } else if (isRead(field)) {
      const places = evidence.places.filter((place) => place.slot.path === field.id);
      const old = rawText(carried, field.id);
      const seen = places.map((place) => ({ place, before: printed.printed(field.id, place.slot.style, null, 0) }));
      const taken = mergedValue(field, old, seen);
      if (taken === null) conflicts.push(field.label);
      else if (taken !== old) values[field.id] = taken;
    } else delete values[field.id];
  }
  return { values, origins, conflicts };
}
