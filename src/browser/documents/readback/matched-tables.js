// Which tables of an edited Word file are which tables of the blank file. A table that was cut in two is one again. Of two
// tables that were joined each is one again. The twin is src/handbook/documents/readback/matched_tables.py.

import { counted } from "./evidence.js";
import { Grid, squash } from "../word/text-lines.js";

/**
 * @typedef {import("./evidence.js").Comparison} Comparison
 * @typedef {import("./pattern.js").TablePattern} TablePattern
 * @typedef {import("../word/text-lines.js").GridRow} GridRow
 * @typedef {{at: number, pattern: TablePattern}} Wanted  a table of the blank file; at: its index among the patterns
 */

const LOOKED_AT = 200; // rows of a table

/**
 * The tables among `wanted` that are in the file, by their index, and the tables that are none of them.
 * @param {Comparison} comparison @param {Wanted[]} wanted @param {Grid[]} given
 * @returns {{found: Map<number, Grid>, strange: Grid[]}}
 */
export function matchedTables(comparison, wanted, given) {
  const grids = given.slice();
  const pairs = pairsOf(comparison, wanted, grids);
  const found = takenApart(comparison, wanted, grids, pairs);
  const orderOf = new Map(Array.from(pairs, ([order, place]) => [place, order]));
  const rows = new Map(grids.length > pairs.size ? Array.from(pairs.keys(), (order) => [order, handedOut(comparison, wanted[order].pattern)]) : []);
  /** @type {Grid[]} */
  const strange = [];
  grids.forEach((grid, place) => {
    if (orderOf.has(place)) return;
    const options = Array.from(pairs.keys()).filter((order) => isPiece(comparison, wanted[order], rows.get(order) || [], grid));
    options.sort((a, b) => likeness(comparison, wanted[b], grid) - likeness(comparison, wanted[a], grid) || a - b);
    if (options.length) orderOf.set(place, options[0]);
    else strange.push(grid);
  });
  for (const place of Array.from(orderOf.keys()).sort((a, b) => a - b)) {
    const order = /** @type {number} */ (orderOf.get(place));
    found.set(order, new Grid([...(found.get(order)?.rows || []), ...grids[place].rows]));
  }
  return { found, strange };
}

/** Index among `wanted` -> index among `grids`, the most alike first.
 * @param {Comparison} comparison @param {Wanted[]} wanted @param {Grid[]} grids */
function pairsOf(comparison, wanted, grids) {
  const scored = wanted.flatMap((one, order) =>
    grids.map((grid, place) => ({ score: likeness(comparison, one, grid), far: Math.abs(place - order), place, order })),
  );
  scored.sort((a, b) => b.score - a.score || a.far - b.far || a.place - b.place || a.order - b.order);
  /** @type {Map<number, number>} */
  const pairs = new Map();
  /** @type {Set<number>} */
  const taken = new Set();
  for (const { score, place, order } of scored) {
    if (score <= 0 || pairs.has(order) || taken.has(place)) continue;
    pairs.set(order, place);
    taken.add(place);
  }
  return pairs;
}

/** How much a table shares with a pattern: three points for each bookmark, one for each cell of fixed words.
 * @param {Comparison} comparison @param {Wanted} one @param {Grid} grid */
function likeness(comparison, { at, pattern }, grid) {
  const there = new Set(grid.rows.slice(0, LOOKED_AT).flatMap((row) => row.cells.map((cell) => squash(cell.line.text))));
  const lines = pattern.rows.flatMap((row) => row.cells.map((cell) => cell.line)).filter((line) => !line.slots.length);
  const words = new Set(lines.map((line) => squash(line.words)));
  return 3 * Math.min(ownBookmarks(comparison, at, grid), 20) + Array.from(words).filter((word) => word && there.has(word)).length;
}

/** @param {Comparison} comparison @param {number} at @param {Grid} grid */
const ownBookmarks = (comparison, at, grid) =>
  grid.names.slice(0, LOOKED_AT).filter((name) => comparison.owner.get(comparison.names.own(name)) === at).length;

/** The words of each row of a list in the table as it was handed out. @param {Comparison} comparison @param {TablePattern} pattern */
const handedOut = (comparison, pattern) =>
  pattern.rows
    .filter((row) => row.rows)
    .flatMap((row) => {
      const slots = row.slots.filter((slot) => !slot.isShownOnly);
      const records = comparison.values.rows(row.rows).slice(0, LOOKED_AT);
      return records.map(({ row: record }) => Array.from(new Set(comparison.known(slots, record).map(squash))).filter(Boolean));
    })
    .filter((words) => words.length);

/** Whether a further table is a piece of that one: it has its bookmarks, its head, or a row as it was handed out.
 * @param {Comparison} comparison @param {Wanted} one @param {string[][]} rows @param {Grid} grid */
function isPiece(comparison, { at, pattern }, rows, grid) {
  if (ownBookmarks(comparison, at, grid)) return true;
  const shown = grid.rows.slice(0, LOOKED_AT).map((row) => new Set(row.cells.map((cell) => squash(cell.line.text))));
  const everything = new Set(shown.flatMap((cells) => Array.from(cells)));
  /** @param {string[]} words @param {Set<string>} cells */
  const isMost = (words, cells) => 2 * words.filter((word) => cells.has(word)).length > words.length;
  if (rows.some((words) => isMost(words, everything) && shown.some((cells) => isMost(words, cells)))) return true;
  return grid.rows.slice(0, LOOKED_AT).some((row) => isHead(pattern, row));
}

/** Whether the row has all fixed words of a row of the pattern that has no blanks. @param {TablePattern} pattern @param {GridRow} row */
function isHead(pattern, row) {
  return pattern.rows.some((one) => {
    const words = one.cells.map((cell) => squash(cell.line.words)).filter(Boolean);
    return words.length > 0 && !one.slots.length && haveAll(row.cells.map((cell) => squash(cell.line.text)), words);
  });
}

/** Whether every word is among the texts, each text taken once. @param {string[]} texts @param {string[]} words @returns {boolean} */
export function haveAll(texts, words) {
  const left = texts.slice();
  return words.every((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** The tables without a pair whose rows stand in other tables. Their rows are taken out of these.
 * @param {Comparison} comparison @param {Wanted[]} wanted @param {Grid[]} grids @param {Map<number, number>} pairs */
function takenApart(comparison, wanted, grids, pairs) {
  /** @type {Map<number, Grid>} */
  const found = new Map();
  const lost = Array.from(wanted.keys()).filter((order) => !pairs.has(order));
  if (!lost.length) return found;
  grids.forEach((grid, place) => {
    const own = Array.from(pairs.keys()).filter((order) => pairs.get(order) === place);
    /** @type {number | undefined} */
    let current;
    /** @type {GridRow[]} */
    const kept = [];
    for (const row of grid.rows) {
      let whose = ownerOf(comparison, wanted, row);
      if (whose === undefined && !own.some((order) => isHead(wanted[order].pattern, row)))
        whose = lost.find((order) => isHead(wanted[order].pattern, row));
      if (whose !== undefined) current = whose;
      if (current === undefined || !lost.includes(current)) kept.push(row);
      else found.set(current, new Grid([...(found.get(current)?.rows || []), row]));
    }
    grids[place] = new Grid(kept);
  });
  return found;
}

/** Index among `wanted` of the table to which most bookmarks of the row belong.
 * @param {Comparison} comparison @param {Wanted[]} wanted @param {GridRow} row @returns {number | undefined} */
function ownerOf(comparison, wanted, row) {
  const owners = row.names.map((name) => comparison.owner.get(comparison.names.own(name)));
  const orders = counted(owners).map(([at]) => wanted.findIndex((one) => one.at === at));
  return orders.find((order) => order >= 0);
}
