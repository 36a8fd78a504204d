// The items and pauses of a list as the marks of the open run have them.
import { part, setText } from "../../src/browser/elements/dom.js";
import { dayAndClock } from "../../src/browser/values/moments.js";
import { markValue } from "./marks.js";
import { FROM_PLAN } from "./plan-marks.js";
import { OUTCOMES, shownMoment } from "./run-text.js";

/**
 * @typedef {import("./definition.js").Item} Item
 * @typedef {import("./definition.js").Pause} Pause
 * @typedef {import("./open-run.js").OpenRun} OpenRun
 */

/**
 * Shows every item and pause, and what each pause holds back.
 * @param {OpenRun} run @returns {number} how many items are done with
 */
export function drawRows(run) {
  let done = 0;
  let blocked = run.closed;
  let before = 0; // items still open above this row
  let next = false; // whether the first open item has been found
  let group = null;
  for (const row of run.definition.rows) {
    if (row.kind === "group") continue;
    if (run.definition.isByGroup && row.row.parentElement !== group) [group, blocked, before] = [row.row.parentElement, run.closed, 0];
    if (row.kind === "pause") {
      blocked = drawPause(run, row, before, blocked) || blocked;
      continue;
    }
    const settled = run.isSettled(row);
    drawItem(run, row, { settled, blocked, isNext: !settled && !blocked && !next });
    next = next || (!settled && !blocked);
    if (!settled) before += 1;
    else if (run.isDone(row)) done += 1;
  }
  return done;
}

/** @param {OpenRun} run @param {Item} item @param {{settled: boolean, blocked: boolean, isNext: boolean}} state */
function drawItem(run, item, { settled, blocked, isNext }) {
  const { row, box, check } = item;
  const key = `item/${item.id}`;
  const mark = run.marks[key];
  const value = mark ? mark.value : "";
  const done = value === "done";
  box.checked = done;
  box.disabled = blocked;
  row.classList.toggle("hb-checklist__item--done", settled);
  row.classList.toggle("hb-checklist__item--skipped", Boolean(OUTCOMES[value]));
  row.classList.toggle("hb-checklist__item--waiting", blocked && !run.closed);
  row.classList.toggle("hb-checklist__item--next", isNext);
  if (check) {
    check.checked = markValue(run.marks, `check/${item.id}`) === "on";
    check.disabled = blocked || !done;
  }
  const isStored = mark && run.saved[key] && run.saved[key].at >= mark.at;
  setText(row, "when", value && mark ? (isStored ? [dayAndClock(mark.at), mark.by].filter(Boolean).join(" ") : "未存") : "");
  const was = drawChange(run, item, value);
  const outcome = part(row, "outcome");
  outcome.hidden = !OUTCOMES[value];
  outcome.textContent = OUTCOMES[value] ? `${OUTCOMES[value]}：${(mark && mark.reason) || ""}` : "";
  const note = markValue(run.marks, `note/${item.id}`);
  part(row, "noted").hidden = !note && !was;
  setText(row, "noted", [was, note ? `備註：${note}` : ""].filter(Boolean).join("　"));
  const owner = row.querySelector("[data-part='owner']");
  if (owner) owner.textContent = run.ownerOf(item) ? `：${run.ownerOf(item)}` : "";
  drawDue(run, item);
}

/**
 * Marks an item that was reworded since it was ticked, or since the run began, and one that is new.
 * @param {OpenRun} run @param {Item} item @param {string} value of the item's mark
 * @returns {string} what the item said when it was ticked, if it says something else now
 */
function drawChange(run, item, value) {
  const mark = run.marks[`item/${item.id}`];
  const chip = part(item.row, "changed");
  const began = run.fact("items"); // "oil:x1f2 water:9k3a"
  const known = new Map(began.split(" ").map((one) => /** @type {[string, string]} */ (one.split(":"))));
  const isNew = run.id !== "" && began !== "" && !known.has(item.id);
  const before = value && mark ? mark.hash : known.get(item.id);
  const isReworded = Boolean(before && before !== item.hash);
  chip.hidden = !isNew && !isReworded;
  chip.textContent = isNew ? "新增" : "已更新";
  return isReworded && value && mark && mark.text ? `勾選時寫的是：${mark.text}` : "";
}

/** @param {OpenRun} run @param {Item} item */
function drawDue(run, item) {
  const { moment, problem, year, own } = run.due(item);
  const isFromPlan = own && run.marks[`due/${item.id}`].reason === FROM_PLAN;
  const place = part(item.row, "moment");
  const late = run.id !== "" && run.isLate(item);
  place.classList.toggle("hb-checklist__moment--late", late);
  const isUnknown = problem === "unknown-year";
  place.hidden = !moment && !isUnknown;
  if (isUnknown) place.textContent = `${year} 年的放假安排尚未收錄，算不出時限`;
  else place.textContent = moment ? `${late ? "逾時 " : ""}${shownMoment(moment)}${own ? (isFromPlan ? "（依方案）" : "（另定）") : ""}` : "";
}

/**
 * @param {OpenRun} run @param {Pause} pause @param {number} before items open above @param {boolean} blocked by an earlier pause
 * @returns {boolean} whether the pause holds back what follows
 */
function drawPause(run, { id, row, button }, before, blocked) {
  const mark = run.marks[`pause/${id}`];
  const confirmed = Boolean(mark && mark.value);
  const holds = !confirmed || before > 0;
  row.classList.toggle("hb-checklist__pause--confirmed", !holds);
  button.disabled = blocked || before > 0;
  row.classList.toggle("hb-checklist__pause--next", holds && !button.disabled);
  button.setAttribute("aria-pressed", String(confirmed));
  button.textContent = before ? `前面還有 ${before} 項未處理` : confirmed ? "取消確認" : "已確認，繼續";
  const state = part(row, "pause-state");
  state.hidden = !confirmed;
  state.textContent = confirmed && mark ? `✓ 已確認 ${dayAndClock(mark.at)}${before ? "；之後又有未處理的項目" : ""}` : "";
  return holds;
}

/**
 * Goes to what can be done next, an item or a pause to answer: lists are longer than a telephone.
 * @param {HTMLElement} root the checklist's element @returns {string} why not, or ""
 */
export function goNext(root) {
  const next = root.querySelector(".hb-checklist__item--next, .hb-checklist__pause--next");
  const control = next && next.querySelector("input, button");
  if (!next || !(control instanceof HTMLElement)) return "沒有可以接著做的項目。";
  if (next.hasAttribute("hidden")) return "接著要做的一項不在現在顯示的之內；請改看全部項目。";
  next.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
  return "";
}
