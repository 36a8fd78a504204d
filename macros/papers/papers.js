// <hb-papers>: the page of a template's papers. The element finds the definition; PapersPage does the work.

import { handbook } from "../common/data.js";
import { HbElement } from "../common/element.js";
import { PapersPage } from "./page.js";

export class HbPapers extends HbElement {
  static tag = "hb-papers";

  async connected() {
    const page = new PapersPage(this, await handbook.load(`template-${this.dataset.template}`));
    await page.start();
  }
}
