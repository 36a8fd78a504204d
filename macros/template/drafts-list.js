// The drafts of this template kept in this browser: to go on with, to delete, to begin a new one.

import { pressed } from "../../src/browser/elements/commands.js";
import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { ageOf } from "../../src/browser/values/moments.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {{open: (id: string) => void, remove: (id: string, name: string) => void}} Actions
 */

export class DraftsList {
  /** @param {HTMLElement} host the template's element @param {Actions} actions */
  constructor(host, actions) {
    this.host = host;
    this.list = part(host, "draft-list");
    this.element = part(host, "drafts", HTMLDetailsElement);
    /** @type {Set<string>} */
    this.ids = new Set();
    this.list.addEventListener("click", (event) => {
      const button = pressed(event);
      const row = /** @type {HTMLElement | null} */ (button && button.closest("[data-id]"));
      if (!button || !row) return;
      const { id = "", name = "" } = row.dataset;
      if (button.dataset.do === "open-draft") actions.open(id);
      else actions.remove(id, name);
    });
  }

  /**
   * Whether the count is right and nobody sees the rest: then all drafts need not be read for one keystroke's sake.
   * @param {string | null} id of the draft that is filled in
   */
  isFresh(id) {
    return !this.element.open && id !== null && this.ids.has(id);
  }

  /** Shows the drafts. @param {Draft[]} drafts @param {string | null} current id of the one that is filled in */
  show(drafts, current) {
    this.ids = new Set(drafts.map((draft) => draft.id));
    setText(this.host, "draft-count", drafts.length ? ` ${drafts.length}` : "");
    const template = this.host.querySelector("template[data-part=draft-template]");
    const isFocused = this.list.contains(document.activeElement);
    const rows = drafts.map((draft) => {
      const row = clone(template);
      const name = String(draft.name || "未命名");
      row.dataset.id = draft.id;
      row.dataset.name = name;
      setText(row, "name", name);
      setText(row, "age", (draft.id === current ? "正在填寫，" : "") + ageOf(draft.updated || 0));
      setText(row, "delete-name", `刪除草稿「${name}」`);
      if (draft.id === current) row.classList.add("hb-drafts-here__row--current");
      return row;
    });
    this.list.replaceChildren(...rows);
    if (isFocused) /** @type {HTMLElement} */ (this.element.querySelector("summary")).focus();
  }
}
