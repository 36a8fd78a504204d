// <hb-drafts>: the drafts and runs on this device that are not finished. It is hidden while there is none, or storage is closed.
import { HbElement } from "../../src/browser/elements/element.js";
import { draftPath, siteRoot } from "../../src/browser/storage/addresses.js";
import { all, subscribe } from "../../src/browser/storage/storage.js";
import { dayAndClock } from "../../src/browser/values/moments.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("../../src/browser/storage/runs.js").Run} Run
 * @typedef {{kind: "draft" | "checklist" | "flow", label: string, name: string, state: string, path: string, updated: number}} Row
 */

/** A text of a record that may be damaged. @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : "");

/** Whether a draft is whole. A damaged draft is shown on the page of all drafts, where something can be done about it. @param {Draft} draft */
const isSound = (draft) => text(draft.template) !== "" && typeof draft.values === "object" && Number(draft.updated) > 0;

/** @param {Draft} draft @returns {Row} */
const draftRow = (draft) => ({
  kind: "draft",
  label: "草稿",
  name: text(draft.name) || draft.template,
  state: `存於 ${dayAndClock(draft.updated)}`,
  path: draftPath(draft),
  updated: draft.updated,
});

/** @param {Run} run @returns {Row} */
function runRow({ id, kind, name, state, updated }) {
  const isFlow = kind === "flow";
  const { done = 0, total = 0, started = 0 } = /** @type {{done?: number, total?: number, started?: number}} */ (state);
  return {
    kind: isFlow ? "flow" : "checklist",
    label: isFlow ? "處置中" : "清單",
    name: text(name),
    state: isFlow ? `始於 ${dayAndClock(started)}` : `${done} / ${total}`,
    path: `${text(state.path)}#run=${encodeURIComponent(id)}`,
    updated: Number(updated) || 0,
  };
}

export class HbDrafts extends HbElement {
  static tag = "hb-drafts";

  connected() {
    subscribe(() => this.fill());
    return this.fill();
  }

  /** Shows what is not finished, a running flow first. */
  async fill() {
    const list = this.querySelector("[data-part='list']");
    const template = this.querySelector("template");
    if (!list || !template) throw new Error("hb-drafts: list or row template not found");
    let rows;
    try {
      const [drafts, runs] = await Promise.all([all("drafts"), all("runs")]);
      rows = [...drafts.filter(isSound).map(draftRow), ...runs.filter((run) => run.state && run.state.open).map(runRow)];
    } catch (error) {
      // Nothing can be unfinished where nothing can be stored; the pages that store say so themselves.
      console.warn("hb-drafts: storage cannot be read", error);
      return;
    }
    const running = (/** @type {Row} */ row) => (row.kind === "flow" ? 1 : 0);
    rows.sort((a, b) => running(b) - running(a) || b.updated - a.updated);
    list.replaceChildren(...rows.map((row) => this.draw(template, row)));
    this.hidden = rows.length === 0;
  }

  /** The element of a row. @param {HTMLTemplateElement} template @param {Row} row */
  draw(template, row) {
    const made = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (made.querySelector(`[data-part="${name}"]`));
    part("kind").textContent = row.label;
    part("kind").classList.add(`hb-drafts__kind--${row.kind}`);
    part("name").textContent = row.name;
    part("state").textContent = row.state;
    const link = /** @type {HTMLAnchorElement} */ (part("link"));
    const address = new URL(row.path, siteRoot());
    // A stored record must not lead out of the site, whatever wrote it.
    if (address.href.startsWith(siteRoot())) link.href = address.href;
    link.setAttribute("aria-label", `繼續：${row.name}`);
    return made;
  }
}
