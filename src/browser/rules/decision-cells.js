// What a cell of a decision table admits: everything (null), certain texts, or numbers within bounds. Cells are read when
// the handbook is built. The Python half is src/handbook/rules/decision_cells.py; tests/fixtures/rules/decisions.json holds
// both to the same answers.

import { oneSpelling } from "../values/spelling.js";

/**
 * Whether a cell admits a value: a number, or a text in any spelling.
 * @param {import("../values/fields.js").Guard | null} guard
 * @param {string | number} value
 */
export function admits(guard, value) {
  if (!guard) return true;
  if (typeof value === "number") return (guard.spans || []).some((span) => holds(span, value));
  return (guard.texts || []).includes(oneSpelling(value));
}

/** @param {import("../values/fields.js").NumberSpan} span @param {number} number */
function holds([least, withLeast, most, withMost], number) {
  const above = least === null || number > least || (withLeast && number === least);
  return above && (most === null || number < most || (withMost && number === most));
}
