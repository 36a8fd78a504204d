// Files in and out: drafts as .json, papers as Word files.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { download } from "../../src/browser/elements/download.js";
import { fileName, ImportError, MAX_BYTES, readResponse } from "../../src/browser/rules/response.js";
import { storableValues } from "../../src/browser/storage/drafts.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("./draft-keeper.js").DraftKeeper} DraftKeeper
 */

/** Offers a draft as a file. @param {Definition} definition @param {Values} values @param {DraftKeeper} keeper of the draft */
export function saveJson(definition, values, keeper) {
  const { aside, origin } = keeper;
  const response = {
    template: definition.id,
    version: definition.version || "",
    name: origin.named || undefined,
    ...keeper.source,
    ...keeper.line,
    values: storableValues(definition, values),
    received: origin.received,
    from: origin.from,
    aside: Object.keys(aside).length ? aside : undefined,
  };
  const blob = new Blob([JSON.stringify(response, null, 1)], { type: "application/json" });
  download(blob, fileName(definition, values, "json"));
}

/** Reads a draft from a file. Rejects with an ImportError whose message is for the reader. @param {File} file @param {Definition} definition */
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

/**
 * Offers one layout of a response as a Word file. Rejects when the program that fills Word files cannot be loaded.
 * @param {Definition} definition @param {string} layout id of the layout @param {Values} values with computed fields
 * @param {string} name of the file @param {{lineage?: string, draft?: string}} line of which draft the file is a copy
 */
export async function saveWord(definition, layout, values, name, line) {
  const wordScript = document.documentElement.dataset.word;
  /** @type {[typeof import("../../src/browser/documents/word/filled-file.js").fillDocx, string]} */
  const [fillDocx, blank] = await Promise.all([handbook.load("word", wordScript), handbook.load(`docx-${definition.id}-${layout}`)]);
  download(await fillDocx(blank, definition, { ...line, values }), name);
}
