// When an item is due: `T-3 workdays 10:00`, counted from the event. Wall clock, no zone.
// The twin of src/handbook/values/due_times.py; tests/fixtures/due holds both to the same answers: change them together.

/**
 * @typedef {{public_holidays?: string[], days_off?: string[], workdays?: string[], source?: string}} Year
 * @typedef {Record<string, Year>} Calendar by year
 * @typedef {{anchor: string, count: number, unit: string, clock: string}} Due
 * @typedef {{moment: string, problem: string, year: number}} Answer
 */

const DUE =
  /^([TE])(?: *([+-]) *([0-9]{1,3}) *(workdays?|days?|hours?|minutes?|個?工作日|天|日|小時|分鐘))?(?: +([01][0-9]|2[0-3]):([0-5][0-9]))?$/;
/** @type {Record<string, string>} */
const UNITS = { workday: "workday", day: "day", hour: "hour", minute: "minute", 工作日: "workday", 個工作日: "workday", 天: "day", 日: "day", 小時: "hour", 分鐘: "minute" };
/** @type {Record<string, number>} */
const LENGTHS = { day: 86400000, hour: 3600000, minute: 60000 };

/** What the text says, or null when it cannot be read. @param {string} text @returns {Due | null} */
export function parseDue(text) {
  const found = DUE.exec(text.trim());
  if (!found) return null;
  const [, anchor, sign, number, written, hours, minutes] = found;
  const unit = written ? UNITS[written] || UNITS[written.replace(/s$/, "")] : "";
  if (hours && (unit === "hour" || unit === "minute")) return null; // two clocks
  return { anchor, count: (Number(number || 0) || 0) * (sign === "-" ? -1 : 1), unit, clock: hours ? `${hours}:${minutes}` : "" };
}

/** The due time as a reader understands it. @param {Due} due */
export function words(due) {
  const base = due.anchor === "T" ? "開始" : "結束";
  const clock = due.clock ? ` ${due.clock}` : "";
  if (!due.unit || !due.count) return clock ? `${base}當天${clock}` : `${base}時`;
  const side = due.count < 0 ? "前" : "後";
  const number = Math.abs(due.count);
  if (due.unit === "workday") return `${base}${side}第 ${number} 個工作日${clock || "同一時刻"}`;
  return `${base}${side} ${number} ${{ day: "天", hour: "小時", minute: "分鐘" }[due.unit]}${clock}`;
}

/**
 * When that is, for an event from `start` to `end` (2026-10-12T09:00; a blank end is the start).
 * problem: no-event, unknown-year (and which), out-of-range.
 * @param {Due} due @param {string} start @param {string} end @param {Calendar} calendar @returns {Answer}
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
 * Moves `day` by `count` workdays, not counting the day itself. Answers the first year nobody has announced, or 0:
 * without the announcement it is unknown which weekends are worked, and a guess would be taken for a date.
 * @param {Date} day @param {number} count @param {Calendar} calendar
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

/** @param {Date} day @param {Year} year */
function isWorkday(day, year) {
  const written = day.toISOString().slice(0, 10);
  if ((year.workdays || []).includes(written)) return true;
  const isFree = (year.public_holidays || []).includes(written) || (year.days_off || []).includes(written);
  return !isFree && day.getUTCDay() % 6 !== 0;
}
