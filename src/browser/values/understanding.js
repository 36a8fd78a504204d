// What was filled into one field, as rules see it: its value, and what is wrong with it before any rule is asked.
// The twin of src/handbook/values/understanding.py; tests/fixtures/rules holds both to the same answers.

import { isFilledIn, textOf } from "./fields.js";
import { isUndecided } from "./identities.js";
import { parse } from "./parsing.js";
import { NUMBER_TYPES } from "./typed.js";

/**
 * @typedef {import("./fields.js").Field} Field
 * @typedef {{code: string, value?: string, limit?: string}} Problem  value: as typed; limit: that it breaks
 */

// Kept, because a keystroke changes one value, and all others are asked about again several times each.
/** @type {Map<string, [string, string]>} */
const known = new Map();
const MOST_KNOWN = 20000;
// Types of fields that name somebody or something.
const NAME_TYPES = new Set(["person", "vehicle", "room"]);

/**
 * The canonical value and "", or the text as it stands and the code of its problem.
 * @param {Field} field
 * @param {string} text
 * @returns {[string, string]}
 */
export function understood(field, text) {
  if (!text) return ["", ""];
  const key = `${field.type} ${text}`;
  let answer = known.get(key);
  if (answer) return answer;
  const parsed = parse(field.type, text);
  answer = parsed.canonical === null ? [text, parsed.problem || "not-understood"] : [parsed.canonical, ""];
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, answer);
  return answer;
}

/**
 * Whether something was filled in that is not understood.
 * @param {Field} field
 * @param {any} record the values of a response, or one row of a list
 */
export const isUnclear = (field, record) => understood(field, textOf(record, field.id))[1] !== "";

/**
 * The value as expressions see it: a double or a text. What is not understood is 0 or blank to them.
 * @param {Field} field
 * @param {any} record the values of a response, or one row of a list
 */
export function valueOf(field, record) {
  const [canonical, problem] = understood(field, textOf(record, field.id));
  const value = problem ? "" : canonical;
  return NUMBER_TYPES.has(field.type) ? Number(value) : value;
}

/**
 * What is wrong with a value before any rule is asked; null when nothing is.
 * @param {Field} field
 * @param {any} record the values of a response, or one row of a list
 * @returns {Problem | null}
 */
export function problemOf(field, record) {
  if (!isFilledIn(field)) return null;
  const text = textOf(record, field.id);
  if (!text) return field.required ? { code: "required" } : null;
  const [value, problem] = understood(field, text);
  if (problem) return { code: problem, value: text };
  if (field.type === "choice") return (field.choices || []).some((choice) => choice.value === text) ? null : { code: "unknown-choice", value: text };
  if (NAME_TYPES.has(field.type)) return isUndecided(text) ? { code: "undecided", value: text } : null;
  if (!NUMBER_TYPES.has(field.type)) return null;
  if (field.min && Number(value) < Number(field.min)) return { code: "too-small", value: text, limit: field.min };
  if (field.max && Number(value) > Number(field.max)) return { code: "too-large", value: text, limit: field.max };
  return null;
}

/**
 * Whether a rule about the field can be judged: it is filled in with something that is understood.
 * @param {Field} field
 * @param {any} record the values of a response, or one row of a list
 * @param {Record<string, any>} context what expressions see, for lists and computed fields
 */
export function isUsable(field, record, context) {
  if (field.type === "rows") return context[field.id].length > 0;
  if (field.type === "computed") return context[field.id] !== "";
  const text = textOf(record, field.id);
  return text !== "" && understood(field, text)[1] === "";
}
