// Afterwards: how long each step took, whether reports were in time, and the skeleton of a review (復盤).
import { make } from "../../src/browser/elements/dom.js";
import { clockTime, duration, readableMinute } from "../../src/browser/values/moments.js";
import { chargeText, dues, dueText, limitName, receivedAt } from "./report.js";
import { MOVES } from "./run-state.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 *
 * @typedef {object} FlowReview a review, to be shown, copied or printed
 * @property {string} title
 * @property {string[]} paragraphs above the table
 * @property {string[]} heads of the table's columns
 * @property {number[]} widths of the columns, in percent
 * @property {string[][]} rows
 * @property {string[]} after lines below the table
 */

const QUESTIONS = ["經過（依記錄，不憑記憶）：", "做得對、要留下的：", "可以更快的，卡在哪裡：", "流程、號碼、時限哪裡要改：", "改什麼、誰負責、何時完成："];
/** @type {Record<string, string>} how a step was left, where it was not simply done */
const REMARKS = { back: "（返回）", "not-possible": "（沒有做成）", "not-needed": "（不需要）", exit: "（情況變了）" };
const HEADS = ["步驟", "開始", "用時", "時限", "憑據"];

const WAYS_UP = new Set(["unreachable", "no-answer", "busy", "no-authority", "accepted"]);

/** The steps gone through, each with its time. @param {FlowDefinition} definition @param {readonly Entry[]} log */
function stepRows({ nodes }, log) {
  const first = nodes.values().next().value;
  const start = first ? first.id : "";
  let at = start;
  let begun = log[0];
  /** @type {string[][]} */
  const rows = [];
  for (const entry of log) {
    if (!MOVES.has(entry.kind) && !["back", "end", "stop"].includes(entry.kind)) continue;
    const node = nodes.get(at);
    const kept = log.filter((one) => one.kind === "evidence" && one.node === at).length;
    const wanted = node ? node.evidence.length : 0;
    const text = `${node ? node.text : at}${REMARKS[entry.kind] || ""}`;
    rows.push([text, clockTime(begun.wall), duration(entry.elapsed - begun.elapsed), node ? node.within : "", wanted ? `${kept}/${wanted}` : ""]);
    begun = entry;
    if (entry.kind === "back") at = placeAfter(start, log.slice(0, log.indexOf(entry) + 1));
    else if (entry.next) at = entry.next; // an ended run may be opened again, at the step where it ended
  }
  return rows;
}

/** Id of the step in which a log ends. @param {string} start id of the first step @param {readonly Entry[]} log */
function placeAfter(start, log) {
  const path = [start];
  for (const { kind, next } of log) {
    if (MOVES.has(kind) && next) path.push(next);
    else if (kind === "back" && path.length > 1) path.pop();
  }
  return path[path.length - 1];
}

/** A report that was still to come when the run ended; "" for any other. @param {import("./report.js").DueReport} one */
function missed({ limit, isAsked, due, done, late }) {
  if (done || late) return "";
  return `${limitName(limit)} 結束時未報（${limit.minutes && isAsked ? `限 ${readableMinute(due).slice(5)} 前` : isAsked ? "時限待定" : "沒有走到要報的一步"}）`;
}

/**
 * The review of a run.
 * @param {FlowDefinition} definition
 * @param {{header: import("../../src/browser/log/chain.js").Header, log: readonly Entry[]}} run
 * @returns {FlowReview}
 */
export function review(definition, { header, log }) {
  const last = log[log.length - 1];
  const received = readableMinute(receivedAt(log));
  const ups = log.filter((entry) => WAYS_UP.has(entry.kind));
  const limits = dues(definition, log, last ? last.wall : 0);
  const jumps = log.filter((entry) => entry.kind === "clock").length;
  return {
    title: `${header.drill ? "【演練】" : ""}${header.title} 復盤`,
    paragraphs: [
      `接報 ${received}；共 ${log.length} 條記錄；總用時 ${duration(last ? last.elapsed : 0)}${jumps ? `；時鐘跳動 ${jumps} 次，見記錄` : ""}`,
      ...limits.map((due) => `報告　${missed(due) || dueText(due, last.wall)}`),
      ...(definition.ladder.length ? [`負責　${chargeText(definition, log)}`] : []),
      ...ups.map((entry) => `往上　${clockTime(entry.wall)} ${entry.text}${entry.value ? `：${entry.value}` : ""}`),
    ],
    heads: HEADS,
    widths: [44, 12, 14, 20, 10],
    rows: stepRows(definition, log),
    after: QUESTIONS.flatMap((question) => [question, ""]),
  };
}

/** Shows a review, to talk about it at once. @param {HTMLElement} place @param {FlowReview} sheet */
export function drawReview(place, { title, paragraphs, heads, rows, after }) {
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text)));
  const body = rows.map((row) => make("tr", {}, ...row.map((text) => make("td", {}, text))));
  const name = make("h3", { class: "hb-flow__review-title", tabindex: "-1" }, title);
  place.replaceChildren(
    name,
    ...paragraphs.map((text) => make("p", {}, text)),
    make("table", "hb-flow__table", make("thead", {}, head), make("tbody", {}, ...body)),
    make("ul", {}, ...after.filter((text) => text).map((text) => make("li", {}, text))),
  );
  place.hidden = false;
  place.scrollIntoView();
  name.focus({ preventScroll: true });
}

/** A review as text, its table with tabs. @param {FlowReview} sheet */
export function reviewText({ title, paragraphs, heads, rows, after }) {
  return [title, "", ...paragraphs, "", heads.join("\t"), ...rows.map((row) => row.join("\t")), "", ...after].join("\n");
}
