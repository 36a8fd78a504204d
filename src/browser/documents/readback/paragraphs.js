// Finds the paragraphs of an edited Word file again, and reads what stands in their blanks. A paragraph is found by the
// bookmarks in it, else by its words, else by its place between two paragraphs that were found.
// The twin is src/handbook/documents/readback/paragraphs.py.

import { counted } from "./evidence.js";
import { fits, readLine } from "./line-values.js";
import { LinePattern } from "./pattern.js";
import { asHandedOut, withoutNumber } from "./typed-numbers.js";
import { TextLine, squash } from "../word/text-lines.js";

/**
 * @typedef {import("../word/text-lines.js").Part} Part
 * @typedef {import("./evidence.js").Comparison} Comparison
 * @typedef {import("./evidence.js").RowReading} RowReading
 */

const BRIEF = 4000; // lines; in a longer file paragraphs without bookmarks are not looked for by their words

/**
 * Adds to the comparison's evidence what the paragraphs among `parts` show. Tables are passed over.
 * @param {Comparison} comparison
 * @param {Part[]} parts
 */
export function readParagraphs(comparison, parts) {
  new Paragraphs(comparison, parts).read();
}

class Paragraphs {
  /** @param {Comparison} comparison @param {Part[]} parts */
  constructor(comparison, parts) {
    this.comparison = comparison;
    this.patterns = comparison.patterns;
    this.parts = parts;
    /** @type {Map<string, {which: number, index: number}>} the words of each row of a list as it was handed out -> its pattern and index */
    this.unchanged = new Map();
    this.patterns.forEach((pattern, which) => {
      if (!(pattern instanceof LinePattern) || !pattern.rows) return;
      for (const { index, row } of comparison.values.rows(pattern.rows))
        this.unchanged.set(squash(pattern.shown(comparison.values, row)), { which, index });
    });
    /** @type {number[]} the paragraphs with words in them */
    this.written = Array.from(parts.keys()).filter((at) => {
      const part = parts[at];
      return part instanceof TextLine && squash(part.text) !== "";
    });
  }

  read() {
    const chosen = this.byBookmarks();
    this.byWords(chosen);
    this.byPlace(chosen);
    /** @type {Map<number, RowReading[]>} */
    const groups = new Map();
    /** @type {Set<number>} */
    const read = new Set();
    this.parts.forEach((part, at) => {
      if (!(part instanceof TextLine)) return;
      const which = chosen.get(at);
      const pattern = which === undefined ? undefined : this.patterns[which];
      if (which === undefined || !(pattern instanceof LinePattern)) this.comparison.noteStrange(part.text);
      else if (pattern.rows) {
        const reading = this.rowLine(pattern, part);
        if (reading) groups.set(which, [...(groups.get(which) || []), reading]);
      } else {
        read.add(which);
        this.single(pattern, part);
      }
    });
    this.patterns.forEach((pattern, which) => {
      if (!(pattern instanceof LinePattern)) return;
      if (pattern.rows) {
        if (this.comparison.isVisible(pattern) || groups.has(which)) this.comparison.list(pattern.rows).push(groups.get(which) || []);
      } else if (!read.has(which) && this.comparison.isVisible(pattern))
        for (const slot of pattern.slots) this.comparison.evidence.places.push({ slot, text: null });
    });
  }

  /** Index of a paragraph -> index of its pattern, for paragraphs with bookmarks of ours. */
  byBookmarks() {
    /** @type {Map<number, number>} */
    const chosen = new Map();
    /** @type {Set<number>} */
    const taken = new Set();
    const { names, owner } = this.comparison;
    this.parts.forEach((part, at) => {
      if (!(part instanceof TextLine) || !part.names.length) return;
      const owners = Array.from(names.of(part.names).keys(), (own) => owner.get(own)).filter((one) => one !== undefined);
      const options = counted(/** @type {number[]} */ (owners))
        .slice(0, 3)
        .map(([which]) => which)
        .filter((which) => this.patterns[which] instanceof LinePattern);
      // When a paragraph is deleted, Word leaves its bookmarks in the next one. Words decide between the two.
      const [which] = [...options.filter((one) => this.isLike(one, part)), ...options.filter((one) => !this.isLike(one, part))];
      if (which === undefined || (options.length > 1 && !squash(part.text))) return;
      const pattern = this.patterns[which];
      if (!(pattern instanceof LinePattern) || (!pattern.rows && taken.has(which))) return;
      // empty bookmarks are all that is left of the paragraph
      if (pattern.words && !this.isLike(which, part) && !this.marksWords(pattern, part)) return;
      chosen.set(at, which);
      taken.add(which);
    });
    return chosen;
  }

  /** Whether the line has all words of that pattern. @param {number} which @param {TextLine} line */
  isLike(which, line) {
    const pattern = this.patterns[which];
    return pattern instanceof LinePattern && this.fits(pattern, line);
  }

  /** Whether the fixed words of the pattern stand in the line, however its number is written. @param {LinePattern} pattern @param {TextLine} line */
  fits(pattern, line) {
    return fits(pattern, asHandedOut(pattern, line).text, this.comparison.effort);
  }

  /** Whether any bookmark of the pattern's blanks has words in it. @param {LinePattern} pattern @param {TextLine} line */
  marksWords(pattern, line) {
    const names = this.comparison.names.of(line.names);
    return pattern.slots.some((slot) => squash(line.marked(names.get(slot.name) || "") || "") !== "");
  }

  /** Adds to `chosen` paragraphs without bookmarks that read like one of the patterns. @param {Map<number, number>} chosen */
  byWords(chosen) {
    const taken = new Set(chosen.values());
    if (this.written.length > BRIEF) return;
    /** @type {Map<string, number>} */
    const exact = new Map();
    this.patterns.forEach((pattern, which) => {
      if (pattern instanceof LinePattern && !pattern.slots.length) exact.set(squash(pattern.words), which);
    });
    let before = -1;
    this.written.forEach((at, place) => {
      const part = this.parts[at];
      if (!chosen.has(at) && part instanceof TextLine) {
        const later = this.written.slice(place + 1).find((one) => chosen.has(one));
        const after = later === undefined ? this.patterns.length : /** @type {number} */ (chosen.get(later));
        let which = this.sameWords(part, exact, taken);
        if (which < 0) which = this.best(part, before, after, taken);
        if (which >= 0) {
          chosen.set(at, which);
          taken.add(which);
        }
      }
      const found = chosen.get(at);
      if (found !== undefined) before = found;
    });
  }

  /**
   * The index of the fixed words, or of the list whose row as handed out, the line repeats; -1 for none.
   * @param {TextLine} line @param {Map<string, number>} exact @param {Set<number>} taken
   */
  sameWords(line, exact, taken) {
    for (const one of [line, withoutNumber(line)]) {
      const text = squash(one.text);
      let which = exact.has(text) ? /** @type {number} */ (exact.get(text)) : -1;
      if (which < 0 || taken.has(which)) which = (this.unchanged.get(text) || { which: -1 }).which;
      const pattern = this.patterns[which];
      if (pattern instanceof LinePattern && (one === line || (pattern.isNumbered && !line.isNumbered))) return which;
    }
    return -1;
  }

  /**
   * The index of the pattern that the line reads like, -1 for none. A pattern between those of the paragraphs around it is
   * preferred. A line that reads like no pattern is a further row of a list when the list stands right before or after it.
   * @param {TextLine} line
   * @param {number} before the pattern of the paragraph before it
   * @param {number} after the pattern of the paragraph after it
   * @param {Set<number>} taken patterns that have a paragraph
   */
  best(line, before, after, taken) {
    const options = Array.from(this.patterns.keys()).filter((which) => {
      const pattern = this.patterns[which];
      if (!(pattern instanceof LinePattern) || !pattern.slots.length || (taken.has(which) && !pattern.rows)) return false;
      return this.fits(pattern, line);
    });
    const inside = options.filter((which) => before <= which && which <= after);
    const among = inside.length ? inside : options;
    if (among.length) return among.reduce((one, other) => (this.length(other) > this.length(one) ? other : one));
    for (const which of [before, after]) {
      const near = this.patterns[which];
      if (near instanceof LinePattern && near.rows && squash(near.words).length < 2) return which;
    }
    return -1;
  }

  /** How many characters of fixed words a pattern has. @param {number} which */
  length(which) {
    const pattern = this.patterns[which];
    return pattern instanceof LinePattern ? pattern.words.length : 0;
  }

  /** Adds to `chosen` what stands between two found paragraphs, when it is as many lines as there should be. @param {Map<number, number>} chosen */
  byPlace(chosen) {
    const wanted = Array.from(this.patterns.keys()).filter((which) => {
      const pattern = this.patterns[which];
      return pattern instanceof LinePattern && (pattern.slots.length || pattern.words) && this.comparison.isVisible(pattern);
    });
    const taken = new Set(chosen.values());
    const known = this.written.filter((at) => chosen.has(at)).map((at) => [at, /** @type {number} */ (chosen.get(at))]);
    known.unshift([-1, -1]);
    known.push([this.parts.length, this.patterns.length]);
    for (let number = 1; number < known.length; number += 1) {
      const [[begin, first], [end, last]] = [known[number - 1], known[number]];
      const free = this.written.filter((at) => begin < at && at < end);
      const missing = wanted.filter((which) => first < which && which < last && !taken.has(which));
      if (free.length && free.length === missing.length) free.forEach((at, place) => chosen.set(at, missing[place]));
    }
  }

  /** Reads a paragraph that is printed once. @param {LinePattern} pattern @param {TextLine} given */
  single(pattern, given) {
    const line = asHandedOut(pattern, given);
    const { slots } = pattern;
    const { comparison } = this;
    const known = comparison.known(slots, null);
    const found = readLine(pattern, line, comparison.names.of(line.names), known, comparison.effort);
    if (!found) {
      if (slots.length || squash(pattern.words) !== squash(line.text)) comparison.noteStrange(line.text);
      slots.forEach((slot, at) => comparison.evidence.places.push({ slot, text: known[at] }));
      return;
    }
    const { texts, whole } = found;
    if (!whole) comparison.noteStrange(line.text);
    slots.forEach((slot, at) => {
      const text = texts[at];
      if (text !== null) comparison.evidence.found += 1;
      // A blank that is missing in a line of which all else was understood was deleted. In any other line it keeps its value.
      comparison.evidence.places.push({ slot, text: text === null && !whole ? known[at] : text });
    });
  }

  /**
   * Reads a paragraph that is printed once for each row of a list; null when nothing in it is understood.
   * @param {LinePattern} pattern @param {TextLine} given @returns {RowReading | null}
   */
  rowLine(pattern, given) {
    const line = asHandedOut(pattern, given);
    const { comparison } = this;
    let hint = comparison.names.hint([line]);
    if (hint === null) hint = this.unchanged.get(squash(line.text))?.index ?? null;
    const row = comparison.row(pattern.rows, hint);
    const known = comparison.known(pattern.slots, row);
    const found = readLine(pattern, line, comparison.names.of(line.names), known, comparison.effort);
    if (!found) {
      comparison.noteStrange(line.text);
      return hint === null ? null : { places: pattern.slots.map((slot, at) => ({ slot, text: known[at] })), hint };
    }
    let { texts } = found;
    if (squash(pattern.shown(comparison.values, row)) === squash(line.text)) texts = known.slice();
    if (!found.whole) {
      comparison.noteStrange(line.text);
      texts = texts.map((text, at) => (text === null ? known[at] : text));
    }
    comparison.evidence.found += texts.length;
    return { places: pattern.slots.map((slot, at) => ({ slot, text: texts[at] || "" })), hint };
  }
}
