// An answer can be narrowed to one kind of page and one role. The controls are native radios and a native select: each is one stop
// for the Tab key, is announced with its count, and can be used with a thumb.

import { COLOURS, KINDS } from "./page-kinds.js";
import { make } from "../../src/browser/elements/dom.js";

/** @typedef {import("../../src/browser/search/engine.js").SearchAnswer} SearchAnswer */
/** @typedef {import("../../src/browser/search/engine.js").Engine} Engine */
/** @typedef {{label: HTMLElement, radio: HTMLInputElement, count: HTMLElement}} Chip */

export class Filters {
  /** @type {Map<string, Chip>} by kind; "" stands for all kinds */
  chips = new Map();
  /** The kind that is chosen, or "". */
  kind = "";
  /** The role that is chosen, or "". */
  role = "";

  /** @param {() => void} changed another kind or role was chosen @param {() => void} close the panel is to be closed */
  constructor(changed, close) {
    this.kinds = make("fieldset", { class: "hb-search__kinds" }, make("legend", { class: "hb-visually-hidden" }, "種類"));
    this.roles = make("select", { class: "hb-search__role", "aria-label": "崗位" });
    const closing = make("button", { type: "button", class: "hb-search__quiet hb-search__close" }, "關閉");
    this.element = make("div", { class: "hb-search__filters" }, this.kinds, this.roles, closing);
    this.element.hidden = true;
    this.element.addEventListener("change", () => {
      const chosen = this.element.querySelector("input:checked");
      this.kind = chosen instanceof HTMLInputElement ? chosen.value : "";
      this.role = this.roles.value;
      changed();
    });
    closing.addEventListener("click", close);
  }

  /** Makes what can be chosen at all. @param {Engine} engine */
  prepare(engine) {
    if (this.chips.size) return;
    this.titles = engine.roles;
    for (const kind of ["", ...Object.keys(KINDS).filter((one) => engine.kinds.includes(one))]) {
      const radio = make("input", { type: "radio", name: "hb-search-kind", value: kind, class: "hb-search__radio" });
      const count = make("span", { class: "hb-search__count" });
      const label = make("label", { class: `hb-search__chip hb-kind--${COLOURS[kind] || "procedure"}` }, radio,
        make("span", { class: "hb-search__chip-text" }, kind ? KINDS[kind] : "全部", " ", count));
      radio.checked = kind === this.kind;
      this.chips.set(kind, { label, radio, count });
      this.kinds.append(label);
    }
  }

  /** Shows how many results there are of each, whatever is chosen. @param {SearchAnswer} answer */
  update(answer) {
    const counts = answer.kinds;
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    for (const [kind, chip] of this.chips) {
      const count = kind ? counts[kind] || 0 : all;
      chip.count.textContent = String(count);
      chip.label.hidden = !count && kind !== this.kind && kind !== "";
    }
    const roles = (this.titles || []).filter(({ id }) => answer.roles[id] || id === this.role);
    this.roles.hidden = !roles.length;
    this.roles.replaceChildren(make("option", { value: "" }, "所有崗位"),
      ...roles.map(({ id, title }) => make("option", { value: id }, `${title}（${answer.roles[id] || 0}）`)));
    this.roles.value = this.role;
  }

  /** Chooses everything. */
  clear() {
    this.kind = "";
    this.role = "";
    for (const [kind, chip] of this.chips) chip.radio.checked = !kind;
    this.roles.value = "";
  }
}
