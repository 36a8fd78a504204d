// Showing only one's own items, what is open, or what is late.

import { part } from "../../src/browser/elements/dom.js";
import { namesIn } from "../../src/browser/values/fields.js";
import { minuteOf } from "../../src/browser/values/moments.js";
import { ownerOf } from "./drawing.js";
import { isSettled } from "./state.js";

/** @typedef {import("./checklist.js").HbChecklist} HbChecklist */

const KEY = "handbook.mine"; // role chosen last, on whichever list: the next one offers it. No names of people: nobody would wipe them

/** @returns {string} */
function remembered() {
  try {
    return localStorage.getItem(KEY) || "";
  } catch {
    return "";
  }
}

/** @param {string} choice */
function remember(choice) {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // only a convenience: without it one chooses again
  }
}

export class RunFilter {
  /** @param {HbChecklist} list */
  constructor(list) {
    this.list = list;
    this.select = part(list, "filter", HTMLSelectElement);
    this.mine = /** @type {HTMLButtonElement} */ (list.one("[data-do='mine']"));
    this.chosen = remembered();
    this.offered = "";
    this.select.addEventListener("change", () => this.choose(this.select.value));
    this.mine.addEventListener("click", () => this.choose(this.select.value === this.chosen ? "" : this.chosen));
  }

  /** @param {string} choice */
  choose(choice) {
    this.select.value = choice;
    if (choice.includes(":")) this.chosen = choice;
    if (choice.startsWith("role:")) remember(choice);
    this.list.show();
  }

  show() {
    this.offer();
    const items = this.list.items();
    let shown = 0;
    for (const item of items) {
      const fits = this.fits(item);
      item.row.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const group of this.list.many("[data-part='group']")) {
      const rows = group.nextElementSibling ? Array.from(group.nextElementSibling.children) : [];
      group.hidden = !rows.some((row) => row instanceof HTMLElement && !row.hidden && !row.matches(".hb-checklist__now"));
    }
    const note = shown < items.length ? `顯示 ${shown} 項，另有 ${items.length - shown} 項未顯示` : "";
    const place = part(this.list, "filter-note");
    if (place.textContent !== note) place.textContent = note;
    this.showMine();
  }

  /** One press between one's own items and all: never pressed by itself, so that nothing is hidden unasked. */
  showMine() {
    const option = Array.from(this.select.options).find((one) => one.value === this.chosen);
    this.mine.hidden = !this.chosen || !option;
    this.mine.textContent = option ? `只看我的（${option.text}）` : "只看我的";
    this.mine.setAttribute("aria-pressed", String(this.select.value === this.chosen));
  }

  offer() {
    const items = this.list.items();
    const roles = new Map(items.filter((item) => item.role).map((item) => [item.role, item.row.querySelector(".hb-checklist__role")?.textContent || item.role]));
    const people = Array.from(new Set(items.flatMap((item) => namesIn(ownerOf(this.list, item)))));
    const options = [
      ["", "全部項目"], ["open", "未處理的"], ["late", "已逾時的"],
      ...Array.from(roles, ([id, title]) => [`role:${id}`, title]),
      ...people.map((name) => [`person:${name}`, name]),
    ];
    if (JSON.stringify(options) === this.offered) return;
    this.offered = JSON.stringify(options);
    const chosen = this.select.value;
    this.select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    this.select.value = options.some(([value]) => value === chosen) ? chosen : "";
  }

  /** @param {import("./checklist.js").Item} item */
  fits(item) {
    const [kind, value] = [this.select.value.split(":")[0], this.select.value.replace(/^[a-z]+:/, "")];
    const settled = isSettled(this.list.marks, item.id, this.list.verified);
    if (kind === "open") return !settled;
    if (kind === "late") {
      const { moment } = this.list.due(item);
      return !settled && moment !== "" && moment < minuteOf(Date.now());
    }
    if (kind === "role") return item.role === value;
    if (kind === "person") return namesIn(ownerOf(this.list, item)).includes(value);
    return true;
  }
}
