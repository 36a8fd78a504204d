// A Word file that was edited -> the response again, and what changed. The visible text counts: blanks are found by their
// bookmarks and by the words around them, rows by their table's bookmarks and the cells of its head. What cannot be found
// is named, never guessed. The Python twin is src/handbook/documents/readback/read_back.py; both are held to tests/fixtures/readback.

import { Values } from "../filled.js";
import { align } from "./paragraphs.js";
import { differences } from "./differences.js";
import { patternsOf } from "./pattern.js";
import { restore } from "./restored-values.js";
import { partsOf } from "../word/visible-text.js";

/**
 * @typedef {import("../../values/fields.js").Definition} Definition
 * @typedef {import("../word/package.js").WordFile} WordFile
 * @typedef {import("../word/visible-text.js").Part} Part
 * @typedef {{restored: import("./restored-values.js").Restored, differences: import("./differences.js").Difference[],
 *   strange: string[], found: number}} Reading
 *   strange: texts that belong to no field; found: blanks that were found, which tells which layout it is
 */

/**
 * @param {WordFile} word @param {WordFile} blank the empty Word file of its layout @param {Definition} definition
 * @param {Record<string, any>} carried the values the file was filled with
 * @param {Record<string, any>} computed the same with computed fields @returns {Reading}
 */
export function readBack(word, blank, definition, carried, computed) {
  /** @type {Set<string>} */
  const growing = new Set();
  for (const [name, entry] of word.record.entries)
    if (entry.kind === "blank" && !(entry.path === undefined ? "." : entry.path).includes(".")) growing.add(name);
  const printed = new Values(definition, computed);
  const [blankEntries, entries] = [blank.record.entries, word.record.entries];
  const alignedWith = (/** @type {Part[]} */ blanks, /** @type {Part[]} */ parts) =>
    align(patternsOf(blanks, blankEntries), blanks, parts, blankEntries, entries, printed, Object.keys(carried).length === 0);
  const aligned = alignedWith(partsOf(blank.document), partsOf(word.document, growing));
  if (blank.edges.length) {
    // Programs rearrange heads and feet, and whoever types there seldom means a field: only what is found counts.
    const [blanks, parts] = [blank, word].map(({ edges }) => edges.flatMap((edge) => partsOf(edge, growing)));
    aligned.places.push(...alignedWith(blanks, parts).places.filter(({ text }) => text !== null));
  }
  const restored = restore(definition, carried, printed, aligned);
  return { restored, differences: differences(definition, carried, restored), strange: aligned.strange, found: aligned.found };
}
