// What is to be said about a run as a whole: its times, its list, its end.

import { gone } from "./drawing.js";
import { shown } from "./written.js";

/** @typedef {import("./checklist.js").HbChecklist} HbChecklist */

/** What is wrong with the event's times, in words. @param {HbChecklist} list @param {number} overtaken places where the plan has changed since */
export function problems(list, overtaken) {
  const [start, end] = [list.fact("start"), list.fact("end")];
  const years = Array.from(new Set(list.items().map((item) => list.due(item).year).filter(Boolean)));
  const borrowed = start && !end && list.items().some((item) => /^E/.test(item.row.dataset.due || "") && !list.due(item).own);
  return [
    start && end && end < start ? "結束早於開始，請改。" : "",
    years.length ? `${years.join("、")} 年的放假與調休尚未收錄，以工作日計的時限算不出來；請查當年的放假通知，在各項的「備註、不做」另定時限。` : "",
    overtaken ? `方案在帶入以後改過，有 ${overtaken} 處不同；要照新的方案，在「這次的名稱、時間與人」按「帶入」。` : "",
    borrowed ? "還沒有填結束時間，以結束計的時限暫按開始時間算。" : "",
  ].join("");
}

/** Where the due times come from. @param {HbChecklist} list */
export function origins(list) {
  const fixed = list.items().filter((item) => list.due(item).own).length;
  const sources = Object.entries(list.calendar).map(([year, days]) => `${year} 年依${days.source || "？"}`);
  const counts = list.items().some((item) => /work|工作日/.test(item.row.dataset.due || ""));
  return [
    fixed ? `${fixed} 項的時限是方案或另定的，開始時間改了也不會跟著改。` : "",
    list.fact("start") && sources.length && counts ? `工作日：${sources.join("；")}。` : "",
  ].join("");
}

/**
 * What changes with one fact of the run: an event moved to another day takes its end along, else what counts from the
 * end would stay where it was. `said`: what the reader did not write himself.
 * @param {HbChecklist} list @param {string} name @param {string} value @returns {{change: Record<string, {value: string}>, said: string}}
 */
export function withFact(list, name, value) {
  /** @type {Record<string, {value: string}>} */
  const change = { [`fact/${name}`]: { value } };
  const [start, end] = [list.fact("start"), list.fact("end")];
  if (name !== "start" || !value || !start || !end) return { change, said: "" };
  const moved = Date.parse(`${value.slice(0, 10)}T00:00Z`) - Date.parse(`${start.slice(0, 10)}T00:00Z`);
  const day = new Date(Date.parse(`${end.slice(0, 10)}T00:00Z`) + moved);
  if (!moved || !(day.getUTCFullYear() > 0 && day.getUTCFullYear() < 10000)) return { change, said: "" };
  change["fact/end"] = { value: day.toISOString().slice(0, 10) + end.slice(10) };
  return { change, said: `開始移了日子，結束跟著移到 ${shown(change["fact/end"].value)}；不對請改。` };
}

/** How the list has changed since the run began. @param {HbChecklist} list */
export function changes(list) {
  const lost = gone(list);
  const from = list.fact("version");
  const newer = from && list.dataset.version && from !== list.dataset.version;
  return [
    newer ? `這一次開始時是第 ${from} 版，清單現在是第 ${list.dataset.version} 版。` : "",
    lost.length ? `清單已不再有、這一次記過的項目：${lost.join("；")}。` : "",
  ].join("");
}

/** @param {HbChecklist} list */
export const signature = (list) =>
  `已由${[list.fact("doer"), list.fact("verifier")].filter(Boolean).join("、")}簽名結束，${shown(list.fact("signed"))}。要改，先按上面的「重新打開」。`;

/** Why the run cannot be signed yet, or "". @param {HbChecklist} list */
export function unsigned(list) {
  const [doer, verifier] = [list.fact("doer"), list.fact("verifier")];
  const left = list.open();
  if (left) return `還有 ${left} 項或停頓點未處理，不能簽名。`;
  if (!doer) return "請填執行人。";
  if (list.verified && !verifier) return "做完再核的清單，須有核對人。";
  if (list.verified && verifier === doer) return "核對人與執行人須是不同的人。";
  return "";
}
