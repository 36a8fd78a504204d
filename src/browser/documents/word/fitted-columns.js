// Gives the table of a list in a filled Word file the columns that its contents ask for. How wide each column becomes is
// worked out by ../column-widths.js. The twin is src/handbook/documents/word/fitted_columns.py.

import { fitted } from "../column-widths.js";
import { W } from "./docx-format.js";

/** @param {Element} within @param {string} name */
const named = (within, name) => Array.from(within.getElementsByTagNameNS(W, name));

/**
 * Sets the widths of a table's columns; the table as a whole stays as wide as it is. Rows with merged cells are not looked
 * at. A table of a single row is left alone.
 * @param {Element} table
 * @param {number} unit the width of a half-width character of the table's type, in twentieths of a point
 */
export function fitTable(table, unit) {
  const grid = named(table, "gridCol");
  const before = grid.map((column) => Number(column.getAttributeNS(W, "w")));
  const rows = named(table, "tr").map((row) => named(row, "tc")).filter((cells) => cells.length === grid.length);
  if (rows.length < 2) return;
  const whole = before.reduce((sum, width) => sum + width, 0);
  const widths = fitted(before, rows.map((cells) => cells.map(wordsOf)), Math.floor(whole / unit));
  const shown = widths.reduce((sum, width) => sum + width, 0);
  const after = widths.map((width) => Math.floor((whole * width) / shown));
  after[after.length - 1] += whole - after.reduce((sum, width) => sum + width, 0);
  grid.forEach((column, at) => column.setAttributeNS(W, "w:w", String(after[at])));
  for (const cells of rows) {
    cells.forEach((cell, at) => {
      const [known] = named(cell, "tcW");
      if (known) known.setAttributeNS(W, "w:w", String(after[at]));
    });
  }
}

/** What the cell says. The no-break spaces of an unfilled blank say nothing. @param {Element} cell */
const wordsOf = (cell) =>
  Array.from(cell.getElementsByTagNameNS(W, "*"), (one) => (one.localName === "br" ? "\n" : one.localName === "t" ? one.textContent || "" : ""))
    .join("")
    .replace(/\u00a0/g, "");
