// Moments in the words of a page, by the clock of the device. A moment is a number: ms since 1970. There is no Python half,
// because only pages speak of the present.

/** @param {number} value @param {number} [width] */
const padded = (value, width = 2) => String(value).padStart(width, "0");

/** Hours and minutes: 09:41. @param {number} ms */
export const clockTime = (ms) => new Date(ms).toTimeString().slice(0, 5);

/** Day and clock, for what is not older than a year: 11月3日 09:41. @param {number} ms */
export function dayAndClock(ms) {
  const date = new Date(ms);
  return `${date.getMonth() + 1}月${date.getDate()}日 ${clockTime(ms)}`;
}

/** The minute, as a form's control and our data write it: 2026-11-03T09:41. @param {number} ms */
export function minuteOf(ms) {
  const date = new Date(ms);
  return `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}T${clockTime(ms)}`;
}

/** The minute, as people read it: 2026-11-03 09:41. @param {number} ms */
export const readableMinute = (ms) => minuteOf(ms).replace("T", " ");

/** The moment with its offset: 2026-11-03T09:41:05.120+08:00. @param {number} ms */
export function stamp(ms) {
  const date = new Date(ms);
  const offset = -date.getTimezoneOffset();
  const zone = `${offset < 0 ? "-" : "+"}${padded(Math.floor(Math.abs(offset) / 60))}:${padded(Math.abs(offset) % 60)}`;
  return `${minuteOf(ms)}:${padded(date.getSeconds())}.${padded(date.getMilliseconds(), 3)}${zone}`;
}

/** How long something took: 04:12, and 1:04:12 from an hour on. @param {number} ms its length */
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${padded(Math.floor((seconds % 3600) / 60))}:${padded(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** How long ago a moment is. @param {number} ms 0 or NaN where nobody knows the moment */
export function ageOf(ms) {
  const minutes = Math.floor((Date.now() - ms) / 60000);
  if (!ms || !Number.isFinite(minutes)) return "時間不明";
  if (minutes < 1) return "剛才";
  if (minutes < 60) return `${minutes} 分鐘前`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} 小時前`;
  return `${Math.floor(minutes / 1440)} 天前`;
}
