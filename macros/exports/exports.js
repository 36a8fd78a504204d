// Calendars and spreadsheets of what was filled in, for all or for one person, and the menu that offers them.

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
 * @typedef {{definition: Definition, values: () => Promise<Record<string, any>>, tell: (text: string) => void,
 *   origin: () => {id?: string, saved: string}, checker: () => import("../../src/browser/rules/checking.js").Checker | undefined}} Source
 *   values: with computed fields; checker: it knows whom a text names
 */

const TYPES = { ics: "text/calendar;charset=utf-8", csv: "text/csv;charset=utf-8", xlsx: XLSX_TYPE };

export class Exports {
  /** @param {Source} source */
  constructor(source) {
    this.source = source;
  }

  /** @type {import("../../src/browser/documents/extracts.js").Named} */
  get named() {
    const checker = this.source.checker();
    return checker ? (text) => checker.namedIn(text) : asWritten;
  }

  /** What is to happen when, as a calendar. @param {string} [person] only what names this person */
  async calendar(person = "") {
    const values = await this.source.values();
    const { id, saved } = this.source.origin();
    const { text, untimed } = calendarOf(this.source.definition, values, { person, saved, identity: id, named: this.named });
    this.save("ics", values, text, person);
    const count = text.split("BEGIN:VEVENT").length - 1;
    const missing = untimed.length ? `另有 ${untimed.length} 項還沒有時間，沒有列入。` : "";
    this.source.tell(`行事曆${person ? `（${person}）` : ""}有 ${count} 項。${missing}`);
  }

  /** All lists as one file of sheets. */
  async workbook() {
    const values = await this.source.values();
    this.save("xlsx", values, workbook(this.source.definition, values));
  }

  /** One list as text. @param {string} id */
  async list(id) {
    const values = await this.source.values();
    const field = fieldsOf(this.source.definition).find((one) => one.id === id);
    if (field) this.save("csv", values, csvText(field, values), field.label);
  }

  /** Everybody who has a part in it. @returns {Promise<string[]>} */
  async people() {
    return calendarPeople(this.source.definition, await this.source.values(), this.named);
  }

  /** @param {"ics" | "csv" | "xlsx"} kind @param {Record<string, any>} values @param {string | Uint8Array} content @param {string} [more] */
  save(kind, values, content, more = "") {
    const blob = new Blob([/** @type {BlobPart} */ (content)], { type: TYPES[kind] });
    download(blob, fileName(this.source.definition, values, kind, more));
  }

  /** Fills the menu, and makes its buttons work. @param {HTMLElement} menu */
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
    const button = event.target instanceof Element ? event.target.closest("[data-export]") : null;
    if (!(button instanceof HTMLElement)) return;
    /** @param {string} name */
    const picked = (name) => part(menu, name, HTMLSelectElement).value;
    if (button.dataset.export === "calendar") await this.calendar();
    if (button.dataset.export === "calendar-person") await this.calendar(picked("export-person"));
    if (button.dataset.export === "xlsx") await this.workbook();
    if (button.dataset.export === "csv") await this.list(picked("export-list"));
  }
}
