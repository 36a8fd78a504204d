// Canonical time spans are printed: 2026-10-05T09:00/2026-10-05T11:30 is 「2026年10月5日09:00–11:30」.
// With span-parsing.js the twin of src/handbook/values/time_spans.py; tests/fixtures/values holds both to the same answers.

const CANONICAL = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}:[0-9]{2})\/([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}:[0-9]{2})$/;

/**
 * Start and end of a canonical span; of any other text, the text twice.
 * @param {string} canonical
 * @returns {[string, string]}
 */
export const ends = (canonical) =>
  CANONICAL.test(canonical) ? [canonical.slice(0, 16), canonical.slice(17)] : [canonical, canonical];

/**
 * A span as printed. The end does not repeat the date, or the year, that it has in common with the start.
 * @param {string} canonical
 * @param {string} style see `format` in typed.js
 * @param {(canonical: string, style: string) => string} moment prints one moment
 */
export function formatSpan(canonical, style, moment) {
  if (!CANONICAL.test(canonical)) return canonical;
  const [start, end] = ends(canonical);
  if (style === "time") return `${start.slice(11)}–${end.slice(11)}`;
  const first = moment(start, style);
  if (start.slice(0, 10) === end.slice(0, 10)) return style === "date" ? first : `${first}–${end.slice(11)}`;
  const last = moment(end, style);
  const year = `${Number(end.slice(0, 4))}年`;
  return `${first}–${start.slice(0, 4) === end.slice(0, 4) && last.startsWith(year) ? last.slice(year.length) : last}`;
}
