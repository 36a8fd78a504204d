// The visible text of a Word document: its paragraphs and tables, and where bookmarks begin and end in them. Text within
// content controls, links and tracked insertions is part of it. Deleted and hidden text, field codes and comments are not.
// The twin is src/handbook/documents/word/visible_text.py.

import { W } from "./docx-format.js";

/** @typedef {["text" | "start" | "end", string]} Piece  a text, or the name of a bookmark that begins or ends here */

const MAX_LINES = 60000;
const THROUGH = new Set(["sdt", "sdtContent", "ins", "moveTo", "customXml", "hyperlink", "smartTag", "fldSimple", "dir", "bdo"]);
const MAX_WAITING = 200;
const MERGE_REACH = 40; // paragraphs that one value may be split into

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

/** @typedef {{line: TextLine, column: number, span: number}} GridCell  column: the first that the cell covers; span: how many */

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

/**
 * The paragraphs and tables of the body, or of a head or foot, in order.
 * @param {Document} document the part of the Word file
 * @param {Set<string>} [growing] names of bookmarks whose text somebody may have split into paragraphs; it is made one line
 * @returns {Part[]}
 */
export function visibleParts(document, growing = new Set()) {
  const root = document.documentElement;
  const body = ["hdr", "ftr"].includes(tagOf(root)) ? root : children(root, "body")[0];
  if (!body) return [];
  /** @type {Part[]} */
  const found = [];
  new Reader().blocks(body, found);
  return merged(found, growing);
}

/** @param {Element} parent @param {string} name */
const children = (parent, name) => Array.from(parent.children).filter((one) => one.localName === name && one.namespaceURI === W);
/** The local name of an element of Word's; "" for any other element. @param {Element} element */
const tagOf = (element) => (element.namespaceURI === W ? element.localName : "");

/** Walks a document and collects its text. */
class Reader {
  constructor() {
    /** @type {Map<string, string>} number of a bookmark -> its name */
    this.names = new Map();
    /** @type {Piece[]} bookmarks that begin between two paragraphs */
    this.waiting = [];
    /** @type {TextLine | null} */
    this.last = null;
    this.count = 0;
  }

  /** @param {Element} parent @param {Part[]} into */
  blocks(parent, into) {
    for (let element = parent.firstElementChild; element; element = element.nextElementSibling) {
      if (this.count > MAX_LINES) return;
      const tag = tagOf(element);
      if (tag === "p") into.push(this.paragraph(element));
      else if (tag === "tbl") {
        /** @type {GridRow[]} */
        const rows = [];
        this.rows(element, rows);
        into.push(new Grid(rows));
      } else if (THROUGH.has(tag)) this.blocks(element, into);
      else this.bookmark(element, tag, null);
    }
  }

  /** @param {Element} element */
  paragraph(element) {
    this.count += 1;
    const line = new TextLine(this.waiting);
    this.waiting = [];
    this.inlines(element, line);
    this.last = line;
    return line;
  }

  /** @param {Element} table @param {GridRow[]} into */
  rows(table, into) {
    for (let element = table.firstElementChild; element; element = element.nextElementSibling) {
      const tag = tagOf(element);
      if (tag === "tr") into.push(this.row(element));
      else if (THROUGH.has(tag)) this.rows(element, into);
      else this.bookmark(element, tag, null);
    }
  }

  /** @param {Element} element */
  row(element) {
    /** @type {GridCell[]} */
    const cells = [];
    this.cells(element, cells);
    return new GridRow(cells);
  }

  /** @param {Element} row @param {GridCell[]} into */
  cells(row, into) {
    for (let element = row.firstElementChild; element; element = element.nextElementSibling) {
      const tag = tagOf(element);
      if (THROUGH.has(tag)) this.cells(element, into);
      else if (tag === "tc") {
        const properties = children(element, "tcPr")[0];
        const written = (properties && children(properties, "gridSpan")[0]?.getAttributeNS(W, "val")) || "1";
        const span = Math.max(1, /^[0-9]{1,3}$/.test(written) ? Number(written) : 1);
        /** @type {Part[]} */
        const parts = [];
        this.blocks(element, parts);
        const before = into[into.length - 1];
        into.push({ line: joined(parts), column: before ? before.column + before.span : 0, span });
      } else this.bookmark(element, tag, null);
    }
  }

  /** @param {Element} parent @param {TextLine} line */
  inlines(parent, line) {
    for (let element = parent.firstElementChild; element; element = element.nextElementSibling) {
      const tag = tagOf(element);
      if (tag === "r") run(element, line);
      else if (THROUGH.has(tag)) this.inlines(element, line);
      else this.bookmark(element, tag, line);
    }
  }

  /** A bookmark's begin or end; between paragraphs it belongs to the next one, or to the last.
   * @param {Element} element @param {string} tag @param {TextLine | null} line */
  bookmark(element, tag, line) {
    const number = element.getAttributeNS(W, "id") || "";
    if (tag === "bookmarkStart") {
      const name = element.getAttributeNS(W, "name") || "";
      this.names.set(number, name);
      if (line === null && this.waiting.length > MAX_WAITING) return;
      (line ? line.pieces : this.waiting).push(["start", name]);
    } else if (tag === "bookmarkEnd" && this.names.has(number)) {
      const name = this.names.get(number) || "";
      const into = line || this.last;
      const waits = this.waiting.some(([kind, value]) => kind === "start" && value === name);
      if (into && !waits) into.pieces.push(["end", name]);
      else this.waiting.push(["end", name]);
    }
  }
}

/** @param {Element} element @param {TextLine} line */
function run(element, line) {
  const properties = children(element, "rPr")[0];
  const hidden = properties && children(properties, "vanish")[0];
  if (hidden) {
    const written = hidden.getAttributeNS(W, "val");
    if (written !== "0" && written !== "false") return;
  }
  for (let child = element.firstElementChild; child; child = child.nextElementSibling) {
    const tag = tagOf(child);
    if (tag === "t") line.pieces.push(["text", child.textContent || ""]);
    else if (tag === "tab") line.pieces.push(["text", "\t"]);
    else if (tag === "noBreakHyphen") line.pieces.push(["text", "-"]);
    else if (tag === "br" || tag === "cr") line.pieces.push(["text", "\n"]);
  }
}

/** Everything in a cell as one line; a table within a cell gives its cells' words. @param {Part[]} parts */
function joined(parts) {
  const lines = parts.flatMap((part) => (part instanceof TextLine ? [part] : part.rows.flatMap((row) => row.cells.map((cell) => cell.line))));
  const whole = new TextLine();
  lines.forEach((line, number) => {
    if (number) whole.pieces.push(["text", "\n"]);
    for (const piece of line.pieces) whole.pieces.push(piece);
  });
  return whole;
}

/** Paragraphs that one of those bookmarks runs over, joined: somebody pressed Enter within a value.
 * @param {Part[]} parts @param {Set<string>} growing */
function merged(parts, growing) {
  /** @type {Part[]} */
  const found = [];
  for (let at = 0; at < parts.length; at += 1) {
    const last = reach(parts, at, growing);
    found.push(last > at ? joined(parts.slice(at, last + 1)) : parts[at]);
    at = last;
  }
  return found;
}

/** The last paragraph that a bookmark beginning in `first` runs into; `first` itself if none does.
 * @param {Part[]} parts @param {number} first @param {Set<string>} growing */
function reach(parts, first, growing) {
  const part = parts[first];
  const open = part instanceof TextLine ? unclosed(part, growing) : new Set();
  if (!open.size) return first;
  for (let at = first + 1; at < Math.min(parts.length, first + MERGE_REACH); at += 1) {
    const other = parts[at];
    if (!(other instanceof TextLine)) break;
    if (other.pieces.some(([kind, name]) => kind === "end" && open.has(name))) return at;
  }
  return first;
}

/** @param {TextLine} line @param {Set<string>} growing */
function unclosed(line, growing) {
  /** @type {Set<string>} */
  const begun = new Set();
  for (const [kind, name] of line.pieces) {
    if (kind === "start" && growing.has(name)) begun.add(name);
    else if (kind === "end") begun.delete(name);
  }
  return begun;
}
