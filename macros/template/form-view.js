// The form. What is typed goes into the values, and what is in the values is shown. One listener serves all controls.

import { format, parse } from "../../src/browser/values/typed.js";
import { fieldsOf, rowsOf } from "../../src/browser/values/fields.js";
import { RowsEditor } from "./rows-editor.js";
import { idOf, partsOf } from "./keys.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Row} Row
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control
 *
 * @typedef {object} FormHost
 * @property {(key: string) => void} left a field was left
 * @property {(field: Field, text: string, key: string) => string | null} guessed the canonical form of a date that was not
 *   written out, for example 「10月5日」; null when nobody knows it
 * @typedef {import("./rows-editor.js").Host & FormHost} Host
 *
 * @typedef {object} Place where a value stands
 * @property {Control} control
 * @property {string} key see keys.js
 * @property {Field} field or column
 * @property {Values | Row} record the values, or the row
 * @property {string} id of the value in the record
 */

export class FormView {
  /** @param {HTMLElement} form @param {import("../../src/browser/values/fields.js").Definition} definition @param {Host} host */
  constructor(form, definition, host) {
    this.form = form;
    this.host = host;
    this.fields = new Map(fieldsOf(definition).map((field) => [field.id, field]));
    /** @type {Map<string, RowsEditor>} */
    this.editors = new Map();
    /** @type {EventTarget | null} where an input method is at work */
    this.composing = null;
    for (const element of /** @type {HTMLElement[]} */ (Array.from(form.querySelectorAll("[data-rows]")))) {
      const field = this.fields.get(element.dataset.rows || "");
      if (field) this.editors.set(field.id, new RowsEditor(element, field, host, (row, values) => this.showCells(row, field, values)));
    }
    /** @type {HTMLOutputElement[]} those of no row */
    this.outputs = Array.from(form.getElementsByTagName("output")).filter((one) => one.dataset.computed && !one.closest("[data-rows]"));
    // An input method's half-written syllables are nobody's value; the finished text comes with compositionend.
    form.addEventListener("input", (event) => !(/** @type {InputEvent} */ (event).isComposing) && this.typed(event));
    form.addEventListener("compositionstart", (event) => (this.composing = event.target));
    form.addEventListener("compositionend", (event) => {
      this.composing = null;
      this.typed(event);
    });
    form.addEventListener("focusout", (event) => this.left(event));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Where the value stands that an event is about. @param {{target: EventTarget | null}} event @returns {Place | null} */
  at({ target: control }) {
    const isControl =
      control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement;
    if (!isControl || !control.name) return null;
    const [id, column] = control.name.split(".");
    const field = this.fields.get(id);
    if (!field) return null;
    if (!column) return { control, key: id, field, record: this.host.values, id };
    const element = /** @type {HTMLElement | null} */ (control.closest("[data-row]"));
    const editor = this.editors.get(id);
    const record = element && editor && editor.rows.find((row) => row._id === element.dataset.row);
    const cell = (field.fields || []).find((one) => one.id === column);
    return record && cell ? { control, key: `${id}/${record._id}/${column}`, field: cell, record, id: column } : null;
  }

  /** Something was typed. @param {{target: EventTarget | null}} event */
  typed(event) {
    const place = this.at(event);
    if (!place) return;
    grow(place.control);
    if ((place.record[place.id] || "") === place.control.value) return;
    place.record[place.id] = place.control.value;
    this.host.changed(place.key);
  }

  /** A field was left: text that is understood is written in its canonical form. @param {{target: EventTarget | null}} event */
  left(event) {
    const place = this.at(event);
    if (!place) return;
    const { value } = place.control;
    const canonical = parse(place.field.type, value).canonical ?? this.host.guessed(place.field, value, place.key);
    if (canonical !== null && canonical !== (place.record[place.id] || "")) {
      place.record[place.id] = canonical;
      this.host.changed(place.key);
    }
    if (canonical !== null) setValue(place.control, shown(place.field, canonical));
    this.host.left(place.key);
  }

  /** Shows all values. */
  show() {
    for (const field of this.fields.values()) {
      if (field.type === "rows") /** @type {RowsEditor} */ (this.editors.get(field.id)).show();
      else {
        const control = this.control(field.id);
        if (control) this.put(control, field, textIn(this.host.values, field.id));
      }
    }
  }

  /** Shows a row in its controls. @param {HTMLElement} element @param {Field} field the list @param {Row} row */
  showCells(element, field, row) {
    for (const column of field.fields || []) {
      const control = element.querySelector(`[name="${field.id}.${column.id}"]`);
      if (control) this.put(/** @type {Control} */ (control), column, row[column.id] || "");
    }
  }

  /** Puts a value into its control. @param {Control} control @param {Field} field @param {string} value */
  put(control, field, value) {
    if (control === this.composing) return;
    // What is being typed is left alone: it may be half a date.
    const typed = control === document.activeElement && parse(field.type, control.value).canonical;
    if (typed && typed === parse(field.type, value).canonical) return;
    setValue(control, shown(field, value));
    grow(control);
  }

  /** Shows computed values. @param {Values} values */
  showComputed(values) {
    for (const output of this.outputs) tell(output, textIn(values, output.dataset.computed || ""));
    for (const { field, list } of this.editors.values()) {
      if (!(field.fields || []).some((column) => column.type === "computed")) continue;
      const rows = new Map(rowsOf(values, field.id).map((row) => [row._id, row]));
      for (const element of /** @type {Iterable<HTMLElement>} */ (list.children)) {
        const row = rows.get(element.dataset.row || "");
        for (const output of element.getElementsByTagName("output")) {
          const name = output.dataset.computed; // none: a signature
          if (name) tell(output, row && row[name.split(".")[1]]);
        }
      }
    }
  }

  /** The control of a value. @param {string} key see keys.js @returns {Control | null} */
  control(key) {
    const { field, row, column } = partsOf(key);
    if (column && !row) return this.form.querySelector(`[name="${field}.${column}"]`);
    if (row && !column) return this.form.querySelector(`[data-rows="${field}"] [data-row="${row}"] [name]`);
    const found = document.getElementById(idOf(key));
    return found && found.hasAttribute("name") && this.form.contains(found) ? /** @type {Control} */ (found) : null;
  }

  /** The element that tells what is wrong with a value. @param {string} key see keys.js @returns {HTMLElement | null} */
  errorOf(key) {
    const control = this.control(key);
    if (control) return document.getElementById(`${control.id}-error`);
    return document.getElementById(`f-${partsOf(key).field}-error`);
  }

  /** Writes a value as if it had been typed. @param {string} key see keys.js @param {string} value */
  write(key, value) {
    const control = this.control(key);
    if (!control) return;
    control.value = value;
    this.typed({ target: control });
    this.left({ target: control });
  }

  /** Puts the cursor into a field. @param {string} key see keys.js */
  focus(key) {
    const { field } = partsOf(key);
    const target = this.control(key) || this.form.querySelector(`[data-rows="${field}"]`);
    if (!(target instanceof HTMLElement)) return;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }
}

/** A text of the values, as it was typed; "" where there is none. @param {Values} values @param {string} id */
function textIn(values, id) {
  const value = values[id];
  return typeof value === "string" ? value : "";
}

/** A value as it stands in its control. @param {Field} field @param {string} value */
function shown(field, value) {
  const { canonical } = parse(field.type, value);
  return canonical === null ? value : format(field.type, canonical);
}

/** Sets what stands in a control. @param {Control} control @param {string} value */
function setValue(control, value) {
  if (control.value === value) return;
  if (control instanceof HTMLSelectElement && value && !Array.from(control.options).some((option) => option.value === value)) {
    // A value of an older version is shown and kept; the check says that it is no longer among the choices.
    control.add(new Option(value, value));
  }
  control.value = value;
}

/** Shows a computed value. @param {HTMLElement} output @param {string | undefined} text */
function tell(output, text) {
  if (output.textContent !== (text || "—")) output.textContent = text || "—";
}

/** Makes a text area as high as its text. @param {Control} control */
function grow(control) {
  if (!(control instanceof HTMLTextAreaElement)) return;
  control.style.height = "auto";
  if (control.scrollHeight) control.style.height = `${control.scrollHeight + 2}px`;
}
