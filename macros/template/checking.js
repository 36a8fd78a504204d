// Computing and checking. The rule engine and the rules are scripts of their own, loaded when somebody begins to fill in: most
// visits to the page never need them. Until they are there, computed fields are blank and nothing is found.

import { handbook } from "../../src/browser/elements/data-scripts.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../../src/browser/rules/checking.js").Checker} Checker
 * @typedef {{arrived: () => void, absent: () => void}} Host is told when the scripts are there, or cannot be loaded
 */

export class Checking {
  /** @param {Definition} definition @param {Host} host */
  constructor(definition, host) {
    this.definition = definition;
    this.host = host;
    this.begun = false;
    /** @type {Checker | undefined} */
    this.checker = undefined;
  }

  /** Loads the scripts, once. After a failure only what needs them (`ready`) tries again. */
  begin() {
    if (!this.begun) void this.ready();
  }

  /** Loads the scripts. Never rejects. @returns {Promise<boolean>} whether they are there */
  async ready() {
    this.begun = true;
    if (this.checker) return true;
    try {
      /** @type {[typeof import("../../src/browser/rules/checking.js").Checker, Partial<Definition>]} */
      const [Engine, rules] = await Promise.all([
        handbook.load("rules", document.documentElement.dataset.rules),
        handbook.load(`rules-${this.definition.id}`),
      ]);
      if (!this.checker) {
        Object.assign(this.definition, rules);
        this.checker = new Engine(this.definition);
        this.host.arrived();
      }
    } catch (error) {
      console.warn("hb-template: no rules", error);
      this.host.absent();
    }
    return this.checker !== undefined;
  }

  /** The values with their computed fields; without the scripts those are blank. @param {Values} values @returns {Values} */
  compute(values) {
    return this.checker ? this.checker.compute(values) : values;
  }

  /** Whom or what a text names: what rules take as one, and how to write it. @param {string} text @returns {[string, string][]} */
  namedIn(text) {
    return this.checker ? this.checker.namedIn(text) : [];
  }

  /**
   * Computes and checks; what is worked out on the way is the same for both.
   * @param {Values} values
   * @returns {{computed: Values, findings: import("../../src/browser/values/fields.js").Finding[]}}
   */
  judge(values) {
    if (!this.checker) return { computed: values, findings: [] };
    const context = this.checker.context(values);
    return { computed: this.checker.compute(values, context), findings: this.checker.check(values, context) };
  }
}
