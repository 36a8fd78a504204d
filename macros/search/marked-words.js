// The words that a reader has searched for are marked on the page to which a result has led.

import { indexName, setInAddress } from "./search-addresses.js";
import { make } from "../../src/browser/elements/dom.js";
import { quoted } from "./page-kinds.js";
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { openEngine } from "../../src/browser/search/engine.js";

/** @typedef {import("../../src/browser/search/engine.js").Engine["fold"]} Fold */

// Nothing is marked in fields and scripts, nor on the paper, which is copied and printed as it stands.
const SKIPPED = "script, style, template, textarea, select, option, input, button, svg, [contenteditable], .hb-paper, .hb-toc, .hb-marked, mark";
const MOST = 400; // marks on one page
const LONGEST = 40; // characters of a word
const MOST_WORDS = 8;
const MOST_NAMED = 3; // of the marked words, in the line that says so

/** Marks words on this page, and says so in a line. @param {string[]} asked as the address names them */
export async function highlight(asked) {
  const target = openTarget();
  const words = Array.from(new Set(asked.map((word) => word.trim().slice(0, LONGEST)).filter(Boolean))).slice(0, MOST_WORDS);
  const engine = await openEngine(handbook, indexName());
  const article = document.querySelector("#hb-content");
  const marks = article ? mark(article, words, (text) => engine.fold(text)) : [];
  if (!marks.length) return;
  if (target) target.scrollIntoView();
  document.body.append(note(marks));
}

/** Opens what is folded around the place that the address names. @returns {HTMLElement | null} that place, if something had to be opened */
function openTarget() {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // Not an encoded address: taken as it is.
  }
  const target = id ? document.getElementById(id) : null;
  let folded = false;
  for (let above = target && target.closest("details"); above; above = above.parentElement && above.parentElement.closest("details")) {
    folded = folded || !above.open;
    above.open = true;
  }
  return folded ? target : null;
}

/**
 * Puts <mark> around every occurrence of words, in whatever spelling the page has them.
 * @param {Element} root @param {string[]} words @param {Fold} fold makes spellings alike @returns {HTMLElement[]} the marks
 */
function mark(root, words, fold) {
  const wanted = words.map((word) => fold(word).text).filter(Boolean);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => node.parentElement && !node.parentElement.closest(SKIPPED) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT,
  });
  /** @type {Text[]} */
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(/** @type {Text} */ (node));
  /** @type {HTMLElement[]} */
  const marks = [];
  for (const text of texts) {
    if (marks.length >= MOST) break;
    marks.push(...around(text, places(text.data, wanted, fold)));
  }
  return marks;
}

/** Where words stand in a text, from and to, without overlaps. @param {string} text @param {string[]} words @param {Fold} fold @returns {[number, number][]} */
function places(text, words, fold) {
  const folded = fold(text);
  /** @type {[number, number][]} */
  const found = [];
  for (const word of words) {
    for (let from = folded.text.indexOf(word); from >= 0; from = folded.text.indexOf(word, from + word.length)) {
      const end = from + word.length;
      found.push([folded.at[from], end < folded.at.length ? folded.at[end] : text.length]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  /** @type {[number, number][]} */
  const apart = [];
  for (const [from, to] of found) {
    const last = apart[apart.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (to > from) apart.push([from, to]);
  }
  return apart;
}

/** Puts marks around places in a text. @param {Text} text @param {[number, number][]} ranges @returns {HTMLElement[]} */
function around(text, ranges) {
  /** @type {HTMLElement[]} */
  const marks = [];
  for (const [from, to] of ranges.reverse()) { // from behind: what comes before keeps its place
    const inside = text.splitText(from);
    inside.splitText(to - from);
    const made = make("mark", { class: "hb-mark" });
    inside.replaceWith(made);
    made.append(inside);
    marks.unshift(made);
  }
  return marks;
}

/** A line that says what is marked, leads from mark to mark, and takes the marks away. @param {HTMLElement[]} marks */
function note(marks) {
  const words = Array.from(new Set(marks.map((one) => one.textContent || ""))).slice(0, MOST_NAMED);
  const next = make("button", { type: "button", class: "hb-marked__button" }, "下一處");
  const clear = make("button", { type: "button", class: "hb-marked__button" }, "清除");
  const line = make("section", { class: "hb-marked hb-print-none", "aria-label": "搜尋標記" },
    make("p", { class: "hb-marked__text", role: "status" }, `已標出${quoted(words)}`), next, clear);
  let at = marks.findIndex((one) => one.getBoundingClientRect().top > 0) - 1; // before the first mark that is in sight or below
  next.addEventListener("click", () => {
    at = (at + 1) % marks.length;
    marks[at].scrollIntoView({ block: "center" });
  });
  clear.addEventListener("click", () => {
    for (const one of marks) {
      const home = one.parentNode;
      one.replaceWith(...Array.from(one.childNodes));
      if (home) home.normalize();
    }
    line.remove();
    setInAddress("h", "");
    const article = document.getElementById("hb-content");
    if (article) article.focus({ preventScroll: true });
  });
  return line;
}
