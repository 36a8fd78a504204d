// <hb-search>: the search box while nobody searches. What searches is a script of its own, loaded when the box is first used: until
// then the box costs no byte and no work. Without that script the form leads to the list of all pages.

import { handbook, loadStyle } from "../../src/browser/elements/data-scripts.js";
import { HbElement } from "../../src/browser/elements/element.js";

/** @typedef {{open: (host: HbSearch) => void, highlight: (words: string[]) => Promise<void>}} SearchScript */

const FAILED = "搜尋未能載入。請檢查網絡後再試，或按 Enter 從全部頁面找。";
const LONGEST = 200; // characters of a query taken from an address

export class HbSearch extends HbElement {
  static tag = "hb-search";

  /** Whether an input method is at work: its half-written syllables are no query. */
  composing = false;
  /** @type {HTMLElement | null} where the focus was before a shortcut brought it here */
  cameFrom = null;
  /** @type {Promise<void> | null} resolves when the script that searches is loaded, or cannot be */
  waking = null;
  /** Whether the script that searches has taken over the box. */
  awake = false;

  connected() {
    const input = this.input = /** @type {HTMLInputElement} */ (this.one("input"));
    input.addEventListener("focus", () => void this.wake());
    input.addEventListener("input", () => void this.wake()); // again, should it have failed
    input.addEventListener("compositionstart", () => { this.composing = true; });
    input.addEventListener("compositionend", () => { this.composing = false; });
    const form = /** @type {HTMLFormElement} */ (this.one("form"));
    form.addEventListener("submit", (event) => this.submit(event, form));
    document.addEventListener("keydown", (event) => this.shortcut(event));
    const address = new URLSearchParams(location.search);
    const words = address.getAll("h").filter(Boolean);
    if (words.length) void this.script().then((script) => script.highlight(words)).catch((error) => console.warn("hb-search", error));
    const asked = address.get("q");
    if (!asked) return;
    input.value = asked.slice(0, LONGEST);
    input.focus();
    void this.wake(); // a page opened in the background gets no focus event
  }

  /** Enter was pressed. Before the script is there, it is waited for; without it the form leads to all pages. @param {Event} event @param {HTMLFormElement} form */
  submit(event, form) {
    if (this.awake) return;
    event.preventDefault();
    void this.wake().then(() => {
      if (this.awake) form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
      else form.submit();
    });
  }

  /** Loads the script that searches, once, and hands the box over to it. */
  wake() {
    this.waking = this.waking || this.script().then(
      (script) => { this.say(""); script.open(this); this.awake = true; },
      () => { this.waking = null; this.say(FAILED); },
    );
    return this.waking;
  }

  /** The script that searches, with its style. @returns {Promise<SearchScript>} */
  async script() {
    const { search, searchStyle } = document.documentElement.dataset;
    const style = loadStyle(searchStyle);
    /** @type {SearchScript} */
    const script = await handbook.load("search-box", search);
    await style;
    return script;
  }

  /** `/`, `s` and Ctrl+K come here from anywhere but a field. @param {KeyboardEvent} event */
  shortcut(event) {
    if (event.defaultPrevented || event.isComposing || typing(event.target)) return;
    const modified = event.ctrlKey || event.metaKey;
    const asked = modified ? event.key.toLowerCase() === "k" && !event.shiftKey : event.key === "/" || event.key === "s";
    // While a flow runs or a dialogue is open, the box is not there.
    if (!asked || event.altKey || !this.input || !this.input.getClientRects().length || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const before = document.activeElement;
    if (before !== this.input) this.cameFrom = before instanceof HTMLElement ? before : null;
    this.input.focus();
    this.input.select();
  }

  /** Says something in a line below the box, for everybody. @param {string} words */
  say(words) {
    const status = this.one("[role=status]");
    status.textContent = words;
    status.classList.toggle("hb-visually-hidden", !words);
  }
}

/** Whether keys are text there. @param {EventTarget | null} target */
function typing(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(button|checkbox|radio|submit|reset)$/.test(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
