// One list of rows: adding, removing, moving and copying rows. The server has written the first row; further ones are its clones.

import { clone } from "../../src/browser/elements/dom.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { isBlankRow } from "../../src/browser/values/fields.js";
import { bare } from "../../src/browser/rules/response.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Field & {fields: Field[]}} RowsField
 * @typedef {{values: Record<string, any>, changed: (key: string) => void,
 *   note: (text: string, act?: string, action?: () => void) => void}} Host
 */

export class RowsEditor {
  /**
   * @param {HTMLElement} element  the `.hb-rows`
   * @param {Field} field @param {Host} host
   * @param {(row: HTMLElement, values: Record<string, any>) => void} showRow  puts values into the row's controls
   */
  constructor(element, field, host, showRow) {
    this.element = element;
    this.field = field;
    this.host = host;
    this.showRow = showRow;
    this.list = /** @type {HTMLElement} */ (element.querySelector("[data-part=list]"));
    /** @type {HTMLElement} the row as the server wrote it */
    this.first = /** @type {any} */ (/** @type {Element} */ (this.list.firstElementChild).cloneNode(true));
    const page = /** @type {HTMLElement} */ (element.closest("hb-template"));
    this.first.append(clone(page.querySelector("template[data-part=row-tools-template]")));
    element.addEventListener("click", (event) => this.clicked(event));
    // The field is left only after the click: what leaving shows may move the button away from under the pointer.
    element.addEventListener("mousedown", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-do]")) event.preventDefault();
    });
    element.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** @returns {Record<string, any>[]} the rows as they are in the values */
  get rows() {
    const { values } = this.host;
    if (!Array.isArray(values[this.field.id])) values[this.field.id] = [];
    return values[this.field.id];
  }

  /** Makes the page show the rows there are; keeps elements of rows that stay, so that focus stays. */
  show() {
    if (!this.rows.length) this.rows.push(this.blank());
    /** @type {Map<string, HTMLElement>} */
    const present = new Map();
    for (const child of Array.from(this.list.children)) {
      const id = /** @type {HTMLElement} */ (child).dataset.row;
      if (id) present.set(id, /** @type {HTMLElement} */ (child));
      else child.remove(); // as the server wrote it, for readers without JavaScript
    }
    this.rows.forEach((row, at) => {
      const element = present.get(row._id) || this.create(row._id);
      present.delete(row._id);
      if (this.list.children[at] !== element) this.list.insertBefore(element, this.list.children[at] || null);
      this.number(element, at);
      this.showRow(element, row);
    });
    for (const gone of present.values()) gone.remove();
  }

  blank() {
    const row = bare();
    row._id = freshId();
    return row;
  }

  /** @param {string} id */
  create(id) {
    const element = /** @type {HTMLElement} */ (this.first.cloneNode(true));
    element.dataset.row = id;
    const start = `f-${this.field.id}-`;
    for (const cell of Array.from(element.querySelectorAll(".hb-field"))) {
      const control = cell.querySelector("input, select, textarea, output");
      const base = `${start}${id}${control ? control.id.slice(start.length + 1) : ""}`; // "0-name" → "k3f9-name"
      const label = cell.querySelector("label");
      const error = cell.querySelector("[data-part=error]");
      if (control) control.id = base;
      if (label) label.htmlFor = base;
      if (error && control) {
        error.id = `${base}-error`;
        control.setAttribute("aria-describedby", error.id);
      }
    }
    return element;
  }

  /** @param {HTMLElement} element @param {number} at */
  number(element, at) {
    if (element.dataset.number !== String(at + 1)) {
      const name = `${this.field.label}第${at + 1}列 `;
      element.dataset.number = String(at + 1);
      // As an attribute: a hidden text in each cell is a layer of its own, and there are thousands of cells.
      for (const label of Array.from(element.querySelectorAll("label")))
        if (label.control) label.control.setAttribute("aria-label", name + (label.textContent || "").trim());
      const tools = element.querySelector(".hb-rows__tools");
      if (tools) tools.setAttribute("aria-label", name);
    }
    /** @param {string} action @param {boolean} off */
    const disable = (action, off) => {
      const button = element.querySelector(`[data-do=${action}]`);
      if (button) button.setAttribute("aria-disabled", String(off));
    };
    disable("row-up", at === 0);
    disable("row-down", at === this.rows.length - 1);
  }

  /** @param {Event} event */
  clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement)) return;
    const element = /** @type {HTMLElement | null} */ (button.closest("[data-row]"));
    const at = element ? this.rows.findIndex((row) => row._id === element.dataset.row) : -1;
    const action = button.dataset.do;
    if (action === "row-add") this.insert(this.rows.length, this.blank());
    else if (at < 0) return;
    else if (action === "row-up") this.move(at, -1, button);
    else if (action === "row-down") this.move(at, 1, button);
    else if (action === "row-copy") this.insert(at + 1, { ...this.rows[at], _id: freshId() });
    else if (action === "row-remove") this.remove(at);
  }

  /** Alt and an arrow move the row of the field one is in. @param {KeyboardEvent} event */
  pressed(event) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const target = /** @type {HTMLElement} */ (event.target);
    const element = /** @type {HTMLElement | null} */ (target.closest("[data-row]"));
    const at = element ? this.rows.findIndex((row) => row._id === element.dataset.row) : -1;
    if (at < 0) return;
    event.preventDefault();
    this.move(at, event.key === "ArrowUp" ? -1 : 1, target);
  }

  /** @param {number} at @param {Record<string, any>} row */
  insert(at, row) {
    this.rows.splice(at, 0, Object.assign(bare(), row));
    this.changed();
    const element = /** @type {HTMLElement | undefined} */ (this.list.children[at]);
    const first = element && element.querySelector("input, select, textarea");
    if (first instanceof HTMLElement) first.focus();
  }

  /** Puts in rows that were made elsewhere; blank ones make room. @param {number} at @param {Record<string, any>[]} rows */
  insertAll(at, rows) {
    const kept = this.rows.filter((row) => !isBlankRow(this.field, row));
    const before = this.rows.slice(0, at).filter((row) => !isBlankRow(this.field, row)).length;
    kept.splice(before, 0, ...rows.map((row) => Object.assign(bare(), row)));
    this.rows.splice(0, this.rows.length, ...kept);
    this.changed();
  }

  /** @param {Set<string>} ids */
  removeAll(ids) {
    const kept = this.rows.filter((row) => !ids.has(row._id));
    this.rows.splice(0, this.rows.length, ...kept);
    this.changed();
  }

  /** @param {number} at @param {number} by @param {HTMLElement} focused */
  move(at, by, focused) {
    if (at + by < 0 || at + by >= this.rows.length) return;
    const [row] = this.rows.splice(at, 1);
    this.rows.splice(at + by, 0, row);
    this.changed();
    focused.focus(); // moving an element in the document takes the focus away
  }

  /** @param {number} at */
  remove(at) {
    const [row] = this.rows.splice(at, 1);
    this.changed();
    const next = /** @type {HTMLElement | undefined} */ (this.list.children[Math.min(at, this.rows.length - 1)]);
    const focusable = next && next.querySelector("[data-do=row-remove]");
    if (focusable instanceof HTMLElement) focusable.focus();
    if (isBlankRow(this.field, row)) return;
    this.host.note(`已刪除「${this.field.label}」第 ${at + 1} 列。`, "復原", () => {
      const others = this.rows.filter((one) => !isBlankRow(this.field, one));
      this.rows.splice(0, this.rows.length, ...others);
      this.insert(Math.min(at, this.rows.length), row);
    });
  }

  changed() {
    this.show();
    this.host.changed(this.field.id);
  }
}
