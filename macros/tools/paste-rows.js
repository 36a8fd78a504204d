// Pasting a block from a spreadsheet into a list. The block is shown with its columns matched to ours, taken only when the reader
// confirms, and can be undone at once.

import { button, make } from "../../src/browser/elements/dom.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { isBlankRow, isFilledIn } from "../../src/browser/values/fields.js";
import { today, whichDay } from "../../src/browser/values/which-day.js";
import { clearedTimes, lastMoment } from "../../src/browser/values/row-times.js";
import { firstDay } from "../draft-desk/shifted-dates.js";
import { oneLine, rowsFrom } from "./cells.js";
import { DAY, knowSimplified, matchColumns } from "./columns.js";
import { MAX_ROWS, oneCell, readHtml, readText } from "./table.js";

/**
 * @typedef {Pick<import("../template/filling-page.js").FillingPage, "definition" | "values" | "form" | "note">} Page
 * @typedef {import("../template/rows-editor.js").RowsEditor} RowsEditor
 * @typedef {import("./table.js").Table} Table
 * @typedef {import("../../src/browser/values/fields.js").Row} Row
 */

const PREVIEW = 5; // rows shown before they are taken

export class PasteRows {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {{editor: RowsEditor, panel: HTMLElement, at: number} | null} */
    this.open = null;
    page.form.form.addEventListener("paste", (event) => this.pasted(event));
    page.form.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.open || event.isComposing) return;
      event.preventDefault(); // it must not close the findings as well
      this.close(true);
    });
  }

  /** Asks for a block. @param {string} id of the list */
  ask(id) {
    const editor = this.page.form.editors.get(id);
    if (!editor) return;
    const area = make("textarea", { class: "hb-field__input", rows: "3", id: `paste-${id}` });
    area.addEventListener("paste", (event) => {
      const data = event.clipboardData;
      const table = data ? tableOf(data.getData("text/plain"), data.getData("text/html"), true) : [];
      if (!table.length) return;
      event.preventDefault();
      event.stopPropagation();
      this.show(editor, table, editor.rows.length);
    });
    area.addEventListener("input", () => {
      const table = readText(area.value);
      if (table.length) this.show(editor, table, editor.rows.length);
    });
    const label = make("label", { for: area.id, class: "hb-field__label" }, "在 Excel、WPS 表格或 Word 裡選好、複製，在這裡貼上（Ctrl+V）");
    this.place(editor, editor.rows.length, [label, area, make("p", "hb-paste__buttons", button("取消", () => this.close(true)))]);
    area.focus();
  }

  /** Something was pasted into a field. @param {ClipboardEvent} event */
  pasted(event) {
    const data = event.clipboardData;
    if (!data || !(event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)) return;
    const [text, html] = [data.getData("text/plain"), data.getData("text/html")];
    const cell = oneCell(text, html);
    if (cell === null && !this.pasteInto(event.target, text, html)) return;
    event.preventDefault();
    if (cell !== null) insert(event.target, cell);
  }

  /** Shows a block that was pasted into a field of a row. @param {EventTarget | null} control @param {string} text @param {string} html @returns {boolean} whether it is one */
  pasteInto(control, text, html) {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)) return false;
    const place = this.page.form.at({ target: control });
    const list = place ? place.key.split("/")[0] : "";
    const editor = place && place.field.id !== list ? this.page.form.editors.get(list) : undefined;
    if (!place || !editor) return false;
    const table = tableOf(text, html, control instanceof HTMLInputElement);
    if (!table.length) return false;
    const row = /** @type {Row} */ (place.record);
    const at = editor.rows.indexOf(row);
    this.show(editor, table, isBlankRow(editor.field, row) ? at : at + 1, place.id);
    return true;
  }

  /**
   * Takes what was pasted before the tools were there; what is no block is put in as text.
   * @param {HTMLInputElement | HTMLTextAreaElement} control @param {string} text @param {string} html
   */
  held(control, text, html) {
    if (this.pasteInto(control, text, html)) return;
    control.focus();
    insert(control, oneCell(text, html) ?? text);
  }

  /**
   * Shows a block, to be confirmed.
   * @param {RowsEditor} editor of the list @param {Table} table @param {number} at the row before which its rows go
   * @param {string} [from] the field it was pasted into
   */
  show(editor, table, at, from = "") {
    const fields = (editor.field.fields || []).filter(isFilledIn);
    knowSimplified(this.page.definition.simplified || "");
    const match = matchColumns(fields, table, from);
    // One column pasted into a field is meant for that field, whatever is in it.
    if (from && !match.header && match.columns.length === 1) match.columns = [from];
    const header = make("input", { type: "checkbox" });
    header.checked = match.header > 0;
    const headings = match.header > 1 ? `前 ${match.header} 行是標題` : "第一行是標題";
    const body = () => (header.checked ? table.slice(Math.max(1, match.header)) : table);
    let guesses = 0;
    const near = firstDay(this.page.definition, this.page.values);
    const guess = (/** @type {string} */ type, /** @type {string} */ text) => {
      const canonical = whichDay(type, text, near, today());
      if (canonical) guesses += 1;
      return canonical;
    };
    const count = make("p", { class: "hb-paste__count", role: "status" });
    const grid = make("div", { class: "hb-paste__grid", tabindex: "0", role: "region", "aria-label": "貼上的內容與對應的欄位" });
    const rows = () => {
      guesses = 0;
      return withDays(rowsFrom(fields, body(), match.columns, guess), momentsOf(editor.field), lastAbove(editor, at) || near);
    };
    const take = button("", () => this.take(editor, at, rows(), guesses), "hb-button--strong");
    const draw = () => {
      const found = rows().length;
      const unused = match.columns.filter((id) => id === "").length;
      count.textContent = `認出 ${found} 列${unused ? `，有 ${unused} 欄沒有對應，不會加入` : ""}。請核對每一欄對到哪裡，不對的可以改選。`;
      take.textContent = `加入 ${found} 列`;
      take.disabled = found === 0;
    };
    const choosers = match.columns.map((id, column) => chooser(fields, id, column, (chosen) => {
      // Each of ours is filled from one column only.
      match.columns.forEach((other, index) => {
        if (chosen && other === chosen) {
          match.columns[index] = "";
          choosers[index].value = "";
        }
      });
      match.columns[column] = chosen;
      choosers[column].value = chosen;
      draw();
    }));
    const tbody = make("tbody");
    const fill = () => {
      const shown = body().slice(0, PREVIEW);
      tbody.replaceChildren(...shown.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell.slice(0, 60))))));
      draw();
    };
    header.addEventListener("change", fill);
    const heads = choosers.map((select) => make("th", { scope: "col" }, select));
    grid.append(make("table", "hb-paste__table", make("thead", {}, make("tr", {}, ...heads)), tbody));
    fill();
    const title = make("p", { class: "hb-paste__title", tabindex: "-1" }, `貼上到「${editor.field.label}」`);
    this.place(editor, at, [
      title,
      count,
      make("label", "hb-paste__header", header, headings),
      grid,
      make("p", "hb-paste__more", table.length > PREVIEW ? `這裡只顯示前 ${PREVIEW} 行，加入時是全部。${table.length > MAX_ROWS ? `一次最多讀 ${MAX_ROWS} 行，其餘請分次貼上。` : ""}` : ""),
      make("p", "hb-paste__buttons", take, button("取消", () => this.close(true))),
    ]);
    title.focus();
  }

  /** Puts a panel below the list. @param {RowsEditor} editor @param {number} at @param {HTMLElement[]} content */
  place(editor, at, content) {
    this.close(false);
    const panel = make("div", { class: "hb-paste", role: "group", "aria-label": `貼上到「${editor.field.label}」` }, ...content);
    editor.element.append(panel);
    panel.scrollIntoView({ block: "nearest" });
    this.open = { editor, panel, at };
  }

  /** Closes the panel. @param {boolean} back whether the focus returns to the list */
  close(back) {
    if (!this.open) return;
    const { editor, panel } = this.open;
    this.open = null;
    panel.remove();
    const again = editor.element.querySelector("[data-do=rows-paste]");
    if (back && again instanceof HTMLElement) again.focus();
  }

  /** Takes the rows. @param {RowsEditor} editor @param {number} at @param {Row[]} rows @param {number} guesses how many dates were not written out */
  take(editor, at, rows, guesses) {
    this.close(true);
    const ids = new Set(rows.map(() => freshId()));
    const given = Array.from(ids, (_id, index) => ({ ...rows[index], _id }));
    editor.insertAll(at, given);
    const told = guesses ? `其中 ${guesses} 個日期沒有寫全，已補上最近的，請核對。` : "";
    this.page.note(`已在「${editor.field.label}」加入 ${rows.length} 列。${told}`, "復原", () => editor.removeAll(ids));
  }
}

/**
 * A choice of the field into which a pasted column goes.
 * @param {import("../../src/browser/values/fields.js").Field[]} fields @param {string} id of the field that was matched, or ""
 * @param {number} column @param {(id: string) => void} chosen
 */
function chooser(fields, id, column, chosen) {
  const select = make("select", { class: "hb-field__input", "aria-label": `第 ${column + 1} 欄對應` });
  select.append(new Option("不用", ""), ...fields.map((field) => new Option(field.label, field.id)));
  if (fields.some((field) => field.type === "date-time" || field.type === "time-span")) select.append(new Option("併入時間", DAY));
  select.value = id;
  select.addEventListener("change", () => chosen(select.value));
  return select;
}

/**
 * The block on the clipboard; empty for what is better pasted as ordinary text.
 * @param {string} text @param {string} html @param {boolean} oneLine whether the field takes one line: several lines are a column then
 */
function tableOf(text, html, oneLine) {
  const table = readHtml(html);
  if (table.length > 1 || (table.length && table[0].length > 1)) return table;
  const lines = readText(text);
  const isBlock = lines.length > 0 && (lines[0].length > 1 || (oneLine && lines.length > 1));
  return isBlock ? lines : [];
}

/** Puts text where the caret stands, so that it can be undone; a field of one line has commas for line breaks.
 * @param {HTMLInputElement | HTMLTextAreaElement} control @param {string} text */
function insert(control, text) {
  document.execCommand("insertText", false, control instanceof HTMLInputElement ? oneLine(text.trim()) : text);
}

/** The columns of a list that hold a day with a time, in their order. @param {import("../../src/browser/values/fields.js").Field} list */
export const momentsOf = (list) => (list.fields || []).filter((column) => column.type === "date-time").map((column) => column.id);

/** The last moment in the rows above; "" for none. @param {RowsEditor} editor @param {number} at */
const lastAbove = (editor, at) =>
  editor.rows.slice(0, at).map((row) => lastMoment(momentsOf(editor.field), row)).filter((moment) => moment).pop() || "";

/** The rows with the days that the rows above them give. @param {Row[]} rows @param {string[]} columns @param {string} before */
function withDays(rows, columns, before) {
  let last = before;
  return rows.map((row) => {
    const whole = { ...row, ...clearedTimes(columns, row, last) };
    last = lastMoment(columns, whole) || last;
    return whole;
  });
}
