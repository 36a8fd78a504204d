// The tools of filling in: what only those need who fill in a template. They are loaded with the rules, when somebody begins.

import { copyRich } from "../../src/browser/elements/copy.js";
import { paperToRichHtml } from "../../src/browser/documents/rich-text.js";
import { paperToMarkdown, paperToText } from "../../src/browser/documents/text.js";
import { parse } from "../../src/browser/values/parsing.js";
import { format } from "../../src/browser/values/typed.js";
import { clearedTimes, lastMoment } from "../../src/browser/values/row-times.js";
import { isUndated, today, whichDay } from "../../src/browser/values/which-day.js";
import { firstDay } from "../draft-desk/shifted-dates.js";
import { partsOf } from "../template/keys.js";
import { Advice } from "./advice.js";
import { Fitting } from "./fitting.js";
import { momentsOf, PasteRows } from "./paste-rows.js";
import { adoptFound, openDraftFile } from "./receiving.js";
import { takeOver } from "./taking-over.js";
import { Timeline } from "./timeline.js";

export class Tools {
  static parse = parse;

  /** @param {import("../template/filling-page.js").FillingPage} page */
  constructor(page) {
    this.page = page;
    /** The date that was guessed last; fresh: its field has not been left again since. */
    this.guessed = { key: "", fresh: false };
    this.paste = new PasteRows(page);
    this.timeline = new Timeline(page);
    this.advice = new Advice(page);
    this.fitting = new Fitting(page);
  }

  /** Puts the paper on the clipboard. @param {"rich" | "text" | "markdown"} kind @returns {boolean} false when the browser refuses */
  copy(kind) {
    const { article } = this.page.paper;
    if (!article) return false;
    this.fitting.fit();
    if (kind === "rich") return copyRich(paperToRichHtml(article), paperToText(article));
    return copyRich("", kind === "text" ? paperToText(article) : paperToMarkdown(article));
  }

  /**
   * Understands a date that was not written out, when it is clear which one is meant, and tells the reader.
   * @param {import("../../src/browser/values/fields.js").Field} field @param {string} text @param {string} key see keys.js
   * @returns {string | null} its canonical form
   */
  dayOf(field, text, key) {
    const beside = this.besideRow(field, text, key);
    if (beside) return beside;
    const canonical = whichDay(field.type, text, firstDay(this.page.definition, this.page.values), today());
    if (canonical) {
      const isYear = parse(field.type, text).problem === "no-year";
      const why = isYear ? `沒有寫全年份，按 ${canonical.slice(0, 4)} 年` : "沒有寫日期，按今天推算，";
      this.page.notices.add(`「${field.label}」${why}讀作 ${format(field.type, canonical)}；不對請改。`, { name: "year" });
      this.guessed = { key, fresh: true };
    }
    return canonical;
  }

  /** A time that lacks only what its row, or the one above, gives. Another cell that becomes clear with it is written too.
   * @param {import("../../src/browser/values/fields.js").Field} field @param {string} text @param {string} key */
  besideRow(field, text, key) {
    const { field: list, row: id } = partsOf(key);
    const editor = this.page.form.editors.get(list);
    const at = editor && id && field.type === "date-time" ? editor.rows.findIndex((row) => row._id === id) : -1;
    if (!editor || at < 0) return null;
    const columns = momentsOf(editor.field);
    const above = editor.rows.slice(0, at).map((row) => lastMoment(columns, row)).filter((moment) => moment).pop();
    const before = above || firstDay(this.page.definition, this.page.values);
    const cells = clearedTimes(columns, { ...editor.rows[at], [field.id]: text }, before);
    for (const [column, moment] of Object.entries(cells))
      if (column !== field.id) this.page.form.write(`${list}/${id}/${column}`, format("date-time", moment));
    return cells[field.id] || null;
  }

  /** Reads the fields that were left before the tools were there. A field the reader is at again is read when it is left. */
  readAgain() {
    const { form, notices, findings } = this.page;
    let read = 0;
    for (const key of Array.from(findings.visited)) {
      const control = form.control(key);
      const event = { target: control };
      const place = control && control !== document.activeElement && form.at(event);
      if (!place) continue;
      const { canonical, problem } = parse(place.field.type, place.control.value);
      if (canonical === null ? !isUndated(problem) : canonical === (place.record[place.id] || "")) continue;
      const before = this.guessed;
      form.left(event);
      if (this.guessed !== before) read += 1;
    }
    if (read > 1) notices.add(`有 ${read} 個日期沒有寫全，已補上最近的，請核對。`, { name: "year" });
    this.page.refresh(); // the paper prints dates as they are understood
  }

  /** A field was left. Whoever has been at the guessed date again needs no telling any more. @param {string} key */
  left(key) {
    if (this.guessed.key !== key) return;
    if (!this.guessed.fresh) this.page.notices.drop("year");
    this.guessed.fresh = false;
  }

  /** Opens a draft from a .json file as a new draft. @param {File} file */
  openDraft(file) {
    return openDraftFile(this.page, file);
  }

  /**
   * Makes a draft of what was read back from a Word file, see adoptFound.
   * @param {import("../readback/reading.js").Found} found @param {import("../../src/browser/values/fields.js").Values} values
   * @param {string} file @param {number} count
   */
  adopt(found, values, file, count) {
    return adoptFound(this.page, found, values, file, count);
  }

  /**
   * Takes over what stands in a draft of the template that this one is part of.
   * @param {import("../../src/browser/values/fields.js").Whole} whole
   * @param {import("../../src/browser/storage/drafts.js").Draft} draft
   */
  takeOver(whole, draft) {
    return takeOver(this.page, whole, draft);
  }

  /** Something was filled in. */
  changed() {
    this.timeline.changed();
    this.advice.changed();
    this.fitting.changed();
  }
}
