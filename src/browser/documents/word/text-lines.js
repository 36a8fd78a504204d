// What the visible text of a Word document consists of: lines, and tables of rows and cells.
// The twin is src/handbook/documents/word/text_lines.py.

/** @typedef {["text" | "start" | "end", string]} Piece  a text, or the name of a bookmark that begins or ends here */

/** A pattern for one space of any kind, the ideographic and the no-break space included: what \s means in Python. */
export const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const SPACES = new RegExp(`${SPACE}+`, "g");

/**
 * A text for comparing: any run of spaces becomes one space, and spaces at the ends go.
 * @param {string} text
 * @returns {string}
 */
export const squash = (text) => text.replace(SPACES, " ").replace(/^ | $/g, "");

/** A paragraph, or all paragraphs of a table cell. */
export class TextLine {
  /** @param {Piece[]} [pieces] */
  constructor(pieces = []) {
    this.pieces = pieces;
    this.isNumbered = false; // whether the office program writes its number
  }

  /** The words. */
  get text() {
    let text = "";
    for (const [kind, value] of this.pieces) if (kind === "text") text += value;
    return text;
  }

  /** The bookmarks that begin here. */
  get names() {
    return this.pieces.filter(([kind]) => kind === "start").map(([, value]) => value);
  }

  /** The text of a bookmark that begins and ends in the line; null for any other. @param {string} name @returns {string | null} */
  marked(name) {
    /** @type {string | null} */
    let inside = null;
    for (const [kind, value] of this.pieces) {
      if (kind === "start" && value === name) inside = "";
      else if (kind === "end" && value === name) return inside;
      else if (kind === "text" && inside !== null) inside += value;
    }
    return null;
  }
}

/**
 * @typedef {{line: TextLine, column: number, span: number, isFurther: boolean}} GridCell
 *   column: the first that the cell covers; span: how many; isFurther: it is a further part of the cell above it
 */

/** A table row. */
export class GridRow {
  /** @param {GridCell[]} cells */
  constructor(cells) {
    this.cells = cells;
  }

  /** The bookmarks that begin in the row. */
  get names() {
    return this.cells.flatMap((cell) => cell.line.names);
  }

  /** The cell that covers a column. @param {number} column */
  at(column) {
    return this.cells.find((cell) => cell.column <= column && column < cell.column + cell.span);
  }
}

/** A table. */
export class Grid {
  /** @param {GridRow[]} rows */
  constructor(rows) {
    this.rows = rows;
  }

  /** The bookmarks that begin in the table. */
  get names() {
    return this.rows.flatMap((row) => row.names);
  }
}

/** @typedef {TextLine | Grid} Part */

/** The part itself when it is a line, else the lines in the cells of the table. @param {Part} part @returns {TextLine[]} */
export const linesOf = (part) => (part instanceof TextLine ? [part] : part.rows.flatMap((row) => row.cells.map((cell) => cell.line)));
