// Who is where when: the spans of every person, vehicle and place in the lists, and which of them clash.

import { fieldsOf, isBlankRow, rowsOf, textOf } from "../../src/browser/values/fields.js";
import { ends } from "../../src/browser/values/time-spans.js";
import { parse } from "../../src/browser/values/parsing.js";
import { format } from "../../src/browser/values/typed.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {"person" | "vehicle" | "room"} Kind
 * @typedef {import("../../src/browser/values/fields.js").Row} Row
 *
 * @typedef {object} Span a time for which somebody or something is needed
 * @property {number} start minutes since 1970
 * @property {number} end as `start`, and equal to it for a moment
 * @property {string} when the time in words
 * @property {string} text what for
 * @property {string} key of the value that names it, see macros/template/keys.js
 * @property {Span[]} clashes spans that overlap it
 *
 * @typedef {{kind: Kind, name: string, spans: Span[], clashing: boolean}} Track the spans of one person, vehicle or place
 */

/** What a column names; "" for none of these. @param {Field} column @returns {Kind | ""} */
function kindOf(column) {
  if (column.type === "person" || column.completes === "people") return "person";
  if (column.type === "vehicle" || column.completes === "vehicles") return "vehicle";
  return column.type === "room" || column.completes === "rooms" ? "room" : "";
}

/** @param {string} text a canonical moment */
const minutes = (text) => Date.parse(`${text}:00Z`) / 60000;

const isTime = (/** @type {Field} */ column) => column.type === "date-time" || column.type === "time-span";

/** The moment in the column of that id, or "". @param {Field[]} columns @param {Row} row @param {RegExp} id */
function momentOf(columns, row, id) {
  const column = columns.find((one) => one.type === "date-time" && id.test(one.id));
  return (column && parse("date-time", textOf(row, column.id)).canonical) || "";
}

/** Start and end of a row; "" where it does not say. @param {Field[]} columns @param {Row} row @returns {[string, string]} */
function timesOf(columns, row) {
  const column = columns.find((one) => one.type === "time-span");
  const span = column && parse("time-span", textOf(row, column.id)).canonical;
  return span ? ends(span) : [momentOf(columns, row, /^(start|time)$/), momentOf(columns, row, /^end$/)];
}

/** When something is, as people read it. @param {string} start @param {string} end */
function whenOf(start, end) {
  const first = format("date-time", start, "short");
  if (!end) return first;
  return `${first}–${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : format("date-time", end, "short")}`;
}

/**
 * The tracks of a response.
 * @param {Definition} definition @param {import("../../src/browser/values/fields.js").Values} values
 * @param {(text: string) => [string, string][]} named whom a text names: what rules take as one, and how to write it
 * @returns {Track[]} those that clash first, then by kind and name
 */
export function tracksOf(definition, values, named) {
  /** @type {Map<string, Track>} */
  const tracks = new Map();
  for (const field of fieldsOf(definition)) {
    const columns = field.fields || [];
    for (const [at, row] of rowsOf(values, field.id).entries()) {
      if (isBlankRow(field, row)) continue;
      const [start, end] = timesOf(columns, row);
      if (!start) continue;
      const telling = columns.filter((one) => !isTime(one) && textOf(row, one.id));
      /** What the row is about, apart from whom or what the track is named after. @param {Field} subject */
      const about = (subject) => {
        const others = telling.filter((one) => one !== subject);
        const what = others.find((one) => /^(what|step|meal)$/.test(one.id)) || others.find((one) => one.required) || others[0];
        return `${field.label}${what ? `：${textOf(row, what.id).slice(0, 40)}` : `第${at + 1}列`}`;
      };
      const span = {
        start: minutes(start),
        end: Math.max(minutes(start), end ? minutes(end) : minutes(start)),
        when: whenOf(start, end),
      };
      for (const column of columns) {
        const kind = kindOf(column);
        if (!kind) continue;
        for (const [one, name] of named(textOf(row, column.id))) {
          const id = `${kind} ${one}`;
          const track = tracks.get(id) || { kind, name, spans: [], clashing: false };
          tracks.set(id, track);
          // Who is named twice in one row is needed once.
          const key = `${field.id}/${row._id}/${column.id}`;
          if (track.spans.some((one) => one.key.startsWith(`${field.id}/${row._id}/`))) continue;
          track.spans.push({ ...span, text: about(column), key, clashes: [] });
        }
      }
    }
  }
  for (const track of tracks.values()) findClashes(track);
  const order = { person: 0, vehicle: 1, room: 2 };
  return Array.from(tracks.values()).sort(
    (a, b) => Number(b.clashing) - Number(a.clashing) || order[a.kind] - order[b.kind] || (a.name < b.name ? -1 : 1),
  );
}

/** Notes which spans of a track overlap. @param {Track} track */
function findClashes(track) {
  track.spans.sort((a, b) => a.start - b.start || a.end - b.end);
  const { spans } = track;
  for (let at = 0; at < spans.length; at += 1)
    for (let next = at + 1; next < spans.length && spans[next].start <= spans[at].end; next += 1) {
      const [a, b] = [spans[at], spans[next]];
      // Ends that touch are no clash; two moments at the same minute are.
      if (!(b.start < a.end || b.start === a.start)) continue;
      a.clashes.push(b);
      b.clashes.push(a);
      track.clashing = true;
    }
}
