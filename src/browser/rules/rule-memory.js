// What rules answered at the last check: a keystroke changes one value, and most rules need not be judged again.
// There is no Python half, for only the browser checks again at every keystroke.

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Rule} Rule
 * @typedef {import("../values/fields.js").Values} Values
 * @typedef {import("./expressions.js").Context} Context
 * @typedef {import("./row-functions.js").Cells} Cells
 * @typedef {boolean | import("./kinds.js").Verdict | import("./kinds.js").Verdict[] | null} Answer  of an expression whether it holds, null when it has no value;
 *   of a kind why it does not hold, null when it does
 *
 * @typedef {object} Known the answers of one rule, by row; a rule about the whole response has one, under ""
 * @property {string} state the versions of all fields on which the answers depend
 * @property {Map<string, Answer>} rows those asked for in this check
 * @property {Map<string, Answer>} before those asked for in the check before
 * @property {number} check
 */

export class RuleMemory {
  /**
   * @param {ReadonlyMap<string, Field>} fields by id
   * @param {import("./row-memory.js").RowMemory} rows
   */
  constructor(fields, rows) {
    this.fields = fields;
    this.rows = rows;
    this.checks = 0;
    /** @type {Map<Rule, Known>} */
    this.known = new Map();
    /** @type {Map<string, {typed: unknown, value: unknown, version: number}>} */
    this.versions = new Map();
  }

  /** A check begins: values may have changed. */
  begin() {
    this.checks += 1;
  }

  /**
   * The answers of a rule that still hold. An answer holds while all that the rule names is the same.
   * @param {Rule} rule
   * @param {Field[]} others fields that must be filled for the rule to be judged
   * @param {Context} context
   * @param {Values} values
   */
  answersOf(rule, others, context, values) {
    let state = "";
    for (const [id, columns] of Object.entries(rule.mentions.fields)) state += `${this.version(id, columns, context, values)} `;
    for (const { id } of others) state += `${this.version(id, [], context, values)} `;
    let known = this.known.get(rule);
    if (!known || known.state !== state) this.known.set(rule, (known = { state, rows: new Map(), before: new Map(), check: 0 }));
    if (known.check !== this.checks) {
      known.before = known.rows; // and what was not asked for in the last check is forgotten
      known.rows = new Map();
      known.check = this.checks;
    }
    const { rows, before } = known;
    return {
      /** @template {Answer} T @param {string} key @param {() => T} work @returns {T} */
      get(key, work) {
        let answer = /** @type {T | undefined} */ (rows.get(key));
        if (answer === undefined) {
          answer = /** @type {T | undefined} */ (before.get(key));
          if (answer === undefined) answer = work();
          rows.set(key, answer);
        }
        return answer;
      },
    };
  }

  /**
   * Stands for all that a rule can see of its row, as typed and as computed.
   * @param {Rule} rule
   * @param {Field} list
   * @param {number} version of the row
   * @param {Cells} row
   */
  rowKey(rule, list, version, row) {
    let key = rule.mentions.row.includes("_index") ? `${version} ${row._index}` : String(version);
    for (const column of list.fields || []) if (column.type === "computed") key += ` ${JSON.stringify(row[column.id])}`;
    return key;
  }

  /**
   * A number that changes whenever a field's value does.
   * @param {string} id
   * @param {string[]} columns of a list: those that matter
   * @param {Context} context
   * @param {Values} values
   */
  version(id, columns, context, values) {
    const field = this.fields.get(id);
    if (field && field.type === "rows") return this.rows.version(id, columns);
    const [typed, value] = [values[id], context[id]];
    let known = this.versions.get(id);
    if (!known) this.versions.set(id, (known = { typed, value, version: 0 }));
    else if (known.typed !== typed || known.value !== value) this.versions.set(id, (known = { typed, value, version: known.version + 1 }));
    return known.version;
  }
}
