// Which paragraph and which table of an edited Word file is which of the blank one, and what stands in it.
// The Python twin is src/handbook/documents/readback/paragraphs.py.

import { Context, Names, counted } from "./evidence.js";
import { fits, readLine } from "./line-values.js";
import { LinePattern, TablePattern } from "./pattern.js";
import { alignTables } from "./tables.js";
import { Line, squash } from "../word/visible-text.js";

/**
 * @typedef {import("./pattern.js").Pattern} Pattern
 * @typedef {import("../word/visible-text.js").Part} Part
 * @typedef {import("../word/package.js").Entry} Entry
 * @typedef {import("./evidence.js").RowReading} RowReading
 */

const BRIEF = 4000; // lines beyond this are not compared with everything

/**
 * Finds every pattern in the edited file.
 * @param {Pattern[]} patterns @param {Part[]} blank @param {Part[]} parts
 * @param {Map<string, Entry>} blankEntries @param {Map<string, Entry>} entries
 * @param {import("../filled.js").Values} values @param {boolean} isUnfilled
 */
export function align(patterns, blank, parts, blankEntries, entries, values, isUnfilled) {
  /** @type {Map<string, number>} */
  const owner = new Map();
  blank.forEach((part, at) => part.names.forEach((name) => owner.set(name, at)));
  const context = new Context(new Names(blankEntries, entries), owner, values, isUnfilled);
  for (const pattern of patterns)
    for (const unit of pattern instanceof TablePattern ? pattern.rows : [pattern]) if (unit.rows) context.list(unit.rows);
  new Lines(context, patterns, parts).run();
  alignTables(context, patterns, parts);
  return context.result;
}

/** Finds the paragraphs: by bookmarks, then by words, then by what is left over between those found. */
class Lines {
  /** @param {Context} context @param {Pattern[]} patterns @param {Part[]} parts */
  constructor(context, patterns, parts) {
    this.context = context;
    this.patterns = patterns;
    this.parts = parts;
    /** @type {Map<string, {which: number, index: number}>} what a row says that was not touched: which pattern and row it is */
    this.unchanged = new Map();
    patterns.forEach((pattern, which) => {
      if (!(pattern instanceof LinePattern) || !pattern.rows) return;
      for (const { index, row } of context.values.rows(pattern.rows))
        this.unchanged.set(squash(pattern.shown(context.values, row)), { which, index });
    });
    /** @type {number[]} the paragraphs with words in them */
    this.written = Array.from(parts.keys()).filter((at) => {
      const part = parts[at];
      return part instanceof Line && squash(part.text) !== "";
    });
  }

  run() {
    const chosen = this.byBookmarks();
    this.byWords(chosen);
    this.byPlace(chosen);
    /** @type {Map<number, RowReading[]>} */
    const groups = new Map();
    /** @type {Set<number>} */
    const read = new Set();
    this.parts.forEach((part, at) => {
      if (!(part instanceof Line)) return;
      const which = chosen.get(at);
      const pattern = which === undefined ? undefined : this.patterns[which];
      if (which === undefined || !(pattern instanceof LinePattern)) this.context.odd(part.text);
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
        if (this.context.isVisible(pattern) || groups.has(which)) this.context.list(pattern.rows).push(groups.get(which) || []);
      } else if (!read.has(which) && this.context.isVisible(pattern))
        for (const slot of pattern.slots) this.context.result.places.push({ slot, text: null });
    });
  }

  /** Paragraph -> pattern, for those that hold bookmarks of ours. */
  byBookmarks() {
    /** @type {Map<number, number>} */
    const chosen = new Map();
    /** @type {Set<number>} */
    const taken = new Set();
    const { names, owner } = this.context;
    this.parts.forEach((part, at) => {
      if (!(part instanceof Line) || !part.names.length) return;
      const owners = Array.from(names.of(part.names).keys(), (own) => owner.get(own)).filter((one) => one !== undefined);
      const options = counted(/** @type {number[]} */ (owners))
        .slice(0, 3)
        .map(([which]) => which)
        .filter((which) => this.patterns[which] instanceof LinePattern);
      // A deleted paragraph's bookmarks stay behind in its neighbour: words decide between the two.
      const [which] = [...options.filter((one) => this.isLike(one, part)), ...options.filter((one) => !this.isLike(one, part))];
      if (which === undefined || (options.length > 1 && !squash(part.text))) return;
      const pattern = this.patterns[which];
      if (!(pattern instanceof LinePattern) || (!pattern.rows && taken.has(which))) return;
      // nothing is left of it but empty bookmarks
      if (pattern.words && !this.isLike(which, part) && !this.marksWords(pattern, part)) return;
      chosen.set(at, which);
      taken.add(which);
    });
    return chosen;
  }

  /** @param {number} which @param {Line} line */
  isLike(which, line) {
    const pattern = this.patterns[which];
    return pattern instanceof LinePattern && fits(pattern, line.text, this.context.effort);
  }

  /** @param {LinePattern} pattern @param {Line} line */
  marksWords(pattern, line) {
    const names = this.context.names.of(line.names);
    return pattern.slots.some((slot) => squash(line.marked(names.get(slot.name) || "") || "") !== "");
  }

  /** Paragraphs without bookmarks that read like one of the patterns; those in its neighbourhood first. @param {Map<number, number>} chosen */
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
      if (!chosen.has(at) && part instanceof Line) {
        const later = this.written.slice(place + 1).find((one) => chosen.has(one));
        const after = later === undefined ? this.patterns.length : /** @type {number} */ (chosen.get(later));
        const text = squash(part.text);
        let which = exact.has(text) ? /** @type {number} */ (exact.get(text)) : -1;
        if (which < 0 || taken.has(which)) which = (this.unchanged.get(text) || { which: -1 }).which;
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

  /** The pattern the line reads like; a further row of a list has its list directly before or behind it.
   * @param {Line} line @param {number} before @param {number} after @param {Set<number>} taken */
  best(line, before, after, taken) {
    const options = Array.from(this.patterns.keys()).filter((which) => {
      const pattern = this.patterns[which];
      if (!(pattern instanceof LinePattern) || !pattern.slots.length || (taken.has(which) && !pattern.rows)) return false;
      return fits(pattern, line.text, this.context.effort);
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

  /** How many words of its own it has. @param {number} which */
  length(which) {
    const pattern = this.patterns[which];
    return pattern instanceof LinePattern ? pattern.words.length : 0;
  }

  /** Between two paragraphs that are known, as many unknown ones as there should be: these are they. @param {Map<number, number>} chosen */
  byPlace(chosen) {
    const wanted = Array.from(this.patterns.keys()).filter((which) => {
      const pattern = this.patterns[which];
      return pattern instanceof LinePattern && (pattern.slots.length || pattern.words) && this.context.isVisible(pattern);
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

  /** @param {LinePattern} pattern @param {Line} line */
  single(pattern, line) {
    const { slots } = pattern;
    const { context } = this;
    const known = context.known(slots, null);
    const found = readLine(pattern, line, context.names.of(line.names), known, context.effort);
    if (!found) {
      if (slots.length || squash(pattern.words) !== squash(line.text)) context.odd(line.text);
      slots.forEach((slot, at) => context.result.places.push({ slot, text: known[at] }));
      return;
    }
    const { texts, whole } = found;
    if (!whole) context.odd(line.text);
    slots.forEach((slot, at) => {
      const text = texts[at];
      if (text !== null) context.result.found += 1;
      // What was not understood is kept as it was; what is gone from a line that was understood is gone.
      context.result.places.push({ slot, text: text === null && !whole ? known[at] : text });
    });
  }

  /** @param {LinePattern} pattern @param {Line} line @returns {RowReading | null} */
  rowLine(pattern, line) {
    const { context } = this;
    let hint = context.names.hint([line]);
    if (hint === null) hint = this.unchanged.get(squash(line.text))?.index ?? null;
    const row = context.row(pattern.rows, hint);
    const known = context.known(pattern.slots, row);
    const found = readLine(pattern, line, context.names.of(line.names), known, context.effort);
    if (!found) {
      context.odd(line.text);
      return null;
    }
    let { texts } = found;
    if (squash(pattern.shown(context.values, row)) === squash(line.text)) texts = known.slice();
    if (!found.whole) {
      context.odd(line.text);
      texts = texts.map((text, at) => (text === null ? known[at] : text));
    }
    context.result.found += texts.length;
    return { places: pattern.slots.map((slot, at) => ({ slot, text: texts[at] || "" })), hint };
  }
}
