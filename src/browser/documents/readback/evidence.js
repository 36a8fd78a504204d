// What an edited Word file shows: the text at each blank, the rows of each list, and texts that belong to no field.
// The twin is src/handbook/documents/readback/evidence.py.

import { EFFORT } from "./line-values.js";
import { blankName } from "./pattern.js";
import { cut } from "../../values/graphemes.js";
import { squash } from "../word/text-lines.js";

/**
 * @typedef {import("../word/docx-format.js").BookmarkEntry} BookmarkEntry
 * @typedef {import("./pattern.js").Pattern} Pattern
 * @typedef {import("./pattern.js").Slot} Slot
 * @typedef {import("../word/text-lines.js").TextLine} TextLine
 * @typedef {import("../printed-values.js").PrintedValues} PrintedValues
 * @typedef {import("../printed-values.js").PrintedRow} PrintedRow
 * @typedef {{slot: Slot, text: string | null}} Place  the text that stands at one blank; null when the blank itself is gone
 * @typedef {{places: Place[], hint: number | null}} RowReading
 *   the texts in one row of a list; hint: the index of the row in the response, as its bookmarks say
 * @typedef {{places: Place[], lists: Map<string, RowReading[][]>, strange: string[], unread: string[],
 *   found: number}} Evidence
 *   everything that was found. places: the blanks outside lists; lists: by the id of a list, one group of rows for each
 *   time the list is printed; strange: texts that belong to no field, cut for showing; unread: the same texts in full;
 *   found: how many blanks were found
 */

const STRANGE = 60; // characters shown of a text that belongs to no field
const MOST = 200; // such texts that are named

/**
 * Whether nothing is written in the row.
 * @param {RowReading} reading
 * @returns {boolean}
 */
export const isBlank = (reading) => !reading.places.some((place) => !place.slot.isShownOnly && place.text && squash(place.text));

/**
 * Each of the items with how often it comes, the most frequent first; items of one count stay in their order.
 * @template T
 * @param {T[]} items
 * @returns {[T, number][]}
 */
export function counted(items) {
  /** @type {Map<T, number>} */
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
  return Array.from(counts).sort((a, b) => b[1] - a[1]);
}

/** @param {BookmarkEntry} entry */
const meaning = (entry) => JSON.stringify([entry.kind || "", entry.path || "", (entry.style || "") + (entry.unit || "")]);

/**
 * Translates the names of bookmarks: from those of the edited file to those of the blank file. The two files may number
 * their bookmarks differently. Two bookmarks are the same when their records say the same.
 */
export class BookmarkNames {
  /** @param {Map<string, BookmarkEntry>} blank @param {Map<string, BookmarkEntry>} entries */
  constructor(blank, entries) {
    this.blank = blank;
    this.entries = entries;
    /** @type {Map<string, string>} */
    this.byMeaning = new Map();
    for (const [name, entry] of blank) if (!this.byMeaning.has(meaning(entry))) this.byMeaning.set(meaning(entry), name);
  }

  /** The name in the blank file of one bookmark; "" for a bookmark that is not ours. @param {string} name */
  own(name) {
    const plain = blankName(name);
    const entry = this.entries.get(name);
    if (!entry) return this.blank.has(plain) && !this.entries.size ? plain : "";
    const known = this.blank.get(plain);
    if (known && meaning(known) === meaning(entry)) return plain;
    return this.byMeaning.get(meaning(entry)) || "";
  }

  /** Name in the blank file -> name in the edited file, of those bookmarks among `names` that are ours. @param {string[]} names */
  of(names) {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const name of names) {
      const own = this.own(name);
      if (own && !found.has(own)) found.set(own, name);
    }
    return found;
  }

  /**
   * The index of the row in the response to which most of the lines' bookmarks belong; null when no bookmark names a
   * row. A bookmark with words in it counts twice.
   * @param {TextLine[]} lines
   * @returns {number | null}
   */
  hint(lines) {
    /** @type {number[]} */
    const found = [];
    for (const line of lines) {
      for (const name of line.names) {
        const entry = this.entries.get(name);
        const index = (entry && entry.index) || "";
        if (!/^[0-9]{1,5}$/.test(index)) continue;
        found.push(Number(index));
        if (squash(line.marked(name) || "")) found.push(Number(index));
      }
    }
    const [first] = counted(found);
    return first ? first[0] : null;
  }
}

/** One edited Word file that is held against the patterns of its blank file, and the evidence found so far. */
export class Comparison {
  /**
   * @param {Pattern[]} patterns
   * @param {BookmarkNames} names
   * @param {Map<string, number>} owner for each bookmark of the blank file, the index of the pattern in which it begins
   * @param {PrintedValues} values what the file was filled with
   * @param {boolean} isUnfilled the file was handed out blank, so that the words of every condition stand in it
   */
  constructor(patterns, names, owner, values, isUnfilled) {
    this.patterns = patterns;
    this.names = names;
    this.owner = owner;
    this.values = values;
    this.isUnfilled = isUnfilled;
    this.effort = { left: EFFORT };
    /** @type {Evidence} */
    this.evidence = { places: [], lists: new Map(), strange: [], unread: [], found: 0 };
    /** @type {Map<string, Map<number, PrintedRow>>} */
    this.records = new Map();
  }

  /** Whether a paragraph or table row stood in the file when it was handed out. @param {{rows: string, when: string}} pattern */
  isVisible(pattern) {
    if (this.isUnfilled) return true;
    if (!pattern.rows) return this.values.filled(pattern.when, null);
    return pattern.when.split(" ").every((path) => path.includes(".") || this.values.filled(path, null));
  }

  /** The row with that index in the response's list; an empty row when there is none. @param {string} path @param {number | null} index @returns {PrintedRow} */
  row(path, index) {
    let known = this.records.get(path);
    if (!known) this.records.set(path, (known = new Map(this.values.rows(path).map((one) => [one.index, one.row]))));
    return (index !== null && known.get(index)) || {};
  }

  /** What each blank printed before the file was edited. @param {Slot[]} slots @param {PrintedRow | null} row */
  known(slots, row) {
    return slots.map((slot) => this.values.printed(slot.path, slot.style, row, 0));
  }

  /** The groups of rows of a list, one for each time it is printed. @param {string} path */
  list(path) {
    let found = this.evidence.lists.get(path);
    if (!found) this.evidence.lists.set(path, (found = []));
    return found;
  }

  /** @param {string} text @param {string} [unread] see the function of that name */
  noteStrange(text, unread = text) {
    noteStrange(this.evidence, text, unread);
  }
}

/**
 * Records a text that belongs to no field.
 * @param {Evidence} evidence @param {string} text
 * @param {string} [unread] the whole text, when `text` is its beginning
 */
export function noteStrange(evidence, text, unread = text) {
  const plain = squash(text);
  if (!plain) return;
  evidence.unread.push(squash(unread));
  if (evidence.strange.length < MOST) evidence.strange.push(cut(plain, STRANGE));
}
