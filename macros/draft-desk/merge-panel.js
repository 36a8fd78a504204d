// Merging two drafts: their conflicts are listed, one choice each, and what is taken from the second is named.

import { make, part } from "../../src/browser/elements/dom.js";
import { copyValues } from "../../src/browser/rules/response.js";
import { newDraft } from "../../src/browser/storage/drafts.js";
import { put } from "../../src/browser/storage/storage.js";
import { dayAndClock } from "../../src/browser/values/moments.js";
import { display } from "../../src/browser/values/typed.js";
import { commonStart } from "./draft-records.js";
import { keepMine, mergeCopies, takeTheirs } from "./merged-copies.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("./merged-copies.js").Conflict} Conflict
 * @typedef {Pick<import("./desk-page.js").DeskPage, "host" | "notices" | "draft" | "load" | "goTo" | "attempt" | "show" | "open">} Page
 * @typedef {{definition: Definition, mine: Draft, theirs: Draft, merged: ReturnType<typeof mergeCopies>}} Merge
 */

const SHOWN = 30; // names of what was taken over; the rest is counted

export class MergePanel {
  /** @type {Merge | null} what is being merged */
  merge = null;

  /** @param {Page} page @param {() => string[]} selected ids of the drafts that are ticked */
  constructor(page, selected) {
    this.page = page;
    this.selected = selected;
    this.body = part(page.host, "merge-body");
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    merge: { run: () => this.begin(this.selected()) },
    "merge-save": { run: () => this.save() },
    "merge-cancel": { run: () => this.end() },
  };

  /** Shows what becomes of two drafts. @param {string[]} ids */
  async begin(ids) {
    const { page } = this;
    if (ids.length !== 2) return page.notices.add("請先勾選兩份同一範本的草稿。", { name: "merge" });
    const [mine, theirs] = ids.map((id) => page.draft(id));
    if (mine.template !== theirs.template) return page.notices.add("這兩份不是同一個範本，不能合併。", { name: "merge" });
    page.notices.drop("merge");
    const definition = await page.load(mine.template);
    const base = commonStart(definition, mine, theirs);
    this.merge = { definition, mine, theirs, merged: mergeCopies(definition, base, mine.values, theirs.values) };
    this.draw(this.merge, base !== null);
    page.open("merge", true);
  }

  /** @param {Merge} merge @param {boolean} isKin whether it is known what both started from */
  draw({ definition, mine, theirs, merged: { conflicts, taken } }, isKin) {
    const known = isKin
      ? "兩份出自同一份草稿，已按各自改動過的地方合併。"
      : "不知道兩份的共同來源：只補空白，兩邊都填了而不同的列在下面，不刪任何一列。";
    const names = taken.slice(0, SHOWN).join("、") + (taken.length > SHOWN ? ` 等 ${taken.length} 項` : "");
    this.body.replaceChildren(
      make("p", {}, `甲：${titleOfDraft(mine)}`, make("br"), `乙：${titleOfDraft(theirs)}`),
      make("p", {}, known),
      make("p", {}, taken.length ? `從乙取用 ${taken.length} 項：${names}。` : "乙沒有甲以外的內容。"),
      make("p", "hb-desk__conflicts", conflicts.length ? `有 ${conflicts.length} 處兩邊寫的不同，請逐項選：` : "沒有互相衝突的地方。"),
      ...conflicts.map((conflict, at) => conflictRow(definition, conflict, at)),
    );
  }

  /** Stores the merged values, as they were chosen, as a new draft. */
  async save() {
    if (!this.merge) return;
    const { page } = this;
    const { definition, mine, theirs, merged } = this.merge;
    merged.conflicts.forEach((conflict, at) => {
      const chosen = /** @type {HTMLInputElement | null} */ (this.body.querySelector(`[name=conflict-${at}]:checked`));
      if (chosen && chosen.value === "theirs") takeTheirs(merged.values, conflict);
      else keepMine(merged.values, conflict);
    });
    const named = `${String(mine.name).replace(/（合併）$/, "")}（合併）`;
    const origin = { named, lineage: mine.lineage || mine.id };
    const draft = newDraft(definition, copyValues(merged.values), origin, { ...theirs.aside, ...mine.aside });
    await page.attempt(async () => {
      await put("drafts", draft);
      this.end();
      page.notices.add(`已存成「${named}」；原來的兩份都還在。`, { act: "打開", action: () => page.goTo(draft) });
    }, draft);
    await page.show();
  }

  /** Nothing is merged any more. */
  end() {
    this.merge = null;
    this.page.open("merge", false);
  }
}

/** A choice between two values. @param {Definition} definition @param {Conflict} conflict @param {number} at */
function conflictRow(definition, conflict, at) {
  const option = (/** @type {string} */ side, /** @type {string} */ word, /** @type {string} */ text) => {
    const input = make("input", { type: "radio", name: `conflict-${at}`, value: side });
    if (side === "mine") input.setAttribute("checked", "");
    return make("label", "hb-desk__choice", input, make("span", {}, `${word}：${shownValue(definition, conflict, text)}`));
  };
  const legend = make("legend", {}, conflict.label);
  return make("fieldset", "hb-desk__conflict", legend, option("mine", "甲", conflict.mine), option("theirs", "乙", conflict.theirs));
}

/** A value of a conflict as people read it. @param {Definition} definition @param {Conflict} conflict @param {string} text */
function shownValue(definition, conflict, text) {
  if (!text) return conflict.row && !conflict.column ? "（刪去這一列）" : "（空白）";
  const field = definition.sections.flatMap((section) => section.fields).find((one) => one.id === conflict.field);
  const cell = field && conflict.column ? (field.fields || []).find((one) => one.id === conflict.column) : field;
  return cell && cell.type !== "rows" ? display(cell, text) : text;
}

/** What a draft is called, and when it was changed. @param {Draft} draft */
const titleOfDraft = (draft) => `「${String(draft.name)}」，${dayAndClock(draft.updated || 0)} 改`;
