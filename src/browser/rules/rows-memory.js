// The rows of a response as they were at the last check: what nobody has typed into is not looked at again.

import { fieldsOf, isBlankRow } from "../values/fields.js";
import { valueProblem, seenValue } from "../values/understanding.js";

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {Record<string, any>} Values
 * @typedef {import("../values/understanding.js").ValueProblem} ValueProblem
 * @typedef {{texts: unknown[], version: number, blank: boolean, cells: Values, problems: {column: Field, problem: ValueProblem}[], pass: number}} Known
 *   texts: as typed, by column; cells: as rules see them; version: changes whenever a text does
 * @typedef {{rows: {index: number, texts: unknown[]}[], order: number, columns: Map<string, number>, computed: Map<string, string>}} List
 */

export class RowsMemory {
  /** @param {import("../values/fields.js").Definition} definition */
  constructor(definition) {
    this.count = 0; // of changes
    this.pass = 0;
    /** @type {WeakMap<object, Known>} */
    this.known = new WeakMap();
    /** @type {Map<string, List>} */
    this.lists = new Map();
    for (const field of fieldsOf(definition))
      if (field.type === "rows") this.lists.set(field.id, { rows: [], order: 0, columns: new Map(), computed: new Map() });
  }

  /** A check begins. */
  begin() {
    this.pass += 1;
  }

  /** @param {Field} field @param {Values[]} rows @returns {Known[]} */
  read(field, rows) {
    const found = rows.map((row) => this.row(field, row));
    const list = /** @type {List} */ (this.lists.get(field.id));
    const now = found.flatMap((one, index) => (one.blank ? [] : [{ index, texts: one.texts }]));
    const { rows: before } = list;
    if (now.length !== before.length || now.some(({ index }, at) => index !== before[at].index)) list.order = this.count += 1;
    else
      now.forEach(({ texts }, at) => {
        const old = before[at].texts;
        if (texts === old) return;
        (field.fields || []).forEach((column, place) => {
          if (texts[place] !== old[place]) list.columns.set(column.id, (this.count += 1));
        });
      });
    list.rows = now;
    return found;
  }

  /** @param {Field} field @param {Values} row @returns {Known} */
  row(field, row) {
    const columns = field.fields || [];
    let known = this.known.get(row);
    // The same object twice in a list is two rows.
    if (known && known.pass !== this.pass && columns.every((column, at) => (/** @type {Known} */ (known)).texts[at] === row[column.id])) {
      known.pass = this.pass;
      return known;
    }
    const blank = isBlankRow(field, row);
    /** @type {Values} */
    const cells = {};
    for (const column of columns) cells[column.id] = column.type === "computed" ? "" : seenValue(column, row);
    const problems = blank ? [] : columns.flatMap((column) => {
      const problem = valueProblem(column, row);
      return problem ? [{ column, problem }] : [];
    });
    known = { texts: columns.map((column) => row[column.id]), version: (this.count += 1), blank, cells, problems, pass: this.pass };
    this.known.set(row, known);
    return known;
  }

  /** What was computed for the rows of a list. @param {Field} field @param {Field} column @param {Values[]} rows */
  computed(field, column, rows) {
    const list = /** @type {List} */ (this.lists.get(field.id));
    const text = JSON.stringify(rows.map((row) => row[column.id]));
    if (list.computed.get(column.id) === text) return;
    list.computed.set(column.id, text);
    list.columns.set(column.id, (this.count += 1));
  }

  /** Changes whenever something in these columns does, or the order of the rows. @param {string} id @param {string[]} columns */
  version(id, columns) {
    const list = /** @type {List} */ (this.lists.get(id));
    let latest = list.order;
    for (const column of columns) latest = Math.max(latest, list.columns.get(column) || 0);
    return latest;
  }
}
