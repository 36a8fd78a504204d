// A run as a file: for the shift that takes over, and for another of one's own devices.
import { download } from "../../src/browser/elements/download.js";
import { update } from "../../src/browser/storage/storage.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { factOf, readMarks } from "./marks.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} ChecklistRun
 * @typedef {import("./marks.js").Marks} Marks
 */

const LARGEST_FILE = 1000000; // bytes

/** A name without what file systems refuse. @param {string} text */
export const safeFileName = (text) => text.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, " ").trim().slice(0, 80) || "清單";

/** Offers a run for download. @param {ChecklistRun} run */
export function saveRun(run) {
  const { id, target, version, name } = run;
  const text = JSON.stringify({ handbook: "checklist-run", format: 1, id, target, version, name, marks: readMarks(run.state) }, null, 1);
  download(new Blob([text], { type: "application/json" }), `${safeFileName(name)}.json`);
}

/**
 * The run in a file that anybody may have written. Throws an Error with a sentence for the reader.
 * @param {string} text @param {string} target id of the list @returns {{id: string, marks: Marks}} id: "" when it is no id of ours
 */
function readRun(text, target) {
  /** @type {Record<string, unknown> | null} */
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("這個檔案不是 .json，或已損壞。");
  }
  if (!data || data.handbook !== "checklist-run") throw new Error("這個檔案不是清單的一次。");
  if (data.format !== 1) throw new Error("這個檔案由較新的手冊存成，本頁看不懂。");
  if (data.target !== target) throw new Error(`這個檔案是另一份清單（${String(data.target).slice(0, 80)}）的一次。`);
  const { id } = data;
  const isKnown = typeof id === "string" && id.startsWith(`checklist:${target}`) && /^[\w:-]{1,160}$/.test(id);
  return { id: isKnown ? id : "", marks: readMarks(data) };
}

/**
 * Takes in a run from a file; a run of the same id is merged with it, unless that run is signed.
 * @param {File} file @param {import("./open-run.js").OpenRun} open
 * @returns {Promise<{run: ChecklistRun, isSigned: boolean}>} the run as it is stored now. Rejects with an Error whose message
 *   is for the reader, or with a StorageError
 */
export async function takeInRun(file, open) {
  const target = open.definition.id;
  if (file.size > LARGEST_FILE) throw new Error("檔案大於 1 MB，不像是清單的一次。");
  const read = readRun(await file.text(), target);
  const id = read.id || `checklist:${target}:${freshId()}`;
  let isSigned = false;
  const run = await update("runs", id, (/** @type {ChecklistRun | undefined} */ stored) => {
    isSigned = factOf(stored && stored.state, "signed") !== "";
    return stored && isSigned ? stored : open.merged(stored, read.marks, id);
  });
  return { run, isSigned };
}
