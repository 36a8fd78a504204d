// Who is where when, read from several lists of a response. The Python half is src/handbook/rules/presences.py, which
// says more; tests/fixtures/rules/kinds.json holds both to the same answers.

import { listedParts } from "../values/identities.js";
import { numberText } from "../values/number-text.js";
import { andOthers, guestsMeant, isGroup, isPart } from "../values/parties.js";
import { contains, oneSpelling } from "../values/spelling.js";
import { ends } from "../values/time-spans.js";
import { minutesOf } from "./canonical-times.js";
import { placeOf } from "./row-functions.js";

/**
 * @typedef {import("../values/fields.js").Presence} Presence
 * @typedef {import("../values/fields.js").RuleKind} RuleKind
 * @typedef {import("./row-functions.js").Cells} Cells
 * @typedef {import("./seen-values.js").SeenValues} SeenValues
 *
 * @typedef {object} Stay somebody is somewhere from `first` until `last`, in minutes
 * @property {number} first
 * @property {number} last
 * @property {string} name in one spelling
 * @property {string} written
 * @property {number} presence which of the kind's presences says so
 * @property {number} row place of the row; -1 for the template's own fields
 * @property {string} path of the field that names him
 * @property {string} start canonical
 * @property {string} end
 * @property {string} place
 * @property {string} leaves
 * @property {string} does
 * @property {boolean} isJourney
 *
 * @typedef {{stay: Stay, other: Stay, names: string[], apart: number | null}} Meeting  two stays that cannot both be, of the
 *   same people; `apart` minutes lie between them, or null: they overlap
 */

const PARTY = "*"; // the name under which all guests are somewhere
const LONGEST = 16 * 60; // minutes; who is busy for longer has a wrong day typed, and every other row would meet it

/** The guests: names in one spelling, and as written. @param {string} place 「list.column」 @param {SeenValues} seen */
export const partyOf = (place, seen) =>
  new Map(
    seen.cells(place).flatMap((cell) => (cell.isFilled ? [[seen.register.one(String(cell.value)), String(cell.value)]] : [])),
  );

/** What cannot be: pairs of rows, together those of one row with rows of one list, in the order of time.
 * @param {RuleKind} kind @param {SeenValues} seen @returns {Meeting[][]} */
export function meetings({ presences = [], party = "", travel = "" }, seen) {
  const guests = party ? partyOf(party, seen) : new Map();
  const between = travel ? seen.cell(travel) : undefined;
  const minutes = between && typeof between.value === "number" ? between.value : 0;
  /** @type {Map<string, Stay[]>} */
  const byName = new Map();
  presences.forEach((one, number) => {
    for (const stay of staysOf(number, one, guests, seen)) {
      const own = byName.get(stay.name);
      if (own) own.push(stay);
      else byName.set(stay.name, [stay]);
    }
  });
  /** @type {Map<string, Meeting>} */
  const pairs = new Map();
  for (const name of [...byName.keys()].sort()) {
    const own = byName.get(name) || [];
    const inOrder = [...own, ...(guests.has(name) ? byName.get(PARTY) || [] : [])].sort(byBeginning);
    inOrder.forEach((earlier, at) => {
      for (let next = at + 1; next < inOrder.length; next += 1) {
        const later = inOrder[next];
        if (later.first >= earlier.last + minutes) break;
        if (earlier.name !== name && later.name !== name) continue;
        const apart = apartOf(presences, earlier, later, own, minutes, seen);
        if (apart === false) continue;
        const key = `${earlier.path} ${later.path}`;
        const written = earlier.name === name ? earlier.written : later.written;
        const names = new Set([...(pairs.get(key) || { names: [] }).names, written]);
        pairs.set(key, { stay: later, other: earlier, names: [...names], apart });
      }
    });
  }
  /** @type {Map<string, Meeting[]>} */
  const groups = new Map();
  const inOrder = [...pairs.values()].sort((a, b) => byBeginning(a.stay, b.stay) || byBeginning(a.other, b.other));
  for (const one of inOrder) {
    const lists = [presences[one.other.presence].rows, one.other.row, presences[one.stay.presence].rows, one.apart === null];
    const key = JSON.stringify(lists);
    groups.set(key, [...(groups.get(key) || []), one]);
  }
  return [...groups.values()];
}

/** @param {Stay} a @param {Stay} b */
const byBeginning = (a, b) => a.first - b.first || a.presence - b.presence || a.row - b.row;

/** Minutes between two stays that are too close, null when they overlap, false when both can be.
 * @param {Presence[]} presences @param {Stay} a the earlier @param {Stay} b @param {Stay[]} own @param {number} minutes
 * @param {SeenValues} seen @returns {number | null | false} */
function apartOf(presences, a, b, own, minutes, seen) {
  const [one, other] = [presences[a.presence], presences[b.presence]];
  if (one.rows === other.rows && a.row === b.row) return false;
  if (a.presence === b.presence && one.elsewhere) return false;
  const ofParty = a.name === PARTY || b.name === PARTY;
  if (ofParty && a.leaves && b.leaves) return false; // the guests are in several cars
  if ((a.isJourney && (b.leaves || b.isJourney)) || (b.isJourney && a.leaves)) return false;
  if ((one.waits && isWithin(b, a)) || (other.waits && isWithin(a, b))) return false;
  if (a.first < b.last && b.first < a.last) {
    const alike = !a.leaves && !b.leaves && a.place && oneSpelling(a.place) === oneSpelling(b.place);
    return alike ? false : null;
  }
  const apart = b.first - a.last;
  const reached = b.leaves || b.place;
  if (ofParty || apart >= minutes || !a.place || !reached || seen.register.inOneBuilding(a.place, reached)) return false;
  if (a.isJourney || b.isJourney) return false;
  return own.some((stay) => stay !== a && stay !== b && a.last <= stay.first && stay.last <= b.first) ? false : apart;
}

/** @param {Stay} inner @param {Stay} outer */
const isWithin = (inner, outer) => !inner.leaves && outer.first <= inner.first && inner.last <= outer.last;

/** @param {number} number @param {Presence} one @param {Map<string, string>} party @param {SeenValues} seen @returns {Stay[]} */
function staysOf(number, one, party, seen) {
  /** @type {Cells[]} */
  const rows = one.rows ? seen.context[one.rows] : [seen.context];
  return rows.flatMap((cells) => {
    const start = textOf(cells, one.start);
    let end = textOf(cells, one.end);
    const first = minutesOf(ends(start)[0]);
    let last = end || start.includes("/") ? minutesOf(ends(end || start)[1]) : NaN;
    if (Number.isNaN(first) || !start.includes("T")) return [];
    if (!(first < last && last <= first + LONGEST)) {
      last = first + 1;
      end = "";
    }
    const row = one.rows ? placeOf(cells) : -1;
    const says = (one.says || []).map((column) => textOf(cells, column)).join(" ");
    const isJourney = contains(says, one.journeys || []);
    const path = (one.rows ? `${one.rows}[${row}].` : "") + (one.who || (one.says || [])[0] || one.start);
    const does = (one.does || "").replace(/\{(\w+)\}/g, (_, column) => textOf(cells, column));
    const [place, leaves] = [textOf(cells, one.place), textOf(cells, one.leaves)];
    const stay = { first, last, presence: number, row, path, start: ends(start)[0], end: end && ends(end)[1], place, leaves, does, isJourney };
    return whoIn(one, cells, says, isJourney, party, seen).map(([name, written]) => ({ ...stay, name, written }));
  });
}

/** Who is there: the names, each in one spelling and as written.
 * @param {Presence} one @param {Cells} cells @param {string} says @param {boolean} isJourney @param {Map<string, string>} party
 * @param {SeenValues} seen @returns {[string, string][]} */
function whoIn(one, cells, says, isJourney, party, seen) {
  if (one.guests) {
    if (isJourney || contains(says, one.asides || [])) return [];
    const said = oneSpelling(says);
    const named = [...party].filter(([key]) => Array.from(key).length > 1 && said.includes(key));
    if (named.length) return named;
    return party.size && !isPart(says) ? [[PARTY, "來賓"]] : [];
  }
  return listedParts(textOf(cells, one.who)).flatMap((part) => {
    if (seen.register.areKnown(part, party) && !andOthers(part)) return seen.register.written(part);
    if (party.size && guestsMeant(part, party.size) >= party.size) return [/** @type {[string, string]} */ ([PARTY, "來賓"])];
    if (isGroup(part) && seen.register.names(part).length < 2) return [];
    const written = seen.register.written(part);
    const all = party.size && andOthers(part) >= party.size && written.some(([name]) => party.has(name));
    return all ? [/** @type {[string, string]} */ ([PARTY, "來賓"])] : written;
  });
}

/** @param {Cells} cells @param {string} [column] */
function textOf(cells, column) {
  const value = column && column in cells ? cells[column] : "";
  return typeof value === "number" ? numberText(value) : String(value);
}
