// The rows of the page of drafts: facts about each draft, and the small forms that ask for a name or a day.

import { buttonFor } from "../../src/browser/elements/commands.js";
import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { ageOf } from "../../src/browser/values/moments.js";
import { progressOfAll } from "../../src/browser/storage/progress.js";
import { format } from "../../src/browser/values/typed.js";
import { sizeOf } from "./draft-records.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("./draft-records.js").Broken} Broken
 *
 * @typedef {object} Actions
 * @property {(id: string, day: string) => Promise<string>} copy makes the same on another day; resolves with why not, or ""
 * @property {(id: string, name: string) => Promise<void>} rename
 * @property {(id: string) => Promise<string>} firstDay of a draft, or ""
 */

const STALE = 30; // days after which a draft is called old; nothing is ever deleted by itself

export class DeskList {
  /** @param {Pick<import("./desk-page.js").DeskPage, "host" | "templates" | "load">} page @param {Actions} actions */
  constructor(page, actions) {
    this.page = page;
    this.actions = actions;
    this.list = part(page.host, "list");
    this.list.addEventListener("submit", (event) => void this.submitted(event));
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    rename: { run: (button) => this.askName(rowOf(button)) },
    copy: { run: (button) => this.askDay(rowOf(button)) },
    "ask-cancel": { run: (button) => this.cancel(rowOf(button)) },
  };

  /** Shows the drafts. @param {Draft[]} drafts @param {Broken[]} broken */
  async show(drafts, broken) {
    const { host } = this.page;
    const selected = new Set(this.selected());
    const definitions = await this.definitions(drafts);
    const template = host.querySelector("template[data-part=row-template]");
    const isFocused = this.list.contains(document.activeElement);
    this.list.replaceChildren(...drafts.map((draft) => this.row(template, draft, definitions.get(draft.template), selected.has(draft.id))));
    if (isFocused) buttonFor(host, "import").focus(); // rather than nowhere
    part(host, "none").hidden = drafts.length > 0;
    part(host, "broken").hidden = broken.length === 0;
    const rows = broken.map((one, at) => {
      const row = clone(host.querySelector("template[data-part=broken-template]"));
      row.dataset.id = String(at);
      setText(row, "name", one.name);
      setText(row, "reason", one.reason);
      return row;
    });
    part(host, "broken-list").replaceChildren(...rows);
  }

  /** The templates of drafts, as far as they can be loaded. @param {Draft[]} drafts */
  async definitions(drafts) {
    /** @type {Map<string, Definition>} */
    const found = new Map();
    for (const id of new Set(drafts.map((draft) => draft.template))) {
      try {
        found.set(id, await this.page.load(id));
      } catch (error) {
        console.warn(`hb-draft-desk: ${id} cannot be loaded`, error); // its drafts are listed without their progress
      }
    }
    return found;
  }

  /** The row of a draft. @param {Element | null} template @param {Draft} draft @param {Definition | undefined} definition @param {boolean} selected */
  row(template, draft, definition, selected) {
    const row = clone(template);
    const name = String(draft.name || "未命名");
    row.dataset.id = draft.id;
    row.dataset.name = name;
    const link = part(row, "name", HTMLAnchorElement);
    link.textContent = name;
    link.href = this.address(draft);
    setText(row, "template", this.page.templates.get(draft.template)?.title || draft.template);
    setText(row, "age", `${ageOf(Number(draft.updated))}改${draft.received ? "，由檔案讀入" : ""}`); // tells two of one name apart
    setText(row, "size", sizeOf(draft));
    const box = part(row, "select", HTMLInputElement);
    box.checked = selected;
    box.setAttribute("aria-label", `選取「${name}」`);
    for (const button of row.querySelectorAll("[data-do]")) {
      const word = button.textContent || "";
      if (button.closest(".hb-desk__actions")) button.setAttribute("aria-label", `${word}「${name}」`);
    }
    if (definition) {
      const { missing, wanted } = progressOfAll(definition, draft.values);
      setText(row, "open", missing ? `必填 ${wanted - missing}/${wanted}，還有 ${missing} 項` : "必填已填完");
    }
    const warning = part(row, "warning");
    warning.textContent = warningsOf(draft, definition).join("");
    warning.hidden = !warning.textContent;
    return row;
  }

  /** Address of the page on which a draft is filled in. @param {Draft} draft */
  address(draft) {
    return `${this.page.templates.get(draft.template)?.url || ""}#draft=${encodeURIComponent(draft.id)}`;
  }

  /** Ids of the drafts that are ticked, in the order of the list. @returns {string[]} */
  selected() {
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (this.list.querySelectorAll("[data-part=select]:checked"));
    return Array.from(boxes, (box) => /** @type {HTMLElement} */ (box.closest("[data-id]")).dataset.id || "");
  }

  /** @param {HTMLElement} row */
  askName(row) {
    this.ask(row, "rename", "新的名稱", row.dataset.name || "", "", "改名");
  }

  /** @param {HTMLElement} row */
  cancel(row) {
    const form = part(row, "ask");
    form.hidden = true;
    buttonFor(row, form.dataset.for || "").focus();
  }

  /** @param {HTMLElement} row */
  async askDay(row) {
    const first = await this.actions.firstDay(row.dataset.id || "");
    const hint = first ? `上次由 ${format("date", first)} 開始；其他日期跟著移動。留空則日期不動。` : "這份草稿裡沒有日期。";
    this.ask(row, "copy", "新的開始日期，如 2026年10月5日", "", hint, "照抄一份");
  }

  /**
   * Asks for something in the row.
   * @param {HTMLElement} row @param {string} what the command that needs it @param {string} label @param {string} value
   * @param {string} hint @param {string} ok text of the button
   */
  ask(row, what, label, value, hint, ok) {
    const form = part(row, "ask");
    form.dataset.for = what;
    form.hidden = false;
    setText(row, "ask-label", label);
    setText(row, "ask-hint", hint);
    setText(row, "ask-ok", ok);
    const input = part(row, "ask-input", HTMLInputElement);
    input.value = value;
    input.focus();
    input.select();
  }

  /** @param {Event} event */
  async submitted(event) {
    event.preventDefault();
    const form = /** @type {HTMLElement} */ (event.target);
    const row = rowOf(form);
    const { value } = part(row, "ask-input", HTMLInputElement);
    const id = row.dataset.id || "";
    if (form.dataset.for === "rename") await this.actions.rename(id, value);
    else setText(row, "ask-hint", (await this.actions.copy(id, value)) || "");
  }
}

/** The row around an element. @param {HTMLElement} element */
const rowOf = (element) => /** @type {HTMLElement} */ (element.closest("[data-id]"));

/** What is to be said about a draft. @param {Draft} draft @param {Definition | undefined} definition */
function warningsOf(draft, definition) {
  const days = Math.floor((Date.now() - Number(draft.updated)) / 86400000);
  const aside = Object.keys(draft.aside || {}).length;
  return [
    days >= STALE ? `已 ${days} 天沒有改動，內容可能過時；不用了請刪除，要留請匯出備份。` : "",
    definition && definition.version && draft.version && draft.version !== definition.version
      ? `範本已從第 ${draft.version} 版改為第 ${definition.version} 版，打開時會列出增減的欄位。`
      : "",
    aside ? `另存著 ${aside} 項已沒有對應欄位的內容。` : "",
  ];
}
