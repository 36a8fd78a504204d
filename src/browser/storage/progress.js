// How far a response is: what was filled in, and what is still open.

import { fieldsOf, isBlankRow, isFilledIn, rowsOf, textOf } from "../values/fields.js";

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Values} Values
 */

/**
 * Counts what is filled in.
 * @param {Field[]} fields of a section, for example
 * @param {Values} values
 * @returns {{filled: number, wanted: number, missing: number}} filled: fields with something of the reader's own; wanted: values that
 *   must be filled in; missing: how many of those are not
 */
export function progressOf(fields, values) {
  const count = { filled: 0, wanted: 0, missing: 0 };
  for (const field of fields) {
    if (!isFilledIn(field)) continue;
    const isRows = field.type === "rows";
    const rows = isRows ? rowsOf(values, field.id).filter((row) => !isBlankRow(field, row)) : [];
    const has = isRows ? rows.length > 0 : textOf(values, field.id) !== "";
    // A default nobody has looked at is no beginning.
    if (has && textOf(values, field.id) !== (field.default || "\0")) count.filled += 1;
    const tooFew = isRows && rows.length < Number(field.min || 0);
    if (field.required || tooFew) {
      count.wanted += 1;
      if (!has || tooFew) count.missing += 1;
    }
    for (const row of rows)
      for (const column of field.fields || []) {
        if (!column.required || !isFilledIn(column)) continue;
        count.wanted += 1;
        if (!textOf(row, column.id)) count.missing += 1;
      }
  }
  return count;
}

/** Counts what is filled in, over all sections. @param {Definition} definition @param {Values} values */
export const progressOfAll = (definition, values) => progressOf(fieldsOf(definition), values);
