// What a blank Word file expects where: the pattern against which an edited copy is read. It is taken from the blank
// file itself, so that it needs no layout source. The Python twin is src/handbook/documents/readback/pattern.py.

import { Grid } from "../word/visible-text.js";

/**
 * @typedef {import("../word/package.js").Entry} Entry
 * @typedef {import("../filled.js").Values} Values
 * @typedef {import("../filled.js").Row} Record
 * @typedef {string | Slot | Optional} Segment
 * @typedef {LinePattern | TablePattern} Pattern
 */

/** A blank: which field it shows, in which style, and the bookmark around it. */
export class Slot {
  /** @param {string} path @param {string} style @param {string} name @param {boolean} indented */
  constructor(path, style, name, indented) {
    this.path = path;
    this.style = style;
    this.name = name;
    this.indented = indented;
    /** Row numbers, counts and lists are worked out, never read. */
    this.isShownOnly = path.endsWith(".#") || style === "list" || style === "count";
  }
}

/** Words that are there only when the fields in `path` are filled. */
export class Optional {
  /** @param {string} path @param {string} name */
  constructor(path, name) {
    this.path = path;
    this.name = name;
    /** @type {Segment[]} */
    this.inside = [];
  }
}

/** A paragraph, list item or cell. */
export class LinePattern {
  constructor() {
    /** @type {Segment[]} */
    this.segments = [];
    this.rows = ""; // the list over which it is repeated
    this.when = "";
    this.tableWhen = ""; // the condition of the whole table, which stands in its first cell
    /** @type {Slot[] | undefined} */
    this.known = undefined;
  }

  /** Its blanks, in order. */
  get slots() {
    return this.known || (this.known = slotsOf(this.segments));
  }

  /** Its own words, without blanks and conditions. */
  get words() {
    return this.segments.filter((segment) => typeof segment === "string").join("");
  }

  /** What it says when it is filled with those values. @param {Values} values @param {Record | null} [row] */
  shown(values, row = null) {
    return shown(this.segments, values, row);
  }
}

/** A table row: what stands in which column. */
export class RowPattern {
  /** @param {{column: number, line: LinePattern}[]} cells @param {string} rows @param {string} when */
  constructor(cells, rows, when) {
    this.cells = cells;
    this.rows = rows;
    this.when = when;
    this.slots = cells.flatMap((cell) => cell.line.slots);
  }
}

/** A table. */
export class TablePattern {
  constructor() {
    /** @type {RowPattern[]} */
    this.rows = [];
    this.when = "";
  }
}

/** The pattern of a blank file. @param {import("../word/visible-text.js").Part[]} parts
 * @param {Map<string, Entry>} entries what its bookmarks stand for @returns {Pattern[]} */
export const patternsOf = (parts, entries) =>
  parts.map((part) => (part instanceof Grid ? tableOf(part, entries) : lineOf(part, entries)));

/** The name of a bookmark in the blank file; those of further rows are called like those of the first, with a number.
 * @param {string} name */
export const base = (name) => name.replace(/_r[0-9]+$/, "");

/** @param {Grid} grid @param {Map<string, Entry>} entries */
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
    // not the empty lines of a register
    if (lines.some((line) => line.segments.length)) table.rows.push(new RowPattern(cells, rows, when));
  }
  return table;
}

/** The line's segments. Text within a blank is its underlined space and says nothing.
 * @param {import("../word/visible-text.js").Line} line @param {Map<string, Entry>} entries */
function lineOf(line, entries) {
  const found = new LinePattern();
  /** @type {{name: string, segments: Segment[]}[]} */
  const open = [{ name: "", segments: found.segments }];
  let blank = ""; // the bookmark of the blank we are in
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
        into.segments.push(new Slot(entry.path || "", entry.style || "", base(value), entry.indented === "true"));
      } else if (value === blank) blank = "";
    } else if (entry.kind === "rows" && kind === "start") found.rows = entry.path || "";
    else if (entry.kind === "when" && entry.unit === "table") found.tableWhen = entry.path || "";
    else if (entry.kind === "when" && entry.unit !== "text") found.when = found.when || entry.path || "";
    else if (entry.kind === "when") {
      if (kind === "start") {
        const inner = new Optional(entry.path || "", base(value));
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

/** @param {Segment[]} segments @param {Values} values @param {Record | null} row @returns {string} */
function shown(segments, values, row) {
  return segments
    .map((segment) => {
      if (typeof segment === "string") return segment;
      if (segment instanceof Slot) return values.printed(segment.path, segment.style, row, 0);
      return values.filled(segment.path, row) ? shown(segment.inside, values, row) : "";
    })
    .join("");
}
