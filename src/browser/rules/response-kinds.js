// What the kinds of rules demand that look at the whole response: one function for each. What they point at is a path, such as
// agenda[2].owner. The Python half is src/handbook/rules/response_kinds.py, which says more;
// tests/fixtures/rules/kinds.json holds both to the same answers.

import { forbidden } from "../values/forbidden.js";
import { slipOf } from "../values/nearest.js";
import { oneSpelling } from "../values/spelling.js";
import { dayOf } from "./canonical-times.js";
import { cellText, listNames, namesWritten } from "./kinds.js";
import { meetings } from "./presences.js";
import { placeOf } from "./row-functions.js";

/**
 * @typedef {import("../values/fields.js").RuleKind} RuleKind
 * @typedef {import("./kinds.js").Verdict} Verdict
 * @typedef {import("./seen-values.js").SeenValues} SeenValues
 */

const DAY = 86400000; // milliseconds
const MOST_DAYS = 800; // days that are looked at one by one
const MOST_VISIT = 31; // days; what is longer has a wrong year, and only the days with a row are looked at
const MOST_KNOWN = 5000; // texts
/** @type {WeakMap<RuleKind, Map<string, string>>} what each rule said about a text: a keystroke changes one of a thousand */
const wordsFound = new WeakMap();
const MOMENT = 16; // characters of a day with a time

/**
 * What judges the whole response at once.
 * @type {Record<string, (kind: RuleKind, seen: SeenValues) => Verdict[]>}
 */
export const OF_RESPONSE = {
  one_place(kind, seen) {
    return meetings(kind, seen).map((group) => {
      const [{ stay, other, apart }] = group;
      const params = {
        name: [...new Set(group.flatMap((one) => one.names))].join("、"),
        time: hours(other.start, other.end, stay.start),
        does: other.does,
        where: seen.placeOfPath(other.path, stay.path),
        minutes: String(apart),
      };
      return { word: apart === null ? "elsewhere" : "hurried", fields: [...group.map((one) => one.stay.path), other.path], params };
    });
  },

  every_day({ at: atColumn = "", name: nameColumn = "", hours: ofNames = {}, since = "", until = "" }, seen) {
    const { rows } = seen;
    if (!rows) return [];
    /** @type {Verdict[]} */
    const found = [];
    const there = new Set();
    for (const row of seen.context[rows.id]) {
      const [at, name] = [cellText(row[atColumn]), cellText(row[nameColumn])];
      const span = ofNames[name];
      if (at.length < MOMENT || !span) continue;
      there.add(`${at.slice(0, 10)} ${name}`);
      if (span.slice(0, 5) <= at.slice(11, 16) && at.slice(11, 16) <= span.slice(6)) continue;
      const path = `${rows.id}[${placeOf(row)}]`;
      const params = { name, time: at.slice(11, 16), hours: span };
      found.push({ word: "hour", fields: [`${path}.${atColumn}`, `${path}.${nameColumn}`], params });
    }
    const around = seen.around(); // the list may have a column of the same name
    const [begins, stops] = [since, until].map((place) => {
      const cell = around.cell(place);
      return cell && cell.isFilled ? cellText(cell.value) : "";
    });
    const [first, last] = [dayOf(begins), dayOf(stops)];
    if (!there.size || Number.isNaN(first) || Number.isNaN(last) || begins.length < MOMENT || stops.length < MOMENT) return found;
    const count = Math.min((last - first) / DAY, MOST_DAYS) + 1;
    let days = Array.from({ length: Math.max(count, 0) }, (_, number) => new Date(first + number * DAY).toISOString().slice(0, 10));
    if (days.length > MOST_VISIT) days = [...new Set([...there].map((one) => one.slice(0, 10)))].sort(); // a wrong year, more likely
    for (const day of days) {
      const missing = Object.entries(ofNames).filter(
        ([name, span]) => !there.has(`${day} ${name}`) && begins <= `${day}T${span.slice(0, 5)}` && `${day}T${span.slice(6)}` <= stops,
      );
      const params = { names: missing.map(([name]) => name).join("、"), day: saidDay(day) };
      if (missing.length) found.push({ word: "missing", fields: [rows.id], params });
    }
    return found;
  },

  misspelt({ fields = [], listed_in = "", also = [] }, seen) {
    const people = listed_in === "people";
    const listed = [...listNames(seen.definition, listed_in), ...seen.paths(also).map(([, cell]) => cellText(cell.value))];
    const spelled = new Set(listed.flatMap((one) => [oneSpelling(one), seen.register.one(one)]));
    /** @type {Map<string, Verdict>} */
    const found = new Map();
    /** @type {Map<string, string>} */
    const met = new Map();
    for (const [path, cell] of seen.paths(fields))
      for (const [key, name] of namesWritten(cell.value, listed_in, seen.register)) {
        const before = found.get(key);
        if (before) before.fields.push(path);
        if (before || spelled.has(key) || met.has(key) || (people && !seen.register.isPerson(key))) continue;
        const near = slipOf(name, people ? [...listed, ...met.values()] : listed, people, listed_in !== "vehicles");
        if (!near) met.set(key, name);
        else {
          const text = cellText(cell.value);
          const instead = text.includes(name) ? text.split(name).join(near) : "";
          found.set(key, { word: "near", fields: [path], params: { value: name, nearest: near }, instead });
        }
      }
    return [...found.values()];
  },

  forbids(kind, seen) {
    const { fields = [], words = [], counted = [], unless = [], names = [] } = kind;
    const known = wordsFound.get(kind) || new Map();
    if (known.size > MOST_KNOWN) known.clear();
    wordsFound.set(kind, known);
    return seen.paths(fields.length ? fields : seen.texts()).flatMap(([path, cell]) => {
      const text = cellText(cell.value);
      if (!known.has(text)) known.set(text, forbidden(text, words, counted, unless, names));
      const word = known.get(text);
      return word ? [{ word: "word", fields: [path], params: { field: seen.called(path), word } }] : [];
    });
  },
};

/** 10:32–10:45, with the day where it is not that of `beside`. @param {string} start @param {string} end @param {string} beside */
function hours(start, end, beside) {
  const day = start.slice(0, 10) === beside.slice(0, 10) ? "" : `${saidDay(start)} `;
  if (!end) return day + start.slice(11, 16);
  const until = end.slice(0, 10) === start.slice(0, 10) ? "" : `${saidDay(end)} `;
  return `${day}${start.slice(11, 16)}–${until}${end.slice(11, 16)}`;
}

/** @param {string} day */
const saidDay = (day) => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
