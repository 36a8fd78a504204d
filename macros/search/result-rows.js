// One row of the panel: a result or an earlier search, and at its right what can be done with it.
//
// A row is an option of the listbox, and an option may hold nothing that can be operated by itself. So the option is the link
// alone, and the action stands beside it. The listbox is an element of its own that owns the options by aria-owns
// (results-panel.js). A screen reader meets a list of options, and after it the actions, each with its full name; the eye meets
// the action in its row. By keyboard Alt+Enter does what the chosen row's action does, and Tab reaches the action.

import { base, linkOf, searchPage } from "./search-addresses.js";
import { COLOURS, KINDS } from "./page-kinds.js";
import { make } from "../../src/browser/elements/dom.js";

/** @typedef {import("../../src/browser/search/engine.js").SearchResult} SearchResult */
/** @typedef {import("../../src/browser/search/engine.js").MarkedText} MarkedText */
/** @typedef {{element: HTMLElement, option: HTMLAnchorElement, action: HTMLElement | null}} Shown */

const ACTIONS = /** @type {Record<string, string>} */ ({ fill: "填寫", start: "開始", cite: "引用" });
const KEYS = "Alt+Enter";

/** The row of a result. @param {SearchResult} row @param {number} index @returns {Shown} */
export function resultRow(row, index) {
  const title = row.title.map(([text]) => text).join("");
  const text = row.snippet.map(([part]) => part).join("");
  const path = row.path.join(" › ");
  const colour = COLOURS[row.kind] || "procedure";
  const option = make("a", { class: "hb-search__option", role: "option", id: `hb-search-option-${index}`, href: linkOf(row), tabindex: "-1", "aria-selected": "false" },
    make("span", { class: "hb-search__head" },
      make("span", { class: "hb-chip hb-search__kind" }, KINDS[row.kind] || row.kind), " ",
      make("span", { class: "hb-search__title" }, ...marked(row.title)), " ",
      path && make("span", { class: "hb-search__path" }, path)),
    squeezed(text) && squeezed(text) !== squeezed(title) && make("span", { class: "hb-search__text" }, ...marked(row.snippet)));
  const action = actionOf(row, title);
  if (action) describe(option, action, index);
  return { element: make("div", { class: `hb-search__row hb-kind--${colour}` }, option, action), option, action };
}

/** What can be done with a result, if anything. @param {SearchResult} row @param {string} title */
function actionOf(row, title) {
  if (!row.action) return null;
  const shared = { class: "hb-search__action", tabindex: "-1", "aria-keyshortcuts": KEYS };
  const word = ACTIONS[row.action];
  if (row.action !== "cite") return make("a", { ...shared, href: base() + (row.target || row.url), "aria-label": `${word}：${title}` }, word);
  return make("button", { ...shared, type: "button", "data-cite": row.cite, "aria-label": `${word}${row.cite}` }, word);
}

/** The row of an earlier search. @param {string} query @param {number} index @returns {Shown} */
export function recentRow(query, index) {
  const option = make("a", { class: "hb-search__option", role: "option", id: `hb-search-option-${index}`, href: searchPage(query), tabindex: "-1", "aria-selected": "false", "data-query": query },
    make("span", { class: "hb-search__head" }, query));
  const action = make("button", { class: "hb-search__action", type: "button", tabindex: "-1", "aria-keyshortcuts": KEYS, "data-forget": query, "aria-label": `移除：${query}` }, "移除");
  return { element: make("div", { class: "hb-search__row hb-kind--procedure" }, option, action), option, action };
}

/** Lets a row say what can be done with it. @param {HTMLElement} option @param {HTMLElement} action @param {number} index */
function describe(option, action, index) {
  action.id = `hb-search-action-${index}`;
  option.setAttribute("aria-describedby", action.id);
  option.setAttribute("aria-keyshortcuts", KEYS);
}

/** Text with marks around what fits the query. @param {MarkedText[]} parts */
function marked(parts) {
  return parts.map(([text, isMarked]) => isMarked ? make("mark", {}, text) : text);
}

/** A text without white space, to compare it. @param {string} text */
function squeezed(text) {
  return text.replace(/\s+/g, "");
}
