// <hb-draft-desk>: all drafts of this browser on one page. Nothing is lost by a click: deleting can be undone,
// copies and merges are new drafts, and clearing everything asks once more.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { download } from "../../src/browser/elements/download.js";
import { parse } from "../../src/browser/values/parsing.js";
import { copyValues, labelsOf } from "../../src/browser/rules/response.js";
import * as storage from "../../src/browser/storage/storage.js";
import { format } from "../../src/browser/values/typed.js";
import { today, whichDay } from "../../src/browser/values/which-day.js";
import { Notices } from "../../src/browser/elements/notices.js";
import { DeskList } from "./desk-list.js";
import { receiveFiles } from "./incoming.js";
import { MergeView } from "./merge-view.js";
import { asJson, commonStart, fileOf, freshCopy, readAll } from "./records.js";
import { roomLeft } from "./room.js";
import { firstDay, shiftDates } from "./shift.js";
import { whatIsKept, wipeAll } from "./wiping.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 */

const LOST = {
  absent: "這個瀏覽器不能儲存草稿。",
  blocked: "瀏覽器的儲存空間打不開。",
  quota: "這台電腦的儲存空間已滿，沒有存好。",
  gone: "這份草稿已在別處刪除。",
  failed: "沒有存好。",
};

const BESIDES =
  "還要自己處理的：已下載的檔案、瀏覽器的瀏覽記錄，以及還開著的分頁（請關閉）。" +
  "保留的只有明暗設定與離線副本，裡面沒有填寫的內容。";

export class HbDraftDesk extends HbElement {
  static tag = "hb-draft-desk";

  async connected() {
    const links = /** @type {HTMLAnchorElement[]} */ (this.many("[data-template]"));
    /** @type {Map<string, {title: string, url: string}>} templates by id */
    this.templates = new Map(links.map((link) => [link.dataset.template || "", { title: link.textContent || "", url: link.href }]));
    this.notices = new Notices(this.one("[data-part=notices]"), this.querySelector("template[data-part=notice-template]"));
    /** @type {Draft[]} */
    this.drafts = [];
    /** @type {import("./records.js").Broken[]} */
    this.broken = [];
    /** @type {MergeView | null} */
    this.merging = null;
    this.list = new DeskList(this, this.templates, {
      copy: (id, day) => this.copy(id, day),
      rename: (id, name) => this.rename(id, name),
      firstDay: async (id) => firstDay(await this.definitionOf(id), this.draft(id).values),
    });
    this.addEventListener("click", (event) => this.clicked(event));
    receiveFiles(this);
    storage.subscribe((change) => {
      if (change.removed && !change.id) this.cleared("這個瀏覽器裡的內容已在另一個分頁全部清除。");
      void this.show();
    });
    this.one("[data-part=live]").hidden = false;
    await this.show();
  }

  /** @param {string} id */
  draft(id) {
    const found = this.drafts && this.drafts.find((one) => one.id === id);
    if (!found) throw new Error(`no draft ${id}`);
    return found;
  }

  /** @param {string} id of a draft @returns {Promise<Definition>} */
  definitionOf(id) {
    return handbook.load(`template-${this.draft(id).template}`);
  }

  /** Does what may fail for want of space; says so, and offers as a file what could not be stored.
   * @param {() => Promise<unknown>} work @param {Draft} [record] */
  async attempt(work, record) {
    try {
      await work();
      this.notices?.drop("storage");
    } catch (error) {
      if (!(error instanceof storage.StorageError)) throw error;
      const action = record ? () => this.save([record]) : undefined;
      this.notices?.add(LOST[error.reason], { kind: "warning", name: "storage", act: "下載這一份", action });
    }
  }

  async show() {
    try {
      const found = await readAll(new Set(this.templates?.keys()));
      this.drafts = found.drafts;
      this.broken = found.broken;
    } catch (error) {
      const reason = error instanceof storage.StorageError ? error.reason : "failed";
      const text = `${LOST[reason] === LOST.failed ? "草稿讀不出來。" : LOST[reason]}在範本頁填寫時，關閉以前請下載草稿。`;
      this.notices?.add(text, { kind: "warning", name: "storage" });
    }
    await this.list?.show(this.drafts || [], this.broken || [], (template) => handbook.load(`template-${template}`));
    this.one("[data-part=storage]").textContent = await roomLeft();
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement)) return;
    const row = /** @type {HTMLElement | null} */ (button.closest("[data-id]"));
    const id = row ? row.dataset.id || "" : "";
    /** @type {Record<string, () => unknown>} */
    const actions = {
      import: () => this.one("[data-part=file]").click(),
      "export-all": () => this.save(this.drafts || []),
      export: () => this.save([this.draft(id)]),
      delete: () => this.removeDraft(id),
      merge: () => this.merge(this.list?.selected() || []),
      "merge-save": () => this.saveMerged(),
      "merge-cancel": () => this.endMerge(),
      wipe: () => this.askWipe(),
      "wipe-now": () => this.wipe(),
      "wipe-cancel": () => this.endWipe(),
      "broken-save": () => this.saveBroken(Number(id)),
      "broken-delete": () => this.removeBroken(Number(id)),
    };
    const action = actions[button.dataset.do || ""];
    if (action) void action();
  }

  // ── one draft ──

  /** @param {string} id @param {string} name */
  async rename(id, name) {
    const named = name.trim();
    const record = this.draft(id);
    await this.attempt(async () => {
      // Read again: the draft may be open in another tab, which has written since.
      await storage.update("drafts", id, (stored) => ({ ...(stored || record), named, name: named || record.name }));
    });
    await this.show();
  }

  /** The same on another day. @param {string} id @param {string} typed the new first day; blank keeps the dates
   * @returns {Promise<string>} why not, or "" */
  async copy(id, typed) {
    const day = typed.trim() ? parse("date", typed).canonical ?? whichDay("date", typed, "", today()) : "";
    if (day === null) return "看不懂這個日期；請寫全年月日，如 2026年10月5日。";
    const record = this.draft(id);
    const definition = await this.definitionOf(id);
    const moved = shiftDates(definition, record.values, day);
    const copy = { ...freshCopy(definition, record), values: { ...moved.values }, name: `${record.name}（照抄）`, named: `${record.name}（照抄）` };
    const told = [
      `已照抄成「${copy.name}」`,
      moved.days ? `，由 ${format("date", day)} 開始，日期一律${moved.days > 0 ? "順延" : "提前"} ${Math.abs(moved.days)} 天` : "",
      "。",
      moved.cleared.length ? `當時的事實已留空：${moved.cleared.join("、")}。` : "",
      moved.left.length ? `看不懂而沒有移動的日期：${moved.left.join("、")}。` : "",
    ].join("");
    await this.attempt(async () => {
      await storage.put("drafts", copy);
      this.notices?.add(told, { act: "開始改", action: () => location.assign(this.list?.address(copy) || "") });
    }, copy);
    await this.show();
    return "";
  }

  /** @param {string} id */
  async removeDraft(id) {
    const record = this.draft(id);
    await this.attempt(async () => {
      await storage.remove("drafts", id);
      this.notices?.add(`已刪除草稿「${record.name}」。`, {
        act: "復原",
        action: () => void this.attempt(() => storage.put("drafts", record), record).then(() => this.show()),
      });
    });
    await this.show();
  }

  /** @param {number} at */
  saveBroken(at) {
    const { record, name, reason } = (this.broken || [])[at];
    download(new Blob([asJson(record || { name, reason })], { type: "application/json" }), `損壞的草稿-${at + 1}.json`);
  }

  /** @param {number} at */
  async removeBroken(at) {
    const { id, record, name } = (this.broken || [])[at];
    await this.attempt(async () => {
      await storage.remove("drafts", /** @type {string} */ (id));
      const undo = record ? () => void storage.put("drafts", /** @type {any} */ (record)).then(() => this.show()) : undefined;
      this.notices?.add(`已刪除「${name}」。`, { act: "復原", action: undo });
    });
    await this.show();
  }

  // ── files ──

  /** @param {Draft[]} records */
  save(records) {
    if (!records.length) return;
    const one = records.length === 1;
    const content = one ? fileOf(records[0]) : { handbook: "drafts", drafts: records.map(fileOf) };
    const name = one ? String(records[0].name) : `全部草稿-${new Date().toISOString().slice(0, 10)}`;
    download(new Blob([asJson(content)], { type: "application/json" }), `${safeName(name)}.json`);
  }

  // ── merging ──

  /** @param {string[]} ids */
  async merge(ids) {
    if (ids.length !== 2) return this.notices?.add("請先勾選兩份同一範本的草稿。", { name: "merge" });
    const [mine, theirs] = ids.map((id) => this.draft(id));
    if (mine.template !== theirs.template) return this.notices?.add("這兩份不是同一個範本，不能合併。", { name: "merge" });
    this.notices?.drop("merge");
    const definition = await this.definitionOf(mine.id);
    this.merging = new MergeView(this.one("[data-part=merge-body]"), definition, mine, theirs, commonStart(definition, mine, theirs));
    this.open("merge", true);
  }

  async saveMerged() {
    if (!this.merging) return;
    const { definition, mine, theirs } = this.merging;
    const values = copyValues(this.merging.values());
    const name = `${String(mine.name).replace(/（合併）$/, "")}（合併）`;
    const aside = { ...theirs.aside, ...mine.aside };
    /** @type {Draft} */
    const record = { id: freshId(), template: mine.template, version: definition.version || "", name, named: name,
      values: { ...values }, aside, fields: labelsOf(definition), lineage: mine.lineage || mine.id, updated: Date.now(), revision: 1 };
    await this.attempt(async () => {
      await storage.put("drafts", record);
      this.endMerge();
      this.notices?.add(`已存成「${name}」；原來的兩份都還在。`, { act: "打開", action: () => location.assign(this.list?.address(record) || "") });
    }, record);
    await this.show();
  }

  endMerge() {
    this.merging = null;
    this.open("merge", false);
  }

  // ── clearing everything ──

  async askWipe() {
    const kept = await whatIsKept().catch(() => "");
    this.one("[data-part=wipe-count]").textContent = kept ? `會刪去 ${kept}。` : "這個瀏覽器裡沒有找到存著的內容。";
    this.open("wipe", true);
  }

  endWipe() {
    this.open("wipe", false);
    this.one("[data-do=wipe]").focus();
  }

  async wipe() {
    try {
      const wiped = await wipeAll();
      this.cleared(wiped ? `已清除 ${wiped}。` : "這個瀏覽器裡本來就沒有存著的內容。");
      this.notices?.add(BESIDES);
    } catch (error) {
      console.warn("hb-draft-desk: not everything was wiped", error);
      this.notices?.add("沒有全部清除，下面的還在。請再試一次，或在瀏覽器的設定裡清除這個網站的資料。", { kind: "warning", name: "storage" });
    }
    this.endWipe();
    await this.show();
  }

  /** Everything is gone: so are the offers to undo, and what was being merged. @param {string} told */
  cleared(told) {
    this.one("[data-part=notices]").replaceChildren();
    this.endMerge();
    this.notices?.add(told);
  }

  /** Shows or hides one of the panels; its heading gets the focus. @param {string} name @param {boolean} shown */
  open(name, shown) {
    const panel = this.one(`[data-part=${name}]`);
    panel.hidden = !shown;
    const heading = /** @type {HTMLElement | null} */ (panel.querySelector("h2"));
    if (shown && heading) heading.focus();
  }
}

/** @param {string} name */
const safeName = (name) => name.replace(/[\\/:*?"<>|\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "_").slice(0, 100);

