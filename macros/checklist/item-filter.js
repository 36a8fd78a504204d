// Showing only one's own items, what is open, or what is late.
import { part } from "../../src/browser/elements/dom.js";
import { namesIn } from "../../src/browser/values/fields.js";

const KEY = "handbook.mine"; // the role chosen last, on whichever list; no names of people, because nobody would wipe them

/** The role chosen last; "" where nothing can be kept. */
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

export class ItemFilter {
  /** @param {HTMLElement} root the checklist's element @param {import("./open-run.js").OpenRun} run @param {() => void} changed */
  constructor(root, run, changed) {
    this.root = root;
    this.run = run;
    this.changed = changed;
    this.select = part(root, "filter", HTMLSelectElement);
    /** The role or person chosen last: what 「只看我的」 means. */
    this.chosen = remembered();
    this.offered = "";
    this.select.addEventListener("change", () => this.choose(this.select.value));
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    mine: { run: () => this.choose(this.select.value === this.chosen ? "" : this.chosen) },
  };

  /** @param {string} choice of the select */
  choose(choice) {
    this.select.value = choice;
    if (choice.includes(":")) this.chosen = choice;
    if (choice.startsWith("role:")) remember(choice);
    this.changed();
  }

  /** Hides the items that are not wanted, and groups of which nothing is left. */
  show() {
    this.offer();
    const { items } = this.run;
    let shown = 0;
    for (const item of items) {
      const fits = this.fits(item);
      item.row.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-part='group']"))) {
      const rows = group.nextElementSibling ? Array.from(group.nextElementSibling.children) : [];
      group.hidden = !rows.some((row) => row instanceof HTMLElement && !row.hidden && !row.matches(".hb-checklist__now"));
    }
    const note = shown < items.length ? `顯示 ${shown} 項，另有 ${items.length - shown} 項未顯示` : "";
    const place = part(this.root, "filter-note");
    if (place.textContent !== note) place.textContent = note;
    this.showMine();
  }

  /** One press goes between one's own items and all. It is never pressed by itself: nothing is hidden unasked. */
  showMine() {
    const mine = /** @type {HTMLElement} */ (this.root.querySelector("[data-do='mine']"));
    const option = Array.from(this.select.options).find((one) => one.value === this.chosen);
    mine.hidden = !this.chosen || !option;
    mine.textContent = option ? `只看我的（${option.text}）` : "只看我的";
    mine.setAttribute("aria-pressed", String(this.select.value === this.chosen));
  }

  /** Offers the roles of the list, and the people named in the run. */
  offer() {
    const { items } = this.run;
    const roles = new Map(items.filter((item) => item.role).map((item) => [item.role, item.roleTitle || item.role]));
    const people = Array.from(new Set(items.flatMap((item) => namesIn(this.run.ownerOf(item)))));
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

  /** Whether an item is wanted. @param {import("./definition.js").Item} item */
  fits(item) {
    const { run } = this;
    const [kind, value] = [this.select.value.split(":")[0], this.select.value.replace(/^[a-z]+:/, "")];
    if (kind === "open") return !run.isSettled(item);
    if (kind === "late") return run.isLate(item);
    if (kind === "role") return item.role === value;
    if (kind === "person") return namesIn(run.ownerOf(item)).includes(value);
    return true;
  }
}
