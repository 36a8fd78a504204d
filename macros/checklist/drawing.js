// How the items and pauses of a run look.

import { part } from "../../src/browser/elements/dom.js";
import { dayAndClock, minuteOf } from "../../src/browser/values/moments.js";
import { FROM_PLAN } from "./plan.js";
import { isSettled, valueOf } from "./state.js";
import { shown } from "./written.js";

/**
 * @typedef {import("./checklist.js").HbChecklist} HbChecklist
 * @typedef {import("./checklist.js").Item} Item
 * @typedef {import("./checklist.js").Pause} Pause
 */

/** @type {Record<string, string>} */
export const OUTCOMES = { na: "不適用", undone: "未做" };

/** Who is to do it: named for this item, or for its role. @param {HbChecklist} list @param {Item} item */
export const ownerOf = (list, item) => valueOf(list.marks, `owner/${item.id}`) || (item.role ? list.fact(`person.${item.role}`) : "");

/** Shows every item and pause as the marks have it, and what each pause holds back. @param {HbChecklist} list */
export function drawRows(list) {
  const items = list.items().length;
  let done = 0;
  let blocked = list.closed;
  let before = 0; // items still open above this row
  let next = false; // has the first open item been found?
  let group = null;
  for (const row of list.rows) {
    if (list.dataset.pauseScope === "group" && row.row.parentElement !== group) [group, blocked, before] = [row.row.parentElement, list.closed, 0];
    if (!("box" in row)) {
      blocked = drawPause(list, row, before, blocked) || blocked;
      continue;
    }
    const settled = isSettled(list.marks, row.id, list.verified);
    drawItem(list, row, { settled, blocked, isNext: !settled && !blocked && !next });
    next = next || (!settled && !blocked);
    if (settled) done += 1;
    else before += 1;
  }
  return { done, total: items };
}

/** @param {HbChecklist} list @param {Item} item @param {{settled: boolean, blocked: boolean, isNext: boolean}} state */
function drawItem(list, item, { settled, blocked, isNext }) {
  const mark = list.marks[`item/${item.id}`];
  const value = mark ? mark.value : "";
  const done = value === "done";
  const waits = blocked && !list.closed;
  item.box.checked = done;
  item.box.disabled = blocked;
  item.row.classList.toggle("hb-checklist__item--done", settled);
  item.row.classList.toggle("hb-checklist__item--skipped", Boolean(OUTCOMES[value]));
  item.row.classList.toggle("hb-checklist__item--waiting", waits);
  item.row.classList.toggle("hb-checklist__item--next", isNext);
  if (item.check) {
    item.check.checked = valueOf(list.marks, `check/${item.id}`) === "on";
    item.check.disabled = blocked || !done;
  }
  const stored = mark && list.saved[`item/${item.id}`] && list.saved[`item/${item.id}`].at >= mark.at;
  part(item.row, "when").textContent = value && mark ? (stored ? dayAndClock(mark.at) : "未存") : "";
  const was = drawChange(list, item, value);
  const outcome = part(item.row, "outcome");
  outcome.hidden = !OUTCOMES[value];
  outcome.textContent = OUTCOMES[value] ? `${OUTCOMES[value]}：${(mark && mark.reason) || ""}` : "";
  const note = valueOf(list.marks, `note/${item.id}`);
  part(item.row, "noted").hidden = !note && !was;
  part(item.row, "noted").textContent = [was, note ? `備註：${note}` : ""].filter(Boolean).join("　");
  const owner = item.row.querySelector("[data-part='owner']");
  if (owner) owner.textContent = ownerOf(list, item) ? `：${ownerOf(list, item)}` : "";
  drawDue(list, item, settled);
}

/**
 * Marks what was reworded since it was ticked, or since the run began, and what is new. Answers what it said when it was ticked.
 * @param {HbChecklist} list @param {Item} item @param {string} value
 */
function drawChange(list, item, value) {
  const mark = list.marks[`item/${item.id}`];
  const chip = part(item.row, "changed");
  const known = new Map(list.fact("items").split(" ").map((one) => /** @type {[string, string]} */ (one.split(":"))));
  const isNew = list.run !== "" && list.fact("items") !== "" && !known.has(item.id);
  const before = value && mark ? mark.hash : known.get(item.id);
  const reworded = Boolean(before && before !== item.hash);
  chip.hidden = !isNew && !reworded;
  chip.textContent = isNew ? "新增" : "已更新";
  return reworded && value && mark && mark.text ? `勾選時寫的是：${mark.text}` : "";
}

/** @param {HbChecklist} list @param {Item} item @param {boolean} settled */
function drawDue(list, item, settled) {
  const { moment, problem, year, own } = list.due(item);
  const fromPlan = own && list.marks[`due/${item.id}`].reason === FROM_PLAN;
  const place = part(item.row, "moment");
  const late = moment !== "" && !settled && list.run !== "" && moment < minuteOf(Date.now());
  place.classList.toggle("hb-checklist__moment--late", late);
  const unknown = problem === "unknown-year";
  place.hidden = !moment && !unknown;
  if (unknown) place.textContent = `${year} 年的放假安排尚未收錄，算不出時限`;
  else place.textContent = moment ? `${late ? "逾時 " : ""}${shown(moment)}${own ? (fromPlan ? "（依方案）" : "（另定）") : ""}` : "";
}

/** Answers whether the pause holds back what follows. @param {HbChecklist} list @param {Pause} pause @param {number} before items open above @param {boolean} blocked */
function drawPause(list, pause, before, blocked) {
  const mark = list.marks[`pause/${pause.id}`];
  const confirmed = Boolean(mark && mark.value);
  const holds = !confirmed || before > 0;
  pause.row.classList.toggle("hb-checklist__pause--confirmed", !holds);
  pause.button.disabled = blocked || before > 0;
  pause.row.classList.toggle("hb-checklist__pause--next", holds && !pause.button.disabled);
  pause.button.setAttribute("aria-pressed", String(confirmed));
  pause.button.textContent = before ? `前面還有 ${before} 項未處理` : confirmed ? "取消確認" : "已確認，繼續";
  const state = part(pause.row, "pause-state");
  state.hidden = !confirmed;
  state.textContent = confirmed && mark ? `✓ 已確認 ${dayAndClock(mark.at)}${before ? "；之後又有未處理的項目" : ""}` : "";
  return holds;
}

/** To what can be done next, be it an item or a pause to answer: lists are longer than a telephone. Answers why not, or "". @param {HbChecklist} list */
export function goNext(list) {
  const next = list.querySelector(".hb-checklist__item--next, .hb-checklist__pause--next");
  const control = next && next.querySelector("input, button");
  if (!next || !(control instanceof HTMLElement)) return "沒有可以接著做的項目。";
  if (next.hasAttribute("hidden")) return "接著要做的一項不在現在顯示的之內；請改看全部項目。";
  next.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
  return "";
}

/** What was said about items the list no longer has: what they were, what became of them, the note. @param {HbChecklist} list */
export function gone(list) {
  const here = new Set(list.items().map((item) => item.id));
  const said = Object.keys(list.marks).filter((key) => /^(item|note)\//.test(key) && list.marks[key].value);
  const ids = Array.from(new Set(said.map((key) => key.slice(5)))).filter((id) => !here.has(id));
  return ids.map((id) => {
    const mark = list.marks[`item/${id}`];
    const value = mark ? mark.value : "";
    const outcome = value === "done" && mark ? `已勾 ${dayAndClock(mark.at)}` : OUTCOMES[value] && mark ? `${OUTCOMES[value]}：${mark.reason || ""}` : "未勾";
    const note = valueOf(list.marks, `note/${id}`);
    return `${(mark && mark.text) || id}（${outcome}${note ? `；備註：${note}` : ""}）`;
  });
}

/** @param {HbChecklist} list @returns {import("./written.js").Line[]} */
export function linesOf(list) {
  /** @type {import("./written.js").Line[]} */
  const lines = [];
  const empty = { id: "", settled: true, outcome: "", owner: "", due: "", when: "", note: "" };
  for (const element of list.querySelectorAll(".hb-checklist__group, [data-item], [data-pause]")) {
    const row = list.rows.find((one) => one.row === element);
    if (!row) lines.push({ ...empty, kind: "group", text: element.textContent || "" });
    else if ("button" in row) {
      const text = (row.row.querySelector("p") || row.row).textContent || "";
      const settled = valueOf(list.marks, `pause/${row.id}`) !== "";
      lines.push({ ...empty, kind: "pause", text, settled, note: part(row.row, "pause-state").textContent || "" });
    } else lines.push(itemLine(list, row));
  }
  return lines;
}

/** @param {HbChecklist} list @param {Item} item @returns {import("./written.js").Line} */
function itemLine(list, item) {
  const mark = list.marks[`item/${item.id}`];
  const outcome = mark ? mark.value : "";
  const role = item.row.querySelector(".hb-checklist__role")?.textContent || "";
  const person = ownerOf(list, item);
  const facts = [outcome && OUTCOMES[outcome] && mark ? `${OUTCOMES[outcome]}：${mark.reason || ""}` : "", valueOf(list.marks, `note/${item.id}`)];
  return {
    kind: "item", id: item.id, text: item.text, settled: isSettled(list.marks, item.id, list.verified), outcome,
    owner: [role, person].filter(Boolean).join("："), due: list.due(item).moment,
    when: item.row.querySelector(".hb-checklist__chip--due")?.textContent || "", note: facts.filter(Boolean).join("；"),
  };
}
