// Fills the paper on the page: values in the blanks, rows repeated, conditions decided. text.js and rich-text.js read the
// filled paper. The build does the same to a block tree: src/handbook/documents/filled_paper.py. tests/fixtures/documents
// binds both to the same text.

import { HeadingNumbers } from "./heading-numbers.js";
import { INDENT, PrintedValues, asText } from "./printed-values.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("./printed-values.js").PrintedRow} PrintedRow
 * @typedef {{node: HTMLElement, path: string, style: string, indented: boolean, shown: string}} Blank
 *   shown: what stands in it now
 * @typedef {{node: HTMLElement, when: string}} Condition
 * @typedef {{node: HTMLElement, blanks: Blank[], conditions: Condition[], own: string[], number: number, filled: unknown[]}} Unit
 *   a paragraph, list item or table row, or the whole paper. own: the columns it prints, when it prints nothing but columns
 *   of one row; number, filled: the number of the row it shows now, and what stands in those columns
 * @typedef {{rows: string, prototype: HTMLElement, units: Unit[], lines: HTMLElement[]}} Repeat
 *   what is printed for each row of the list `rows`; lines: the blank lines of a register, which filled rows replace
 * @typedef {{whole: Unit, repeats: Repeat[]}} Plan  what there is to fill on one paper
 */

const NAMES = /^[^、\n]{1,12}(、[^、\n]{1,12})+$/;

/** @type {WeakMap<Element, Plan>} */
const plans = new WeakMap();

/**
 * Puts the values of a response on the paper. Only those parts of the page that change are touched, so that this can be
 * done at every keystroke.
 * @param {Element} article the paper
 * @param {Definition} definition
 * @param {Record<string, unknown>} given the values; computed fields must be among them
 */
export function fillPaper(article, definition, given) {
  let plan = plans.get(article);
  if (!plan) plans.set(article, (plan = planOf(article)));
  const values = new PrintedValues(definition, given);
  fillUnit(plan.whole, values, null, 0);
  for (const repeat of plan.repeats) fillRepeat(repeat, values);
  numberHeadings(article);
}

/** What there is to fill on a paper nobody filled yet. @param {Element} article @returns {Plan} */
function planOf(article) {
  const repeats = Array.from(article.querySelectorAll("[data-rows]"), (node) => {
    const element = /** @type {HTMLElement} */ (node);
    const prototype = /** @type {HTMLElement} */ (element.cloneNode(true));
    /** @type {NodeListOf<HTMLElement>} */
    const blank = /** @type {Element} */ (element.parentElement).querySelectorAll(":scope > [data-line]");
    return { rows: element.dataset.rows || "", prototype, units: [unitOf(element)], lines: Array.from(blank) };
  });
  return { whole: unitOf(/** @type {HTMLElement} */ (article), true), repeats };
}

/**
 * The blanks and conditions within an element.
 * @param {HTMLElement} node
 * @param {boolean} [outside] leave out what is repeated for the rows of a list
 * @returns {Unit}
 */
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

/** Makes as many copies as there are rows, and fills them. @param {Repeat} repeat @param {PrintedValues} values */
function fillRepeat(repeat, values) {
  const rows = values.rows(repeat.rows);
  const count = Math.max(1, rows.length); // an empty list prints one blank row
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
    const id = asText(row._id);
    if (unit.node.dataset.index !== String(index)) unit.node.dataset.index = String(index);
    if ((unit.node.dataset.row || "") !== id) unit.node.dataset.row = id;
    fillUnit(unit, values, row, rows.length ? at + 1 : 0);
  });
  const table = repeat.prototype.dataset.when === undefined ? null : repeat.units[0].node.closest("table");
  // A table of which only the head is left is not shown.
  if (table && !table.dataset.when) table.hidden = Array.from(table.tBodies[0].rows).every((row) => row.hidden);
}

/** Decides the conditions and fills the blanks of one unit. @param {Unit} unit @param {PrintedValues} values @param {PrintedRow | null} row @param {number} number */
function fillUnit(unit, values, row, number) {
  if (row && unit.own.length && !values.isByHand) {
    // The unit prints nothing but columns of this row. When none of them changed, neither did the unit.
    const { own, filled } = unit;
    if (unit.number === number && own.every((column, at) => row[column] === filled[at])) return;
    unit.number = number;
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
    blank.node.classList.toggle("hb-blank--names", NAMES.test(text)); // a line may end between two names, not within one
    for (const line of lines.slice(1)) {
      blank.node.append(document.createElement("br"), (blank.indented ? INDENT : "") + line);
    }
  }
}

/** Numbers the headings that are shown. @param {Element} article */
function numberHeadings(article) {
  const numbers = new HeadingNumbers();
  for (const heading of article.querySelectorAll("[data-number]:not([hidden])")) {
    const text = numbers.next(Number(/** @type {HTMLElement} */ (heading).dataset.number));
    const number = heading.querySelector(".hb-paper__number");
    if (number && number.textContent !== text) number.textContent = text;
  }
}
