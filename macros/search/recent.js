// What was searched lately, on this device only. Where nothing can be stored, it lasts as long as the page.

const KEY = "handbook.searches";
const MOST = 8;
const LONGEST = 100;

/** @type {string[]} */
let here = [];

/** The latest first. @returns {string[]} */
export function recent() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) || "[]");
    here = Array.isArray(stored) ? stored.filter((one) => typeof one === "string" && one && one.length <= LONGEST).slice(0, MOST) : [];
  } catch {
    // Site data is blocked, or somebody else wrote there.
  }
  return here;
}

/** @param {string} query */
export function remember(query) {
  const asked = query.trim().slice(0, LONGEST);
  if (asked) keep([asked, ...recent().filter((one) => one !== asked)].slice(0, MOST));
}

/** @param {string} query */
export function forget(query) {
  keep(recent().filter((one) => one !== query));
}

export function forgetAll() {
  keep([]);
}

/** @param {string[]} searches */
function keep(searches) {
  here = searches;
  try {
    if (searches.length) localStorage.setItem(KEY, JSON.stringify(searches));
    else localStorage.removeItem(KEY);
  } catch {
    // Not remembered where site data is blocked.
  }
}
