// The list of what is still open in a response (待落實清單): each finding with how to mend it and whom to call.
// The twin is src/handbook/documents/open_points.py; tests/fixtures/extracts binds both to the same table.

import { asWritten, everybody, peopleColumns } from "./extracts.js";
import { fieldsOf } from "../values/fields.js";
import { clean } from "../values/typed.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Finding} Finding
 * @typedef {import("../values/fields.js").Values} Values
 */

const PATH = /^(\w+)(?:\[(\d+)\])?/;

/**
 * A table of all findings, in the order of the form. Whom to ask is read from the row that a finding is about.
 * @param {Definition} definition
 * @param {Values} values
 * @param {Finding[]} findings
 * @param {import("./extracts.js").Named} [named]
 * @returns {{title: string, note: string, rows: string[][]}}
 */
export function openPoints(definition, values, findings, named = asWritten) {
  const title = `${clean(String(values.title || "")) || definition.title}　待落實清單`;
  if (!findings.length) return { title, note: "檢查沒有發現缺漏。本檢查不代替審批。", rows: [] };
  const { sections } = definition;
  /** @param {Finding} finding */
  const placeOf = (finding) => {
    const found = PATH.exec(finding.field);
    const at = sections.findIndex((section) => section.fields.some((field) => found !== null && field.id === found[1]));
    return at < 0 ? sections.length : at;
  };
  const rows = findings
    .map((finding, at) => ({ finding, at, place: placeOf(finding) }))
    .sort((a, b) => a.place - b.place || a.at - b.at)
    .map(({ finding, place }) => [
      place < sections.length ? sections[place].title : "",
      finding.message,
      finding.fix,
      peopleOf(definition, values, finding.field, named).join("、"),
      "",
    ]);
  return { title, note: `共${rows.length}項。逐項電話核實，填上結果。本檢查不代替審批。`, rows };
}

/**
 * The people who are named in the row that a finding is about.
 * @param {Definition} definition @param {Values} values
 * @param {string} path of the finding's field, such as `guests[2].name`
 * @param {import("./extracts.js").Named} named
 */
function peopleOf(definition, values, path, named) {
  const found = PATH.exec(path);
  const field = found && fieldsOf(definition).find((one) => one.id === found[1]);
  const rows = field ? values[field.id] : null;
  const row = found && found[2] && Array.isArray(rows) ? rows[Number(found[2])] : null;
  if (!row || !field) return [];
  const texts = peopleColumns(field).map((id) => row[id]);
  return Array.from(everybody(named, texts).values());
}
