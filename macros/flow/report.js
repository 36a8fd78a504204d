// What is to be reported by when, worked out from the log; and the reports as texts in which a blank is marked. No page.
import { shortCode } from "../../src/browser/log/chain.js";
import { clockTime, duration, readableMinute, stamp } from "../../src/browser/values/moments.js";
import { keeper, told } from "../../src/browser/log/entries.js";
import { MOVES, replay } from "./run-state.js";

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
 * @property {boolean} isAsked whether the run has come to where the report is demanded
 * @property {number} begin from when its time counts, ms since 1970
 * @property {number} due ms since 1970; Infinity where nobody can say
 * @property {Entry | null} done the entry that says the report was made
 * @property {number} late ms over the limit
 */

/** @type {Record<ReportKind, string>} */
const NAMES = { first: "初報", "follow-up": "續報", final: "終報" };
const MINUTE = 60000;
const MEASURES = new Set([
  "done", "not-possible", "not-needed", "choice", "call", "reached", "accepted", "no-answer", "busy", "unreachable",
  "no-authority", "hand-back", "exit", "reopen", "note", "correction",
]);

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
    if (MOVES.has(entry.kind) && entry.next) moves.push(entry);
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

/** Whether a step sends the report of a limit. @param {import("./definition.js").FlowNode | undefined} node @param {ReportLimit} limit */
const sends = (node, { report, way }) => Boolean(node && node.sends.some((one) => one.report === report && (!one.way || one.way === way)));

/**
 * The entries that say the report of a limit was made: somebody has said so, or has done the step that sends it.
 * @param {FlowDefinition} definition @param {readonly Entry[]} log @param {ReportLimit} limit
 */
const sent = ({ nodes }, log, limit) =>
  standing(log).filter((entry) =>
    entry.kind === "report"
      ? entry.name === `${limit.report}:${limit.way}`
      : (entry.kind === "done" || entry.kind === "choice" || entry.kind === "end") && sends(nodes.get(entry.node), limit),
  );

/** The entries that say any report was made. @param {FlowDefinition} definition @param {readonly Entry[]} log */
const allSent = (definition, log) => {
  const every = new Set(definition.severities.flatMap((one) => one.limits).flatMap((limit) => sent(definition, log, limit)));
  return log.filter((entry) => every.has(entry));
};

/**
 * The steps that demand the report of a limit: those that say so, else those that send it, else where the flow ends, when it is
 * a last report without a time of its own.
 * @param {FlowDefinition} definition @param {ReportLimit} limit
 */
function askingSteps({ nodes, severities }, limit) {
  const all = Array.from(nodes.values());
  const demanding = all.filter((node) => node.demands.includes(limit.report));
  if (demanding.length || severities.length > 1) return demanding;
  const sending = all.filter((node) => sends(node, limit));
  return sending.length || limit.report !== "final" || limit.minutes ? sending : all.filter((node) => node.type === "outcome");
}

/**
 * From when the time of a limit counts: from the step or the severity that demands the report; where the flow has neither, a
 * follow-up from the report before it, and any other from the receipt. Null while the run has not come there.
 * @param {FlowDefinition} definition @param {readonly Entry[]} log @param {ReportLimit} limit
 * @param {Entry | undefined} last the last report
 */
function demandedAt(definition, log, limit, last) {
  const all = Array.from(definition.nodes.values());
  const isChosen = definition.severities.length > 1;
  const asking = new Set(askingSteps(definition, limit).map((node) => node.id));
  if (!asking.size && !isChosen) return limit.report !== "follow-up" ? receivedAt(log) : last ? last.wall : null;
  const first = all[0] ? all[0].id : "";
  if (asking.has(first) && log[0]) return receivedAt(log);
  const severity = `severity:${severityOf(log)}`;
  const found = standing(log).find((entry) => (entry.next && asking.has(entry.next)) || (isChosen && entry.name === severity && severity !== "severity:"));
  return found ? found.wall : null;
}

/**
 * How each limit stands.
 * @param {FlowDefinition} definition @param {readonly Entry[]} log @param {number} now ms since 1970
 * @returns {DueReport[]}
 */
export function dues(definition, log, now) {
  const limits = limitsOf(definition.severities, severityOf(log));
  const reported = allSent(definition, log);
  const last = reported[reported.length - 1];
  const isOver = limits.some((limit) => limit.report === "final" && sent(definition, log, limit).length > 0);
  return limits.map((limit) => {
    const repeats = limit.report === "follow-up";
    const asked = demandedAt(definition, log, limit, last);
    const begin = asked === null ? receivedAt(log) : asked;
    const mine = sent(definition, log, limit);
    const done = repeats ? (limit.minutes ? null : mine[mine.length - 1] || null) : mine[0] || null;
    const from = repeats && last ? last.wall : begin;
    const due = limit.minutes ? from + limit.minutes * MINUTE : limit.report === "final" ? Infinity : from;
    const ended = done ? done.wall : repeats && isOver ? due : now;
    const late = limit.minutes && asked !== null ? Math.max(0, ended - due) : 0;
    return { limit, isAsked: asked !== null, begin, due, done: done || (repeats && isOver ? last : null), late };
  });
}

/** The reports that were not made, whether their step was reached or not. @param {FlowDefinition} definition @param {readonly Entry[]} log @param {number} now */
export const unsent = (definition, log, now) => dues(definition, log, now).filter((one) => !one.done);

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

/** A line that says how a limit stands. It is quiet until the report is late. @param {DueReport} one @param {number} now ms since 1970 */
export function dueText({ limit, isAsked, begin, due, done, late }, now) {
  const name = `${limitName(limit)}${limit.to ? `（報${limit.to}）` : ""}`;
  if (done) return `✓ ${name} ${dated(done.wall, now)} 已報${late ? `，逾時 ${duration(late)}` : ""}${limit.minutes ? "" : `，起算後 ${duration(done.wall - begin)}（時限待定）`}`;
  if (!isAsked) return `${name} 未到要報的一步`;
  if (!limit.minutes) return `${name} ${limit.within || "未報"}（${dated(begin, now)} 起，時限待定）`;
  if (late) return `${name} 已逾時 ${duration(late)}（應於 ${dated(due, now)} 前）`;
  return `${name} ${dated(due, now)} 前`;
}

/** What was filled in last, by id of the element. @param {readonly Entry[]} log @returns {Map<string, string>} */
export const elementValues = (log) => new Map(log.filter((entry) => entry.kind === "fact").map((entry) => [entry.name, entry.value]));

/** Who or where an incident is named after, or "". @param {readonly ReportElement[]} elements @param {readonly Entry[]} log */
export function incidentName(elements, log) {
  const values = elementValues(log);
  return elements.filter((one) => one.names).map((one) => values.get(one.id)).filter((one) => one).join("，");
}

/**
 * Who is in charge, as the log says: whoever has accepted it, or that nobody has.
 * @param {FlowDefinition} definition @param {readonly Entry[]} log
 */
export function chargeText(definition, log) {
  const { ladder, contacts } = definition;
  const { charge, exhausted } = replay(definition, log);
  const accepted = log.filter((entry) => entry.kind === "accepted").pop();
  if (ladder[charge]) return `${ladder[charge].name}${accepted ? `${accepted.value ? ` ${accepted.value}` : ""}（${clockTime(accepted.wall)} 接手）` : ""}`;
  const vain = log.filter((entry) => entry.kind === "no-answer" || entry.kind === "busy").map((entry) => contacts.get(entry.name) || entry.name);
  const tried = Array.from(new Set(vain)).join("、");
  if (exhausted) return `權限階梯上無人接聽（打過：${tried}）`;
  return `尚無上級接手${tried ? `（打不通：${tried}）` : ""}`;
}

/** How a blank is marked in a text. @param {string} label */
const missing = (label) => `【缺：${label}】`;

/** Which follow-up report it is: 一, 二 … @param {number} count */
const ordinal = (count) => "一二三四五六七八九十"[count - 1] || String(count);

/**
 * A report as text, or what to say on the telephone.
 * @param {ReportKind | "call"} kind
 * @param {FlowDefinition} definition
 * @param {{title: string, drill: boolean, log: readonly Entry[], now: string, ended: boolean}} run now: what is being done
 */
export function compose(kind, definition, { title, drill, log, now, ended }) {
  const { severities, elements } = definition;
  const values = elementValues(log);
  const severity = severities.find((one) => one.id === severityOf(log));
  const level = severities.length > 1 ? (severity ? severity.title : missing("級別")) : "";
  const mark = drill ? "【演練】" : "";
  const reporter = keeper(log) || missing("報告人");
  const received = readableMinute(receivedAt(log));
  const wanted = elements.filter((one) => (kind === "call" ? one.call : kind === "final" || !one.final));
  const said = wanted.map((one) => `${one.label}：${values.get(one.id) || missing(one.label)}`);
  const charge = definition.ladder.length ? chargeText(definition, log) : "";
  if (kind === "call")
    return [
      `${mark}我是${reporter}，報告一件事：${title}${level ? `，${level}` : ""}。`,
      `接報時間：${dated(receivedAt(log), Date.now())}。`,
      ...said.map((line) => `${line}。`),
      `我們正在：${now}。`,
      ...(charge ? [`負責：${charge}。`] : []),
      "請您指示。請複述一遍地點與情況；有變化我再打給您。",
    ].join("\n");
  const earlier = allSent(definition, log);
  const last = earlier[earlier.length - 1];
  const from = kind === "follow-up" && last ? last.seq : 0;
  const measures = standing(log).filter((entry) => entry.seq > from && MEASURES.has(entry.kind)).map((entry) => `　${clockTime(entry.wall)} ${told(entry)}`);
  const number = kind === "follow-up" ? ordinal(followUps(definition, log) + 1) : "";
  const end = log[log.length - 1];
  const over = log.filter((entry) => entry.kind === "end" || entry.kind === "stop").pop() || end;
  return [
    `${mark}【${NAMES[kind]}${number}】${title}${level ? `（${level}）` : ""}`,
    `接報時間：${received}`,
    ...said,
    kind === "final" ? `處置用時：${duration(over ? over.elapsed : 0)}` : `目前：${ended ? "處置已結束" : now}`,
    from ? "上次報告之後的措施：" : "已採取的措施：",
    ...(measures.length ? measures : ["　（尚無）"]),
    ...(charge ? [`負責：${charge}`] : []),
    `報告人：${reporter}`,
    `報告時間：${readableMinute(Date.now())}`,
    `記錄校驗碼：${end ? shortCode(end.hash) : ""}（第 ${end ? end.seq : 0} 條）`,
  ].join("\n");
}

/** How many follow-up reports were made. @param {FlowDefinition} definition @param {readonly Entry[]} log */
function followUps(definition, log) {
  const limits = definition.severities.flatMap((one) => one.limits).filter((limit) => limit.report === "follow-up");
  return new Set(limits.flatMap((limit) => sent(definition, log, limit))).size;
}

/**
 * What whoever takes over has to know, as text.
 * @param {FlowDefinition} definition
 * @param {{title: string, drill: boolean, log: readonly Entry[], now: string, ended: boolean}} run now: what is being done
 */
export function handover(definition, { title, drill, log, now, ended }) {
  const values = elementValues(log);
  const end = log[log.length - 1];
  const open = unsent(definition, log, Date.now()).map((one) => limitName(one.limit));
  return [
    `${drill ? "【演練】" : ""}【交接】${title}`,
    ...definition.elements.filter((one) => values.get(one.id)).map((one) => `${one.label}：${values.get(one.id)}`),
    `接報：${readableMinute(receivedAt(log))}`,
    ended ? "處置已結束" : `目前：${now}`,
    ...(definition.ladder.length ? [`負責：${chargeText(definition, log)}`] : []),
    `還沒報的：${open.join("、") || "沒有"}`,
    `沒有做成、不需要的：${standing(log).filter((entry) => entry.kind === "not-possible" || entry.kind === "not-needed").map(told).join("；") || "沒有"}`,
    `交班人：${keeper(log) || missing("交班人")}`,
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
