// What a template asks for (its definition) and what was filled in (its values), and how the values are looked up.
// The twin of src/handbook/values/fields.py; tests/fixtures/rules holds both to the same answers.

import { clean } from "./typed.js";

/**
 * @typedef {import("./typed.js").FieldChoice} FieldChoice
 * @typedef {{id: string, label: string, type: string, required?: boolean,
 *   choices?: FieldChoice[], fields?: Field[], min?: string, max?: string, unit?: string, lines?: number, default?: string, value?: string,
 *   matrix?: string, with?: Record<string, string>, on?: string,
 *   mentions?: Mentions, completes?: string, fresh?: boolean}} Field
 * @typedef {{id: string, title: string, fields: Field[]}} Section
 * @typedef {{fields: Record<string, string[]>, row: string[]}} Mentions  what an expression names, from
 *   src/handbook/rules/mentions.py: fields, and of a list the columns that matter; columns of the row it is about, `_index` for its place
 * @typedef {{fields?: string[], equal?: boolean, field?: string, equals?: string[], filled?: boolean, then?: string[], who?: string,
 *   start?: string, end?: string, date?: string, before?: string, days?: number, workdays?: boolean, listed_in?: string,
 *   least?: string, most?: string, total?: string, of?: string[], words?: string[], unless?: string[],
 *   counted?: string[], names?: string[], matrix?: string, inputs?: Record<string, string>, on?: string, presences?: Presence[],
 *   party?: string, travel?: string, heads?: string, leaves?: string, place?: string, at?: string, name?: string,
 *   hours?: Record<string, string>, since?: string, until?: string, also?: string[]}} RuleKind  what a rule of a
 *   kind says, from src/handbook/model/rule_kinds.py
 * @typedef {{rows?: string, who?: string, guests?: boolean, says?: string[], start: string, end?: string, leaves?: string,
 *   place?: string, does?: string, journeys?: string[], asides?: string[], waits?: boolean, elsewhere?: boolean}} Presence  who is
 *   where when, of a rule of the kind `one_place`
 * @typedef {{id: string, rule?: string, kind?: string, of?: RuleKind, mentions: Mentions, message?: string, fix?: string, each?: string,
 *   fields?: string[], always?: boolean, severity?: "error" | "warning", cite?: string}} Rule  with an expression or of a kind
 * @typedef {[number | null, boolean, number | null, boolean]} NumberSpan  least and most, null for no bound; behind each whether
 *   the bound itself is within
 * @typedef {{texts?: string[], spans?: NumberSpan[]}} Guard  what a cell admits: one of the texts, in one spelling, or a number
 *   within one of the spans
 * @typedef {{guards: (Guard | null)[], then?: string[], open?: string, since?: string, until?: string}} DecisionRow
 * @typedef {{output: string, hit: string, inputs: {id: string, title: string, unit?: string}[],
 *   rows: DecisionRow[]}} DecisionTable  a decision table; a guard that is null admits everything
 * @typedef {{id: string, title: string, suits?: string, suits_when: string}} Layout
 * @typedef {{id: string, title: string, version?: string, sections: Section[], papers?: string[], whole?: Whole, rules?: Rule[],
 *   calendar?: Calendar, seats?: Record<string, number>,
 *   people?: Record<string, string[]>, vehicles?: string[], rooms?: string[], places?: Record<string, string>,
 *   posts?: Record<string, string>,
 *   names?: Record<string, {called: string, names?: string[]}>, matrices?: Record<string, DecisionTable>,
 *   citations?: Record<string, {title: string, url: string}>, words?: Record<string, [string, string]>,
 *   events?: CalendarEvent[], layouts?: Layout[], simplified?: string}} Definition
 *   papers: ids of the layouts that can be read back. What comes after them comes with the script that checks
 * @typedef {{id: string, title: string, taken: Record<string, string[]>}} Whole  the template that this one is part of, and the
 *   fields that can be taken from its drafts, each with its columns if it is a list
 * @typedef {{public_holidays?: string[], days_off?: string[], workdays?: string[], source?: string}} CalendarYear
 * @typedef {Record<string, CalendarYear>} Calendar  by year
 * @typedef {{rows?: string, start: string, end?: string, summary?: string[], prefix?: string, place?: string[],
 *   people?: string[], details?: string[], remind?: number}} CalendarEvent
 * @typedef {Record<string, string>} Row  one row of a list: texts by column, and under `_id` the name of the row
 * @typedef {Record<string, string | Row[]>} Values  what was filled in, by field: a text, or the rows of a list
 * @typedef {{code: string, severity: "error" | "warning", field: string, message: string, fix: string,
 *   cite: string, others: string[], instead?: string}} Finding  instead: what `field` should probably hold
 */

/**
 * All top-level fields of a template, in order.
 * @param {Definition} definition
 */
export const fieldsOf = (definition) => definition.sections.flatMap((section) => section.fields);

/**
 * A value as text; "" for a missing one and for what is no text.
 * @param {Readonly<Record<string, unknown>>} record the values of a response, or one row of a list
 * @param {string} key the id of a field, or of a column
 */
export function textOf(record, key) {
  const value = record[key];
  return typeof value === "string" ? clean(value) : "";
}

/**
 * Who or what a text names: 甲、乙 are two.
 * @param {string} text
 */
export const namesIn = (text) =>
  text
    .split(/[、，,；;\r\n]/)
    .map((name) => name.replace(/^[ \t\u3000\u00a0]+|[ \t\u3000\u00a0]+$/g, ""))
    .filter((name) => name !== "");

/**
 * The rows of a list; none for a missing one.
 * @param {Readonly<Record<string, unknown>>} record the values of a response
 * @param {string} key the id of a field of type `rows`
 * @returns {Row[]}
 */
export function rowsOf(record, key) {
  const value = record[key];
  return Array.isArray(value) ? value.filter((row) => row !== null && typeof row === "object") : [];
}

/**
 * Whether nothing was filled into a row. No rule counts such a row.
 * @param {Field} field the list
 * @param {Readonly<Row>} row
 */
export const isBlankRow = (field, row) =>
  !(field.fields || []).some((column) => isFilledIn(column) && textOf(row, column.id) !== "");

/**
 * Whether a reader types the field. Computed values and signatures (written on paper) are not typed.
 * @param {Field} field
 */
export const isFilledIn = (field) => field.type !== "computed" && field.type !== "signature";
