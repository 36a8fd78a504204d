// Files in and out: drafts as .json, the paper as Word.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { download } from "../../src/browser/elements/download.js";
import { ImportError, MAX_BYTES, fileName, readResponse } from "../../src/browser/rules/response.js";
import { storable } from "./draft-keeper.js";

/** @typedef {import("../../src/browser/values/fields.js").Definition} Definition */
/** @typedef {import("../../src/browser/values/fields.js").Values} Values */

/** By which two copies of one draft are known as such. @param {import("./draft-keeper.js").DraftKeeper} keeper */
export const lineOf = ({ id, kept }) => ({ lineage: kept.lineage || id || undefined, draft: id || undefined });

/** @param {Definition} definition @param {Values} values @param {import("./draft-keeper.js").DraftKeeper} keeper */
export function saveJson(definition, values, keeper) {
  const { aside, kept } = keeper;
  const response = {
    template: definition.id,
    version: definition.version || "",
    name: kept.named || undefined,
    ...keeper.origin(),
    ...lineOf(keeper),
    values: storable(definition, values),
    received: kept.received,
    from: kept.from,
    aside: Object.keys(aside).length ? aside : undefined,
  };
  const blob = new Blob([JSON.stringify(response, null, 1)], { type: "application/json" });
  download(blob, fileName(definition, values, "json"));
}

/** Reads a draft file. Rejects with an ImportError whose message is for the reader. @param {File} file @param {Definition} definition */
export async function openJson(file, definition) {
  if (file.size > MAX_BYTES) throw new ImportError("檔案大於 5 MB，不是草稿檔。");
  let text;
  try {
    text = await file.text();
  } catch (error) {
    throw new ImportError("這個檔案讀不出來。");
  }
  return readResponse(text, definition);
}

/** @param {Definition} definition @param {string} layout @param {Values} values computed
 * @param {import("./draft-keeper.js").DraftKeeper} keeper */
export const saveWord = (definition, layout, values, keeper) =>
  savePaper(definition, layout, values, fileName(definition, values, "docx"), lineOf(keeper));

/** @param {Definition} definition @param {string} layout @param {Values} values computed @param {string} name of the file
 * @param {{lineage?: string, draft?: string}} [line] of which draft it is a copy */
export async function savePaper(definition, layout, values, name, line = {}) {
  // What fills Word files is a script of its own: most visits to the page never need it.
  const [fillDocx, blank] = await Promise.all([
    handbook.load("word", document.documentElement.dataset.word),
    handbook.load(`docx-${definition.id}-${layout}`),
  ]);
  const response = { template: definition.id, version: definition.version || "", ...line, values };
  download(await fillDocx(blank, definition, response), name);
}
