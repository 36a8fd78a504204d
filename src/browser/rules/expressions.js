// Evaluates CEL expressions, with @marcbachmann/cel-js. The Python half is src/handbook/rules/expressions.py;
// tests/fixtures/rules holds both to the same answers.

import { Environment } from "@marcbachmann/cel-js";
import { FunctionMemory } from "./function-memory.js";
import { addFunctions } from "./functions.js";

/** @typedef {Record<string, any>} Context  what expressions see, by field: a text, a number, or the rows of a list by column */

/** Evaluates expressions with the functions of the handbook. Each expression is compiled once. */
export class Evaluator {
  /**
   * @param {import("../values/fields.js").Definition} definition what functions such as `day_kind` and `seats_of` know of the world
   * @param {import("../values/identities.js").Register} register the names they know
   */
  constructor(definition, register) {
    this.misuse = { first: "" };
    this.memory = new FunctionMemory();
    this.environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
    addFunctions(this.environment, definition, register, this.misuse, this.memory);
    /** @type {Map<string, import("@marcbachmann/cel-js").ParseResult>} */
    this.programs = new Map();
  }

  /**
   * The value of an expression. Throws when it has none.
   * @param {string} expression
   * @param {Context} context
   * @returns {unknown}
   */
  evaluate(expression, context) {
    let program = this.programs.get(expression);
    if (!program) this.programs.set(expression, (program = this.environment.parse(expression)));
    this.misuse.first = "";
    const result = program(context);
    if (this.misuse.first) throw new TypeError(`wrong arguments: ${this.misuse.first}`);
    return result;
  }

  /**
   * The value of a computed field: text or a number; blank when the expression has no such value.
   * @param {string} expression
   * @param {Context} context
   */
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
