// The latest searches, kept on this device only. Where nothing can be stored, they last as long as the page.

const KEY = "handbook.searches";
const MOST = 8;
const LONGEST = 100;

/** @type {string[]} */
let here = [];

/** The latest searches, newest first. @returns {string[]} */
export function recentSearches() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) || "[]");
    here = Array.isArray(stored) ? stored.filter((one) => typeof one === "string" && one && one.length <= LONGEST).slice(0, MOST) : [];
  } catch {
    // Site data is blocked, or somebody else wrote there.
  }
  return here;
}

/** Keeps a search. @param {string} query */
export function rememberSearch(query) {
  const asked = query.trim().slice(0, LONGEST);
  if (asked) keep([asked, ...recentSearches().filter((one) => one !== asked)].slice(0, MOST));
}

/** Drops a search. @param {string} query */
export function forgetSearch(query) {
  keep(recentSearches().filter((one) => one !== query));
}

/** Drops all searches. */
export function forgetSearches() {
  keep([]);
}

/** Keeps these searches and no others. @param {string[]} searches */
function keep(searches) {
  here = searches;
  try {
    if (searches.length) localStorage.setItem(KEY, JSON.stringify(searches));
    else localStorage.removeItem(KEY);
  } catch {
    // Not remembered where site data is blocked.
  }
}
