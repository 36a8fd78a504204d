// What can be said about one item: a note, who does it, another due time, and why it is not done.
import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { leaveTyped, leftTyped } from "../../src/browser/storage/half-typed.js";
import { markValue } from "./marks.js";

/**
 * @typedef {import("./definition.js").Item} Item
 * @typedef {import("./open-run.js").OpenRun} OpenRun
 */

export class ItemPanel {
  /** @type {HTMLElement | null} */
  element = null;
  /** @type {Item | null} */
  item = null;

  /** @param {HTMLElement} root the checklist's element @param {OpenRun} run */
  constructor(root, run) {
    this.root = root;
    this.run = run;
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    more: { run: (button) => this.toggle(button) },
    "skip-na": { run: () => this.skip("na") },
    "skip-undone": { run: () => this.skip("undone") },
    "skip-off": { run: () => this.unskip() },
  };

  /** Opens the panel of the item around a button, or closes it. @param {HTMLElement} button */
  toggle(button) {
    const item = this.run.items.find(({ row }) => row.contains(button));
    const isAgain = this.item === item;
    this.close();
    if (isAgain || !item) return;
    this.item = item;
    this.element = clone(this.root.querySelector("template[data-part='panel-template']"));
    button.setAttribute("aria-expanded", "true");
    for (const input of this.inputs()) {
      const key = `${input.dataset.own}/${item.id}`;
      input.value = this.halfTyped(input, key) ?? markValue(this.run.marks, key);
      input.disabled = this.run.closed;
      input.addEventListener("change", () => {
        this.forget(key);
        this.run.mark({ [key]: { value: input.value.trim() } });
      });
    }
    const mark = this.run.marks[`item/${item.id}`];
    const reason = part(this.element, "reason", HTMLInputElement);
    reason.value = this.halfTyped(reason, `reason/${item.id}`) ?? ((mark && mark.reason) || "");
    const isSkipped = Boolean(mark && (mark.value === "na" || mark.value === "undone"));
    const isHeld = item.box.disabled; // behind a pause nothing is settled, by a reason either
    for (const one of this.element.querySelectorAll("button")) one.disabled = isHeld;
    reason.disabled = isHeld;
    const off = this.element.querySelector("[data-do='skip-off']");
    if (off instanceof HTMLElement) off.hidden = !isSkipped;
    item.row.append(this.element);
    this.inputs()[0].focus();
  }

  /** What was typed in a field before the page was loaded again or left; from now on what is typed is kept. @param {HTMLInputElement} field @param {string} key */
  halfTyped(field, key) {
    field.addEventListener("input", () => leaveTyped(this.run.id, { ...leftTyped(this.run.id), [key]: field.value }));
    return /** @type {string | undefined} */ (leftTyped(this.run.id)[key]);
  }

  /** What was typed is marked. @param {string} key */
  forget(key) {
    const { [key]: _, ...others } = leftTyped(this.run.id);
    leaveTyped(this.run.id, others);
  }

  /** @returns {HTMLInputElement[]} */
  inputs() {
    return this.element ? Array.from(this.element.querySelectorAll("[data-own]")) : [];
  }

  /** Not done needs a reason: without one, nobody later knows whether the item was forgotten. @param {"na" | "undone"} value */
  skip(value) {
    if (!this.element || !this.item) return;
    const input = part(this.element, "reason", HTMLInputElement);
    const reason = input.value.trim();
    if (!reason) {
      setText(this.element, "panel-error", "請寫明理由，才能記為不適用或未做。");
      input.focus();
      return;
    }
    const { id, hash, text } = this.item;
    this.forget(`reason/${id}`);
    this.run.mark({ [`item/${id}`]: { value, reason, hash, text }, [`check/${id}`]: { value: "" } });
    this.close();
  }

  /** The item is to be done after all. */
  unskip() {
    if (!this.item) return;
    this.run.mark({ [`item/${this.item.id}`]: { value: "" } });
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
