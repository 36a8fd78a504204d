// The cells of a pasted block as values of ours: dates and choices in their stored form where they are understood.

import { parse } from "../../src/browser/values/parsing.js";
import { DAY, choiceOf } from "./columns.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {(type: string, text: string) => string | null} Guess the canonical form of a date that is not written out, or null
 */

const DATED = /[年月日號号]|[0-9]{4} *[-/.]|[0-9] *\/ *[0-9]/; // a time that brings its own day
const isMoment = (/** @type {Field} */ field) => field.type === "date-time" || field.type === "time-span";

/**
 * The rows of a pasted block; rows without a value are left out.
 * @param {Field[]} fields the columns of our list
 * @param {import("./table.js").Table} table without its header
 * @param {string[]} columns for each pasted column the id of ours, or "", or DAY
 * @param {Guess} [guess] understands dates that are not written out
 * @returns {import("../../src/browser/values/fields.js").Row[]}
 */
export function rowsFrom(fields, table, columns, guess = () => null) {
  const known = new Map(fields.map((field) => [field.id, field]));
  const end = columns.includes("end") ? undefined : known.get("end");
  /** @param {string} type @param {string} text */
  const understood = (type, text) => parse(type, text).canonical || guess(type, text) || "";
  let day = ""; // a cell over several rows stands in the first of them only
  return table
    .map((cells) => {
      /** @type {Record<string, string>} */
      const row = {};
      /** @param {Field} field @param {string} text */
      const put = (field, text) => {
        if (field.type === "choice") row[field.id] = choiceOf(field, text) || text;
        else if (!isMoment(field)) row[field.id] = understood(field.type, text) || text;
        else {
          const written = day && !DATED.test(text) ? `${day} ${text}` : text;
          // 「9:00–10:30」 in the column of the start says the end as well.
          const span = field.id === "start" && end && end.type === "date-time" ? understood("time-span", written) : "";
          if (span) [row.start, row.end] = span.split("/");
          else row[field.id] = understood(field.type, written) || written;
        }
      };
      const own = oneLine(cells[columns.indexOf(DAY)] || "");
      day = own || day;
      columns.forEach((id, at) => {
        const field = known.get(id);
        if (!field || !cells[at]) return;
        const cell = field.type === "long-text" ? cells[at] : oneLine(cells[at]);
        put(field, row[id] ? `${row[id]}至${cell}` : cell); // the second half of a time span
      });
      const first = columns.map((id) => known.get(id)).find((field) => field && isMoment(field));
      if (own && first && !row[first.id]) row[first.id] = own; // a day without a time is not lost
      return row;
    })
    .filter((row) => Object.keys(row).length > 0);
}

/** The text of a cell on one line. @param {string} cell */
export const oneLine = (cell) => cell.replace(/\s*\n\s*/g, "，");
