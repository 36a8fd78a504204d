// What befalls a run from outside, said where it is seen: storage fails, or another tab wipes everything.
import { part } from "../../src/browser/elements/dom.js";

/** @typedef {import("./checklist.js").HbChecklist} HbChecklist */

/** @param {HbChecklist} list @param {unknown} error */
export function warnOfStorage(list, error) {
  console.warn("hb-checklist: the run is not stored", error);
  const reason = /** @type {any} */ (error)?.reason;
  if (reason === "gone" && !list.run) return; // wiped while a tick was being written: that has been said
  list.say("");
  const full = reason === "quota" ? "（空間已滿）" : "";
  part(list, "warning").textContent =
    reason === "gone"
      ? "這一次已在別處清除，剛才改的未存。要留，就再勾一項，會全部重新存入；不留，關閉此頁即可。"
      : `勾選未能存入本機${full}，關閉此頁就會消失。可繼續勾選，請按「存成 .json」留下，或列印、複製。`;
  part(list, "warning").hidden = false;
  if (reason !== "gone") return;
  list.known.delete(list.run); // said now; the next tick stores all of it
  list.saved = {};
}

/** Another tab has wiped everything: nothing of it stays on this page, nor comes back with the next tick. @param {HbChecklist} list */
export function sayWiped(list) {
  if (list.runs) list.runs.removed = null;
  if (!list.run) return;
  list.take("", {}, true);
  list.say("本機的資料已在另一個分頁全部清除，這一頁的也已清空。");
}
