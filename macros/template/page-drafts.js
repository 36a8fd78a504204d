// The draft that is filled in on the page, and the others of the template: opened, begun, cleared, deleted.

import { part } from "../../src/browser/elements/dom.js";
import { copyValues, merge } from "../../src/browser/rules/response.js";
import * as storage from "../../src/browser/storage/storage.js";
import { clockTime } from "../../src/browser/values/moments.js";
import { DraftKeeper, LOST } from "./draft-keeper.js";
import { DraftsList } from "./drafts-list.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("./draft-keeper.js").FieldConflict} FieldConflict
 * @typedef {Pick<import("./filling-page.js").FillingPage, "host" | "definition" | "values" | "checking" | "notices" | "fresh" | "begin"
 *   | "showAll" | "note">} Page
 */

const PATIENCE = 1000; // ms
const MOST_NAMED = 20; // fields in a line that says which were lost or gained

export class PageDrafts {
  /**
   * @param {Page} page
   * @param {() => Promise<unknown>} toolsReady resolves when stored texts can be read as they were typed
   * @param {() => void} save offers what is filled in as a file
   */
  constructor(page, toolsReady, save) {
    this.page = page;
    this.toolsReady = toolsReady;
    this.save = save;
    this.keeper = new DraftKeeper(page.definition, this);
    this.drawer = new DraftsList(page.host, { open: (id) => void this.open(id), remove: (id, name) => void this.remove(id, name) });
    this.drawer.element.addEventListener("toggle", () => void this.listed());
    window.addEventListener("hashchange", () => {
      const id = draftInHash();
      if (id && id !== this.keeper.id) void this.open(id);
    });
  }

  /** Opens the draft that the address names, if any. On a slow line the form can be typed into before the draft is there. */
  async start() {
    const id = draftInHash();
    if (id) {
      this.keeper.isOpening = true;
      await this.open(id);
      this.keeper.isOpening = false;
      if (this.keeper.dirty) this.keeper.touched();
    }
    await this.listed();
  }

  /** Fills in a stored draft from now on. @param {string} id */
  async open(id) {
    const { page } = this;
    page.checking.begin();
    try {
      // The tools can read what was stored as it was typed. No draft waits for a script that does not come.
      await Promise.race([this.toolsReady(), new Promise((done) => setTimeout(done, PATIENCE))]);
      const found = await this.keeper.open(id);
      if (!found) {
        page.notices.add("找不到這份草稿；它可能已刪除，或存在另一台電腦。", { name: "draft" });
        return;
      }
      if (found.isTyped) this.putInto(found.values);
      else page.begin(found.values);
      this.tellVersion(found.version);
      if (found.unknown.length) this.tellUnknown(found.unknown, found.version);
      if (found.added.length)
        page.notices.add(`範本在這份草稿之後增加了 ${found.added.length} 個欄位：${found.added.slice(0, MOST_NAMED).join("、")}`, { name: "added" });
      await this.listed();
    } catch (error) {
      this.failed(/** @type {storage.StorageError} */ (error));
    }
  }

  /** Puts what was typed before the draft was there into the draft. @param {Values} stored the draft's values */
  putInto(stored) {
    const { page } = this;
    const { values, conflicts } = merge(page.definition, page.fresh(), page.values, stored);
    page.begin(values);
    this.keeper.dirty = true;
    this.tellConflicts(conflicts, (label, value) => `「${label}」草稿裡原來寫的是「${value}」。`);
  }

  /** Begins a new draft; the one before stays stored. */
  async beginNew() {
    await this.keeper.leave();
    this.page.begin(this.page.fresh());
    await this.listed();
  }

  /** Empties the form. */
  clear() {
    const { page, keeper } = this;
    const before = copyValues(page.values);
    /** @param {Values} values */
    const fill = (values) => {
      page.begin(values);
      keeper.touched();
    };
    fill(page.fresh());
    page.note("已清空。", "復原", () => fill(before));
  }

  /** Deletes a draft, and offers to bring it back. @param {string} id @param {string} name */
  async remove(id, name) {
    const isCurrent = id === this.keeper.id;
    try {
      const draft = await this.keeper.remove(id);
      if (isCurrent) this.page.begin(this.page.fresh());
      await this.listed();
      if (!draft) return;
      this.page.note(`已刪除草稿「${name}」。`, "復原", () => {
        void storage.put("drafts", draft).then(() => this.open(id)).catch((error) => this.failed(error));
      });
    } catch (error) {
      this.failed(/** @type {storage.StorageError} */ (error));
    }
  }

  /** Says so when the draft was written with another version of the template. @param {string} version */
  tellVersion(version) {
    const now = this.page.definition.version;
    if (!version || !now || version === now) return void this.page.notices.drop("version");
    this.page.notices.add(`範本已從第 ${version} 版改為第 ${now} 版；這份草稿按舊版填寫，請核對。`, { name: "version" });
  }

  /** Names what the template has no field for. @param {string[]} names @param {string} version of the template when the draft was written */
  tellUnknown(names, version) {
    const from = version && version !== this.page.definition.version ? `（來自範本第 ${version} 版）` : "";
    const some = names.slice(0, MOST_NAMED).join("、") + (names.length > MOST_NAMED ? "…" : "");
    const text = `草稿${from}中有 ${names.length} 項在現在的範本裡沒有對應欄位，已另外保留：${some}`;
    this.page.notices.add(text, { kind: "warning", name: "unknown" });
  }

  /** @param {FieldConflict[]} conflicts @param {(label: string, value: string) => string} words */
  tellConflicts(conflicts, words) {
    // What is said of a field while somebody types there is one line, however often it changes.
    for (const { label, value } of conflicts) this.page.notices.add(words(label, value), { kind: "warning", name: `conflict ${label}` });
  }

  // ── what the keeper asks and tells, see its Host ──

  get values() {
    return this.page.values;
  }

  /** @param {Values} values @param {FieldConflict[]} conflicts */
  take(values, conflicts) {
    const { page } = this;
    page.checking.begin();
    page.values = values;
    page.showAll();
    page.notices.add("另一個分頁改了這份草稿，改動已併入。", { name: "merged" });
    this.tellConflicts(conflicts, (label, value) => `「${label}」兩個分頁都改了，這裡保留本頁的；另一頁寫的是「${value}」。`);
  }

  /** @param {"saving" | "saved" | "failed" | ""} kind @param {number} [updated] */
  state(kind, updated = Date.now()) {
    const text = { saving: "儲存中…", saved: `已存於本機 ${clockTime(updated)}`, failed: "未能存於本機", "": "" }[kind];
    const line = part(this.page.host, "saved");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("hb-template__saved--failed", kind === "failed");
    if (kind === "saved" || !kind) this.page.notices.drop("storage");
  }

  /** The address names the draft, and the pages of papers show it. @param {string | null} id */
  opened(id) {
    history.replaceState(null, "", location.pathname + location.search + (id ? `#draft=${id}` : ""));
    for (const link of /** @type {HTMLAnchorElement[]} */ (this.page.host.many("a[data-papers]"))) link.search = id ? `?draft=${id}` : "";
  }

  /** What was deleted before everything was wiped is not offered again. */
  wiped() {
    part(this.page.host, "notices").replaceChildren();
  }

  /** @param {storage.StorageError} error */
  failed(error) {
    const isGone = error.reason === "gone";
    this.page.notices.add(LOST[error.reason] || LOST.failed, {
      kind: "warning",
      name: "storage",
      act: isGone ? "存成新草稿" : "下載草稿",
      action: () => (isGone ? this.keeper.keep() : this.save()),
    });
  }

  /** Shows the drafts anew. @param {boolean} [own] whether nothing but this page's draft has changed */
  async listed(own = false) {
    if (own && this.drawer.isFresh(this.keeper.id)) return;
    try {
      this.drawer.show(await this.keeper.list(), this.keeper.id);
    } catch (error) {
      this.drawer.show([], null); // writing says what is wrong
    }
  }
}

/** Id of the draft that the address names, or "". */
function draftInHash() {
  const found = /^#draft=([\w-]{1,64})$/.exec(location.hash);
  return found ? found[1] : "";
}

/** On the page of a template, links to its checklists carry the open draft along when they are followed. */
export function carryDraft() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-checklist]") : null;
    const draft = draftInHash();
    if (link instanceof HTMLAnchorElement && draft) link.hash = `plan=${draft}@${link.dataset.checklist || ""}`;
  });
}
