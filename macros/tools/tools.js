// What only those need who fill in a template: it comes with the rules, when somebody begins.

import { copyRich } from "../common/copy.js";
import { paperToMarkdown, paperToRichHtml, paperToText } from "../common/paper.js";
import { format, parse } from "../common/values.js";
import { firstDay } from "../draft-desk/shift.js";
import { Advice } from "./advice.js";
import { Fitting } from "./fitting.js";
import { PasteRows } from "./paste-rows.js";
import { adopt, openDraft } from "./receiving.js";
import { Timeline } from "./timeline.js";
import { withYear } from "./year.js";

export class Tools {
  /** @param {import("../template/page.js").TemplatePage} page */
  constructor(page) {
    this.page = page;
    this.guessed = { key: "", fresh: false }; // the date whose year the reader was told last
    this.paste = new PasteRows(page);
    this.timeline = new Timeline(page);
    this.advice = new Advice(page);
    this.fitting = new Fitting(page);
  }

  /** Puts the paper on the clipboard; false when the browser refuses. @param {"rich" | "text" | "markdown"} kind */
  copy(kind) {
    const { article } = this.page.paper;
    if (!article) return false;
    this.fitting.fit();
    if (kind === "rich") return copyRich(paperToRichHtml(article), paperToText(article));
    return copyRich("", kind === "text" ? paperToText(article) : paperToMarkdown(article));
  }

  /** A date whose year was not written, when it is clear which one is meant; the reader is told.
   * @param {import("../common/fields.js").Field} field @param {string} text @param {string} key */
  yearOf(field, text, key) {
    const canonical = withYear(field.type, text, firstDay(this.page.definition, this.page.values), Date.now());
    if (canonical) {
      const told = `「${field.label}」沒有寫年份，按 ${canonical.slice(0, 4)} 年讀作 ${format(field.type, canonical)}；不對請改。`;
      this.page.notices.add(told, { name: "year" });
      this.guessed = { key, fresh: true };
    }
    return canonical;
  }

  /** Dates that were left before the tools were there; one the reader is at again is read when it is left. */
  readAgain() {
    const { form, notices, findings } = this.page;
    let read = 0;
    for (const key of Array.from(findings.visited)) {
      const control = form.control(key);
      const event = /** @type {any} */ ({ target: control });
      const place = control && control !== document.activeElement && form.at(event);
      if (!place || parse(place.field.type, place.control.value).problem !== "no-year") continue;
      const before = this.guessed;
      form.left(event);
      if (this.guessed !== before) read += 1;
    }
    if (read > 1) notices.add(`有 ${read} 個日期沒有寫年份，已按最近的年份補上，請核對。`, { name: "year" });
  }

  /** Whoever has been at the date again needs no telling any more. @param {string} key */
  left(key) {
    if (this.guessed.key !== key) return;
    if (!this.guessed.fresh) this.page.notices.drop("year");
    this.guessed.fresh = false;
  }

  /** A draft from a file, as a new one. @param {File} file */
  openDraft(file) {
    return openDraft(this.page, file);
  }

  /** What was read back from a Word file. @param {import("../readback/reading.js").Found} found @param {Record<string, any>} values
   * @param {string} file @param {number} count of changes taken */
  adopt(found, values, file, count) {
    return adopt(this.page, found, values, file, count);
  }

  /** Something was filled in. */
  changed() {
    this.timeline.changed();
    this.advice.changed();
    this.fitting.changed();
  }
}
