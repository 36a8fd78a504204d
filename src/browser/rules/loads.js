// Who rides in which car. The Python half is src/handbook/rules/loads.py, which says more;
// tests/fixtures/rules/kinds.json holds both to the same answers.

import { isNothing, isUndecided, listedParts } from "../values/identities.js";
import { numberText } from "../values/number-text.js";
import { andOthers, guestsMeant, isGroup, isPart } from "../values/parties.js";
import { minutesOf } from "./canonical-times.js";
import { partyOf } from "./presences.js";
import { placeOf } from "./row-functions.js";

/**
 * @typedef {import("../values/fields.js").RuleKind} RuleKind
 * @typedef {import("../values/identities.js").Register} Register
 * @typedef {import("./row-functions.js").Cells} Cells
 *
 * @typedef {object} Load what one trip carries
 * @property {number} place of the row
 * @property {string} start
 * @property {string} end
 * @property {string} leaves
 * @property {string} reaches
 * @property {string[]} names of people, in one spelling
 * @property {string[]} guests those of them that are guests
 * @property {number} inGroups guests that are carried without their names
 * @property {number} heads as written; 0 for none
 * @property {boolean} isPart it says that it carries a part of the guests
 * @property {boolean} isNamed everybody in it is named
 */

const HALF_A_DAY = 720; // minutes; who arrives by a later train is fetched by another car

/** What a row of the list of trips says. @param {RuleKind} kind @param {Cells} row
 * @param {Map<string, string>} party the guests by their names in one spelling @param {Register} register @returns {Load} */
function loadOf(kind, row, party, register) {
  const { who = "", heads: headsColumn = "", start = "", end = "", leaves = "", place = "" } = kind;
  const given = row[headsColumn];
  const heads = typeof given === "number" ? Math.trunc(given) : 0;
  const said = textOf(row[who]);
  /** @type {Set<string>} */
  const names = new Set();
  let inGroups = 0;
  let isNamed = true;
  for (const part of listedParts(said)) {
    if (register.areKnown(part, party) && !andOthers(part)) {
      for (const name of register.names(part)) names.add(name);
      continue;
    }
    const group = guestsMeant(part, party.size);
    inGroups += group;
    if (group || isGroup(part) || isNothing(part) || isUndecided(part)) {
      isNamed = false;
      continue;
    }
    const own = register.names(part);
    for (const name of own) names.add(name);
    const more = andOthers(part);
    if (!more) continue;
    isNamed = false;
    const guestsHere = own.filter((name) => party.has(name)).length;
    inGroups += guestsHere ? Math.max(more - guestsHere, 0) : 0;
  }
  const guests = [...names].filter((name) => party.has(name));
  const others = names.size - guests.length;
  if (inGroups && heads) inGroups = Math.min(inGroups, Math.max(heads - others - guests.length, 0)) || inGroups;
  const times = { start: textOf(row[start]), end: textOf(row[end]) };
  const places = { leaves: textOf(row[leaves]), reaches: textOf(row[place]) };
  return { place: placeOf(row), ...times, ...places, names: [...names], guests, inGroups, heads, isPart: isPart(said), isNamed };
}

/** The trips with guests that leave one place within half a day, to one place or at the same time.
 * @param {Load[]} loads @param {Register} register @returns {Load[][]} */
function waves(loads, register) {
  /** @type {Load[][]} */
  const found = [];
  for (const load of loads) {
    if (!(load.guests.length || load.inGroups) || !load.start || !load.leaves) continue;
    const wave = found.find(([first]) => leaveTogether(first, load, register));
    if (wave) wave.push(load);
    else found.push([load]);
  }
  return found;
}

/** @param {Load} a @param {Load} b @param {Register} register */
function leaveTogether(a, b, register) {
  const apart = Math.abs(minutesOf(a.start) - minutesOf(b.start));
  if (!(apart < HALF_A_DAY) || !register.inOneBuilding(a.leaves, b.leaves)) return false;
  return register.inOneBuilding(a.reaches, b.reaches) || (a.start <= (b.end || b.start) && b.start <= (a.end || a.start));
}

/** @param {unknown} value */
const textOf = (value) => (typeof value === "number" ? numberText(value) : String(value || ""));

/** The cars that leave a place together hold every guest; names and heads of a car agree.
 * @param {RuleKind} kind @param {import("./seen-values.js").SeenValues} seen @param {Cells[]} rows */
export function aboard(kind, seen, rows) {
  const { who = "", heads = "", party: guestNames = "" } = kind;
  const party = partyOf(guestNames, seen);
  const loads = rows.map((row) => loadOf(kind, row, party, seen.register));
  /** @type {Map<number, {word: string, fields: string[], params: Record<string, string>}>} */
  const found = new Map();
  for (const load of loads)
    if (load.isNamed && load.heads && ![0, 1, load.heads].includes(load.names.length)) {
      const params = { heads: String(load.heads), names: String(load.names.length) };
      found.set(load.place, { word: "heads", fields: [heads, who], params });
    }
  for (const wave of waves(loads, seen.register)) {
    const guests = new Set(wave.flatMap((load) => load.guests));
    const carried = guests.size + wave.reduce((sum, load) => sum + load.inGroups, 0);
    const [first] = wave;
    if (carried >= party.size || wave.some((load) => load.isPart) || found.has(first.place)) continue;
    const params = { time: first.start.slice(11, 16), place: first.leaves, carried: String(carried), all: String(party.size) };
    if (wave.some((load) => load.inGroups)) found.set(first.place, { word: "few", fields: [who, heads], params });
    else if (2 * guests.size > party.size) {
      const missing = [...party].flatMap(([key, name]) => (guests.has(key) ? [] : [name])).join("、");
      found.set(first.place, { word: "missing", fields: [who], params: { ...params, missing } });
    }
  }
  return found;
}
