// Files that come in on the page of drafts: drafts as .json, and Word files that were edited elsewhere.

import { buttonFor } from "../../src/browser/elements/commands.js";
import { part } from "../../src/browser/elements/dom.js";
import { ImportError } from "../../src/browser/rules/response.js";
import { put } from "../../src/browser/storage/storage.js";
import { draftOfFound, goToDraft } from "../readback/found-draft.js";
import { acceptFiles } from "../readback/loader.js";
import { readFile } from "./draft-records.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {Pick<import("./desk-page.js").DeskPage, "host" | "notices" | "templates" | "drafts" | "load" | "attempt" | "show">
 *   & {merge: (ids: string[]) => void}} Page
 */

/** Takes files that are chosen, or dropped onto the page. @param {Page} page */
export function receiveDrafts(page) {
  acceptFiles(page.host, part(page.host, "file", HTMLInputElement), {
    json: (files) => importDrafts(page, files),
    word: {
      definition: null,
      place: part(page.host, "notices"),
      tell: (text) => page.notices.add(text, { kind: "warning", name: "import" }),
      adopt: (found, values, file) => adoptDraft(page, draftOfFound(found, values), file),
    },
  });
}

/** @param {Page} page @param {File[]} files */
async function importDrafts(page, files) {
  for (const file of files) {
    try {
      const { records, refused, unknown } = await readFile(file, new Set(page.templates.keys()), page.load);
      for (const draft of records) await page.attempt(() => put("drafts", draft), draft);
      const kin = records.length === 1 ? kinOf(page, records[0]) : undefined;
      const text =
        `已從「${file.name}」匯入 ${records.length} 份草稿。` +
        (refused ? `另有 ${refused} 份不是這份手冊的，沒有匯入。` : "") +
        (unknown ? `有 ${unknown} 項在現在的範本裡沒有對應欄位，已另外保留。` : "");
      await page.show();
      const action = kin ? () => page.merge([kin.id, records[0].id]) : undefined;
      page.notices.add(text, { act: kin ? `與「${String(kin.name)}」合併` : "", action });
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      page.notices.add(`「${file.name}」：${error.message}`, { kind: "warning" });
    }
  }
}

/** The draft here of which a new one is a copy: the very one it was made from, else one of the same line. @param {Page} page @param {Draft} draft */
function kinOf({ drafts }, draft) {
  const kin = drafts.filter((one) => draft.lineage && one.id !== draft.id && (one.lineage || one.id) === draft.lineage);
  return kin.find((one) => one.id === (draft.beforeFrom || draft.from)) || kin[0];
}

/** Stores what was read back from a Word file. @param {Page} page @param {Draft} draft @param {string} file its name */
async function adoptDraft(page, draft, file) {
  await page.attempt(async () => {
    await put("drafts", draft);
    // The list has a link to open it; merging is what one would have to look for.
    const kin = kinOf(page, draft);
    const action = () => (kin ? page.merge([kin.id, draft.id]) : goToDraft(draft));
    page.notices.add(`已從「${file}」存成草稿「${draft.name}」。`, { act: kin ? `與「${String(kin.name)}」合併` : "打開", action });
  }, draft);
  await page.show();
  buttonFor(page.host, "import").focus();
}
