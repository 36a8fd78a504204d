// Marks made right before their page was left: writing a run takes longer than a page that is closed or loaded again has.
// They are put down at once in localStorage, and the list takes them up when its page is opened next.
import { MARKS } from "../../src/browser/storage/left-behind.js";
import { StorageError, update } from "../../src/browser/storage/storage.js";
import { readMarks } from "./state.js";

/** @typedef {import("./checklist.js").HbChecklist} HbChecklist */

/** @param {HbChecklist} list */
export function leaveMarks(list) {
  if (!list.run || !list.unsaved()) return;
  try {
    localStorage.setItem(MARKS + list.run, JSON.stringify({ marks: list.marks, wasStored: list.known.has(list.run) }));
  } catch (error) {
    console.warn("hb-checklist: the last ticks could not be kept", error); // what was written before is on disk
  }
}

/** The page was not left after all. @param {HbChecklist} list */
export function keepMarks(list) {
  try {
    localStorage.removeItem(MARKS + list.run);
  } catch (error) {
    // where there is no localStorage nothing was left
  }
}

/** Never rejects: what cannot be written now waits. @param {HbChecklist} list */
export async function takeUpMarks(list) {
  const ours = `checklist:${list.target}`;
  try {
    for (const key of Object.keys(localStorage)) {
      const id = key.startsWith(MARKS) ? key.slice(MARKS.length) : "";
      if (id !== ours && !id.startsWith(`${ours}:`)) continue;
      await write(list, id, localStorage.getItem(key) || "");
      localStorage.removeItem(key);
    }
  } catch (error) {
    console.warn("hb-checklist: ticks that were left behind wait", error);
  }
}

/** @param {HbChecklist} list @param {string} id @param {string} text */
async function write(list, id, text) {
  /** @type {any} */
  let left = null;
  try {
    left = JSON.parse(text);
  } catch (error) {
    console.warn("hb-checklist: what was left behind is damaged", error);
  }
  if (!left) return;
  try {
    await update("runs", id, (stored) => {
      if (!stored && left.wasStored) throw new StorageError("gone"); // deleted since
      return list.merged(stored, readMarks(left), id);
    });
  } catch (error) {
    if (!(error instanceof StorageError && error.reason === "gone")) throw error;
  }
}
