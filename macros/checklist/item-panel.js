// What can be said about one item: a note, who does it, another due time, and why it is not done.

import { clone, part } from "../../src/browser/elements/dom.js";
import { valueOf } from "./state.js";

/**
 * @typedef {import("./checklist.js").HbChecklist} HbChecklist
 * @typedef {import("./checklist.js").Item} Item
 */

export class ItemPanel {
  /** @type {HTMLElement|null} */
  element = null;
  /** @type {Item|null} */
  item = null;

  /** @param {HbChecklist} list */
  constructor(list) {
    this.list = list;
  }

  /** @param {string} wanted @param {Item} item */
  command(wanted, item) {
    if (wanted === "more") this.toggle(item);
    else if (wanted === "skip-na") this.skip("na");
    else if (wanted === "skip-undone") this.skip("undone");
    else if (wanted === "skip-off") {
      this.list.mark({ [`item/${item.id}`]: { value: "" } });
      this.close();
    }
  }

  /** @param {Item} item */
  toggle(item) {
    const again = this.item === item;
    this.close();
    if (again) return;
    this.item = item;
    this.element = clone(this.list.querySelector("template[data-part='panel-template']"));
    const more = item.row.querySelector("[data-do='more']");
    if (more) more.setAttribute("aria-expanded", "true");
    for (const input of this.inputs()) {
      input.value = valueOf(this.list.marks, `${input.dataset.own}/${item.id}`);
      input.disabled = this.list.closed;
      input.addEventListener("change", () => this.list.mark({ [`${input.dataset.own}/${item.id}`]: { value: input.value.trim() } }));
    }
    const mark = this.list.marks[`item/${item.id}`];
    const reason = part(this.element, "reason", HTMLInputElement);
    reason.value = (mark && mark.reason) || "";
    const skipped = Boolean(mark && (mark.value === "na" || mark.value === "undone"));
    const held = item.box.disabled; // behind a pause nothing is settled, by a reason either
    for (const button of this.element.querySelectorAll("button")) button.disabled = held;
    reason.disabled = held;
    const off = this.element.querySelector("[data-do='skip-off']");
    if (off instanceof HTMLElement) off.hidden = !skipped;
    item.row.append(this.element);
    this.inputs()[0].focus();
  }

  /** @returns {HTMLInputElement[]} */
  inputs() {
    return this.element ? /** @type {HTMLInputElement[]} */ ([...this.element.querySelectorAll("[data-own]")]) : [];
  }

  /** Not done needs a reason: without one, nobody later knows whether it was forgotten. @param {"na"|"undone"} value */
  skip(value) {
    if (!this.element || !this.item) return;
    const input = part(this.element, "reason", HTMLInputElement);
    const reason = input.value.trim();
    if (!reason) {
      part(this.element, "panel-error").textContent = "請寫明理由，才能記為不適用或未做。";
      input.focus();
      return;
    }
    const { id, hash, text } = this.item;
    this.list.mark({ [`item/${id}`]: { value, reason, hash, text }, [`check/${id}`]: { value: "" } });
    this.close();
  }

  close() {
    const more = this.item?.row.querySelector("[data-do='more']");
    if (more instanceof HTMLElement) {
      more.setAttribute("aria-expanded", "false");
      if (this.element?.contains(document.activeElement)) more.focus();
    }
    this.element?.remove();
    this.element = null;
    this.item = null;
  }
}
