// A Word file that somebody hands over: of which template it is, what it was filled with, and what was changed in it since.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { ImportError, MAX_BYTES, bare, fit, isObject, parseJson } from "../../src/browser/rules/response.js";
import { MAX_FILE, openWord } from "../../src/browser/documents/word/package.js";
import { readBack } from "../../src/browser/documents/readback/read-back.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/documents/word/package.js").WordFile} WordFile
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 *
 * @typedef {object} Found what was found in a Word file
 * @property {Definition} definition of its template
 * @property {boolean} isOther whether that is another template than that of the page
 * @property {Values} carried what it was filled with
 * @property {Record<string, unknown>} aside what it was filled with and the template has no fields for
 * @property {string} lineage of the draft it was filled from, or ""
 * @property {string} draft id of that draft, or ""
 * @property {string[]} notes for the reader
 * @property {import("../../src/browser/documents/readback/read-back.js").Reading} reading what stands in it
 */

const SAFE = /^[a-z0-9][a-z0-9_-]{0,99}$/i; // what becomes part of a script's address

/**
 * Reads a Word file. Rejects with an ImportError whose message is for the reader.
 * @param {File} file @param {Definition | null} here the template of the page
 * @returns {Promise<Found>}
 */
export async function readWordFile(file, here) {
  if (file.size > MAX_FILE) throw new ImportError("檔案大於 20 MB，不予讀取。");
  let content;
  try {
    content = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new ImportError("這個檔案讀不出來。");
  }
  const word = openWord(content);
  const definition = await definitionOf(word, here);
  const { carried, aside, notes } = carriedBy(word, definition);
  const computed = await compute(definition, carried);
  /** @type {import("../../src/browser/documents/readback/read-back.js").Reading | undefined} */
  let best;
  for (const blank of await blanksFor(word, definition)) {
    const reading = readBack(word, blank, definition, carried, computed);
    if (!best || reading.found > best.found) best = reading;
  }
  if (!best || !best.found) throw new ImportError(`這個檔案裡找不到範本「${definition.title}」的內容。`);
  const { lineage, draft } = word.record;
  return { definition, isOther: Boolean(here) && definition !== here, carried, aside, lineage, draft, notes, reading: best };
}

/** The template of a file. @param {WordFile} word @param {Definition | null} here @returns {Promise<Definition>} */
async function definitionOf({ record }, here) {
  if (here && (!record.template || record.template === here.id)) return here;
  if (!record.template) throw new ImportError("檔案裡沒有填寫記錄，看不出是哪個範本。請到那個範本的頁面，把它放在那裡。");
  /** @type {Definition | undefined} */
  const found = SAFE.test(record.template) ? await loaded(`template-${record.template}`) : undefined;
  if (!found) throw new ImportError(`這個檔案屬於範本「${record.template.slice(0, 60)}」，這份手冊裡沒有它。`);
  return found;
}

/** Data that may be missing. @template T @param {string} name @returns {Promise<T | undefined>} */
async function loaded(name) {
  try {
    return await handbook.load(name);
  } catch (error) {
    return undefined;
  }
}

/** What a file was filled with, as far as the template has fields for it. @param {WordFile} word @param {Definition} definition */
function carriedBy({ record }, definition) {
  /** @type {string[]} */
  const notes = [];
  /** @type {unknown} */
  let data;
  try {
    data = record.isThere && record.values.length <= MAX_BYTES ? parseJson(record.values) : undefined;
  } catch (error) {
    data = undefined; // the visible text can still be read
  }
  if (!isObject(data)) {
    notes.push("檔案裡沒有填寫記錄（有些軟件會丟掉它），只能從文字讀出：紙上沒有印的欄位會是空的，每一項都算新的。");
    return { carried: bare(), aside: bare(), notes };
  }
  const { values, aside, unknown } = fit(data, definition);
  if (record.version !== (definition.version || ""))
    notes.push(`檔案來自範本第 ${record.version.slice(0, 20) || "？"} 版，現在是第 ${definition.version || "？"} 版。`);
  if (unknown.length) {
    const some = unknown.slice(0, 10).join("、") + (unknown.length > 10 ? "…" : "");
    notes.push(`有 ${unknown.length} 項在現在的範本裡沒有對應欄位，會另外保留：${some}`);
  }
  return { carried: values, aside, notes };
}

/** The values with computed fields. @param {Definition} definition @param {Values} carried @returns {Promise<Values>} */
async function compute(definition, carried) {
  try {
    /** @type {[typeof import("../../src/browser/rules/checking.js").Checker, Partial<Definition>]} */
    const [Engine, rules] = await Promise.all([
      handbook.load("rules", document.documentElement.dataset.rules),
      handbook.load(`rules-${definition.id}`),
    ]);
    return new Engine({ ...definition, ...rules }).compute(carried);
  } catch (error) {
    console.warn("read back without computed fields", error); // computed fields are never read back, only recognised
    return carried;
  }
}

/** The blank files of which a file may have been made. @param {WordFile} word @param {Definition} definition @returns {Promise<WordFile[]>} */
async function blanksFor({ record }, definition) {
  const { id, papers = [] } = definition;
  const { layout } = record.template === id ? record : { layout: "" };
  const isKnown = papers.includes(layout);
  if (layout && !isKnown && SAFE.test(layout) && (await loaded(`docx-${id}-${layout}`)) !== undefined)
    throw new ImportError("這是摘錄，只含一部分內容；請用完整的那一份。");
  /** @type {WordFile[]} */
  const found = [];
  for (const one of isKnown ? [layout] : papers) {
    /** @type {string | undefined} */
    const base64 = await loaded(`docx-${id}-${one}`);
    if (typeof base64 === "string") found.push(openWord(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))));
  }
  if (!found.length) throw new ImportError("範本的空白檔沒有載入，請再試一次。");
  return found;
}
