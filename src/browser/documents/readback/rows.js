// The rows of a list that a Word file shows become the list of the response: rows changed, added, removed, moved.
// The twin is src/handbook/documents/readback/rows.py.

import { freshId } from "../../values/fresh-id.js";
import { rowsOf } from "../../values/fields.js";
import { bare } from "../../rules/response.js";
import { isBlank } from "./evidence.js";
import { isRead, mergedValue, rawText, typedValue, withoutIndents } from "./cells.js";
import { squash } from "../word/text-lines.js";

/**
 * @typedef {import("../../values/fields.js").Field} Field
 * @typedef {import("./evidence.js").RowReading} RowReading
 * @typedef {import("./cells.js").Seen} Seen
 * @typedef {import("../../values/fields.js").Row} Row
 * @typedef {import("../../values/fields.js").Values} Values
 */

const COMPARISONS = 250000; // pairs of rows; beyond it, rows without bookmarks are not compared with each other

const STYLES = ["", "short", "date", "time"]; // in which the value of a cell may be printed

/** One list of the response, and what a Word file shows of it. */
export class Rows {
  /** @param {Field} field @param {Values} carried @param {import("../printed-values.js").PrintedValues} printed */
  constructor(field, carried, printed) {
    this.field = field;
    this.printed = printed;
    /** @type {Map<number, import("../printed-values.js").PrintedRow>} */
    this.shown = new Map(printed.rows(field.id).map(({ index, row }) => [index, row]));
    this.carried = rowsOf(carried, field.id);
    this.columns = new Map((field.fields || []).map((column) => [column.id, column]));
  }

  /**
   * The list after all changes. The place that shows most columns decides which rows there are and in which order; the
   * other places where the list is printed only change cells.
   * @param {RowReading[][]} groups the rows at each place
   * @param {string[]} conflicts takes the labels of cells that were changed in two ways
   * @param {string[]} unread texts of the file that were not understood; a row whose words stand in one was not deleted
   * @returns {{rows: Row[], order: (number | null)[]}} order: for each row the index it had; null for a new row
   */
  merged(groups, conflicts, unread) {
    const width = (/** @type {RowReading[]} */ group) => Math.max(0, ...group.map((one) => one.places.length));
    const wider = (/** @type {RowReading[]} */ a, /** @type {RowReading[]} */ b) => width(a) - width(b) || a.length - b.length;
    const main = groups.reduce((one, other) => (wider(other, one) > 0 ? other : one));
    /** @type {(number | null)[]} */
    const order = [];
    /** @type {Map<number, Row>} */
    const made = new Map();
    /** @type {Row[]} */
    const added = [];
    /** @type {Map<number, Map<string, Seen[]>>} */
    const changes = new Map();
    for (const group of [main, ...groups.filter((one) => one !== main)]) {
      const identified = this.identify(group);
      group.forEach((reading, at) => {
        if (isBlank(reading)) return;
        const index = identified[at];
        if (index === null) {
          const row = this.newRow(reading);
          if (group !== main && added.some((one) => agree(row, one))) return;
          added.push(row);
          order.push(null);
          return;
        }
        if (!made.has(index)) {
          if (group !== main) return; // the place that decides does not show it, so the row was deleted
          made.set(index, Object.assign(bare(), this.carried[index]));
          order.push(index);
        }
        const cells = changes.get(index) || new Map();
        changes.set(index, cells);
        for (const place of reading.places) {
          const column = columnOf(place);
          if (!this.columns.has(column) || place.slot.isShownOnly) continue;
          const before = this.printed.printed(place.slot.path, place.slot.style, this.shown.get(index) || {}, 0);
          cells.set(column, [...(cells.get(column) || []), { place, before }]);
        }
      });
    }
    this.keep(made, order, unread);
    for (const [index, cells] of changes)
      for (const [name, seen] of cells)
        this.change(/** @type {Row} */ (made.get(index)), /** @type {Field} */ (this.columns.get(name)), seen, conflicts);
    let fresh = 0;
    const rows = order.map((index) => (index === null ? added[fresh++] : /** @type {Row} */ (made.get(index))));
    for (const row of rows) for (const one of this.field.fields || []) if (!isRead(one)) delete row[one.id];
    return { rows, order };
  }

  /** Adds each missing row most of whose words stand in one of the texts `unread`.
   * @param {Map<number, Row>} made @param {(number | null)[]} order @param {string[]} unread */
  keep(made, order, unread) {
    for (const [index, row] of Array.from(this.shown).sort(([a], [b]) => a - b)) {
      const cells = Array.from(this.columns.keys(), (name) =>
        STYLES.map((style) => squash(this.printed.printed(`${this.field.id}.${name}`, style, row, 0))).filter(Boolean),
      );
      const filled = cells.filter((one) => one.length);
      const isThere = (/** @type {string} */ text) =>
        2 * filled.filter((one) => one.some((word) => text.includes(word))).length > filled.length;
      if (made.has(index) || !this.carried[index] || !unread.some(isThere)) continue;
      made.set(index, Object.assign(bare(), this.carried[index]));
      let at = 0;
      order.forEach((other, place) => void (other !== null && other < index && (at = place + 1)));
      order.splice(at, 0, index);
    }
  }

  /** @param {Row} row @param {Field} column @param {Seen[]} seen @param {string[]} conflicts */
  change(row, column, seen, conflicts) {
    if (!isRead(column)) return;
    const old = rawText(row, column.id);
    const found = mergedValue(column, old, seen);
    if (found === null) conflicts.push(`${this.field.label}・${column.label}`);
    else if (found !== old) row[column.id] = found;
  }

  /** @param {RowReading} reading */
  newRow(reading) {
    /** @type {Row} */
    const row = bare();
    row._id = freshId();
    for (const place of reading.places) {
      const column = this.columns.get(columnOf(place));
      if (column && isRead(column) && !place.slot.isShownOnly) row[column.id] = typedValue(column, place.slot.style, withoutIndents(place), "");
    }
    return row;
  }

  /** What a row of the response printed at the blanks of a reading. @param {number} index @param {RowReading} reading */
  before(index, reading) {
    const row = this.shown.get(index) || {};
    return slotsOf(reading).map((slot) => squash(this.printed.printed(slot.path, slot.style, row, 0)));
  }

  /**
   * The index in the response of each row; null for a new one. The signs, surest first: the same words and the row's own
   * bookmarks; the same words; its own bookmarks; half of the words. A row of the response is given to one row only.
   * @param {RowReading[]} readings
   * @returns {(number | null)[]}
   */
  identify(readings) {
    /** @type {(number | null)[]} */
    const found = readings.map(() => null);
    const free = new Set(this.shown.keys());
    const words = readings.map(wordsOf);
    const keys = words.map((one) => JSON.stringify(one));
    /** @param {number} at @param {number} index */
    const settle = (at, index) => {
      found[at] = index;
      free.delete(index);
    };
    readings.forEach((reading, at) => {
      const { hint } = reading;
      if (hint !== null && free.has(hint) && JSON.stringify(this.before(hint, reading)) === keys[at]) settle(at, hint);
    });
    if (readings.length && readings.length * free.size <= COMPARISONS) {
      /** @type {Map<string, number[]>} */
      const same = new Map();
      for (const index of Array.from(free).sort((a, b) => b - a)) {
        const key = JSON.stringify(this.before(index, readings[0]));
        same.set(key, [...(same.get(key) || []), index]);
      }
      readings.forEach((_, at) => {
        const left = same.get(keys[at]);
        if (found[at] === null && words[at].some(Boolean) && left && left.length) settle(at, /** @type {number} */ (left.pop()));
      });
    }
    readings.forEach((reading, at) => {
      const { hint } = reading;
      if (found[at] === null && hint !== null && free.has(hint) && !isBlank(reading)) settle(at, hint);
    });
    const open = readings.map((_, at) => at).filter((at) => found[at] === null && !isBlank(readings[at]));
    if (open.length * free.size <= COMPARISONS) {
      for (const at of open) {
        let [score, best] = [0, -1];
        for (const index of Array.from(free).sort((a, b) => a - b)) {
          const like = likeness(this.before(index, readings[at]), words[at]);
          if (like > score) [score, best] = [like, index];
        }
        if (score >= 0.5) settle(at, best);
      }
    }
    return found;
  }
}

/** @param {import("./evidence.js").Place} place */
const columnOf = ({ slot }) => slot.path.slice(slot.path.indexOf(".") + 1);
/** @param {RowReading} reading */
const slotsOf = (reading) => reading.places.map((place) => place.slot).filter((slot) => !slot.isShownOnly);
/** @param {RowReading} reading */
const wordsOf = (reading) => reading.places.filter((place) => !place.slot.isShownOnly).map((place) => squash(place.text || ""));

/** The share of the filled cells of `before` that are the same in `after`, 0 to 1. @param {string[]} before @param {string[]} after */
function likeness(before, after) {
  const filled = before.map((old, at) => [old, after[at]]).filter(([old]) => old);
  return filled.length ? filled.filter(([old, now]) => old === now).length / filled.length : 0;
}

/** Whether two added rows, read at two places where the list is printed, can be one. @param {Row} row @param {Row} other */
function agree(row, other) {
  const shared = Object.keys(row).filter((key) => key in other && key !== "_id");
  return shared.some((key) => row[key]) && shared.every((key) => row[key] === other[key]);
}
