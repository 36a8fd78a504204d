// The patterns of a blank Word file: which words and which blanks stand in each paragraph and table row. An edited copy is
// read against them. They are taken from the blank file, because the browser has no layouts.
// The twin is src/handbook/documents/readback/pattern.py.

import { Grid } from "../word/text-lines.js";

/**
 * @typedef {import("../word/docx-format.js").BookmarkEntry} BookmarkEntry
 * @typedef {import("../printed-values.js").PrintedValues} PrintedValues
 * @typedef {import("../printed-values.js").PrintedRow} Row
 * @typedef {string | Slot | Optional} Segment
 * @typedef {LinePattern | TablePattern} Pattern
 */

/** A blank of a pattern. */
export class Slot {
  /**
   * @param {string} path of its field, such as "guests.name"
   * @param {string} style how the value is printed, such as "short"
   * @param {string} name of the bookmark around it in the blank file
   * @param {boolean} indented whether further lines of the value are indented
   */
  constructor(path, style, name, indented) {
    this.path = path;
    this.style = style;
    this.name = name;
    this.indented = indented;
    /** Whether the blank prints what is worked out: a row number, a count, or all values of a column. */
    this.isShownOnly = path.endsWith(".#") || style === "list" || style === "count";
  }
}

/** Words that are printed only when the fields in `path` (separated by spaces) are filled. */
export class Optional {
  /** @param {string} path @param {string} name */
  constructor(path, name) {
    this.path = path;
    this.name = name;
    /** @type {Segment[]} */
    this.inside = [];
  }
}

/** A paragraph, list item or table cell. */
export class LinePattern {
  constructor() {
    /** @type {Segment[]} */
    this.segments = [];
    this.rows = ""; // the list for whose rows it is repeated
    this.when = "";
    this.tableWhen = ""; // condition of the whole table; the mark for it stands in the first cell
    this.isNumbered = false; // whether the office program writes its number
    /** @type {Slot[] | undefined} */
    this.known = undefined;
  }

  /** Its blanks, in order. */
  get slots() {
    return this.known || (this.known = slotsOf(this.segments));
  }

  /** The fixed words, without blanks and without words that depend on a condition. */
  get words() {
    return this.segments.filter((segment) => typeof segment === "string").join("");
  }

  /** The words of the line when it is filled with those values. @param {PrintedValues} values @param {Row | null} [row] */
  shown(values, row = null) {
    return shown(this.segments, values, row);
  }
}

/** A table row. */
export class RowPattern {
  /** @param {{column: number, line: LinePattern}[]} cells @param {string} rows @param {string} when */
  constructor(cells, rows, when) {
    this.cells = cells;
    this.rows = rows;
    this.when = when;
    this.slots = cells.flatMap((cell) => cell.line.slots);
  }
}

/** A table of the blank file. */
export class TablePattern {
  constructor() {
    /** @type {RowPattern[]} */
    this.rows = [];
    this.when = "";
  }
}

/**
 * The patterns of a blank file's paragraphs and tables, in order.
 * @param {import("../word/text-lines.js").Part[]} parts
 * @param {Map<string, BookmarkEntry>} entries what its bookmarks stand for, by name
 * @returns {Pattern[]}
 */
export const patternsOf = (parts, entries) =>
  parts.map((part) => (part instanceof Grid ? tableOf(part, entries) : lineOf(part, entries)));

/**
 * The name that a bookmark of a filled file has in the blank file: hb3_guests_name_r2 is hb3_guests_name in the second row.
 * @param {string} name
 * @returns {string}
 */
export const blankName = (name) => name.replace(/_r[0-9]+$/, "");

/** @param {Grid} grid @param {Map<string, BookmarkEntry>} entries */
function tableOf(grid, entries) {
  const table = new TablePattern();
  for (const row of grid.rows) {
    const cells = row.cells.map((cell) => ({ column: cell.column, line: lineOf(cell.line, entries) }));
    const lines = cells.map((cell) => cell.line);
    const rows = lines.map((line) => line.rows).find(Boolean) || "";
    const when = lines.map((line) => line.when).find(Boolean) || "";
    for (const line of lines) {
      table.when = table.when || line.tableWhen;
      line.rows = line.when = "";
    }
    // the empty lines of a register are no pattern
    if (lines.some((line) => line.segments.length)) table.rows.push(new RowPattern(cells, rows, when));
  }
  return table;
}

/** The pattern of one line. Text within a blank is only its underlined space and is left out.
 * @param {import("../word/text-lines.js").TextLine} line @param {Map<string, BookmarkEntry>} entries */
function lineOf(line, entries) {
  const found = new LinePattern();
  found.isNumbered = line.isNumbered;
  /** @type {{name: string, segments: Segment[]}[]} */
  const open = [{ name: "", segments: found.segments }];
  let blank = ""; // the bookmark of the blank that is open
  for (const [kind, value] of line.pieces) {
    const into = open[open.length - 1];
    if (kind === "text") {
      if (!blank) into.segments.push(value);
      continue;
    }
    const entry = entries.get(value);
    if (!entry) continue;
    if (entry.kind === "blank") {
      if (kind === "start" && !blank) {
        blank = value;
        into.segments.push(new Slot(entry.path || "", entry.style || "", blankName(value), entry.indented === "true"));
      } else if (value === blank) blank = "";
    } else if (entry.kind === "rows" && kind === "start") found.rows = entry.path || "";
    else if (entry.kind === "when" && entry.unit === "table") found.tableWhen = entry.path || "";
    else if (entry.kind === "when" && entry.unit !== "text") found.when = found.when || entry.path || "";
    else if (entry.kind === "when") {
      if (kind === "start") {
        const inner = new Optional(entry.path || "", blankName(value));
        into.segments.push(inner);
        open.push({ name: value, segments: inner.inside });
      } else if (open.length > 1 && into.name === value) open.pop();
    }
  }
  return found;
}

/** @param {Segment[]} segments @returns {Slot[]} */
const slotsOf = (segments) =>
  segments.flatMap((segment) => (segment instanceof Slot ? [segment] : segment instanceof Optional ? slotsOf(segment.inside) : []));

/** @param {Segment[]} segments @param {PrintedValues} values @param {Row | null} row @returns {string} */
function shown(segments, values, row) {
  return segments
    .map((segment) => {
      if (typeof segment === "string") return segment;
      if (segment instanceof Slot) return values.printed(segment.path, segment.style, row, 0);
      return values.filled(segment.path, row) ? shown(segment.inside, values, row) : "";
    })
    .join("");
}
