// Marks made right before their page was left. Writing a run takes longer than a page has that is closed or loaded again: so the
// marks go to localStorage at once, and the list takes them up when its page is opened next.
import { MARKS } from "../../src/browser/storage/left-behind.js";
import { StorageError, update } from "../../src/browser/storage/storage.js";
import { readMarks } from "./marks.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} ChecklistRun
 * @typedef {import("./open-run.js").OpenRun} OpenRun
 */

/** Leaves marks behind that are not on disk yet; never throws. @param {OpenRun} run */
export function leaveMarks(run) {
  if (!run.id || !run.isUnsaved) return;
  try {
    localStorage.setItem(MARKS + run.id, JSON.stringify({ marks: run.marks, wasStored: run.known.has(run.id) }));
  } catch (error) {
    console.warn("hb-checklist: the last ticks could not be kept", error); // what was written before is on disk
  }
}

/** Drops the marks that were left behind: the page was not left after all. Never throws. @param {OpenRun} run */
export function dropLeftMarks(run) {
  try {
    localStorage.removeItem(MARKS + run.id);
  } catch (error) {
    // where there is no localStorage nothing was left
  }
}

/** Writes what was left behind in any run of the list. Never rejects: what cannot be written now waits. @param {OpenRun} run */
export async function takeUpMarks(run) {
  const ours = `checklist:${run.definition.id}`;
  try {
    for (const key of Object.keys(localStorage)) {
      const id = key.startsWith(MARKS) ? key.slice(MARKS.length) : "";
      if (id !== ours && !id.startsWith(`${ours}:`)) continue;
      await write(run, id, localStorage.getItem(key) || "");
      localStorage.removeItem(key);
    }
  } catch (error) {
    console.warn("hb-checklist: ticks that were left behind wait", error);
  }
}

/** @param {OpenRun} run @param {string} id @param {string} text */
async function write(run, id, text) {
  /** @type {{marks?: unknown, wasStored?: boolean} | null} */
  let left = null;
  try {
    left = JSON.parse(text);
  } catch (error) {
    console.warn("hb-checklist: what was left behind is damaged", error);
  }
  if (!left) return;
  const { wasStored } = left;
  const marks = readMarks(left);
  try {
    await update("runs", id, (/** @type {ChecklistRun | undefined} */ stored) => {
      if (!stored && wasStored) throw new StorageError("gone"); // deleted since
      return run.merged(stored, marks, id);
    });
  } catch (error) {
    if (!(error instanceof StorageError && error.reason === "gone")) throw error;
  }
}
