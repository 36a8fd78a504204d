// Files that come in on the page of drafts: drafts as .json, and Word files that were edited elsewhere.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { ImportError } from "../../src/browser/rules/response.js";
import * as storage from "../../src/browser/storage/storage.js";
import { addressOf, recordOf } from "../readback/keeping.js";
import { acceptFiles } from "../readback/loader.js";
import { readFile } from "./records.js";

/** @typedef {import("./draft-desk.js").HbDraftDesk} Desk */

/** @param {Desk} desk */
export function receiveFiles(desk) {
  acceptFiles(desk, /** @type {HTMLInputElement} */ (desk.one("[data-part=file]")), {
    json: (files) => importDrafts(desk, files),
    word: {
      definition: null,
      place: desk.one("[data-part=notices]"),
      tell: (text) => desk.notices?.add(text, { kind: "warning", name: "import" }),
      adopt: (found, values, file) => adopt(desk, recordOf(found, values), file),
    },
  });
}

/** @param {Desk} desk @param {File[]} files */
async function importDrafts(desk, files) {
  for (const file of files) {
    try {
      const load = (/** @type {string} */ template) => handbook.load(`template-${template}`);
      const { records, refused, unknown } = await readFile(file, new Set(desk.templates?.keys()), load);
      for (const record of records) await desk.attempt(() => storage.put("drafts", record), record);
      const kin = records.length === 1 ? kinOf(desk, records[0]) : undefined;
      const text =
        `已從「${file.name}」匯入 ${records.length} 份草稿。` +
        (refused ? `另有 ${refused} 份不是這份手冊的，沒有匯入。` : "") +
        (unknown ? `有 ${unknown} 項在現在的範本裡沒有對應欄位，已另外保留。` : "");
      await desk.show();
      const action = kin ? () => void desk.merge([kin.id, records[0].id]) : undefined;
      desk.notices?.add(text, { act: kin ? `與「${String(kin.name)}」合併` : "", action });
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      desk.notices?.add(`「${file.name}」：${error.message}`, { kind: "warning" });
    }
  }
}

/** The draft here which the new one is a copy of: the very one it was made from, else one of the same line.
 * @param {Desk} desk @param {import("../../src/browser/storage/drafts.js").Draft} record */
function kinOf({ drafts = [] }, record) {
  const kin = drafts.filter((one) => record.lineage && one.id !== record.id && (one.lineage || one.id) === record.lineage);
  return kin.find((one) => one.id === (record.beforeFrom || record.from)) || kin[0];
}

/** What was read back from a Word file. @param {Desk} desk @param {import("../../src/browser/storage/drafts.js").Draft} record @param {string} file */
async function adopt(desk, record, file) {
  await desk.attempt(async () => {
    await storage.put("drafts", record);
    // The list has a link to open it; merging is what one would have to look for.
    const kin = kinOf(desk, record);
    const action = () => (kin ? void desk.merge([kin.id, record.id]) : location.assign(addressOf(record)));
    desk.notices?.add(`已從「${file}」存成草稿「${record.name}」。`, { act: kin ? `與「${String(kin.name)}」合併` : "打開", action });
  }, record);
  await desk.show();
  desk.one("[data-do=import]").focus();
}
