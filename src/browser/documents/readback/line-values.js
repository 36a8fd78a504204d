// Finds the values in a line of text: by the bookmarks around them, or by the words between them. Bookmarks are believed
// only when their texts and the fixed words together make the whole line. Otherwise the fixed words between the blanks
// decide. Values that were not changed are looked for as words as well, where the fixed words alone would leave a doubt.
// The twin is src/handbook/documents/readback/line_values.py, which says why.

import { Optional, Slot } from "./pattern.js";
import { SPACE, squash } from "../word/text-lines.js";

/**
 * @typedef {import("./pattern.js").LinePattern} LinePattern
 * @typedef {import("./pattern.js").Segment} Segment
 * @typedef {(string | null)[]} Texts  of each blank, in the order of LinePattern.slots; null when the blank is not in the line
 * @typedef {{left: number}} Effort  how many characters may still be looked at in this file
 * @typedef {{words: Words | null, slot: number, other: number}} Step
 *   one step of the search. words: to find; slot: the number of the blank that is filled; other: the step to go on with when
 *   the words of a condition are not in the line. -1 or null: this step does not do that
 */

const LONGEST = 20000; // characters of a line in which words are looked for
const STEPS = 5000; // of the search in one line; some lines fit a pattern in a very large number of ways
/** Characters looked at in one file; an ordinary file takes a thousandth of it. */
export const EFFORT = 100000000;
const WIDE = new RegExp(`${SPACE}{41,}`, "g");
const LEADING = new RegExp(`^${SPACE}*`);
const SPLIT = new RegExp(`${SPACE}+`);

/** @type {WeakMap<LinePattern, Step[]>} */
const programs = new WeakMap();

/**
 * The text of every blank of `pattern` in `line`, and whether the whole line was understood.
 * @param {LinePattern} pattern
 * @param {import("../word/text-lines.js").TextLine} line
 * @param {Map<string, string>} names name of a bookmark in the blank file -> its name in the line
 * @param {string[]} known what each blank printed before the file was edited
 * @param {Effort} effort
 * @returns {{texts: Texts, whole: boolean} | null} null when neither bookmarks nor words tell anything
 */
export function readLine(pattern, line, names, known, effort) {
  const { slots } = pattern;
  /** @type {Texts} */
  const marked = slots.map((slot) => {
    const name = names.get(slot.name);
    return name === undefined ? null : line.marked(name);
  });
  const text = narrowed(line.text);
  const isMarked = marked.some((one) => one !== null);
  if (isMarked) {
    const whole = rebuilt(pattern.segments, marked, names, { at: 0 });
    if (whole !== null && squash(whole) === squash(text)) return { texts: marked, whole: true };
  }
  if (text.length <= LONGEST && (slots.length || squash(pattern.words) === squash(text))) {
    const pins = marked.map((mark, at) => (known[at] && mark !== null && squash(mark) === squash(known[at]) ? known[at] : null));
    if (pins.some(Boolean)) {
      const found = new Search(programOf(pattern.segments, pins), text, slots.length, effort).run();
      if (found) return { texts: found, whole: true };
    }
    const found = new Search(loose(pattern), text, slots.length, effort).run();
    if (found) return { texts: found, whole: true };
  }
  return isMarked ? { texts: marked, whole: false } : null;
}

/**
 * Whether all fixed words of the pattern stand in the text in order. At least two characters of them are needed.
 * @param {LinePattern} pattern
 * @param {string} given
 * @param {Effort} effort
 * @returns {boolean}
 */
export function fits(pattern, given, effort) {
  const text = narrowed(given);
  if (squash(pattern.words).length < 2 || text.length > LONGEST) return false;
  return new Search(loose(pattern), text, pattern.slots.length, effort).run() !== null;
}

/** The text with its gaps cut to 40 spaces, because looking for words in wide gaps takes long. @param {string} text */
const narrowed = (text) => text.replace(WIDE, (gap) => gap.slice(0, 40));

/** The line made of the fixed words and of what stands in the bookmarks; null when a bookmark is missing.
 * @param {Segment[]} segments @param {Texts} marked @param {Map<string, string>} names @param {{at: number}} number
 * @returns {string | null} */
function rebuilt(segments, marked, names, number) {
  let whole = "";
  for (const segment of segments) {
    if (typeof segment === "string") whole += segment;
    else if (segment instanceof Slot) {
      const text = marked[number.at];
      number.at += 1;
      if (text === null) return null;
      whole += text;
    } else if (names.has(segment.name)) {
      const inner = rebuilt(segment.inside, marked, names, number);
      if (inner === null) return null;
      whole += inner;
    } else pass(segment.inside, number);
  }
  return whole;
}

/** Counts the blanks of a condition whose words are not in the line. @param {Segment[]} segments @param {{at: number}} number */
function pass(segments, number) {
  for (const segment of segments) {
    if (segment instanceof Slot) number.at += 1;
    else if (segment instanceof Optional) pass(segment.inside, number);
  }
}

/** The steps that find a pattern with any text in its blanks. @param {LinePattern} pattern */
function loose(pattern) {
  let found = programs.get(pattern);
  if (!found) programs.set(pattern, (found = programOf(pattern.segments, pattern.slots.map(() => null))));
  return found;
}

/** The steps that find a pattern. @param {Segment[]} segments @param {(string | null)[]} pinned for each blank, the text that is looked for in it; null for any text */
function programOf(segments, pinned) {
  /** @type {Step[]} */
  const steps = [];
  let number = 0;
  /** @param {Segment[]} parts */
  const add = (parts) => {
    for (const part of joined(parts)) {
      if (typeof part === "string") steps.push({ words: new Words(part), slot: -1, other: -1 });
      else if (part instanceof Slot) {
        const before = pinned[number];
        steps.push({ words: before ? new Words(before) : null, slot: number, other: -1 });
        number += 1;
      } else {
        /** @type {Step} */
        const choice = { words: null, slot: -1, other: -1 };
        steps.push(choice);
        add(part.inside);
        choice.other = steps.length;
      }
    }
  };
  add(segments);
  return steps;
}

/** The segments with neighbouring words made one. @param {Segment[]} segments */
function joined(segments) {
  /** @type {Segment[]} */
  const found = [];
  for (const segment of segments) {
    const last = found[found.length - 1];
    if (typeof segment === "string" && typeof last === "string") found[found.length - 1] = last + segment;
    else if (segment !== "") found.push(segment);
  }
  return found;
}

/**
 * A pattern of words in which any space stands for any other. Nothing but space is repeated in it, so that matching takes a
 * time that grows with the text and not faster.
 */
class Words {
  /** @param {string} text */
  constructor(text) {
    const pieces = text.split(SPLIT).map((piece) => piece.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
    const source = squash(text) ? pieces.join(`${SPACE}*`) : `${SPACE}+`;
    this.here = new RegExp(source, "y");
    this.anywhere = new RegExp(source, "g");
  }

  /** @param {RegExp} pattern @param {string} text @param {number} at @returns {{begin: number, end: number} | null} */
  find(pattern, text, at) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    return found && { begin: found.index, end: found.index + found[0].length };
  }
}

/** Finds the words of a line in order; what lies between them is the text of the blanks. */
class Search {
  /** @param {Step[]} steps @param {string} text @param {number} count @param {Effort} effort */
  constructor(steps, text, count, effort) {
    this.steps = steps;
    this.text = text;
    /** @type {Texts} */
    this.found = new Array(count).fill(null);
    /** @type {Set<string>} */
    this.failed = new Set();
    this.left = STEPS;
    this.effort = effort;
  }

  /** The text of each blank; null when the line does not fit or the search was given up. @returns {Texts | null} */
  run() {
    const [space] = /** @type {RegExpExecArray} */ (LEADING.exec(this.text));
    return this.go(0, space.length, -1, 0) ? this.found : null;
  }

  /**
   * Whether the steps from `step` on fit the text from `at` on.
   * @param {number} step @param {number} at
   * @param {number} slot the blank that is open, -1 for none
   * @param {number} begin where its text begins
   * @returns {boolean}
   */
  go(step, at, slot, begin) {
    const key = `${step} ${at} ${slot >= 0}`;
    this.left -= 1;
    this.effort.left -= this.text.length - at;
    if (this.left < 0 || this.effort.left < 0 || this.failed.has(key)) return false;
    let good;
    if (step >= this.steps.length) {
      good = slot >= 0 || !squash(this.text.slice(at));
      if (slot >= 0) this.found[slot] = this.text.slice(begin);
    } else good = this.take(this.steps[step], step, at, slot, begin);
    if (!good) this.failed.add(key);
    return good;
  }

  /** Does one step in each way it can be done until the steps behind it fit as well.
   * @param {Step} one @param {number} step @param {number} at @param {number} slot @param {number} begin @returns {boolean} */
  take(one, step, at, slot, begin) {
    if (one.other >= 0) {
      if (this.go(step + 1, at, slot, begin)) return true;
      for (const inside of this.steps.slice(step, one.other)) if (inside.slot >= 0) this.found[inside.slot] = null;
      return this.go(one.other, at, slot, begin);
    }
    if (!one.words) {
      if (!this.go(step + 1, at, one.slot, at)) return false;
      if (slot >= 0) this.found[slot] = this.text.slice(begin, at);
      return true;
    }
    const { words } = one;
    let found = words.find(slot < 0 ? words.here : words.anywhere, this.text, at);
    while (found && this.left >= 0 && this.effort.left >= 0) {
      if (this.go(step + 1, found.end, -1, 0)) {
        if (slot >= 0) this.found[slot] = this.text.slice(begin, found.begin);
        if (one.slot >= 0) this.found[one.slot] = this.text.slice(found.begin, found.end);
        return true;
      }
      found = slot >= 0 ? words.find(words.anywhere, this.text, found.begin + 1) : null;
    }
    return false;
  }
}
