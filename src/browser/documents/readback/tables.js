// Finds the tables of an edited Word file again, and reads what stands in their rows. A table is found by the bookmarks
// and the words it shares with a table of the blank file.
// The twin is src/handbook/documents/readback/tables.py.

import { counted, isBlank } from "./evidence.js";
import { readLine } from "./line-values.js";
import { haveAll, matchedTables } from "./matched-tables.js";
import { TablePattern } from "./pattern.js";
import { Grid, TextLine, squash } from "../word/text-lines.js";

/**
 * @typedef {import("./evidence.js").Comparison} Comparison
 * @typedef {import("./evidence.js").RowReading} RowReading
 * @typedef {import("./evidence.js").Place} Place
 * @typedef {import("./pattern.js").LinePattern} LinePattern
 * @typedef {import("./pattern.js").RowPattern} RowPattern
 * @typedef {import("../word/text-lines.js").GridRow} GridRow
 * @typedef {import("../printed-values.js").PrintedRow} PrintedRow
 */

const MOST = 500; // tables of a file that are looked at

/**
 * Adds to the comparison's evidence what the tables among `parts` show. Paragraphs are passed over.
 * @param {Comparison} comparison
 * @param {import("../word/text-lines.js").Part[]} parts
 */
export function readTables(comparison, parts) {
  const grids = parts.filter((part) => part instanceof Grid).slice(0, MOST).map((part) => /** @type {Grid} */ (part));
  /** @type {import("./matched-tables.js").Wanted[]} */
  const wanted = [];
  comparison.patterns.forEach((pattern, at) => void (pattern instanceof TablePattern && wanted.push({ at, pattern })));
  const { found, strange } = matchedTables(comparison, wanted, grids);
  wanted.forEach(({ pattern }, order) => {
    const grid = found.get(order);
    if (grid) new TableReader(comparison, pattern, grid).read();
    else if (comparison.isUnfilled || comparison.values.filled(pattern.when, null)) gone(comparison, pattern);
  });
  for (const grid of strange) {
    const whole = grid.rows.map((row) => row.cells.map((cell) => cell.line.text).join(" "));
    comparison.noteStrange(whole.slice(0, 2).join(" "), whole.join(" "));
  }
}

/** Records that the whole table was deleted: its lists are empty, its other blanks are gone. @param {Comparison} comparison @param {TablePattern} pattern */
function gone(comparison, pattern) {
  for (const row of pattern.rows) {
    if (row.rows) comparison.list(row.rows).push([]);
    else for (const slot of row.slots) comparison.evidence.places.push({ slot, text: null });
  }
}

/** Reads one table: the rows of a form, each once, and below a head the rows of a list, any number of times. */
class TableReader {
  /** @param {Comparison} comparison @param {TablePattern} pattern @param {Grid} grid */
  constructor(comparison, pattern, grid) {
    this.comparison = comparison;
    this.rows = pattern.rows;
    this.grid = grid;
    /** @type {Map<string, number>} */
    this.owner = new Map();
    pattern.rows.forEach((row, at) => row.slots.forEach((slot) => this.owner.set(slot.name, at)));
  }

  /** Adds what the table's rows show to the evidence. */
  read() {
    const kinds = this.kinds();
    /** @type {Map<number, RowReading[]>} */
    const readings = new Map();
    this.rows.forEach((row, at) => void (row.rows && readings.set(at, [])));
    const columns = new Map(Array.from(readings.keys(), (at) => [at, this.columns(at, kinds)]));
    /** @type {Set<number>} */
    const seen = new Set();
    this.grid.rows.forEach((row, place) => {
      const which = kinds[place];
      if (which === null || (seen.has(which) && this.isOther(which, row))) return this.comparison.noteStrange(row.cells.map((cell) => cell.line.text).join(" "));
      const group = readings.get(which);
      if (group) {
        const reading = this.repeated(this.rows[which], row, columns.get(which) || new Map());
        if (!isBlank(reading)) group.push(reading);
      } else if (!seen.has(which)) {
        seen.add(which);
        this.alone(this.rows[which], row);
      }
    });
    for (const [at, found] of readings) this.comparison.list(this.rows[at].rows).push(found);
    this.rows.forEach((one, at) => {
      if (!one.rows && !seen.has(at) && this.comparison.isVisible(one))
        for (const slot of one.slots) this.comparison.evidence.places.push({ slot, text: null });
    });
  }

  /** For every row of the table, the index of the row of the pattern that it is; null where that is not known. @returns {(number | null)[]} */
  kinds() {
    const found = this.grid.rows.map((row) => {
      const which = row.names.length ? this.byBookmarks(row) : null;
      return which === null ? this.byWords(row) : which;
    });
    const repeated = Array.from(this.rows.keys()).filter((at) => this.rows[at].rows);
    const first = this.rows.findIndex((row) => row.slots.length);
    const heads = first < 0 ? this.rows.length : first;
    const hasHead = found.includes(0);
    let before = -1;
    found.forEach((which, place) => {
      if (which === null && place < heads && !hasHead && !this.grid.rows[place].names.length) found[place] = 0; // the head, with other words
      else if (which === null && repeated.length) {
        const next = repeated.find((at) => at >= before);
        found[place] = next === undefined ? repeated[repeated.length - 1] : next;
      }
      before = Math.max(before, which === null ? -1 : which);
    });
    if (!repeated.length) this.byPlace(found);
    return found;
  }

  /** Whether a further row of a kind that stands once says more than the words of its head. @param {number} which @param {GridRow} row */
  isOther(which, row) {
    const words = new Set(this.rows[which].cells.map((cell) => squash(cell.line.words)));
    return row.cells.some((cell) => squash(cell.line.text) && !words.has(squash(cell.line.text)));
  }

  /** The row of the pattern to which most of a row's bookmarks belong. @param {GridRow} row @returns {number | null} */
  byBookmarks(row) {
    const own = Array.from(this.comparison.names.of(row.names).keys(), (name) => this.owner.get(name));
    const [first] = counted(own.filter((one) => one !== undefined));
    return first ? /** @type {number} */ (first[0]) : null;
  }

  /** The row of the pattern, not one of a list, all of whose fixed words stand in cells of the row. @param {GridRow} row @returns {number | null} */
  byWords(row) {
    const found = this.rows.findIndex((one) => {
      const words = one.cells.filter((cell) => !cell.line.slots.length).map((cell) => squash(cell.line.words)).filter(Boolean);
      if (!words.length || one.rows) return false;
      return haveAll(row.cells.map((cell) => squash(cell.line.text)), words);
    });
    return found < 0 ? null : found;
  }

  /** Fills in `found` for a form: when as many rows are left over as are missing, they are these in order. @param {(number | null)[]} found */
  byPlace(found) {
    const free = Array.from(found.keys()).filter((place) => found[place] === null);
    const missing = Array.from(this.rows.keys()).filter((at) => !found.includes(at));
    if (free.length === missing.length) free.forEach((place, number) => (found[place] = missing[number]));
  }

  /** Column of the pattern -> column of the table, by the words of the head; null for a column that was deleted.
   * @param {number} at @param {(number | null)[]} kinds @returns {Map<number, number | null>} */
  columns(at, kinds) {
    const own = this.rows[at].cells.map((cell) => cell.column);
    let head = at - 1;
    while (head >= 0 && this.rows[head].slots.length) head -= 1;
    if (head < 0 || !kinds.includes(head)) return new Map(own.map((column) => [column, column]));
    const free = this.grid.rows[kinds.indexOf(head)].cells.map((cell) => ({ text: squash(cell.line.text), column: cell.column }));
    /** @type {Map<number, number | null>} */
    const found = new Map();
    for (const { column, line } of this.rows[head].cells) {
      const there = free.findIndex((one) => one.text === squash(line.words));
      found.set(column, there < 0 ? null : free[there].column);
      if (there >= 0) free.splice(there, 1);
    }
    const lost = Array.from(found.keys()).filter((column) => found.get(column) === null);
    if (lost.length === free.length) lost.forEach((column, number) => found.set(column, free[number].column)); // the rest of the head has other words
    return new Map(own.map((column) => [column, found.has(column) ? /** @type {number | null} */ (found.get(column)) : column]));
  }

  /** Reads a row of a list. @param {RowPattern} pattern @param {GridRow} row @param {Map<number, number | null>} columns @returns {RowReading} */
  repeated(pattern, row, columns) {
    const hint = this.comparison.names.hint(row.cells.map((cell) => cell.line));
    const record = this.comparison.row(pattern.rows, hint);
    /** @type {Place[]} */
    const places = [];
    const columnsOf = pattern.cells.map(({ column }) => (columns.has(column) ? columns.get(column) : column));
    const cells = columnsOf.map((there) => (there === null || there === undefined ? undefined : row.at(there)));
    pattern.cells.forEach(({ line }, number) => {
      if (columnsOf[number] === null || columnsOf[number] === undefined) return; // deleting a column deletes no values
      const cell = cells[number];
      const shared = Array.from(cells.keys()).filter((other) => cell && cells[other] === cell);
      if (cell && shared.length > 1) places.push(...this.sharedCell(line, shared.indexOf(number), shared.length, cell.line, record));
      else places.push(...this.cell(line, cell ? cell.line : new TextLine(), record));
    });
    return { places, hint };
  }

  /**
   * Reads one column of a cell that was merged over several. Word writes a paragraph for each of them.
   * @param {LinePattern} own @param {number} at @param {number} count @param {TextLine} line @param {PrintedRow | null} record
   * @returns {Place[]}
   */
  sharedCell(own, at, count, line, record) {
    const texts = line.text.split("\n").filter((text) => squash(text));
    if (texts.length === count) return this.cell(own, new TextLine([["text", texts[at]]]), record);
    if (texts.length && at === 0) this.comparison.noteStrange(line.text);
    const known = this.comparison.known(own.slots, record);
    return own.slots.map((slot, number) => ({ slot, text: texts.length ? known[number] : "" }));
  }

  /** Reads a row of a form. A cell is found by its bookmark, else by its column. @param {RowPattern} pattern @param {GridRow} row */
  alone(pattern, row) {
    const names = new Map(row.cells.flatMap((cell) => Array.from(this.comparison.names.of(cell.line.names).keys(), (name) => [name, cell])));
    const isShifted = pattern.cells.length !== row.cells.length;
    pattern.cells.forEach(({ column, line }, number) => {
      if (!line.slots.length) return;
      const slot = line.slots.find((one) => names.has(one.name));
      const cell = slot ? names.get(slot.name) : isShifted ? row.at(column) : row.cells[number];
      this.comparison.evidence.places.push(...this.cell(line, cell ? cell.line : new TextLine(), null));
    });
  }

  /**
   * Reads a cell's blanks.
   * @param {LinePattern} pattern @param {TextLine} line
   * @param {PrintedRow | null} record the row of the response, for blanks of a list
   * @returns {Place[]}
   */
  cell(pattern, line, record) {
    const { slots } = pattern;
    const { comparison } = this;
    const known = comparison.known(slots, record);
    if (slots.length === 1 && !squash(pattern.words) && pattern.segments.length === 1) {
      comparison.evidence.found += 1;
      return [{ slot: slots[0], text: line.text }];
    }
    const found = readLine(pattern, line, comparison.names.of(line.names), known, comparison.effort);
    if (!found) {
      const isOdd = squash(line.text) !== "" && slots.length > 0;
      if (isOdd) comparison.noteStrange(line.text);
      return slots.map((slot, at) => ({ slot, text: isOdd ? known[at] : "" }));
    }
    comparison.evidence.found += slots.length;
    if (!found.whole) comparison.noteStrange(line.text);
    return slots.map((slot, at) => {
      const text = found.texts[at];
      return { slot, text: text === null && !found.whole ? known[at] : text || "" };
    });
  }
}
