// Addresses of search: a link that opens with a question, a result's link that marks its words, and the page's own address.

/** @typedef {import("./answer.js").Row} Row */

const MOST_WORDS = 8; // marked on the target page
const LONGEST = 40; // characters of such a word
const PAUSE = 400; // ms; browsers refuse to change the address at every key

/** @type {number} */
let timer = 0;

/** The way from this page to the site's root. */
export function base() {
  return document.documentElement.dataset.base || "";
}

/** The page that lists all pages, with or without a question. @param {string} [query] */
export function searchPage(query) {
  return `${base()}search.html${query ? `?q=${encodeURIComponent(query)}` : ""}`;
}

/** A result's address with the words to mark, before its fragment. @param {Row} row */
export function linkOf(row) {
  const [path, fragment] = row.url.split("#");
  const words = row.words.filter((word) => word && word.length <= LONGEST).slice(0, MOST_WORDS);
  const asked = words.map((word) => `h=${encodeURIComponent(word)}`).join("&");
  return base() + path + (asked ? `?${asked}` : "") + (fragment ? `#${fragment}` : "");
}

/** Lets the page's address say what is searched, so that it can be shared and comes back with the Back button. @param {string} query */
export function follow(query) {
  clearTimeout(timer);
  timer = setTimeout(() => change("q", query), PAUSE);
}

/** The same at once: the reader is about to leave. @param {string} query */
export function settle(query) {
  clearTimeout(timer);
  change("q", query);
}

/** Puts a value into the page's address, or takes it out. @param {string} name @param {string} value */
export function change(name, value) {
  const address = new URL(location.href);
  address.searchParams.delete(name);
  if (value) {
    address.searchParams.delete("h"); // marks belong to the search before
    address.searchParams.set(name, value);
  }
  if (address.href === location.href) return;
  try {
    history.replaceState(history.state, "", address.href);
  } catch {
    // Refused (too often, or a browser that forbids it on file://): the address stays as it was.
  }
}
