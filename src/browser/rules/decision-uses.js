// A response is asked by a decision table: for a computed field, and for a rule of the kind `approver`. The Python half is
// src/handbook/rules/decision_uses.py; tests/fixtures/rules/decisions.json holds both to the same answers.

import { numberText } from "../values/number-text.js";
import { ends } from "../values/time-spans.js";
import { dayOf } from "./canonical-times.js";
import { admits } from "./decision-cells.js";
import { THE_DAY, decide } from "./decisions.js";

/**
 * @typedef {import("./decisions.js").Decision} Decision
 * @typedef {import("../values/fields.js").DecisionTable} DecisionTable
 * @typedef {import("./seen-values.js").SeenValues} SeenValues
 * @typedef {Record<string, string>} Places  the field or column for each input of a table
 */

/** What a table says. on: the field of the day, or "". @param {DecisionTable} table @param {Places} places @param {string} on
 * @param {SeenValues} seen */
export function askTable(table, places, on, seen) {
  const values = table.inputs.map(({ id }) => givenValue(places[id] || "", seen));
  return decide(table, values, on ? dayAt(on, seen) : null);
}

/**
 * What a computed field holds.
 * @param {string} id of the table, which the handbook may not have
 * @param {Places} places
 * @param {string} on
 * @param {SeenValues} seen
 */
export function answerText(id, places, on, seen) {
  const table = (seen.definition.matrices || {})[id];
  if (!table) return said(seen, "table-undecided", { reason: said(seen, "table-missing", { label: id }) });
  const decision = askTable(table, places, on, seen);
  const then = decision.then.join(table.hit === "collect" ? "、" : "或");
  if (decision.state === "decided" || decision.state === "blank") return then;
  const open = said(seen, "table-undecided", { reason: whyOpen(table, decision, places, on, seen) });
  return then ? `${then}；${open}` : open;
}

/** Why nothing is decided: the reason of the row, or the column that no row admits and what stands there.
 * @param {DecisionTable} table @param {Decision} decision @param {Places} places @param {string} on @param {SeenValues} seen */
export function whyOpen(table, { state, reason, column }, places, on, seen) {
  if (state !== "none") return said(seen, `table-${state}`, { reason });
  if (column === THE_DAY) return said(seen, "table-none", { label: seen.labels([on]), value: dayAt(on, seen) || "" });
  const { id, title, unit = "" } = table.inputs[column];
  const value = givenValue(places[id] || "", seen);
  const text = typeof value === "number" ? `${numberText(value)} ${unit}`.trim() : value;
  return said(seen, "table-none", { label: `「${title}」`, value: text || "" });
}

/** What the table says about a case at one time or another. @param {DecisionTable} table @param {(string | number | null)[]} values */
export const saidAtAnyTime = (table, values) =>
  table.rows
    .filter(({ guards }) =>
      guards.every((guard, place) => {
        const value = values[place];
        return !guard || (value !== null && admits(guard, value));
      }),
    )
    .flatMap(({ then = [] }) => then);

/** What is filled in at a place; null for nothing. @param {string} place @param {SeenValues} seen @returns {string | number | null} */
export function givenValue(place, seen) {
  const cell = seen.cell(place);
  return cell && cell.isFilled ? cell.value : null;
}

/** The day that is filled in at a place; null for nothing. @param {string} place @param {SeenValues} seen */
function dayAt(place, seen) {
  const text = ends(String(givenValue(place, seen) || ""))[0].slice(0, 10);
  return Number.isNaN(dayOf(text)) ? null : text;
}

/** @param {SeenValues} seen @param {string} code @param {Record<string, string>} params */
function said(seen, code, params) {
  const [words] = (seen.definition.words || {})[code];
  return words.replace(/\{(\w+)\}/g, (_, name) => params[name]);
}
