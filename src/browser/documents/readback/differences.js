// How the values that a Word file shows differ from the response that the file carries, and the response with only some of
// these differences. The twin of `differences` is src/handbook/documents/readback/differences.py. `valuesWithout` has no
// Python half, because only the page lets its reader choose.

import { fieldsOf, rowsOf } from "../../values/fields.js";
import { copyValues } from "../../rules/response.js";
import { display } from "../../values/typed.js";
import { isRead, rawText } from "./cells.js";

/**
 * @typedef {import("../../values/fields.js").Definition} Definition
 * @typedef {import("../../values/fields.js").Field} Field
 * @typedef {import("../../values/fields.js").Row} Row
 * @typedef {import("../../values/fields.js").Values} Values
 * @typedef {{kind: "changed" | "added" | "removed" | "moved", path: string, label: string, before: string, after: string,
 *   field: string, row: number, column: string}} Difference
 *   one thing that is not as it was. path: such as `guests[2].name`, rows count from 0; label: the same for readers, such as
 *   來賓第3列的姓名; field, row, column: the parts of the path, row -1 outside a list. The row of a removed one is the old index
 */

/**
 * What changed, in the order of the template's fields.
 * @param {Definition} definition
 * @param {Values} carried the values the file was filled with
 * @param {import("./restored-values.js").RestoredValues} restored
 * @returns {Difference[]}
 */
export function differences(definition, carried, restored) {
  return fieldsOf(definition).flatMap((field) => {
    const origins = restored.origins.get(field.id);
    if (field.type === "rows") return origins ? rowDifferences(field, rowsOf(carried, field.id), rowsOf(restored.values, field.id), origins) : [];
    const [before, after] = [rawText(carried, field.id), rawText(restored.values, field.id)];
    if (!isRead(field) || before === after) return [];
    const shown = { before: display(field, before), after: display(field, after) };
    return [{ kind: "changed", path: field.id, label: field.label, ...shown, field: field.id, row: -1, column: "" }];
  });
}

/** @param {Field} field @param {Row[]} before @param {Row[]} rows @param {(number | null)[]} origins @returns {Difference[]} */
function rowDifferences(field, before, rows, origins) {
  /** @type {Difference[]} */
  const found = [];
  const staying = longestRise(origins);
  rows.forEach((row, at) => {
    const index = origins[at];
    const path = `${field.id}[${at}]`;
    const label = `${field.label}第${at + 1}列`;
    const whole = { path, label, after: summary(field, row), field: field.id, row: at, column: "" };
    if (index === null) return void found.push({ kind: "added", before: "", ...whole });
    if (!staying.has(index)) found.push({ kind: "moved", before: `第${index + 1}列`, ...whole });
    for (const column of field.fields || []) {
      const [old, now] = [rawText(before[index], column.id), rawText(row, column.id)];
      if (!isRead(column) || old === now) continue;
      const shown = { before: display(column, old), after: display(column, now) };
      found.push({ ...whole, kind: "changed", path: `${path}.${column.id}`, label: `${label}的${column.label}`, ...shown, column: column.id });
    }
  });
  before.forEach((row, index) => {
    const said = origins.includes(index) || !row ? "" : summary(field, row);
    if (!said) return;
    const label = `${field.label}原第${index + 1}列`;
    found.push({ kind: "removed", path: `${field.id}[${index}]`, label, before: said, after: "", field: field.id, row: index, column: "" });
  });
  return found;
}

/** All cells of a row on one line. @param {Field} field @param {Row} row */
const summary = (field, row) =>
  (field.fields || [])
    .filter(isRead)
    .map((column) => display(column, rawText(row, column.id)).split("\n").join(" "))
    .filter(Boolean)
    .join("，");

/**
 * The numbers of a longest rising subsequence: 1 2 3 of 4 1 2 3. Rows of the longest rise count as unmoved, so that as few
 * rows as possible are reported as moved.
 * @param {(number | null)[]} origins the old indices of rows in their new order; null for a new row
 */
function longestRise(origins) {
  const numbers = /** @type {number[]} */ (origins.filter((index) => index !== null));
  /** @type {number[]} */
  const ends = [];
  /** @type {number[]} */
  const places = [];
  /** @type {number[]} */
  const before = [];
  numbers.forEach((number, at) => {
    const above = ends.findIndex((end) => end >= number);
    const length = above < 0 ? ends.length : above;
    before.push(length ? places[length - 1] : -1);
    ends[length] = number;
    places[length] = at;
  });
  /** @type {Set<number>} */
  const staying = new Set();
  for (let at = places.length ? places[places.length - 1] : -1; at >= 0; at = before[at]) staying.add(numbers[at]);
  return staying;
}

/**
 * The values of the file without some of the changes.
 * @param {Values} carried the values the file was filled with
 * @param {import("./restored-values.js").RestoredValues} restored
 * @param {Difference[]} refused the changes that are not wanted
 * @returns {Values}
 */
export function valuesWithout(carried, restored, refused) {
  const values = copyValues(restored.values);
  for (const one of refused) {
    if (one.row < 0) {
      if (one.field in carried) values[one.field] = carried[one.field];
      else delete values[one.field];
    }
  }
  for (const [id, origins] of restored.origins) {
    const mine = refused.filter((one) => one.field === id);
    if (mine.length) values[id] = rowsWithout(rowsOf(carried, id), rowsOf(values, id), origins, mine);
  }
  return values;
}

/** @param {Row[]} carried @param {Row[]} rows @param {(number | null)[]} origins @param {Difference[]} refused */
function rowsWithout(carried, rows, origins, refused) {
  for (const { kind, row, column } of refused)
    if (kind === "changed") rows[row][column] = rawText(carried[/** @type {number} */ (origins[row])], column);
  const left = new Set(refused.filter(({ kind }) => kind === "added" || kind === "moved").map(({ row }) => row));
  const result = rows.map((row, at) => ({ row, index: origins[at] })).filter((_, at) => !left.has(at));
  // A row that goes back to its old place is put behind the nearest row that stood before it.
  const back = refused.flatMap((one) => {
    if (one.kind === "removed") return [{ row: Object.assign(Object.create(null), carried[one.row]), index: one.row }];
    return one.kind === "moved" ? [{ row: rows[one.row], index: /** @type {number} */ (origins[one.row]) }] : [];
  });
  for (const one of back.sort((a, b) => a.index - b.index)) {
    let nearest = -1;
    result.forEach(({ index }, at) => {
      if (index !== null && index < one.index && (nearest < 0 || index > /** @type {number} */ (result[nearest].index))) nearest = at;
    });
    result.splice(nearest + 1, 0, one);
  }
  return result.map(({ row }) => row);
}
