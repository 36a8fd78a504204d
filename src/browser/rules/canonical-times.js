// Canonical dates and times as numbers: which day, how many minutes.
// The Python half is src/handbook/rules/canonical_times.py.

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$/;
const TIME = /^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T)?([01][0-9]|2[0-3]):([0-5][0-9])$/;

/** @type {Map<string, number>} what texts stand for, kept: every row is asked for its times with every keystroke */
const known = new Map();
const MOST_KNOWN = 20000;

/**
 * The day of canonical text, `2026-10-05` or `2026-10-05T09:30`.
 * @param {string} text
 * @returns {number} milliseconds of its midnight in UTC; NaN for anything else
 */
export function dayOf(text) {
  if (!DATE.test(text)) return NaN;
  const moment = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const time = moment.getTime();
  return !Number.isNaN(time) && text.slice(0, 4) !== "0000" && moment.toISOString().slice(0, 10) === text.slice(0, 10)
    ? time
    : NaN;
}

/**
 * Minutes since 00:00 of canonical text, `09:30` or `2026-10-05T09:30`; NaN for anything else.
 * @param {string} text
 */
export function minutesOfDay(text) {
  const found = TIME.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
}

/**
 * Minutes since a fixed origin; a time without a day counts from 00:00, a day without a time as its midnight.
 * @param {string} text
 * @returns {number} NaN for what is neither
 */
export function minutesOf(text) {
  let minutes = known.get(text);
  if (minutes === undefined) {
    const day = dayOf(text);
    const ofDay = minutesOfDay(text);
    minutes = Number.isNaN(day) ? ofDay : day / 60000 + (Number.isNaN(ofDay) ? 0 : ofDay);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, minutes);
  }
  return minutes;
}
