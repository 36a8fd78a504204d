// When this device last showed the home page, and which changes of the handbook there were to see then. It is kept by the day:
// what is new stays new until the next day, however often the page is opened.

/** @typedef {{on: string, seen: string[]}} Visit  on: YYYY-MM-DD; seen: the keys of the changes that were listed */

const KEY = "handbook.visit";

/**
 * Notes that the home page is looked at, and says what the last visit on an earlier day was; null when there was none.
 * @param {string} today YYYY-MM-DD @param {string[]} listed keys of the changes that are listed now
 * @returns {Visit | null}
 */
export function noteVisit(today, listed) {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "null");
    const last = visit(kept);
    const before = last && last.on !== today ? last : visit(kept && kept.before);
    localStorage.setItem(KEY, JSON.stringify({ on: today, seen: listed, before }));
    return before;
  } catch {
    return null; // site data is blocked or damaged: every visit is the first
  }
}

/** Forgets when this device was here. */
export function forgetVisits() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Site data is blocked: there is nothing to forget.
  }
}

/** What was kept, without anything else; null when it is no visit. @param {any} kept @returns {Visit | null} */
function visit(kept) {
  const isVisit = kept && /^\d{4}-\d{2}-\d{2}$/.test(kept.on) && Array.isArray(kept.seen);
  return isVisit ? { on: kept.on, seen: kept.seen } : null;
}
