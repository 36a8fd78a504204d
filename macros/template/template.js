// <hb-template>: the page on which a template is filled in.
//
// State: the values that are filled in, and their draft on disk (draft-keeper.js, page-drafts.js).
// Commands: what is pressed (commands.js) or typed (form-view.js, rows-editor.js).
// Views: form, paper and findings show the values (form-view.js, paper-view.js, findings-view.js); panes.js says which is seen.

import { commandOf, pressed } from "../../src/browser/elements/commands.js";
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { part } from "../../src/browser/elements/dom.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { Notices } from "../../src/browser/elements/notices.js";
import { bare, fileName } from "../../src/browser/rules/response.js";
import { fieldsOf, isBlankRow, isFilledIn, rowsOf, textOf } from "../../src/browser/values/fields.js";
import { wireExports } from "../exports/loader.js";
import { Checking } from "./checking.js";
import { templateCommands } from "./commands.js";
import { saveJson, saveWord } from "./files.js";
import { FindingsView } from "./findings-view.js";
import { FormView } from "./form-view.js";
import { holdBlocks, receiveFiles } from "./incoming.js";
import { PageDrafts } from "./page-drafts.js";
import { Panes } from "./panes.js";
import { PaperView } from "./paper-view.js";
import { loadTools } from "./tools-loader.js";
import { WholeDrafts } from "./whole-drafts.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../../src/browser/values/fields.js").Whole} Whole
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("../tools/tools.js").Tools} Tools
 */

/** One template's page; see FillingPage for what its parts use of it. */
class TemplatePage {
  /** @type {Tools | undefined} of filling in */
  tools = undefined;
  /** Whether the tools have been asked for. */
  isAsked = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} until the page is refreshed */
  pending = undefined;

  /** @param {HbElement} host @param {Definition} definition */
  constructor(host, definition) {
    this.host = host;
    this.definition = definition;
    /** @type {Values} */
    this.values = this.fresh();
    this.checking = new Checking(definition, { arrived: () => this.refresh(), absent: () => this.tellUnchecked() });
    this.notices = new Notices(part(host, "notices"), host.querySelector("template[data-part=notice-template]"), { isFolded: true });
    this.form = new FormView(part(host, "form"), definition, this);
    this.findings = new FindingsView(host, definition, this.form);
    this.panes = new Panes(host, this.form);
    this.paper = new PaperView(host, definition, (key) => this.panes.goTo(key));
    this.drafts = new PageDrafts(this, () => this.toolsReady(), () => this.saveFile());
    this.keeper = this.drafts.keeper;
    const { whole } = definition;
    this.whole = whole ? new WholeDrafts(this, whole, (draft) => void this.takeOver(whole, draft)) : null;
    this.commands = templateCommands(this);
  }

  /** Shows the form, and the draft that the address names. */
  async start() {
    const { host } = this;
    // Whoever touches the form or a command is about to need the rules.
    for (const kind of ["pointerdown", "focusin", "input", "paste"]) host.addEventListener(kind, () => this.begun());
    host.addEventListener("click", (event) => this.clicked(event));
    this.form.form.addEventListener("focusin", (event) => {
      const place = this.form.at(event);
      if (place) this.paper.mark(place.key);
      // The browser itself brings only a text area's caret into view, which the bar at the foot may cover.
      if (event.target instanceof HTMLTextAreaElement) event.target.scrollIntoView({ block: "nearest" });
    });
    receiveFiles(this);
    holdBlocks(this);
    wireExports(host.querySelector("[data-part=export-menu]"), {
      definition: this.definition,
      values: () => this.checking.ready().then(() => this.checking.compute(this.values)),
      origin: () => this.keeper.source,
      checker: () => this.checking.checker,
      tell: (text) => this.notices.add(text, { name: "export" }),
    });
    window.addEventListener("beforeprint", () => this.refresh());
    measureHeader();
    this.showAll();
    host.classList.add("hb-template--live");
    await this.drafts.start();
    if (this.whole) await this.whole.show(!this.keeper.id && this.isUntouched());
  }

  // ── what is loaded when somebody begins to fill in ──

  /** Somebody begins to fill in. */
  begun() {
    this.checking.begin();
    if (!this.isAsked) void this.toolsReady();
  }

  /** The tools of filling in; undefined when they cannot be loaded. */
  async toolsReady() {
    this.isAsked = true;
    if (!this.tools) {
      const Tools = await loadTools();
      if (Tools && !this.tools) (this.tools = new Tools(this)).readAgain();
    }
    return this.tools;
  }

  tellUnchecked() {
    const action = () => void this.checking.ready().then((isThere) => isThere && this.notices.drop("rules"));
    const text = "檢查規則沒有載入：自動計算的欄位留空，也不能檢查。填寫與存檔不受影響。";
    this.notices.add(text, { kind: "warning", name: "rules", act: "再試一次", action });
  }

  // ── what the form tells, see its Host ──

  /** @param {string} key */
  changed(key) {
    this.findings.typing(key);
    this.keeper.touched();
    if (this.pending === undefined) this.pending = setTimeout(() => this.refresh()); // once for all keys that are waiting
  }

  /** @param {string} key */
  left(key) {
    this.findings.left(key);
    if (this.tools) this.tools.left(key);
    this.refresh();
  }

  /** @param {Field} field @param {string} text @param {string} key */
  guessed(field, text, key) {
    return this.tools ? this.tools.dayOf(field, text, key) : null;
  }

  /** Says what happened, and offers a button. @param {string} text @param {string} [act] of the button @param {() => void} [action] */
  note(text, act, action) {
    this.notices.add(text, { act, action });
  }

  // ── values ──

  /** The values of a form that nobody has filled in. */
  fresh() {
    const values = bare();
    for (const field of fieldsOf(this.definition)) if (field.default && field.type !== "computed") values[field.id] = field.default;
    return values;
  }

  /** Fills in these values from now on. @param {Values} values */
  begin(values) {
    this.checking.begin();
    this.values = values;
    this.findings.reset(values);
    this.showAll();
  }

  /** Shows all values, and refreshes. */
  showAll() {
    this.form.show();
    this.refresh();
  }

  /** Computes, fills the paper, and checks; the first and the last once the rules are there. */
  refresh() {
    clearTimeout(this.pending);
    this.pending = undefined;
    const { computed, findings } = this.checking.judge(this.values);
    this.form.showComputed(computed);
    this.paper.fill(computed);
    this.findings.show(findings, this.values);
    if (this.tools) this.tools.changed();
  }

  // ── what the reader does ──

  /** @param {MouseEvent} event */
  clicked(event) {
    const link = pressed(event, "a[data-goto], a[data-section]");
    if (link) {
      event.preventDefault(); // a plain jump would replace the draft's id in the address
      if (link.dataset.goto) this.panes.goTo(link.dataset.goto);
      else this.panes.goToSection(link.dataset.section || "");
      return;
    }
    const button = pressed(event, "[data-do], [data-tab]");
    if (button && button.dataset.tab) this.panes.turnTo(button.dataset.tab);
    void commandOf(this.commands, button)?.run(/** @type {HTMLElement} */ (button));
  }

  /** 「檢查」: everything that is wrong is shown. */
  async check() {
    if (!(await this.checking.ready())) return; // the reader has been told
    this.findings.check();
    this.refresh();
    this.panes.show("form");
    this.findings.focusSummary();
  }

  /** Takes over what stands in a draft of the whole. @param {Whole} whole @param {Draft} draft */
  async takeOver(whole, draft) {
    const tools = await this.toolsReady();
    if (tools) await tools.takeOver(whole, draft);
    else this.notices.add("帶入的程式沒有載入，請再試一次。填寫的內容沒有改動。", { kind: "warning", name: "whole" });
  }

  /** Whether nothing was filled in but what stands there from the beginning. */
  isUntouched() {
    return fieldsOf(this.definition).every((field) => isUntouched(field, this.values));
  }

  /** Offers the draft as a file. */
  saveFile() {
    saveJson(this.definition, this.values, this.keeper);
  }

  /** Offers the Word file; of a form nobody has filled in the whole blank paper, for writing by hand. */
  async word() {
    await this.checking.ready();
    const values = this.isUntouched() ? {} : this.checking.compute(this.values);
    try {
      await saveWord(this.definition, this.paper.layout, values, fileName(this.definition, values, "docx"), this.keeper.line);
    } catch (error) {
      console.warn("hb-template: no Word file", error);
      this.notices.add("Word 檔沒有做成。可以改用「複製 → 富文字」貼到 Word。", { kind: "warning", name: "word" });
    }
  }
}

/** Whether nothing was filled in but what stands there from the beginning. @param {Field} field @param {Values} values */
const isUntouched = (field, values) =>
  field.type === "rows"
    ? rowsOf(values, field.id).every((row) => isBlankRow(field, row))
    : !isFilledIn(field) || textOf(values, field.id) === (field.default || "");

/** The page's head sticks and has two lines on a phone: what sticks below it must know how high it is. */
function measureHeader() {
  const header = document.querySelector(".hb-header");
  if (!header || typeof ResizeObserver !== "function") return;
  const { style } = document.documentElement;
  new ResizeObserver(() => style.setProperty("--hb-stick", `${header.getBoundingClientRect().height}px`)).observe(header);
}

export class HbTemplate extends HbElement {
  static tag = "hb-template";

  async connected() {
    /** @type {Definition} */
    const definition = await handbook.load(`template-${this.dataset.id}`);
    await new TemplatePage(this, definition).start();
  }
}
