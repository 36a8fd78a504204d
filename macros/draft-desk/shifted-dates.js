// The same plan on another day, for example for the next visit: all dates move by the same number of days.

import { fieldsOf, isFilledIn, rowsOf, textOf } from "../../src/browser/values/fields.js";
import { copyValues } from "../../src/browser/rules/response.js";
import { parse } from "../../src/browser/values/parsing.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../../src/browser/values/fields.js").Row} Row
 *
 * @typedef {object} Shifted
 * @property {Values} values
 * @property {number} days how far the dates were moved
 * @property {string[]} left labels of dates that were not understood and stay as they are
 * @property {string[]} cleared labels of facts of the last time, which are blank now
 */

const DAY = 86400000;
const isDate = (/** @type {Field} */ field) => ["date", "date-time", "time-span"].includes(field.type);

/** @param {string} day canonical date, or date and time @returns {number} days since 1970 */
const dayOf = (day) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY;

/** The date in a field that moves, or "". @param {Field} field @param {Values | Row} record */
function dateOf(field, record) {
  const text = textOf(record, field.id);
  return text && isDate(field) && !field.fresh ? parse(field.type, text).canonical || "" : "";
}

/** The first day of a plan: the first date asked for, else the earliest in any row; "" without dates. @param {Definition} definition @param {Values} values */
export function firstDay(definition, values) {
  const fields = fieldsOf(definition);
  const top = fields.map((field) => dateOf(field, values)).find((date) => date !== "");
  if (top) return top.slice(0, 10);
  const cells = fields.flatMap((field) =>
    rowsOf(values, field.id).flatMap((row) => (field.fields || []).map((column) => dateOf(column, row))),
  );
  return (cells.filter((date) => date !== "").sort()[0] || "").slice(0, 10);
}

/**
 * A copy whose first day is `day`. Dates nobody can read stay as they are and are named. What happened last time is left blank:
 * fields marked `fresh`, for example when the plan was approved.
 * @param {Definition} definition @param {Values} values @param {string} day canonical date; "" moves nothing
 * @returns {Shifted}
 */
export function shiftDates(definition, values, day) {
  const result = copyValues(values);
  const first = firstDay(definition, values);
  const days = day && first ? dayOf(day) - dayOf(first) : 0;
  /** @type {Set<string>} */
  const left = new Set();
  /** @type {Set<string>} */
  const cleared = new Set();
  /** @param {Field} field @param {Values | Row} record @param {string} label */
  const shift = (field, record, label) => {
    const text = textOf(record, field.id);
    if (!text || !isFilledIn(field)) return;
    if (field.fresh) {
      delete record[field.id];
      cleared.add(label);
      return;
    }
    if (!isDate(field) || !days) return;
    const { canonical } = parse(field.type, text);
    const moved = canonical ? canonical.split("/").map((moment) => moveBy(moment, days)) : [""];
    if (moved.every((moment) => moment)) record[field.id] = moved.join("/");
    else left.add(label);
  };
  for (const field of fieldsOf(definition)) {
    if (field.type !== "rows") shift(field, result, field.label);
    else
      for (const row of rowsOf(result, field.id))
        for (const column of field.fields || []) shift(column, row, `${field.label} ${column.label}`);
  }
  return { values: result, days, left: [...left], cleared: [...cleared] };
}

/** A date on another day. @param {string} canonical date, or date and time @param {number} days @returns {string} "" beyond the calendar */
function moveBy(canonical, days) {
  const moment = new Date((dayOf(canonical) + days) * DAY);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1 || moment.getUTCFullYear() > 9999) return "";
  return moment.toISOString().slice(0, 10) + canonical.slice(10);
}
