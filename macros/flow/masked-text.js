// Copies of a log without what says who somebody is.

const CODE = "校驗碼[ ：]*(?:[0-9A-F]{4}-){2}[0-9A-F]{4}"; // the check code of a log says nobody's name
const NUMBERS = /\d[\d\s-]{5,}\d[Xx]?/; // telephone, identity card; a room with a date as well: too much is better than too little
const AMOUNT = /^[\d.,:-]{1,4}$/; // a number so short is hidden only behind its label, as in 「年齡：42」: else times would go as well
const KEPT = /^(?:校驗碼.*|(?:19|20)\d\d-\d\d-\d\d)$/;

/**
 * The text without names and long numbers.
 * @param {string} text
 * @param {readonly string[]} personal values that stand for a person: names, numbers, illnesses
 */
export function masked(text, personal) {
  let shown = text;
  const longestFirst = personal.map((value) => value.trim()).filter((value) => value).sort((a, b) => b.length - a.length);
  for (const value of longestFirst) shown = AMOUNT.test(value) ? withoutAmount(shown, value) : shown.split(value).join("○○");
  return shown.replace(new RegExp(`${CODE}|${NUMBERS.source}`, "g"), (found) => (KEPT.test(found.trim().slice(0, 10)) ? found : found.replace(/\d(?=(?:\D*\d){2})/g, "*")));
}

/** @param {string} text @param {string} amount a short number */
const withoutAmount = (text, amount) => text.split(/(：[^：\s；。，]+)/).map((part) => (part === `：${amount}` ? "：○○" : part)).join("");

const FREE = new Set(["evidence", "note", "correction"]); // such entries hold words of one's own, which may name anybody

/**
 * The log without words of one's own, for example who agreed to what.
 * @param {readonly import("../../src/browser/log/entries.js").Entry[]} log
 */
export const withoutWords = (log) => log.map((entry) => (FREE.has(entry.kind) && entry.note ? { ...entry, note: "○○" } : entry));
