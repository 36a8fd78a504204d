// The functions that rules may call, beside what CEL itself offers. The Python half is src/handbook/rules/functions.py;
// tests/fixtures/rules holds both to the same answers. Numbers are doubles. A text that is no date is as good as a blank
// one. No function throws: a call with arguments of the wrong kind is noted in `Misuse`, and the caller decides what
// that means.

import { isNothing } from "../values/identities.js";
import { contains, mentions, oneSpelling, without } from "../values/spelling.js";
import { ends } from "../values/time-spans.js";
import { dayOf, minutesOf, minutesOfDay } from "./canonical-times.js";
import { clashes, countFilled, duplicates, firstWith, overlaps, rising, tooClose, unlike } from "./row-functions.js";

/**
 * @typedef {import("../values/fields.js").Calendar} Calendar
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/identities.js").Register} Register
 * @typedef {(...values: any[]) => unknown} Body  what a function does; its arguments are of the kinds that FUNCTIONS says
 * @typedef {{first: string}} Misuse  name of the first function that was called with arguments of the wrong kind, or ""
 */

const DAY = 86400000; // milliseconds

/**
 * name -> [signature for cel-js; kinds of the arguments: t text, d number, l list of texts, n list of numbers, r rows of
 * a list, ? anything; value when it is called wrongly]
 * @type {Record<string, [string, string, unknown]>}
 */
const FUNCTIONS = {
  is_blank: ["is_blank(dyn): bool", "?", true],
  length: ["length(dyn): double", "t", 0],
  contains_any: ["contains_any(dyn, dyn): bool", "tl", false],
  mentions: ["mentions(dyn, dyn): bool", "tl", false],
  without: ["without(dyn, dyn): string", "tl", ""],
  same: ["same(dyn, dyn): bool", "tt", false],
  day_kind: ["day_kind(dyn): string", "t", ""],
  days_between: ["days_between(dyn, dyn): double", "tt", 0],
  minutes_between: ["minutes_between(dyn, dyn): double", "tt", 0],
  sum: ["sum(dyn): double", "n", 0],
  first_with: ["first_with(dyn, dyn, dyn): bool", "rtd", true],
  overlaps: ["overlaps(dyn, dyn, dyn, dyn): list<double>", "rttt", []],
  clashes: [`clashes(${Array(8).fill("dyn").join(", ")}): list<double>`, "rtttrttt", []],
  too_close: [`too_close(${Array(7).fill("dyn").join(", ")}): list<double>`, "rtttttd", []],
  duplicates: ["duplicates(dyn, dyn): list<dyn>", "rt", []],
  unlike: ["unlike(dyn, dyn, dyn): list<double>", "rtt", []],
  rising: ["rising(dyn, dyn): bool", "rt", true],
  in_one_building: ["in_one_building(dyn, dyn): bool", "tt", false],
  count_filled: ["count_filled(dyn, dyn): double", "rt", 0],
  time_of: ["time_of(dyn): string", "t", ""],
  date_of: ["date_of(dyn): string", "t", ""],
  weekday: ["weekday(dyn): double", "t", 0],
  start_of: ["start_of(dyn): string", "t", ""],
  end_of: ["end_of(dyn): string", "t", ""],
  shares: ["shares(dyn, dyn): bool", "tt", false],
  count_names: ["count_names(dyn): double", "t", 0],
  seats_of: ["seats_of(dyn): double", "t", 0],
};

/**
 * Gives the functions to a CEL environment.
 * @param {{registerFunction: (signature: string, handler: Body) => unknown}} environment
 * @param {Definition} definition whose `calendar` and `seats` they know
 * @param {Register} register the names they know
 * @param {Misuse} misuse where wrong calls are noted
 * @param {import("./function-memory.js").FunctionMemory} memory
 */
export function addFunctions(environment, definition, register, misuse, memory) {
  const bodies = bodiesOf(definition, register);
  for (const [name, [signature, kinds, neutral]] of Object.entries(FUNCTIONS)) {
    /** @param {unknown[]} values */
    const work = (values) => {
      const right = values.length === kinds.length && values.every((value, at) => is(kinds[at], value));
      return right ? { value: bodies[name](...values), wrong: false } : { value: neutral, wrong: true };
    };
    const isAboutRows = kinds.startsWith("r");
    environment.registerFunction(signature, (...values) => {
      const { value, wrong } = isAboutRows ? memory.reply(name, values, work) : work(values);
      if (wrong) misuse.first = misuse.first || name;
      return value;
    });
  }
}

/** @param {Definition} definition @param {Register} register @returns {Record<string, Body>} */
function bodiesOf({ calendar = {}, seats = {} }, register) {
  const seatsOf = new Map(Object.entries(seats).map(([name, count]) => [oneSpelling(name), count]));
  /** @param {(register: Register, ...values: any[]) => unknown} work @returns {Body} */
  const knowing = (work) => (...values) => work(register, ...values);
  return {
    is_blank: isBlank,
    length: (text) => Array.from(text).length,
    contains_any: contains,
    mentions,
    without,
    same: (a, b) => register.one(a) === register.one(b),
    day_kind: (text) => dayKind(calendar, text),
    days_between: (a, b) => orZero((dayOf(b) - dayOf(a)) / DAY),
    minutes_between: (a, b) => orZero(minutesOf(b) - minutesOf(a)),
    sum: (/** @type {(number | bigint)[]} */ numbers) => numbers.reduce((/** @type {number} */ total, one) => total + Number(one), 0),
    first_with: knowing(firstWith),
    overlaps: knowing(overlaps),
    clashes: knowing(clashes),
    too_close: knowing(tooClose),
    duplicates: knowing(duplicates),
    unlike: knowing(unlike),
    rising,
    in_one_building: (a, b) => register.inOneBuilding(a, b),
    count_filled: countFilled,
    time_of: (text) => (Number.isNaN(minutesOfDay(text)) ? "" : text.slice(-5)),
    date_of: (text) => (Number.isNaN(dayOf(text)) ? "" : text.slice(0, 10)),
    weekday,
    start_of: (text) => momentIn(ends(text)[0]),
    end_of: (text) => momentIn(ends(text)[1]),
    shares: (a, b) => register.names(a).some((name) => register.names(b).includes(name)),
    count_names: (text) => register.names(text).length,
    seats_of: (text) => seatsOf.get(register.one(text)) || 0,
  };
}

/** Whether a value is of a kind; see FUNCTIONS. @param {string} kind @param {unknown} value @returns {boolean} */
function is(kind, value) {
  if (kind === "t") return typeof value === "string";
  if (kind === "d") return typeof value === "number" || typeof value === "bigint";
  if (kind === "l") return Array.isArray(value) && value.every((item) => typeof item === "string");
  if (kind === "n") return Array.isArray(value) && value.every((item) => is("d", item));
  if (kind === "r") return Array.isArray(value) && value.every((item) => item !== null && typeof item === "object");
  return true;
}

/** @param {unknown} value */
const isBlank = (value) =>
  value === "" || value === 0 || value === null || (Array.isArray(value) && !value.length) || (typeof value === "string" && isNothing(value));

/**
 * The kind of day: workday, weekend, public-holiday; "" for no date, and for a year whose calendar is unknown.
 * @param {Calendar} calendar
 * @param {string} text
 */
export function dayKind(calendar, text) {
  const year = calendar[text.slice(0, 4)];
  if (Number.isNaN(dayOf(text)) || !year) return "";
  const day = text.slice(0, 10);
  if ((year.public_holidays || []).includes(day)) return "public-holiday";
  if ((year.workdays || []).includes(day)) return "workday";
  return (year.days_off || []).includes(day) || weekday(text) > 5 ? "weekend" : "workday";
}

/** 1 for Monday … 7 for Sunday, 0 for no date. @param {string} text */
function weekday(text) {
  const day = dayOf(text);
  return Number.isNaN(day) ? 0 : new Date(day).getUTCDay() || 7;
}

/** @param {number} difference */
const orZero = (difference) => (Number.isNaN(difference) ? 0 : difference);

/** The text if it is a date or a moment, else blank. @param {string} text */
const momentIn = (text) => (Number.isNaN(dayOf(text)) ? "" : text);
