// A run as text: copied, handed over to the next shift, and as a calendar. No page, no storage.

import { calendarOf } from "../../src/browser/documents/icalendar.js";

/**
 * @typedef {object} Line one line of the list
 * @property {"group"|"item"|"pause"} kind
 * @property {string} id
 * @property {string} text
 * @property {boolean} settled whether nothing is left to do
 * @property {string} outcome done, na, undone or ""
 * @property {string} owner person or role
 * @property {string} due 2026-10-12T09:00, or ""
 * @property {string} when the due time in words
 * @property {string} note evidence, reason, time of the tick
 *
 * @typedef {object} RunText a run, to be written
 * @property {string} title of the list
 * @property {string} name of the run
 * @property {string} progress 3 / 12
 * @property {string} start 2026-10-12T09:00, or ""
 * @property {Line[]} lines
 * @property {string[]} contacts
 */

/** @type {Record<string, string>} what an item is when it is not done */
export const OUTCOMES = { na: "不適用", undone: "未做" };

/** 2026-10-12T09:00 as 2026年10月12日（週一）09:00; "" for "". @param {string} moment */
export function shownMoment(moment) {
  if (!moment) return "";
  const [year, month, day] = moment.slice(0, 10).split("-").map(Number);
  const weekday = "日一二三四五六"[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${year}年${month}月${day}日（週${weekday}）${moment.slice(11, 16)}`;
}

/** What stands behind a line: who, when, and the note. @param {Line} line */
const extraOf = (line) => [line.owner, line.due ? shownMoment(line.due) : line.when, line.note].filter(Boolean).join("，");

/** The whole run. @param {RunText} sheet @param {"text" | "markdown"} style */
export function writeOut(sheet, style) {
  const markdown = style === "markdown";
  const head = `${sheet.title}${sheet.name ? `：${sheet.name}` : ""}（${sheet.progress}）`;
  const out = [markdown ? `# ${head}` : head];
  for (const line of sheet.lines) {
    const extra = extraOf(line) ? `（${extraOf(line)}）` : "";
    const isDone = line.outcome === "done";
    if (line.kind === "group") out.push("", markdown ? `## ${line.text}` : `【${line.text}】`, ...(markdown ? [""] : []));
    else if (line.kind === "pause") out.push(markdown ? `- **${line.text}**${extra}` : `■ ${line.text}${extra}`);
    else out.push(`${markdown ? (isDone ? "- [x] " : "- [ ] ") : isDone ? "☑ " : line.settled ? "☒ " : "☐ "}${line.text}${extra}`);
  }
  return out.join("\n") + "\n";
}

/**
 * What the next shift must know: what is open, what comes next, whom to call.
 * @param {RunText} sheet
 * @param {{from: string, to: string, words: string}} hands who hands over, who takes over, and what is to be said
 * @param {string} now 2026-10-12T09:00
 */
export function handOver(sheet, hands, now) {
  const items = sheet.lines.filter((line) => line.kind === "item");
  const open = items.filter((line) => !line.settled);
  const timed = open.filter((line) => line.due).sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  const late = timed.filter((line) => line.due < now);
  const coming = timed.filter((line) => line.due >= now);
  const next = coming.filter((line) => line.due === coming[0].due);
  const rest = open.filter((line) => !late.includes(line));
  const skipped = items.filter((line) => line.outcome === "na" || line.outcome === "undone");
  /** @param {Line} line */
  const one = (line) => `□ ${line.text}${extraOf(line) ? `（${extraOf(line)}）` : ""}`;
  /** @param {string} title @param {string[]} rows */
  const block = (title, rows) => (rows.length ? ["", `【${title}】`, ...rows] : []);
  const confirmed = sheet.lines.filter((line) => line.kind === "pause" && !line.settled).map((line) => `■ ${line.text}`);
  return [
    `交班單　${sheet.title}${sheet.name ? `：${sheet.name}` : ""}`,
    `製表：${shownMoment(now)}　進度：${sheet.progress}${sheet.start ? `　開始：${shownMoment(sheet.start)}` : ""}`,
    `交班：${hands.from || "＿＿＿＿"}　接班：${hands.to || "＿＿＿＿"}`,
    ...block("要交代的話", hands.words ? [hands.words] : []),
    ...block("下一個時限", next.length ? next.map((line) => `${shownMoment(line.due)}　${line.text}${line.owner ? `（${line.owner}）` : ""}`) : [open.length ? "沒有算得出的時限" : "都已處理"]),
    ...block(`已逾時（${late.length}）`, late.map(one)),
    ...block(`${late.length ? "其餘" : ""}未完成（${rest.length}）`, open.length ? rest.map(one) : ["都已處理"]),
    ...block("尚未確認的停頓點", confirmed),
    ...block(`不適用、未做（${skipped.length}）`, skipped.map((line) => `${line.text}（${line.note}）`)),
    ...block("聯絡", sheet.contacts),
    "",
    "交班簽名：＿＿＿＿＿＿　接班簽名：＿＿＿＿＿＿　時間：＿＿＿＿＿＿",
  ].join("\n") + "\n";
}

/**
 * The open items with a due time as a calendar.
 * @param {RunText} sheet @param {string} target id of the list @param {string} run id of the run
 * @param {number} updated when the run was stored last, ms since 1970
 * @returns {{text: string, count: number, untimed: number}} the iCalendar file; how many open items are in it, and how many are not
 */
export function calendarText(sheet, target, run, updated) {
  const fields = [
    { id: "due", label: "時限", type: "date-time" },
    { id: "action", label: "項目", type: "text" },
    { id: "owner", label: "負責", type: "text" },
    { id: "event", label: "事件", type: "text" },
  ];
  const name = [sheet.title, sheet.name].filter(Boolean).join("：");
  const events = [{ rows: "items", start: "due", summary: ["action"], details: ["owner", "event"], remind: 30 }];
  const definition = {
    id: target,
    title: name,
    sections: [{ id: "all", title: "", fields: [{ id: "name", label: "名稱", type: "text" }, { id: "items", label: "項目", type: "rows", fields }] }],
    events,
  };
  const open = sheet.lines.filter((line) => line.kind === "item" && !line.settled);
  const items = open
    .filter((line) => line.due)
    .map((line) => ({ _id: line.id, due: line.due, action: line.text, owner: line.owner, event: name }));
  const saved = new Date(updated).toISOString();
  return { text: calendarOf(definition, { name, items }, { identity: run, saved }).text, count: items.length, untimed: open.length - items.length };
}
