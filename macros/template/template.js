// <hb-template>: the page of one template. The element finds the definition; TemplatePage does the work.

import { HbElement } from "../../src/browser/elements/element.js";
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { TemplatePage } from "./page.js";

export class HbTemplate extends HbElement {
  static tag = "hb-template";

  async connected() {
    const page = new TemplatePage(this, await handbook.load(`template-${this.dataset.id}`));
    await page.start();
  }
}
