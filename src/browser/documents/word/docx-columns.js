// The columns of a list in a Word file, once it is filled; the twin is in src/handbook/documents/word/filled_file.py.

import { fitted } from "../column-widths.js";

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** @param {Element} within @param {string} name */
const named = (within, name) => Array.from(within.getElementsByTagNameNS(W, name));

/** The columns by what stands in them. @param {Element} table @param {number} unit width of a half-width character in them */
export function fit(table, unit) {
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

/** @param {Element} cell */
const wordsOf = (cell) =>
  Array.from(cell.getElementsByTagNameNS(W, "*"), (one) => (one.localName === "br" ? "\n" : one.localName === "t" ? one.textContent || "" : ""))
    .join("")
    .replace(/\u00a0/g, "");
