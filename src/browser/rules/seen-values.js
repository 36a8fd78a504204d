// The values that a rule of a kind looks at: `order: [start, end]` sees two cells.
// The Python half is src/handbook/rules/seen_values.py; tests/fixtures/rules/kinds.json holds both to the same answers.

import { rowsOf } from "../values/fields.js";
import { isNothing } from "../values/identities.js";
import { NUMBER_TYPES } from "../values/typed.js";
import { isUsable } from "../values/understanding.js";
import { placeOf } from "./row-functions.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Row} Row
 * @typedef {import("../values/fields.js").Values} Values
 * @typedef {import("../values/identities.js").Register} Register
 * @typedef {import("./expressions.js").Context} Context
 * @typedef {import("./row-functions.js").Cells} Cells
 *
 * @typedef {{field: Field, value: any, isFilled: boolean}} SeenCell  one value as expressions see it, with its field; isFilled:
 *   something is written that is understood and is not 「無」
 */

const FREE = new Set(["text", "long-text"]);
const SAID = new Set(["choice", "rows"]); // types of which 「無」 is an answer like any other

/** What a rule of a kind looks at: one row and the response around it, or the response alone. */
export class SeenValues {
  /**
   * @param {Definition} definition whose `calendar` and names are known
   * @param {Map<string, Field>} fields by id
   * @param {Context} context what expressions see
   * @param {Values} values what was filled in
   * @param {Register} register
   * @param {Field} [rows] the list whose row it is
   * @param {Cells} [row] that row, as expressions see it
   */
  constructor(definition, fields, context, values, register, rows, row = {}) {
    this.definition = definition;
    this.fields = fields;
    this.context = context;
    this.values = values;
    this.register = register;
    this.rows = rows;
    this.row = row;
  }

  /** The same, about one row of its list. @param {Cells} row */
  of(row) {
    return new SeenValues(this.definition, this.fields, this.context, this.values, this.register, this.rows, row);
  }

  /** The same, about the response alone. */
  around() {
    return new SeenValues(this.definition, this.fields, this.context, this.values, this.register);
  }

  /** The value at a place: of a column of the row, else of a field; of 「list.column」 those of all its rows.
   * @param {string} place @returns {SeenCell[]} */
  cells(place) {
    const own = columnOf(this.rows, place);
    if (this.rows && own) return [this.cellOf(own, this.filledIn(this.rows, this.row), this.row)];
    const [name, columnId] = place.split(".");
    const found = this.fields.get(name);
    if (!found) return [];
    if (!columnId) {
      const given = Object.prototype.hasOwnProperty.call(this.values, name);
      return [this.cellOf(found, given ? this.values : { [name]: found.default || "" }, this.context)];
    }
    const column = columnOf(found, columnId);
    if (!column) return [];
    return this.context[name].map((/** @type {Cells} */ row) => this.cellOf(column, this.filledIn(found, row), row));
  }

  /** The one value at a place; undefined for a place that does not exist. @param {string} place */
  cell(place) {
    return this.cells(place)[0];
  }

  /** The places in which something is written, in their order. @param {string[]} places @returns {[string, SeenCell][]} */
  filled(places) {
    return places.flatMap((place) => {
      const cell = this.cell(place);
      return cell && cell.isFilled ? [/** @type {[string, SeenCell]} */ ([place, cell])] : [];
    });
  }

  /** The places in which nothing is written; of 「list.column」 none of the rows counts. @param {string[]} places */
  missing(places) {
    return places.filter((place) => !this.cells(place).some((cell) => cell.isFilled));
  }

  /** What is written at the places, behind its path: `agenda[2].owner`; of 「list.column」 in each row.
   * A column of the rule's own list is that of each row as well. @param {string[]} places @returns {[string, SeenCell][]} */
  paths(places) {
    return places.flatMap((place) => {
      const own = this.rows && columnOf(this.rows, place) ? `${this.rows.id}.${place}` : place;
      const [list, columnId = ""] = own.split(".");
      const owner = this.fields.get(list);
      const column = columnOf(owner, columnId);
      /** @type {[string, SeenCell][]} */
      const cells =
        owner && column
          ? this.context[list].map((/** @type {Cells} */ row) => [
              `${list}[${placeOf(row)}].${columnId}`,
              this.cellOf(column, this.filledIn(owner, row), row),
            ])
          : this.cells(place).map((cell) => [place, cell]);
      return cells.filter(([, cell]) => cell.isFilled);
    });
  }

  /** The places of all free texts: fields, and 「list.column」. */
  texts() {
    return [...this.fields.values()].flatMap((field) => [
      ...(FREE.has(field.type) ? [field.id] : []),
      ...(field.fields || []).filter((column) => FREE.has(column.type)).map((column) => `${field.id}.${column.id}`),
    ]);
  }

  /** What a path is called: the label of its field or column. @param {string} path */
  called(path) {
    const { list, column } = partsOf(path);
    const found = column ? columnOf(this.fields.get(list), column) : this.fields.get(path);
    return `「${found ? found.label : path}」`;
  }

  /** Where a path is, seen from another: 第 4 列 of the same list, 「車輛」第 4 列, 「迎接人」.
   * @param {string} path @param {string} beside */
  placeOfPath(path, beside) {
    const { list, row, column } = partsOf(path);
    if (!column) return this.labelOf(path);
    const owner = this.fields.get(list);
    return `${partsOf(beside).list === list || !owner ? "" : `「${owner.label}」`}第 ${row + 1} 列`;
  }

  /** What the places are called: 「甲」、「乙」. @param {string[]} places */
  labels(places) {
    return places.map((place) => this.labelOf(place)).join("、");
  }

  /** @param {string} place */
  labelOf(place) {
    const field = columnOf(this.rows, place) || this.fields.get(place);
    if (field) return `「${field.label}」`;
    const [name, columnId] = place.split(".");
    const owner = this.fields.get(name);
    const column = columnOf(owner, columnId || "");
    return owner && column ? `「${owner.label}」的「${column.label}」` : `「${place}」`;
  }

  /** @param {Field} owner @param {Cells} row @returns {Row} */
  filledIn(owner, row) {
    return rowsOf(this.values, owner.id)[placeOf(row)];
  }

  /** @param {Field} field @param {Values | Row} values @param {Context} context @returns {SeenCell} */
  cellOf(field, values, context) {
    const value = context[field.id];
    const counts =
      field.type === "computed" ? value !== 0 : SAID.has(field.type) || NUMBER_TYPES.has(field.type) || !isNothing(String(value));
    return { field, value, isFilled: counts && isUsable(field, values, context) };
  }
}

/** @param {Field | undefined} list @param {string} id */
const columnOf = (list, id) => list && (list.fields || []).find((column) => column.id === id);

/** The list, the place of the row and the column of agenda[2].owner; of a field its id alone. @param {string} path */
function partsOf(path) {
  const found = /^(\w+)\[(\d+)\]\.(\w+)$/.exec(path);
  return found ? { list: found[1], row: Number(found[2]), column: found[3] } : { list: path, row: 0, column: "" };
}
