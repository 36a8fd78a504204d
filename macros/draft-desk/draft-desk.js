// <hb-draft-desk>: all drafts of this browser on one page. Nothing is lost by a click: deleting can be undone, copies and merges
// are new drafts, and clearing everything asks once more.

import { commandOf, pressed } from "../../src/browser/elements/commands.js";
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { part, setText } from "../../src/browser/elements/dom.js";
import { download } from "../../src/browser/elements/download.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { Notices } from "../../src/browser/elements/notices.js";
import { newDraft } from "../../src/browser/storage/drafts.js";
import * as storage from "../../src/browser/storage/storage.js";
import { parse } from "../../src/browser/values/parsing.js";
import { format } from "../../src/browser/values/typed.js";
import { today, whichDay } from "../../src/browser/values/which-day.js";
import { DeskList } from "./desk-list.js";
import { asJson, fileOf, readAll } from "./draft-records.js";
import { receiveDrafts } from "./incoming.js";
import { roomLeft } from "./kept-data.js";
import { MergePanel } from "./merge-panel.js";
import { firstDay, shiftDates } from "./shifted-dates.js";
import { WipePanel } from "./wipe-panel.js";

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

/** The page of drafts; see DeskPage for what its parts use of it. */
class DraftDesk {
  /** @type {Draft[]} newest first */
  drafts = [];
  /** @type {import("./draft-records.js").Broken[]} */
  broken = [];

  /** @param {HbElement} host */
  constructor(host) {
    this.host = host;
    const links = /** @type {HTMLAnchorElement[]} */ (host.many("[data-template]"));
    this.templates = new Map(links.map((link) => [link.dataset.template || "", { title: link.textContent || "", url: link.href }]));
    this.notices = new Notices(part(host, "notices"), host.querySelector("template[data-part=notice-template]"));
    this.list = new DeskList(this, {
      copy: (id, day) => this.copy(id, day),
      rename: (id, name) => this.rename(id, name),
      firstDay: async (id) => firstDay(await this.load(this.draft(id).template), this.draft(id).values),
    });
    this.merging = new MergePanel(this, () => this.list.selected());
    this.wiping = new WipePanel(this, (told) => this.cleared(told));
    /** @type {import("../../src/browser/elements/commands.js").Commands} */
    this.commands = {
      import: { run: () => part(host, "file").click() },
      "export-all": { run: () => this.save(this.drafts) },
      export: { run: (button) => this.save([this.draft(rowIdOf(button))]) },
      delete: { run: (button) => this.remove(rowIdOf(button)) },
      "broken-save": { run: (button) => this.saveBroken(Number(rowIdOf(button))) },
      "broken-delete": { run: (button) => this.removeBroken(Number(rowIdOf(button))) },
      ...this.list.commands,
      ...this.merging.commands,
      ...this.wiping.commands,
    };
  }

  async start() {
    this.host.addEventListener("click", (event) => {
      const button = pressed(event);
      void commandOf(this.commands, button)?.run(/** @type {HTMLElement} */ (button));
    });
    receiveDrafts(this);
    storage.subscribe((change) => {
      if (change.removed && !change.id) this.cleared("這個瀏覽器裡的內容已在另一個分頁全部清除。");
      void this.show();
    });
    part(this.host, "live").hidden = false;
    await this.show();
  }

  /** The draft of that id; throws when there is none. @param {string} id */
  draft(id) {
    const found = this.drafts.find((one) => one.id === id);
    if (!found) throw new Error(`no draft ${id}`);
    return found;
  }

  /** The definition of a template. @param {string} template @returns {Promise<Definition>} */
  load(template) {
    return handbook.load(`template-${template}`);
  }

  /** Goes to the page on which a draft is filled in. @param {Draft} draft */
  goTo(draft) {
    location.assign(this.list.address(draft));
  }

  /** Does what may fail for want of space; says so, and offers as a file what could not be stored. @param {() => Promise<unknown>} work @param {Draft} [draft] */
  async attempt(work, draft) {
    try {
      await work();
      this.notices.drop("storage");
    } catch (error) {
      if (!(error instanceof storage.StorageError)) throw error;
      const action = draft ? () => this.save([draft]) : undefined;
      this.notices.add(LOST[error.reason], { kind: "warning", name: "storage", act: "下載這一份", action });
    }
  }

  /** Reads and shows all drafts. */
  async show() {
    try {
      const found = await readAll(new Set(this.templates.keys()));
      this.drafts = found.drafts;
      this.broken = found.broken;
    } catch (error) {
      const reason = error instanceof storage.StorageError ? error.reason : "failed";
      const text = `${LOST[reason] === LOST.failed ? "草稿讀不出來。" : LOST[reason]}在範本頁填寫時，關閉以前請下載草稿。`;
      this.notices.add(text, { kind: "warning", name: "storage" });
    }
    await this.list.show(this.drafts, this.broken);
    setText(this.host, "storage", await roomLeft());
  }

  /** Shows or hides one of the panels; its heading gets the focus. @param {string} name @param {boolean} isShown */
  open(name, isShown) {
    const panel = part(this.host, name);
    panel.hidden = !isShown;
    const heading = panel.querySelector("h2");
    if (isShown && heading) heading.focus();
  }

  /** Merges two drafts. @param {string[]} ids */
  merge(ids) {
    void this.merging.begin(ids);
  }

  /** Everything is gone: so are the offers to undo, and what was being merged. @param {string} told to the reader */
  cleared(told) {
    part(this.host, "notices").replaceChildren();
    this.merging.end();
    this.notices.add(told);
  }

  // ── one draft ──

  /** @param {string} id @param {string} name */
  async rename(id, name) {
    const named = name.trim();
    const draft = this.draft(id);
    await this.attempt(async () => {
      // Read again: the draft may be open in another tab, which has written since.
      await storage.update("drafts", id, (stored) => ({ ...(stored || draft), named, name: named || draft.name }));
    });
    await this.show();
  }

  /** Makes the same on another day. @param {string} id @param {string} typed the new first day; blank keeps the dates @returns {Promise<string>} why not, or "" */
  async copy(id, typed) {
    const day = typed.trim() ? parse("date", typed).canonical ?? whichDay("date", typed, "", today()) : "";
    if (day === null) return "看不懂這個日期；請寫全年月日，如 2026年10月5日。";
    const draft = this.draft(id);
    const definition = await this.load(draft.template);
    const moved = shiftDates(definition, draft.values, day);
    const copy = newDraft(definition, moved.values, { named: `${draft.name}（照抄）` }, draft.aside);
    const told = [
      `已照抄成「${copy.name}」`,
      moved.days ? `，由 ${format("date", day)} 開始，日期一律${moved.days > 0 ? "順延" : "提前"} ${Math.abs(moved.days)} 天` : "",
      "。",
      moved.cleared.length ? `當時的事實已留空：${moved.cleared.join("、")}。` : "",
      moved.left.length ? `看不懂而沒有移動的日期：${moved.left.join("、")}。` : "",
    ].join("");
    await this.attempt(async () => {
      await storage.put("drafts", copy);
      this.notices.add(told, { act: "開始改", action: () => this.goTo(copy) });
    }, copy);
    await this.show();
    return "";
  }

  /** Deletes a draft, and offers to bring it back. @param {string} id */
  async remove(id) {
    const draft = this.draft(id);
    await this.attempt(async () => {
      await storage.remove("drafts", id);
      this.notices.add(`已刪除草稿「${draft.name}」。`, {
        act: "復原",
        action: () => void this.attempt(() => storage.put("drafts", draft), draft).then(() => this.show()),
      });
    });
    await this.show();
  }

  /** Offers drafts as a file. @param {Draft[]} drafts */
  save(drafts) {
    if (!drafts.length) return;
    const isOne = drafts.length === 1;
    const content = isOne ? fileOf(drafts[0]) : { handbook: "drafts", drafts: drafts.map(fileOf) };
    const name = isOne ? String(drafts[0].name) : `全部草稿-${new Date().toISOString().slice(0, 10)}`;
    download(new Blob([asJson(content)], { type: "application/json" }), `${safeName(name)}.json`);
  }

  // ── what cannot be opened ──

  /** @param {number} at */
  saveBroken(at) {
    const { record, name, reason } = this.broken[at];
    download(new Blob([asJson(record || { name, reason })], { type: "application/json" }), `損壞的草稿-${at + 1}.json`);
  }

  /** @param {number} at */
  async removeBroken(at) {
    const { id, record, name } = this.broken[at];
    await this.attempt(async () => {
      await storage.remove("drafts", /** @type {string} */ (id));
      const undo = record ? () => void storage.put("drafts", /** @type {Draft} */ (record)).then(() => this.show()) : undefined;
      this.notices.add(`已刪除「${name}」。`, { act: "復原", action: undo });
    });
    await this.show();
  }
}

/** Id of the row around a button, or "". @param {HTMLElement} button */
const rowIdOf = (button) => button.closest("[data-id]")?.getAttribute("data-id") || "";

/** A name without what file systems refuse. @param {string} name */
const safeName = (name) => name.replace(/[\\/:*?"<>|\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "_").slice(0, 100);

export class HbDraftDesk extends HbElement {
  static tag = "hb-draft-desk";

  connected() {
    return new DraftDesk(this).start();
  }
}
