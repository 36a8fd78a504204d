// Base of our custom elements: they upgrade HTML the server has written, and leave it usable when they fail.

const NOTICE = "本區互動功能未能啟動，內容仍可閱讀與列印。";

/** Derive, set `tag`, implement `connected()`, and call `define()` in the bundle's entry. */
export class HbElement extends HTMLElement {
  /** The element's name, e.g. "hb-template". */
  static tag = "";

  /** Registers the element; twice does no harm. */
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

  /** What the element does once its children are there. May return a promise.
   * @returns {void | Promise<void>} */
  connected() {}

  /** Says so in one line; whatever the server has written stays. @param {unknown} error */
  failed(error) {
    console.error(`<${this.localName}>`, error);
    const line = document.createElement("p");
    line.className = "hb-notice hb-notice--failed";
    line.setAttribute("role", "status");
    line.textContent = NOTICE;
    this.prepend(line);
  }

  /** The first descendant that matches; throws when the server's HTML lacks it.
   * @param {string} selector @returns {HTMLElement} */
  one(selector) {
    const found = this.querySelector(selector);
    if (!found) throw new Error(`${this.localName}: no ${selector}`);
    return /** @type {HTMLElement} */ (found);
  }

  /** @param {string} selector @returns {HTMLElement[]} */
  many(selector) {
    return /** @type {HTMLElement[]} */ (Array.from(this.querySelectorAll(selector)));
  }
}

/** A copy of the only child of a `<template>` element. @param {Element | null} template @returns {HTMLElement} */
export function clone(template) {
  if (!(template instanceof HTMLTemplateElement) || !template.content.firstElementChild) throw new Error("no <template>");
  return /** @type {HTMLElement} */ (document.importNode(template.content.firstElementChild, true));
}
