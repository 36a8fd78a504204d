// What rules answered last time: a keystroke changes one value, so most rules need not be asked again.
// An answer holds while everything it can depend on is the same: the fields the expression names, and its own row.

/**
 * @typedef {import("./fields.js").Field} Field
 * @typedef {import("./fields.js").Rule} Rule
 * @typedef {import("./fields.js").Values} Values
 * @typedef {boolean | null} Answer
 * @typedef {{state: string, rows: Map<string, Answer>, before: Map<string, Answer>, checked: number}} Known
 */

export class Answers {
  /** @param {Field[]} fields */
  constructor(fields) {
    this.names = new Set(fields.map((field) => field.id));
    this.checked = 0;
    /** @type {Map<Rule, Known>} */
    this.rules = new Map();
    /** @type {Map<Rule, {names: string[], index: boolean}>} */
    this.mentions = new Map();
    /** @type {Map<string, {text: string, version: number}>} */
    this.versions = new Map();
    /** @type {Map<string, number>} of this check */
    this.current = new Map();
    /** @type {Map<object, string>} of this check */
    this.keys = new Map();
  }

  /** A check begins: values may have changed. */
  begin() {
    this.checked += 1;
    this.current.clear();
    this.keys.clear();
  }

  /** The answers of a rule that still hold. @param {Rule} rule @param {Field[]} others fields that must be usable
   * @param {Values} context @param {Values} filled */
  of(rule, others, context, filled) {
    const { names } = this.mentioned(rule);
    const state = [...names, ...others.map((field) => field.id)].map((name) => this.version(name, context, filled)).join(" ");
    let known = this.rules.get(rule);
    if (!known || known.state !== state) this.rules.set(rule, (known = { state, rows: new Map(), before: new Map(), checked: 0 }));
    if (known.checked !== this.checked) {
      // What was not asked for in the last check is forgotten.
      known.before = known.rows;
      known.rows = new Map();
      known.checked = this.checked;
    }
    const { rows, before } = known;
    return {
      /** @param {string} key @param {() => Answer} work @returns {Answer} */
      get(key, work) {
        let answer = rows.get(key);
        if (answer === undefined) {
          answer = before.get(key);
          if (answer === undefined) answer = work();
          rows.set(key, answer);
        }
        return answer;
      },
    };
  }

  /** Everything in a row, as typed and as computed. @param {Rule} rule @param {Values} typed @param {Values} row */
  rowKey(rule, typed, row) {
    const key = this.keyOf(typed, row);
    return this.mentioned(rule).index ? `${row._index} ${key}` : key;
  }

  /** @param {Values} typed @param {Values} row */
  keyOf(typed, row) {
    let key = this.keys.get(row);
    if (key === undefined) {
      const { _index, ...cells } = row;
      key = JSON.stringify([cells, typed]);
      this.keys.set(row, key);
    }
    return key;
  }

  /** Which fields an expression names, and whether it asks for the row's place. @param {Rule} rule */
  mentioned(rule) {
    let known = this.mentions.get(rule);
    if (!known) {
      const plain = rule.rule.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""').replace(/\.\s*[A-Za-z_]\w*/g, "");
      const words = new Set(plain.match(/[A-Za-z_]\w*/g) || []);
      // Strings of other kinds are not taken apart: then anything may be named.
      const all = /"""|'''/.test(rule.rule);
      known = { names: Array.from(this.names).filter((name) => all || words.has(name)), index: words.has("index") };
      this.mentions.set(rule, known);
    }
    return known;
  }

  /** A number that changes whenever a field's value does. @param {string} name @param {Values} context @param {Values} filled */
  version(name, context, filled) {
    let version = this.current.get(name);
    if (version === undefined) {
      const text = JSON.stringify([context[name], filled[name]]);
      const known = this.versions.get(name);
      version = known ? known.version + (known.text === text ? 0 : 1) : 0;
      this.versions.set(name, { text, version });
      this.current.set(name, version);
    }
    return version;
  }
}
