// What is to be said about a run as a whole: its times, its list, its end. No page.
import { dayAndClock } from "../../src/browser/values/moments.js";
import { markValue } from "./marks.js";
import { OUTCOMES, shownMoment } from "./run-text.js";

/** @typedef {import("./open-run.js").OpenRun} OpenRun */

/** What is wrong with the times of the event. @param {OpenRun} run @param {number} overtaken places where the plan has changed since it was taken */
export function problemsOf(run, overtaken) {
  const { items } = run;
  const [start, end] = [run.fact("start"), run.fact("end")];
  const years = Array.from(new Set(items.map((item) => run.due(item).year).filter(Boolean)));
  const isBorrowed = start && !end && items.some((item) => item.due?.anchor === "E" && !run.due(item).own);
  return [
    start && end && end < start ? "結束早於開始，請改。" : "",
    years.length ? `${years.join("、")} 年的放假與調休尚未收錄，以工作日計的時限算不出來；請查當年的放假通知，在各項的「備註、不做」另定時限。` : "",
    overtaken ? `方案在帶入以後改過，有 ${overtaken} 處不同；要照新的方案，在「這次的名稱、時間與人」按「帶入」。` : "",
    isBorrowed ? "還沒有填結束時間，以結束計的時限暫按開始時間算。" : "",
  ].join("");
}

/** Where the due times come from. @param {OpenRun} run */
export function originsOf(run) {
  const { items } = run;
  const fixed = items.filter((item) => run.due(item).own).length;
  const sources = Object.entries(run.calendar).map(([year, days]) => `${year} 年依${days.source || "？"}`);
  const isCounted = items.some((item) => item.due?.unit === "workday");
  return [
    fixed ? `${fixed} 項的時限是方案或另定的，開始時間改了也不會跟著改。` : "",
    run.fact("start") && sources.length && isCounted ? `工作日：${sources.join("；")}。` : "",
  ].join("");
}

/**
 * What changes with one fact of the run. An event that is moved to another day takes its end along, else what counts from the
 * end would stay where it was.
 * @param {OpenRun} run @param {string} name @param {string} value
 * @returns {{change: Record<string, {value: string}>, said: string}} said: what the reader did not write himself, or ""
 */
export function withFact(run, name, value) {
  /** @type {Record<string, {value: string}>} */
  const change = { [`fact/${name}`]: { value } };
  const [start, end] = [run.fact("start"), run.fact("end")];
  if (name !== "start" || !value || !start || !end) return { change, said: "" };
  const moved = Date.parse(`${value.slice(0, 10)}T00:00Z`) - Date.parse(`${start.slice(0, 10)}T00:00Z`);
  const day = new Date(Date.parse(`${end.slice(0, 10)}T00:00Z`) + moved);
  if (!moved || !(day.getUTCFullYear() > 0 && day.getUTCFullYear() < 10000)) return { change, said: "" };
  change["fact/end"] = { value: day.toISOString().slice(0, 10) + end.slice(10) };
  return { change, said: `開始移了日子，結束跟著移到 ${shownMoment(change["fact/end"].value)}；不對請改。` };
}

/** How the list has changed since the run began. @param {OpenRun} run */
export function changesOf(run) {
  const lost = lostItems(run);
  const from = run.fact("version");
  const { version } = run.definition;
  return [
    from && version && from !== version ? `這一次開始時是第 ${from} 版，清單現在是第 ${version} 版。` : "",
    lost.length ? `清單已不再有、這一次記過的項目：${lost.join("；")}。` : "",
  ].join("");
}

/** The items that the list no longer has: what they said, what became of them, the note. @param {OpenRun} run */
function lostItems({ items, marks }) {
  const here = new Set(items.map((item) => item.id));
  const said = Object.keys(marks).filter((key) => /^(item|note)\//.test(key) && marks[key].value);
  const ids = Array.from(new Set(said.map((key) => key.slice(5)))).filter((id) => !here.has(id));
  return ids.map((id) => {
    const mark = marks[`item/${id}`];
    const value = mark ? mark.value : "";
    const outcome = value === "done" && mark ? `已勾 ${dayAndClock(mark.at)}` : OUTCOMES[value] && mark ? `${OUTCOMES[value]}：${mark.reason || ""}` : "未勾";
    const note = markValue(marks, `note/${id}`);
    return `${(mark && mark.text) || id}（${outcome}${note ? `；備註：${note}` : ""}）`;
  });
}

/** Who has signed the run, and when. @param {OpenRun} run */
export const signatureOf = (run) =>
  `已由${[run.fact("doer"), run.fact("verifier")].filter(Boolean).join("、")}簽名結束，${shownMoment(run.fact("signed"))}。要改，先按上面的「重新打開」。`;

/** Why the run cannot be signed yet, or "". @param {OpenRun} run */
export function whyUnsigned(run) {
  const [doer, verifier] = [run.fact("doer"), run.fact("verifier")];
  const { isVerified } = run.definition;
  if (run.left) return `還有 ${run.left} 項或停頓點未處理，不能簽名。`;
  if (!doer) return "請填執行人。";
  if (isVerified && !verifier) return "做完再核的清單，須有核對人。";
  if (isVerified && verifier === doer) return "核對人與執行人須是不同的人。";
  return "";
}
