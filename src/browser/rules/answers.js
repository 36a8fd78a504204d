// What rules answered last time: a keystroke changes one value, so most rules need not be asked again.
// An answer holds while everything it can depend on is the same: the fields the expression names, and its own row.

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("../values/fields.js").Rule} Rule
 * @typedef {import("../values/fields.js").Values} Values
 * @typedef {boolean | null} Answer
 * @typedef {{state: string, rows: Map<string, Answer>, before: Map<string, Answer>, checked: number}} Known
 */

export class Answers {
  /** @param {Field[]} fields @param {import("./rows-memory.js").RowsMemory} rows */
  constructor(fields, rows) {
    this.fields = new Map(fields.map((field) => [field.id, field]));
    this.rows = rows;
    this.checked = 0;
    /** @type {Map<Rule, Known>} */
    this.known = new Map();
    /** @type {Map<string, {typed: unknown, value: unknown, version: number}>} */
    this.versions = new Map();
  }

  /** A check begins: values may have changed. */
  begin() {
    this.checked += 1;
  }

  /** The answers of a rule that still hold. @param {Rule} rule @param {Field[]} others fields that must be usable
   * @param {Values} context @param {Values} filled */
  of(rule, others, context, filled) {
    let state = "";
    for (const [name, columns] of Object.entries(rule.mentions.fields)) state += `${this.version(name, columns, context, filled)} `;
    for (const { id } of others) state += `${this.version(id, [], context, filled)} `;
    let known = this.known.get(rule);
    if (!known || known.state !== state) this.known.set(rule, (known = { state, rows: new Map(), before: new Map(), checked: 0 }));
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

  /** Stands for everything in a row, as typed and as computed. @param {Rule} rule @param {Field} list @param {number} version @param {Values} row */
  rowKey(rule, list, version, row) {
    let key = rule.mentions.row.includes("_index") ? `${version} ${row._index}` : String(version);
    for (const column of list.fields || []) if (column.type === "computed") key += ` ${JSON.stringify(row[column.id])}`;
    return key;
  }

  /** A number that changes whenever a field's value does. @param {string} name
   * @param {string[]} columns of a list: those that matter @param {Values} context @param {Values} filled */
  version(name, columns, context, filled) {
    const field = this.fields.get(name);
    if (field && field.type === "rows") return this.rows.version(name, columns);
    const [typed, value] = [filled[name], context[name]];
    let known = this.versions.get(name);
    if (!known) this.versions.set(name, (known = { typed, value, version: 0 }));
    else if (known.typed !== typed || known.value !== value) this.versions.set(name, (known = { typed, value, version: known.version + 1 }));
    return known.version;
  }
}
