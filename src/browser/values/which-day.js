// A date that is not written out (「10月5日上午9點半」, 「明天上午9點半」) is understood when it is clear which day is meant.
// The browser alone does so: it knows today, and shows the reader what it understood.

import { parse, withoutWeekdays } from "./parsing.js";

const DAY = 86400000;
const PAST = 60; // days: a date without a year that lies further back is meant for next year
const FAR = 1100; // days: 26/10/5 that far away may be the 26th, written the other way round
const SHORT_YEAR = /^'?([0-9]{2}[ ]*[-/.年][ ]*[0-9]{1,2}[ ]*[-/.月])/;
const NEAR_DAY = /^([今明昨前]|大?[後后])(?:[天日]|(?=[晚早]))/;
const NEAR_YEAR = /^([今本明去])年/;
const NEAR_WEEK = /^([本這这下上])(?:個|个)?(?:星期|週|周|禮拜|礼拜)([一二三四五六日天])/;
/** @type {Record<string, number>} */
const AWAY = { 前: -2, 昨: -1, 去: -1, 上: -1, 今: 0, 本: 0, 這: 0, 这: 0, 明: 1, 下: 1, 後: 2, 后: 2, 大後: 3, 大后: 3 };

/**
 * Whether `whichDay` may help with a problem.
 * @param {string | null} problem code that `parse` gave
 */
export const isUndated = (problem) => problem === "no-year" || problem === "relative-date";

/** Today where the reader is, as ms from 1970 to the midnight (UTC) of that date. */
export function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

/**
 * The canonical value with the day that is meant; null when the day is not clear, or the text lacks more than a day.
 * @param {string} type of the field
 * @param {string} typed
 * @param {string} near canonical date of the same response: the year closest to it is meant; "" for the year to come
 * @param {number} now see `today`
 * @returns {string | null}
 */
export function whichDay(type, typed, near, now) {
  const { problem } = parse(type, typed);
  const text = typed.normalize("NFKC").trim();
  if (problem === "relative-date") return parse(type, writtenOut(text, now)).canonical;
  if (problem !== "no-year") return null;
  const middle = near ? Date.parse(`${near.slice(0, 10)}T00:00:00Z`) : now;
  const year = new Date(middle).getUTCFullYear();
  const short = SHORT_YEAR.test(text);
  const written = short ? [`20${text.replace("'", "")}`] : [year - 1, year, year + 1].map((one) => `${one}年${text}`);
  /** @type {{one: string, far: number}[]} */
  const found = [];
  for (const one of written) {
    // The weekday must not choose the year: when it does not fit the nearest one, it is wrong.
    const { canonical } = parse(type, withoutWeekdays(one));
    if (!canonical) continue;
    const days = (Date.parse(`${canonical.slice(0, 10)}T00:00:00Z`) - middle) / DAY;
    if (short ? Math.abs(days) < FAR : near || days >= -PAST) found.push({ one, far: Math.abs(days) });
  }
  found.sort((a, b) => a.far - b.far);
  return found.length ? parse(type, found[0].one).canonical : null;
}

/** @param {string} text @param {number} now */
function writtenOut(text, now) {
  const whole = (/** @type {number} */ ms) => {
    const day = new Date(ms);
    return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
  };
  const [day, year, week] = [NEAR_DAY, NEAR_YEAR, NEAR_WEEK].map((pattern) => pattern.exec(text));
  if (day) return whole(now + AWAY[day[1]] * DAY) + text.slice(day[0].length);
  if (year) return `${new Date(now).getUTCFullYear() + AWAY[year[1]]}年${text.slice(year[0].length)}`;
  if (!week) return text;
  const monday = now - ((new Date(now).getUTCDay() + 6) % 7) * DAY;
  const nth = "一二三四五六日".indexOf(week[2].replace("天", "日"));
  return whole(monday + (7 * AWAY[week[1]] + nth) * DAY) + text.slice(week[0].length);
}
