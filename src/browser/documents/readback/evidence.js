// What is shared by those who find paragraphs and those who find tables: names, places, what was found.
// The Python twin is src/handbook/documents/readback/evidence.py.

import { EFFORT } from "./line-values.js";
import { base } from "./pattern.js";
import { squash } from "../word/visible-text.js";

/**
 * @typedef {import("../word/package.js").Entry} Entry
 * @typedef {import("./pattern.js").Slot} Slot
 * @typedef {import("../word/visible-text.js").Line} Line
 * @typedef {import("../filled.js").Values} Values
 * @typedef {import("../filled.js").Row} Record
 * @typedef {{slot: Slot, text: string | null}} Place what stands at one blank outside a list; null where the blank is gone
 * @typedef {{places: Place[], hint: number | null}} RowReading
 *   what stands in one row of a list: the slots it has, and which row of the response it was
 * @typedef {{places: Place[], lists: Map<string, RowReading[][]>, strange: string[], found: number}} Aligned
 *   lists: by list, each place where it is printed
 */

const STRANGE = 60; // characters shown of a text that belongs nowhere
const MOST = 200; // such texts that are named

/** Nothing was written into it. @param {RowReading} reading */
export const isBlank = (reading) => !reading.places.some((place) => !place.slot.isShownOnly && place.text && squash(place.text));

/** How often each comes, the most frequent first; equals stay in their order. @template T @param {T[]} items @returns {[T, number][]} */
export function counted(items) {
  /** @type {Map<T, number>} */
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
  return Array.from(counts).sort((a, b) => b[1] - a[1]);
}

/** @param {Entry} entry */
const meaning = (entry) => JSON.stringify([entry.kind || "", entry.path || "", (entry.style || "") + (entry.unit || "")]);

/** Which bookmark of the blank file a bookmark of the edited one is. */
export class Names {
  /** @param {Map<string, Entry>} blank @param {Map<string, Entry>} entries */
  constructor(blank, entries) {
    this.blank = blank;
    this.entries = entries;
    /** @type {Map<string, string>} */
    this.byMeaning = new Map();
    for (const [name, entry] of blank) if (!this.byMeaning.has(meaning(entry))) this.byMeaning.set(meaning(entry), name);
  }

  /** Its name in the blank file, "" for a foreign bookmark. Another version may number them differently. @param {string} name */
  own(name) {
    const plain = base(name);
    const entry = this.entries.get(name);
    if (!entry) return this.blank.has(plain) && !this.entries.size ? plain : "";
    const known = this.blank.get(plain);
    if (known && meaning(known) === meaning(entry)) return plain;
    return this.byMeaning.get(meaning(entry)) || "";
  }

  /** The bookmark for each name of the blank file. @param {string[]} names */
  of(names) {
    /** @type {Map<string, string>} */
    const found = new Map();
    for (const name of names) {
      const own = this.own(name);
      if (own && !found.has(own)) found.set(own, name);
    }
    return found;
  }

  /** The row of the response to which most of the bookmarks with words in them belong. @param {Line[]} lines @returns {number | null} */
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

/** One Word file that is being read. */
export class Context {
  /**
   * @param {Names} names @param {Map<string, number>} owner for each bookmark of the blank file, which part it begins in
   * @param {Values} values @param {boolean} isUnfilled it was handed out blank, so that every condition's words stand in it
   */
  constructor(names, owner, values, isUnfilled) {
    this.names = names;
    this.owner = owner;
    this.values = values;
    this.isUnfilled = isUnfilled;
    this.effort = { left: EFFORT };
    /** @type {Aligned} */
    this.result = { places: [], lists: new Map(), strange: [], found: 0 };
    /** @type {Map<string, Map<number, Record>>} */
    this.records = new Map();
  }

  /** Whether the unit stood in the file when it was handed out. @param {{rows: string, when: string}} pattern */
  isVisible(pattern) {
    if (this.isUnfilled) return true;
    if (!pattern.rows) return this.values.filled(pattern.when, null);
    return pattern.when.split(" ").every((path) => path.includes(".") || this.values.filled(path, null));
  }

  /** The row of the response with that index, or a blank one. @param {string} path @param {number | null} index @returns {Record} */
  row(path, index) {
    let known = this.records.get(path);
    if (!known) this.records.set(path, (known = new Map(this.values.rows(path).map((one) => [one.index, one.row]))));
    return (index !== null && known.get(index)) || {};
  }

  /** What each slot printed before the file was edited. @param {Slot[]} slots @param {Record | null} row */
  known(slots, row) {
    return slots.map((slot) => this.values.printed(slot.path, slot.style, row, 0));
  }

  /** The places where a list is printed. @param {string} path */
  list(path) {
    let found = this.result.lists.get(path);
    if (!found) this.result.lists.set(path, (found = []));
    return found;
  }

  /** Name a text that belongs to no field. @param {string} text */
  odd(text) {
    const plain = squash(text);
    if (plain && this.result.strange.length < MOST) this.result.strange.push(Array.from(plain.slice(0, 2 * STRANGE)).slice(0, STRANGE).join(""));
  }
}
