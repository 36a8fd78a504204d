// Base of our custom elements. An element upgrades HTML that the server has written; when it fails, that HTML stays usable.

const NOTICE = "本區互動功能未能啟動，內容仍可閱讀與打印。";

/** To use: derive, set `tag`, implement `connected()`, and call `define()` in the bundle's entry. */
export class HbElement extends HTMLElement {
  /** The element's name, for example "hb-template". */
  static tag = "";

  /** Registers the element. Doing so twice does no harm. */
  static define() {
    if (!customElements.get(this.tag)) customElements.define(this.tag, /** @type {CustomElementConstructor} */ (/** @type {unknown} */ (this)));
  }

  connectedCallback() {
    if (this.dataset.ready !== undefined) return; // moved within the document
    if (document.readyState === "loading") {
      // The script may run before the parser has reached our children.
      document.addEventListener("DOMContentLoaded", () => this.connectedCallback(), { once: true });
      return;
    }
    this.dataset.ready = "";
    try {
      const started = this.connected();
      if (started instanceof Promise) started.catch((error) => this.failed(error));
    } catch (error) {
      this.failed(error);
    }
  }

  /** What the element does once its children are there. @returns {void | Promise<void>} */
  connected() {}

  /** Says in one line that the element could not start; what the server has written stays. @param {unknown} error */
  failed(error) {
    console.error(`<${this.localName}>`, error);
    const line = document.createElement("p");
    line.className = "hb-notice hb-notice--failed";
    line.setAttribute("role", "status");
    line.textContent = NOTICE;
    this.prepend(line);
  }

  /** The first descendant that matches; throws when the server's HTML lacks it. @param {string} selector @returns {HTMLElement} */
  one(selector) {
    const found = this.querySelector(selector);
    if (!found) throw new Error(`${this.localName}: no ${selector}`);
    return /** @type {HTMLElement} */ (found);
  }

  /** All descendants that match. @param {string} selector @returns {HTMLElement[]} */
  many(selector) {
    return /** @type {HTMLElement[]} */ (Array.from(this.querySelectorAll(selector)));
  }
}
