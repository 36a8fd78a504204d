// From what stands in a Word file to values. The Python twin is src/handbook/documents/readback/restored_values.py.

import { fieldsOf } from "../../values/fields.js";
import { bare } from "../../rules/response.js";
import { isRead, rawText, takenFrom } from "./cells.js";
import { RowsReader } from "./rows.js";

/**
 * @typedef {import("../../values/fields.js").Definition} Definition
 * @typedef {import("../../values/fields.js").Field} Field
 * @typedef {import("../filled.js").Values} Printed
 * @typedef {import("../../values/fields.js").Values} Values
 * @typedef {{values: Values, origins: Map<string, (number | null)[]>, conflicts: string[]}} Restored
 *   origins: for every row of a list, which row of the file's response it was; conflicts: labels of fields that were
 *   changed in two places in two ways
 */

/** The values the file shows. @param {Definition} definition @param {Values} carried @param {Printed} printed
 * @param {import("./evidence.js").Aligned} aligned @returns {Restored} */
export function restore(definition, carried, printed, aligned) {
  const values = Object.assign(bare(), carried);
  /** @type {string[]} */
  const conflicts = [];
  /** @type {Map<string, (number | null)[]>} */
  const origins = new Map();
  for (const field of fieldsOf(definition)) {
    if (field.type === "rows") {
      const groups = aligned.lists.get(field.id);
      if (!groups || !groups.length) continue;
      const { rows, order } = new RowsReader(field, carried, printed).merged(groups, conflicts);
      values[field.id] = rows;
      origins.set(field.id, order);
    } else if (isRead(field)) {
      const places = aligned.places.filter((place) => place.slot.path === field.id);
      const old = rawText(carried, field.id);
      const seen = places.map((place) => ({ place, before: printed.printed(field.id, place.slot.style, null, 0) }));
      const taken = takenFrom(field, old, seen);
      if (taken === null) conflicts.push(field.label);
      else if (taken !== old) values[field.id] = taken;
    } else delete values[field.id];
  }
  return { values, origins, conflicts };
}
