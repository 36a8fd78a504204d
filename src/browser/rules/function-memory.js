// What functions about rows have answered: a rule for each row asks the same of all rows.
// There is no Python half, for only the browser checks again at every keystroke.

/**
 * @typedef {{value: unknown, wrong: boolean}} Reply  what a function gave, and whether it was called wrongly
 */

/** Keeps replies between `end` and `begin`; it keeps none from `begin` to `end`, while computed cells change. */
export class FunctionMemory {
  constructor() {
    /** @type {Map<string, Reply> | null} */
    this.known = null;
    /** @type {Map<unknown, string>} names of the lists */
    this.lists = new Map();
  }

  /** The rows are about to change. */
  begin() {
    this.known = null;
  }

  /** The rows stand still until `begin`. */
  end() {
    this.known = new Map();
    this.lists = new Map();
  }

  /**
   * The reply of a function: the one that is known, or what `work` gives.
   * @param {string} name of the function
   * @param {unknown[]} values its arguments
   * @param {(values: unknown[]) => Reply} work
   */
  reply(name, values, work) {
    if (!this.known) return work(values);
    let key = name;
    for (const value of values) {
      if (typeof value === "string") key += JSON.stringify(value);
      else if (typeof value !== "object") key += `,${typeof value}${String(value)}`;
      else {
        const list = this.lists.get(value) || `#${this.lists.size}`;
        this.lists.set(value, list);
        key += list;
      }
    }
    let reply = this.known.get(key);
    if (!reply) this.known.set(key, (reply = work(values)));
    return reply;
  }
}
