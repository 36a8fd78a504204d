// The rows of a response as they were at the last check: a row that nobody has typed into is not looked at again.
// There is no Python half, for only the browser checks again at every keystroke.

import { fieldsOf, isBlankRow } from "../values/fields.js";
import { seenValue, valueProblem } from "../values/understanding.js";

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Row} Row
 * @typedef {import("../values/understanding.js").ValueProblem} ValueProblem
 * @typedef {import("./row-functions.js").Cells} Cells
 *
 * @typedef {object} KnownRow a row as it was when it was looked at last
 * @property {(string | undefined)[]} texts as typed, in the order of the columns
 * @property {number} version changes whenever a text does
 * @property {boolean} blank
 * @property {Cells} cells as expressions see them; computed ones blank
 * @property {{column: Field, problem: ValueProblem}[]} problems none in a blank row
 * @property {number} check the last check in which it was met
 *
 * @typedef {object} KnownList a list as it was at the last check
 * @property {{index: number, texts: (string | undefined)[]}[]} rows without the blank ones
 * @property {number} order changes whenever rows come, go or change places
 * @property {Map<string, number>} columns by column a number that changes whenever something in it does
 * @property {Map<string, string>} computed by computed column what it held
 */

export class RowMemory {
  /** @param {import("../values/fields.js").Definition} definition */
  constructor(definition) {
    this.changes = 0; // counted; a version is the number of the change that made it
    this.checks = 0;
    /** @type {WeakMap<Row, KnownRow>} */
    this.known = new WeakMap();
    /** @type {Map<string, KnownList>} */
    this.lists = new Map();
    for (const field of fieldsOf(definition))
      if (field.type === "rows") this.lists.set(field.id, { rows: [], order: 0, columns: new Map(), computed: new Map() });
  }

  /** A check begins. */
  begin() {
    this.checks += 1;
  }

  /**
   * What is known of the rows of a list, after a look at those that have changed.
   * @param {Field} field the list
   * @param {Row[]} rows
   * @returns {KnownRow[]} in the order of `rows`
   */
  read(field, rows) {
    const found = rows.map((row) => this.row(field, row));
    const list = this.list(field.id);
    const now = found.flatMap((one, index) => (one.blank ? [] : [{ index, texts: one.texts }]));
    const { rows: before } = list;
    if (now.length !== before.length || now.some(({ index }, at) => index !== before[at].index)) list.order = this.changes += 1;
    else
      now.forEach(({ texts }, at) => {
        const old = before[at].texts;
        if (texts === old) return;
        (field.fields || []).forEach((column, place) => {
          if (texts[place] !== old[place]) list.columns.set(column.id, (this.changes += 1));
        });
      });
    list.rows = now;
    return found;
  }

  /** @param {Field} field @param {Row} row @returns {KnownRow} */
  row(field, row) {
    const columns = field.fields || [];
    const before = this.known.get(row);
    // The same object may stand in a list twice; these are two rows.
    if (before && before.check !== this.checks && columns.every((column, at) => before.texts[at] === row[column.id])) {
      before.check = this.checks;
      return before;
    }
    const blank = isBlankRow(field, row);
    /** @type {Cells} */
    const cells = {};
    for (const column of columns) cells[column.id] = column.type === "computed" ? "" : seenValue(column, row);
    const problems = blank ? [] : columns.flatMap((column) => {
      const problem = valueProblem(column, row);
      return problem ? [{ column, problem }] : [];
    });
    const texts = columns.map((column) => row[column.id]);
    const known = { texts, version: (this.changes += 1), blank, cells, problems, check: this.checks };
    this.known.set(row, known);
    return known;
  }

  /**
   * Takes note of what was computed for the rows of a list.
   * @param {Field} field the list
   * @param {Field} column
   * @param {Cells[]} rows
   */
  computed(field, column, rows) {
    const list = this.list(field.id);
    const text = JSON.stringify(rows.map((row) => row[column.id]));
    if (list.computed.get(column.id) === text) return;
    list.computed.set(column.id, text);
    list.columns.set(column.id, (this.changes += 1));
  }

  /**
   * A number that changes whenever something in these columns does, or the order of the rows.
   * @param {string} id of the list
   * @param {string[]} columns
   */
  version(id, columns) {
    const list = this.list(id);
    let latest = list.order;
    for (const column of columns) latest = Math.max(latest, list.columns.get(column) || 0);
    return latest;
  }

  /** @param {string} id */
  list(id) {
    return /** @type {KnownList} */ (this.lists.get(id));
  }
}
