// The visible text of a Word document: its paragraphs and tables, and where bookmarks begin and end in them. Text within
// content controls, links and tracked insertions is part of it, and so is the base of a phonetic guide. Deleted and hidden
// text, field codes, hints of empty content controls and comments are not. A cell that runs over several rows gives its text
// to each of them.
// The twin is src/handbook/documents/word/visible_text.py.

import { W } from "./docx-format.js";
import { Grid, GridRow, TextLine, linesOf, squash } from "./text-lines.js";
import { Fields, formula, inner, plainText, sign, valueOf } from "./text-runs.js";

/**
 * @typedef {import("./text-lines.js").Piece} Piece
 * @typedef {import("./text-lines.js").GridCell} GridCell
 * @typedef {import("./text-lines.js").Part} Part
 */

const COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const MAX_LINES = 60000;
const THROUGH = new Set(["sdt", "sdtContent", "ins", "moveTo", "customXml", "hyperlink", "smartTag", "fldSimple", "dir", "bdo"]);
const MAX_WAITING = 200;
const MERGE_REACH = 40; // paragraphs that one value may be split into

/**
 * The paragraphs and tables of the body, or of a head or foot, in order.
 * @param {Document} document the part of the Word file
 * @param {Set<string>} [growing] names of bookmarks whose text somebody may have split into paragraphs; it is made one line
 * @returns {Part[]}
 */
export function visibleParts(document, growing = new Set()) {
  const root = document.documentElement;
  const body = ["hdr", "ftr"].includes(tagOf(root)) ? root : inner(root, "body");
  if (!body) return [];
  /** @type {Part[]} */
  const found = [];
  new Reader().blocks(body, found);
  return merged(found, growing);
}

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
    this.fields = new Fields();
  }

  /** @param {Element} parent @param {Part[]} into */
  blocks(parent, into) {
    if (isHint(parent)) return;
    for (let element = parent.firstElementChild; element; element = element.nextElementSibling) {
      if (this.count > MAX_LINES) return;
      const tag = tagOf(element);
      if (tag === "p") {
        const line = this.paragraph(element);
        // when the end of the paragraph is deleted, the next one goes on in the same line
        const following = element.nextElementSibling;
        if (isEndDeleted(element) && following && tagOf(following) === "p") this.waiting = line.pieces;
        else into.push(line);
      } else if (tag === "tbl") {
        /** @type {GridRow[]} */
        const rows = [];
        this.rows(element, rows);
        shareMergedCells(rows);
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
    const numbering = inner(element, "pPr", "numPr", "numId");
    line.isNumbered = numbering !== undefined && (valueOf(numbering) || "0") !== "0";
    this.inlines(element, line);
    this.fields.paragraphEnded();
    this.last = line;
    return line;
  }

  /** @param {Element} table @param {GridRow[]} into */
  rows(table, into) {
    for (let element = table.firstElementChild; element; element = element.nextElementSibling) {
      const tag = tagOf(element);
      if (tag === "tr") {
        if (!inner(element, "trPr", "del")) into.push(this.row(element)); // else a tracked deletion
      } else if (THROUGH.has(tag)) this.rows(element, into);
      else this.bookmark(element, tag, null);
    }
  }

  /** @param {Element} element */
  row(element) {
    /** @type {GridCell[]} */
    const cells = [];
    this.cells(element, cells, numberIn(inner(element, "trPr", "gridBefore"), 0));
    return new GridRow(cells);
  }

  /** @param {Element} row @param {GridCell[]} into @param {number} first the column of the first cell */
  cells(row, into, first) {
    for (let element = row.firstElementChild; element; element = element.nextElementSibling) {
      const tag = tagOf(element);
      if (THROUGH.has(tag)) this.cells(element, into, first);
      else if (tag === "tc") {
        const span = Math.max(1, numberIn(inner(element, "tcPr", "gridSpan"), 1));
        /** @type {Part[]} */
        const parts = [];
        this.blocks(element, parts);
        const line = joined(parts);
        const before = into[into.length - 1];
        if (before && isFurther(inner(element, "tcPr", "hMerge"))) before.span += span;
        else {
          const column = before ? before.column + before.span : first;
          into.push({ line, column, span, isFurther: isFurther(inner(element, "tcPr", "vMerge")) });
        }
      } else this.bookmark(element, tag, null);
    }
  }

  /** @param {Element} parent @param {TextLine} line */
  inlines(parent, line) {
    if (isHint(parent)) return;
    for (let element = parent.firstElementChild; element; element = element.nextElementSibling) {
      const tag = tagOf(element);
      const letters = formula(element);
      if (tag === "r") this.run(element, element, line);
      else if (THROUGH.has(tag)) this.inlines(element, line);
      else if (letters) line.pieces.push(["text", letters]);
      else this.bookmark(element, tag, line);
    }
  }

  /** Reads a run, or the part `parent` of it. @param {Element} run @param {Element} parent @param {TextLine} line */
  run(run, parent, line) {
    const hidden = inner(run, "rPr", "vanish");
    if (hidden && !["0", "false"].includes(valueOf(hidden))) return;
    for (let child = parent.firstElementChild; child; child = child.nextElementSibling) {
      const tag = tagOf(child);
      let text = "";
      if (tag === "fldChar") text = this.fields.edge(child);
      else if (tag === "instrText") this.fields.addCode(child.textContent || "");
      else if (this.fields.isCode) continue;
      else if (tag === "t") text = plainText(child.textContent || "", run);
      else if (tag === "sym") text = sign(child);
      else if (tag === "tab" || tag === "ptab") text = "\t";
      else if (tag === "noBreakHyphen") text = "-";
      else if (tag === "br" || tag === "cr") text = "\n";
      else if (tag === "ruby") {
        for (const base of Array.from(child.children)) if (tagOf(base) === "rubyBase") this.inlines(base, line);
      } else if (child.localName === "AlternateContent" && child.namespaceURI === COMPATIBILITY) {
        for (const other of Array.from(child.children)) if (other.localName === "Fallback") this.run(run, other, line);
      }
      if (text) line.pieces.push(["text", text]);
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

/** What the element says by its `w:val`, such as how many columns a cell covers. @param {Element | undefined} element @param {number} otherwise */
const numberIn = (element, otherwise) => (/^[0-9]{1,3}$/.test(valueOf(element)) ? Number(valueOf(element)) : otherwise);

/** Whether a cell goes on with the one above or before it. @param {Element | undefined} merge */
const isFurther = (merge) => merge !== undefined && (valueOf(merge) || "continue") === "continue";

/** Whether a content control shows the hint for what shall be typed into it, and no text. @param {Element} element */
const isHint = (element) => tagOf(element) === "sdt" && inner(element, "sdtPr", "showingPlcHdr") !== undefined;

/** Whether the end of a paragraph was deleted or moved away and this is tracked. @param {Element} paragraph */
const isEndDeleted = (paragraph) => ["del", "moveFrom"].some((name) => inner(paragraph, "pPr", "rPr", name) !== undefined);

/**
 * Gives the text of each cell that runs over several rows to all of these. Word writes the paragraphs of all cells that it
 * merged into the first. When they are as many as the rows, each row has its own again; when all are the same, each row has
 * that.
 * @param {GridRow[]} rows
 */
function shareMergedCells(rows) {
  /** @type {GridCell[][]} */
  const groups = [];
  /** @type {Map<number, GridCell[]>} */
  let above = new Map();
  for (const row of rows) {
    /** @type {Map<number, GridCell[]>} */
    const here = new Map();
    for (const cell of row.cells) {
      const group = (cell.isFurther && above.get(cell.column)) || [];
      if (!group.length) groups.push(group);
      group.push(cell);
      here.set(cell.column, group);
    }
    above = here;
  }
  for (const group of groups) {
    if (group.length < 2) continue;
    const whole = group[0].line.text;
    let lines = whole.split("\n").filter((one) => squash(one));
    if (new Set(lines).size === 1) lines = group.map(() => lines[0]);
    group.forEach(({ line, isFurther }, at) => {
      const text = lines.length === group.length ? lines[at] : whole;
      if (isFurther || text !== whole) line.pieces = [...line.pieces.filter(([kind]) => kind !== "text"), ["text", text]];
    });
  }
}

/** Everything in a cell as one line; a table within a cell gives its cells' words. @param {Part[]} parts */
function joined(parts) {
  const lines = parts.flatMap(linesOf);
  const whole = new TextLine();
  whole.isNumbered = lines.some((line) => line.isNumbered);
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
