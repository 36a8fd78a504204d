// A query, taken apart: atoms (a Chinese character, a word or a number each), the terms they make, and
// what may stand for some of them.

import { inChinese, isNumeral, valueOf } from "./numerals.js";
import { asking, expected } from "./question-words.js";
import { runs, terms } from "./terms.js";

/**
 * @typedef {{text: string, han: boolean, joined: boolean, perhaps: number, asks: boolean}} Atom
 *   joined: nothing stands between it and the one before; perhaps: how likely it only asks; asks: what `settle` made of it
 * @typedef {{term: string, from: number, to: number, weight: number, alone?: boolean}} Wanted  atoms from … to-1; weights are set by `settle`
 * @typedef {{text: string, factor: number}} Phrase
 * @typedef {{from: number, to: number, phrases: Phrase[]}} Span  phrases that may stand for these atoms
 * @typedef {{text: string, atoms: Atom[], wanted: Wanted[], spans: Span[], extra: string[], label: string, answer: ReturnType<typeof expected>}} Query
 */

export const MOST = 31; // atoms looked at; one bit each
const SYNONYM = 0.9;
const ASKS = 0.12;
const HALF = 0.5; // of a pair of which one character only asks
const JOINT = 0.5; // of a pair of a number or Latin word and a Chinese character
const COHESION = 0.25; // two characters are a word when this share of the rarer one's sections has them together
const LABEL = /^(?:第?[零一二三四五六七八九十百]+[条章节、]?)?(?:\([零一二三四五六七八九十]+\)|[0-9]+(?:\.[0-9]+)*\.?|\([0-9]+\))*$/;

/**
 * Words → what may stand for them, from the handbook's table.
 * @param {string[][][]} groups @returns {Map<string, Phrase[]>}
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

/** @param {string} folded @param {Map<string, Phrase[]>} synonyms @returns {Query} */
export function parse(folded, synonyms) {
  const text = folded.replace(/ +/g, " ").trim();
  const atoms = cut(text);
  const label = text.replace(/[ ]|[.、]$/g, "");
  return {
    text,
    atoms,
    wanted: pairs(atoms),
    spans: [...standIns(atoms, synonyms), ...figures(atoms)],
    extra: splitWords(atoms),
    label: label.length > 1 && LABEL.test(label) ? label : "",
    answer: expected(text),
  };
}

/** @param {string} text @returns {Atom[]} */
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

/** @param {Atom[]} atoms @returns {Wanted[]} */
function pairs(atoms) {
  /** @type {Wanted[]} */
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
 * With the index at hand: which characters only ask, and how much each term counts.
 * @param {Query} query @param {(term: string) => number} holding How many sections hold a term.
 */
export function settle(query, holding) {
  const { atoms } = query;
  /** @param {number} index Whether this atom and the one before make a word. */
  const word = (index) => {
    const [one, other] = [atoms[index - 1], atoms[index]];
    if (!one || !other || !other.joined || one.perhaps === 1 || other.perhaps === 1) return false;
    const together = holding(one.text + other.text);
    return together > 0 && together >= COHESION * Math.min(holding(one.text), holding(other.text));
  };
  atoms.forEach((atom, index) => {
    atom.asks = atom.perhaps === 1 || (atom.perhaps > 0 && atoms.length > 2 && !word(index) && !word(index + 1));
  });
  if (atoms.every((atom) => atom.asks)) atoms.forEach((atom) => { atom.asks = false; });
  // 要人 in 需要人力 is no word of the query: its ends belong to others.
  query.spans = query.spans.filter((span) => span.to - span.from > 2 || !(word(span.from) || word(span.to)));
  // A character that stands alone between words that ask is a word of its own: 三天的假.
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

/** Longest words of the table, from the left. @param {Atom[]} atoms @param {Map<string, Phrase[]>} synonyms @returns {Span[]} */
function standIns(atoms, synonyms) {
  const longest = Math.max(0, ...Array.from(synonyms.keys(), (word) => word.length));
  /** @type {Span[]} */
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

/** 三天 ⇄ 3天, 兩天 ⇄ 二天, 半小時 → 30分鐘. @param {Atom[]} atoms @returns {Span[]} */
function figures(atoms) {
  /** @type {Span[]} */
  const spans = [];
  for (let from = 0; from + 1 < atoms.length; from += 1) {
    let to = from;
    let numeral = "";
    while (to < atoms.length && atoms[to].han && isNumeral(atoms[to].text) && (to === from || atoms[to].joined)) {
      numeral += atoms[to].text;
      to += 1;
    }
    const unit = atoms[Math.max(to, from + 1)];
    if (numeral && unit && unit.joined && unit.han && !Number.isNaN(valueOf(numeral))) {
      const texts = [`${valueOf(numeral)}${unit.text}`, `${inChinese(valueOf(numeral))}${unit.text}`];
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

/** Words with something between their halves: 請三天假 also asks for 請假. @param {Atom[]} atoms @returns {string[]} */
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

/** Terms of a phrase, without single characters where it has pairs. @param {string} phrase @returns {string[]} */
export function phraseTerms(phrase) {
  const found = terms(phrase);
  const long = found.filter((term) => term.length > 1);
  return Array.from(new Set(long.length ? long : found));
}
