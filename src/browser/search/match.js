// The first look at a query: which sections hold its terms, and how much of the query each section covers. The score of a
// section is the sum of BM25F weights (from the index) × how rare the terms are, × the square of the share it covers.

import { phraseTerms, settleQuery } from "./query.js";

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {import("./shards.js").Postings} Postings
 * @typedef {{number: number, score: number, cover: number}} Candidate
 *   a section that may be a result. cover: the share of the query that it covers, 0 to 1
 * @typedef {{candidates: Candidate[], unknown: boolean[], absent: boolean[], label: boolean}} Matched
 *   unknown: for each atom of the query, whether none of its terms stands anywhere; absent: whether it stands nowhere even
 *   alone; label: the query is the number of a clause that there is
 */

const NONE = { sections: new Uint32Array(0), levels: new Uint8Array(0) };
const LEVELS = 15; // the steps of weights in the index
const SINGLE = 0.45; // weight of a character by itself, when its pairs stand nowhere
const PARTLY = 0.35; // how much of an atom such a character covers
const EXTRA = 0.7; // weight of words with something between their halves
const LABEL_SCORE = 60; // a clause that is asked for by its number comes first

/**
 * Every term whose postings `match` needs.
 * @param {Query} query
 * @returns {Set<string>}
 */
export function termsOf(query) {
  const wanted = new Set(query.wanted.map((one) => one.term));
  for (const span of query.spans) {
    for (const phrase of span.phrases) phraseTerms(phrase.text).forEach((term) => wanted.add(term));
  }
  for (const atom of query.atoms) if (atom.han && atom.perhaps < 1) wanted.add(atom.text);
  query.extra.forEach((term) => wanted.add(term));
  if (query.label) wanted.add(`§${query.label}`);
  return wanted;
}

/**
 * The sections that hold terms of the query, the best first.
 * @param {Query} query
 * @param {Map<string, Postings>} postings of every term in `termsOf`
 * @param {number} size how many sections there are
 * @returns {Matched}
 */
export function match(query, postings, size) {
  const scores = new Float64Array(size);
  const full = new Uint32Array(size);
  const part = new Uint32Array(size);
  /** @param {string} term */
  const list = (term) => /** @type {Postings} */ (postings.get(term));
  /** @param {string} term */
  const rarity = (term) => {
    const holding = list(term).sections.length;
    return Math.log(1 + (size - holding + 0.5) / (holding + 0.5));
  };
  settleQuery(query, (term) => (postings.get(term) || NONE).sections.length);
  const unknown = query.atoms.map((_, index) =>
    !query.wanted.some((one) => one.from <= index && index < one.to && list(one.term).sections.length));
  const spanned = query.atoms.map(() => false);

  for (const span of query.spans) {
    const inside = query.wanted.filter((one) => span.from <= one.from && one.to <= span.to);
    const best = spanScores(span, inside, list, rarity, size);
    const bits = range(span.from, span.to);
    best.forEach(({ score, whole }, section) => {
      scores[section] += score;
      if (whole) full[section] |= bits;
    });
    spanned.fill(true, span.from, span.to);
  }
  for (const one of query.wanted) {
    const { sections, levels } = list(one.term);
    const factor = (one.weight * rarity(one.term)) / LEVELS;
    const bits = range(one.from, one.to);
    const counted = query.spans.some((span) => span.from <= one.from && one.to <= span.to);
    for (let index = 0; index < sections.length; index += 1) {
      if (!counted) scores[sections[index]] += factor * levels[index];
      full[sections[index]] |= bits;
    }
  }
  query.atoms.forEach((atom, index) => {
    if (!atom.han || atom.asks) return;
    const { sections, levels } = list(atom.text);
    const factor = (SINGLE * (unknown[index] ? 1 : 0.5) * rarity(atom.text)) / LEVELS;
    for (let at = 0; at < sections.length; at += 1) {
      scores[sections[at]] += factor * levels[at];
      part[sections[at]] |= 1 << index;
    }
  });
  for (const term of query.extra) {
    const { sections, levels } = list(term);
    const factor = (EXTRA * rarity(term)) / LEVELS;
    for (let at = 0; at < sections.length; at += 1) scores[sections[at]] += factor * levels[at];
  }
  const weights = atomWeights(query, unknown, list, rarity, size);
  const label = query.label ? list(`§${query.label}`) : null;
  if (label) label.sections.forEach((section) => { scores[section] += LABEL_SCORE; full[section] = 0xffffffff; });
  const absent = query.atoms.map((atom, index) => unknown[index] && !(postings.get(atom.text) || NONE).sections.length);
  return { candidates: candidates(scores, full, part, weights), unknown, absent, label: Boolean(label && label.sections.length) };
}

/**
 * The score of each section by the words of a span: by the words as typed, or by a phrase that may stand for them if that
 * gives more.
 * @param {import("./query.js").QuerySpan} span @param {import("./query.js").WantedTerm[]} inside
 * @param {(term: string) => Postings} list @param {(term: string) => number} rarity @param {number} size
 * @returns {Map<number, {score: number, whole: boolean}>}
 */
function spanScores(span, inside, list, rarity, size) {
  /** @type {Map<number, {score: number, whole: boolean}>} */
  const best = new Map();
  const typed = inside.map((one) => ({ term: one.term, weight: one.weight }));
  const choices = [
    { terms: typed, factor: 1, all: false },
    ...span.phrases.map((phrase) => ({
      terms: phraseTerms(phrase.text).map((term) => ({ term, weight: 1 })), factor: phrase.factor, all: true,
    })),
  ];
  for (const choice of choices) {
    if (choice.all && choice.terms.some((one) => !list(one.term).sections.length)) continue;
    const sums = new Float64Array(choice.terms.length ? size : 0);
    const held = new Uint8Array(sums.length);
    /** @type {number[]} */
    const met = [];
    for (const one of choice.terms) {
      const { sections, levels } = list(one.term);
      const factor = (choice.factor * one.weight * rarity(one.term)) / LEVELS;
      for (let index = 0; index < sections.length; index += 1) {
        if (!held[sections[index]]) met.push(sections[index]);
        sums[sections[index]] += factor * levels[index];
        held[sections[index]] += 1;
      }
    }
    for (const section of met) {
      const whole = held[section] === choice.terms.length;
      if (choice.all && !whole) continue;
      const before = best.get(section);
      if (!before || before.score < sums[section]) {
        best.set(section, { score: sums[section], whole: choice.all || Boolean(before && before.whole) });
      }
    }
  }
  return best;
}

/**
 * How much each atom counts in the share that a section covers. Rare ones count more; words that only ask hardly count.
 * @param {Query} query @param {boolean[]} unknown @param {(term: string) => Postings} list
 * @param {(term: string) => number} rarity @param {number} size
 */
function atomWeights(query, unknown, list, rarity, size) {
  const rarest = Math.log(1 + 2 * size);
  return query.atoms.map((atom, index) => {
    if (atom.asks) return 0.05 * rarest;
    const known = query.wanted.filter((one) => one.from <= index && index < one.to && list(one.term).sections.length);
    if (known.length) return Math.max(...known.map((one) => rarity(one.term) * Math.min(1, one.weight + 0.3)));
    return unknown[index] && atom.han && list(atom.text).sections.length ? 0.6 * rarest : 0.8 * rarest;
  });
}

/**
 * The candidates. `full` and `part` have one bit for each atom: of what a section covers, and of single characters in it.
 * @param {Float64Array} scores @param {Uint32Array} full @param {Uint32Array} part @param {number[]} weights
 * @returns {Candidate[]} the best first
 */
function candidates(scores, full, part, weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  /** @param {number} bits */
  const weigh = (bits) => weights.reduce((sum, weight, index) => (bits & (1 << index) ? sum + weight : sum), 0);
  /** @type {Map<number, Map<number, number>>} shares that were worked out, because many sections cover the same */
  const known = new Map();
  /** @type {Candidate[]} */
  const found = [];
  for (let number = 0; number < scores.length; number += 1) {
    if (!scores[number]) continue;
    const alone = part[number] & ~full[number];
    let covers = known.get(full[number]);
    if (!covers) known.set(full[number], (covers = new Map()));
    let cover = covers.get(alone);
    if (cover === undefined) covers.set(alone, (cover = Math.min(1, (weigh(full[number]) + PARTLY * weigh(alone)) / total)));
    found.push({ number, score: scores[number] * cover * cover, cover });
  }
  return found.sort((one, other) => other.score - one.score || one.number - other.number);
}

/** The bits of atoms from … to-1. @param {number} from @param {number} to */
function range(from, to) {
  let bits = 0;
  for (let index = from; index < to; index += 1) bits |= 1 << index;
  return bits;
}
