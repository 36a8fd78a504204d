// The piece of a section's text that shows why the section was found, with the words of the query marked in it.

/** @typedef {[text: string, marked: boolean]} MarkedText  a piece of text, and whether it is marked */

const LENGTH = 78; // characters of a piece
const BEFORE = 18; // of them before the first mark

/**
 * What is marked in a text: the words of the query and what may stand for them, folded, the longest first.
 * @param {import("./query.js").Query} query
 * @returns {string[]}
 */
export function wordsOf(query) {
  /** @type {Set<string>} */
  const words = new Set();
  let run = "";
  for (const atom of [...query.atoms, { text: "", joined: false, asks: true, han: true }]) {
    if (!atom.joined || atom.asks) {
      if (run) words.add(run);
      run = "";
    }
    if (!atom.asks) run += atom.text;
  }
  for (const span of query.spans) for (const phrase of span.phrases) words.add(phrase.text);
  for (const one of query.wanted) if (one.weight > 0.3) words.add(one.term);
  return Array.from(words).sort((one, other) => other.length - one.length);
}

/**
 * The whole text, marked.
 * @param {string} text
 * @param {string[]} words as `wordsOf` gives them
 * @param {import("./folding.js").Fold} fold
 * @returns {MarkedText[]}
 */
export function marked(text, words, fold) {
  const folded = fold(text);
  return parts(text, places(folded, words), 0, text.length);
}

/**
 * The piece of the text with most marks.
 * @param {string} text
 * @param {string[]} words as `wordsOf` gives them
 * @param {import("./folding.js").Fold} fold
 * @returns {MarkedText[]}
 */
export function snippet(text, words, fold) {
  const found = places(fold(text), words);
  const start = text.length > LENGTH ? bestStart(text, found) : 0;
  const end = Math.min(text.length, start + LENGTH);
  const cut = parts(text, found, start, end);
  if (start > 0) cut.unshift(["…", false]);
  if (end < text.length) cut.push(["…", false]);
  return cut;
}

/** Where the words stand in the original text: ranges in order, without overlaps. @param {import("./folding.js").Folded} folded @param {string[]} words */
function places(folded, words) {
  const taken = new Uint8Array(folded.text.length);
  for (const word of words) {
    for (let at = folded.text.indexOf(word); at >= 0 && word; at = folded.text.indexOf(word, at + word.length)) {
      taken.fill(1, at, at + word.length);
    }
  }
  /** @type {[number, number][]} */
  const ranges = [];
  for (let at = 0; at < taken.length; at += 1) {
    if (!taken[at]) continue;
    const start = folded.at[at];
    while (at < taken.length && taken[at]) at += 1;
    ranges.push([start, folded.at[at]]);
  }
  return ranges;
}

/** Where the piece begins that holds most marked characters. @param {string} text @param {[number, number][]} found */
function bestStart(text, found) {
  let best = 0;
  let most = -1;
  for (const [start] of found) {
    const from = Math.max(0, Math.min(start - BEFORE, text.length - LENGTH));
    const held = found.reduce((sum, [first, last]) =>
      sum + Math.max(0, Math.min(last, from + LENGTH) - Math.max(first, from)), 0);
    if (held > most) {
      most = held;
      best = from;
    }
  }
  return best;
}

/** The text from `start` to `end`, cut at the marks. @param {string} text @param {[number, number][]} found @param {number} start @param {number} end @returns {MarkedText[]} */
function parts(text, found, start, end) {
  /** @type {MarkedText[]} */
  const cut = [];
  let at = start;
  for (const [first, last] of found) {
    if (last <= at || first >= end) continue;
    if (first > at) cut.push([text.slice(at, first), false]);
    cut.push([text.slice(Math.max(first, at), Math.min(last, end)), true]);
    at = Math.min(last, end);
  }
  if (at < end) cut.push([text.slice(at, end), false]);
  return cut;
}
