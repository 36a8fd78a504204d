// What befalls a run from outside is said where it is seen: storage fails, another tab wipes or ends the run, the flow has
// changed since the run began.
import { part, setText } from "../../src/browser/elements/dom.js";
import { StorageError } from "../../src/browser/storage/storage.js";

const ELSEWHERE = {
  missing: "沒有找到進行中的處置：已經結束，或本機的記錄已被清除。要處置，請按上面的按鈕。",
  wiped: "這次處置的記錄已在另一個分頁清除，這一頁的也已清空。",
  ended: "這次處置已在另一個分頁結束，記錄在頁末「本機的處置記錄」。",
};

/** Says above the step that the log could not be stored. @param {HTMLElement} stage the part that shows the running flow @param {unknown} error */
export function warnOfStorage(stage, error) {
  console.warn("hb-flow: the log is not stored", error);
  const reason = error instanceof StorageError ? error.reason : "";
  const why = reason === "quota" ? "（空間已滿）" : "";
  setText(stage, "status", "⚠ 未存入本機，見上方"); // beside the button: the warning may have gone up the screen
  part(stage, "warning").textContent =
    reason === "gone"
      ? "這次的記錄已在別處清除，這一頁還留著：再記一步，就全部重新存入。不要留，請在「記錄」裡按「清除本次記錄」。"
      : `記錄未能寫入本機${why}，只留在這一頁。請同時用紙筆記下時間；離開前先複製記錄。`;
  part(stage, "warning").hidden = false;
}

/** Says what has become of the run elsewhere. @param {HTMLElement} front what comes first on the page @param {keyof typeof ELSEWHERE} what */
export function sayElsewhere(front, what) {
  setText(front, "elsewhere", ELSEWHERE[what]);
  part(front, "elsewhere").hidden = false;
}

/** Whether this page was opened before, and is opened again, loaded anew or gone back to. */
export function isOpenedAgain() {
  const [opened] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return Boolean(opened && opened.type !== "navigate");
}

/**
 * Says that the flow is no longer the one with which the run began.
 * @param {HTMLElement} root
 * @param {string | null} before the version when the run began; null while no run is open
 * @param {boolean} isLost whether the log names a step that the flow no longer has
 */
export function drawChange(root, before, isLost) {
  const now = root.dataset.version || "";
  const said = [
    before !== now ? `這次處置開始時是第 ${before || "？"} 版，流程現在是第 ${now || "？"} 版：步驟照現在的走，記錄照舊。` : "",
    isLost ? "記錄裡有一步，現在的流程已經沒有：請看「全部步驟」，確認該做哪一步。" : "",
  ].join("");
  const place = part(root, "changed");
  place.hidden = before === null || !said;
  if (place.textContent !== said) place.textContent = said;
}

/** Empties the fields: what was typed for one run must not stand there in the next. @param {HTMLElement} root */
export function emptyFields(root) {
  for (const field of root.querySelectorAll("textarea, input"))
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) field.value = "";
  for (const name of ["draft", "evidence-list", "paper"]) for (const place of root.querySelectorAll(`[data-part='${name}']`)) place.replaceChildren();
  for (const list of root.querySelectorAll("[data-part='evidence-list']")) list.removeAttribute("data-node");
  for (const composed of root.querySelectorAll("[data-part='composed']")) composed.setAttribute("hidden", "");
}
