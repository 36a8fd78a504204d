// One value: from the text that a place of a Word file shows to the value of its field.

import { ends } from "../../values/time-spans.js";
import { parse } from "../../values/parsing.js";
import { clean } from "../../values/typed.js";
import { squash } from "../word/visible-text.js";

/**
 * @typedef {import("../../values/fields.js").Field} Field
 * @typedef {import("./evidence.js").Place} Place
 * @typedef {{place: Place, before: string}} Seen what stands at a place and what stood there
 */

const DATE_TYPES = new Set(["date", "date-time", "time", "time-span"]);
const INDENT = /\n\u3000\u3000/g;

/** @param {Field} field */
export const isRead = (field) => field.type !== "computed" && field.type !== "signature";

/** @param {any} record @param {string} key @returns {string} */
export const rawText = (record, key) => (record && typeof record[key] === "string" ? record[key] : "");

/** The value after the changes in all places where it is printed; null when they contradict each other.
 * @param {Field} field @param {string} old @param {Seen[]} seen @returns {string | null} */
export function takenFrom(field, old, seen) {
  if (!seen.length) return old;
  if (seen.every(({ place }) => place.text === null)) return ""; // every paragraph that showed it was deleted
  let found = old;
  /** @type {string | null} */
  let whole = null;
  for (const { place, before } of seen) {
    if (place.text === null || isSame(place.text, before)) continue;
    found = typed(field, place.slot.style, plainText(place), found);
    if (["time", "date", "short"].includes(place.slot.style)) continue; // says only a part of the value
    if (whole !== null && whole !== found) return null;
    whole = found;
  }
  return found;
}

/** @param {string} text @param {string} before */
const isSame = (text, before) => squash(text) === squash(before.replace(/\t/g, " ")) || clean(text) === clean(before);

/** The text without the indents that the paper adds. @param {Place} place */
export const plainText = ({ slot, text }) => (slot.indented ? (text || "").replace(INDENT, "\n") : text || "");

/** What somebody typed into Word, as the response keeps it. Not understood stays as typed, for the rules to say.
 * @param {Field} field @param {string} style @param {string} given @param {string} old @returns {string} */
export function typed(field, style, given, old) {
  let text = clean(given);
  if (field.type === "choice") {
    const chosen = text && (field.choices || []).find((one) => text === (one.label || one.value) || text === one.value);
    return chosen ? chosen.value : text;
  }
  if (DATE_TYPES.has(field.type) && text) text = completed(field, style, text, old);
  const { canonical } = parse(field.type, text);
  return canonical === null ? text : canonical;
}

/** A date or time of which the paper shows a part, completed from what it was.
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

/** A time span of which the paper shows only the days or only the times. @param {string} style @param {string} text @param {string} old */
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
