// The search box in use. It asks as one types, shows the answer to what was typed last, and leads where the reader wants to go.

import { pressed } from "../../src/browser/elements/commands.js";
import { copyRich } from "../../src/browser/elements/copy.js";
import { follow, indexName, searchPage, settle } from "./search-addresses.js";
import { make } from "../../src/browser/elements/dom.js";
import { quoted } from "./page-kinds.js";
import { Filters } from "./result-filters.js";
import { LIMIT, Panel } from "./results-panel.js";
import { forgetSearch, forgetSearches, recentSearches, rememberSearch } from "./recent-searches.js";
import { handbook } from "../../src/browser/elements/data-scripts.js";
import { chosenPost } from "../../src/browser/storage/post.js";
import { openEngine } from "../../src/browser/search/engine.js";

/** @typedef {import("../../src/browser/search/engine.js").SearchAnswer} SearchAnswer */
/** @typedef {import("../../src/browser/search/engine.js").Engine} Engine */
/** @typedef {import("./search.js").HbSearch} HbSearch */

const SLOW = 300; // ms after which the reader is told that something is loading
const SETTLED = 500; // ms without a key after which a screen reader is told the count
const FAILED = "搜尋資料未能載入。";

export class SearchBox {
  /** Counts the questions, so that a late answer to an old one is dropped. */
  turn = 0;
  /** What was asked last: question and filters. */
  asked = "";
  /** @type {Promise<void>} resolves when the last question is answered */
  answered = Promise.resolve();
  /** @type {number} timer of what is to be said to a screen reader */
  speaking = 0;
  /** @type {Promise<Engine> | undefined} the engine, once it was needed */
  opening = undefined;

  /** @param {HbSearch} host */
  constructor(host) {
    this.host = host;
    this.input = /** @type {HTMLInputElement} */ (host.one("input"));
    this.filters = new Filters(() => this.ask(), () => this.leave());
    this.panel = new Panel(host.one("#hb-search-panel"), this.input, this.filters.element);
    this.status = host.one("[role=status]");
  }

  /** Takes the box over from the element that was waiting. */
  start() {
    const { host, input, panel } = this;
    // Whatever puts text there — keys, paste, dictation, handwriting, the clear button — is followed by one of these.
    for (const event of ["input", "change", "search", "compositionend", "focus"]) input.addEventListener(event, () => this.ask());
    input.addEventListener("click", () => this.ask()); // into a box that has the focus already
    input.addEventListener("keydown", (event) => this.key(event));
    host.one("form").addEventListener("submit", (event) => {
      event.preventDefault(); // also where a phone's keyboard sends no key
      void this.go();
    });
    panel.element.addEventListener("click", (event) => this.click(event));
    panel.element.addEventListener("mousedown", (event) => {
      if (event.target instanceof Element && !event.target.closest("select")) event.preventDefault(); // the focus stays in the box
    });
    host.addEventListener("keydown", (event) => this.keyAnywhere(event));
    // A window that loses the focus keeps its active element: only going elsewhere on the page closes the panel.
    host.addEventListener("focusout", () => setTimeout(() => {
      if (document.activeElement !== document.body && !host.contains(document.activeElement)) this.close();
    }));
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !host.contains(event.target)) this.close();
      else this.unsay();
    });
    if (host.contains(document.activeElement)) this.ask();
    else if (input.value) this.ask();
  }

  /** What stands in the box. */
  get query() {
    return this.input.value.trim();
  }

  /** The engine, loaded once. @returns {Promise<Engine>} */
  engine() {
    this.opening = this.opening || openEngine(handbook, indexName()).catch((error) => {
      this.opening = undefined; // the network may be back at the next attempt
      throw error;
    });
    return this.opening;
  }

  /** Asks for what stands in the box now, unless the text is being composed or was just asked for. */
  ask() {
    if (this.host.composing) return;
    const asked = JSON.stringify([this.query, this.filters.kind, this.filters.role]);
    if (asked === this.asked && (this.panel.open || this.panel.element.getAttribute("aria-busy"))) return;
    this.asked = asked;
    this.turn += 1;
    this.say("");
    if (this.query) this.answered = this.answer(this.turn, this.query);
    else this.showRecent();
  }

  /** Shows the answer to a query, unless another question was asked meanwhile. @param {number} turn @param {string} query */
  async answer(turn, query) {
    const { panel, filters } = this;
    panel.busy = true;
    const slow = setTimeout(() => { if (turn === this.turn && !panel.open) panel.showNote("正在載入搜尋資料…"); }, SLOW);
    try {
      const engine = await this.engine();
      await new Promise((resolve) => setTimeout(resolve)); // keys that are already waiting come first
      if (turn !== this.turn) return;
      filters.prepare(engine);
      const answer = await engine.search(query, {
        kinds: filters.kind ? [filters.kind] : [], roles: filters.role ? [filters.role] : [], limit: LIMIT, mine: chosenPost()?.id,
      });
      if (turn !== this.turn) return;
      filters.update(answer);
      panel.showAnswer(answer, query, filters.kind, () => {
        filters.clear();
        this.input.focus();
        this.ask();
      });
      follow(query);
      this.sayLater(summary(answer, query));
    } catch (error) {
      if (turn === this.turn) this.failed(error);
    } finally {
      clearTimeout(slow);
      if (turn === this.turn) panel.busy = false;
    }
  }

  /** Says that nothing can be searched now. @param {unknown} error */
  failed(error) {
    console.error("hb-search", error);
    this.asked = "";
    const again = make("button", { type: "button", class: "hb-search__quiet" }, "再試一次");
    again.addEventListener("click", () => {
      this.panel.open = false;
      this.input.focus();
      this.ask();
    });
    this.panel.showNote(FAILED, again, " 或", make("a", { class: "hb-search__everything", href: searchPage() }, "從全部頁面找"), "。");
    this.sayLater(`${FAILED}請再試一次，或從全部頁面找。`);
  }

  /** Shows the latest searches, while the box is empty. */
  showRecent() {
    this.panel.busy = false;
    this.filters.clear();
    follow("");
    const searches = recentSearches();
    if (!searches.length || !this.host.contains(document.activeElement)) {
      this.panel.open = false;
      return;
    }
    this.panel.showRecent(searches, () => {
      forgetSearches();
      this.input.focus();
      this.showRecent();
      this.sayLater("最近搜尋已清除");
    });
  }

  /** A key in the box. @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || event.keyCode === 229 || this.host.composing) return; // the input method's keys
    const { panel } = this;
    const last = panel.rows.length - 1;
    if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      void this.act();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      void this.go(true);
    } else if (!panel.open || last < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      if (event.key === "ArrowDown" && !panel.open) this.ask();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      panel.choose(panel.active >= last ? 0 : panel.active + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      panel.choose(panel.active <= 0 ? last : panel.active - 1);
    } else if ((event.key === "Home" || event.key === "End") && panel.active >= 0) { // with no row chosen they move in the text
      event.preventDefault();
      panel.choose(event.key === "Home" ? 0 : last);
    }
  }

  /** A key in the box or in the panel. @param {KeyboardEvent} event */
  keyAnywhere(event) {
    if (!/^(Alt|Control|Shift|Meta|Enter)$/.test(event.key)) this.unsay();
    if (event.isComposing || this.host.composing) return;
    const inPanel = event.target instanceof Element && this.panel.element.contains(event.target);
    if (event.key === "Escape" && (this.panel.open || this.host.cameFrom)) {
      event.preventDefault(); // the browser would empty the box; closed, it does
      this.leave();
    } else if (inPanel && /^Arrow(Up|Down)$/.test(event.key) && event.target instanceof Element && event.target.matches(".hb-search__action")) {
      this.input.focus();
      this.key(event);
    }
  }

  /** Follows the chosen row, or the first, once the answer to what stands in the box is there. @param {boolean} [isNewTab] */
  async go(isNewTab = false) {
    if (this.host.composing) return;
    this.ask();
    await this.answered;
    const { chosen } = this.panel;
    if (!chosen || !this.panel.open || (!this.query && this.panel.active < 0)) return;
    if (!isNewTab || chosen.option.dataset.query) return chosen.option.click();
    this.opened();
    window.open(chosen.option.href, "_blank", "noopener");
  }

  /** Does what stands at the right of the chosen row, or of the first. */
  async act() {
    await this.answered;
    const { chosen } = this.panel;
    if (chosen && chosen.action && this.panel.open) chosen.action.click();
  }

  /** A press in the panel. @param {MouseEvent} event */
  click(event) {
    const found = pressed(event, "[data-cite], [data-copy], [data-forget], a");
    if (!found) return;
    const { cite, copy = cite, forget: unwanted, query } = found.dataset;
    const modified = event.ctrlKey || event.metaKey || event.shiftKey;
    if (copy !== undefined) {
      this.say(copyRich("", copy) ? `已複製 ${copy}` : `請手動複製：${copy}`, true);
    } else if (unwanted !== undefined) {
      forgetSearch(unwanted);
      this.input.focus();
      this.showRecent();
    } else if (query !== undefined && !modified) {
      event.preventDefault();
      this.input.value = query;
      this.input.focus();
      this.ask();
    } else if (found.matches(".hb-search__row a")) {
      this.opened();
      // To another place on this page: nothing is loaded anew, and the panel must not stay.
      if (!modified && /** @type {HTMLAnchorElement} */ (found).href.split("#")[0] === location.href.split("#")[0]) this.close();
    }
  }

  /** A row is being followed. */
  opened() {
    rememberSearch(this.query);
    settle(this.query);
  }

  /** Closes, and gives the focus back to where it was before a shortcut took it. */
  leave() {
    const { cameFrom } = this.host;
    this.close();
    this.host.cameFrom = null;
    if (cameFrom === document.body) this.input.blur();
    else if (cameFrom && cameFrom.isConnected) cameFrom.focus();
    else this.input.focus();
    this.close(); // focusing may have opened it
  }

  /** Closes the panel; an answer that is still to come is dropped. */
  close() {
    if (!this.panel.open && !this.panel.element.getAttribute("aria-busy")) return;
    this.turn += 1;
    this.asked = "";
    this.panel.busy = false;
    this.panel.open = false;
    this.say("");
    follow("");
  }

  /** Takes away what was said over the panel: the reader goes on. */
  unsay() {
    if (!this.status.classList.contains("hb-visually-hidden")) this.say("");
  }

  /** Tells a screen reader, once typing rests, so that it is not flooded. @param {string} words */
  sayLater(words) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { this.status.textContent = words; }, SETTLED);
  }

  /** Tells a screen reader. @param {string} words @param {boolean} [isSeen] whether everybody sees it, over the foot of the panel */
  say(words, isSeen = false) {
    clearTimeout(this.speaking);
    this.status.textContent = words;
    this.status.classList.toggle("hb-visually-hidden", !isSeen);
  }
}

/** An answer in one line. @param {SearchAnswer} answer @param {string} query */
function summary(answer, query) {
  const parts = [];
  if (answer.corrected) parts.push(`改搜「${answer.corrected}」`);
  if (answer.missing.length) parts.push(`手冊裡沒有${quoted(answer.missing)}`);
  if (!answer.rows.length) parts.push(`找不到「${query}」`);
  else if (answer.weak) parts.push(`沒有正好的條款，${answer.rows.length} 筆或許有關`);
  else parts.push(`${answer.total} 筆結果`);
  return parts.join("；");
}
