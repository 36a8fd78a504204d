// One kind of paper on the page of papers: its sheets, for example one for each person, and a line of buttons for every sheet.

import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { fitColumns } from "../../src/browser/documents/column-widths.js";
import { sheetsOf } from "../../src/browser/documents/extracts.js";
import { openPoints } from "../../src/browser/documents/open-points.js";
import { fillPaper } from "../../src/browser/documents/filled-paper.js";
import { scalePaper } from "../../src/browser/documents/paper-scale.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Finding} Finding
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {{name: string, label: string, values: Values, box: HTMLElement, article: HTMLElement, slip: HTMLElement}} Sheet
 *   name: for whom or what, "" when there is only one; label: what it is called; box: what is printed; slip: its line of buttons
 */

const OPEN_POINTS = "open-points"; // id of the paper that lists what is not settled yet

export class PaperSection {
  /** @param {HTMLElement} element @param {Definition} definition @param {HTMLTemplateElement} slip */
  constructor(element, definition, slip) {
    this.element = element;
    this.definition = definition;
    this.slip = slip;
    this.id = element.dataset.paper || "";
    this.each = element.dataset.each || "";
    this.sort = (element.dataset.sort || "").split(" ").filter((column) => column);
    this.title = part(element, "title").textContent || "";
    this.list = part(element, "slips");
    const box = element.querySelector(".hb-papers__sheet");
    if (!box) throw new Error(`${this.id}: no sheet`);
    this.blank = /** @type {HTMLElement} */ (box.cloneNode(true));
    /** @type {Sheet[]} */
    this.sheets = [];
    /** @type {Set<string>} names of sheets that are not chosen */
    this.left = new Set();
    this.shown = "";
    /** @type {(() => void)[]} */
    this.stops = [];
  }

  /** Word files are made by the build for layouts; the list of what is open is no layout. */
  get hasWord() {
    return this.id !== OPEN_POINTS;
  }

  /**
   * Makes the sheets.
   * @param {Values | null} values with computed fields; null for blank sheets
   * @param {Finding[]} findings @param {Set<string>} people those who have something in the calendar
   * @param {import("../../src/browser/documents/extracts.js").Named} [named] whom a text names
   */
  fill(values, findings, people, named) {
    for (const stop of this.stops) stop();
    this.stops = [];
    for (const box of Array.from(this.element.querySelectorAll(".hb-papers__sheet"))) box.remove();
    const found = values ? sheetsOf(this.definition, this, values, named) : [];
    this.isBlank = !found.length;
    if (values && this.isBlank) this.left.add(""); // nobody this time: there to write on, not among what is printed
    else this.left.delete("");
    this.sheets = (found.length ? found : [{ name: "", values: {} }]).map((sheet) => this.sheet(sheet));
    for (const sheet of this.sheets) {
      if (this.id !== OPEN_POINTS) this.put(sheet);
      else if (values) fillOpenPoints(sheet.article, openPoints(this.definition, values, findings, named));
      part(sheet.slip, "chosen").toggleAttribute("checked", !this.left.has(sheet.name));
      for (const button of Array.from(sheet.slip.querySelectorAll("button"))) button.setAttribute("aria-label", `${button.textContent}：${sheet.label}`);
      this.command(sheet, "word").hidden = !this.hasWord;
      this.command(sheet, "show").hidden = this.sheets.length < 2;
      this.command(sheet, "calendar").hidden = !(this.each === "person" && people.has(sheet.name));
    }
    this.element.append(...this.sheets.map((sheet) => sheet.box));
    this.list.replaceChildren(...this.sheets.map((sheet) => sheet.slip));
    this.show(this.sheets.some((sheet) => sheet.name === this.shown) ? this.shown : this.sheets[0].name);
    this.mark();
  }

  /** Makes the elements of a sheet. @param {{name: string, values: Values}} sheet @returns {Sheet} */
  sheet({ name, values }) {
    const box = /** @type {HTMLElement} */ (this.blank.cloneNode(true));
    const article = /** @type {HTMLElement} */ (box.querySelector("article"));
    const slip = clone(this.slip);
    const label = name ? `${this.title}・${name}` : this.title;
    box.setAttribute("aria-label", label);
    article.setAttribute("aria-label", label);
    setText(slip, "name", name || (this.each || this.isBlank ? "空白的一張" : this.title));
    slip.dataset.name = name;
    this.stops.push(scalePaper(article));
    return { name, label, values, box, article, slip };
  }

  /** Fills a sheet. @param {Sheet} sheet */
  put({ article, values }) {
    fillPaper(article, this.definition, values);
    fitColumns(article);
    for (const title of Array.from(article.querySelectorAll(".hb-paper__title")))
      if (!title.textContent || !title.textContent.trim()) title.setAttribute("aria-label", "標題（未填）");
  }

  /** A button of a sheet. @param {Sheet} sheet @param {string} name of its command */
  command(sheet, name) {
    return /** @type {HTMLElement} */ (sheet.slip.querySelector(`[data-do="${name}"]`));
  }

  /** Shows one of the sheets on the screen; all that are chosen are printed. @param {string} name */
  show(name) {
    this.shown = name;
    for (const sheet of this.sheets) {
      sheet.box.classList.toggle("hb-papers__sheet--folded", sheet.name !== name);
      this.command(sheet, "show").setAttribute("aria-pressed", String(sheet.name === name));
      sheet.slip.classList.toggle("hb-slip--shown", this.sheets.length > 1 && sheet.name === name);
    }
  }

  /** Chooses a sheet for printing, or leaves it. @param {string} name @param {boolean} chosen */
  choose(name, chosen) {
    if (chosen) this.left.delete(name);
    else this.left.add(name);
    this.mark();
  }

  /** Chooses all sheets, or none. @param {boolean} chosen */
  chooseAll(chosen) {
    this.left = new Set(chosen ? [] : this.sheets.map((sheet) => sheet.name));
    this.mark();
  }

  /** The sheets that are chosen. */
  get chosen() {
    return this.sheets.filter((sheet) => !this.left.has(sheet.name));
  }

  /** Marks what is printed. @param {Sheet | null} [only] one sheet alone, null for none; without it, those that are chosen */
  mark(only) {
    let printed = 0;
    for (const sheet of this.sheets) {
      const goes = only === undefined ? !this.left.has(sheet.name) : sheet === only;
      sheet.box.classList.toggle("hb-papers__sheet--kept-back", !goes);
      printed += goes ? 1 : 0;
      const box = part(sheet.slip, "chosen", HTMLInputElement);
      box.checked = !this.left.has(sheet.name);
    }
    this.element.classList.toggle("hb-papers__paper--kept-back", !printed);
  }
}

/** Fills the paper of what is still open. @param {HTMLElement} article @param {ReturnType<typeof openPoints>} points */
function fillOpenPoints(article, { title, note, rows }) {
  const head = article.querySelector(".hb-paper__title");
  const text = article.querySelector(".hb-paper__text");
  const table = article.querySelector("table");
  if (!head || !text || !table) return;
  head.textContent = title;
  text.textContent = note;
  table.toggleAttribute("hidden", !rows.length);
  const body = table.tBodies[0];
  body.replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement("tr");
      for (const cell of cells) row.append(Object.assign(document.createElement("td"), { textContent: cell }));
      return row;
    }),
  );
}
