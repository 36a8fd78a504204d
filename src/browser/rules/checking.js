// Checks filled templates: the twin of src/handbook/rules/checking.py (tests/fixtures/rules/ hold both to the same answers).

import { Environment } from "@marcbachmann/cel-js";
import { Answers } from "./answers.js";
import { fieldsOf, rowsOf } from "../values/fields.js";
import { Memory, register } from "./functions.js";
import { Register } from "../values/identities.js";
import { RowsMemory } from "./rows-memory.js";
import { isUnclear, isUsable, valueProblem, seenValue } from "../values/understanding.js";

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Rule} Rule
 * @typedef {import("../values/fields.js").Mentions} Mentions
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {Record<string, any>} Values
 * @typedef {import("../values/fields.js").Finding} Finding
 */

/** A computed number as text: at most six decimals, no trailing zeros. @param {number} number */
export function numberText(number) {
  if (!(Math.abs(number) < 1e15)) return ""; // beyond that a double has no decimals to print
  const text = number.toFixed(6).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

/** @param {Field} field @param {unknown} value @param {Values} context @param {Values} row */
function written(field, value, context, row) {
  if (field.mentions && areBlank(field.mentions, context, row)) return "";
  return typeof value === "number" ? numberText(value) : String(value);
}

/** True when nothing the expression is made from is filled: then paper shows a blank rather than 0.
 * @param {Mentions} mentions @param {Values} context @param {Values} row */
function areBlank(mentions, context, row) {
  const cells = mentions.row.filter((column) => column !== "_index").map((column) => row[column]);
  const values = [...cells, ...Object.keys(mentions.fields).map((id) => context[id])];
  return values.length > 0 && values.every((value) => value === "" || value === 0 || (Array.isArray(value) && !value.length));
}

/** @param {object} record @param {string} name */
const has = (record, name) => Object.prototype.hasOwnProperty.call(record, name);

/** Compiles expressions once and evaluates them with the functions of the handbook. */
class Evaluator {
  /** @param {import("./functions.js").Facts} facts */
  constructor(facts) {
    this.misuse = { first: "" };
    this.memory = new Memory();
    this.environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
    register(this.environment, facts, this.misuse, this.memory);
    /** @type {Map<string, import("@marcbachmann/cel-js").ParseResult>} */
    this.programs = new Map();
  }

  /** Throws when the expression has no value. @param {string} expression @param {Values} context @returns {any} */
  evaluate(expression, context) {
    let program = this.programs.get(expression);
    if (!program) this.programs.set(expression, (program = this.environment.parse(expression)));
    this.misuse.first = "";
    const result = program(context);
    if (this.misuse.first) throw new TypeError(`wrong arguments: ${this.misuse.first}`);
    return result;
  }

  /** Text or a double; blank when it cannot be evaluated. @param {string} expression @param {Values} context */
  computed(expression, context) {
    try {
      const result = this.evaluate(expression, context);
      if (typeof result === "bigint") return Number(result);
      return typeof result === "string" || typeof result === "number" ? result : "";
    } catch (error) {
      return "";
    }
  }
}

/** Checks one template's responses. */
export class Checker {
  /** @param {Definition} definition */
  constructor(definition) {
    this.definition = definition;
    this.fields = fieldsOf(definition);
    this.words = definition.words || {};
    this.register = new Register(definition);
    this.evaluator = new Evaluator({ calendar: definition.calendar || {}, seats: definition.seats || {}, register: this.register });
    this.rows = new RowsMemory(definition);
    /** @type {Map<string, import("./rows-memory.js").Known[]>} the rows of each list, as `context` has met them */
    this.read = new Map();
    this.answers = new Answers(this.fields, this.rows);
  }

  /** Whom or what a text names: what rules take as one, and how to write it. @param {string} text */
  namedIn(text) {
    return this.register.written(text);
  }

  /** What expressions see: every field, rows without the blank ones, computed fields evaluated.
   * @param {Values} filled */
  context(filled) {
    this.evaluator.memory.begin();
    this.rows.begin();
    /** @type {Values} */
    const context = {};
    for (const field of this.fields) {
      if (field.type === "rows") {
        const known = this.rows.read(field, rowsOf(filled, field.id));
        this.read.set(field.id, known);
        context[field.id] = known.flatMap(({ blank, cells }, index) => (blank ? [] : [{ _index: index, ...cells }]));
      } else {
        // A field that nobody was asked about (an older draft, a file from elsewhere) is as it begins.
        const record = has(filled, field.id) ? filled : { [field.id]: field.default || "" };
        context[field.id] = field.type === "computed" ? "" : seenValue(field, record);
      }
    }
    for (const field of this.fields)
      for (const column of field.fields || [])
        if (column.type === "computed") {
          for (const row of context[field.id])
            row[column.id] = this.evaluator.computed(column.value || "", { ...context, row, index: row._index });
          this.rows.computed(field, column, context[field.id]);
        }
    for (const field of this.fields)
      if (field.type === "computed") context[field.id] = this.evaluator.computed(field.value || "", context);
    this.evaluator.memory.end();
    return context;
  }

  /** The values with their computed fields filled in (as text); those given stay as they are.
   * @param {Values} filled @param {Values} [context] of these values, where it is known already */
  compute(filled, context = this.context(filled)) {
    /** @type {Values} */
    const result = { ...filled };
    for (const field of this.fields) {
      if (field.type === "computed") result[field.id] = written(field, context[field.id], context, {});
      const columns = (field.fields || []).filter((column) => column.type === "computed");
      if (!columns.length) continue;
      result[field.id] = rowsOf(filled, field.id).map((row, index) => {
        const done = context[field.id].find((/** @type {Values} */ one) => one._index === index);
        const copy = { ...row };
        for (const column of columns) copy[column.id] = done ? written(column, done[column.id], context, done) : "";
        return copy;
      });
    }
    return result;
  }

  /** Everything to mend or to look at: fields in their order first, then the rules in theirs.
   * @param {Values} filled @param {Values} [context] of these values, the last that was made */
  check(filled, context = this.context(filled)) {
    /** @type {Finding[]} */
    const found = [];
    for (const field of this.fields) {
      const problem = field.type === "rows" ? null : valueProblem(field, filled);
      if (field.type === "rows") this.checkRows(field, found);
      else if (problem) found.push(this.builtin(problem.code, field.id, { label: field.label, ...problem }));
    }
    this.answers.begin();
    for (const rule of this.definition.rules || []) this.checkRule(rule, context, filled, found);
    return found;
  }

  /** @param {string} code @param {string} field @param {Record<string, unknown>} params @returns {Finding} */
  builtin(code, field, params) {
    const [message, fix] = this.words[code] || this.words["not-understood"];
    return { code, severity: "error", field, message: fill(message, params), fix: fill(fix, params), cite: "", others: [] };
  }

  /** @param {Field} field @param {Finding[]} found */
  checkRows(field, found) {
    const rows = this.read.get(field.id) || [];
    const count = rows.filter((row) => !row.blank).length;
    const [label, least, most] = [field.label, Number(field.min || 0), Number(field.max || Infinity)];
    if (field.required && !count) found.push(this.builtin("required", field.id, { label }));
    else if (count < least) found.push(this.builtin("min-rows", field.id, { label, limit: least, count }));
    if (count > most) found.push(this.builtin("max-rows", field.id, { label, limit: most, count }));
    rows.forEach(({ problems }, index) => {
      for (const { column, problem } of problems) {
        const name = fill(this.words.row[0], { label, number: index + 1, column: column.label });
        found.push(this.builtin(problem.code, `${field.id}[${index}].${column.id}`, { label: name, ...problem }));
      }
    });
  }

  /** @param {Rule} rule @param {Values} context @param {Values} filled @param {Finding[]} found */
  checkRule(rule, context, filled, found) {
    /** @param {string} id */
    const top = (id) => this.fields.find((field) => field.id === id);
    const names = rule.fields || [];
    const rows = rule.each ? top(rule.each) : undefined;
    const { mentions } = rule;
    if (this.fields.some((field) => has(mentions.fields, field.id) && isUnclear(field, filled))) return;
    if (!rows) {
      const pointed = definedOnly(names.map(top));
      const known = this.answers.of(rule, pointed, context, filled);
      const holds = known.get("", () =>
        rule.always || pointed.every((field) => isUsable(field, filled, context)) ? this.judge(rule, context) : true,
      );
      this.report(rule, holds, pointed.length ? pointed.map((field) => field.id) : [""], found);
      return;
    }
    const columns = definedOnly(names.map((id) => (rows.fields || []).find((column) => column.id === id)));
    const others = definedOnly(names.filter((id) => !columns.some((column) => column.id === id)).map(top));
    const own = (rows.fields || []).filter((column) => mentions.row.includes(column.id));
    const typed = rowsOf(filled, rows.id);
    const read = this.read.get(rows.id) || [];
    const known = this.answers.of(rule, others, context, filled);
    const scope = { ...context, row: {}, index: 0 };
    for (const row of context[rows.id]) {
      const index = row._index;
      const holds = known.get(this.answers.rowKey(rule, rows, read[index].version, row), () => {
        const judged =
          columns.every((column) => isUsable(column, typed[index], row)) &&
          others.every((field) => isUsable(field, filled, context));
        if (!rule.always && !judged) return true;
        if (own.some((column) => isUnclear(column, typed[index]))) return true;
        scope.row = row;
        scope.index = index;
        return this.judge(rule, scope);
      });
      if (holds === true) continue;
      const paths = [...columns.map((column) => `${rows.id}[${index}].${column.id}`), ...others.map((field) => field.id)];
      this.report(rule, holds, paths.length ? paths : [`${rows.id}[${index}]`], found);
    }
  }

  /** Whether a rule holds; null when it has no value. @param {Rule} rule @param {Values} context @returns {boolean | null} */
  judge(rule, context) {
    try {
      const holds = this.evaluator.evaluate(rule.rule, context);
      return typeof holds === "boolean" ? holds : null;
    } catch (error) {
      return null;
    }
  }

  /** @param {Rule} rule @param {boolean | null} holds @param {string[]} paths @param {Finding[]} found */
  report(rule, holds, paths, found) {
    if (holds === true) return;
    const [field, ...others] = paths;
    if (holds === false) {
      const { message, fix = "", cite = "", severity = "error" } = rule;
      found.push({ code: rule.id, severity, field, message, fix, cite, others });
    } else found.push({ ...this.builtin("rule-failed", field, { label: rule.id }), severity: "warning" });
  }
}

/** @param {string} words @param {Record<string, unknown>} params */
const fill = (words, params) => words.replace(/\{(\w+)\}/g, (_, name) => String(params[name]));

/** @template T @param {(T | undefined)[]} list @returns {T[]} */
const definedOnly = (list) => /** @type {T[]} */ (list.filter((item) => item !== undefined));
