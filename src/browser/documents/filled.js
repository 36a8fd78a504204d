// Fills the paper on the page; paper-text.js and rich.js read it back out.
// The Python twin is src/handbook/documents/filled.py; tests/fixtures/documents holds both to the same text.

import { clean, display } from "../values/typed.js";

/**
 * @typedef {import("../values/typed.js").FieldDefinition} FieldDefinition
 * @typedef {{id: string, version?: string, title?: string, fields?: FieldDefinition[],
 *   sections?: {fields: FieldDefinition[]}[]}} Definition
 * @typedef {Record<string, unknown>} Row
 * @typedef {{template?: string, version?: string, lineage?: string, draft?: string, values: Record<string, unknown>}} Response
 * @typedef {{node: HTMLElement, path: string, style: string, indented: boolean, shown: string}} Blank
 * @typedef {{node: HTMLElement, when: string}} Condition
 * @typedef {{node: HTMLElement, blanks: Blank[], conditions: Condition[], own: string[], number: number, filled: unknown[]}} Unit
 *   own: the columns it shows, when it shows nothing else; number, filled: of the row it shows now, and what stands in these
 * @typedef {{rows: string, prototype: HTMLElement, units: Unit[], lines: HTMLElement[]}} Repeat
 * @typedef {{whole: Unit, repeats: Repeat[]}} Plan
 */

/** The blank of an extract that prints for whom or what it is. */
export const EACH = "each";
const NAMES = /^[^、\n]{1,12}(、[^、\n]{1,12})+$/;
const INDENT = "\u3000\u3000"; // begins each further line of a text in an indented paragraph

/** @type {WeakMap<Element, Plan>} */
const plans = new WeakMap();

/** A value as text; numbers may come from a computed field. @param {unknown} value */
export function textOf(value) {
  return value === null || value === undefined || typeof value === "object" ? "" : clean(String(value));
}

/** All top-level fields of a definition, in order. @param {Definition} definition @returns {FieldDefinition[]} */
export function fieldsOf(definition) {
  if (definition.fields) return definition.fields;
  return (definition.sections || []).reduce((all, section) => all.concat(section.fields), /** @type {FieldDefinition[]} */ ([]));
}

/** A response's values as a document prints them. Computed fields must already be among them. */
export class Values {
  /** @param {Definition} definition @param {Record<string, unknown>} values */
  constructor(definition, values) {
    /** @type {Map<string, FieldDefinition>} */
    this.fields = new Map([[EACH, { id: EACH, label: "", type: "text" }]]);
    for (const field of fieldsOf(definition)) this.fields.set(field.id, field);
    this.values = values;
    this.isByHand = Object.keys(values).length === 0; // paper without any values is for writing: nothing is left out of it
    /** @type {Map<string, {index: number, row: Row}[]>} */
    this.known = new Map();
  }

  /** The rows that are printed: those with anything typed in. @param {string} path */
  rows(path) {
    let found = this.known.get(path);
    if (!found) this.known.set(path, (found = this.findRows(path)));
    return found;
  }

  /** @param {string} path @returns {{index: number, row: Row}[]} */
  findRows(path) {
    const field = this.fields.get(path);
    const rows = this.values[path];
    if (!field || !Array.isArray(rows)) return [];
    const typed = (field.fields || []).filter((column) => column.type !== "computed").map((column) => column.id);
    return rows
      .map((row, index) => ({ index, row }))
      .filter(({ row }) => row && typeof row === "object" && typed.some((name) => textOf(row[name])));
  }

  /** Whether none of the fields named in `when` is blank. @param {string} when @param {Row | null} row */
  filled(when, row) {
    return this.isByHand || when.split(" ").every((path) => !path || this.isFilled(path, row));
  }

  /** @param {string} path @param {Row | null} row */
  isFilled(path, row) {
    const dot = path.indexOf(".");
    if (dot >= 0) return Boolean(row && textOf(row[path.slice(dot + 1)]));
    const field = this.fields.get(path);
    if (field && field.type === "rows") return this.rows(path).length > 0;
    return Boolean(textOf(this.values[path]));
  }

  /**
   * What a blank prints; "" when it stays blank. `number` is the printed row's number, from 1.
   * @param {string} path @param {string} style @param {Row | null} row @param {number} number
   */
  printed(path, style, row, number) {
    const dot = path.indexOf(".");
    const name = dot < 0 ? path : path.slice(0, dot);
    const column = dot < 0 ? "" : path.slice(dot + 1);
    const field = this.fields.get(name);
    if (!field) return "";
    if (style === "count" || (column === "#" && !row)) return String(this.rows(name).length || "");
    if (column === "#") return number ? String(number) : "";
    if (!column) return display(field, textOf(this.values[name]), style);
    const found = (field.fields || []).find((one) => one.id === column);
    if (!found) return "";
    if (row) return display(found, textOf(row[column]), style);
    if (style !== "list") return "";
    return this.rows(name)
      .map((one) => display(found, textOf(one.row[column]), style))
      .filter(Boolean)
      .join("、");
  }
}

/**
 * Puts the response on the paper. Cheap enough for every keystroke: only what changed is touched.
 * @param {Element} article @param {Definition} definition @param {Response} response
 */
export function fillPaper(article, definition, response) {
  let plan = plans.get(article);
  if (!plan) plans.set(article, (plan = planOf(article)));
  const values = new Values(definition, response.values);
  fillUnit(plan.whole, values, null, 0);
  for (const repeat of plan.repeats) fillRepeat(repeat, values);
  renumber(article);
}

/** @param {Element} article @returns {Plan} */
function planOf(article) {
  const repeats = Array.from(article.querySelectorAll("[data-rows]"), (node) => {
    const element = /** @type {HTMLElement} */ (node);
    const prototype = /** @type {HTMLElement} */ (element.cloneNode(true));
    /** @type {NodeListOf<HTMLElement>} blank lines of a register, which filled rows take the place of */
    const blank = /** @type {Element} */ (element.parentElement).querySelectorAll(":scope > [data-line]");
    return { rows: element.dataset.rows || "", prototype, units: [unitOf(element)], lines: Array.from(blank) };
  });
  return { whole: unitOf(/** @type {HTMLElement} */ (article), true), repeats };
}

/** @param {HTMLElement} node @param {boolean} [outside] leave out what repeats @returns {Unit} */
function unitOf(node, outside = false) {
  /** @param {string} selector */
  const all = (selector) => {
    const found = /** @type {HTMLElement[]} */ (Array.from(node.querySelectorAll(selector)));
    return outside ? found.filter((one) => !one.closest("[data-rows]")) : found;
  };
  const blanks = all(".hb-blank[data-field]").map((blank) => ({
    node: blank,
    path: blank.dataset.field || "",
    style: blank.dataset.style || "",
    indented: Boolean(blank.closest("p[class='hb-paper__text']")),
    shown: blank.textContent || "",
  }));
  const conditions = all("[data-when]").map((one) => ({ node: one, when: one.dataset.when || "" }));
  if (!outside && node.dataset.when) conditions.push({ node, when: node.dataset.when });
  const paths = [...blanks.map((blank) => blank.path), ...conditions.flatMap(({ when }) => when.split(" ").filter(Boolean))];
  const isOwn = !outside && paths.every((path) => path.includes(".")) && blanks.every((blank) => blank.style !== "count");
  const own = isOwn ? Array.from(new Set(paths.map((path) => path.slice(path.indexOf(".") + 1)))) : [];
  return { node, blanks, conditions, own, number: -1, filled: [] };
}

/** @param {Repeat} repeat @param {Values} values */
function fillRepeat(repeat, values) {
  const rows = values.rows(repeat.rows);
  const count = Math.max(1, rows.length); // an empty list stays on paper as one blank unit
  while (repeat.units.length > count) /** @type {Unit} */ (repeat.units.pop()).node.remove();
  if (repeat.units.length < count) {
    const added = document.createDocumentFragment();
    const last = repeat.units[repeat.units.length - 1].node;
    while (repeat.units.length < count) {
      const unit = unitOf(/** @type {HTMLElement} */ (repeat.prototype.cloneNode(true)));
      repeat.units.push(unit);
      added.append(unit.node);
    }
    last.after(added);
  }
  repeat.lines.forEach((line, at) => (line.hidden = at < count - 1));
  repeat.units.forEach((unit, at) => {
    const { index, row } = rows[at] || { index: 0, row: {} };
    const id = textOf(row._id);
    if (unit.node.dataset.index !== String(index)) unit.node.dataset.index = String(index);
    if ((unit.node.dataset.row || "") !== id) unit.node.dataset.row = id;
    fillUnit(unit, values, row, rows.length ? at + 1 : 0);
  });
  const table = repeat.prototype.dataset.when === undefined ? null : repeat.units[0].node.closest("table");
  if (table && !table.dataset.when) table.hidden = Array.from(table.tBodies[0].rows).every((row) => row.hidden); // a head alone says nothing
}

/** @param {Unit} unit @param {Values} values @param {Row | null} row @param {number} number */
function fillUnit(unit, values, row, number) {
  if (row && unit.own.length && !values.isByHand) {
    // Nothing but the row itself stands in this unit: while that is the same, so is the unit.
    const { own, filled } = unit;
    const shown = values.isByHand ? -2 : number;
    if (unit.number === shown && own.every((column, at) => row[column] === filled[at])) return;
    unit.number = shown;
    unit.filled = own.map((column) => row[column]);
  } else unit.number = -1;
  for (const condition of unit.conditions) {
    const hidden = !values.filled(condition.when, row);
    if (condition.node.hidden !== hidden) condition.node.hidden = hidden;
  }
  for (const blank of unit.blanks) {
    const text = values.printed(blank.path, blank.style, row, number);
    if (text === blank.shown) continue;
    blank.shown = text;
    const lines = text.split("\n");
    blank.node.textContent = lines[0];
    blank.node.classList.toggle("hb-blank--names", NAMES.test(text)); // lines end between names, not in one
    for (const line of lines.slice(1)) {
      blank.node.append(document.createElement("br"), (blank.indented ? INDENT : "") + line);
    }
  }
}

// ── numbers of headings ──

/** 1 … 99 as 一 … 九十九; larger numbers as digits. @param {number} number */
export function chinese(number) {
  const numerals = "〇一二三四五六七八九";
  if (number < 1 || number > 99) return String(number);
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return (tens ? (tens > 1 ? numerals[tens] : "") + "十" : "") + (ones ? numerals[ones] : "");
}

/** Numbers the headings that are shown. @param {Element} article */
function renumber(article) {
  const counts = [0, 0, 0];
  for (const heading of article.querySelectorAll("[data-number]:not([hidden])")) {
    const place = Number(/** @type {HTMLElement} */ (heading).dataset.number) - 2;
    counts[place] += 1;
    counts.fill(0, place + 1);
    const text = [`${chinese(counts[0])}、`, `（${chinese(counts[1])}）`, `${counts[2]}. `][place];
    const number = heading.querySelector(".hb-paper__number");
    if (number && number.textContent !== text) number.textContent = text;
  }
}

// ── the paper's size on the screen ──

const MILLIMETRE = 96 / 25.4; // in CSS pixels

/**
 * Keeps the sheet as wide as the element it stands in, never wider than A4. Returns a function that stops it.
 * @param {HTMLElement} article
 */
export function scalePaper(article) {
  const around = article.parentElement;
  if (!around || typeof ResizeObserver === "undefined") return () => {};
  const sheet = (article.classList.contains("hb-paper--landscape") ? 297 : 210) * MILLIMETRE;
  const observer = new ResizeObserver(([entry]) => {
    const scale = Math.min(1, entry.contentRect.width / sheet);
    article.style.setProperty("--hb-paper-scale", scale.toFixed(3));
  });
  observer.observe(around);
  return () => observer.disconnect();
}

export { paperToMarkdown, paperToText } from "./text.js";
export { paperToRichHtml } from "./rich.js";
