// Holds a template page together: form, paper, findings and drafts, each in a module of its own.

import { fieldsOf, isBlankRow, isFilledIn, rowsOf, textOf } from "../../src/browser/values/fields.js";
import { clockTime } from "../../src/browser/values/moments.js";
import { bare, copyValues } from "../../src/browser/rules/response.js";
import { Checking } from "./checking.js";
import { Commands } from "./commands.js";
import { DraftKeeper, LOST } from "./draft-keeper.js";
import { DraftsList } from "./drafts-list.js";
import { saveJson, saveWord } from "./files.js";
import { FindingsView } from "./findings-view.js";
import { FormView } from "./form-view.js";
import { holdBlocks, receiveFiles } from "./incoming.js";
import { Notices } from "../../src/browser/elements/notices.js";
import { openDraft, openFirst } from "./opening.js";
import { PaperView } from "./paper-view.js";
import { loadTools } from "./tools-loader.js";

/** @typedef {import("../../src/browser/values/fields.js").Values} Values */

export class TemplatePage {
  /** @param {import("../../src/browser/elements/element.js").HbElement} host @param {import("../../src/browser/values/fields.js").Definition} definition */
  constructor(host, definition) {
    this.host = host;
    this.definition = definition;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pending = undefined;
    /** @type {import("../tools/tools.js").Tools | undefined} */
    this.tools = undefined;
    /** @type {Values} */
    this.values = this.fresh();
    this.checking = new Checking(definition, { arrived: () => this.refresh(), absent: () => this.tellUnchecked() });
    this.notices = new Notices(host.one("[data-part=notices]"), host.querySelector("template[data-part=notice-template]"));
    this.form = new FormView(host.one("[data-part=form]"), definition, this);
    this.findings = new FindingsView(host, definition, this.form);
    this.commands = new Commands(this);
    this.paper = new PaperView(host, definition, (key) => this.commands.goTo(key));
    this.keeper = new DraftKeeper(definition, this);
    this.drafts = new DraftsList(host, {
      open: (id) => void this.openDraft(id),
      remove: (id, name) => void this.removeDraft(id, name),
    });
  }

  async start() {
    this.wire();
    this.showAll();
    document.documentElement.classList.add("hb-template-page");
    this.host.classList.add("hb-template--live");
    const wanted = draftInHash();
    if (wanted) await openFirst(this, wanted);
    await this.listed();
  }

  wire() {
    // Whoever touches the form or a command is about to need the rules.
    for (const kind of ["pointerdown", "focusin", "input", "paste"]) this.host.addEventListener(kind, () => this.begun());
    this.form.form.addEventListener("focusin", (event) => {
      const place = this.form.at(event);
      if (place) this.paper.mark(place.key);
      // The browser itself brings only a text area's caret into view, which the bar at the foot may cover.
      if (event.target instanceof HTMLTextAreaElement) event.target.scrollIntoView({ block: "nearest" });
    });
    this.drafts.drawer.addEventListener("toggle", () => void this.listed());
    receiveFiles(this);
    holdBlocks(this);
    window.addEventListener("hashchange", () => {
      const id = draftInHash();
      if (id && id !== this.keeper.id) void this.openDraft(id);
    });
    window.addEventListener("beforeprint", () => this.refresh());
    const header = document.querySelector(".hb-header");
    if (header && typeof ResizeObserver === "function") {
      // The page's head sticks and has two lines on a phone: what sticks below it must know how high it is.
      const { style } = document.documentElement;
      new ResizeObserver(() => style.setProperty("--hb-stick", `${header.getBoundingClientRect().height}px`)).observe(header);
    }
  }

  /** Somebody begins to fill in: fetches what only then is needed. */
  begun() {
    this.checking.begin();
    if (!this.asked) void this.toolsReady();
  }

  /** The tools of filling in; undefined when they cannot be had. */
  async toolsReady() {
    this.asked = true;
    if (!this.tools) {
      const Tools = await loadTools();
      if (Tools && !this.tools) (this.tools = new Tools(this)).readAgain();
    }
    return this.tools;
  }

  // ── what the parts ask for ──

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

  /** @param {import("../../src/browser/values/fields.js").Field} field @param {string} text @param {string} key */
  guessed(field, text, key) {
    return this.tools ? this.tools.dayOf(field, text, key) : null;
  }

  /** @param {string} text @param {string} [act] @param {() => void} [action] */
  note(text, act, action) {
    this.notices.add(text, { act, action });
  }

  /** Computes, fills the paper, checks; the first and the last once the rules are there. */
  refresh() {
    clearTimeout(this.pending);
    this.pending = undefined;
    const { computed, findings } = this.checking.judge(this.values);
    this.form.showComputed(computed);
    this.paper.fill(computed);
    this.findings.show(findings, this.values);
    if (this.tools) this.tools.changed();
  }

  tellUnchecked() {
    const action = () => void this.checking.ready().then((there) => there && this.notices.drop("rules"));
    const text = "檢查規則沒有載入：自動計算的欄位留空，也不能檢查。填寫與存檔不受影響。";
    this.notices.add(text, { kind: "warning", name: "rules", act: "再試一次", action });
  }

  showAll() {
    this.form.show();
    this.refresh();
  }

  // ── drafts ──

  fresh() {
    const values = bare();
    for (const field of fieldsOf(this.definition)) if (field.default && field.type !== "computed") values[field.id] = field.default;
    return values;
  }

  /** Values merged from another tab. @param {Values} values @param {{label: string, value: string}[]} conflicts */
  take(values, conflicts) {
    this.checking.begin();
    this.values = values;
    this.showAll();
    this.notices.add("另一個分頁改了這份草稿，改動已併入。", { name: "merged" });
    for (const { label, value } of conflicts) {
      const told = `「${label}」兩個分頁都改了，這裡保留本頁的；另一頁寫的是「${value}」。`;
      this.notices.add(told, { kind: "warning", name: `conflict ${label}` }); // what it says while somebody types there is one line
    }
  }

  /** @param {"saving" | "saved" | "failed" | ""} kind @param {number} [updated] */
  state(kind, updated = Date.now()) {
    const text = { saving: "儲存中…", saved: `已存於本機 ${clockTime(updated)}`, failed: "未能存於本機", "": "" }[kind];
    const line = this.host.one("[data-part=saved]");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("hb-template__saved--failed", kind === "failed");
    if (kind === "saved" || !kind) this.notices.drop("storage");
  }

  /** @param {string | null} id */
  opened(id) {
    history.replaceState(null, "", location.pathname + location.search + (id ? `#draft=${id}` : ""));
    this.commands.linked(id);
  }

  /** Everything was wiped in another tab: what was deleted before is not offered again. */
  wiped() {
    this.host.one("[data-part=notices]").replaceChildren();
  }

  /** @param {import("../../src/browser/storage/storage.js").StorageError} error */
  failed(error) {
    this.notices.add(LOST[error.reason] || LOST.failed, {
      kind: "warning",
      name: "storage",
      act: error.reason === "gone" ? "存成新草稿" : "下載草稿",
      action: () => (error.reason === "gone" ? this.keeper.keep() : this.saveFile()),
    });
  }

  async listed(own = false) {
    if (own && this.drafts.isFresh(this.keeper.id)) return; // own: nothing but this page's draft has changed
    try {
      this.drafts.show(await this.keeper.list(), this.keeper.id);
    } catch (error) {
      this.drafts.show([], null); // writing says what is wrong
    }
  }

  /** @param {string} id */
  openDraft(id) {
    return openDraft(this, id);
  }

  /** @param {Values} values */
  begin(values) {
    this.checking.begin();
    this.values = values;
    this.findings.reset(values);
    this.showAll();
  }

  /** @param {string[]} names @param {string} version */
  tellUnknown(names, version) {
    const from = version && version !== this.definition.version ? `（來自範本第 ${version} 版）` : "";
    const some = names.slice(0, 20).join("、") + (names.length > 20 ? "…" : "");
    this.notices.add(`草稿${from}中有 ${names.length} 項在現在的範本裡沒有對應欄位，已另外保留：${some}`, { kind: "warning", name: "unknown" });
  }

  async newDraft() {
    await this.keeper.leave();
    this.begin(this.fresh());
    await this.listed();
  }

  /** @param {string} id @param {string} name */
  async removeDraft(id, name) {
    const current = id === this.keeper.id;
    try {
      const record = await this.keeper.remove(id);
      if (current) this.begin(this.fresh());
      await this.listed();
      if (!record) return;
      this.note(`已刪除草稿「${name}」。`, "復原", () => {
        void this.keeper.restore(record).then(() => this.openDraft(id)).catch((error) => this.failed(error));
      });
    } catch (error) {
      this.failed(/** @type {any} */ (error));
    }
  }

  clear() {
    const before = copyValues(this.values);
    this.begin(this.fresh());
    this.keeper.touched();
    this.note("已清空。", "復原", () => {
      this.begin(before);
      this.keeper.touched();
    });
  }

  // ── files ──

  saveFile() {
    saveJson(this.definition, this.values, this.keeper);
  }

  /** The Word file; of a form nobody has filled in the whole blank paper, for writing by hand. */
  async word() {
    await this.checking.ready();
    const isBlank = fieldsOf(this.definition).every((field) => isUntouched(field, this.values));
    try {
      await saveWord(this.definition, this.paper.layout || "", isBlank ? {} : this.checking.compute(this.values), this.keeper);
    } catch (error) {
      console.warn("hb-template: no Word file", error);
      this.notices.add("Word 檔沒有做成。可以改用「複製 → 富文字」貼到 Word。", { kind: "warning", name: "word" });
    }
  }
}

/** Nothing was filled in but what stands there from the beginning. @param {import("../../src/browser/values/fields.js").Field} field @param {Values} values */
const isUntouched = (field, values) =>
  field.type === "rows"
    ? rowsOf(values, field.id).every((row) => isBlankRow(field, row))
    : !isFilledIn(field) || textOf(values, field.id) === (field.default || "");

function draftInHash() {
  const found = /^#draft=([\w-]{1,64})$/.exec(location.hash);
  return found ? found[1] : "";
}
