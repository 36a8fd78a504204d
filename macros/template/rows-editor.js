// One list of rows: rows are added, removed, moved and copied. The server has written the first row; further rows are copies of it.

import { commandOf, pressed } from "../../src/browser/elements/commands.js";
import { clone } from "../../src/browser/elements/dom.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { isBlankRow } from "../../src/browser/values/fields.js";
import { bare } from "../../src/browser/rules/response.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Row} Row
 *
 * @typedef {object} Host
 * @property {import("../../src/browser/values/fields.js").Values} values what is filled in
 * @property {(key: string) => void} changed a value has changed, see keys.js
 * @property {(text: string, act?: string, action?: () => void) => void} note says what happened, and offers a button
 */

export class RowsEditor {
  /**
   * @param {HTMLElement} element  the `.hb-rows`
   * @param {Field} field the list @param {Host} host
   * @param {(element: HTMLElement, row: Row) => void} showRow  puts a row into its controls
   */
  constructor(element, field, host, showRow) {
    this.element = element;
    this.field = field;
    this.host = host;
    this.showRow = showRow;
    this.list = /** @type {HTMLElement} */ (element.querySelector("[data-part=list]"));
    /** @type {HTMLElement} the row as the server wrote it */
    this.first = /** @type {HTMLElement} */ (/** @type {Element} */ (this.list.firstElementChild).cloneNode(true));
    const page = /** @type {HTMLElement} */ (element.closest("hb-template"));
    this.first.append(clone(page.querySelector("template[data-part=row-tools-template]")));
    element.addEventListener("click", (event) => {
      const button = pressed(event);
      void commandOf(this.commands, button)?.run(/** @type {HTMLElement} */ (button));
    });
    // The field is left only after the click: what leaving shows may move the button away from under the pointer.
    element.addEventListener("mousedown", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-do]")) event.preventDefault();
    });
    element.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** The rows as they are in the values. @returns {Row[]} */
  get rows() {
    const { values } = this.host;
    const rows = values[this.field.id];
    return Array.isArray(rows) ? rows : (values[this.field.id] = []);
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    "row-add": { run: () => this.insert(this.rows.length, this.blank()) },
    "row-up": { run: (button) => this.atRow(button, (at) => this.move(at, -1, button)) },
    "row-down": { run: (button) => this.atRow(button, (at) => this.move(at, 1, button)) },
    "row-copy": { run: (button) => this.atRow(button, (at) => this.insert(at + 1, { ...this.rows[at], _id: freshId() })) },
    "row-remove": { run: (button) => this.atRow(button, (at) => this.remove(at)) },
  };

  /** Does something with the row around an element. @param {HTMLElement} element @param {(at: number) => void} act */
  atRow(element, act) {
    const id = element.closest("[data-row]")?.getAttribute("data-row");
    const at = this.rows.findIndex((row) => row._id === id);
    if (at >= 0) act(at);
  }

  /** Shows the rows there are. The elements of rows that stay are kept, so that the focus stays. */
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

  /** A row with nothing in it. */
  blank() {
    /** @type {Row} */
    const row = bare();
    row._id = freshId();
    return row;
  }

  /** The element of a new row. @param {string} id of the row */
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

  /** Names the controls of a row by its place. @param {HTMLElement} element @param {number} at */
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

  /** Alt and an arrow move the row of the field one is in. @param {KeyboardEvent} event */
  pressed(event) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const target = /** @type {HTMLElement} */ (event.target);
    this.atRow(target, (at) => {
      event.preventDefault();
      this.move(at, event.key === "ArrowUp" ? -1 : 1, target);
    });
  }

  /** Puts in a row, and the cursor into it. @param {number} at @param {Row} row */
  insert(at, row) {
    this.rows.splice(at, 0, Object.assign(bare(), row));
    this.changed();
    const element = /** @type {HTMLElement | undefined} */ (this.list.children[at]);
    const first = element && element.querySelector("input, select, textarea");
    if (first instanceof HTMLElement) first.focus();
  }

  /** Puts in rows that were made elsewhere; blank rows make room for them. @param {number} at @param {Row[]} rows */
  insertAll(at, rows) {
    const kept = this.rows.filter((row) => !isBlankRow(this.field, row));
    const before = this.rows.slice(0, at).filter((row) => !isBlankRow(this.field, row)).length;
    kept.splice(before, 0, ...rows.map((row) => Object.assign(bare(), row)));
    this.rows.splice(0, this.rows.length, ...kept);
    this.changed();
  }

  /** Takes rows out. @param {Set<string>} ids */
  removeAll(ids) {
    const kept = this.rows.filter((row) => !ids.has(row._id));
    this.rows.splice(0, this.rows.length, ...kept);
    this.changed();
  }

  /** Moves a row up or down. @param {number} at @param {number} by @param {HTMLElement} focused keeps the focus */
  move(at, by, focused) {
    if (at + by < 0 || at + by >= this.rows.length) return;
    const [row] = this.rows.splice(at, 1);
    this.rows.splice(at + by, 0, row);
    this.changed();
    focused.focus(); // moving an element in the document takes the focus away
  }

  /** Takes a row out, and offers to bring it back. @param {number} at */
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

  /** The rows have changed. */
  changed() {
    this.show();
    this.host.changed(this.field.id);
  }
}
