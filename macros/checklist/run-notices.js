// What befalls a run from outside is said where it is seen: storage fails, or the run was deleted elsewhere.
import { part, setText } from "../../src/browser/elements/dom.js";
import { StorageError } from "../../src/browser/storage/storage.js";

/**
 * Says above the list that the run could not be stored.
 * @param {HTMLElement} root the checklist's element
 * @param {boolean} isGone whether the run was deleted elsewhere
 * @param {unknown} error
 */
export function warnOfRun(root, isGone, error) {
  console.warn("hb-checklist: the run is not stored", error);
  const full = error instanceof StorageError && error.reason === "quota" ? "（空間已滿）" : "";
  setText(root, "status", "");
  part(root, "warning").textContent = isGone
    ? "這一次已在別處清除，剛才改的未存。要留，就再勾一項，會全部重新存入；不留，關閉此頁即可。"
    : `勾選未能存入本機${full}，關閉此頁就會消失。可繼續勾選，請按「存成 .json」留下，或打印、複製。`;
  part(root, "warning").hidden = false;
}
