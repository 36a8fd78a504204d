// What a filled plan says about a run of a checklist: its name, its times, who does what, and by when. No page, no storage.

import { namesIn, rowsOf, textOf } from "../../src/browser/values/fields.js";
import { parse } from "../../src/browser/values/parsing.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("./definition.js").ChecklistDefinition} ChecklistDefinition
 * @typedef {import("./marks.js").MarkChange} MarkChange
 */

/** The reason of a mark whose due time is the plan's, not somebody's own. */
export const FROM_PLAN = "plan";

/** Every text at a path: "title" is a field, "guests.name" the column of a list. @param {Values} values @param {string} path @returns {string[]} */
function textsAt(values, path) {
  const [field, column] = path.split(".");
  const found = column ? rowsOf(values, field).map((row) => textOf(row, column)) : [textOf(values, field)];
  return found.filter((text) => text !== "");
}

/** The earliest of the moments that texts name, or "". A date alone means the end of that day. @param {string[]} texts */
function earliest(texts) {
  const moments = texts.map((text) => {
    const moment = parse("date-time", text).canonical;
    const day = moment ? "" : parse("date", text).canonical;
    return moment || (day ? `${day}T23:59` : "");
  });
  return moments.filter(Boolean).sort()[0] || "";
}

/**
 * The marks to make in a run.
 * @param {Values} values of the filled plan @param {ChecklistDefinition} definition of the checklist
 * @returns {{change: MarkChange, count: {owners: number, dues: number}}} count: how many owners and times were found
 */
export function planMarks(values, { planFields: fields, items }) {
  /** @type {MarkChange} */
  const change = {};
  const count = { owners: 0, dues: 0 };
  const name = textsAt(values, fields.name)[0];
  if (name) change["fact/name"] = { value: name.slice(0, 200) };
  for (const edge of /** @type {const} */ (["start", "end"])) {
    const moment = fields[edge] ? earliest(textsAt(values, fields[edge])) : "";
    if (moment) change[`fact/${edge}`] = { value: moment };
  }
  for (const item of items) {
    const owners = item.ownerFrom ? Array.from(new Set(textsAt(values, item.ownerFrom).flatMap(namesIn))).join("、") : "";
    const due = item.dueFrom ? earliest(textsAt(values, item.dueFrom)) : "";
    if (owners) change[`owner/${item.id}`] = { value: owners };
    if (due) change[`due/${item.id}`] = { value: due, reason: FROM_PLAN };
    count.owners += owners ? 1 : 0;
    count.dues += due ? 1 : 0;
  }
  return { change, count };
}
