// What was filled into one field, as rules see it: its value, and what is wrong with it before any rule is asked.

import { isFilledIn, textOf } from "./fields.js";
import { isUndecided } from "./identities.js";
import { parse } from "./parsing.js";

/**
 * @typedef {import("./fields.js").Field} Field
 * @typedef {{code: string, value?: string, limit?: string}} Problem
 */

// Kept, because a keystroke changes one value, and all others are asked about again several times each.
/** @type {Map<string, [string, string]>} */
const understood = new Map();
const MOST_UNDERSTOOD = 20000;
const NAMES = new Set(["person", "vehicle", "room"]);

/** @param {Field} field @param {string} text @returns {[string, string]} canonical (or the text) and problem code */
export function canonical(field, text) {
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

/** @param {Field} field @param {any} record */
export function valueOf(field, record) {
  const [value, problem] = canonical(field, textOf(record, field.id));
  if (field.type === "number" || field.type === "money") return value && !problem ? Number(value) : 0;
  return value;
}

/** What is wrong with a value, rules apart. @param {Field} field @param {any} record @returns {Problem | null} */
export function problemOf(field, record) {
  if (!isFilledIn(field)) return null;
  const text = textOf(record, field.id);
  if (!text) return field.required ? { code: "required" } : null;
  const [value, problem] = canonical(field, text);
  if (problem) return { code: problem, value: text };
  if (field.type === "choice") return (field.choices || []).some((choice) => choice.value === text) ? null : { code: "unknown-choice", value: text };
  if (NAMES.has(field.type)) return isUndecided(text) ? { code: "undecided", value: text } : null;
  if (field.type !== "number" && field.type !== "money") return null;
  if (field.min && Number(value) < Number(field.min)) return { code: "too-small", value: text, limit: field.min };
  if (field.max && Number(value) > Number(field.max)) return { code: "too-large", value: text, limit: field.max };
  return null;
}

/** True when a rule about this field can be judged: filled, with something that can be understood.
 * @param {Field} field @param {any} record @param {Record<string, any>} context */
export function usable(field, record, context) {
  if (field.type === "rows") return context[field.id].length > 0;
  if (field.type === "computed") return context[field.id] !== "";
  const text = textOf(record, field.id);
  return text !== "" && canonical(field, text)[1] === "";
}
