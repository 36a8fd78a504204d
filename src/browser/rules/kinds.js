// What the kinds of rules demand: one function for each. The Python half is src/handbook/rules/kinds.py, which says more;
// tests/fixtures/rules/kinds.json holds both to the same answers.

import { isNothing, isUndecided, listedParts } from "../values/identities.js";
import { nearest } from "../values/nearest.js";
import { numberText } from "../values/number-text.js";
import { oneSpelling } from "../values/spelling.js";
import { ends } from "../values/time-spans.js";
import { dayOf } from "./canonical-times.js";
import { askTable, givenValue, saidAtAnyTime, whyOpen } from "./decision-uses.js";
import { dayKind } from "./functions.js";
import { aboard } from "./loads.js";
import { overlapping, placeOf } from "./row-functions.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").RuleKind} RuleKind
 * @typedef {import("../values/identities.js").Register} Register
 * @typedef {import("./seen-values.js").SeenCell} SeenCell
 * @typedef {import("./seen-values.js").SeenValues} SeenValues
 * @typedef {import("./row-functions.js").Cells} Cells
 *
 * @typedef {object} Verdict why a rule does not hold
 * @property {string} word the sentence of the kind that says it
 * @property {string[]} fields what it points at: ids of columns of the row, or of fields
 * @property {Record<string, string>} params what the sentence speaks of
 * @property {string} [instead] what the first of the fields should probably hold
 */

const DAY = 86400000; // milliseconds
const MOST_DAYS = 800; // days that are counted one by one; what is further apart is early enough
const EQUAL = 0.0000005; // sums of doubles that differ by less are printed alike

// ── kinds about one row, or about the response ──

/**
 * What judges a rule about one row or the response, by its kind. What a kind says, its keys, may be left out where it is blank.
 * @type {Record<string, (kind: RuleKind, seen: SeenValues) => Verdict | null>}
 */
export const OF_RECORD = {
  order({ fields = [], equal = false }, seen) {
    for (const [[earlier, a], [later, b]] of pairs(seen.filled(fields))) {
      if (rises(a.value, b.value, equal)) continue;
      const number = typeof a.value === "number";
      return pair(equal ? (number ? "less" : "earlier") : number ? "not-more" : "not-later", earlier, later, seen);
    }
    return null;
  },

  required_if({ field = "", equals = [], filled = false, then = [] }, seen) {
    const wanted = equals.map(oneSpelling);
    const met = seen
      .cells(field)
      .find(({ value, isFilled }) =>
        filled ? isFilled : (isFilled || typeof value === "string") && wanted.includes(oneSpelling(cellText(value))),
      );
    const missing = met ? seen.missing(then) : [];
    if (!met || !missing.length) return null;
    const params = { field: seen.labels([field]), value: cellText(met.value), missing: seen.labels(missing) };
    return { word: filled ? "missing-filled" : "missing", fields: missing, params };
  },

  sequence({ fields = [] }, seen) {
    const filled = seen.filled(fields);
    if (!filled.length) return null;
    const last = filled[filled.length - 1][0];
    const missing = seen.missing(fields.slice(0, fields.indexOf(last)));
    if (missing.length)
      return { word: "missing", fields: missing, params: { later: seen.labels([last]), missing: seen.labels(missing) } };
    const dated = filled.filter(([, cell]) => !Number.isNaN(dayOf(ends(cellText(cell.value))[0])));
    for (const [[earlier, a], [later, b]] of pairs(dated))
      if (!rises(a.value, b.value, true)) return pair("falls", earlier, later, seen);
    return null;
  },

  different_people({ fields = [] }, seen) {
    const filled = seen.filled(fields);
    for (const [at, [one, a]] of filled.entries())
      for (const [other, b] of filled.slice(at + 1)) {
        const names = seen.register.names(b.value);
        const shared = seen.register.written(a.value).filter(([key]) => names.includes(key));
        if (shared.length) {
          const params = { fields: seen.labels([one, other]), name: shared.map(([, name]) => name).join("、") };
          return { word: "same", fields: [one, other], params };
        }
      }
    return null;
  },

  days_before({ date = "", before = "", days = 0, workdays = false }, seen) {
    const [first, last] = [date, before].map((place) => firstDay(seen.cell(place)));
    let apart = (last - first) / DAY;
    if (Number.isNaN(apart)) return null;
    if (workdays && apart > 0 && apart < MOST_DAYS)
      apart = Array.from({ length: apart }, (_, number) => first + number * DAY).filter((day) => isWorkday(seen, day)).length;
    if (apart >= days) return null;
    const params = { date: seen.labels([date]), before: seen.labels([before]), days: String(days) };
    return { word: workdays ? "late-workdays" : "late", fields: [date, before], params };
  },

  known({ field = "", listed_in = "" }, seen) {
    const cell = seen.cell(field);
    if (!cell || !cell.isFilled) return null;
    const listed = listNames(seen.definition, listed_in);
    const spelled = listed.map(oneSpelling);
    for (const [key, name] of namesWritten(cell.value, listed_in, seen.register)) {
      if (spelled.includes(key)) continue;
      const near = nearest(name, listed);
      const called = (seen.definition.names || {})[listed_in].called;
      return { word: near ? "near" : "unlisted", fields: [field], params: { listed_in: called, value: name, nearest: near } };
    }
    return null;
  },

  limit({ field = "", least = "", most = "" }, seen) {
    const cell = seen.cell(field);
    if (!cell || !cell.isFilled || typeof cell.value !== "number") return null;
    const unit = cell.field.unit ? ` ${cell.field.unit}` : "";
    const params = { field: seen.labels([field]), value: cellText(cell.value) + unit };
    if (least && cell.value < Number(least)) return { word: "less", fields: [field], params: { ...params, limit: least + unit } };
    if (most && cell.value > Number(most)) return { word: "more", fields: [field], params: { ...params, limit: most + unit } };
    return null;
  },

  adds_up({ total = "", of = [] }, seen) {
    const whole = seen.cell(total);
    const parts = of.flatMap((place) => seen.cells(place)).filter((cell) => cell.isFilled && typeof cell.value === "number");
    if (!whole || !whole.isFilled || typeof whole.value !== "number" || !parts.length) return null;
    const added = parts.reduce((sum, cell) => sum + cell.value, 0);
    if (Math.abs(whole.value - added) < EQUAL) return null;
    const params = { total: seen.labels([total]), of: seen.labels(of), value: cellText(whole.value), sum: numberText(added) };
    return { word: "differs", fields: [total, ...of], params };
  },

  expected({ fields = [] }, seen) {
    const missing = seen.missing(fields);
    return missing.length ? { word: "missing", fields: missing, params: { missing: seen.labels(missing) } } : null;
  },

  workdays({ field = "", start = "", end = "" }, seen) {
    const days = seen.cell(field);
    const [first, last] = [start, end].map((one) => firstDay(seen.cell(one)));
    const apart = (last - first) / DAY;
    if (!days || !days.isFilled || typeof days.value !== "number" || !(apart >= 0 && apart < MOST_DAYS)) return null;
    const counted = Array.from({ length: apart + 1 }, (_, number) => first + number * DAY).filter((day) => isWorkday(seen, day)).length;
    if (counted - 1 < days.value && days.value <= counted) return null;
    const params = { field: seen.labels([field]), value: cellText(days.value), workdays: String(counted) };
    return { word: "differs", fields: [field, start, end], params };
  },

  approver({ matrix = "", field = "", inputs: places = {}, on = "" }, seen) {
    const table = (seen.definition.matrices || {})[matrix];
    if (!table) return null;
    const decision = askTable(table, places, on, seen);
    const called = field ? seen.labels([field]) : `「${table.output}」`;
    const named = field ? seen.cell(field) : undefined;
    if (named && named.field.type === "person") return ofPost(field, named, decision, seen);
    if (decision.state !== "decided" && decision.state !== "blank") {
      const params = { field: called, reason: whyOpen(table, decision, places, on, seen) };
      return { word: "open", fields: field ? [field] : table.inputs.map(({ id }) => places[id]), params };
    }
    const cell = seen.cell(field);
    if (decision.state === "blank" || !cell || !cell.isFilled || cell.field.type === "computed") return null;
    const value = cellText(cell.value);
    if (isAmong(value, decision.then)) return null;
    const values = table.inputs.map(({ id }) => givenValue(places[id], seen));
    const word = isAmong(value, saidAtAnyTime(table, values)) ? "outdated" : "differs";
    const wanted = decision.then.join(table.hit === "collect" ? "、" : "或");
    return { word, fields: [field], params: { field: called, value, wanted } };
  },
};

// ── kinds that compare rows ──

/**
 * What judges the rows of a list together; the answers are by the rows' places.
 * @type {Record<string, (kind: RuleKind, seen: SeenValues, rows: Cells[]) => Map<number, Verdict>>}
 */
export const OF_ROWS = {
  no_overlap({ who = "", start = "", end = "" }, seen, rows) {
    const found = new Map();
    for (const [place, { name, others }] of overlapping(seen.register, rows, start, end || start, who)) {
      const text = cellText((rows.find((row) => placeOf(row) === place) || {})[who]);
      const typed = seen.register.written(text).find(([key]) => key === name);
      const params = { name: typed ? typed[1] : String(name), rows: others.map((one) => one + 1).join("、") };
      found.set(place, { word: "overlaps", fields: [who, start], params });
    }
    return found;
  },

  unique({ fields = [] }, seen, rows) {
    /** @type {Map<string, number>} */
    const first = new Map();
    const found = new Map();
    for (const row of rows) {
      const parts = fields.map((column) => seen.register.one(row[column] === 0 ? "" : cellText(row[column])));
      if (parts.includes("")) continue;
      const key = JSON.stringify(parts);
      const before = first.get(key);
      if (before === undefined) first.set(key, placeOf(row));
      else found.set(placeOf(row), { word: "again", fields, params: { row: String(before + 1), fields: seen.labels(fields) } });
    }
    return found;
  },

  in_order({ fields = [] }, seen, rows) {
    const found = new Map();
    /** @type {{key: (string | number)[], place: number} | undefined} */
    let latest;
    for (const row of rows) {
      const key = fields.map((column) => (typeof row[column] === "number" ? row[column] : ends(cellText(row[column]))[0]));
      if (key.some((part) => part === "" || part === 0)) continue;
      if (latest && isBefore(key, latest.key)) {
        const params = { fields: seen.labels(fields), row: String(latest.place + 1) };
        found.set(placeOf(row), { word: "earlier", fields, params });
      } else latest = { key, place: placeOf(row) };
    }
    return found;
  },

  aboard,
};

// ── values ──

/** Whether a person holds a post that the table says; nobody knows it where the list has nobody in such a post. @param {string} field
 * @param {SeenCell} cell @param {import("./decisions.js").Decision} decision @param {SeenValues} seen @returns {Verdict | null} */
function ofPost(field, cell, decision, seen) {
  if (decision.state !== "decided" || !cell.isFilled) return null;
  const known = seen.definition.posts || {};
  const holders = seen.register.written(cell.value).flatMap(([, name]) => (known[name] ? [[name, known[name]]] : []));
  const held = Object.values(known);
  if (!holders.length || !decision.then.every((one) => held.includes(one))) return null;
  if (holders.some(([, post]) => isAmong(post, decision.then))) return null;
  const value = holders.map(([name, post]) => `${name}（${post}）`).join("、");
  return { word: "differs", fields: [field], params: { field: seen.labels([field]), value, wanted: decision.then.join("或") } };
}

/** Each item with the one behind it. @template T @param {T[]} items @returns {[T, T][]} */
const pairs = (items) => items.slice(1).map((item, at) => [items[at], item]);

/** @param {string} word @param {string} earlier @param {string} later @param {SeenValues} seen @returns {Verdict} */
const pair = (word, earlier, later, seen) => ({
  word,
  fields: [earlier, later],
  params: { earlier: seen.labels([earlier]), later: seen.labels([later]) },
});

/** @param {unknown} value */
export const cellText = (value) => (value === undefined ? "" : typeof value === "number" ? numberText(value) : String(value));

/** Whether a text, or each of the names that it lists, is one of those allowed. @param {string} text @param {string[]} allowed */
function isAmong(text, allowed) {
  const spelled = allowed.map(oneSpelling);
  return spelled.includes(oneSpelling(text)) || listedParts(text).every((part) => spelled.includes(oneSpelling(part)));
}

/** Whether `last` comes after `first`. A day and a time on it come neither before nor after each other.
 * @param {string | number} first @param {string | number} last @param {boolean} equal */
function rises(first, last, equal) {
  if (typeof first === "number" || typeof last === "number")
    return typeof first !== typeof last || first < last || (equal && first === last);
  const [a, b] = [ends(first)[1], ends(last)[0]];
  const [dated, alsoDated] = [a, b].map((text) => !Number.isNaN(dayOf(text)));
  if (dated !== alsoDated) return true; // a time of day, and a day
  if (dated && a.length !== b.length) return a.slice(0, 10) <= b.slice(0, 10);
  return a < b || (equal && a === b);
}

/** Whether one list of texts or numbers comes before another. @param {(string | number)[]} a @param {(string | number)[]} b */
function isBefore(a, b) {
  const at = a.findIndex((part, place) => part !== b[place]);
  return at >= 0 && a[at] < b[at];
}

/** @param {SeenCell | undefined} cell @returns {number} NaN for none */
const firstDay = (cell) => (cell && cell.isFilled ? dayOf(ends(cellText(cell.value))[0]) : NaN);

/** @param {SeenValues} seen @param {number} day */
function isWorkday(seen, day) {
  const known = dayKind(seen.definition.calendar || {}, new Date(day).toISOString().slice(0, 10));
  const weekday = new Date(day).getUTCDay();
  return known ? known === "workday" : weekday > 0 && weekday < 6;
}

/** The names in a data list, as it writes them. @param {Definition} definition @param {string} list @returns {string[]} */
export function listNames({ people = {}, vehicles = [], rooms = [], names = {} }, list) {
  if (list === "people") return Object.keys(people);
  if (list === "vehicles") return vehicles;
  return list === "rooms" ? rooms : names[list].names || [];
}

/** The names in a text, in one spelling and as written. Only people, vehicles and rooms are recognised when they are
 * written in another way. @param {string} text @param {string} list @param {Register} register @returns {[string, string][]} */
export function namesWritten(text, list, register) {
  if (list === "people" || list === "vehicles" || list === "rooms") return register.written(text);
  const parts = listedParts(text).filter((part) => !isNothing(part) && !isUndecided(part));
  return parts.map((part) => [oneSpelling(part), part]);
}
