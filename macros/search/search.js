// The search box in the header: loads the handbook's text when it is first used, shows sections as one types.

import { handbook } from "../common/data.js";
import { HbElement, clone } from "../common/element.js";
import { find, snippet } from "./find.js";

/** @typedef {import("./find.js").Section} Section */

const LIMIT = 12;
const KINDS = /** @type {Record<string, string>} */ ({
  flow: "應急", template: "範本", checklist: "清單", role: "職責", procedure: "程序", regulation: "制度", guideline: "指引", page: "頁面",
});

export class HbSearch extends HbElement {
  static tag = "hb-search";

  /** The row chosen by the arrow keys; -1 for none. */
  active = -1;
  composing = false;
  /** @type {HTMLElement | null} Where the focus was before a shortcut brought it here. */
  cameFrom = null;

  connected() {
    this.input = /** @type {HTMLInputElement} */ (this.one("input"));
    this.panel = this.one("[role=listbox]");
    this.status = this.one("[role=status]");
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.panel.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("focus", () => this.load());
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("compositionstart", () => { this.composing = true; });
    this.input.addEventListener("compositionend", () => { this.composing = false; this.search(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusout", (event) => {
      if (!this.contains(/** @type {Node | null} */ (event.relatedTarget))) this.close();
    });
    this.panel.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus until the click
    document.addEventListener("keydown", (event) => this.shortcut(event));
    this.one("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.open(Math.max(0, this.active));
    });
    // Asked before this script ran: the form then leads to the page that lists everything, with the question.
    const asked = new URLSearchParams(location.search).get("q");
    if (asked && !this.input.value) {
      this.input.value = asked;
      this.input.focus();
      this.search();
    }
  }

  /** The text of the handbook; asked for once. @returns {Promise<Section[]>} */
  load() {
    this.loading = this.loading || handbook.load("search").then((/** @type {string[][]} */ rows) =>
      rows.map(([url, kind, title, path, text]) => ({ url, kind, title, path, text })));
    return this.loading;
  }

  async search() {
    if (this.composing || !this.input) return;
    const query = this.input.value;
    try {
      const sections = await this.load();
      if (this.input.value === query) this.show(find(sections, query, LIMIT).map((match) => match.section), query);
    } catch {
      this.say("搜尋資料未能載入，請改從目錄查找。", true);
    }
  }

  /** @param {Section[]} sections @param {string} query */
  show(sections, query) {
    if (!this.panel || !this.input) return;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.panel.replaceChildren(...sections.map((section, index) => this.row(section, index, query)));
    const open = sections.length > 0;
    this.panel.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (open || !query.trim()) this.say(open ? `${sections.length} 筆結果` : "");
    else this.say(`找不到「${query.trim()}」。換個說法，或從目錄查找。`, true);
  }

  /** @param {Section} section @param {number} index @param {string} query */
  row(section, index, query) {
    const row = clone(this.querySelector("template"));
    const link = /** @type {HTMLAnchorElement} */ (row.querySelector("a"));
    link.id = `hb-search-option-${index}`;
    row.dataset.kind = section.kind;
    link.href = (document.documentElement.dataset.base || "") + section.url;
    /** @type {HTMLElement} */ (row.querySelector("[data-slot=kind]")).textContent = KINDS[section.kind] || "";
    /** @type {HTMLElement} */ (row.querySelector("[data-slot=title]")).textContent = section.title;
    /** @type {HTMLElement} */ (row.querySelector("[data-slot=path]")).textContent = section.path;
    const text = /** @type {HTMLElement} */ (row.querySelector("[data-slot=text]"));
    if (squeezed(section.text) === squeezed(section.title)) text.remove(); // a clause as short as its title
    else text.append(...snippet(section.text, query).map(([part, marked]) => {
      const node = document.createElement(marked ? "mark" : "span");
      node.textContent = part;
      return node;
    }));
    return row;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || !this.panel) return;
    const rows = this.panel.children.length;
    if (event.key === "Escape") {
      this.close();
      if (this.cameFrom) this.cameFrom.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && rows && !this.panel.hidden) {
      event.preventDefault();
      this.select((this.active + (event.key === "ArrowDown" ? 1 : rows - (this.active < 0 ? 0 : 1))) % rows);
    }
  }

  /** @param {number} index */
  select(index) {
    if (!this.panel || !this.input) return;
    this.active = index;
    const rows = this.panel.querySelectorAll("[role=option]");
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    this.input.setAttribute("aria-activedescendant", rows[index].id);
    rows[index].scrollIntoView({ block: "nearest" });
  }

  /** @param {number} index */
  open(index) {
    const link = this.panel && this.panel.children[index] && this.panel.children[index].querySelector("a");
    if (link) link.click();
  }

  close() {
    if (!this.panel || !this.input) return;
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.say("");
  }

  /** `/` and Ctrl+K come here from anywhere but a field. @param {KeyboardEvent} event */
  shortcut(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.altKey) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!asked || !this.input) return;
    event.preventDefault();
    this.cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
    this.input.focus();
    this.input.select();
  }

  /** To screen readers, and with `seen` to everybody: the panel shows what is found, but not that nothing is.
   * @param {string} words @param {boolean} seen */
  say(words, seen = false) {
    if (!this.status) return;
    this.status.textContent = words;
    this.status.classList.toggle("hb-visually-hidden", !seen);
  }
}

/** @param {string} text */
function squeezed(text) {
  return text.replace(/\s+/g, "");
}
