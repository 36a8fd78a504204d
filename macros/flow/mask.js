// A copy of a text without what says who somebody is.

const NUMBERS = /\d[\d\s-]{5,}\d[Xx]?/g; // telephone, room with date, identity card: rather too much than too little
const AMOUNTS = /^[\d\s.,:：-]{1,4}$/; // replaced everywhere, they would take the times away as well
const DATES = /^(?:19|20)\d\d-\d\d-\d\d$/;

/**
 * @param {string} text
 * @param {readonly string[]} personal values that stand for a person: names, numbers, illnesses
 */
export function masked(text, personal) {
  let shown = text;
  const longestFirst = personal.filter((value) => value.trim() && !AMOUNTS.test(value.trim())).sort((a, b) => b.length - a.length);
  for (const value of longestFirst) shown = shown.split(value).join("○○");
  return shown.replace(NUMBERS, (found) => (DATES.test(found.trim().slice(0, 10)) ? found : found.replace(/\d(?=(?:\D*\d){2})/g, "*")));
}

/**
 * The log without the values that stand for a person: what was filled in as such, and who agreed to what.
 * @param {readonly import("./log.js").Entry[]} log @param {readonly string[]} personal
 */
export const withoutNames = (log, personal) =>
  log.map((entry) => ({
    ...entry,
    value: entry.kind === "fact" && personal.includes(entry.value) ? "○○" : entry.value,
    note: entry.kind === "evidence" ? "○○" : entry.note,
  }));
