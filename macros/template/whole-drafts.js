// Drafts of the template that this one is part of, such as the plan behind a list: what stands there is taken over. How it is
// taken is in the tools of filling in (macros/tools/taking-over.js), which are loaded then.

import { clone, part, setText } from "../../src/browser/elements/dom.js";
import * as storage from "../../src/browser/storage/storage.js";
import { ageOf } from "../../src/browser/values/moments.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("../../src/browser/values/fields.js").Whole} Whole
 * @typedef {Pick<import("./filling-page.js").FillingPage, "host" | "notices">} Page
 */

export class WholeDrafts {
  /** @param {Page} page @param {Whole} whole @param {(draft: Draft) => void} take takes over what stands in a draft */
  constructor(page, whole, take) {
    this.page = page;
    this.whole = whole;
    this.take = take;
    this.list = part(page.host, "whole-list");
    storage.subscribe((change) => change.store === "drafts" && void this.show());
  }

  /** The drafts of the whole, newest first. @returns {Promise<Draft[]>} */
  async drafts() {
    try {
      return (await storage.all("drafts")).filter((draft) => draft.template === this.whole.id);
    } catch (error) {
      return []; // filling in says what is wrong with the storage
    }
  }

  /** Lists the drafts. @param {boolean} [isFresh] whether nothing is filled in yet: then the newest is offered at once */
  async show(isFresh = false) {
    const drafts = await this.drafts();
    const template = this.page.host.querySelector("template[data-part=whole-template]");
    const rows = drafts.map((draft) => {
      const row = clone(template);
      row.dataset.id = draft.id;
      setText(row, "name", nameOf(draft));
      setText(row, "age", ageOf(draft.updated || 0));
      return row;
    });
    this.list.replaceChildren(...rows);
    part(this.page.host, "whole").hidden = !drafts.length;
    if (!isFresh || !drafts.length) return;
    const text = `有一份${this.whole.title}「${nameOf(drafts[0])}」，可以帶入。`;
    this.page.notices.add(text, { name: "whole", act: "帶入", action: () => this.take(drafts[0]) });
  }

  /** Takes over the draft whose button was pressed. @param {HTMLElement} button */
  async taken(button) {
    const row = /** @type {HTMLElement | null} */ (button.closest("[data-id]"));
    const draft = (await this.drafts()).find((one) => row && one.id === row.dataset.id);
    if (draft) this.take(draft);
  }
}

/** @param {Draft} draft */
const nameOf = (draft) => String(draft.name || "未命名");
