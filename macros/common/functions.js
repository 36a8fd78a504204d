// The functions rules may call, next to what CEL itself offers: the twin of src/handbook/rule_functions.py.
// tests/fixtures/rules/ holds both to the same answers. Numbers are doubles; no function throws,
// a wrong kind of argument is noted and the caller decides what that means.

import { namesIn } from "./fields.js";
import { ends } from "./time-spans.js";

/**
 * @typedef {{public_holidays?: string[], days_off?: string[], workdays?: string[]}} CalendarYear
 * @typedef {Record<string, CalendarYear>} Calendar  by year
 * @typedef {{calendar: Calendar, seats: Record<string, number>}} Facts  seats: by the room's name
 * @typedef {Record<string, unknown>} Row
 * @typedef {{value: unknown, wrong: boolean}} Answer
 * @typedef {{first: string}} Misuse  name of the first function called wrongly, or ""
 */

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$/;
const TIME = /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T)?([01][0-9]|2[0-3]):([0-5][0-9])$/;
const DAY = 86400000;

/** name -> [signature for cel-js, kinds of the arguments, value when called wrongly] */
/** @type {Record<string, [string, string, unknown]>} */
const SIGNATURES = {
  is_blank: ["is_blank(dyn): bool", "?", true],
  length: ["length(dyn): double", "t", 0],
  contains_any: ["contains_any(dyn, dyn): bool", "tl", false],
  day_kind: ["day_kind(dyn): string", "t", ""],
  days_between: ["days_between(dyn, dyn): double", "tt", 0],
  minutes_between: ["minutes_between(dyn, dyn): double", "tt", 0],
  sum: ["sum(dyn): double", "n", 0],
  first_with: ["first_with(dyn, dyn, dyn): bool", "rtd", true],
  overlaps: ["overlaps(dyn, dyn, dyn, dyn): list<double>", "rttt", []],
  clashes: [`clashes(${Array(8).fill("dyn").join(", ")}): list<double>`, "rtttrttt", []],
  too_close: [`too_close(${Array(7).fill("dyn").join(", ")}): list<double>`, "rtttttd", []],
  duplicates: ["duplicates(dyn, dyn): list<dyn>", "rt", []],
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

/** Milliseconds of the day of canonical text, at midnight UTC; NaN for anything else. @param {string} text */
function dayOf(text) {
  if (!DATE.test(text)) return NaN;
  const moment = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const time = moment.getTime();
  return !Number.isNaN(time) && text.slice(0, 4) !== "0000" && moment.toISOString().slice(0, 10) === text.slice(0, 10)
    ? time
    : NaN;
}

/** @param {string} text */
function minutesOfDay(text) {
  const found = TIME.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
}

/** Minutes since a fixed origin; a bare time counts from 00:00, a bare date as its midnight. @param {string} text */
function minutesOf(text) {
  const day = dayOf(text);
  const clock = minutesOfDay(text);
  return Number.isNaN(day) ? clock : day / 60000 + (Number.isNaN(clock) ? 0 : clock);
}

/** @param {string} text  1 Monday … 7 Sunday, 0 for no date */
function weekday(text) {
  const day = dayOf(text);
  return Number.isNaN(day) ? 0 : new Date(day).getUTCDay() || 7;
}

/** @param {Row} row @param {string} column @returns {unknown} */
function cell(row, column) {
  const value = column in row ? row[column] : "";
  return value === 0 ? "" : value;
}

/** @param {Row} row */
const indexOf = (row) => Number(row._index || 0);

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

/** @typedef {{first: number, last: number, who: unknown, index: number, row: Row}} Span */

/** Who or what a cell names, each once; a number is one. @param {unknown} value @returns {unknown[]} */
const named = (value) => (typeof value === "string" ? [...new Set(namesIn(value))] : [value]);

/** The rows that say when and who, once for each name. A time span is start and end in one cell. @param {Row[]} rows @param {string} start @param {string} end @param {string} who */
function spansOf(rows, start, end, who) {
  /** @type {Span[]} */
  const spans = [];
  for (const row of rows) {
    const [first, last] = [minutesOf(ends(String(cell(row, start)))[0]), minutesOf(ends(String(cell(row, end)))[1])];
    if (Number.isNaN(first) || Number.isNaN(last)) continue;
    for (const name of named(cell(row, who))) spans.push({ first, last, who: name, index: indexOf(row), row });
  }
  return spans;
}

/** At the same time; touching ends do not count. @param {Span} a @param {Span} b */
const meets = (a, b) => a.first < b.last && b.first < a.last;

/** @param {Span[]} spans @returns {(span: Span) => Span[]} those about the same */
function byName(spans) {
  /** @type {Map<unknown, Span[]>} */
  const found = new Map();
  for (const span of spans) {
    const list = found.get(span.who);
    if (list) list.push(span);
    else found.set(span.who, [span]);
  }
  return (span) => found.get(span.who) || [];
}

/** The rows' indexes, each once. @param {Span[]} spans */
const places = (spans) => [...new Set(spans.map((span) => span.index))];

/** Indexes of the rows whose time meets that of another row with the same `who`.
 * @param {Row[]} rows @param {string} start @param {string} end @param {string} who */
function overlaps(rows, start, end, who) {
  const spans = spansOf(rows, start, end, who);
  const others = byName(spans);
  return places(spans.filter((a) => others(a).some((b) => a.index !== b.index && meets(a, b))));
}

/** Indexes of the `rows` whose time meets that of one of the `others` with the same `who`.
 * @param {Row[]} rows @param {string} start @param {string} end @param {string} who
 * @param {Row[]} others @param {string} otherStart @param {string} otherEnd @param {string} otherWho */
function clashes(rows, start, end, who, others, otherStart, otherEnd, otherWho) {
  const against = byName(spansOf(others, otherStart, otherEnd, otherWho));
  return places(spansOf(rows, start, end, who).filter((a) => against(a).some((b) => meets(a, b))));
}

/** Indexes of the rows that begin less than `minutes` after the same `who` ended somewhere else.
 * @param {Row[]} rows @param {string} start @param {string} end @param {string} who
 * @param {string} source @param {string} target @param {number | bigint} minutes */
function tooClose(rows, start, end, who, source, target, minutes) {
  const spans = spansOf(rows, start, end, who);
  /** @param {Span} later @param {Span} earlier */
  const hurried = (later, earlier) => {
    const [left, reached, apart] = [cell(earlier.row, target), cell(later.row, source), later.first - earlier.last];
    if (left === "" || reached === "" || left === reached) return false;
    return apart >= 0 && apart < Number(minutes);
  };
  const others = byName(spans);
  return places(spans.filter((a) => others(a).some((b) => a.index !== b.index && hurried(a, b))));
}

/** @param {Row[]} rows @param {string} column @param {number | bigint} index */
function firstWith(rows, column, index) {
  const own = rows.find((row) => indexOf(row) === Number(index));
  const value = own ? cell(own, column) : "";
  return value === "" || !rows.some((row) => cell(row, column) === value && indexOf(row) < Number(index));
}

/** @param {Row[]} rows @param {string} column */
function duplicates(rows, column) {
  const cells = rows.map((row) => cell(row, column)).filter((value) => value !== "");
  return [...new Set(cells.filter((value) => cells.indexOf(value) !== cells.lastIndexOf(value)))];
}

/** The text if it is a date or a moment, else blank. @param {string} text */
const momentIn = (text) => (Number.isNaN(dayOf(text)) ? "" : text);

/** @param {Facts} facts @returns {Record<string, (...values: any[]) => unknown>} */
function implementations({ calendar, seats }) {
  return {
    is_blank: (value) => value === "" || value === 0 || value === null || (Array.isArray(value) && !value.length),
    length: (text) => Array.from(text).length,
    contains_any: (text, words) => words.some((/** @type {string} */ word) => word !== "" && text.includes(word)),
    day_kind: (text) => dayKind(text, calendar),
    days_between: (a, b) => orZero((dayOf(b) - dayOf(a)) / DAY),
    minutes_between: (a, b) => orZero(minutesOf(b) - minutesOf(a)),
    sum: (numbers) => numbers.reduce((/** @type {number} */ total, /** @type {number} */ one) => total + Number(one), 0),
    first_with: firstWith,
    overlaps,
    clashes,
    too_close: tooClose,
    duplicates,
    count_filled: (rows, column) => rows.filter((/** @type {Row} */ row) => cell(row, column) !== "").length,
    time_of: (text) => {
      const minutes = minutesOfDay(text);
      return Number.isNaN(minutes) ? "" : text.slice(-5);
    },
    date_of: (text) => (Number.isNaN(dayOf(text)) ? "" : text.slice(0, 10)),
    weekday,
    start_of: (text) => momentIn(ends(text)[0]),
    end_of: (text) => momentIn(ends(text)[1]),
    shares: (a, b) => namesIn(a).some((name) => namesIn(b).includes(name)),
    count_names: (text) => new Set(namesIn(text)).size,
    seats_of: (text) => (Object.prototype.hasOwnProperty.call(seats, text) ? seats[text] : 0),
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
