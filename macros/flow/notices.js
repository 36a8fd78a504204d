// What befalls a run from outside, said where it is seen: storage fails, another tab wipes or ends it, the flow has changed.
import { part } from "../../src/browser/elements/dom.js";

/** @typedef {import("./flow.js").HbFlow} HbFlow */

const ELSEWHERE = {
  missing: "沒有找到進行中的處置：已經結束，或本機的記錄已被清除。要處置，請按「開始處置」。",
  wiped: "這次處置的記錄已在另一個分頁清除，這一頁的也已清空。",
  ended: "這次處置已在另一個分頁結束，記錄保留在下方「本機的處置記錄」。",
};

/** @param {HTMLElement} stage @param {unknown} error */
export function warnOfStorage(stage, error) {
  console.warn("hb-flow: the log is not stored", error);
  const reason = /** @type {any} */ (error)?.reason;
  const why = reason === "quota" ? "（空間已滿）" : "";
  part(stage, "status").textContent = "⚠ 未存入本機，見上方"; // beside the button: the warning may have gone up the screen
  part(stage, "warning").textContent =
    reason === "gone"
      ? "這次的記錄已在別處清除，這一頁還留著：再記一步，就全部重新存入。不要留，請在「記錄」裡按「清除本次記錄」。"
      : `記錄未能寫入本機${why}，只留在這一頁。請同時用紙筆記下時間；離開前先複製記錄。`;
  part(stage, "warning").hidden = false;
}

/** @param {HbFlow} flow @param {keyof typeof ELSEWHERE} what */
export function sayElsewhere(flow, what) {
  part(flow, "elsewhere").textContent = ELSEWHERE[what];
  part(flow, "elsewhere").hidden = false;
}

/** A page that was opened again in the midst of a run, and there is none: another must not be begun as if nothing had been. @param {HbFlow} flow */
export function saysMissing(flow) {
  const [opened] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const isAgain = opened && opened.type !== "navigate" && ["#run", "#drill"].includes(location.hash);
  if (!isAgain || flow.runId) return false;
  history.replaceState(null, "", location.pathname);
  sayElsewhere(flow, "missing");
  return true;
}

/** The end of a run: where its record is now. @param {HbFlow} flow @param {boolean} isKept on disk */
export function sayEnded(flow, isKept) {
  const where = isKept ? "記錄保留在下方。" : "但記錄未能存入本機，只留在這一頁：離開前請先匯出。";
  part(flow, "past-status").textContent = `處置已結束，${where}`;
  part(flow, "past").scrollIntoView();
  const copy = flow.querySelector("[data-part='past-list'] [data-do='past-export']");
  if (copy instanceof HTMLElement) copy.focus({ preventScroll: true });
}

/** Says that the flow is no longer the one the run was begun with. @param {HbFlow} flow @param {boolean} isLost */
export function drawChange(flow, isLost) {
  const { version } = flow.ledger.header;
  const now = flow.dataset.version || "";
  const said = [
    version !== now ? `這次處置開始時是第 ${version || "？"} 版，流程現在是第 ${now || "？"} 版：步驟照現在的走，記錄照舊。` : "",
    isLost ? "記錄裡有一步，現在的流程已經沒有：請看「全部步驟」，確認該做哪一步。" : "",
  ].join("");
  const place = part(flow.stage, "changed");
  place.hidden = !flow.runId || !said;
  if (place.textContent !== said) place.textContent = said;
  if (flow.runId) part(flow, "elsewhere").hidden = true;
}

/** What was typed for one run must not stand in the fields of the next. @param {HTMLElement} root */
export function emptyFields(root) {
  for (const field of root.querySelectorAll("textarea, input"))
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) field.value = "";
  for (const name of ["draft", "evidence-list", "paper"]) for (const place of root.querySelectorAll(`[data-part='${name}']`)) place.replaceChildren();
  for (const list of root.querySelectorAll("[data-part='evidence-list']")) list.removeAttribute("data-node");
  for (const composed of root.querySelectorAll("[data-part='composed']")) composed.setAttribute("hidden", "");
}
