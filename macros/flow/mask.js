// A copy of a text without what says who somebody is.

const CODE = "校驗碼[ ：]*(?:[0-9A-F]{4}-){2}[0-9A-F]{4}"; // of a log: it says who nobody is
const NUMBERS = /\d[\d\s-]{5,}\d[Xx]?/; // telephone, room with date, identity card: rather too much than too little
const AMOUNT = /^[\d.,:-]{1,4}$/; // hidden only where it stands behind its name: else it would take the times away as well
const KEPT = /^(?:校驗碼.*|(?:19|20)\d\d-\d\d-\d\d)$/;

/**
 * @param {string} text
 * @param {readonly string[]} personal values that stand for a person: names, numbers, illnesses
 */
export function masked(text, personal) {
  let shown = text;
  const longestFirst = personal.map((value) => value.trim()).filter((value) => value).sort((a, b) => b.length - a.length);
  for (const value of longestFirst) shown = AMOUNT.test(value) ? withoutAmount(shown, value) : shown.split(value).join("○○");
  return shown.replace(new RegExp(`${CODE}|${NUMBERS.source}`, "g"), (found) => (KEPT.test(found.trim().slice(0, 10)) ? found : found.replace(/\d(?=(?:\D*\d){2})/g, "*")));
}

/** @param {string} text @param {string} amount */
const withoutAmount = (text, amount) => text.split(/(：[^：\s；。，]+)/).map((part) => (part === `：${amount}` ? "：○○" : part)).join("");

const FREE = new Set(["evidence", "note", "correction"]); // entries with words of one's own: nobody knows whom they name

/**
 * The log without free words: who agreed to what, what was seen.
 * @param {readonly import("../../src/browser/log/entries.js").Entry[]} log
 */
export const withoutWords = (log) => log.map((entry) => (FREE.has(entry.kind) && entry.note ? { ...entry, note: "○○" } : entry));
