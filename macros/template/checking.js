// Computing and checking, as soon as they are wanted: the rule engine and the rules are scripts of their own,
// which most visits to the page never need. Until they are there, computed fields are blank and nothing is found.

import { handbook } from "../../src/browser/elements/data-scripts.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../../src/browser/rules/checking.js").Checker} Checker
 * @typedef {{arrived: () => void, absent: () => void}} Host
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

  /** Fetches the engine, once: after a failure only what needs it (`ready`) tries again. */
  begin() {
    if (!this.begun) void this.ready();
  }

  /** Resolves with whether there is an engine; never rejects. */
  async ready() {
    this.begun = true;
    if (this.checker) return true;
    try {
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

  /** The values with their computed fields. @param {Values} values @returns {Values} */
  compute(values) {
    return this.checker ? this.checker.compute(values) : values;
  }

  /** Whom or what a text names: what rules take as one, and how to write it. @param {string} text */
  namedIn(text) {
    return this.checker ? this.checker.namedIn(text) : [];
  }

  /** Both at once, for what is worked out on the way is the same.
   * @param {Values} values @returns {{computed: Values, findings: import("../../src/browser/values/fields.js").Finding[]}} */
  judge(values) {
    if (!this.checker) return { computed: values, findings: [] };
    const context = this.checker.context(values);
    return { computed: this.checker.compute(values, context), findings: this.checker.check(values, context) };
  }
}
