// Puts values into a blank Word file that the build made. The blanks are found by their bookmarks.
// The twin is src/handbook/documents/word/filled_file.py; tests/fixtures/documents binds both to the same XML.

import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { INDENT, PrintedValues, asText } from "../printed-values.js";
import "../../values/parsing.js"; // typed text is printed as it is understood
import { DOCUMENT, DOCX_TYPE, NAMESPACE, W, customParts, edgesOf, hasEdges } from "./docx-format.js";
import { fitTable } from "./fitted-columns.js";

/**
 * @typedef {import("../../values/fields.js").Definition} Definition
 * @typedef {import("../printed-values.js").PrintedRow} PrintedRow
 * @typedef {import("./docx-format.js").BookmarkEntry} BookmarkEntry
 * @typedef {{values: Record<string, unknown>, lineage?: string, draft?: string}} Response
 *   computed fields must be among the values; lineage: the id that all copies of the draft share; draft: the id of this copy
 * @typedef {{start: Element, entry: BookmarkEntry}} Bookmark  where a bookmark of ours begins, and what it stands for
 */

const XML = "http://www.w3.org/XML/1998/namespace";
/** @type {Record<string, string>} the element that a mark's `unit` means */
const UNITS = { paragraph: "p", row: "tr", table: "tbl" };

/**
 * The Word file with the response's values in its blanks.
 * @param {string} base64 the blank file
 * @param {Definition} definition
 * @param {Response} response
 * @returns {Blob}
 */
export function fillDocx(base64, definition, response) {
  return new Blob([fillDocxBytes(fromBase64(base64), definition, response)], { type: DOCX_TYPE });
}

/**
 * The same for bytes. Throws an Error for a file that the build did not make.
 * @param {Uint8Array} content the blank file
 * @param {Definition} definition
 * @param {Response} response
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fillDocxBytes(content, definition, response) {
  const parts = unzipSync(content);
  const name = responsePart(parts);
  if (!name || !parts[DOCUMENT]) throw new Error("this Word file was not made by the handbook");
  const document = parseXml(parts[DOCUMENT]);
  const record = parseXml(parts[name]);
  /** @type {Map<string, BookmarkEntry>} */
  const entries = new Map();
  for (const one of Array.from(record.getElementsByTagNameNS(NAMESPACE, "bookmark"))) {
    const entry = Object.fromEntries(Array.from(one.attributes, (attribute) => [attribute.name, attribute.value]));
    entries.set(entry.name, entry);
  }
  const roots = new Map([[DOCUMENT, document]]);
  if (hasEdges(entries.values()))
    for (const edge of edgesOf(Object.keys(parts))) roots.set(edge, parseXml(parts[edge]));
  const values = new PrintedValues(definition, response.values);
  const free = freeId(Array.from(roots.values()));
  const filled = Array.from(roots.values()).flatMap((root) => new Filler(root, entries, values, free).fill());
  writeRecord(record, filled, response);
  for (const [one, root] of roots) parts[one] = xmlBytes(root);
  parts[name] = xmlBytes(record);
  return zip(parts);
}

/** The first of the numbers above those of all bookmarks. @param {Document[]} roots */
const freeId = (roots) => 1 + Math.max(0, ...roots.flatMap((root) => named(root, "bookmarkStart").map((one) => Number(idOf(one)))));

/** The name of the part that holds our record. @param {Record<string, Uint8Array>} parts */
const responsePart = (parts) =>
  customParts(Object.keys(parts)).find((name) => new RegExp(`["']${NAMESPACE}["']`).test(strFromU8(parts[name])));

/** A package with fixed times and order: content types first, the rest by name. @param {Record<string, Uint8Array>} parts */
function zip(parts) {
  const first = "[Content_Types].xml";
  const names = Object.keys(parts).filter((name) => name !== first && !name.endsWith("/")).sort();
  const ordered = Object.fromEntries([first, ...names].map((name) => [name, parts[name]]));
  return zipSync(ordered, { level: 6, mtime: new Date(1980, 0, 1) });
}

/** @param {Uint8Array} content */
function parseXml(content) {
  const parsed = new DOMParser().parseFromString(strFromU8(content), "application/xml");
  if (parsed.getElementsByTagName("parsererror").length) throw new Error("damaged XML in the Word file");
  return parsed;
}

/** @param {Document} document */
function xmlBytes(document) {
  const text = new XMLSerializer().serializeToString(document).replace(/^<\?xml[^>]*\?>\s*/, "");
  return strToU8(`<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n${text}`);
}

/** @param {string} base64 */
function fromBase64(base64) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Writes into the record which bookmarks the file has now and what it was filled with. @param {Document} record @param {BookmarkEntry[]} filled @param {Response} response */
function writeRecord(record, filled, response) {
  const holder = record.getElementsByTagNameNS(NAMESPACE, "bookmarks")[0];
  const values = record.getElementsByTagNameNS(NAMESPACE, "values")[0];
  if (!holder || !values) throw new Error("the Word file's own record of its blanks is damaged");
  holder.textContent = "";
  for (const entry of filled) {
    const element = record.createElementNS(NAMESPACE, "bookmark");
    for (const [key, value] of Object.entries(entry)) element.setAttribute(key, value);
    holder.append(element);
  }
  for (const key of /** @type {("lineage" | "draft")[]} */ (["lineage", "draft"])) {
    // With these a copy that is read back is recognised as one of this draft.
    if (response[key]) record.documentElement.setAttribute(key, /** @type {string} */ (response[key]));
    else record.documentElement.removeAttribute(key);
  }
  // Escaped to ASCII, because XML cannot hold control characters and halves of surrogate pairs.
  const json = JSON.stringify(response.values);
  values.textContent = json.replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Fills one part of the file. */
class Filler {
  /** @param {Document} document @param {Map<string, BookmarkEntry>} entries @param {PrintedValues} values @param {number} nextId */
  constructor(document, entries, values, nextId) {
    this.document = document;
    this.entries = entries;
    this.values = values;
    this.nextId = nextId;
  }

  /** Fills the document in place. Returns the entries of the bookmarks it has then, in the order of the document. */
  fill() {
    const repeats = this.starts(this.document).filter(({ entry }) => entry.kind === "rows");
    /** @type {Set<Element>} */
    const inside = new Set();
    for (const { start, entry } of repeats) {
      const unit = unitOf(start, entry);
      if (!unit) continue;
      for (const copy of this.repeat(unit, entry.path, Number(entry.lines || 0))) {
        for (const one of named(copy, "bookmarkStart")) inside.add(one);
      }
    }
    const outside = this.starts(this.document).filter(({ start }) => !inside.has(start));
    this.decide(outside, null);
    for (const { start, entry } of outside) {
      if (entry.kind === "blank") this.blank(start, entry, null, 0);
    }
    const left = this.starts(this.document);
    /** @type {Map<Element, number>} */
    const tables = new Map();
    for (const { start, entry } of left) {
      const table = entry.character && closest(start, "tbl");
      if (table) tables.set(table, Number(entry.character));
    }
    tables.forEach((unit, table) => fitTable(table, unit));
    return left.map(({ entry }) => entry);
  }

  /** The bookmarks of ours within an element. @param {Document | Element} within */
  starts(within) {
    /** @type {Bookmark[]} */
    const found = [];
    for (const start of named(within, "bookmarkStart")) {
      const entry = this.entries.get(nameOf(start));
      if (entry) found.push({ start, entry });
    }
    return found;
  }

  /**
   * Makes a copy of a unit for each row of a list, and fills the copies.
   * @param {Element} unit a paragraph or table row
   * @param {string} path the id of the list
   * @param {number} lines how many lines a register has; each filled row replaces a blank one
   */
  repeat(unit, path, lines) {
    const rows = this.values.rows(path);
    const shown = rows.length ? rows : [{ index: 0, row: /** @type {PrintedRow} */ ({}) }]; // an empty list prints one blank row
    for (let at = 1; at < Math.min(lines, shown.length); at += 1) {
      const blank = unit.nextElementSibling;
      if (blank && blank.localName === "tr" && !this.starts(blank).length) blank.remove();
    }
    const copies = shown.map((_, at) => (at ? /** @type {Element} */ (unit.cloneNode(true)) : unit));
    copies.forEach((copy, at) => {
      if (!at) return;
      this.rename(copy, at + 1);
      copies[at - 1].after(copy);
    });
    copies.forEach((copy, at) => {
      const { index, row } = shown[at];
      const starts = this.starts(copy);
      for (const { entry } of rows.length ? starts : []) {
        entry.index = String(index);
        const id = asText(row._id);
        if (id) entry.row = id;
      }
      if (!this.decide(starts, row)) return;
      for (const { start, entry } of starts) {
        if (entry.kind === "blank") this.blank(start, entry, row, rows.length ? at + 1 : 0);
      }
    });
    return copies;
  }

  /** Gives the bookmarks of a copy names and ids of their own, which must be unique in a document. @param {Element} unit @param {number} number */
  rename(unit, number) {
    /** @type {Map<string, string>} */
    const ids = new Map();
    for (const start of named(unit, "bookmarkStart")) {
      const old = nameOf(start);
      const known = this.entries.get(old);
      ids.set(idOf(start), String(this.nextId));
      if (known) {
        const name = `${old}_r${number}`;
        const { index, row, ...rest } = known;
        this.entries.set(name, { ...rest, name });
        start.setAttributeNS(W, "w:name", name);
      }
      start.setAttributeNS(W, "w:id", String(this.nextId));
      this.nextId += 1;
    }
    for (const end of named(unit, "bookmarkEnd")) end.setAttributeNS(W, "w:id", ids.get(idOf(end)) || idOf(end));
  }

  /**
   * Removes whatever depends on a blank field.
   * @param {Bookmark[]} starts @param {PrintedRow | null} row
   * @returns {boolean} whether the unit of `row` is still there
   */
  decide(starts, row) {
    for (const { start, entry } of starts) {
      if (entry.kind !== "when" || this.values.filled(entry.path, row)) continue;
      if (entry.unit === "text") {
        for (const element of [start, ...untilEnd(start)]) element.remove();
        continue;
      }
      const unit = unitOf(start, entry);
      if (!unit) continue;
      const table = closest(unit.parentElement, "tbl");
      unit.remove();
      if (table && unit.localName === "tr" && !Array.from(table.children).some(isBody)) table.remove();
      if (row) return false;
    }
    return true;
  }

  /** Fills one blank. @param {Element} start @param {BookmarkEntry} entry @param {PrintedRow | null} row @param {number} number of the printed row */
  blank(start, entry, row, number) {
    const text = this.values.printed(entry.path, entry.style || "", row, number);
    if (!text) return;
    const between = untilEnd(start).filter((one) => one.localName === "r");
    const run = this.document.createElementNS(W, "w:r");
    const properties = between.length && Array.from(between[0].children).find((one) => one.localName === "rPr");
    if (properties) {
      const kept = /** @type {Element} */ (properties.cloneNode(true));
      for (const line of Array.from(kept.children)) if (line.localName === "u") line.remove();
      if (kept.children.length) run.append(kept);
    }
    text.split("\n").forEach((line, at) => {
      if (at) run.append(this.document.createElementNS(W, "w:br"));
      const characters = this.document.createElementNS(W, "w:t");
      characters.setAttributeNS(XML, "xml:space", "preserve");
      characters.textContent = (at && entry.indented ? INDENT : "") + line.replace(/\t/g, " ");
      run.append(characters);
    });
    for (const element of between) element.remove();
    start.after(run);
  }
}

/** @param {Document | Element} within @param {string} name */
const named = (within, name) => Array.from(within.getElementsByTagNameNS(W, name));
/** Whether an element of a table is a row below its head. @param {Element} row */
const isBody = (row) => row.localName === "tr" && !named(row, "tblHeader").length;
/** @param {Element} bookmark */
const nameOf = (bookmark) => bookmark.getAttributeNS(W, "name") || "";
/** @param {Element} bookmark */
const idOf = (bookmark) => bookmark.getAttributeNS(W, "id") || "";

/** @param {Element | null} element @param {string} name */
function closest(element, name) {
  while (element && element.localName !== name) element = element.parentElement;
  return element;
}

/** The paragraph, row or table that a mark is about. @param {Element} start @param {BookmarkEntry} entry */
const unitOf = (start, entry) => closest(start, UNITS[entry.unit] || "p");

/** What stands between a bookmark's start and its end, and the end. @param {Element} start */
function untilEnd(start) {
  /** @type {Element[]} */
  const found = [];
  for (let next = start.nextElementSibling; next; next = next.nextElementSibling) {
    found.push(next);
    if (next.localName === "bookmarkEnd" && idOf(next) === idOf(start)) break;
  }
  return found;
}
