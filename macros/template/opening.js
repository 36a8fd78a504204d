// Opens a stored draft on its template's page.

import { merge } from "../../src/browser/rules/response.js";

/**
 * @typedef {import("./page.js").TemplatePage} TemplatePage
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 */

const PATIENCE = 1000; // ms

/** The draft the address names: on a slow line its form can be typed into before it is there. @param {TemplatePage} page @param {string} id */
export async function openFirst(page, id) {
  const { keeper } = page;
  keeper.isOpening = true;
  await openDraft(page, id);
  keeper.isOpening = false;
  if (keeper.dirty) keeper.touched();
}

/** @param {TemplatePage} page @param {string} id */
export async function openDraft(page, id) {
  const { keeper } = page;
  page.checking.begin();
  try {
    // They can read what was stored as it was typed. No draft waits for a script that does not come.
    await Promise.race([page.toolsReady(), new Promise((done) => setTimeout(done, PATIENCE))]);
    const found = await keeper.open(id);
    if (!found) {
      page.notices.add("找不到這份草稿；它可能已刪除，或存在另一台電腦。", { name: "draft" });
      return;
    }
    if (found.isTyped) putInto(page, found.values);
    else page.begin(found.values);
    if (found.unknown.length) page.tellUnknown(found.unknown, found.version);
    if (found.added.length)
      page.notices.add(`範本在這份草稿之後增加了 ${found.added.length} 個欄位：${found.added.slice(0, 20).join("、")}`, { name: "added" });
    await page.listed();
  } catch (error) {
    page.failed(/** @type {any} */ (error));
  }
}

/** What was typed before the draft was there is put into it. @param {TemplatePage} page @param {Values} stored the draft's */
function putInto(page, stored) {
  const { values, conflicts } = merge(page.definition, page.fresh(), page.values, stored);
  page.begin(values);
  page.keeper.dirty = true;
  for (const { label, value } of conflicts)
    page.notices.add(`「${label}」草稿裡原來寫的是「${value}」。`, { kind: "warning", name: `conflict ${label}` });
}
