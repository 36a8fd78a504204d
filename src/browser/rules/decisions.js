// What a decision table says about a case. The Python half is src/handbook/rules/decisions.py, which says more;
// tests/fixtures/rules/decisions.json holds both to the same answers.

import { admits } from "./decision-cells.js";

/**
 * @typedef {import("../values/fields.js").DecisionRow} DecisionRow
 * @typedef {import("../values/fields.js").DecisionTable} DecisionTable
 *
 * @typedef {object} Decision what a table says
 * @property {"decided" | "open" | "none" | "many" | "blank"} state
 * @property {string[]} then what follows, where it is decided
 * @property {string} reason why it is open, or what contradicts what
 * @property {number} column the first column of the nearest row that does not fit, where none does; THE_DAY for the day
 */

export const THE_DAY = -1; // stands for the day where a column is named

/**
 * What follows. values: one for each input, null where nothing is filled in. day: "2026-12-01", or null.
 * @param {DecisionTable} table
 * @param {(string | number | null)[]} values
 * @param {string | null} day
 * @returns {Decision}
 */
export function decide(table, values, day) {
  const judged = table.rows.map((row) => ({ row, fits: verdicts(row, values, day) }));
  const possible = judged.filter(({ fits }) => !fits.includes(false));
  const fitting = possible.filter(({ fits }) => !fits.includes(null)).map(({ row }) => row);
  if (!possible.length) {
    if (!judged.length) return made("blank");
    const failing = judged.map(({ fits }) => fits.filter((one) => one === false).length);
    return { ...made("none"), column: judged[failing.indexOf(Math.min(...failing))].fits.indexOf(false) + THE_DAY };
  }
  if (!fitting.length || (table.hit === "collect" && fitting.length < possible.length)) return made("blank");
  const reasons = distinct(fitting.map(({ open = "" }) => open));
  const said = distinct(fitting.map(({ then = [] }) => then.join("或")));
  if (table.hit === "unique" && fitting.length > 1) return { ...made("many"), reason: [...said, ...reasons].join("／") };
  if (reasons.length) return { ...made("open"), then: said, reason: reasons.join("；") };
  return { ...made("decided"), then: table.hit === "collect" ? said : fitting[0].then || [] };
}

/** @param {Decision["state"]} state @returns {Decision} */
const made = (state) => ({ state, then: [], reason: "", column: 0 });

/** The texts that are not blank, each once. @param {string[]} texts */
const distinct = (texts) => [...new Set(texts)].filter((text) => text !== "");

/** Whether the row is in force on the day, and what each of its cells says; null as long as there is no value.
 * @param {DecisionRow} row @param {(string | number | null)[]} values @param {string | null} day @returns {(boolean | null)[]} */
function verdicts({ guards, since = "", until = "" }, values, day) {
  /** @type {boolean | null} */
  let dated = true;
  if (since || until) dated = day ? since <= day && day <= (until || day) : null;
  return [
    dated,
    ...guards.map((guard, place) => {
      const value = values[place];
      return value === null ? (guard ? null : true) : admits(guard, value);
    }),
  ];
}
