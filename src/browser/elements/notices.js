// Lines that tell what happened. A line stays until somebody closes it: nothing vanishes before it is read.
// Where they lie over a form, one is shown at a time, the newest: its button says how many stand behind it, and brings
// the next.

import { clone, part } from "./dom.js";

export class Notices {
  /**
   * @param {HTMLElement} list where the lines stand
   * @param {Element | null} template one line
   * @param {{isFolded?: boolean}} [options] isFolded: one line is shown at a time
   */
  constructor(list, template, { isFolded = false } = {}) {
    this.list = list;
    this.template = template;
    this.isFolded = isFolded;
  }

  /**
   * Adds a line.
   * @param {string} text
   * @param {{act?: string, action?: () => void, kind?: "" | "warning", name?: string}} [options]
   *   act, action: text of a button, and what it does; name: the line replaces one of the same name
   */
  add(text, { act = "", action, kind = "", name = "" } = {}) {
    // A warning that still stands is not read out again.
    if (kind && name && this.says(name, text)) return;
    if (name) this.drop(name);
    const line = clone(this.template);
    line.dataset.name = name;
    if (kind) line.classList.add(`hb-notice--${kind}`);
    const [words, button, close] = ["text", "act", "close"].map((name) => part(line, name));
    words.textContent = text;
    button.hidden = !action;
    button.textContent = act;
    button.addEventListener("click", () => {
      if (kind !== "warning") this.remove(line);
      if (action) action();
    });
    close.addEventListener("click", () => this.remove(line));
    // Older lines make room: three are enough to read. A warning stays until it is read.
    const others = Array.from(this.list.children).filter((one) => !one.classList.contains("hb-notice--warning"));
    for (const one of others.slice(0, Math.max(0, this.list.children.length - 2))) one.remove();
    this.list.append(line);
    this.arrange();
  }

  /** Where they are folded, shows the newest line, and on its button how many wait. */
  arrange() {
    if (!this.isFolded) return;
    const lines = Array.from(this.list.children);
    lines.forEach((line, place) => {
      line.toggleAttribute("hidden", place < lines.length - 1);
      part(line, "close").textContent = place ? `知道了（還有 ${place} 則）` : "知道了";
    });
  }

  /** Takes a line away. @param {Element} line */
  remove(line) {
    line.remove();
    this.arrange();
  }

  /** Whether a line of that name says that. @param {string} name @param {string} text */
  says(name, text) {
    return Array.from(this.list.children).some(
      (line) => /** @type {HTMLElement} */ (line).dataset.name === name && line.querySelector("[data-part=text]")?.textContent === text,
    );
  }

  /** Takes the lines of that name away. @param {string} name */
  drop(name) {
    for (const line of Array.from(this.list.children))
      if (/** @type {HTMLElement} */ (line).dataset.name === name) this.remove(line);
  }
}
