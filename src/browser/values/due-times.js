// When an item of a checklist is due: `T-3 workdays 10:00` is counted from the start (T) or the end (E) of an event.
// Moments are those of the wall clock where the event takes place; they have no time zone.
// `parseDue` is the twin of `parse_due` in src/handbook/values/due_times.py; tests/fixtures/due holds both to one answer.

/**
 * @typedef {import("./fields.js").Calendar} Calendar
 * @typedef {import("./fields.js").CalendarYear} CalendarYear
 * @typedef {{anchor: string, count: number, unit: string, clock: string}} Due  count: negative before the anchor;
 *   unit: workday, day, hour, minute or "" for the anchor itself; clock: HH:MM, or "" for the anchor's own
 * @typedef {{moment: string, problem: string, year: number}} DueMoment  moment: `2026-10-09T10:00`, or "" with a problem:
 *   no-event, unknown-year (and which) or out-of-range
 */

const DUE =
  /^([TE])(?: *([+-]) *([0-9]{1,3}) *(workdays?|days?|hours?|minutes?|個?工作日|天|日|小時|分鐘))?(?: +([01][0-9]|2[0-3]):([0-5][0-9]))?$/;
/** @type {Record<string, string>} */
const UNITS = { workday: "workday", day: "day", hour: "hour", minute: "minute", 工作日: "workday", 個工作日: "workday", 天: "day", 日: "day", 小時: "hour", 分鐘: "minute" };
/** @type {Record<string, number>} */
const LENGTHS = { day: 86400000, hour: 3600000, minute: 60000 };

/**
 * What the text says.
 * @param {string} text
 * @returns {Due | null} null when it cannot be read
 */
export function parseDue(text) {
  const found = DUE.exec(text.trim());
  if (!found) return null;
  const [, anchor, sign, number, written, hours, minutes] = found;
  const unit = written ? UNITS[written] || UNITS[written.replace(/s$/, "")] : "";
  if (hours && (unit === "hour" || unit === "minute")) return null; // two clocks
  return { anchor, count: (Number(number || 0) || 0) * (sign === "-" ? -1 : 1), unit, clock: hours ? `${hours}:${minutes}` : "" };
}

/**
 * When a due time is, for one event.
 * @param {Due} due
 * @param {string} start the event's start, `2026-10-12T09:00`, or "" when it is not known
 * @param {string} end its end; "" for an end like the start
 * @param {Calendar} calendar
 * @returns {DueMoment}
 */
export function momentOf(due, start, end, calendar) {
  const written = due.anchor === "E" ? end || start : start;
  if (!written) return { moment: "", problem: "no-event", year: 0 };
  const anchor = new Date(`${written}:00Z`);
  if (due.unit === "workday" && due.count) {
    const unknown = stepWorkdays(anchor, due.count, calendar);
    if (unknown) return { moment: "", problem: "unknown-year", year: unknown };
  } else if (due.unit && due.count) anchor.setTime(anchor.getTime() + due.count * LENGTHS[due.unit]);
  const year = anchor.getUTCFullYear();
  if (year < 1 || year > 9999) return { moment: "", problem: "out-of-range", year: 0 };
  const text = anchor.toISOString();
  return { moment: `${text.slice(0, 10)}T${due.clock || text.slice(11, 16)}`, problem: "", year: 0 };
}

/**
 * Moves `day` by `count` workdays, not counting the day itself. A year that is not announced stops the count: nobody
 * knows yet which of its weekends are worked.
 * @param {Date} day @param {number} count @param {Calendar} calendar
 * @returns {number} the year that is not announced, or 0
 */
function stepWorkdays(day, count, calendar) {
  for (let left = Math.abs(count); left > 0; ) {
    day.setUTCDate(day.getUTCDate() + Math.sign(count));
    const year = calendar[String(day.getUTCFullYear())];
    if (!year) return day.getUTCFullYear();
    if (isWorkday(day, year)) left -= 1;
  }
  return 0;
}

/** @param {Date} day @param {CalendarYear} year */
function isWorkday(day, year) {
  const written = day.toISOString().slice(0, 10);
  if ((year.workdays || []).includes(written)) return true;
  const isFree = (year.public_holidays || []).includes(written) || (year.days_off || []).includes(written);
  return !isFree && day.getUTCDay() % 6 !== 0;
}
