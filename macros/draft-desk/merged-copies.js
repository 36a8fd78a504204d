// Merging two copies of one draft that different people have filled in. Where it is known what both started from (`base`), a change
// can be told from what was there. Where it is not known, only blanks are filled, and nothing is ever taken away.

import { freshId } from "../../src/browser/values/fresh-id.js";
import { fieldsOf, isBlankRow, isFilledIn, rowsOf, textOf } from "../../src/browser/values/fields.js";
import { bare, copyValues } from "../../src/browser/rules/response.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Row} Row
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 *
 * @typedef {object} Place where a value stands
 * @property {string} field
 * @property {string} row id of the row, or ""
 * @property {string} column "" for the whole row
 * @property {string} label for the reader
 *
 * @typedef {Place & {mine: string, theirs: string}} Conflict a value that both sides have changed; a whole row that one side removed
 *   and the other changed is a conflict as well, and its text is "" where it was removed
 *
 * @typedef {object} Merged
 * @property {Values} values mine, with theirs where mine said nothing else
 * @property {Conflict[]} conflicts
 * @property {string[]} taken labels of what came from theirs
 */

/**
 * Merges two copies.
 * @param {Definition} definition @param {Values | null} base what both started from; null when nobody knows
 * @param {Values} mine @param {Values} theirs @returns {Merged}
 */
export function mergeCopies(definition, base, mine, theirs) {
  /** @type {Merged} */
  const merged = { values: copyValues(mine), conflicts: [], taken: [] };
  for (const field of fieldsOf(definition)) {
    if (!isFilledIn(field)) continue;
    for (const row of rowsOf(merged.values, field.id)) if (!row._id) row._id = freshId();
    if (field.type === "rows") mergeRows(field, base, theirs, merged);
    else mergeCell(field, base, merged.values, theirs, { field: field.id, row: "", column: "", label: field.label }, merged);
  }
  return merged;
}

/**
 * @param {Field} field @param {Values | Row | null} base @param {Values | Row} own @param {Values | Row} other
 * @param {Place} place @param {Merged} merged
 */
function mergeCell(field, base, own, other, place, merged) {
  const [before, mine, theirs] = [base ? textOf(base, field.id) : "", textOf(own, field.id), textOf(other, field.id)];
  // Without a base a default counts as blank: nobody need have chosen it.
  const said = (/** @type {string} */ text) => (base ? text !== before : text !== "" && text !== (field.default || ""));
  if (mine === theirs || !said(theirs)) return;
  if (said(mine)) merged.conflicts.push({ ...place, mine, theirs });
  else {
    own[field.id] = theirs;
    merged.taken.push(place.label);
  }
}

/** @param {Field} field @param {Values | null} base @param {Values} theirs @param {Merged} merged */
function mergeRows(field, base, theirs, merged) {
  const present = (/** @type {Values | null} */ side) => rowsOf(side || {}, field.id).filter((row) => !isBlankRow(field, row));
  const [were, own, other] = [present(base), present(merged.values), present(theirs)];
  if (!own.length && !other.length) return;
  const pairs = pairRows(field, own, other);
  const known = new Map(were.map((row) => [row._id, row]));
  const label = (/** @type {Row} */ row) => `${field.label}「${titleOf(field, row)}」`;
  const place = (/** @type {Row} */ row) => ({ field: field.id, row: row._id, column: "", label: label(row) });
  /** @type {Row[]} */
  const rows = [];
  for (const row of own) {
    const partner = pairs.get(row);
    const before = known.get(row._id);
    if (!partner && before) {
      // They removed it: gone, unless it was changed here.
      if (isSameRow(field, before, row)) {
        merged.taken.push(`刪去${label(row)}`);
        continue;
      }
      merged.conflicts.push({ ...place(row), mine: summary(field, row), theirs: "" });
    }
    if (partner)
      for (const column of (field.fields || []).filter(isFilledIn)) {
        const at = { field: field.id, row: row._id, column: column.id, label: `${label(row)}${column.label}` };
        mergeCell(column, base ? before || {} : null, row, partner, at, merged);
      }
    rows.push(row);
  }
  const partners = new Map(Array.from(pairs, ([row, partner]) => [partner, row]));
  other.forEach((row, at) => {
    if (partners.has(row)) return;
    const before = known.get(row._id);
    if (before && isSameRow(field, before, row)) return; // removed here, untouched there
    const previous = at > 0 ? partners.get(other[at - 1]) : undefined;
    /** @type {Row} */
    const added = Object.assign(bare(), row, { _id: row._id || freshId() });
    partners.set(row, added);
    rows.splice(previous ? rows.indexOf(previous) + 1 : rows.length, 0, added);
    if (before) merged.conflicts.push({ ...place(added), mine: "", theirs: summary(field, row) });
    else merged.taken.push(`增加${label(row)}`);
  });
  merged.values[field.id] = rows;
}

/**
 * Which of their rows is which of ours: the one of the same id, else an equal one, else the one of a title that both sides have
 * only once.
 * @param {Field} field @param {Row[]} own @param {Row[]} other @returns {Map<Row, Row>} theirs by ours
 */
function pairRows(field, own, other) {
  /** @type {Map<Row, Row>} */
  const pairs = new Map();
  const free = new Set(other);
  /** @param {(a: Row, b: Row) => boolean} matches */
  const match = (matches) => {
    for (const row of own) {
      if (pairs.has(row)) continue;
      const found = Array.from(free).find((one) => matches(row, one));
      if (!found) continue;
      pairs.set(row, found);
      free.delete(found);
    }
  };
  match((a, b) => Boolean(a._id) && a._id === b._id);
  match((a, b) => isSameRow(field, a, b));
  const once = (/** @type {Row[]} */ rows, /** @type {string} */ title) => rows.filter((row) => titleOf(field, row) === title).length === 1;
  match((a, b) => {
    const title = titleOf(field, a);
    return title !== "" && title === titleOf(field, b) && once(own, title) && once(other, title);
  });
  return pairs;
}

/** What a row is called: its first text that is no date, time, choice, number or amount. @param {Field} field @param {Row} row */
function titleOf(field, row) {
  const named = (field.fields || []).filter((column) => isFilledIn(column) && !/date|time|choice|number|money/.test(column.type));
  const texts = [...named, ...(field.fields || [])].map((column) => textOf(row, column.id));
  return (texts.find((text) => text !== "") || "").slice(0, 30);
}

/** All texts of a row. @param {Field} field @param {Row} row */
const summary = (field, row) =>
  (field.fields || []).map((column) => textOf(row, column.id)).filter((text) => text !== "").join("，").slice(0, 200);

/** Whether two rows say the same. @param {Field} field @param {Row} a @param {Row} b */
const isSameRow = (field, a, b) =>
  (field.fields || []).filter(isFilledIn).every((column) => textOf(a, column.id) === textOf(b, column.id));

/** Whether two responses say the same; blank rows and computed fields do not count. @param {Definition} definition @param {Values} a @param {Values} b */
export const sameValues = (definition, a, b) =>
  fieldsOf(definition)
    .filter(isFilledIn)
    .every((field) => {
      if (field.type !== "rows") return textOf(a, field.id) === textOf(b, field.id);
      const [ours, others] = [a, b].map((side) => rowsOf(side, field.id).filter((row) => !isBlankRow(field, row)));
      return ours.length === others.length && ours.every((row, at) => row._id === others[at]._id && isSameRow(field, row, others[at]));
    });

/** Puts their side of a conflict into the merged values. @param {Values} values @param {Conflict} conflict */
export function takeTheirs(values, conflict) {
  const { field, row, column, theirs, mine } = conflict;
  if (!row) values[field] = theirs;
  else if (column) {
    const found = rowsOf(values, field).find((one) => one._id === row);
    if (found) found[column] = theirs;
  } else if (!theirs && mine) values[field] = rowsOf(values, field).filter((one) => one._id !== row);
}

/** Puts my side of a conflict into the merged values. Only a row that I had removed is there against my will. @param {Values} values @param {Conflict} conflict */
export function keepMine(values, conflict) {
  const { field, row, column, mine } = conflict;
  if (row && !column && !mine) values[field] = rowsOf(values, field).filter((one) => one._id !== row);
}
