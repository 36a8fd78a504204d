// What is to be reported by when, worked out from the log; and the reports as texts in which a blank is marked. No page.
import { shortCode } from "../../src/browser/log/chain.js";
import { clockTime, duration, readableMinute, stamp } from "../../src/browser/values/moments.js";
import { keeper, told } from "../../src/browser/log/entries.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 * @typedef {import("./definition.js").ReportElement} ReportElement
 * @typedef {import("./definition.js").ReportKind} ReportKind
 * @typedef {import("./definition.js").ReportLimit} ReportLimit
 * @typedef {import("./definition.js").Severity} Severity
 *
 * @typedef {object} DueReport how a limit stands
 * @property {ReportLimit} limit
 * @property {number} due ms since 1970; Infinity where nobody can say
 * @property {Entry | null} done the entry that says the report was made
 * @property {number} late ms over the limit
 */

/** @type {Record<ReportKind, string>} */
const NAMES = { first: "初報", "follow-up": "續報", final: "終報" };
const MINUTE = 60000;
const MEASURES = new Set(["done", "choice", "call", "unreachable", "no-authority", "hand-back", "reopen", "note", "correction"]);

/** What a limit is called, for example 電話初報. @param {ReportLimit} limit */
export const limitName = (limit) => `${limit.way}${NAMES[limit.report]}`;

/** When the event was reported to us, in ms since 1970; 0 for an empty log. @param {readonly Entry[]} log */
export function receivedAt(log) {
  const said = log.reduce((latest, entry) => (entry.kind === "receipt" ? entry.value : latest), "");
  return said ? Date.parse(said) : log[0] ? log[0].wall : 0;
}

/** The entries that count: not the steps and choices that 「上一步」 took back. @param {readonly Entry[]} log */
function standing(log) {
  /** @type {Entry[]} */
  const moves = [];
  const back = new Set();
  for (const entry of log) {
    if (entry.kind === "done" || entry.kind === "choice") moves.push(entry);
    else if (entry.kind === "back") back.add(moves.pop());
  }
  return log.filter((entry) => !back.has(entry));
}

/** Id of the severity last decided on, or "". @param {readonly Entry[]} log */
export const severityOf = (log) =>
  standing(log).reduce((latest, { name }) => (name.startsWith("severity:") ? name.slice("severity:".length) : latest), "");

/**
 * The limits that count: those of the severity that was decided on; before that the strictest of all severities.
 * @param {readonly Severity[]} severities @param {string} id of the severity, or ""
 * @returns {ReportLimit[]}
 */
function limitsOf(severities, id) {
  const severity = severities.find((one) => one.id === id);
  if (severity) return severity.limits;
  /** @type {Map<string, ReportLimit>} */
  const strictest = new Map();
  for (const limit of severities.flatMap((one) => one.limits)) {
    const known = strictest.get(limitName(limit));
    if (!known || (limit.minutes && (!known.minutes || limit.minutes < known.minutes))) strictest.set(limitName(limit), limit);
  }
  return Array.from(strictest.values());
}

/** The entries that say a report was made. @param {readonly Entry[]} log @param {ReportKind} kind */
const reports = (log, kind) => log.filter((entry) => entry.kind === "report" && entry.name.split(":")[0] === kind);

/**
 * How each limit stands.
 * @param {readonly Severity[]} severities @param {readonly Entry[]} log @param {number} now ms since 1970
 * @returns {DueReport[]}
 */
export function dues(severities, log, now) {
  const begin = receivedAt(log);
  const isOver = reports(log, "final").length > 0;
  return limitsOf(severities, severityOf(log)).map((limit) => {
    const repeats = limit.report === "follow-up";
    const earlier = log.filter((entry) => entry.kind === "report");
    const last = earlier[earlier.length - 1];
    const done = repeats ? null : reports(log, limit.report).find((entry) => entry.name === `${limit.report}:${limit.way}`) || null;
    const from = repeats && last ? last.wall : begin;
    const due = limit.minutes ? from + limit.minutes * MINUTE : limit.report === "final" ? Infinity : from;
    const ended = done ? done.wall : repeats && isOver ? due : now;
    const late = limit.minutes ? Math.max(0, ended - due) : 0;
    return { limit, due, done: done || (repeats && isOver ? last : null), late };
  });
}

/** How much time a limit allows, in words. @param {ReportLimit} limit */
export function allowed({ minutes }) {
  if (!minutes) return "時限待定";
  return minutes >= 120 && minutes % 60 === 0 ? `限 ${minutes / 60} 小時` : `限 ${minutes} 分鐘`;
}

/** A moment by the clock, with its day unless that is today. @param {number} ms @param {number} now */
function dated(ms, now) {
  const day = stamp(ms).slice(0, 10);
  return day === stamp(now).slice(0, 10) ? clockTime(ms) : `${day} ${clockTime(ms)}`;
}

/** A line that says how a limit stands. @param {DueReport} one @param {number} now ms since 1970 @param {number} begin when the event was reported to us */
export function dueText({ limit, due, done, late }, now, begin) {
  const name = `${limitName(limit)}${limit.to ? `（報${limit.to}）` : ""}`;
  if (done) return `✓ ${name} ${dated(done.wall, now)} 已報${late ? `，逾時 ${duration(late)}` : ""}${limit.minutes ? "" : `，接報後 ${duration(done.wall - begin)}（時限待定）`}`;
  if (!limit.minutes) return `${name} ${limit.within || "未報"}；接報已 ${duration(now - begin)}，時限待定`;
  if (late) return `${name} 已逾時 ${duration(late)}（應於 ${dated(due, now)} 前）`;
  return `${name} 剩 ${duration(due - now)}（${dated(due, now)} 前）`;
}

/** What was filled in last, by id of the element. @param {readonly Entry[]} log @returns {Map<string, string>} */
export const elementValues = (log) => new Map(log.filter((entry) => entry.kind === "fact").map((entry) => [entry.name, entry.value]));

/** How a blank is marked in a text. @param {string} label */
const missing = (label) => `【缺：${label}】`;

/** Which follow-up report it is: 一, 二 … @param {number} count */
const ordinal = (count) => "一二三四五六七八九十"[count - 1] || String(count);

/**
 * A report as text, or what to say on the telephone.
 * @param {ReportKind | "call"} kind
 * @param {FlowDefinition} definition
 * @param {{title: string, drill: boolean, log: readonly Entry[], charge: string, now: string, ended: boolean}} run
 *   charge: who is in charge, or ""; now: what is being done
 */
export function compose(kind, { severities, elements }, { title, drill, log, charge, now, ended }) {
  const values = elementValues(log);
  const severity = severities.find((one) => one.id === severityOf(log));
  const level = severities.length > 1 ? (severity ? severity.title : missing("級別")) : "";
  const mark = drill ? "【演練】" : "";
  const reporter = keeper(log) || missing("報告人");
  const received = readableMinute(receivedAt(log));
  const wanted = elements.filter((one) => (kind === "call" ? one.call : kind === "final" || !one.final));
  const said = wanted.map((one) => `${one.label}：${values.get(one.id) || missing(one.label)}`);
  if (kind === "call")
    return [
      `${mark}我是${reporter}${charge ? `（現由${charge}負責）` : ""}，報告一件事：${title}${level ? `，${level}` : ""}。`,
      `接報時間：${dated(receivedAt(log), Date.now())}。`,
      ...said.map((line) => `${line}。`),
      `我們正在：${now}。`,
      "請您指示。請複述一遍地點與情況；有變化我再打給您。",
    ].join("\n");
  const earlier = log.filter((entry) => entry.kind === "report");
  const last = earlier[earlier.length - 1];
  const from = kind === "follow-up" && last ? last.seq : 0;
  const measures = standing(log).filter((entry) => entry.seq > from && MEASURES.has(entry.kind)).map((entry) => `　${clockTime(entry.wall)} ${told(entry)}`);
  const number = kind === "follow-up" ? ordinal(new Set(reports(log, kind).map((entry) => entry.seq)).size + 1) : "";
  const end = log[log.length - 1];
  return [
    `${mark}【${NAMES[kind]}${number}】${title}${level ? `（${level}）` : ""}`,
    `接報時間：${received}`,
    ...said,
    kind === "final" ? `處置用時：${duration(end ? end.elapsed : 0)}` : `目前：${now}`,
    from ? "上次報告之後的措施：" : "已採取的措施：",
    ...(measures.length ? measures : ["　（尚無）"]),
    ...(charge && !ended ? [`現由：${charge}`] : []),
    `報告人：${reporter}`,
    `報告時間：${readableMinute(Date.now())}`,
    `記錄校驗碼：${end ? shortCode(end.hash) : ""}（第 ${end ? end.seq : 0} 條）`,
  ].join("\n");
}

/** Labels of the blanks in a text, in order. @param {string} text */
export const blanks = (text) => Array.from(text.matchAll(/【缺：([^】]*)】/g), (found) => found[1]);

/** Everything ever filled in that says who somebody is. @param {readonly ReportElement[]} elements @param {readonly Entry[]} log */
export function personalValues(elements, log) {
  const personal = new Set(elements.filter((one) => one.personal).map((one) => one.id));
  return log.filter((entry) => entry.kind === "fact" && personal.has(entry.name)).map((entry) => entry.value);
}
