// Takes a query apart: into atoms (each a Chinese character, a word or a number), the terms they make, and what may stand
// for some of them, such as synonyms.

import { inChinese, isNumeral, numeralValue } from "./numerals.js";
import { kindsNamed } from "./kind-words.js";
import { asking, expectedAnswer } from "./question-words.js";
import { HAN, runs, terms } from "./terms.js";

/**
 * @typedef {{text: string, han: boolean, joined: boolean, perhaps: number, asks: boolean}} Atom
 *   joined: nothing stands between it and the atom before; perhaps: how likely it is part of a question word, 0 to 1; asks:
 *   whether it is, which `settleQuery` decides
 * @typedef {{term: string, from: number, to: number, weight: number, alone?: boolean}} WantedTerm
 *   a term of the query, made of atoms from … to-1; weight: set by `settleQuery`; alone: it was added there
 * @typedef {{text: string, factor: number}} Phrase  what may stand for other words; factor: how much it counts
 * @typedef {{from: number, to: number, phrases: Phrase[]}} QuerySpan  phrases that may stand for atoms from … to-1
 * @typedef {{text: string, atoms: Atom[], wanted: WantedTerm[], spans: QuerySpan[], extra: string[], label: string, answer: ReturnType<typeof expectedAnswer>,
 *   kind: ReturnType<typeof kindsNamed>, words: {from: number, to: number}[]}} Query
 *   extra: further terms that count less; label: the number of a clause, if the query is one; answer: how an answer may look;
 *   kind: of pages that its last word asks for; words: those that were typed apart, as atoms from … to-1
 */

/** Atoms of a query that are read; `match.js` keeps one bit for each. */
export const MOST = 31;
// What terms count, beside 1 for an ordinary one:
const SYNONYM = 0.9;
const ASKS = 0.12; // a word that only asks
const HALF = 0.5; // a pair of which one character only asks
const JOINT = 0.5; // a number or Latin word with a Chinese character
const COHESION = 0.25; // two characters are a word when this share of the rarer one's sections has them together
// Characters that stand apart from each other were meant as a word.
const LONE = new RegExp(`(?<![${HAN}])([${HAN}]) (?=[${HAN}](?![${HAN}]))`, "gu");
// What stands between words; a dot or colon between digits belongs to the number.
const BETWEEN = /(?![.:](?<=[0-9].)(?=[0-9]))[^\p{L}\p{N}%]+/gu;
const LABEL = /^(?:第?[零一二三四五六七八九十百]+[条章节、]?)?(?:\([零一二三四五六七八九十]+\)|[0-9]+(?:\.[0-9]+)*\.?|\([0-9]+\))*$/;

/**
 * Word → what may stand for it.
 * @param {string[][][]} groups the handbook's synonyms, as `_synonyms` of shards.py writes them
 * @returns {Map<string, Phrase[]>}
 */
export function synonymTable(groups) {
  /** @type {Map<string, Phrase[]>} */
  const table = new Map();
  for (const [say, mean = say] of groups) {
    for (const word of say) {
      const known = table.get(word) || [];
      for (const text of mean) {
        if (text !== word && !known.some((other) => other.text === text)) known.push({ text, factor: SYNONYM });
      }
      table.set(word, known);
    }
  }
  return table;
}

/**
 * A query, taken apart. Its weights are set by `settleQuery`.
 * @param {string} folded the query
 * @param {Map<string, Phrase[]>} synonyms
 * @returns {Query}
 */
export function parseQuery(folded, synonyms) {
  const text = folded.replace(BETWEEN, " ").replace(LONE, "$1").trim();
  const atoms = cut(text);
  const label = folded.trim().replace(/[ ]|[.、]$/g, "");
  return {
    text,
    atoms,
    wanted: pairs(atoms),
    spans: [...standIns(atoms, synonyms), ...figures(atoms)],
    extra: splitWords(atoms),
    label: label.length > 1 && LABEL.test(label) ? label : "",
    answer: expectedAnswer(text),
    kind: kindsNamed(text),
    words: wordsApart(atoms),
  };
}

/** The words of a query that were typed apart; none when there is one. @param {Atom[]} atoms */
function wordsApart(atoms) {
  const begins = atoms.flatMap((atom, index) => (atom.joined ? [] : [index]));
  return begins.length > 1 ? begins.map((from, at) => ({ from, to: begins[at + 1] ?? atoms.length })) : [];
}

/** The atoms of a text. @param {string} text @returns {Atom[]} */
function cut(text) {
  const asks = asking(text);
  /** @type {Atom[]} */
  const atoms = [];
  let end = -1;
  for (const run of runs(text)) {
    const touching = run.start === end;
    const pieces = run.han ? Array.from(run.text) : [run.text];
    let at = run.start;
    pieces.forEach((piece, index) => {
      atoms.push({ text: piece, han: run.han, joined: index > 0 || touching, perhaps: run.han ? asks[at] : 0, asks: false });
      at += piece.length;
    });
    end = run.start + run.text.length;
  }
  return atoms.slice(0, MOST);
}

/** The terms that atoms make. @param {Atom[]} atoms @returns {WantedTerm[]} */
function pairs(atoms) {
  /** @type {WantedTerm[]} */
  const found = [];
  atoms.forEach((atom, index) => {
    const next = atoms[index + 1];
    const follows = Boolean(next && next.joined);
    if (!atom.han || (!atom.joined && !follows)) found.push({ term: atom.text, from: index, to: index + 1, weight: 1 });
    if (follows && (atom.han || next.han)) found.push({ term: atom.text + next.text, from: index, to: index + 2, weight: 1 });
  });
  return found;
}

/**
 * Decides by the index which characters only ask and how much each term counts. Changes the query.
 * @param {Query} query
 * @param {(term: string) => number} holding how many sections hold a term
 */
export function settleQuery(query, holding) {
  const { atoms } = query;
  /** Whether an atom and the one before it make a word. @param {number} index */
  const word = (index) => {
    const [one, other] = [atoms[index - 1], atoms[index]];
    if (!one || !other || !other.joined || one.perhaps === 1 || other.perhaps === 1) return false;
    const together = holding(one.text + other.text);
    return together > 0 && together >= COHESION * Math.min(holding(one.text), holding(other.text));
  };
  atoms.forEach((atom, index) => {
    atom.asks = atom.perhaps === 1 || (atom.perhaps > 0 && atoms.length > 2 && !word(index) && !word(index + 1));
  });
  const kindFrom = atoms.length - query.kind.length;
  if (query.kind.length && namesKind(query, kindFrom, holding)) atoms.slice(kindFrom).forEach((atom) => { atom.asks = true; });
  else query.kind = { kinds: [], length: 0 };
  if (atoms.every((atom) => atom.asks)) atoms.forEach((atom) => { atom.asks = false; });
  // 要人 in 需要人力 is no word of the query, because 要 and 人 belong to the words beside it.
  query.spans = query.spans.filter((span) => span.to - span.from > 2 || !(word(span.from) || word(span.to)));
  // A character between words that only ask is a word by itself, such as 假 in 三天的假.
  query.wanted = query.wanted.filter((one) => !one.alone);
  atoms.forEach((atom, index) => {
    const beside = [atom.joined ? atoms[index - 1] : undefined, (atoms[index + 1] || { joined: false }).joined ? atoms[index + 1] : undefined];
    if (atom.han && !atom.asks && beside.some(Boolean) && beside.every((other) => !other || other.asks)) {
      query.wanted.push({ term: atom.text, from: index, to: index + 1, weight: 1, alone: true });
    }
  });
  for (const one of query.wanted) {
    const inside = atoms.slice(one.from, one.to);
    const asking = inside.filter((atom) => atom.asks).length;
    const mixed = inside.some((atom) => !atom.han) && inside.length > 1;
    one.weight = (mixed ? JOINT : 1) * (asking === inside.length ? ASKS : asking ? HALF : 1);
  }
}

/**
 * Whether the last word of a query is about the kind of page, and no part of a name such as 應急流程.
 * @param {Query} query @param {number} from its first atom @param {(term: string) => number} holding
 */
function namesKind({ atoms, spans }, from, holding) {
  if (from < 1 || spans.some((span) => span.from < from && from < span.to)) return false;
  return !atoms[from].joined || !holding(atoms[from - 1].text + atoms[from].text);
}

/** The synonyms in a query. Of several words that begin at one place the longest counts. @param {Atom[]} atoms @param {Map<string, Phrase[]>} synonyms @returns {QuerySpan[]} */
function standIns(atoms, synonyms) {
  const longest = Math.max(0, ...Array.from(synonyms.keys(), (word) => word.length));
  /** @type {QuerySpan[]} */
  const spans = [];
  for (let from = 0; from < atoms.length; from += 1) {
    let text = "";
    let last = from;
    /** @type {Phrase[]} */
    let phrases = [];
    for (let to = from; to < atoms.length && (to === from || atoms[to].joined); to += 1) {
      text += atoms[to].text;
      if (text.length > longest) break;
      const found = synonyms.get(text);
      if (found) {
        phrases = found;
        last = to;
      }
    }
    if (phrases.length) {
      spans.push({ from, to: last + 1, phrases });
      from = last;
    }
  }
  return spans;
}

/** Other ways to write the numbers of a query: 三天 and 3天, 兩天 and 二天, 半小時 and 30分鐘. @param {Atom[]} atoms @returns {QuerySpan[]} */
function figures(atoms) {
  /** @type {QuerySpan[]} */
  const spans = [];
  for (let from = 0; from + 1 < atoms.length; from += 1) {
    let to = from;
    let numeral = "";
    while (to < atoms.length && atoms[to].han && isNumeral(atoms[to].text) && (to === from || atoms[to].joined)) {
      numeral += atoms[to].text;
      to += 1;
    }
    const unit = atoms[Math.max(to, from + 1)];
    if (numeral && unit && unit.joined && unit.han && !Number.isNaN(numeralValue(numeral))) {
      const texts = [`${numeralValue(numeral)}${unit.text}`, `${inChinese(numeralValue(numeral))}${unit.text}`];
      spans.push({ from, to: to + 1, phrases: texts.map((text) => ({ text, factor: 1 })) });
      from = to;
    } else if (/^[0-9]{1,4}$/.test(atoms[from].text) && atoms[from + 1].joined && atoms[from + 1].han) {
      const value = Number(atoms[from].text);
      const texts = [inChinese(value) + atoms[from + 1].text, ...(value === 2 ? [`两${atoms[from + 1].text}`] : [])];
      spans.push({ from, to: from + 2, phrases: texts.map((text) => ({ text, factor: 1 })) });
    } else if (atoms[from].text === "半" && atoms[from + 1].text === "小") {
      spans.push({ from, to: Math.min(atoms.length, from + 3), phrases: [{ text: "30分钟", factor: 1 }] });
    }
  }
  return spans;
}

/** The words of a query with a number between their halves: 請假 in 請三天假. @param {Atom[]} atoms @returns {string[]} */
function splitWords(atoms) {
  const found = [];
  for (let from = 0; from + 2 < atoms.length; from += 1) {
    if (!atoms[from].han || !(isNumeral(atoms[from + 1].text) || /^[0-9]+$/.test(atoms[from + 1].text) || atoms[from + 1].text === "个")) continue;
    let to = from + 1;
    while (to < atoms.length && (isNumeral(atoms[to].text) || /^[0-9]+$/.test(atoms[to].text))) to += 1;
    const half = atoms[to + 1];
    if (half && half.han && half.joined) found.push(atoms[from].text + half.text);
  }
  return found;
}

/**
 * The terms of a phrase. Single characters are left out when it has longer terms.
 * @param {string} phrase
 * @returns {string[]}
 */
export function phraseTerms(phrase) {
  const found = terms(phrase);
  const long = found.filter((term) => term.length > 1);
  return Array.from(new Set(long.length ? long : found));
}
