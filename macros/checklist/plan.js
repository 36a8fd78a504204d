// What a filled plan says about a run: its name, its times, who does what, and by when. No DOM, no storage.

import { namesIn } from "../../src/browser/values/fields.js";
import { parse } from "../../src/browser/values/parsing.js";

/**
 * @typedef {{id: string, ownerFrom: string, dueFrom: string}} Wanted
 * @typedef {Record<string, Partial<import("./state.js").Mark>>} Change
 */

export const FROM_PLAN = "plan"; // a due time that is the plan's, not somebody's own

/** Every text at `path`: a field, or a column of all rows. @param {any} values @param {string} path @returns {string[]} */
function textsAt(values, path) {
  const [field, column] = path.split(".");
  const value = Object.prototype.hasOwnProperty.call(values || {}, field) ? values[field] : "";
  const found = column ? (Array.isArray(value) ? value.map((row) => (row && typeof row === "object" ? row[column] : "")) : []) : [value];
  return found.filter((text) => typeof text === "string" && text.trim() !== "");
}

/** The earliest time among the texts; a date alone means the end of that day. @param {string[]} texts */
function earliest(texts) {
  const moments = texts.map((text) => {
    const moment = parse("date-time", text).canonical;
    const day = moment ? "" : parse("date", text).canonical;
    return moment || (day ? `${day}T23:59` : "");
  });
  return moments.filter(Boolean).sort()[0] || "";
}

/**
 * The marks to make in a run, and how many owners and times were found.
 * @param {any} values of the filled plan @param {{name: string, start: string, end: string}} fields @param {Wanted[]} items
 */
export function fromPlan(values, fields, items) {
  /** @type {Change} */
  const change = {};
  const count = { owners: 0, dues: 0 };
  const name = textsAt(values, fields.name)[0];
  if (name) change["fact/name"] = { value: name.trim().slice(0, 200) };
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
