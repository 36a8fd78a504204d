// Opens a Word file that somebody else may have made: only the parts that are needed are read, each up to a limit.
// The twin is src/handbook/documents/word/package.py; both refuse the same files.

import { ImportError, isId } from "../../rules/response.js";
import { DOCUMENT, NAMESPACE, customParts, edgesOf, hasEdges } from "./docx-format.js";
import { OpenZip } from "./zip-reader.js";

/**
 * @typedef {import("./docx-format.js").BookmarkEntry} BookmarkEntry
 * @typedef {{template: string, version: string, layout: string, lineage: string, draft: string,
 *   entries: Map<string, BookmarkEntry>, values: string, isThere: boolean}} FileRecord
 *   our record in the file. lineage: the id that all copies of a draft share; draft: the id of the copy it was filled from;
 *   entries: what its bookmarks stand for, by name; values: what it was filled with, as JSON that nobody checked yet;
 *   isThere: false for a file that was not made here
 * @typedef {{document: Document, record: FileRecord, edges: Document[]}} WordFile
 *   edges: the heads and feet of pages, when any blank is in one
 */

/** Bytes that a Word file may have. */
export const MAX_FILE = 20 * 1024 * 1024;
/** Bytes that a part of it may have when it is unpacked. */
const MAX_PART = 16 * 1024 * 1024;
const MAX_PARTS = 2000;
const MAX_EDGES = 30; // each section of a document has up to three heads and three feet
const MAX_EDGE = 1024 * 1024;
const MAX_DEPTH = 256; // the limit of libxml, which the Python half uses
const RELATION = "http://schemas.openxmlformats.org/package/2006/relationships";
const OLD_WORD = [0xd0, 0xcf, 0x11, 0xe0]; // .doc, or a .docx with a password
const PDF = [0x25, 0x50, 0x44, 0x46];

/** @returns {FileRecord} */
const noRecord = () => ({ template: "", version: "", layout: "", lineage: "", draft: "", entries: new Map(), values: "{}", isThere: false });

/**
 * Opens a Word file. Throws ImportError, whose message says what is wrong with the file.
 * @param {Uint8Array} content
 * @returns {WordFile}
 */
export function openWord(content) {
  if (!content.length) throw new ImportError("檔案是空的。");
  if (content.length > MAX_FILE) throw new ImportError("檔案大於 20 MB，不予讀取。");
  if (OLD_WORD.every((byte, at) => content[at] === byte))
    throw new ImportError("這是舊的 .doc，或有密碼的 Word 檔；請另存為沒有密碼的 .docx。");
  if (PDF.every((byte, at) => content[at] === byte)) throw new ImportError("這是 PDF，讀不回來；請用 Word 檔（.docx）。");
  const zip = new OpenZip(content, MAX_PART);
  if (zip.names.length > MAX_PARTS || new Set(zip.names).size !== zip.names.length)
    throw new ImportError("這不是一般的 Word 檔：內含檔案過多。");
  const name = mainPart(zip);
  if (name === null) throw new ImportError("這個檔案裡沒有 Word 文件；其他軟件的檔，請另存為 .docx。");
  const document = parseXml(zip.part(name));
  for (const item of customParts(zip.names)) {
    const raw = zip.part(item);
    if (!textOfBytes(raw).includes(NAMESPACE)) continue;
    const record = recordOf(raw);
    const edges = hasEdges(record.entries.values()) ? edgesOf(zip.names).slice(0, MAX_EDGES) : [];
    return { document, record, edges: edges.map((one) => parseXml(zip.part(one, MAX_EDGE))) };
  }
  return { document, record: noRecord(), edges: [] };
}

/** The document's part, as the package's relations name it. @param {OpenZip} zip */
function mainPart(zip) {
  if (zip.names.includes("_rels/.rels")) {
    const relations = parseXml(zip.part("_rels/.rels")).getElementsByTagNameNS(RELATION, "Relationship");
    for (const relation of Array.from(relations)) {
      if (!(relation.getAttribute("Type") || "").endsWith("/officeDocument")) continue;
      const target = (relation.getAttribute("Target") || "").replace(/^\/+/, "").replace(/^(\.\/)+/, "");
      if (zip.names.includes(target)) return target;
    }
  }
  return zip.names.includes(DOCUMENT) ? DOCUMENT : null;
}

/**
 * Parses XML. Throws ImportError when it is damaged, nested too deeply, or declares a document type: with one, XML can name
 * files and grow without bound.
 * @param {Uint8Array} content
 * @returns {Document}
 */
export function parseXml(content) {
  const text = textOfBytes(content);
  // The very text that is looked through is parsed. An encoding that the file declares has no effect.
  if (text.includes("<!DOCTYPE") || text.includes("<!ENTITY")) throw new ImportError("Word 檔內含文件類型宣告，不予讀取。");
  if (isDeep(text)) throw new ImportError("Word 檔的內容層次太深，不予讀取。");
  const parsed = new DOMParser().parseFromString(text, "application/xml");
  if (parsed.getElementsByTagName("parsererror").length) throw new ImportError("Word 檔已損壞。");
  return parsed;
}

/** The text of an XML part in UTF-8 or UTF-16. @param {Uint8Array} content */
function textOfBytes(content) {
  const [first, second] = content;
  const wide = (first === 0xff && second === 0xfe) || second === 0 ? "utf-16le" : first === 0xfe || first === 0 ? "utf-16be" : "utf-8";
  return new TextDecoder(wide).decode(content);
}

/**
 * Whether elements are nested deeper than in any real document. This is counted before parsing, because walking a deep tree
 * would overflow the stack. Text that only looks like tags counts as well.
 * @param {string} text
 */
function isDeep(text) {
  let depth = 0;
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
    const next = text[at + 1];
    if (next === "/") depth -= 1;
    else if (next !== "?" && next !== "!") {
      const end = text.indexOf(">", at);
      if (end >= 0 && text[end - 1] !== "/") depth += 1;
    }
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Our record; an empty one when it is damaged. @param {Uint8Array} raw @returns {FileRecord} */
function recordOf(raw) {
  let root;
  try {
    root = parseXml(raw).documentElement;
  } catch (error) {
    return noRecord(); // the visible text can still be read
  }
  if (root.namespaceURI !== NAMESPACE || root.localName !== "response") return noRecord();
  /** @type {Map<string, BookmarkEntry>} */
  const entries = new Map();
  for (const one of Array.from(root.getElementsByTagNameNS(NAMESPACE, "bookmark"))) {
    /** @type {BookmarkEntry} */
    const entry = Object.assign(Object.create(null), Object.fromEntries(Array.from(one.attributes, ({ name, value }) => [name, value])));
    if (entry.name) entries.set(entry.name, entry);
  }
  const values = Array.from(root.children).find((one) => one.localName === "values" && one.namespaceURI === NAMESPACE);
  const [template, version, layout] = ["template", "version", "layout"].map((key) => (root.getAttribute(key) || "").slice(0, 100));
  const [lineage, draft] = ["lineage", "draft"].map((key) => root.getAttribute(key) || "").map((id) => (isId(id) ? id : ""));
  return { template, version, layout, lineage, draft, entries, values: (values && values.textContent) || "{}", isThere: true };
}
