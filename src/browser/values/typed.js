// Canonical values are printed: 2026-10-05T09:00 is 「2026年10月5日09:00」. What people type becomes canonical in parsing.js.
// The two are the twin of src/handbook/values/typed.py; tests/fixtures/values holds both halves to the same answers.

import { formatSpan } from "./time-spans.js";

/**
 * @typedef {{value: string, label?: string}} FieldChoice
 * @typedef {{canonical: string | null, problem: string | null}} Parsed  problem: a code, when the text was not understood
 * @typedef {(type: string, typed: string) => Parsed} Parser
 */

export const DATE_TYPES = new Set(["date", "date-time", "time", "time-span"]);
export const NUMBER_TYPES = new Set(["number", "money"]);
const LINE_END = /\r\n?|[\x0b\x0c\x85\u2028\u2029]/g; // U+000B is a soft break of Word and PowerPoint
const CONTROL = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+/g;
/** Characters that turn the direction of the text behind them without being seen. */
export const TURNING = /[\u202a-\u202e\u2066-\u2069]/;
// What XML cannot carry, halves of surrogate pairs included.
const ILLEGAL = /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const CANONICAL_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const CANONICAL_TIME = /^([0-9]{2}):([0-9]{2})$/;
const EDGE = /^[ \t\n\u3000\u00a0]+|[ \t\n\u3000\u00a0]+$/g;

/**
 * The text with plain line feeds and no space around it, and without characters that XML cannot carry.
 * A control character becomes a space, so that the words on both sides of it stay apart.
 * @param {string} text
 */
export function clean(text) {
  return text
    .replace(ILLEGAL, "")
    .replace(LINE_END, "\n")
    .replace(CONTROL, " ")
    .replace(EDGE, "");
}

/** @type {Parser} until parsing.js is loaded, a text is what it is: enough to print what is stored */
let parser = (_type, typed) => ({ canonical: clean(typed), problem: null });

/**
 * Sets what understands typed text. parsing.js does so when it is loaded; most visits to a page never need it.
 * @param {Parser} better
 */
export function parseWith(better) {
  parser = better;
}

/**
 * The canonical text of what was typed into a field of that type, or the code of a problem. Blank is {canonical: ""}.
 * @type {Parser}
 */
export const parse = (type, typed) => parser(type, typed);

/**
 * The canonical value as printed; a value that is not canonical is printed as it stands.
 * @param {string} type of the field
 * @param {string} canonical
 * @param {string} [style] "" long, short (no year), date, time, weekday, iso
 * @returns {string}
 */
export function format(type, canonical, style = "") {
  if (type === "time-span" && style !== "iso") return formatSpan(canonical, style, (one, how) => format("date-time", one, how));
  if ((type !== "date" && type !== "date-time") || style === "iso") return canonical;
  const at = canonical.indexOf("T");
  const clock = at < 0 ? "" : canonical.slice(at + 1);
  const found = CANONICAL_DATE.exec(at < 0 ? canonical : canonical.slice(0, at));
  if (!found || (clock && !CANONICAL_TIME.test(clock))) return canonical;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (style === "time") return clock;
  let printed = style === "short" ? `${month}月${day}日` : `${year}年${month}月${day}日`;
  if (style === "weekday" && isDate(year, month, day)) printed += `（星期${"日一二三四五六"[weekdayOf(year, month, day)]}）`;
  return style === "date" ? printed : printed + clock;
}

/**
 * A field's value as printed: like `format`, and a choice by its label.
 * @param {{type: string, choices?: FieldChoice[]}} field
 * @param {string} value as typed or canonical
 * @param {string} [style] see `format`
 */
export function display(field, value, style = "") {
  const text = clean(value);
  if (field.type === "choice") {
    const choice = (field.choices || []).find((one) => one.value === text);
    return choice ? choice.label || choice.value : text;
  }
  const { canonical } = parse(field.type, text);
  return format(field.type, canonical === null ? text : canonical, style);
}

/**
 * Whether the calendar has that day.
 * @param {number} year @param {number} month from 1 @param {number} day
 */
export function isDate(year, month, day) {
  if (year < 1 || month < 1 || month > 12) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/**
 * The day of the week, 0 for Sunday.
 * @param {number} year @param {number} month from 1 @param {number} day
 */
export function weekdayOf(year, month, day) {
  const moment = new Date(Date.UTC(2000, month - 1, day));
  moment.setUTCFullYear(year, month - 1, day);
  return moment.getUTCDay();
}
