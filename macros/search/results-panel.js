// What stands below the box: the answer in groups, or the latest searches, and the listbox that owns the rows.

import { searchPage } from "./search-addresses.js";
import { KINDS } from "./page-kinds.js";
import { make } from "../../src/browser/elements/dom.js";
import { quoted } from "./page-kinds.js";
import { recentRow, resultRow } from "./result-rows.js";

/** @typedef {import("../../src/browser/search/engine.js").SearchAnswer} SearchAnswer */
/** @typedef {import("../../src/browser/search/engine.js").SearchResult} SearchResult */
/** @typedef {import("./result-rows.js").Shown} Shown */
/** @typedef {{title: string, name?: string, rows: SearchResult[]}} Group */

/** How many results are shown. */
export const LIMIT = 30;
const FIRST = 5; // rows that stay in the order of the ranking, whatever their kind
const MOST_EMERGENCIES = 3; // before everything else; further ones stay where they are ranked
const HINT = "↑↓ 選擇　Enter 打開　Ctrl+Enter 另開分頁　Alt+Enter 填寫、開始、引用　Esc 關閉";

export class Panel {
  /** @type {Shown[]} in the order in which they are shown */
  rows = [];
  /** The row chosen by the arrow keys; -1 for none. */
  active = -1;

  /** @param {HTMLElement} element of the panel @param {HTMLInputElement} input @param {HTMLElement} filters */
  constructor(element, input, filters) {
    this.element = element;
    this.input = input;
    this.filters = filters;
    this.results = make("div", { class: "hb-search__results" });
    this.list = make("div", { class: "hb-visually-hidden", id: "hb-search-list", role: "listbox", "aria-label": "搜尋結果" });
    element.replaceChildren(filters, this.results, this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" })) {
      input.setAttribute(name, value);
    }
  }

  /** Whether the panel is seen. */
  get open() {
    return !this.element.hidden;
  }

  /** @param {boolean} open */
  set open(open) {
    this.element.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open && this.rows.length > 0));
    if (!open) this.choose(-1);
  }

  /** Tells assistive technology whether an answer is awaited. @param {boolean} busy */
  set busy(busy) {
    if (busy) this.element.setAttribute("aria-busy", "true");
    else this.element.removeAttribute("aria-busy");
  }

  /**
   * Shows an answer.
   * @param {SearchAnswer} answer @param {string} query @param {string} kind that is chosen, or ""
   * @param {() => void} unfilter chooses everything
   */
  showAnswer(answer, query, kind, unfilter) {
    const notes = [
      answer.corrected && make("p", { class: "hb-search__note" }, "改搜", make("b", {}, `「${answer.corrected}」`)),
      answer.missing.length > 0 && make("p", { class: "hb-search__note" }, `手冊裡沒有${quoted(answer.missing)}`),
    ];
    const elsewhere = Object.values(answer.kinds).reduce((sum, count) => sum + count, 0);
    const everything = make("a", { class: "hb-search__everything", href: searchPage() }, "從全部頁面找");
    const after = [
      !answer.rows.length && elsewhere > 0 && nothingHere(kind, elsewhere, unfilter),
      !answer.rows.length && !elsewhere && make("p", { class: "hb-search__note" }, `找不到「${query}」。換個說法，或`, everything, "。"),
      answer.weak && answer.rows.length > 0 && make("p", { class: "hb-search__note" }, "都不是？換個說法，或", everything, "。"),
      answer.total > answer.rows.length && answer.rows.length > 0 && !answer.weak && make("p", { class: "hb-search__note" }, `共 ${answer.total} 筆，只列前 ${answer.rows.length} 筆；多打幾個字可縮小範圍。`),
    ];
    this.filters.hidden = !elsewhere || (answer.weak && !kind);
    this.fill(groups(answer.rows), resultRow, notes, after, foot(query));
  }

  /** Shows the latest searches. @param {string[]} queries @param {() => void} clearAll */
  showRecent(queries, clearAll) {
    const clear = make("button", { type: "button", class: "hb-search__quiet" }, "全部清除");
    clear.addEventListener("click", clearAll);
    this.filters.hidden = true;
    this.fill([{ title: "最近搜尋（只存在這台裝置）", rows: queries }], recentRow, [], [clear]);
  }

  /** Says something instead of showing rows. @param {...(Node | string)} children */
  showNote(...children) {
    this.filters.hidden = true;
    this.fill([], () => { throw new Error("no rows"); }, [make("p", { class: "hb-search__note" }, ...children)], []);
  }

  /**
   * Shows groups of rows.
   * @template Item
   * @param {{title: string, name?: string, rows: Item[]}[]} found @param {(item: Item, index: number) => Shown} drawRow
   * @param {import("../../src/browser/elements/dom.js").Child[]} before @param {import("../../src/browser/elements/dom.js").Child[]} after @param {...Node} last
   */
  fill(found, drawRow, before, after, ...last) {
    this.choose(-1);
    this.rows = [];
    /** @type {Node[]} */
    const owners = [];
    const sections = found.map(({ title, name, rows }, at) => {
      const shown = rows.map((row, index) => drawRow(row, this.rows.length + index));
      this.rows.push(...shown);
      const heading = make("p", { class: "hb-search__group", id: `hb-search-group-${at}` }, title);
      owners.push(make("div", { role: "group", "aria-labelledby": heading.id, "aria-owns": shown.map(({ option }) => option.id).join(" ") }));
      return make("div", { class: `hb-search__section${name ? ` hb-search__section--${name} hb-kind--${name}` : ""}`, ...(name === "weak" ? { "data-weak": "" } : {}) },
        heading, ...shown.map(({ element }) => element));
    });
    this.rows.forEach(({ option }, index) => {
      option.setAttribute("aria-posinset", String(index + 1));
      option.setAttribute("aria-setsize", String(this.rows.length));
    });
    this.results.replaceChildren(make("div", {}, ...before), ...sections, make("div", { class: "hb-search__after" }, ...after), ...last);
    this.list.replaceChildren(...owners);
    this.list.hidden = !this.rows.length; // a list without options is no list
    this.element.scrollTop = 0;
    this.open = true;
    this.choose(-1);
  }

  /** Chooses a row. The action of that row, or else of the first, can be reached by Tab. @param {number} index -1 for none */
  choose(index) {
    this.active = index;
    const chosen = this.rows[index];
    const reachable = chosen || this.rows[0];
    for (const row of this.rows) {
      row.option.setAttribute("aria-selected", String(row === chosen));
      row.element.classList.toggle("hb-search__row--active", row === chosen);
      if (row.action) row.action.tabIndex = row === reachable ? 0 : -1;
    }
    if (!chosen) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", chosen.option.id);
    chosen.element.scrollIntoView({ block: "nearest" });
  }

  /** The chosen row, or the first. @returns {Shown | undefined} */
  get chosen() {
    return this.rows[Math.max(0, this.active)];
  }
}

/** The groups of an answer: emergencies first, then the best rows as they are ranked, then the rest by kind, and alone what hardly fits. @param {SearchResult[]} rows @returns {Group[]} */
function groups(rows) {
  const weak = rows.filter((row) => row.weak);
  const emergency = rows.filter((row) => !row.weak && row.emergency).slice(0, MOST_EMERGENCIES);
  const others = rows.filter((row) => !row.weak && !emergency.includes(row));
  const rest = others.slice(FIRST);
  const kinds = Array.from(new Set(rest.map((row) => row.kind)));
  return [
    { title: "應急", name: "emergency", rows: emergency },
    { title: "最相關", rows: others.slice(0, FIRST) },
    ...kinds.map((kind) => ({ title: KINDS[kind] || kind, rows: rest.filter((row) => row.kind === kind) })),
    { title: "沒有正好的條款，這些或許有關", name: "weak", rows: weak },
  ].filter((group) => group.rows.length);
}

/** The foot: the keys, for whoever has a keyboard, and the search as a link. @param {string} query */
function foot(query) {
  const link = new URL(searchPage(query), location.href).href;
  return make("div", { class: "hb-search__foot" }, make("span", { class: "hb-search__hint" }, HINT),
    make("button", { type: "button", class: "hb-search__quiet", "data-copy": link }, "複製搜尋連結"));
}

/** Says that nothing is left of an answer under the filters. @param {string} kind that is chosen, or "" @param {number} elsewhere results without filters @param {() => void} unfilter */
function nothingHere(kind, elsewhere, unfilter) {
  const button = make("button", { type: "button", class: "hb-search__quiet" }, `看全部 ${elsewhere} 筆`);
  button.addEventListener("click", unfilter);
  return make("p", { class: "hb-search__note" }, kind ? `「${KINDS[kind] || kind}」裡沒有。` : "這個崗位沒有。", button);
}
