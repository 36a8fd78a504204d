// <hb-checklist>: keeps the ticks of a checklist on this device and makes its pause points binding.
import { HbElement } from "../common/element.js";
import { copyRich } from "../common/copy.js";
import { part } from "../common/part.js";
import { isolate } from "../common/isolate.js";
import { pagePath } from "../common/runs.js";
import { get, subscribe, update } from "../common/storage.js";
import { fingerprint, mergeTicks, readTicks, writeOut } from "./ticks.js";

/**
 * @typedef {import("./ticks.js").Mark} Mark
 * @typedef {import("./ticks.js").Ticks} Ticks
 * @typedef {{id: string, row: HTMLElement, box: HTMLInputElement, text: string, hash: string}} Item
 * @typedef {{id: string, row: HTMLElement, button: HTMLButtonElement}} Pause
 */

/** @param {number} ms */
const clock = (ms) => new Date(ms).toTimeString().slice(0, 5);

export class HbChecklist extends HbElement {
  static tag = "hb-checklist";

  /** @type {Ticks} what this page shows */
  ticks = { items: {}, pauses: {} };
  /** @type {Ticks|null} what a reset has taken away */
  erased = null;
  /** @type {Record<string, number>} the time of the mark that is on disk, by item id */
  saved = {};
  /** @type {Promise<unknown>} writes wait for each other */
  writing = Promise.resolve();
  /** @type {(Item|Pause)[]} in the order of the page */
  rows = [];

  connected() {
    this.rows = [...this.querySelectorAll("[data-item], [data-pause]")].map((row) => this.readRow(row));
    this.classList.add("hb-checklist--running");
    for (const button of this.querySelectorAll("[data-do='pause']")) button.removeAttribute("hidden");
    part(this, "tools").hidden = false;
    this.addEventListener("change", (event) => this.onChange(event));
    this.addEventListener("click", (event) => this.onClick(event));
    subscribe((change) => change.store === "runs" && change.id === this.key && this.load());
    this.show();
    return this.load();
  }

  get key() {
    return `checklist:${this.dataset.id}`;
  }

  /** @param {Element} element @returns {Item|Pause} */
  readRow(element) {
    const row = /** @type {HTMLElement} */ (element);
    if (row.dataset.pause) {
      const button = /** @type {HTMLButtonElement} */ (row.querySelector("[data-do='pause']"));
      return { id: row.dataset.pause, row, button };
    }
    const box = /** @type {HTMLInputElement} */ (row.querySelector("input[type=checkbox]"));
    const text = part(row, "action").textContent || "";
    return { id: row.dataset.item || "", row, box, text, hash: fingerprint(text) };
  }

  async load() {
    try {
      const run = await get("runs", this.key);
      if (run) {
        const stored = readTicks(run.state);
        this.ticks = mergeTicks(this.ticks, stored);
        for (const [id, mark] of Object.entries(stored.items)) this.saved[id] = mark.at;
      }
    } catch (error) {
      this.warn(error);
    }
    this.show();
  }

  /** @param {Event} event */
  onChange(event) {
    const item = this.rows.find((row) => "box" in row && row.box === event.target);
    if (!item || !("box" in item)) return;
    this.erased = null;
    this.mark({ items: { [item.id]: { on: item.box.checked, at: Date.now(), hash: item.hash } }, pauses: {} });
  }

  /** @param {Event} event */
  onClick(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (!(button instanceof HTMLElement) || !this.contains(button)) return;
    const wanted = button.dataset.do;
    if (wanted === "pause") {
      const pause = this.rows.find((row) => "button" in row && row.button === button);
      if (pause) this.mark({ items: {}, pauses: { [pause.id]: { on: !this.isOn(pause), at: Date.now() } } });
    } else if (wanted === "reset") this.reset();
    else if (wanted === "undo") this.undo();
    else if (wanted === "print") this.print();
    else if (wanted === "copy-text") this.copy("text");
    else if (wanted === "copy-markdown") this.copy("markdown");
  }

  /** @param {Item|Pause} row */
  isOn(row) {
    const marks = "box" in row ? this.ticks.items : this.ticks.pauses;
    return Boolean(marks[row.id] && marks[row.id].on);
  }

  reset() {
    const at = Date.now();
    /** @param {Record<string, Mark>} marks */
    const off = (marks) => Object.fromEntries(Object.keys(marks).map((id) => [id, { on: false, at }]));
    this.erased = this.ticks;
    return this.mark({ items: off(this.ticks.items), pauses: off(this.ticks.pauses) });
  }

  undo() {
    if (!this.erased) return;
    const at = Date.now();
    /** @param {Record<string, Mark>} marks; later than the reset, or the reset would win */
    const again = (marks) => Object.fromEntries(Object.entries(marks).map(([id, mark]) => [id, { ...mark, at }]));
    const { items, pauses } = this.erased;
    this.erased = null;
    return this.mark({ items: again(items), pauses: again(pauses) });
  }

  /**
   * Takes new marks on, shows them, and says "saved" only when they are on disk.
   * @param {Ticks} change
   */
  mark(change) {
    this.ticks = mergeTicks(this.ticks, change);
    this.show();
    const write = async () => {
      try {
        const run = await update("runs", this.key, (stored) => this.record(mergeTicks(readTicks(stored && stored.state), this.ticks)));
        this.ticks = mergeTicks(this.ticks, readTicks(run.state));
        for (const [id, mark] of Object.entries(readTicks(run.state).items)) this.saved[id] = mark.at;
        part(this, "warning").hidden = true;
        part(this, "status").textContent = `已存於本機 ${clock(Date.now())}`;
      } catch (error) {
        this.warn(error);
      }
      this.show();
    };
    this.writing = this.writing.then(write);
    this.dispatchEvent(new CustomEvent("hb-checklist-change", { bubbles: true, detail: { id: this.dataset.id } }));
    return this.writing;
  }

  /** @param {Ticks} ticks @returns {import("../common/runs.js").Run} */
  record(ticks) {
    const items = this.rows.filter((row) => "box" in row);
    const done = items.filter((row) => ticks.items[row.id] && ticks.items[row.id].on).length;
    return {
      id: this.key,
      kind: "checklist",
      target: this.dataset.id || "",
      version: this.dataset.version || "",
      name: part(this, "title").textContent || "",
      state: { ...ticks, done, total: items.length, open: done > 0 && done < items.length, path: pagePath() },
      log: [],
      updated: Date.now(),
    };
  }

  /** @param {unknown} error */
  warn(error) {
    console.warn("hb-checklist: ticks are not stored", error);
    part(this, "status").textContent = "";
    const warning = part(this, "warning");
    warning.textContent = "勾選未能存入本機，關閉此頁就會消失。請繼續勾選，做完後列印或複製。";
    warning.hidden = false;
  }

  show() {
    let blocked = false;
    let done = 0;
    let missing = 0;
    let total = 0;
    for (const row of this.rows) {
      const on = this.isOn(row);
      if ("button" in row) {
        this.showPause(row, on, missing, blocked);
        if (!on) blocked = true;
        continue;
      }
      total += 1;
      if (on) done += 1;
      else missing += 1;
      const mark = this.ticks.items[row.id];
      row.box.checked = on;
      row.box.disabled = blocked;
      row.row.classList.toggle("hb-checklist__item--done", on);
      row.row.classList.toggle("hb-checklist__item--waiting", blocked);
      const stored = mark && this.saved[row.id] === mark.at;
      part(row.row, "when").textContent = on && mark ? (stored ? clock(mark.at) : "未存") : "";
      part(row.row, "changed").hidden = !(on && mark && mark.hash && mark.hash !== row.hash);
    }
    part(this, "count").textContent = `${done} / ${total}`;
    part(this, "bar").style.transform = `scaleX(${total ? done / total : 0})`;
    const undo = this.querySelector("[data-do='undo']");
    if (undo instanceof HTMLElement) undo.hidden = !this.erased;
  }

  /** @param {Pause} pause @param {boolean} on @param {number} missing @param {boolean} blocked */
  showPause(pause, on, missing, blocked) {
    const mark = this.ticks.pauses[pause.id];
    pause.row.classList.toggle("hb-checklist__pause--confirmed", on);
    pause.button.disabled = blocked;
    pause.button.setAttribute("aria-pressed", String(on));
    pause.button.textContent = on ? "取消確認" : missing ? `前面還有 ${missing} 項未勾，仍要繼續` : "已確認，繼續";
    const state = part(pause.row, "pause-state");
    state.hidden = !on;
    state.textContent = on && mark ? `✓ 已確認 ${clock(mark.at)}` : "";
  }

  print() {
    const restore = isolate(this);
    addEventListener("afterprint", restore, { once: true });
    print();
  }

  /** @param {"text"|"markdown"} style */
  copy(style) {
    /** @type {import("./ticks.js").Line[]} */
    const lines = [];
    for (const element of this.querySelectorAll(".hb-checklist__group, [data-item], [data-pause]")) {
      const row = this.rows.find((one) => one.row === element);
      if (!row) lines.push({ kind: "group", text: element.textContent || "" });
      else if ("button" in row) {
        const text = (row.row.querySelector("p") || row.row).textContent || "";
        lines.push({ kind: "pause", text, extra: part(row.row, "pause-state").textContent || "" });
      } else {
        const facts = [...row.row.querySelectorAll(".hb-checklist__fact, .hb-checklist__chip--due")];
        const extra = facts.map((fact) => fact.textContent).join("，");
        lines.push({ kind: "item", text: row.text, on: this.isOn(row), extra });
      }
    }
    const text = writeOut(part(this, "title").textContent || "", part(this, "count").textContent || "", lines, style);
    part(this, "status").textContent = copyRich("", text) ? "已複製" : "瀏覽器不允許複製，請選取文字後自行複製";
  }
}
