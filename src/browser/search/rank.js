// The second look at a query: the best candidates again, with their text. A section that says the query in one piece, in its
// heading or in one sentence, is better than one that holds the same characters far apart.

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {import("./match.js").Candidate} Candidate
 * @typedef {import("./shards.js").FoundSection} FoundSection
 * @typedef {{section: FoundSection, score: number, cover: number, exact: boolean, titled: boolean, all: boolean}} Ranked
 *   exact: the section says the whole query in one piece; titled: it does so in its title or a name; all: it has every word
 *   that was typed apart
 */

const SENTENCE = /[。；！？\n;!?]+/;
const NUMBER = /^(?:第?[零一二三四五六七八九十百]+[条章节、]|\([零一二三四五六七八九十0-9]+\)|[0-9.]+[.、]?)\s*/;
const SPACE = / +/g;
// What it is worth, beside the first score, that the words of the query stand together
const TITLE = 1.4; // in the title,
const PATH = 0.5; // in the titles above,
const TEXT = 0.8; // in the text,
const SENTENCES = 0.6; // in one sentence;
const ANSWERS = 0.4; // that the text holds what looks like an answer;
const HEADED = 0.3; // and that the title announces such an answer
const KIND = 0.8; // that the page is of the kind that is asked for

/**
 * The candidates in the order of results.
 * @param {Query} query
 * @param {Candidate[]} candidates
 * @param {FoundSection[]} sections in the order of the candidates
 * @param {import("./folding.js").Fold} fold
 * @param {(section: number) => string} kindOf
 * @returns {Ranked[]} the best first; before all others those that have every word that was typed apart
 */
export function rank(query, candidates, sections, fold, kindOf) {
  const pieces = contentPieces(query);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0) || 1;
  const whole = query.text.replace(SPACE, "");
  const apart = wordsToHold(query);
  const best = candidates.length ? candidates[0].score : 1;
  return candidates.map((candidate, index) => {
    const section = sections[index];
    const title = squeeze(fold(section.title).text);
    const bare = title.replace(NUMBER, "");
    const names = section.names.map((name) => squeeze(fold(name).text));
    const path = squeeze(fold(section.path.join("\n")).text);
    const text = fold(section.text).text;
    const flat = squeeze(text);
    let bonus = 0;
    bonus += TITLE * share(pieces, title, length);
    bonus += PATH * share(pieces, path, length);
    bonus += TEXT * share(pieces, flat, length);
    bonus += SENTENCES * bestSentence(query, text);
    const exactTitle = bare === whole || title === whole || names.includes(whole);
    if (exactTitle) bonus += 1.6;
    else if (bare.startsWith(whole)) bonus += 0.5;
    else if (title.includes(whole)) bonus += 0.4;
    if (query.answer && query.answer.looks.test(flat)) bonus += ANSWERS;
    if (query.answer && query.answer.headings.some((word) => title.includes(word))) bonus += HEADED;
    if (query.kind.kinds.includes(kindOf(candidate.number))) bonus += KIND;
    const held = [title, path, flat, ...names].join("\n");
    const all = apart.every((ways) => ways.some((word) => held.includes(word)));
    const titled = title.includes(whole) || names.some((name) => name.includes(whole));
    const exact = titled || flat.includes(whole);
    if (exact) bonus += Math.min(1, whole.length / 5);
    return { section, score: (candidate.score / best) * (0.5 + bonus), cover: candidate.cover, exact, titled, all };
  }).sort((one, other) => Number(other.all) - Number(one.all) || other.score - one.score || one.section.number - other.section.number);
}

/**
 * The words that were typed apart, each with what may stand for it. Words that only ask are left out.
 * @param {Query} query
 * @returns {string[][]}
 */
function wordsToHold(query) {
  return query.words
    .filter((word) => query.atoms.slice(word.from, word.to).some((atom) => !atom.asks))
    .map((word) => {
      const text = query.atoms.slice(word.from, word.to).map((atom) => atom.text).join("");
      const spans = query.spans.filter((span) => span.from === word.from && span.to === word.to);
      return [text, ...spans.flatMap((span) => span.phrases.map((phrase) => squeeze(phrase.text)))];
    });
}

/** The pieces of a query that say what it is about, without question words. @param {Query} query @returns {string[]} */
function contentPieces(query) {
  /** @type {string[]} */
  const pieces = [];
  let piece = "";
  for (const atom of query.atoms) {
    if (atom.asks || !atom.joined) {
      if (piece) pieces.push(piece);
      piece = "";
    }
    if (!atom.asks) piece += atom.text;
  }
  if (piece) pieces.push(piece);
  return pieces;
}

/** How much of the pieces stands in `text` together, 0 to 1. @param {string[]} pieces @param {string} text @param {number} length */
function share(pieces, text, length) {
  let sum = 0;
  for (const piece of pieces) {
    const common = longestCommon(piece, text);
    sum += common > 1 || piece.length === 1 ? (common * common) / piece.length : 0;
  }
  return sum / length;
}

/** The length of the longest part of `piece` that stands in `text`. @param {string} piece @param {string} text */
function longestCommon(piece, text) {
  for (let length = piece.length; length > 0; length -= 1) {
    for (let from = 0; from + length <= piece.length; from += 1) {
      if (text.includes(piece.slice(from, from + length))) return length;
    }
  }
  return 0;
}

/** The largest share of the query's terms that one sentence holds, 0 to 1. @param {Query} query @param {string} text */
function bestSentence(query, text) {
  const wanted = query.wanted.filter((one) => one.weight > 0.3);
  const total = wanted.reduce((sum, one) => sum + one.weight, 0);
  if (!total) return 0;
  let best = 0;
  for (const sentence of text.split(SENTENCE)) {
    const flat = squeeze(sentence);
    let held = 0;
    for (const one of wanted) if (flat.includes(one.term)) held += one.weight;
    best = Math.max(best, held / total);
  }
  return best;
}

/** A text without spaces. @param {string} text */
function squeeze(text) {
  return text.replace(SPACE, "");
}
