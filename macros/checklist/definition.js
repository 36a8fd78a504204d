// A checklist as the HTML of its page states it. Everything that is not drawn works with this record, not with the page.
import { part } from "../../src/browser/elements/dom.js";
import { parseDue } from "../../src/browser/values/due-times.js";
import { fingerprint } from "./marks.js";

/**
 * @typedef {object} Item
 * @property {"item"} kind
 * @property {string} id
 * @property {string} text what is to be done
 * @property {string} hash fingerprint of the text
 * @property {string} role id of the role that does it, or ""
 * @property {string} roleTitle
 * @property {import("../../src/browser/values/due-times.js").Due | null} due counted from the event; null without a due time
 * @property {string} dueWords the due time in words, or ""
 * @property {string} ownerFrom the field of the plan that names who does it, for example "activities.owner"; or ""
 * @property {string} dueFrom the field of the plan that says by when, or ""
 * @property {HTMLElement} row
 * @property {HTMLInputElement} box
 * @property {HTMLInputElement | null} check whether somebody has verified the item; null where nobody must
 *
 * @typedef {{kind: "pause", id: string, text: string, row: HTMLElement, button: HTMLButtonElement}} Pause a point at which to stop
 * @typedef {{kind: "group", id: string, text: string, row: HTMLElement}} Group a heading; its id is ""
 * @typedef {Item | Pause | Group} Row
 *
 * @typedef {object} ChecklistDefinition
 * @property {string} id
 * @property {string} version
 * @property {string} title
 * @property {boolean} isVerified whether each item must be verified by somebody else
 * @property {boolean} isByGroup whether a pause holds back its own group only
 * @property {string} template id of the template whose filled plans say when the event is, or ""
 * @property {{name: string, start: string, end: string}} planFields fields of that template, each may be ""
 * @property {Row[]} rows in the order of the page
 * @property {Item[]} items those of the rows that are items
 */

/** @param {HTMLElement} row @returns {Row} */
function readRow(row) {
  const { item, pause, role = "", due = "", ownerFrom = "", dueFrom = "" } = row.dataset;
  if (pause) {
    const button = /** @type {HTMLButtonElement} */ (row.querySelector("[data-do='pause']"));
    return { kind: "pause", id: pause, text: (row.querySelector("p") || row).textContent || "", row, button };
  }
  if (!item) return { kind: "group", id: "", text: row.textContent || "", row };
  const text = part(row, "action").textContent || "";
  return {
    kind: "item",
    id: item,
    text,
    hash: fingerprint(text),
    role,
    roleTitle: row.querySelector(".hb-checklist__role")?.textContent || "",
    due: parseDue(due),
    dueWords: row.querySelector(".hb-checklist__chip--due")?.textContent || "",
    ownerFrom,
    dueFrom,
    row,
    box: /** @type {HTMLInputElement} */ (row.querySelector("input[type=checkbox]")),
    check: row.querySelector("[data-part='check']"),
  };
}

/** Reads the checklist from the HTML below `root`. @param {HTMLElement} root the `<hb-checklist>` @returns {ChecklistDefinition} */
export function readChecklist(root) {
  const { id = "", version = "", mode, pauseScope, template = "", nameField = "", startField = "", endField = "" } = root.dataset;
  const rows = Array.from(/** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".hb-checklist__group, [data-item], [data-pause]")), readRow);
  return {
    id,
    version,
    title: part(root, "title").textContent || "",
    isVerified: mode === "do-verify",
    isByGroup: pauseScope === "group",
    template,
    planFields: { name: nameField, start: startField, end: endField },
    rows,
    items: rows.filter((row) => row.kind === "item"),
  };
}
