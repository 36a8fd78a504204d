// Addresses of the search: a link that opens with a query, a result's link that marks its words, and the page's own address.

/** @typedef {import("../../src/browser/search/engine.js").SearchResult} SearchResult */

const MOST_WORDS = 8; // marked on the target page
const LONGEST = 40; // characters of such a word
const PAUSE = 400; // ms after the last key: browsers refuse to change the address at every key

/** @type {number} */
let timer = 0;

/** The way from this page to the site's root: "" or "../". */
export function base() {
  return document.documentElement.dataset.base || "";
}

/** The index that is searched from this page: that of the readers, or of those who write the handbook. */
export function indexName() {
  return document.documentElement.dataset.searchIndex || "search";
}

/** Address of the page that lists all pages, with or without a query. @param {string} [query] */
export function searchPage(query) {
  return `${base()}${indexName()}.html${query ? `?q=${encodeURIComponent(query)}` : ""}`;
}

/** Address of a result, with the words to mark before its fragment. @param {SearchResult} row */
export function linkOf(row) {
  const [path, fragment] = row.url.split("#");
  const words = row.words.filter((word) => word && word.length <= LONGEST).slice(0, MOST_WORDS);
  const asked = words.map((word) => `h=${encodeURIComponent(word)}`).join("&");
  return base() + path + (asked ? `?${asked}` : "") + (fragment ? `#${fragment}` : "");
}

/** Lets the page's address say soon what is searched: it can be shared, and comes back with the Back button. @param {string} query */
export function follow(query) {
  clearTimeout(timer);
  timer = setTimeout(() => setInAddress("q", query), PAUSE);
}

/** Lets the page's address say at once what is searched, because the reader is about to leave. @param {string} query */
export function settle(query) {
  clearTimeout(timer);
  setInAddress("q", query);
}

/** Puts a value into the page's address, or takes it out. @param {string} name @param {string} value "" takes it out */
export function setInAddress(name, value) {
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
