// <hb-papers>: the page of a template's papers. The element finds the definition; PapersPage does the work.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { PapersPage } from "./page.js";

export class HbPapers extends HbElement {
  static tag = "hb-papers";

  async connected() {
    const page = new PapersPage(this, await handbook.load(`template-${this.dataset.template}`));
    await page.start();
  }
}
