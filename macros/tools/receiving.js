// What becomes of files that came in on a template page: each a draft of its own; what is being filled in stays.

import { ImportError, copyValues } from "../../src/browser/rules/response.js";
import * as storage from "../../src/browser/storage/storage.js";
import { sameValues } from "../draft-desk/merge.js";
import { addressOf, keptOf, recordOf } from "../readback/keeping.js";
import { openJson } from "../template/files.js";

/** @param {import("../template/page.js").TemplatePage} page @param {File} file */
export async function openDraft(page, file) {
  try {
    const found = await openJson(file, page.definition);
    await page.keeper.leave(); // the current draft stays as it is; the file becomes a new one
    page.keeper.aside = found.aside;
    page.keeper.kept = found.kept;
    page.begin(found.values);
    page.keeper.touched();
    if (found.unknown.length) page.tellUnknown(found.unknown, found.version);
    else page.note(`已開啟「${file.name}」，存為新的草稿。`);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    page.notices.add(`${error.message}目前的草稿沒有改動。`, { kind: "warning", name: "import" });
  }
}

/** What was read back from a Word file. @param {import("../template/page.js").TemplatePage} page
 * @param {import("../readback/reading.js").Found} found @param {Record<string, any>} values @param {string} file
 * @param {number} count of changes taken */
export const adopt = (page, found, values, file, count) =>
  found.isOther ? elsewhere(page, found, values) : here(page, found, values, file, count);

/**
 * @param {import("../template/page.js").TemplatePage} page @param {import("../readback/reading.js").Found} found
 * @param {Record<string, any>} values @param {string} file @param {number} count
 */
async function here(page, found, values, file, count) {
  const { keeper } = page;
  const former = { id: keeper.id, values: copyValues(page.values) };
  const isCopy = found.lineage !== "" && found.lineage === (keeper.kept.lineage || keeper.id);
  const hasGoneOn = isCopy && !sameValues(page.definition, former.values, found.carried);
  await keeper.leave();
  keeper.aside = found.aside;
  keeper.kept = keptOf(found);
  page.begin(values);
  keeper.touched();
  const { id } = keeper;
  await page.commands.check();
  const told = count ? `已採用「${file}」的 ${count} 處改動` : `已開啟「${file}」`;
  const advice = hasGoneOn ? "它在這份檔做成之後改過：兩邊的改動都要，請到「草稿」頁把兩份合併。" : "";
  page.note(`${told}，存為新的草稿；先前的草稿不動。${advice}`, "復原", () => void undo(page, /** @type {string} */ (id), former));
}

/** @param {import("../template/page.js").TemplatePage} page @param {string} id @param {{id: string | null, values: Record<string, any>}} former */
async function undo(page, id, former) {
  try {
    await page.keeper.flush();
    await page.keeper.remove(id);
    if (former.id) await page.openDraft(former.id);
  } catch (error) {
    page.failed(/** @type {any} */ (error));
  }
  if (page.keeper.id === former.id) {
    if (!former.id) page.begin(former.values);
  } else {
    page.begin(former.values); // it was never stored, or cannot be read
    page.keeper.touched();
  }
  await page.listed();
}

/** It belongs to another template: its draft is stored, and that template's page opens it.
 * @param {import("../template/page.js").TemplatePage} page @param {import("../readback/reading.js").Found} found @param {Record<string, any>} values */
async function elsewhere(page, found, values) {
  const record = recordOf(found, values);
  try {
    await page.keeper.flush();
    await storage.put("drafts", record);
    location.assign(addressOf(record));
  } catch (error) {
    page.failed(/** @type {any} */ (error));
  }
}
