// Times in a row that lack what the row itself or the one above gives: 「10:30」 is of the same day, 「半小時」 is from the start,
// 「9:00–10:30」 in the first field is both. The browser alone does so, and shows the reader what it understood.

import { parse } from "./parsing.js";
import { ends } from "./time-spans.js";

/** @typedef {import("./fields.js").Row} Row */

const MINUTE = 60000; // milliseconds
const HALF = /^半(?:[個个])?(?:小[時时]|鐘頭|钟头)$/;
const HOURS = /^([0-9]{1,2}(?:\.5)?)(?:[個个])?(半)?(?:小[時时]|鐘頭|钟头)(半)?$/;
const MINUTES = /^([0-9]{1,3})分[鐘钟]?$/;
const NUMERALS = "零一二三四五六七八九十";

/**
 * The cells of a row that become clear.
 * @param {string[]} columns ids of its moments, in their order
 * @param {Row} row as typed
 * @param {string} before canonical: the last moment of the row above, or a day; "" for none
 * @returns {Row}
 */
export function clearedTimes(columns, row, before) {
  /** @type {Row} */
  const cells = {};
  let near = before;
  columns.forEach((id, at) => {
    const text = (row[id] || "").trim();
    const { canonical, problem } = parse("date-time", text);
    if (id in cells || canonical !== null) {
      near = cells[id] || canonical || near;
      return;
    }
    const day = near.slice(0, 10);
    const next = columns[at + 1];
    const lasts = minutesIn(text);
    const span = parse("time-span", text).canonical || (day && parse("time-span", `${day} ${text}`).canonical);
    if (lasts && near.length > 10) {
      if (at === 0 && next && !row[next]) {
        cells[id] = near;
        cells[next] = later(near, lasts);
      } else if (at > 0) cells[id] = later(near, lasts);
    } else if (span) {
      if (next && !row[next]) [cells[id], cells[next]] = ends(span);
    } else if (problem === "no-date" && day) {
      const found = parse("date-time", `${day} ${text}`).canonical;
      if (found) cells[id] = found;
    }
    near = cells[id] || near;
  });
  return cells;
}

/**
 * The last moment that a row tells; "" for none.
 * @param {string[]} columns
 * @param {Row} row
 */
export function lastMoment(columns, row) {
  const moments = columns.map((id) => parse("date-time", row[id] || "").canonical || "");
  return moments.filter((one) => one).pop() || "";
}

/** How many minutes 「半小時」, 「一個半小時」, 「40分鐘」 last; 0 for what is no duration. @param {string} typed */
function minutesIn(typed) {
  const text = typed.normalize("NFKC").replace(/ /g, "").replace(/兩|两/g, "二").replace(/[零一二三四五六七八九十]/g, numeral);
  if (HALF.test(text)) return 30;
  const hours = HOURS.exec(text);
  if (hours) return Number(hours[1]) * 60 + (hours[2] || hours[3] ? 30 : 0);
  const minutes = MINUTES.exec(text);
  return minutes ? Number(minutes[1]) : 0;
}

/** @param {string} one */
const numeral = (one) => String(NUMERALS.indexOf(one));

/** @param {string} moment @param {number} minutes */
const later = (moment, minutes) => new Date(Date.parse(`${moment}:00Z`) + minutes * MINUTE).toISOString().slice(0, 16);
