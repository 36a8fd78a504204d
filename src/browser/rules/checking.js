// Checks responses: what is missing, what is not understood, and what the rules of the template say.
// The Python half is src/handbook/rules/checking.py; tests/fixtures/rules holds both to the same answers. A response is
// checked at every keystroke; what was found before is kept in row-memory.js, rule-memory.js and function-memory.js.

import { fieldsOf, rowsOf } from "../values/fields.js";
import { Register } from "../values/identities.js";
import { numberText } from "../values/number-text.js";
import { isUnclear, isUsable, seenValue, valueProblem } from "../values/understanding.js";
import { answerText } from "./decision-uses.js";
import { Evaluator } from "./expressions.js";
import { OF_RECORD, OF_ROWS } from "./kinds.js";
import { OF_RESPONSE } from "./response-kinds.js";
import { RowMemory } from "./row-memory.js";
import { RuleMemory } from "./rule-memory.js";
import { SeenValues } from "./seen-values.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Finding} Finding
 * @typedef {import("../values/fields.js").Mentions} Mentions
 * @typedef {import("../values/fields.js").Row} Row
 * @typedef {import("../values/fields.js").Rule} Rule
 * @typedef {import("../values/fields.js").Values} Values
 * @typedef {import("./expressions.js").Context} Context
 * @typedef {import("./row-functions.js").Cells} Cells
 */

/** Checks responses to one template. */
export class Checker {
  /** @param {Definition} definition with what comes with the rules: `rules`, `words` and what functions know of the world */
  constructor(definition) {
    this.definition = definition;
    this.fields = new Map(fieldsOf(definition).map((field) => [field.id, field]));
    /** @type {[Field, Field][]} each with its list */
    this.computedColumns = [];
    for (const field of this.fields.values())
      for (const column of field.fields || []) if (column.type === "computed") this.computedColumns.push([field, column]);
    this.words = definition.words || {};
    this.register = new Register(definition);
    this.evaluator = new Evaluator(definition, this.register);
    this.rows = new RowMemory(definition);
    this.answers = new RuleMemory(this.fields, this.rows);
    /** @type {Map<string, import("./row-memory.js").KnownRow[]>} the rows of each list, as `context` has met them */
    this.met = new Map();
  }

  /**
   * Whom or what a text names: what rules take as one, and how to write it.
   * @param {string} text
   */
  namedIn(text) {
    return this.register.written(text);
  }

  /**
   * What expressions see: every field, rows without the blank ones, computed fields evaluated.
   * @param {Values} values
   * @returns {Context}
   */
  context(values) {
    this.evaluator.memory.begin();
    this.rows.begin();
    /** @type {Context} */
    const context = {};
    for (const field of this.fields.values()) {
      if (field.type === "rows") {
        const known = this.rows.read(field, rowsOf(values, field.id));
        this.met.set(field.id, known);
        context[field.id] = known.flatMap(({ blank, cells }, index) => (blank ? [] : [{ _index: index, ...cells }]));
      } else {
        // A field that nobody was asked about (an older draft, a file from elsewhere) is as it begins.
        const record = has(values, field.id) ? values : { [field.id]: field.default || "" };
        context[field.id] = field.type === "computed" ? "" : seenValue(field, record);
      }
    }
    for (const [field, column] of this.computedColumns) {
      for (const row of context[field.id]) row[column.id] = this.computed(column, context, values, field, row);
      this.rows.computed(field, column, context[field.id]);
    }
    for (const field of this.fields.values())
      if (field.type === "computed") context[field.id] = this.computed(field, context, values);
    this.evaluator.memory.end();
    return context;
  }

  /** The value of a computed field. @param {Field} field @param {Context} context @param {Values} values
   * @param {Field} [list] in whose row it stands, if it does @param {Cells} [row] that row */
  computed(field, context, values, list, row) {
    if (!field.matrix) return this.evaluator.computed(field.value || "", row ? { ...context, row, index: row._index } : context);
    const seen = new SeenValues(this.definition, this.fields, context, values, this.register, list, row);
    return answerText(field.matrix, field.with || {}, field.on || "", seen);
  }

  /**
   * The values with their computed fields filled in, as text; those given stay as they are.
   * @param {Values} values
   * @param {Context} [context] that of these values, where it is known already
   */
  compute(values, context = this.context(values)) {
    const result = { ...values };
    for (const field of this.fields.values())
      if (field.type === "computed") result[field.id] = written(context[field.id], field.mentions, context, {});
    for (const [field, column] of this.computedColumns) {
      /** @type {Map<number, string>} */
      const done = new Map(
        context[field.id].map((/** @type {Cells} */ row) => [row._index, written(row[column.id], column.mentions, context, row)]),
      );
      result[field.id] = rowsOf(result, field.id).map((row, index) => ({ ...row, [column.id]: done.get(index) || "" }));
    }
    return result;
  }

  /**
   * Everything to mend or to look at: fields in their order first, then the rules in theirs.
   * @param {Values} values
   * @param {Context} [context] that of these values, the last that was made
   */
  check(values, context = this.context(values)) {
    /** @type {Finding[]} */
    const found = [];
    for (const field of this.fields.values()) {
      const problem = field.type === "rows" ? null : valueProblem(field, values);
      if (field.type === "rows") this.checkRows(field, found);
      else if (problem) found.push(this.builtin(problem.code, field.id, { label: field.label, ...problem, ...this.example(field) }));
    }
    this.answers.begin();
    const said = new Set();
    for (const rule of this.definition.rules || []) {
      const before = found.length;
      this.checkRule(rule, context, values, found);
      if (rule.kind !== "forbids") continue;
      const fresh = found.splice(before).filter(({ field, message }) => !said.has(`${field} ${message}`)); // of two rule packs
      for (const { field, message } of fresh) said.add(`${field} ${message}`);
      found.push(...fresh);
    }
    return found;
  }

  /** A finding with the words of the definition.
   * @param {string} code @param {string} field its path @param {Record<string, unknown>} params what the words speak of @returns {Finding} */
  builtin(code, field, params) {
    const [message, fix] = this.words[code] || this.words["not-understood"];
    return { code, severity: code === "turning" ? "warning" : "error", field, message: fill(message, params), fix: fill(fix, params), cite: "", others: [] };
  }

  /** What a field of that type accepts. @param {Field} field */
  example({ type }) {
    return { example: (this.words[`example-${type}`] || [""])[0] };
  }

  /** @param {Field} field @param {Finding[]} found */
  checkRows(field, found) {
    const rows = this.met.get(field.id) || [];
    const count = rows.filter((row) => !row.blank).length;
    const [label, least, most] = [field.label, Number(field.min || 0), Number(field.max || Infinity)];
    if (field.required && !count) found.push(this.builtin("required", field.id, { label }));
    else if (count < least) found.push(this.builtin("min-rows", field.id, { label, limit: least, count }));
    if (count > most) found.push(this.builtin("max-rows", field.id, { label, limit: most, count }));
    rows.forEach(({ problems }, index) => {
      for (const { column, problem } of problems) {
        const name = fill(this.words.row[0], { label, number: index + 1, column: column.label });
        found.push(this.builtin(problem.code, `${field.id}[${index}].${column.id}`, { label: name, ...problem, ...this.example(column) }));
      }
    });
  }

  /** @param {Rule} rule @param {Context} context @param {Values} values @param {Finding[]} found */
  checkRule(rule, context, values, found) {
    // A rule that names a value which is not understood is skipped; the value's own finding is enough.
    if (this.fieldsNamed(Object.keys(rule.mentions.fields)).some((field) => isUnclear(field, values))) return;
    if (rule.kind) this.checkKind(rule, context, values, found);
    else this.checkExpression(rule, context, values, found);
  }

  /** @param {Rule} rule of a kind @param {Context} context @param {Values} values @param {Finding[]} found */
  checkKind(rule, context, values, found) {
    const list = rule.each ? this.fields.get(rule.each) : undefined;
    const seen = new SeenValues(this.definition, this.fields, context, values, this.register, list);
    const { kind = "", of = {} } = rule;
    const known = this.answers.answersOf(rule, [], context, values);
    if (OF_RESPONSE[kind]) {
      for (const verdict of known.get("", () => OF_RESPONSE[kind](of, seen))) found.push(this.told(rule, verdict, verdict.fields, ""));
      return;
    }
    if (!list) {
      const verdict = known.get("", () => OF_RECORD[kind](of, seen));
      if (verdict) found.push(this.ofKind(rule, verdict));
      return;
    }
    const named = (list.fields || []).filter((column) => rule.mentions.row.includes(column.id));
    const rows = rowsOf(values, list.id);
    const met = this.met.get(list.id) || [];
    /** @type {Map<number, import("./kinds.js").Verdict> | undefined} */
    let ofRows;
    for (const row of context[list.id]) {
      const index = row._index;
      const verdict = known.get(this.answers.rowKey(rule, list, met[index].version, row), () => {
        if (named.some((column) => isUnclear(column, rows[index]))) return null;
        if (!OF_ROWS[kind]) return OF_RECORD[kind](of, seen.of(row));
        ofRows = ofRows || OF_ROWS[kind](of, seen, context[list.id]);
        return ofRows.get(index) || null;
      });
      if (verdict) found.push(this.ofKind(rule, verdict, list, index));
    }
  }

  /** The finding of a rule of a kind. @param {Rule} rule @param {import("./kinds.js").Verdict} verdict
   * @param {Field} [list] whose row it is about, if it is @param {number} [index] that row's place @returns {Finding} */
  ofKind(rule, verdict, list, index) {
    const around = list ? `${list.id}[${index}]` : "";
    const columns = ((list && list.fields) || []).map((column) => column.id);
    const places = rule.fields || verdict.fields;
    const paths = places.map((place) => (columns.includes(place) ? `${around}.${place}` : place.split(".")[0]));
    return this.told(rule, verdict, paths, around);
  }

  /** @param {Rule} rule @param {import("./kinds.js").Verdict} verdict @param {string[]} paths @param {string} around where there is none @returns {Finding} */
  told(rule, { word, params, instead }, paths, around) {
    const [field = around, ...others] = new Set(paths);
    const message = rule.message || fill(this.words[`${rule.kind}.${word}`][0], params);
    const { id, severity = "error", fix = "", cite = "" } = rule;
    return { code: id, severity, field, message, fix, cite, others, ...(instead ? { instead } : {}) };
  }

  /** @param {Rule} rule with an expression @param {Context} context @param {Values} values @param {Finding[]} found */
  checkExpression(rule, context, values, found) {
    const { mentions } = rule;
    const ids = rule.fields || [];
    const list = rule.each ? this.fields.get(rule.each) : undefined;
    const own = (list && list.fields) || [];
    const columns = ids.flatMap((id) => own.find((column) => column.id === id) || []);
    const others = this.fieldsNamed(ids.filter((id) => !columns.some((column) => column.id === id)));
    const paths = others.map((field) => field.id);
    const known = this.answers.answersOf(rule, others, context, values);
    const judged = rule.always || others.every((field) => isUsable(field, values, context));
    if (!list) {
      const holds = known.get("", () => (judged ? this.judge(rule, context) : true));
      this.report(rule, holds, paths.length ? paths : [""], found);
      return;
    }
    const named = own.filter((column) => mentions.row.includes(column.id));
    const rows = rowsOf(values, list.id);
    const met = this.met.get(list.id) || [];
    const around = { ...context, row: {}, index: 0 };
    for (const row of context[list.id]) {
      const index = row._index;
      const holds = known.get(this.answers.rowKey(rule, list, met[index].version, row), () => {
        if (!judged || named.some((column) => isUnclear(column, rows[index]))) return true;
        if (!rule.always && !columns.every((column) => isUsable(column, rows[index], row))) return true;
        around.row = row;
        around.index = index;
        return this.judge(rule, around);
      });
      if (holds === true) continue;
      const cells = columns.map((column) => `${list.id}[${index}].${column.id}`);
      this.report(rule, holds, cells.length || paths.length ? [...cells, ...paths] : [`${list.id}[${index}]`], found);
    }
  }

  /** The fields of these ids; an id that is none is left out. @param {string[]} ids */
  fieldsNamed(ids) {
    return ids.flatMap((id) => this.fields.get(id) || []);
  }

  /** Whether a rule holds; null when it has no value. @param {Rule} rule @param {Context} context @returns {boolean | null} */
  judge(rule, context) {
    try {
      const holds = this.evaluator.evaluate(rule.rule || "", context);
      return typeof holds === "boolean" ? holds : null;
    } catch (error) {
      return null;
    }
  }

  /** @param {Rule} rule @param {boolean | null} holds @param {string[]} paths of the fields it points at @param {Finding[]} found */
  report(rule, holds, paths, found) {
    if (holds === true) return;
    const [field, ...others] = paths;
    if (holds === false) {
      const { message = "", fix = "", cite = "", severity = "error" } = rule;
      found.push({ code: rule.id, severity, field, message, fix, cite, others });
    } else found.push({ ...this.builtin("rule-failed", field, { label: rule.id }), severity: "warning" });
  }
}

/** A computed value as it is printed. One that is made of blanks alone is blank: paper shows no 0 for it.
 * @param {unknown} value @param {Mentions | undefined} mentions @param {Context} context @param {Cells} row */
function written(value, mentions, context, row) {
  const cells = mentions ? mentions.row.filter((column) => column !== "_index").map((column) => row[column]) : [];
  const madeOf = [...cells, ...Object.keys(mentions ? mentions.fields : {}).map((id) => context[id])];
  if (madeOf.length && madeOf.every((part) => part === "" || part === 0 || (Array.isArray(part) && !part.length))) return "";
  return typeof value === "number" ? numberText(value) : String(value);
}

/** @param {object} record @param {string} name */
const has = (record, name) => Object.prototype.hasOwnProperty.call(record, name);

/** @param {string} words @param {Record<string, unknown>} params */
const fill = (words, params) => words.replace(/\{(\w+)\}/g, (_, name) => String(params[name]));
