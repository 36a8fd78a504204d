// The drafts of this template kept in this browser: to resume, to delete (with undo), to begin a new one.

import { clone, part } from "../../src/browser/elements/dom.js";
import { ageOf } from "../../src/browser/values/moments.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {{open: (id: string) => void, remove: (id: string, name: string) => void}} Actions
 */

export class DraftsList {
  /** @param {import("../../src/browser/elements/element.js").HbElement} host @param {Actions} actions */
  constructor(host, actions) {
    this.host = host;
    this.list = host.one("[data-part=draft-list]");
    this.drawer = /** @type {HTMLDetailsElement} */ (host.one("[data-part=drafts]"));
    /** @type {Set<string>} */
    this.ids = new Set();
    this.list.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
      const row = /** @type {HTMLElement | null} */ (button && button.closest("[data-id]"));
      if (!(button instanceof HTMLElement) || !row) return;
      const id = row.dataset.id || "";
      if (button.dataset.do === "open-draft") actions.open(id);
      else actions.remove(id, row.dataset.name || "");
    });
  }

  /** Whether the count is right and nobody sees the rest: then all drafts need not be read for one keystroke's sake.
   * @param {string | null} id */
  isFresh(id) {
    return !this.drawer.open && id !== null && this.ids.has(id);
  }

  /** @param {Draft[]} drafts @param {string | null} current */
  show(drafts, current) {
    this.ids = new Set(drafts.map((draft) => draft.id));
    this.host.one("[data-part=draft-count]").textContent = drafts.length ? ` ${drafts.length}` : "";
    const template = this.host.querySelector("template[data-part=draft-template]");
    const focused = this.list.contains(document.activeElement);
    const rows = drafts.map((draft) => {
      const row = clone(template);
      const name = String(draft.name || "未命名");
      row.dataset.id = draft.id;
      row.dataset.name = name;
      part(row, "name").textContent = name;
      part(row, "age").textContent = (draft.id === current ? "正在填寫，" : "") + ageOf(draft.updated || 0);
      part(row, "delete-name").textContent = `刪除草稿「${name}」`;
      if (draft.id === current) row.classList.add("hb-drafts-here__row--current");
      return row;
    });
    this.list.replaceChildren(...rows);
    if (focused) this.host.one("[data-part=drafts] > summary").focus();
  }
}
