// The functions of rules that compare the rows of a list: who is where when, what stands twice.
// The Python half is src/handbook/rules/row_functions.py. In each of them `rows` is a list as expressions see it, with
// the place of every row as `_index`, and the texts behind it are ids of its columns. Cells are compared in one
// spelling; a blank cell is like no other.

import { ends } from "../values/time-spans.js";
import { minutesOf } from "./canonical-times.js";

/**
 * @typedef {Record<string, unknown>} Cells  a row as expressions see it: values by column
 * @typedef {import("../values/identities.js").Register} Register
 * @typedef {{first: number, last: number, who: unknown, place: number, row: Cells}} Span  who is busy from when until when,
 *   in minutes, by which row
 */

/** A cell; 0 is blank, for that is how expressions see a number that is not filled in. @param {Cells} row @param {string} column */
function cell(row, column) {
  const value = column in row ? row[column] : "";
  return value === 0 ? "" : value;
}

/** A cell to compare with others: what it names, or its text in one spelling.
 * @param {Register} register @param {Cells} row @param {string} column */
function spelled(register, row, column) {
  const value = cell(row, column);
  return typeof value === "string" ? register.one(value) : value;
}

/**
 * The place of a row in its list.
 * @param {Cells} row
 */
export const placeOf = (row) => Number(row._index || 0);

/**
 * Whether what stands in `column` of the row at `index` stands in no row above it; true for a blank cell.
 * @param {Register} register @param {Cells[]} rows @param {string} column @param {number | bigint} index
 */
export function firstWith(register, rows, column, index) {
  const own = rows.find((row) => placeOf(row) === Number(index));
  const value = own ? spelled(register, own, column) : "";
  return value === "" || !rows.some((row) => spelled(register, row, column) === value && placeOf(row) < Number(index));
}

/**
 * Indexes of the rows whose time meets that of another row with the same `who`; touching ends do not.
 * @param {Register} register @param {Cells[]} rows @param {string} start @param {string} end @param {string} who
 */
export function overlaps(register, rows, start, end, who) {
  return [...overlapping(register, rows, start, end, who).keys()];
}

/**
 * The rows of `overlaps` by place, each with the first `who` that is elsewhere too, and the rows it is in.
 * @param {Register} register @param {Cells[]} rows @param {string} start @param {string} end @param {string} who
 */
export function overlapping(register, rows, start, end, who) {
  const spans = spansOf(register, rows, start, end, who);
  const same = byName(spans);
  /** @type {Map<number, {name: unknown, others: number[]}>} */
  const found = new Map();
  for (const a of spans) {
    if (found.has(a.place)) continue;
    const others = places(same(a).filter((b) => a.place !== b.place && meets(a, b)));
    if (others.length) found.set(a.place, { name: a.who, others });
  }
  return found;
}

/** The rows that say when and who, once for each name. A time span is start and end in one cell.
 * Who has begun somewhere is there at least for that minute, even while nobody knows until when.
 * @param {Register} register @param {Cells[]} rows @param {string} start @param {string} end @param {string} who */
function spansOf(register, rows, start, end, who) {
  /** @type {Span[]} */
  const spans = [];
  for (const row of rows) {
    const first = minutesOf(ends(String(cell(row, start)))[0]);
    if (Number.isNaN(first)) continue;
    const until = minutesOf(ends(String(cell(row, end)))[1]);
    const last = Number.isNaN(until) ? first + 1 : until;
    const named = cell(row, who);
    for (const name of typeof named === "string" ? register.names(named) : [named])
      spans.push({ first, last, who: name, place: placeOf(row), row });
  }
  return spans;
}

/** Whether both are at the same time; touching ends do not count. @param {Span} a @param {Span} b */
const meets = (a, b) => a.first < b.last && b.first < a.last;

/** The spans by whom they are about. @param {Span[]} spans @returns {(span: Span) => Span[]} those about the same */
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
const places = (spans) => [...new Set(spans.map((span) => span.place))];

/**
 * Indexes of the `rows` whose time meets that of one of the `others` with the same `who`.
 * Both may be the same rows with another column: no row meets itself.
 * @param {Register} register @param {Cells[]} rows @param {string} start @param {string} end @param {string} who
 * @param {Cells[]} others @param {string} otherStart @param {string} otherEnd @param {string} otherWho
 */
export function clashes(register, rows, start, end, who, others, otherStart, otherEnd, otherWho) {
  const against = byName(spansOf(register, others, otherStart, otherEnd, otherWho));
  const itself = rows.length === others.length && JSON.stringify(rows) === JSON.stringify(others);
  return places(
    spansOf(register, rows, start, end, who).filter((a) => against(a).some((b) => meets(a, b) && !(itself && a.place === b.place))),
  );
}

/**
 * Indexes of the rows that begin less than `minutes` after the same `who` ended in another building.
 * @param {Register} register @param {Cells[]} rows @param {string} start @param {string} end @param {string} who
 * @param {string} source column of where one sets out @param {string} target column of where one arrives
 * @param {number | bigint} minutes
 */
export function tooClose(register, rows, start, end, who, source, target, minutes) {
  const spans = spansOf(register, rows, start, end, who);
  /** @param {Span} later @param {Span} earlier */
  const hurried = (later, earlier) => {
    const apart = later.first - earlier.last;
    if (!(apart >= 0 && apart < Number(minutes))) return false;
    const [left, reached] = [String(cell(earlier.row, target)), String(cell(later.row, source))];
    return register.one(left) !== "" && register.one(reached) !== "" && !register.inOneBuilding(left, reached);
  };
  const others = byName(spans);
  return places(spans.filter((a) => others(a).some((b) => a.place !== b.place && hurried(a, b))));
}

/**
 * What stands more than once in the column, as it is written first.
 * @param {Register} register @param {Cells[]} rows @param {string} column
 */
export function duplicates(register, rows, column) {
  /** @type {Map<unknown, unknown[]>} */
  const found = new Map();
  for (const row of rows) {
    const value = spelled(register, row, column);
    if (value !== "") found.set(value, [...(found.get(value) || []), cell(row, column)]);
  }
  return [...found.values()].filter((cells) => cells.length > 1).map(([first]) => first);
}

/**
 * Indexes of the rows that share `shared` with an earlier row and differ from it in `column`; blanks do neither.
 * @param {Register} register @param {Cells[]} rows @param {string} shared @param {string} column
 */
export function unlike(register, rows, shared, column) {
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
    .map(placeOf);
}

/**
 * How many rows have something in `column`.
 * @param {Cells[]} rows @param {string} column
 */
export const countFilled = (rows, column) => rows.filter((row) => cell(row, column) !== "").length;

/**
 * Whether no filled cell of the column comes before one above it.
 * @param {Cells[]} rows @param {string} column
 */
export function rising(rows, column) {
  const filled = rows.map((row) => /** @type {string | number} */ (cell(row, column))).filter((value) => value !== "");
  return filled.slice(1).every((value, at) => filled[at] <= value);
}
