// The papers beside the form: which layout is shown, keeping it filled, a click on a blank.

import { fillPaper } from "../../src/browser/documents/filled-paper.js";
import { scalePaper } from "../../src/browser/documents/paper-scale.js";

/** @typedef {import("../../src/browser/values/fields.js").Values} Values */

export class PaperView {
  /**
   * @param {import("../../src/browser/elements/element.js").HbElement} host
   * @param {import("../../src/browser/values/fields.js").Definition} definition
   * @param {(key: string) => void} goTo  puts the cursor into a field
   */
  constructor(host, definition, goTo) {
    this.host = host;
    this.definition = definition;
    this.papers = host.many("[data-paper]");
    /** Id of the layout on show. */
    this.layout = "";
    /** Key of the field that is filled in, while it has no place on the paper. */
    this.missing = "";
    for (const paper of this.papers) {
      const article = paper.querySelector("article");
      if (!article) continue;
      article.classList.add("hb-paper--live");
      scalePaper(article);
    }
    host.one("[data-part=papers]").addEventListener("click", (event) => {
      const key = keyOfBlank(event);
      if (key) goTo(key);
    });
    for (const input of /** @type {HTMLInputElement[]} */ (host.many("input[name=layout]")))
      input.addEventListener("change", () => this.choose(input.value));
    this.choose(this.papers.length ? this.papers[0].dataset.paper || "" : "");
  }

  /** Shows one layout; the others are hidden on screen and on paper. @param {string} id */
  choose(id) {
    this.layout = this.papers.some((paper) => paper.dataset.paper === id) ? id : this.papers[0]?.dataset.paper || "";
    for (const paper of this.papers) paper.hidden = paper.dataset.paper !== this.layout;
    for (const input of /** @type {HTMLInputElement[]} */ (this.host.many("input[name=layout]")))
      input.checked = input.value === this.layout;
    if (this.filled) this.fill(this.filled);
  }

  /** The paper on show. @returns {HTMLElement | null} */
  get article() {
    const paper = this.papers.find((one) => one.dataset.paper === this.layout);
    return paper ? paper.querySelector("article") : null;
  }

  /** Fills the paper on show; another one is filled when it is chosen. @param {Values} values with computed fields */
  fill(values) {
    this.filled = values;
    const { article } = this;
    if (!article) return;
    fillPaper(article, this.definition, values);
    for (const title of article.getElementsByClassName("hb-paper__title")) {
      // A heading without text is announced as nothing at all.
      if (title.textContent && title.textContent.trim()) title.removeAttribute("aria-label");
      else title.setAttribute("aria-label", "標題（未填）");
    }
    // The first thing typed into a row brings its place on the paper.
    if (this.missing) this.mark(this.missing);
  }

  /** Marks where on the paper the field stands that is filled in, and brings it into sight there. @param {string} key see keys.js */
  mark(key) {
    if (!this.article) return;
    const [field, row, column] = key.split("/");
    for (const blank of Array.from(this.article.querySelectorAll(".hb-blank--current"))) blank.classList.remove("hb-blank--current");
    const scope = row ? `[data-row="${row}"] ` : "";
    const name = column ? `${field}.${column}` : field;
    const blanks = Array.from(this.article.querySelectorAll(`${scope}.hb-blank[data-field="${name}"]`));
    for (const blank of blanks) blank.classList.add("hb-blank--current");
    if (blanks.length) reveal(blanks);
    this.missing = blanks.length ? "" : key;
  }
}

/** Scrolls the sheet, never the page, to the first of the places, unless one of them is in sight. @param {Element[]} places */
function reveal(places) {
  const sheet = places[0].closest(".hb-papers__sheet");
  if (!sheet || sheet.scrollHeight <= sheet.clientHeight) return; // hidden, or all of it is shown
  const { top, bottom } = sheet.getBoundingClientRect();
  const found = places.map((place) => place.getBoundingClientRect());
  if (found.some((place) => place.top >= top && place.bottom <= bottom)) return;
  sheet.scrollTop += found[0].top - top - sheet.clientHeight / 3;
}

/** The key of the field whose blank was pressed, or "". A press that selects text is none. @param {Event} event */
function keyOfBlank(event) {
  const blank = event.target instanceof Element ? event.target.closest(".hb-blank[data-field]") : null;
  const selection = document.getSelection();
  if (!(blank instanceof HTMLElement) || (selection && !selection.isCollapsed)) return "";
  const [field, column] = (blank.dataset.field || "").split(".");
  const unit = /** @type {HTMLElement | null} */ (blank.closest("[data-rows]"));
  if (!column) return field;
  // A blank unit of an empty list belongs to no row yet: the first one in the form is meant.
  return column === "#" ? field : `${field}/${(unit && unit.dataset.row) || ""}/${column}`;
}
