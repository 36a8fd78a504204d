// The lists of a response as spreadsheets (.xlsx, .csv). Dates are dates and numbers are numbers; everything else is text that
// no program takes for a formula.
// The twin is src/handbook/documents/spreadsheet.py; tests/contracts/test_spreadsheet.py binds both to the same cells.

import { fieldsOf } from "../values/fields.js";
import { cut } from "../values/graphemes.js";
import { PrintedValues } from "./printed-values.js";
import { ends } from "../values/time-spans.js";
import { parse } from "../values/parsing.js";
import { clean, display } from "../values/typed.js";
import { letterOf, xlsxBytes } from "./xlsx.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("./xlsx.js").WorksheetCell} WorksheetCell
 * @typedef {import("./xlsx.js").Worksheet} Worksheet
 * @typedef {import("./printed-values.js").PrintedRow} PrintedRow
 */

const BLANK_LINES = 30; // of a register in which nothing is filled in
/** @type {Record<string, string>} */
const FORMATS = { date: "yyyy-mm-dd", "date-time": "yyyy-mm-dd hh:mm", time: "hh:mm", money: "#,##0.00" };
const EARLIEST = "1900-03-01"; // programs count earlier days in different ways
const DAY_ZERO = Date.UTC(1899, 11, 30);
const RISKY = /^[=+\-@\t\r]/;
const MAX_WIDTH = 40;
const PAGE_WIDTH = 90; // characters that fit across an upright sheet
const SINGLE = "單項內容";
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\ud83c-\ud87f][\udc00-\udfff]/g;

/** A field as columns. A time span takes two columns, so that its start can be sorted by. @param {Field} field @returns {Field[]} */
function partsOf(field) {
  if (field.type === "time-span") return ["起", "訖"].map((end) => ({ ...field, type: "date-time", label: `${field.label}（${end}）` }));
  return field.type === "signature" ? [] : [field];
}

/** Each column of a row with its text. @param {Field[]} fields @param {PrintedRow} record @returns {{column: Field, text: string}[]} */
const cellsOf = (fields, record) =>
  fields.flatMap((field) => partsOf(field).map((column, at) => ({ column, text: textsOf(field, record)[at] })));

/** @param {Field} field @param {PrintedRow} record */
function textsOf(field, record) {
  const value = record[field.id];
  const text = typeof value === "string" ? clean(value) : "";
  if (field.type !== "time-span") return [text];
  const { canonical } = parse(field.type, text);
  return canonical ? ends(canonical) : [text, ""];
}

/**
 * An .xlsx file with a sheet for each list and one for the fields outside lists.
 * @param {Definition} definition
 * @param {PrintedRow} values computed fields must be among them
 * @returns {Uint8Array}
 */
export function workbook(definition, values) {
  const fields = fieldsOf(definition);
  const printed = new PrintedValues(definition, values);
  const lists = fields.filter((field) => field.type === "rows");
  const single = fields.filter((field) => field.type !== "rows" && field.type !== "signature");
  /** @type {Worksheet[]} */
  const sheets = [];
  for (const field of lists) sheets.push({ ...empty(definition, sheets, field.label), ...listOf(field, printed.rows(field.id).map(({ row }) => row)) });
  if (single.length) sheets.push({ ...empty(definition, sheets, lists.length ? SINGLE : definition.title), ...singleOf(single, values) });
  return xlsxBytes(clean(definition.title), sheets);
}

/** @param {Definition} definition @param {Worksheet[]} others @param {string} title */
function empty(definition, others, title) {
  const name = cut(clean(title).replace(/[\\/*?:[\]']/g, " ").trim(), 28) || "Sheet";
  const taken = new Set(others.map((sheet) => sheet.name.toLowerCase()));
  let unique = name;
  for (let number = 2; taken.has(unique.toLowerCase()); number += 1) unique = `${name} ${number}`;
  const header = title === definition.title ? title : `${definition.title}・${title}`;
  const version = definition.version ? `版本 ${definition.version}　` : "";
  return { name: unique, header: header.replace(/&/g, "&&"), footer: `${version}第 &P 頁，共 &N 頁` };
}

/** @param {Field} field @param {PrintedRow[]} rows */
function listOf(field, rows) {
  const columns = (field.fields || []).flatMap(partsOf);
  const lines = rows.length || Math.max(BLANK_LINES, field.lines || 0);
  const head = columns.map((column) => cellOf(null, `${column.label}${column.unit ? `（${column.unit}）` : ""}`, "head"));
  const body = Array.from({ length: lines }, (_, at) => cellsOf(field.fields || [], rows[at] || {}).map(({ column, text }) => cellOf(column, text)));
  const widths = columns.map((_, place) => widthOf([head, ...body], place));
  const offers = columns.flatMap((column, place) => offerOf(column, `${letterOf(place)}2:${letterOf(place)}${lines + 1}`));
  return { rows: [head, ...body], widths, offers, landscape: widths.reduce((sum, one) => sum + one, 0) > PAGE_WIDTH };
}

/** @param {Field[]} fields @param {PrintedRow} values */
function singleOf(fields, values) {
  const head = ["項目", "內容"].map((text) => cellOf(null, text, "head"));
  const rows = [head, ...cellsOf(fields, values).map(({ column, text }) => [cellOf(null, column.label), cellOf(column, text, "left")])];
  return { rows, widths: [widthOf(rows, 0), 60], offers: [], landscape: false };
}

/** One typed cell. What begins like a formula stays text, now and when somebody edits it.
 * @param {Field | null} field @param {string} text @param {"head" | "left" | ""} [kind] @returns {WorksheetCell} */
function cellOf(field, text, kind = "") {
  const type = field ? field.type : "text";
  const format = FORMATS[type] || (type === "number" || type === "computed" ? "General" : "@");
  const value = typed(type, text);
  if (value === null || typeof value === "number") return { value, format, kind };
  const shown = cut(field ? display(field, value) : clean(value), 32767);
  return { value: shown, format: "@", kind, quoted: RISKY.test(shown) };
}

/** The value as a spreadsheet keeps it. A value that is not what the field asks for stays text. @param {string} type @param {string} text */
function typed(type, text) {
  if (!text) return null;
  const { canonical } = parse(type === "computed" ? "number" : type, text);
  if (!canonical) return text;
  if (type === "number" || type === "money" || type === "computed") return Number(canonical);
  if ((type === "date" || type === "date-time") && canonical >= EARLIEST) {
    const [day, clock] = canonical.split("T");
    return (Date.parse(`${day}T${clock || "00:00"}:00Z`) - DAY_ZERO) / 86400000;
  }
  if (type === "time") return Date.parse(`1970-01-01T${canonical}:00Z`) / 86400000;
  return text;
}

/** The width of a column in characters, by its longest line, up to `MAX_WIDTH`. @param {WorksheetCell[][]} rows @param {number} place */
function widthOf(rows, place) {
  let widest = 0;
  for (const row of rows) {
    const { value, format } = row[place];
    const isMoment = typeof value === "number" && /[ymh]/.test(format);
    const shown = isMoment ? "0000-00-00 00:00" : value === null ? "" : String(value);
    for (const line of shown.split("\n")) widest = Math.max(widest, line.replace(WIDE, "aa").length);
  }
  return Math.min(MAX_WIDTH, Math.max(8, widest + 2.5));
}

/** A drop-down of the choices, if they fit into one. It accepts other values as well. @param {Field} column @param {string} cells */
function offerOf(column, cells) {
  const labels = column.type === "choice" ? (column.choices || []).map((choice) => choice.label || choice.value) : [];
  const choices = labels.join(",");
  const fits = choices && choices.length <= 250 && !choices.includes('"') && !labels.some((label) => label.includes(","));
  return fits ? [{ cells, choices }] : [];
}

// ── .csv ──

/**
 * One list as .csv, with the byte order mark by which Excel recognises UTF-8.
 * @param {Field} field
 * @param {PrintedRow} values
 * @returns {string}
 */
export function csvText(field, values) {
  const columns = field.fields || [];
  const given = values[field.id];
  const rows = Array.isArray(given) ? given : [];
  const lines = [columns.flatMap(partsOf).map((column) => harmless(column.label))];
  for (const row of rows) {
    const cells = row && typeof row === "object" ? cellsOf(columns, row).map(({ column, text }) => csvCell(column, text)) : [];
    if (cells.some((cell) => cell)) lines.push(cells);
  }
  return `\ufeff${lines.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("")}`;
}

/** @param {Field} column @param {string} text */
function csvCell(column, text) {
  const { canonical } = parse(column.type, text);
  if (canonical) {
    if (column.type === "number" || column.type === "money" || column.type === "date") return canonical;
    if (column.type === "date-time") return canonical.replace("T", " ");
  }
  return harmless(display(column, text));
}

/** The text, after an apostrophe if a spreadsheet would take it for a formula. @param {string} text */
const harmless = (text) => (RISKY.test(text) || RISKY.test(text.normalize("NFKC")) ? `'${text}` : text);

/** @param {string} cell */
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
