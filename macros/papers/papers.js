// <hb-papers>: every paper of a filled template from one entry: filled from a draft, chosen, printed, saved.

import { copyRich } from "../../src/browser/elements/copy.js";
import { paperToRichHtml } from "../../src/browser/documents/rich-text.js";
import { paperToText } from "../../src/browser/documents/text.js";
import "../../src/browser/values/parsing.js"; // typed text is printed as it is understood
import { commandOf, pressed } from "../../src/browser/elements/commands.js";
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { part, setText } from "../../src/browser/elements/dom.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { Notices } from "../../src/browser/elements/notices.js";
import { ageOf } from "../../src/browser/values/moments.js";
import { fileName, fit, ImportError, isObject, originOfDraft } from "../../src/browser/rules/response.js";
import * as storage from "../../src/browser/storage/storage.js";
import { loadExports, wireExports } from "../exports/loader.js";
import { Checking } from "../template/checking.js";
import { openJson, saveWord } from "../template/files.js";
import { PaperSection } from "./paper-section.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("./paper-section.js").Sheet} Sheet
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {Pick<Draft, "id" | "values"> & Partial<Draft>} Shown a draft, or the content of a file
 */

const UNCHECKED = "檢查規則沒有載入：自動計算的欄位留空，也列不出還沒有落實的。請重新載入這一頁。";
const NO_DRAFT = "這台電腦上沒有這份範本的草稿，下面是空白的紙。可以先去填寫，或開啟別人給的 .json。";

/** The papers of one template on the screen. */
class PapersPage {
  /** @param {HbElement} host @param {Definition} definition */
  constructor(host, definition) {
    this.host = host;
    this.definition = definition;
    this.checking = new Checking(this.definition, { arrived: () => {}, absent: () => this.tell(UNCHECKED, "rules") });
    this.notices = new Notices(part(this.host, "notices"), this.host.querySelector("template[data-part=notice-template]"));
    this.select = part(this.host, "draft", HTMLSelectElement);
    const slip = /** @type {HTMLTemplateElement} */ (this.host.querySelector("template[data-part=slip-template]"));
    this.sections = this.host.many("[data-paper]").map((element) => new PaperSection(element, this.definition, slip));
    /** @type {Shown | null} null for blank sheets */
    this.record = null;
    /** @type {Values} with computed fields */
    this.values = {};
    /** @type {import("../exports/exports.js").Source} */
    this.source = {
      definition: this.definition,
      values: async () => this.values,
      tell: (text) => this.tell(text, "export"),
      origin: () => originOfDraft(this.record || { id: "" }),
      checker: () => this.checking.checker,
    };
  }

  /** Shows the papers of the draft that the address names, else of the one that was filled in last. */
  async start() {
    this.wire();
    this.host.classList.add("hb-extracts--live");
    await this.begin();
    // The sheets above have grown: what the address names has moved.
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    "open-json": { run: () => part(this.host, "file").click() },
    print: { run: () => this.print() },
    show: { run: (button) => this.with(button, (section, sheet) => this.showSheet(section, sheet)) },
    "print-one": { run: (button) => this.with(button, (_, sheet) => this.print(sheet)) },
    word: { run: (button) => this.with(button, (section, sheet) => this.word(section, sheet)) },
    copy: { run: (button) => this.with(button, (_, sheet) => this.copy(sheet)) },
    calendar: { run: (button) => this.with(button, async (_, sheet) => (await loadExports(this.source)).calendar(sheet.name)) },
  };

  wire() {
    this.host.addEventListener("click", (event) => this.clicked(event));
    this.host.addEventListener("change", (event) => this.changed(event));
    this.select.addEventListener("change", () => void this.open(this.select.value));
    part(this.host, "file").addEventListener("change", () => void this.openFile());
    window.addEventListener("afterprint", () => {
      this.sections.forEach((section) => section.mark());
      this.count();
    });
    wireExports(this.host.querySelector("[data-part=export-menu]"), this.source);
    storage.subscribe((change) => {
      if (change.store === "drafts" && this.record && change.id === this.record.id) void this.open(change.id);
    });
  }

  /** Says something; it replaces what was said under the same name. @param {string} text @param {string} name */
  tell(text, name) {
    this.notices.add(text, { name });
  }

  async begin() {
    const wanted = new URLSearchParams(location.search).get("draft");
    const drafts = await this.drafts();
    const found = drafts.find((draft) => draft.id === wanted);
    if (wanted && !found && drafts.length) this.tell("找不到這份草稿；它可能已刪除，或存在另一台電腦。", "draft");
    this.offer(drafts);
    const first = wanted ? found : drafts[0];
    await this.open(first ? first.id : "");
    if (!drafts.length) this.tell(NO_DRAFT, "draft");
  }

  /** The drafts of this template, newest first. @returns {Promise<Draft[]>} */
  async drafts() {
    try {
      const records = await storage.all("drafts");
      return records.filter((record) => isObject(record) && record.template === this.definition.id && isObject(record.values));
    } catch (error) {
      return []; // filling in says what is wrong with the storage
    }
  }

  /** Offers drafts to choose from. @param {Draft[]} drafts */
  offer(drafts) {
    const options = drafts.map((draft) => new Option(`${draft.name || "未命名"}（${ageOf(draft.updated || 0)}）`, draft.id));
    this.select.replaceChildren(...options, new Option("空白（手寫用）", ""));
  }

  /** Shows the papers of a draft. @param {string} id "" for blank sheets */
  async open(id) {
    let record = null;
    try {
      record = id ? (await storage.get("drafts", id)) || null : null;
    } catch (error) {
      this.tell("這份草稿讀不出來。", "draft");
    }
    this.select.value = record ? id : "";
    const back = part(this.host, "back", HTMLAnchorElement);
    back.hash = record ? `#draft=${id}` : "";
    try {
      history.replaceState(null, "", `${location.pathname}${record ? `?draft=${id}` : ""}${location.hash}`);
    } catch (error) {
      // A browser that forbids it on file:// keeps the old address.
    }
    await this.show(record);
  }

  /** Shows the papers of the draft in the file that was chosen. */
  async openFile() {
    const input = part(this.host, "file", HTMLInputElement);
    const file = input.files && input.files[0];
    if (!file) return;
    try {
      const { values, origin } = await openJson(file, this.definition);
      const name = `${file.name}（檔案）`;
      if (!Array.from(this.select.options).some((option) => option.text === name)) this.select.add(new Option(name, "file", false, true), 0);
      this.select.value = "file";
      await this.show({ id: origin.lineage || "", lineage: origin.lineage, values });
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      this.tell(error.message, "import");
    } finally {
      input.value = "";
    }
  }

  /** Fills the papers. @param {Shown | null} record null for blank sheets */
  async show(record) {
    this.record = record;
    if (record) for (const past of ["draft", "import"]) this.notices.drop(past);
    const filled = record ? fit(record.values, this.definition).values : null;
    if (filled) await this.checking.ready();
    if (this.record !== record) return; // another one was chosen meanwhile
    const { computed, findings } = this.checking.judge(filled || {});
    this.values = computed;
    const people = new Set(filled ? await this.people() : []);
    const { checker } = this.checking;
    const named = checker && ((/** @type {string} */ text) => checker.namedIn(text));
    for (const section of this.sections) section.fill(filled && computed, findings, people, named);
    this.count();
  }

  /** Everybody who has something in the calendar. @returns {Promise<string[]>} */
  async people() {
    if (!(this.definition.events || []).length) return [];
    try {
      return await (await loadExports(this.source)).people();
    } catch (error) {
      return [];
    }
  }

  /** Says how many sheets there are, and how many are chosen. */
  count() {
    let total = 0;
    let chosen = 0;
    for (const section of this.sections) {
      total += section.sheets.length;
      chosen += section.chosen.length;
      setText(this.host, `count-${section.id}`, section.each && !section.isBlank ? `（${section.sheets.length} 張）` : "");
      const box = this.boxOf(section.id);
      box.checked = section.chosen.length > 0;
      box.indeterminate = section.chosen.length > 0 && section.chosen.length < section.sheets.length;
    }
    setText(this.host, "count", `共 ${total} 份紙，選了 ${chosen} 份。每份另起一頁。`);
    for (const button of this.host.many("[data-do=print]")) /** @type {HTMLButtonElement} */ (button).disabled = !chosen;
    this.host.classList.toggle("hb-extracts--together", chosen > 1);
  }

  /** The box that chooses a section. @param {string} id @returns {HTMLInputElement} */
  boxOf(id) {
    return /** @type {HTMLInputElement} */ (this.host.one(`input[data-layout="${id}"]`));
  }

  /** A box was ticked. @param {Event} event */
  changed(event) {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
    const { section, sheet } = this.at(box);
    if (section && sheet) section.choose(sheet.name, box.checked);
    else this.sections.find((one) => one.id === box.dataset.layout)?.chooseAll(box.checked);
    this.count();
  }

  /** The section and the sheet a control belongs to. @param {Element} control */
  at(control) {
    const section = this.sections.find((one) => one.element.contains(control));
    const sheet = section && section.sheets.find((one) => one.slip.contains(control));
    return { section, sheet };
  }

  /** Does something with the sheet a button belongs to. @param {HTMLElement} button @param {(section: PaperSection, sheet: Sheet) => unknown} act */
  with(button, act) {
    const { section, sheet } = this.at(button);
    return section && sheet && act(section, sheet);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const menu = this.host.querySelector("[data-part=export-menu]");
    if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
    const button = pressed(event);
    void commandOf(this.commands, button)?.run(/** @type {HTMLElement} */ (button));
  }

  /** @param {PaperSection} section @param {Sheet} sheet */
  showSheet(section, sheet) {
    section.show(sheet.name);
    sheet.box.scrollIntoView({ block: "nearest" });
  }

  /** Prints one sheet, or all that are chosen. @param {Sheet} [only] */
  print(only) {
    for (const section of this.sections) section.mark(only && (section.sheets.includes(only) ? only : null));
    if (only) this.host.classList.remove("hb-extracts--together");
    window.print();
  }

  /** Offers a sheet as a Word file. @param {PaperSection} section @param {Sheet} sheet */
  async word(section, sheet) {
    const part = sheet.name ? `${section.title}-${sheet.name}` : section.title;
    /** @type {Partial<Shown>} */
    const { id, lineage = id } = (this.select.value !== "file" && this.record) || {};
    try {
      await saveWord(this.definition, section.id, sheet.values, fileName(this.definition, this.values, "docx", part), { lineage, draft: id });
    } catch (error) {
      console.warn("hb-papers: no Word file", error);
      this.tell("Word 檔沒有做成。可以改用「複製」，貼到 Word。", "word");
    }
  }

  /** Puts a sheet on the clipboard. @param {Sheet} sheet */
  copy({ article, label }) {
    const done = copyRich(paperToRichHtml(article), paperToText(article));
    this.tell(done ? `已複製「${label}」，可以貼到 Word、WPS。` : "瀏覽器不讓複製。請改用打印或 Word。", "copy");
  }
}

export class HbPapers extends HbElement {
  static tag = "hb-papers";

  async connected() {
    /** @type {Definition} */
    const definition = await handbook.load(`template-${this.dataset.template}`);
    await new PapersPage(this, definition).start();
  }
}
