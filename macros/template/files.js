// Files in and out: drafts as .json, the paper as Word.

import { handbook } from "../common/data.js";
import { ImportError, MAX_BYTES, fileName, readResponse } from "../common/response.js";
import { storable } from "./draft-keeper.js";

/** @typedef {import("../common/fields.js").Definition} Definition */
/** @typedef {Record<string, any>} Values */

/** Offers a file for download; works on file:// and plain http as well. @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000); // the browser may still be asking where to put it
}

/** @param {Definition} definition @param {Values} values @param {Record<string, unknown>} aside */
export function saveJson(definition, values, aside) {
  const response = { template: definition.id, version: definition.version || "", values: storable(definition, values) };
  const kept = Object.keys(aside).length ? { ...response, aside } : response;
  const blob = new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" });
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

/** @param {Definition} definition @param {string} layout @param {Values} values computed */
export async function saveWord(definition, layout, values) {
  // What fills Word files is a script of its own: most visits to the page never need it.
  const [fillDocx, blank] = await Promise.all([
    handbook.load("word", document.documentElement.dataset.word),
    handbook.load(`docx-${definition.id}-${layout}`),
  ]);
  const response = { template: definition.id, version: definition.version || "", values };
  download(await fillDocx(blank, definition, response), fileName(definition, values, "docx"));
}
