// Calendars and spreadsheets of what was filled in, for all or for one person, and the menu that offers them.

import { pressed } from "../../src/browser/elements/commands.js";
import { download } from "../../src/browser/elements/download.js";
import { asWritten } from "../../src/browser/documents/extracts.js";
import { fieldsOf } from "../../src/browser/values/fields.js";
import { calendarOf, calendarPeople } from "../../src/browser/documents/icalendar.js";
import { part } from "../../src/browser/elements/dom.js";
import { fileName } from "../../src/browser/rules/response.js";
import { csvText, workbook } from "../../src/browser/documents/spreadsheet.js";
import { XLSX_TYPE } from "../../src/browser/documents/xlsx.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 *
 * @typedef {object} Source what is exported
 * @property {Definition} definition
 * @property {() => Promise<Values>} values with computed fields
 * @property {() => {id?: string, saved: string}} origin which draft it is, and when it was saved
 * @property {() => import("../../src/browser/rules/checking.js").Checker | undefined} checker knows whom a text names
 * @property {(text: string) => void} tell says something to the reader
 */

const TYPES = { ics: "text/calendar;charset=utf-8", csv: "text/csv;charset=utf-8", xlsx: XLSX_TYPE };

export class Exports {
  /** @param {Source} source */
  constructor(source) {
    this.source = source;
  }

  /** Whom a text names. @type {import("../../src/browser/documents/extracts.js").Named} */
  get named() {
    const checker = this.source.checker();
    return checker ? (text) => checker.namedIn(text) : asWritten;
  }

  /** Offers what is to happen when as a calendar. @param {string} [person] only what names this person */
  async calendar(person = "") {
    const values = await this.source.values();
    const { id, saved } = this.source.origin();
    const { text, untimed } = calendarOf(this.source.definition, values, { person, saved, identity: id, named: this.named });
    this.save("ics", values, text, person);
    const count = text.split("BEGIN:VEVENT").length - 1;
    const missing = untimed.length ? `另有 ${untimed.length} 項還沒有時間，沒有列入。` : "";
    this.source.tell(`行事曆${person ? `（${person}）` : ""}有 ${count} 項。${missing}`);
  }

  /** Offers all lists as one file of sheets. */
  async workbook() {
    const values = await this.source.values();
    this.save("xlsx", values, workbook(this.source.definition, values));
  }

  /** Offers one list as text. @param {string} id */
  async list(id) {
    const values = await this.source.values();
    const field = fieldsOf(this.source.definition).find((one) => one.id === id);
    if (field) this.save("csv", values, csvText(field, values), field.label);
  }

  /** Everybody who has something in the calendar. @returns {Promise<string[]>} */
  async people() {
    return calendarPeople(this.source.definition, await this.source.values(), this.named);
  }

  /** @param {"ics" | "csv" | "xlsx"} kind @param {Values} values @param {string | Uint8Array} content @param {string} [more] which part the file holds */
  save(kind, values, content, more = "") {
    const blob = new Blob([/** @type {BlobPart} */ (content)], { type: TYPES[kind] });
    download(blob, fileName(this.source.definition, values, kind, more));
  }

  /** Fills the menu of exports, and makes its buttons work. @param {HTMLElement} menu */
  async offer(menu) {
    if (menu.dataset.offered === undefined) {
      menu.dataset.offered = "";
      menu.addEventListener("click", (event) => void this.chosen(menu, event));
    }
    const select = /** @type {HTMLSelectElement | null} */ (menu.querySelector("[data-part=export-person]"));
    if (!select) return;
    const [chosen, names] = [select.value, await this.people()];
    select.replaceChildren(...names.map((name) => new Option(name, name, false, name === chosen)));
    part(menu, "export-people").hidden = !names.length;
  }

  /** @param {HTMLElement} menu @param {Event} event */
  async chosen(menu, event) {
    const button = pressed(event, "[data-export]");
    /** @param {string} name */
    const picked = (name) => part(menu, name, HTMLSelectElement).value;
    /** @type {Record<string, () => Promise<void>>} by what a button exports */
    const ways = {
      calendar: () => this.calendar(),
      "calendar-person": () => this.calendar(picked("export-person")),
      xlsx: () => this.workbook(),
      csv: () => this.list(picked("export-list")),
    };
    if (button) await ways[button.dataset.export || ""]();
  }
}
