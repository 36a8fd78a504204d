// How wide the columns of a filled table are, by what stands in them. Widths are counted in half-width characters.
// The twin is src/handbook/documents/column_widths.py; tests/fixtures/columns.json binds both to the same numbers.

import { inlineText } from "./text.js";

const PADDING = 2; // the margins of a cell
const WIDE = 0x2e80; // from here on, characters are as wide as they are high
const BETWEEN = /[\s、]+|(?<=日)(?=[0-9])/;
const NAME = 8; // a name of four characters stays on one line if there is room,
const MOMENT = 15; // and so does 2026年12月18日

/** How many half-width characters a text takes. @param {string} text */
function lengthOf(text) {
  let length = 0;
  for (const character of text) length += /** @type {number} */ (character.codePointAt(0)) >= WIDE ? 2 : 1;
  return length;
}

/**
 * How wide the longest part of a text is that should stay on one line: a name, or a part with digits. A part with digits gets
 * one more, because some fonts have wide ones.
 * @param {string} text
 */
function pieceOf(text) {
  const parts = text.split(BETWEEN).map((part) => {
    const length = lengthOf(part);
    return length < MOMENT && /[0-9]/.test(part) ? length + 1 : Math.min(length, NAME);
  });
  return Math.max(...parts);
}

/** How wide the head of a column is when it stands on two lines; at least two characters. @param {string} text */
const labelOf = (text) => Math.min(NAME, Math.max(4, Math.floor((lengthOf(text) + 3) / 4) * 2));

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/**
 * The widths of a table's columns, which together are `room`. A column in which nothing is written keeps its share of the
 * width, because it is filled in by hand.
 * @param {number[]} widths those of the blank table, in any unit
 * @param {string[][]} rows the texts of all cells, the head first
 * @param {number} room
 * @returns {number[]}
 */
export function fitted(widths, rows, room) {
  const columns = widths.map((_, at) => rows.map((row) => row[at]));
  const isWritten = columns.map((texts) => texts.slice(1).some(Boolean));
  const shares = widths.map((width) => Math.floor((room * width) / (sum(widths) || 1)));
  if (!isWritten.some(Boolean)) return shares;
  const pieces = columns.map((texts) => Math.max(labelOf(texts[0]), ...texts.slice(1).map(pieceOf)));
  /** @type {number[]} */
  let low = [];
  for (let cap = MOMENT; cap > 1; cap -= 1) {
    low = pieces.map((piece, at) => Math.max(PADDING + Math.min(piece, cap), isWritten[at] ? 0 : shares[at]));
    if (sum(low) <= room) break;
  }
  if (sum(low) > room) return shares;
  const high = columns.map((texts, at) => {
    const longest = isWritten[at] ? PADDING + Math.max(...texts.flatMap((text) => text.split("\n").map(lengthOf))) : 0;
    return Math.max(low[at], longest);
  });
  const wanted = columns.map((texts) => Math.sqrt(sum(texts.slice(1).map(lengthOf))));
  const found = between(low, high, wanted, room);
  // What is left over goes to all columns.
  for (let at = 0; at < found.length; at += 1) found[at] += Math.floor((room - sum(found)) / (found.length - at));
  return found;
}

/**
 * Widths in proportion to `wanted`, none below `low` or above `high`, together at most `room`.
 * @param {number[]} low @param {number[]} high @param {number[]} wanted @param {number} room
 */
function between(low, high, wanted, room) {
  let [least, most, found] = [0, room, low.slice()];
  for (let step = 0; step < 30; step += 1) {
    const scale = (least + most) / 2;
    const tried = wanted.map((want, at) => Math.min(high[at], Math.max(low[at], Math.floor(scale * want))));
    if (sum(tried) <= room) [least, found] = [scale, tried];
    else most = scale;
  }
  return found;
}

/** How many half-width characters a line of a table on the paper holds. @param {boolean} isLandscape @param {boolean} isDense */
const roomOf = (isLandscape, isDense) => Math.floor((isLandscape ? 14400 : 8844) / (isDense ? 105 : 120));

/**
 * Gives the tables of lists on a filled paper the columns that their contents ask for.
 * @param {Element} article the paper
 */
export function fitColumns(article) {
  for (const table of Array.from(article.getElementsByTagName("table"))) {
    if (!table.tHead || table.hidden || !table.querySelector("[data-rows]") || table.querySelector("[data-line]")) continue;
    const columns = Array.from(table.getElementsByTagName("col"));
    const rows = Array.from(table.rows)
      .filter((row) => !row.hidden && row.cells.length === columns.length)
      .map((row) => Array.from(row.cells, (cell) => inlineText(cell, "\n").replace(/＿/g, "")));
    if (rows.length < 2) continue;
    for (const column of columns) column.dataset.width = column.dataset.width || column.width;
    const room = roomOf(article.classList.contains("hb-paper--landscape"), table.classList.contains("hb-paper__table--dense"));
    const widths = fitted(columns.map((column) => parseFloat(column.dataset.width || "")), rows, room);
    columns.forEach((column, at) => (column.width = `${((100 * widths[at]) / room).toFixed(1)}%`));
  }
}
