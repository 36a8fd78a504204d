// What was filled into one field, as rules see it: its value, and what is wrong with it before any rule is asked.
// The Python half is src/handbook/values/understanding.py; tests/fixtures/rules holds both to the same answers.

import { isFilledIn, textOf } from "./fields.js";
import { isUndecided } from "./identities.js";
import { parse } from "./parsing.js";
import { NUMBER_TYPES, TURNING } from "./typed.js";

/**
 * @typedef {import("./fields.js").Field} Field
 * @typedef {Readonly<Record<string, unknown>>} Filled  the values of a response, or a row of a list
 * @typedef {{code: string, value?: string, limit?: string}} ValueProblem  what is wrong with a value: a code of the definition's
 *   `words`, and what it speaks of
 */

/** @type {Map<string, [string, string]>} what texts mean, kept: a keystroke changes one value, and all are asked about again */
const understood = new Map();
const MOST_UNDERSTOOD = 20000;
const NAMING = new Set(["person", "vehicle", "room"]); // types of field in which somebody or something is named

/**
 * The canonical value of a text and ""; of a text that is not understood the text and the code of the problem.
 * @param {Field} field
 * @param {string} text as typed
 * @returns {[string, string]}
 */
export function understand(field, text) {
  if (!text) return ["", ""];
  const key = `${field.type} ${text}`;
  let known = understood.get(key);
  if (known) return known;
  const parsed = parse(field.type, text);
  known = parsed.canonical === null ? [text, parsed.problem || "not-understood"] : [parsed.canonical, ""];
  if (understood.size >= MOST_UNDERSTOOD) understood.clear();
  understood.set(key, known);
  return known;
}

/**
 * Whether something is filled in that is not understood.
 * @param {Field} field
 * @param {Filled} record
 */
export const isUnclear = (field, record) => understand(field, textOf(record, field.id))[1] !== "";

/**
 * The value as expressions see it: a number for numbers, text for the rest; what is not understood is blank.
 * @param {Field} field
 * @param {Filled} record
 */
export function seenValue(field, record) {
  const [canonical, problem] = understand(field, textOf(record, field.id));
  const known = problem ? "" : canonical;
  return NUMBER_TYPES.has(field.type) ? Number(known || 0) : known;
}

/**
 * What is wrong with a value by itself: missing, not understood, not among the choices, too small or too large.
 * @param {Field} field
 * @param {Filled} record
 * @returns {ValueProblem | null}
 */
export function valueProblem(field, record) {
  if (!isFilledIn(field)) return null;
  const text = textOf(record, field.id);
  if (!text) return field.required ? { code: "required" } : null;
  const [canonical, problem] = understand(field, text);
  if (problem) return { code: problem, value: text };
  if (field.type === "choice" && !(field.choices || []).some((choice) => choice.value === text)) return { code: "unknown-choice", value: text };
  if (NAMING.has(field.type) && isUndecided(text)) return { code: "undecided", value: text };
  if (NUMBER_TYPES.has(field.type)) {
    if (field.min && Number(canonical) < Number(field.min)) return { code: "too-small", value: text, limit: field.min };
    if (field.max && Number(canonical) > Number(field.max)) return { code: "too-large", value: text, limit: field.max };
  }
  return TURNING.test(text) ? { code: "turning", value: text } : null;
}

/**
 * Whether a rule about the field can be judged: it is filled, with something that is understood.
 * @param {Field} field
 * @param {Filled} record
 * @param {Readonly<Record<string, any>>} context what expressions see, of the response or of the row: for lists and computed values
 */
export function isUsable(field, record, context) {
  if (field.type === "rows") return context[field.id].length > 0;
  if (field.type === "computed") return context[field.id] !== "";
  return textOf(record, field.id) !== "" && !isUnclear(field, record);
}
