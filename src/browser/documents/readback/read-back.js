// An edited Word file becomes the response again, together with what was changed. Only the visible text counts. Blanks are
// found by their bookmarks and by the words around them (line-values.js), rows by the bookmarks of their table and by the
// cells of its head (tables.js). A text whose field cannot be found is reported, never guessed.
// The twin is src/handbook/documents/readback/read_back.py; tests/fixtures/readback/cases.json binds both.

import { PrintedValues } from "../printed-values.js";
import { differences } from "./differences.js";
import { BookmarkNames, Comparison, noteStrange } from "./evidence.js";
import { readParagraphs } from "./paragraphs.js";
import { patternsOf } from "./pattern.js";
import { restore } from "./restored-values.js";
import { readTables } from "./tables.js";
import { linesOf } from "../word/text-lines.js";
import { UNKNOWN_SIGN, boxedTexts } from "../word/text-runs.js";
import { visibleParts } from "../word/visible-text.js";

/**
 * @typedef {import("../../values/fields.js").Definition} Definition
 * @typedef {import("./evidence.js").Evidence} Evidence
 * @typedef {import("../word/package.js").WordFile} WordFile
 * @typedef {import("../word/text-lines.js").Part} Part
 * @typedef {{restored: import("./restored-values.js").RestoredValues, differences: import("./differences.js").Difference[],
 *   strange: string[], found: number}} Reading
 *   strange: texts that belong to no field; found: how many blanks were found, the layout with the most is the file's
 */

/**
 * The response that an edited file shows.
 * @param {WordFile} word the edited file
 * @param {WordFile} blank the empty Word file of the same layout
 * @param {Definition} definition
 * @param {Record<string, any>} carried the values the file was filled with; empty when it was handed out blank
 * @param {Record<string, any>} printed the same values together with the computed ones
 * @returns {Reading}
 */
export function readBack(word, blank, definition, carried, printed) {
  /** @type {Set<string>} */
  const growing = new Set();
  for (const [name, entry] of word.record.entries)
    if (entry.kind === "blank" && !(entry.path === undefined ? "." : entry.path).includes(".")) growing.add(name);
  const values = new PrintedValues(definition, printed);
  const evidenceIn = (/** @type {Part[]} */ blanks, /** @type {Part[]} */ parts) => {
    /** @type {Map<string, number>} */
    const owner = new Map();
    blanks.forEach((part, at) => part.names.forEach((name) => owner.set(name, at)));
    const names = new BookmarkNames(blank.record.entries, word.record.entries);
    const isUnfilled = Object.keys(carried).length === 0;
    const comparison = new Comparison(patternsOf(blanks, blank.record.entries), names, owner, values, isUnfilled);
    readParagraphs(comparison, parts);
    readTables(comparison, parts);
    return comparison.evidence;
  };
  const shown = visibleParts(word.document, growing);
  const evidence = evidenceIn(visibleParts(blank.document), shown);
  if (blank.edges.length) {
    // Office programs rearrange heads and feet, and words typed there are seldom meant for a field. So a blank that is
    // missing there does not mean that its value was deleted.
    const [blanks, parts] = [blank, word].map(({ edges }) => edges.flatMap((edge) => visibleParts(edge, growing)));
    evidence.places.push(...evidenceIn(blanks, parts).places.filter(({ text }) => text !== null));
  }
  noteUnread(shown, word, blank, evidence);
  const restored = restore(definition, carried, values, evidence);
  return { restored, differences: differences(definition, carried, restored), strange: evidence.strange, found: evidence.found };
}

/** Names what stands in the file and cannot be read: text in boxes, and signs that no character is known for.
 * @param {Part[]} shown @param {WordFile} word @param {WordFile} blank @param {Evidence} evidence */
function noteUnread(shown, word, blank, evidence) {
  const known = boxedTexts(blank.document);
  const unknown = shown.flatMap(linesOf).filter((line) => line.text.includes(UNKNOWN_SIGN));
  for (const text of boxedTexts(word.document)) if (!known.includes(text)) noteStrange(evidence, text);
  for (const line of unknown) noteStrange(evidence, line.text);
}
