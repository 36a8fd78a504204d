// The list of conflicts between two copies of a draft: one choice each, what was taken over is named.

import { make } from "../../src/browser/elements/dom.js";
import { dayAndClock } from "../../src/browser/values/moments.js";
import { display } from "../../src/browser/values/typed.js";
import { keepMine, mergeCopies, takeTheirs } from "./merge.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 */

const SHOWN = 30; // names of what was taken over; the rest is counted

export class MergeView {
  /** @param {HTMLElement} body @param {Definition} definition
   *  @param {Draft} mine @param {Draft} theirs @param {Record<string, any> | null} base */
  constructor(body, definition, mine, theirs, base) {
    this.definition = definition;
    this.mine = mine;
    this.theirs = theirs;
    this.merged = mergeCopies(definition, base, mine.values, theirs.values);
    const { conflicts, taken } = this.merged;
    const known = base
      ? "兩份出自同一份草稿，已按各自改動過的地方合併。"
      : "不知道兩份的共同來源：只補空白，兩邊都填了而不同的列在下面，不刪任何一列。";
    const names = taken.slice(0, SHOWN).join("、") + (taken.length > SHOWN ? ` 等 ${taken.length} 項` : "");
    body.replaceChildren(
      make("p", {}, `甲：${nameOf(mine)}`, make("br"), `乙：${nameOf(theirs)}`),
      make("p", {}, known),
      make("p", {}, taken.length ? `從乙取用 ${taken.length} 項：${names}。` : "乙沒有甲以外的內容。"),
      make("p", "hb-desk__conflicts", conflicts.length ? `有 ${conflicts.length} 處兩邊寫的不同，請逐項選：` : "沒有互相衝突的地方。"),
      ...conflicts.map((conflict, at) => this.row(conflict, at)),
    );
    this.body = body;
  }

  /** @param {import("./merge.js").Conflict} conflict @param {number} at */
  row(conflict, at) {
    const option = (/** @type {string} */ side, /** @type {string} */ word, /** @type {string} */ text) => {
      const input = make("input", { type: "radio", name: `conflict-${at}`, value: side });
      if (side === "mine") input.setAttribute("checked", "");
      return make("label", "hb-desk__choice", input, make("span", {}, `${word}：${this.shown(conflict, text)}`));
    };
    const legend = make("legend", {}, conflict.label);
    return make("fieldset", "hb-desk__conflict", legend, option("mine", "甲", conflict.mine), option("theirs", "乙", conflict.theirs));
  }

  /** @param {import("./merge.js").Conflict} conflict @param {string} text */
  shown(conflict, text) {
    if (!text) return conflict.row && !conflict.column ? "（刪去這一列）" : "（空白）";
    const field = this.definition.sections.flatMap((section) => section.fields).find((one) => one.id === conflict.field);
    const cell = field && conflict.column ? (field.fields || []).find((one) => one.id === conflict.column) : field;
    return cell && cell.type !== "rows" ? display(cell, text) : text;
  }

  /** The merged values as they were chosen. */
  values() {
    const { values, conflicts } = this.merged;
    conflicts.forEach((conflict, at) => {
      const chosen = /** @type {HTMLInputElement | null} */ (this.body.querySelector(`[name=conflict-${at}]:checked`));
      if (chosen && chosen.value === "theirs") takeTheirs(values, conflict);
      else keepMine(values, conflict);
    });
    return values;
  }
}

/** @param {Draft} record */
function nameOf(record) {
  return `「${String(record.name)}」，${dayAndClock(record.updated || 0)} 改`;
}
