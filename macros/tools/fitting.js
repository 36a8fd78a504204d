// The columns of the lists on the paper follow what is filled in: when the typing pauses, and at once for the printer.

import { fitColumns } from "../../src/browser/documents/column-widths.js";

const PAUSE = 400; // milliseconds after the last key: columns do not move while somebody types

export class Fitting {
  /** @param {Pick<import("../template/filling-page.js").FillingPage, "host" | "paper">} page */
  constructor(page) {
    this.page = page;
    this.pause = 0;
    window.addEventListener("beforeprint", () => this.fit());
    page.host.addEventListener("change", () => this.changed()); // another layout may have been chosen
    this.changed();
  }

  /** Something was filled in. */
  changed() {
    window.clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.fit(), PAUSE);
  }

  /** Fits the columns of the paper on show. */
  fit() {
    const { article } = this.page.paper;
    if (article) fitColumns(article);
  }
}
