// Findings are shown at their fields, in the drawer at the foot, in the summary on top, and as chips of the sections.
// Nothing is flagged while it is being typed: a field speaks once it was left, or after 「檢查」.

import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { isFilledIn } from "../../src/browser/values/fields.js";
import { progressOf } from "../../src/browser/storage/progress.js";
import { waysOn } from "./finding-ways.js";
import { idOf, keyOf, keysIn, partsOf } from "./keys.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Finding} Finding
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("./form-view.js").FormView} FormView
 */

const NOT_YET = "還沒有檢查整份。填完一欄就檢查那一欄；按「檢查」，檢查整份。";

export class FindingsView {
  /** @param {import("../../src/browser/elements/element.js").HbElement} host @param {Definition} definition @param {FormView} form */
  constructor(host, definition, form) {
    this.host = host;
    this.definition = definition;
    this.form = form;
    /** @type {Map<string, HTMLElement>} parts that were looked for before: in a large plan each search walks through thousands */
    this.parts = new Map();
    this.list = this.part("findings-list");
    this.summary = this.part("summary");
    /** Whether 「檢查」 was pressed. */
    this.checked = false;
    /** Key of the field that is being typed in, or "". */
    this.active = "";
    /** @type {Set<string>} keys of fields that were left */
    this.visited = new Set();
    /** @type {Set<string>} what is on show now */
    this.shown = new Set();
    /** @type {Map<HTMLElement, string>} where something is on show, and what */
    this.places = new Map();
    /** @type {Map<string, HTMLElement>} where the findings of a value are shown */
    this.known = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    this.rows = new Lines();
    this.errors = new Lines();
  }

  /** A part of the page. @param {string} name */
  part(name) {
    let found = this.parts.get(name);
    if (!found) this.parts.set(name, (found = part(this.host, name)));
    return found;
  }

  /** Begins with another draft. What it brings along counts as left, and nothing was checked. @param {Values} values */
  reset(values) {
    this.checked = false;
    this.active = "";
    this.visited = new Set(keysIn(values));
    this.shown = new Set();
    this.known.clear();
    this.summary.hidden = true;
  }

  /** A field is being typed in. @param {string} key */
  typing(key) {
    this.active = key;
  }

  /** A field was left. @param {string} key */
  left(key) {
    this.active = "";
    this.visited.add(key);
  }

  /** Whether a finding is to be shown now. @param {Finding} finding @param {Values} values */
  isDue(finding, values) {
    const keys = [finding.field, ...finding.others].map((path) => keyOf(path, values));
    if (keys.includes(this.active) && !this.shown.has(identity(finding, values))) return false;
    if (this.checked) return true;
    return finding.code !== "required" && finding.code !== "min-rows" && keys.some((key) => this.visited.has(key));
  }

  /** Shows findings. @param {Finding[]} findings all there are @param {Values} values */
  show(findings, values) {
    const due = findings.filter((finding) => this.isDue(finding, values));
    this.shown = new Set(due.map((finding) => identity(finding, values)));
    this.atFields(due, values);
    this.inDrawer(due, values);
    if (!this.summary.hidden) this.onTop(due, values);
    // How far each section is can wait until the findings are on the screen.
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.chips(due, values), 60);
  }

  /** Shows findings at their fields. Only places whose text changes are touched: a large plan has thousands. @param {Finding[]} due @param {Values} values */
  atFields(due, values) {
    /** @type {Map<HTMLElement, Finding[]>} */
    const byPlace = new Map();
    for (const finding of due) {
      const place = this.placeOf(keyOf(finding.field, values));
      if (place) byPlace.set(place, [...(byPlace.get(place) || []), finding]);
    }
    for (const place of this.places.keys()) if (!byPlace.has(place)) this.tell(place, []);
    /** @type {Map<HTMLElement, string>} */
    const told = new Map();
    for (const [place, found] of byPlace) {
      const text = found.map(sentence).join("\n");
      told.set(place, text);
      if (this.places.get(place) !== text) this.tell(place, found);
    }
    this.places = told;
  }

  /** Where the findings of a value are shown. @param {string} key */
  placeOf(key) {
    const known = this.known.get(key);
    if (known && known.isConnected) return known;
    const place = this.form.errorOf(key);
    if (place) this.known.set(key, place);
    return place;
  }

  /** Shows findings at one field. @param {HTMLElement} place @param {Finding[]} found */
  tell(place, found) {
    updateText(place, found.map(sentence).join("\n"));
    const isError = found.some((finding) => finding.severity === "error");
    place.classList.toggle("hb-field__error--warning", found.length > 0 && !isError);
    const field = place.closest(".hb-field");
    const control = field && field.querySelector("input, select, textarea");
    if (!field || !control) return;
    field.classList.toggle("hb-field--wrong", isError);
    if (isError) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }

  /** Shows findings in the drawer. @param {Finding[]} due @param {Values} values */
  inDrawer(due, values) {
    const errors = due.filter((finding) => finding.severity === "error").length;
    const warnings = due.length - errors;
    const counted = [errors ? `${errors} 項須改` : "", warnings ? `${warnings} 項請看` : ""].filter(Boolean).join("，");
    const text = counted ? `檢查：${counted}` : this.checked ? "檢查：沒有發現問題" : "檢查：還沒有全部檢查";
    updateText(this.part("findings-count"), text);
    updateText(this.part("tab-count"), due.length ? ` ${due.length}` : "");
    this.part("findings").classList.toggle("hb-findings--errors", errors > 0);
    const none = this.part("findings-none");
    none.hidden = due.length > 0;
    updateText(none, this.checked ? "目前沒有須改的地方。" : NOT_YET);
    const template = this.part("finding-template");
    this.rows.show(this.list, due, values, (finding) => {
      const row = clone(template);
      row.classList.add(`hb-finding--${finding.severity}`);
      setText(row, "severity", severityName(finding));
      this.link(part(row, "message"), finding, values);
      setText(row, "fix", finding.fix);
      part(row, "more").append(...waysOn(finding, values, this.definition, (name) => clone(this.part(name))));
      this.cite(part(row, "cite"), finding.cite);
      return row;
    });
  }

  /** Shows errors, and only errors, on top, each as a link to its field. @param {Finding[]} due @param {Values} values */
  onTop(due, values) {
    const errors = due.filter((finding) => finding.severity === "error");
    const warnings = due.length - errors.length;
    const more = warnings ? `另有 ${warnings} 項請看，見下方檢查結果。` : "";
    const title = errors.length ? `有 ${errors.length} 項須改。` : "沒有須改的地方。";
    updateText(this.part("summary-title"), `${title}${more}本檢查不代替審批。`);
    this.summary.classList.toggle("hb-summary--good", !errors.length);
    const template = this.part("summary-template");
    this.errors.show(this.part("summary-list"), errors, values, (finding) => {
      const row = clone(template);
      this.link(part(row, "message"), finding, values);
      return row;
    });
  }

  /** Makes a link to the field of a finding. @param {HTMLElement} link @param {Finding} finding @param {Values} values */
  link(link, finding, values) {
    const key = keyOf(finding.field, values);
    const at = partsOf(key);
    const row = rowNumber(finding);
    const isRule = finding.code.includes("-") && !(finding.code in (this.definition.words || {}));
    const field = this.definition.sections.flatMap((section) => section.fields).find((one) => one.id === at.field);
    const where = isRule && field ? `${field.label}${row ? `第${row}列` : ""}：` : "";
    link.textContent = where + finding.message;
    /** @type {HTMLAnchorElement} */ (link).href = `#${idOf(key)}`;
    link.dataset.goto = key;
  }

  /** Makes a link to what a finding is based on. @param {HTMLElement} link @param {string} cite */
  cite(link, cite) {
    const citation = cite && this.definition.citations ? this.definition.citations[cite] : undefined;
    link.hidden = !citation;
    if (!citation) return;
    link.textContent = `依據：${citation.title}`;
    /** @type {HTMLAnchorElement} */ (link).href = (document.documentElement.dataset.base || "") + citation.url;
  }

  /** Shows how far each section is. @param {Finding[]} due @param {Values} values */
  chips(due, values) {
    const wrong = new Set(due.filter((finding) => finding.severity === "error").map((finding) => finding.field.split("[")[0]));
    for (const section of this.definition.sections) {
      // What is computed or signed by hand is nobody's task here.
      const chip = section.fields.some((field) => isFilledIn(field)) && this.chipOf(section.id);
      if (!chip) continue;
      const state = section.fields.some((field) => wrong.has(field.id)) ? "wrong" : progress(section.fields, values);
      updateText(chip, CHIPS[state]);
      chip.className = `hb-tasks__chip hb-tasks__chip--${state}`;
    }
  }

  /** The chip of a section. @param {string} section its id @returns {HTMLElement | null} */
  chipOf(section) {
    const known = this.parts.get(`#${section}`);
    if (known) return known;
    const found = /** @type {HTMLElement | null} */ (this.host.querySelector(`[data-section="${section}"] [data-part=chip]`));
    if (found) this.parts.set(`#${section}`, found);
    return found;
  }

  /** 「檢查」 was pressed: from now on everything is shown. */
  check() {
    this.checked = true;
    this.active = "";
    this.summary.hidden = false;
  }

  /** Puts the focus on the summary. */
  focusSummary() {
    this.summary.scrollIntoView({ block: "start" }); // it may be longer than the screen
    this.part("summary-title").focus({ preventScroll: true });
  }
}

const CHIPS = { none: "未開始", some: "未完成", done: "完成", wrong: "有問題" };

/** How far a section is. @param {import("../../src/browser/values/fields.js").Field[]} fields @param {Values} values @returns {"none" | "some" | "done"} */
function progress(fields, values) {
  const { filled, missing } = progressOf(fields, values);
  return filled === 0 ? "none" : missing ? "some" : "done";
}

/** The row a finding is about, from 1; 0 for none. @param {Finding} finding */
const rowNumber = (finding) => Number((/\[(\d+)\]/.exec(finding.field) || [0, -1])[1]) + 1;

/** A list of findings. Lines that stay are not made again. */
class Lines {
  constructor() {
    /** @type {Map<string, HTMLElement>} */
    this.known = new Map();
  }

  /** Shows a line for each finding. @param {HTMLElement} list @param {Finding[]} findings @param {Values} values @param {(finding: Finding) => HTMLElement} make a line */
  show(list, findings, values, make) {
    /** @type {Map<string, HTMLElement>} */
    const now = new Map();
    for (const finding of findings) {
      // All that a line says: the same finding has another text once its row has moved.
      const key = `${identity(finding, values)} ${rowNumber(finding)} ${finding.message}`;
      now.set(key, now.get(key) || this.known.get(key) || make(finding));
    }
    for (const [key, line] of this.known) if (!now.has(key)) line.remove();
    this.known = now;
    // Lines that stay where they are are not touched: all would be laid out again.
    let next = list.firstElementChild;
    for (const line of now.values()) {
      if (line === next) next = next.nextElementSibling;
      else list.insertBefore(line, next);
    }
    while (next) {
      const after = next.nextElementSibling;
      next.remove();
      next = after;
    }
  }
}

/** The same for the same finding, wherever its row stands. @param {Finding} finding @param {Values} values */
const identity = (finding, values) => `${finding.code} ${keyOf(finding.field, values)}`;

/** @param {Finding} finding */
const severityName = (finding) => (finding.severity === "error" ? "須改" : "請看");

/** What stands at the field. That a field is not filled in yet needs no advice there. @param {Finding} finding */
function sentence(finding) {
  const end = /[。！？]$/.test(finding.message) ? "" : "。";
  return `${severityName(finding)}：${finding.message}${end}${finding.code === "required" ? "" : finding.fix}`;
}

/** Sets a text, unless it stands there already: a screen reader would read it out again. @param {HTMLElement} element @param {string} text */
function updateText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
