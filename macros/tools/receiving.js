// What becomes of files that came in on a template page: each a draft of its own; what is being filled in stays.

import { ImportError, copyValues } from "../../src/browser/rules/response.js";
import { put } from "../../src/browser/storage/storage.js";
import { sameValues } from "../draft-desk/merged-copies.js";
import { draftOfFound, goToDraft, originOfFound } from "../readback/found-draft.js";
import { openJson } from "../template/files.js";

/**
 * @typedef {import("../../src/browser/storage/storage.js").StorageError} StorageError
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../readback/reading.js").Found} Found
 * @typedef {Pick<import("../template/filling-page.js").FillingPage, "definition" | "values" | "keeper" | "drafts" | "notices" | "begin" | "check"
 *   | "note">} Page
 */

/** Opens a draft from a .json file as a new draft. @param {Page} page @param {File} file */
export async function openDraftFile(page, file) {
  try {
    const found = await openJson(file, page.definition);
    await page.keeper.leaveFor(found.origin, found.aside); // the present draft stays as it is
    page.begin(found.values);
    page.keeper.touched();
    page.drafts.tellVersion(found.version);
    if (found.unknown.length) page.drafts.tellUnknown(found.unknown, found.version);
    else page.note(`已開啟「${file.name}」，存為新的草稿。`);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    page.notices.add(`${error.message}目前的草稿沒有改動。`, { kind: "warning", name: "import" });
  }
}

/**
 * Makes a draft of what was read back from a Word file.
 * @param {Page} page @param {Found} found @param {Values} values the ones that were taken @param {string} file its name
 * @param {number} count how many changes were taken
 */
export const adoptFound = (page, found, values, file, count) =>
  found.isOther ? adoptElsewhere(page, found, values) : adoptHere(page, found, values, file, count);

/** @param {Page} page @param {Found} found @param {Values} values @param {string} file @param {number} count */
async function adoptHere(page, found, values, file, count) {
  const { keeper } = page;
  const former = { id: keeper.id, values: copyValues(page.values) };
  const isCopy = found.lineage !== "" && found.lineage === keeper.line.lineage;
  const hasGoneOn = isCopy && !sameValues(page.definition, former.values, found.carried);
  await keeper.leaveFor(originOfFound(found), found.aside);
  page.begin(values);
  keeper.touched();
  const { id } = keeper;
  await page.check();
  const told = count ? `已採用「${file}」的 ${count} 處改動` : `已開啟「${file}」`;
  const advice = hasGoneOn ? "它在這份檔做成之後改過：兩邊的改動都要，請到「草稿」頁把兩份合併。" : "";
  page.note(`${told}，存為新的草稿；先前的草稿不動。${advice}`, "復原", () => void undo(page, /** @type {string} */ (id), former));
}

/** Goes back to what was filled in before. @param {Page} page @param {string} id of the new draft @param {{id: string | null, values: Values}} former */
async function undo(page, id, former) {
  try {
    await page.keeper.flush();
    await page.keeper.remove(id);
    if (former.id) await page.drafts.open(former.id);
  } catch (error) {
    page.drafts.failed(/** @type {StorageError} */ (error));
  }
  if (page.keeper.id === former.id) {
    if (!former.id) page.begin(former.values);
  } else {
    page.begin(former.values); // it was never stored, or cannot be read
    page.keeper.touched();
  }
  await page.drafts.listed();
}

/** The file belongs to another template: its draft is stored, and that template's page opens it. @param {Page} page @param {Found} found @param {Values} values */
async function adoptElsewhere(page, found, values) {
  const draft = draftOfFound(found, values);
  try {
    await page.keeper.flush();
    await put("drafts", draft);
    goToDraft(draft);
  } catch (error) {
    page.drafts.failed(/** @type {StorageError} */ (error));
  }
}
