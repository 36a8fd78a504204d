// Lines that tell what happened. They stay until they are read: nothing vanishes by itself.

import { clone } from "../../src/browser/elements/element.js";

export class Notices {
  /** @param {HTMLElement} list @param {Element | null} template */
  constructor(list, template) {
    this.list = list;
    this.template = template;
  }

  /**
   * @param {string} text
   * @param {{act?: string, action?: () => void, kind?: "" | "warning", name?: string}} [options]
   *   name: a line of the same name is replaced instead of repeated
   */
  add(text, { act = "", action, kind = "", name = "" } = {}) {
    // A warning that still stands is not read out again.
    if (kind && name && this.says(name, text)) return;
    if (name) this.drop(name);
    const line = clone(this.template);
    line.dataset.name = name;
    if (kind) line.classList.add(`hb-notice--${kind}`);
    const [words, button, close] = ["text", "act", "close"].map(
      (part) => /** @type {HTMLElement} */ (line.querySelector(`[data-part=${part}]`)),
    );
    words.textContent = text;
    button.hidden = !action;
    button.textContent = act;
    button.addEventListener("click", () => {
      if (kind !== "warning") line.remove();
      if (action) action();
    });
    close.addEventListener("click", () => line.remove());
    // Older lines make room: three are enough to read. A warning stays until it is read.
    const others = Array.from(this.list.children).filter((one) => !one.classList.contains("hb-notice--warning"));
    for (const one of others.slice(0, Math.max(0, this.list.children.length - 2))) one.remove();
    this.list.append(line);
  }

  /** @param {string} name @param {string} text */
  says(name, text) {
    return Array.from(this.list.children).some(
      (line) => /** @type {HTMLElement} */ (line).dataset.name === name && line.querySelector("[data-part=text]")?.textContent === text,
    );
  }

  /** @param {string} name */
  drop(name) {
    for (const line of Array.from(this.list.children))
      if (/** @type {HTMLElement} */ (line).dataset.name === name) line.remove();
  }
}
