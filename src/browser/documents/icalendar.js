// A response becomes a calendar file (iCalendar, RFC 5545) of what the template's `calendar:` names.
// The twin is src/handbook/documents/icalendar.py; tests/fixtures/icalendar binds both to the same bytes.

import { fieldsOf } from "../values/fields.js";
import { PrintedValues } from "./printed-values.js";
import { asWritten, everybody } from "./extracts.js";
import { ends } from "../values/time-spans.js";
import { parse } from "../values/parsing.js";
import { clean, display } from "../values/typed.js";

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").CalendarEvent} CalendarEvent
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {{path: string, row: Record<string, unknown>, fields: Map<string, Field>}} EventRecord
 *   a row, or the whole response, that an event is made of; path: of the row, such as `agenda[2]`
 * @typedef {{person?: string, saved?: string, identity?: string, named?: import("./extracts.js").Named}} CalendarOptions
 *   person: only events that name this person; saved: when the response was saved, in ISO 8601; identity: the id of the draft, by
 *   which a plan stays the same in calendars when its title changes
 * @typedef {{known: boolean, sum: string}} Identity  known: whether `identity` was given; sum: a checksum of it or of the title
 */

const ZONE = "Asia/Shanghai";
const EPOCH = Date.UTC(2020, 0, 1); // sequence numbers are minutes from here
const STAMP = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$/;
const TIMEZONE = [
  "BEGIN:VTIMEZONE", `TZID:${ZONE}`, "BEGIN:STANDARD", "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
];

/**
 * The calendar file.
 * @param {Definition} definition
 * @param {Record<string, unknown>} values computed fields must be among them
 * @param {CalendarOptions} [options]
 * @returns {{text: string, untimed: string[]}} untimed: the paths of starts that are blank or not understood
 */
export function calendarOf(definition, values, options = {}) {
  const { named = asWritten } = options;
  const person = clean(options.person || "");
  const wanted = everybody(named, [person]);
  const stamp = stampOf(options.saved || "");
  const title = titleOf(definition, values);
  const identity = clean(options.identity || "");
  const plan = { known: identity !== "", sum: checksum(identity || title) };
  /** @type {string[]} */
  const untimed = [];
  /** @type {string[]} */
  const lines = [];
  for (const event of definition.events || [])
    for (const place of recordsOf(definition, values, event)) {
      if (person && !Array.from(everybody(named, textsOfPeople(event, place)).keys()).some((key) => wanted.has(key))) continue;
      const times = timesOf(event, place);
      if (times[0]) lines.push(...eventLines(definition, event, place, times, plan, stamp));
      else if (place.fields.has(event.start)) untimed.push(place.path ? `${place.path}.${event.start}` : event.start);
    }
  const name = person ? `${title}（${person}）` : title;
  const all = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Handbook//handbook//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    `X-WR-CALNAME:${escaped(name)}`, `X-WR-TIMEZONE:${ZONE}`, ...TIMEZONE, ...lines, "END:VCALENDAR",
  ];
  return { text: all.map((line) => `${folded(line)}\r\n`).join(""), untimed };
}

/**
 * Everybody who may want a calendar: who is named in a field for persons. 「全體來賓」 in a text field is nobody.
 * @param {Definition} definition
 * @param {Record<string, unknown>} values
 * @param {import("./extracts.js").Named} named
 * @returns {string[]}
 */
export function calendarPeople(definition, values, named) {
  const texts = (definition.events || []).flatMap((event) =>
    recordsOf(definition, values, event).flatMap((place) => textsOfPeople(event, place, true)),
  );
  return Array.from(everybody(named, texts).values());
}

/** What an entry of `calendar:` makes events of. @param {Definition} definition @param {Record<string, unknown>} values @param {CalendarEvent} event */
function recordsOf(definition, values, event) {
  const fields = fieldsOf(definition);
  /** @param {Field[]} list */
  const byId = (list) => new Map(list.map((field) => [field.id, field]));
  if (!event.rows) return [{ path: "", row: values, fields: byId(fields) }];
  const columns = byId(fields.filter((field) => field.id === event.rows).flatMap((field) => field.fields || []));
  const rows = new PrintedValues(definition, values).rows(event.rows);
  return rows.map(({ index, row }) => ({ path: `${event.rows}[${index}]`, row, fields: columns }));
}

/**
 * The lines of one event.
 * @param {Definition} definition @param {CalendarEvent} event @param {EventRecord} place @param {[string, string]} times
 * @param {Identity} plan @param {Date} stamp
 */
function eventLines(definition, event, place, [start, end], plan, stamp) {
  const summary = [event.prefix || "", ...textsOf(event.summary, place)].filter((text) => text).join(" ") || definition.title;
  const where = textsOf(event.place, place).join("→");
  const isDay = start.length === 10;
  const lines = [
    "BEGIN:VEVENT",
    `UID:${identifier(definition, event, place, plan, start)}`,
    `DTSTAMP:${stamp.toISOString().replace(/[-:]|\.[0-9]+/g, "")}`,
    `SEQUENCE:${Math.max(0, Math.floor((stamp.getTime() - EPOCH) / 60000))}`,
    moment("DTSTART", start),
  ];
  if (end.length === start.length && (end > start || (isDay && end === start))) lines.push(moment("DTEND", end));
  lines.push(`SUMMARY:${escaped(summary)}`);
  if (where) lines.push(`LOCATION:${escaped(where)}`);
  const details = Array.from(new Set([...(event.people || []), ...(event.details || [])]))
    .map((name) => place.fields.get(name))
    .map((field) => (field && printed(field, place.row) ? `${field.label}：${printed(field, place.row)}` : ""))
    .filter((line) => line);
  if (details.length) lines.push(`DESCRIPTION:${escaped(details.join("\n"))}`);
  if (event.remind && !isDay)
    lines.push("BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(summary)}`, `TRIGGER:-PT${event.remind}M`, "END:VALARM");
  lines.push("END:VEVENT");
  return lines;
}

/** The UID of an event. It stays the same when the response is changed and exported again. A row is identified by its own id,
 * else by its place. A response without an identity is told apart from others of its template by when it begins.
 * @param {Definition} definition @param {CalendarEvent} event @param {EventRecord} place @param {Identity} plan @param {string} start */
function identifier(definition, event, place, plan, start) {
  const id = place.path && typeof place.row._id === "string" ? place.row._id : "";
  const where = Array.from(id || (place.path || (plan.known ? "" : start)).replace(/[^0-9]/g, ""), (one) => (/[A-Za-z0-9_-]/.test(one) ? one : "_")).join("");
  return `${[definition.id, plan.sum, event.rows || "", event.start, where].filter((part) => part).join("-")}@handbook`;
}

/** A value as it is printed, on one line. @param {Field} field @param {Record<string, unknown>} row */
function printed(field, row) {
  const value = row[field.id];
  return display(field, typeof value === "string" ? value : "").split("\n").join(" ");
}

/** The values of fields, as they are printed, that are not blank. @param {string[] | undefined} names @param {EventRecord} place */
const textsOf = (names, place) =>
  (names || [])
    .map((name) => place.fields.get(name))
    .map((field) => (field ? printed(field, place.row) : ""))
    .filter((text) => text);

/** The values that name people. @param {CalendarEvent} event @param {EventRecord} place @param {boolean} [only] in fields for persons */
const textsOfPeople = (event, place, only = false) =>
  (event.people || [])
    .map((name) => place.fields.get(name))
    .filter((field) => field && (!only || field.type === "person"))
    .map((field) => place.row[field ? field.id : ""]);

/** A moment as 2026-12-08T09:30 or a day as 2026-12-08; "" when it is blank or not understood. @param {Field | undefined} field @param {Record<string, unknown>} row */
function timeOf(field, row) {
  const value = field ? row[field.id] : "";
  if (!field || typeof value !== "string") return "";
  return parse(field.type, value).canonical || "";
}

/** Start and end as `timeOf` writes them. A field for a time span gives both. @param {CalendarEvent} event @param {EventRecord} place @returns {[string, string]} */
function timesOf(event, place) {
  const [start, end] = [event.start, event.end || ""].map((name) => timeOf(place.fields.get(name), place.row));
  const [first, last] = ends(start);
  return [first, ends(end)[1] || (last !== first ? last : "")];
}

/** The property DTSTART or DTEND. @param {string} name @param {string} canonical */
function moment(name, canonical) {
  const [day, clock] = canonical.split("T");
  if (clock) return `${name};TZID=${ZONE}:${day.replace(/-/g, "")}T${clock.replace(":", "")}00`;
  const [year, month, date] = day.split("-").map(Number);
  const isEnd = name === "DTEND" && day < "9999-12-31"; // of whole days: the first day after the event
  const shown = isEnd ? new Date(Date.UTC(year, month - 1, date + 1)) : new Date(Date.UTC(year, month - 1, date));
  if (year < 100) shown.setUTCFullYear(year); // JavaScript reads the years 0 to 99 as 1900 to 1999
  return `${name};VALUE=DATE:${shown.toISOString().slice(0, 10).replace(/-/g, "")}`;
}

/** The title of the response, else of the template. @param {Definition} definition @param {Record<string, unknown>} values */
function titleOf(definition, values) {
  const own = fieldsOf(definition).some((field) => field.id === "title") ? values.title : "";
  return (typeof own === "string" && clean(own).split("\n").join(" ")) || definition.title;
}

/** FNV-1a over the UTF-8 bytes. @param {string} text */
function checksum(text) {
  let number = 0x811c9dc5;
  for (const byte of Array.from(new TextEncoder().encode(text))) number = Math.imul(number ^ byte, 0x01000193) >>> 0;
  return number.toString(16).padStart(8, "0");
}

/** When the response was saved, to the second; 2020-01-01 when that is not known. @param {string} saved */
function stampOf(saved) {
  const found = STAMP.exec(saved);
  const time = found ? Date.parse(found[1] ? saved : `${saved}Z`) : NaN;
  return new Date(Number.isNaN(time) ? EPOCH : Math.floor(time / 1000) * 1000);
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");

/** The line in pieces of at most 75 octets (RFC 5545, 3.1). Each further piece begins with a space. @param {string} line */
function folded(line) {
  let result = "";
  let octets = 0;
  for (const character of line) {
    const code = character.codePointAt(0) || 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets + size > 75) {
      result += "\r\n ";
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}
