// 「10月5日上午9點半」: a date without a year is understood when it is clear which year is meant, and said so.

import { parse } from "../common/values.js";

const PAST = 60; // days: what lies further back is meant for next year

/**
 * The canonical value with the year that is meant; null when the text lacks something else.
 * @param {string} type @param {string} text
 * @param {string} near canonical date of the same response, or "": the year closest to it is meant; else one to come
 * @param {number} today ms since 1970 @returns {string | null}
 */
export function withYear(type, text, near, today) {
  if (parse(type, text).problem !== "no-year") return null;
  const middle = near ? Date.parse(`${near.slice(0, 10)}T00:00:00Z`) : today;
  const year = new Date(middle).getUTCFullYear();
  /** @type {{canonical: string, far: number}[]} */
  const found = [];
  for (const one of [year - 1, year, year + 1]) {
    const { canonical } = parse(type, `${one}年${text.trim()}`);
    if (!canonical) continue;
    const days = (Date.parse(`${canonical.slice(0, 10)}T00:00:00Z`) - middle) / 86400000;
    if (near || days >= -PAST) found.push({ canonical, far: Math.abs(days) });
  }
  found.sort((a, b) => a.far - b.far);
  return found.length ? found[0].canonical : null;
}
