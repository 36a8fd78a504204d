// The functions rules may call, next to what CEL itself offers: the twin of src/handbook/rules/functions.py.
// tests/fixtures/rules/ holds both to the same answers. Numbers are doubles; no function throws,
// a wrong kind of argument is noted and the caller decides what that means.

import { cell, clashes, dayOf, indexOf, minutesOf, minutesOfDay, overlaps, spelled, tooClose } from "./clashing.js";
import { isNothing } from "../values/identities.js";
import { contains, oneSpelling, mentions, without } from "../values/spelling.js";
import { ends } from "../values/time-spans.js";

/**
 * @typedef {import("../values/fields.js").Calendar} Calendar
 * @typedef {{calendar: Calendar, seats: Record<string, number>, register: Register}} Facts  seats: by the room's name or the vehicle's plate
 * @typedef {import("../values/identities.js").Register} Register
 * @typedef {import("./clashing.js").Row} Row
 * @typedef {{value: unknown, wrong: boolean}} Answer
 * @typedef {{first: string}} Misuse  name of the first function called wrongly, or ""
 */

const DAY = 86400000;

/** name -> [signature for cel-js, kinds of the arguments, value when called wrongly] */
/** @type {Record<string, [string, string, unknown]>} */
const SIGNATURES = {
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

/** @param {string} kind @param {any} value @returns {boolean} */
function is(kind, value) {
  if (kind === "t") return typeof value === "string";
  if (kind === "d") return typeof value === "number" || typeof value === "bigint";
  if (kind === "l") return Array.isArray(value) && value.every((item) => typeof item === "string");
  if (kind === "n") return Array.isArray(value) && value.every((item) => is("d", item));
  if (kind === "r") return Array.isArray(value) && value.every((item) => item !== null && typeof item === "object");
  return true;
}

/** @param {string} text  1 Monday … 7 Sunday, 0 for no date */
function weekday(text) {
  const day = dayOf(text);
  return Number.isNaN(day) ? 0 : new Date(day).getUTCDay() || 7;
}

/** @param {number} difference */
const orZero = (difference) => (Number.isNaN(difference) ? 0 : difference);

/** @param {string} text @param {Calendar} calendar */
function dayKind(text, calendar) {
  const year = calendar[text.slice(0, 4)];
  if (Number.isNaN(dayOf(text)) || !year) return "";
  const day = text.slice(0, 10);
  if ((year.public_holidays || []).includes(day)) return "public-holiday";
  if ((year.workdays || []).includes(day)) return "workday";
  return (year.days_off || []).includes(day) || weekday(text) > 5 ? "weekend" : "workday";
}

/** @param {Register} register @param {Row[]} rows @param {string} column @param {number | bigint} index */
function firstWith(register, rows, column, index) {
  const own = rows.find((row) => indexOf(row) === Number(index));
  const value = own ? spelled(register, own, column) : "";
  return value === "" || !rows.some((row) => spelled(register, row, column) === value && indexOf(row) < Number(index));
}

/** What stands more than once in the column, as it is written first.
 * @param {Register} register @param {Row[]} rows @param {string} column */
function duplicates(register, rows, column) {
  /** @type {Map<unknown, unknown[]>} */
  const found = new Map();
  for (const row of rows) {
    const value = spelled(register, row, column);
    if (value !== "") found.set(value, [...(found.get(value) || []), cell(row, column)]);
  }
  return [...found.values()].filter((cells) => cells.length > 1).map(([first]) => first);
}

/** Indexes of the rows that share `shared` with an earlier row and differ from it in `column`; blanks do neither.
 * @param {Register} register @param {Row[]} rows @param {string} shared @param {string} column */
function unlike(register, rows, shared, column) {
  /** @type {Map<unknown, Set<unknown>>} */
  const seen = new Map();
  return rows
    .filter((row) => {
      const [place, own] = [spelled(register, row, shared), spelled(register, row, column)];
      if (place === "" || own === "") return false;
      const known = seen.get(place) || new Set();
      const differs = known.size > (known.has(own) ? 1 : 0);
      seen.set(place, known.add(own));
      return differs;
    })
    .map(indexOf);
}

/** The text if it is a date or a moment, else blank. @param {string} text */
const momentIn = (text) => (Number.isNaN(dayOf(text)) ? "" : text);

/** @param {Facts} facts @returns {Record<string, (...values: any[]) => unknown>} */
function implementations({ calendar, seats, register }) {
  const seatsOf = new Map(Object.entries(seats).map(([name, count]) => [oneSpelling(name), count]));
  /** @param {(register: Register, ...values: any[]) => unknown} work @returns {(...values: any[]) => unknown} */
  const knowing = (work) => (...values) => work(register, ...values);
  return {
    is_blank: (value) =>
      value === "" || value === 0 || value === null || (Array.isArray(value) && !value.length) || (typeof value === "string" && isNothing(value)),
    length: (text) => Array.from(text).length,
    contains_any: contains,
    mentions,
    without,
    same: (a, b) => register.one(a) === register.one(b),
    day_kind: (text) => dayKind(text, calendar),
    days_between: (a, b) => orZero((dayOf(b) - dayOf(a)) / DAY),
    minutes_between: (a, b) => orZero(minutesOf(b) - minutesOf(a)),
    sum: (numbers) => numbers.reduce((/** @type {number} */ total, /** @type {number} */ one) => total + Number(one), 0),
    first_with: knowing(firstWith),
    overlaps: knowing(overlaps),
    clashes: knowing(clashes),
    too_close: knowing(tooClose),
    duplicates: knowing(duplicates),
    unlike: knowing(unlike),
    count_filled: (rows, column) => rows.filter((/** @type {Row} */ row) => cell(row, column) !== "").length,
    time_of: (text) => {
      const minutes = minutesOfDay(text);
      return Number.isNaN(minutes) ? "" : text.slice(-5);
    },
    date_of: (text) => (Number.isNaN(dayOf(text)) ? "" : text.slice(0, 10)),
    weekday,
    start_of: (text) => momentIn(ends(text)[0]),
    end_of: (text) => momentIn(ends(text)[1]),
    shares: (a, b) => register.names(a).some((name) => register.names(b).includes(name)),
    count_names: (text) => register.names(text).length,
    seats_of: (text) => seatsOf.get(register.one(text)) || 0,
  };
}

/**
 * Registers every function with a CEL environment.
 * @param {{registerFunction: (signature: string, handler: (...values: any[]) => any) => unknown}} environment
 * @param {Facts} facts @param {Misuse} misuse
 * @param {Memory} [memory] answers about rows, while rows stand still: a rule for each row asks the same of all rows
 */
export function register(environment, facts, misuse, memory = new Memory()) {
  const bodies = implementations(facts);
  for (const [name, [signature, kinds, neutral]] of Object.entries(SIGNATURES)) {
    /** @param {any[]} values @returns {Answer} */
    const work = (values) => {
      const right = values.length === kinds.length && values.every((value, at) => is(kinds[at], value));
      return right ? { value: bodies[name](...values), wrong: false } : { value: neutral, wrong: true };
    };
    const keeps = kinds.startsWith("r");
    environment.registerFunction(signature, (...values) => {
      const { value, wrong } = keeps ? memory.answer(name, values, work) : work(values);
      if (wrong) misuse.first = misuse.first || name;
      return value;
    });
  }
}

/** What functions have answered about lists of rows. Empty between `begin` and `end`, while computed cells change. */
export class Memory {
  constructor() {
    /** @type {Map<string, Answer> | null} */
    this.known = null;
    /** @type {Map<unknown, string>} names of the lists */
    this.lists = new Map();
  }

  /** The rows are about to change. */
  begin() {
    this.known = null;
  }

  /** The rows stand still until `begin`. */
  end() {
    this.known = new Map();
    this.lists = new Map();
  }

  /** @param {string} name @param {any[]} values @param {(values: any[]) => Answer} work @returns {Answer} */
  answer(name, values, work) {
    if (!this.known) return work(values);
    let key = name;
    for (const value of values) {
      if (typeof value === "string") key += JSON.stringify(value);
      else if (typeof value !== "object") key += `,${typeof value}${String(value)}`;
      else {
        const list = this.lists.get(value) || `#${this.lists.size}`;
        this.lists.set(value, list);
        key += list;
      }
    }
    const known = this.known.get(key);
    if (known) return known;
    const answer = work(values);
    this.known.set(key, answer);
    return answer;
  }
}
