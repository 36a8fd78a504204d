// The text at a blank of a Word file becomes the value of its field.
// The twin is src/handbook/documents/readback/cells.py.

import { ends } from "../../values/time-spans.js";
import { parse } from "../../values/parsing.js";
import { clean } from "../../values/typed.js";
import { INDENT, withoutIsolates } from "../printed-values.js";
import { squash } from "../word/text-lines.js";

/**
 * @typedef {import("../../values/fields.js").Field} Field
 * @typedef {import("./evidence.js").Place} Place
 * @typedef {{place: Place, before: string}} Seen  a blank with the text that stands there now, and what it printed before
 */

const DATE_TYPES = new Set(["date", "date-time", "time", "time-span"]);
const BOXES = "□☐"; // not ticked
const OPTION = new RegExp(`([${BOXES}■☑☒√✓✔])([^${BOXES}■☑☒√✓✔]*)`, "g");
const INDENTS = new RegExp(`\n${INDENT}`, "g");

/**
 * Whether the text of a field in a Word file is a value: it is none for computed fields and signatures.
 * @param {Field} field
 * @returns {boolean}
 */
export const isRead = (field) => field.type !== "computed" && field.type !== "signature";

/**
 * The text of a record under `key`; "" when there is none or it is no text.
 * @param {any} record a response's values or a row of a list
 * @param {string} key
 * @returns {string}
 */
export const rawText = (record, key) => (record && typeof record[key] === "string" ? record[key] : "");

/**
 * The value of a field after the changes at all blanks that print it.
 * @param {Field} field
 * @param {string} old the value before
 * @param {Seen[]} seen
 * @returns {string | null} null when two blanks were changed in different ways; "" when all of them are gone
 */
export function mergedValue(field, old, seen) {
  if (!seen.length) return old;
  if (seen.every(({ place }) => place.text === null)) return "";
  let found = old;
  /** @type {string | null} */
  let whole = null;
  for (const { place, before } of seen) {
    if (place.text === null || isSame(place.text, before)) continue;
    found = typedValue(field, place.slot.style, withoutIndents(place), found);
    if (["time", "date", "short"].includes(place.slot.style)) continue; // a part of the value, which cannot contradict the whole
    if (whole !== null && whole !== found) return null;
    whole = found;
  }
  return found;
}

/** Whether a blank shows what it printed before; how words are spaced does not count. @param {string} text @param {string} before */
const isSame = (text, before) => squash(text) === squash(before.replace(/\t/g, " ")) || clean(text) === clean(before);

/**
 * The text of a blank without what the paper adds: indents of further lines, and marks of direction.
 * @param {Place} place
 * @returns {string}
 */
export const withoutIndents = ({ slot, text }) => {
  const plain = withoutIsolates(text || "");
  return slot.indented ? plain.replace(INDENTS, "\n") : plain;
};

/**
 * What somebody typed into Word, as the response keeps it. A text that is not understood is returned as typed; the rules
 * report it.
 * @param {Field} field
 * @param {string} style how the blank prints the value, such as "time"
 * @param {string} given the text
 * @param {string} old the value before
 * @returns {string}
 */
export function typedValue(field, style, given, old) {
  let text = clean(given);
  if (field.type === "choice") {
    text = ticked(field, text);
    const chosen = text && (field.choices || []).find((one) => text === (one.label || one.value) || text === one.value);
    return chosen ? chosen.value : text;
  }
  if (DATE_TYPES.has(field.type) && text) text = completed(field, style, text, old);
  const { canonical } = parse(field.type, text);
  return canonical === null ? text : canonical;
}

/**
 * The option with a tick where a blank paper prints boxes (□男　☑女 gives 女); "" where none has one. Several ticks, or
 * words that are no option, are returned as typed.
 * @param {Field} field
 * @param {string} text
 * @returns {string}
 */
function ticked(field, text) {
  const parts = [...text.matchAll(OPTION)].map(([, box, label]) => ({ box, label: squash(label) }));
  const labels = new Set((field.choices || []).map((one) => squash(one.label || one.value)));
  if (text.replace(OPTION, "").trim() || parts.some(({ label }) => !labels.has(label))) return text;
  const chosen = parts.filter(({ box }) => !BOXES.includes(box));
  return chosen.length > 1 || !parts.length ? text : chosen.map(({ label }) => label).join("");
}

/** A date or time of which the blank prints a part: 9:30 of 2026-10-05T09:00 gives 2026-10-05T09:30.
 * @param {Field} field @param {string} style @param {string} text @param {string} old */
function completed(field, style, text, old) {
  const [day, clock = ""] = old.split("T");
  if (field.type === "date-time" && style === "time" && clock) {
    const found = parse("time", text).canonical;
    if (found) return `${day}T${found}`;
  }
  if (field.type === "date-time" && style === "date" && clock) {
    const found = parse("date", text).canonical;
    if (found) return `${found}T${clock}`;
  }
  if (field.type === "time-span" && (style === "time" || style === "date")) return completedSpan(style, text, old);
  if (style === "short" && /^[0-9]{4}-/.test(old)) {
    const full = `${old.slice(0, 4)}年${text}`;
    return parse(field.type, full).canonical ? full : text;
  }
  return text;
}

/** A time span of which the blank prints only the days or only the times; the other half comes from `old`. @param {string} style @param {string} text @param {string} old */
function completedSpan(style, text, old) {
  const [[firstDay, firstClock = ""], [lastDay, lastClock = ""]] = ends(old).map((moment) => moment.split("T"));
  const parts = text.split(/[\u2013\u2014~至]/).map((part) => part.replace(/^ +| +$/g, ""));
  if (!firstClock || !lastClock || parts.length > 2) return text;
  if (style === "time") {
    const clocks = parts.map((part) => parse("time", part).canonical);
    return parts.length === 2 && clocks.every(Boolean) ? `${firstDay}T${clocks[0]}/${lastDay}T${clocks[1]}` : text;
  }
  const year = `${firstDay.slice(0, 4)}年`;
  const days = parts.map((part) => parse("date", part).canonical || parse("date", year + part).canonical);
  return days.every(Boolean) ? `${days[0]}T${firstClock}/${days[days.length - 1]}T${lastClock}` : text;
}
