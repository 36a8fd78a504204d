// The piece of a section's text that shows why it was found, in its own script, with what was found marked.

/** @typedef {[text: string, marked: boolean]} Part */

const LENGTH = 78; // characters
const BEFORE = 18; // of them before the first mark

/** What to mark: longer pieces of the query first. @param {import("./query.js").Query} query @returns {string[]} */
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

/** The whole text, marked. @param {string} text @param {string[]} words @param {import("./folding.js").Fold} fold @returns {Part[]} */
export function marked(text, words, fold) {
  const folded = fold(text);
  return parts(text, places(folded, words), 0, text.length);
}

/** @param {string} text @param {string[]} words @param {import("./folding.js").Fold} fold @returns {Part[]} */
export function snippet(text, words, fold) {
  const found = places(fold(text), words);
  const start = text.length > LENGTH ? bestStart(text, found) : 0;
  const end = Math.min(text.length, start + LENGTH);
  const cut = parts(text, found, start, end);
  if (start > 0) cut.unshift(["…", false]);
  if (end < text.length) cut.push(["…", false]);
  return cut;
}

/** Ranges of the original where a word stands, without overlaps, in order. @param {import("./folding.js").Folded} folded @param {string[]} words */
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

/** Where the window begins that holds the most marked characters. @param {string} text @param {[number, number][]} found */
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

/** @param {string} text @param {[number, number][]} found @param {number} start @param {number} end @returns {Part[]} */
function parts(text, found, start, end) {
  /** @type {Part[]} */
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
