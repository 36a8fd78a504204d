// What a log looks like where people read it, the table of the .docx and the rows of the .csv, and the files with it.
// Each file carries the record (header and entries as JSON) as well. The Python half, src/handbook/log/shown_table.py,
// works out from the record what a file must show; tests/fixtures/log holds both to the same files.
import { canonicalJson, shortCode } from "./chain.js";
import { wordTable } from "../documents/word/log-file.js";
import { duration, stamp } from "../values/moments.js";
import { told } from "./entries.js";

/**
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./chain.js").Header} Header
 */

export const HEADS = ["序", "時間", "已用時", "誰", "事項", "校驗碼"];
export const HINT = "時間取自裝置時鐘。每條的校驗碼由前一條算出，改動、刪除或調換都查得出來。";

/**
 * An entry as a row of the table, in the order of HEADS.
 * @param {Entry} entry
 */
export const cells = (entry) => [
  String(entry.seq),
  `${entry.at.slice(0, 10)} ${entry.at.slice(11, 19)} ${entry.at.slice(23)}`,
  duration(entry.elapsed),
  entry.who,
  told(entry),
  shortCode(entry.hash).slice(0, 9),
];

/**
 * The lines above the table: its title, and which record it is.
 * @param {Header} header
 * @param {readonly Entry[]} log
 */
export function frame(header, log) {
  const last = log[log.length - 1];
  return {
    title: `${header.drill ? "【演練】" : ""}${header.title} ${header.run.startsWith("checklist:") ? "執行" : "處置"}記錄`,
    about: `版本 ${header.version || "未註明"}；編號 ${header.run}；時區 ${log[0] ? log[0].zone : ""}；共 ${log.length} 條；結尾校驗碼 ${last ? shortCode(last.hash) : ""}`,
  };
}

/**
 * The record as .json, for `handbook verify-log`. Each entry has a line, so that a finding of the command names one.
 * @param {Header} header
 * @param {readonly Entry[]} log
 */
export function toJson(header, log) {
  const last = log[log.length - 1];
  const entries = log.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n");
  const top = [
    `"header": ${JSON.stringify(header)}`,
    `"exported": ${JSON.stringify(stamp(Date.now()))}`,
    `"clock": "device"`,
    `"count": ${log.length}`,
    `"head": ${JSON.stringify(last ? last.hash : "")}`,
  ];
  return `{\n${top.join(",\n")},\n"entries": [\n${entries}\n]\n}\n`;
}

/** JSON without characters that XML cannot hold: JSON may write them as escapes. @param {string} json */
const withoutControls = (json) => json.replace(/[\u007f-\u009f\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A cell of the .csv that no spreadsheet takes for a formula. @param {unknown} value */
function csvCell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const harmless = /^['=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/**
 * The log as .csv: a row for the header, one for each entry, one for the end. The last column holds the record of its row.
 * @param {Header} header
 * @param {readonly Entry[]} log
 */
export function toCsv(header, log) {
  const names = /** @type {const} */ (["seq", "at", "zone", "delta", "elapsed", "who", "kind", "text", "value", "note", "refers", "prev", "hash"]);
  const labels = ["序", "時間", "時區", "距上條毫秒", "已用毫秒", "誰", "種類", "事項", "內容", "備註", "更正第幾條", "前一條校驗碼", "校驗碼", "原始記錄"];
  const head = log.length ? log[log.length - 1].hash : "";
  const gap = ["", "", "", "", "", ""];
  const first = ["0", ...gap, frame(header, log).title, `版本 ${header.version || "未註明"}`, header.run, "", "", "", canonicalJson(header)];
  const last = ["止", ...gap, `共 ${log.length} 條`, "", "", "", "", head, canonicalJson({ entries: log.length, head })];
  const rows = log.map((entry) => [...names.map((name) => entry[name]), canonicalJson(entry)]);
  return `\ufeff${[labels, first, ...rows, last].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/**
 * The log as .docx: the lines above the table and the table; the record lies in a part that nobody sees.
 * @param {Header} header
 * @param {readonly Entry[]} log
 */
export function toWord(header, log) {
  const { title, about } = frame(header, log);
  const record = { namespace: "urn:handbook:log", text: withoutControls(toJson(header, log)) };
  return wordTable({ title, paragraphs: [about, HINT], heads: HEADS, widths: [6, 20, 11, 13, 34, 16], rows: log.map(cells), record });
}
