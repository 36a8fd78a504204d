// Who is where when: the part of src/handbook/rules/functions.py that is about times, and how cells are compared.

import { ends } from "../values/time-spans.js";

/**
 * @typedef {Record<string, unknown>} Row
 * @typedef {import("../values/identities.js").Register} Register
 */

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$/;
const TIME = /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T)?([01][0-9]|2[0-3]):([0-5][0-9])$/;

/** Milliseconds of the day of canonical text, at midnight UTC; NaN for anything else. @param {string} text */
export function dayOf(text) {
  if (!DATE.test(text)) return NaN;
  const moment = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const time = moment.getTime();
  return !Number.isNaN(time) && text.slice(0, 4) !== "0000" && moment.toISOString().slice(0, 10) === text.slice(0, 10)
    ? time
    : NaN;
}

/** @param {string} text */
export function minutesOfDay(text) {
  const found = TIME.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
}

/** @type {Map<string, number>} asked for again with every keystroke, of every row */
const known = new Map();
const MOST_KNOWN = 20000;

/** Minutes since a fixed origin; a bare time counts from 00:00, a bare date as its midnight. @param {string} text */
export function minutesOf(text) {
  let minutes = known.get(text);
  if (minutes === undefined) {
    const day = dayOf(text);
    const clock = minutesOfDay(text);
    minutes = Number.isNaN(day) ? clock : day / 60000 + (Number.isNaN(clock) ? 0 : clock);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, minutes);
  }
  return minutes;
}

/** @param {Row} row @param {string} column @returns {unknown} */
export function cell(row, column) {
  const value = column in row ? row[column] : "";
  return value === 0 ? "" : value;
}

/** A cell to compare with others: what it names, or its text in one spelling.
 * @param {Register} register @param {Row} row @param {string} column */
export function spelled(register, row, column) {
  const value = cell(row, column);
  return typeof value === "string" ? register.one(value) : value;
}

/** @param {Row} row */
export const indexOf = (row) => Number(row._index || 0);

/** @typedef {{first: number, last: number, who: unknown, index: number, row: Row}} Span */

/** Who or what a cell names, each once; a number is one. @param {Register} register @param {unknown} value @returns {unknown[]} */
const named = (register, value) => (typeof value === "string" ? register.names(value) : [value]);

/** The rows that say when and who, once for each name. A time span is start and end in one cell.
 * Who has begun somewhere is there at least for that minute, even while nobody knows until when.
 * @param {Register} register @param {Row[]} rows @param {string} start @param {string} until @param {string} who */
function spansOf(register, rows, start, until, who) {
  /** @type {Span[]} */
  const spans = [];
  for (const row of rows) {
    const first = minutesOf(ends(String(cell(row, start)))[0]);
    if (Number.isNaN(first)) continue;
    const end = minutesOf(ends(String(cell(row, until)))[1]);
    const last = Number.isNaN(end) ? first + 1 : end;
    for (const name of named(register, cell(row, who))) spans.push({ first, last, who: name, index: indexOf(row), row });
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
 * @param {Register} register @param {Row[]} rows @param {string} start @param {string} end @param {string} who */
export function overlaps(register, rows, start, end, who) {
  const spans = spansOf(register, rows, start, end, who);
  const others = byName(spans);
  return places(spans.filter((a) => others(a).some((b) => a.index !== b.index && meets(a, b))));
}

/** Indexes of the `rows` whose time meets that of one of the `others` with the same `who`.
 * @param {Register} register @param {Row[]} rows @param {string} start @param {string} end @param {string} who
 * @param {Row[]} others @param {string} otherStart @param {string} otherEnd @param {string} otherWho */
export function clashes(register, rows, start, end, who, others, otherStart, otherEnd, otherWho) {
  const against = byName(spansOf(register, others, otherStart, otherEnd, otherWho));
  // Both may be the same rows with another column: no row meets itself.
  const itself = rows.length === others.length && JSON.stringify(rows) === JSON.stringify(others);
  return places(
    spansOf(register, rows, start, end, who).filter((a) => against(a).some((b) => meets(a, b) && !(itself && a.index === b.index))),
  );
}

/** Indexes of the rows that begin less than `minutes` after the same `who` ended somewhere else.
 * @param {Register} register @param {Row[]} rows @param {string} start @param {string} end @param {string} who
 * @param {string} source @param {string} target @param {number | bigint} minutes */
export function tooClose(register, rows, start, end, who, source, target, minutes) {
  const spans = spansOf(register, rows, start, end, who);
  /** @param {Span} later @param {Span} earlier */
  const hurried = (later, earlier) => {
    const [left, reached, apart] = [
      spelled(register, earlier.row, target),
      spelled(register, later.row, source),
      later.first - earlier.last,
    ];
    if (left === "" || reached === "" || left === reached) return false;
    return apart >= 0 && apart < Number(minutes);
  };
  const others = byName(spans);
  return places(spans.filter((a) => others(a).some((b) => a.index !== b.index && hurried(a, b))));
}
