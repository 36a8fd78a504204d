// What an expression can depend on, read off its syntax tree: fields, and of a list which of its columns.

/**
 * @typedef {import("../values/fields.js").Field} Field
 * @typedef {import("@marcbachmann/cel-js").ASTNode} Node
 * @typedef {Map<string, Set<string> | null>} Mentions  by field; of a list the columns it can depend on, null: on all of them
 */

const MACROS = new Set(["all", "exists", "exists_one", "map"]);
const NUMBERS = new Set(["number", "money"]);

/** @param {Node} tree @param {Map<string, Field>} fields @returns {Mentions} */
export function mentionsOf(tree, fields) {
  /** @type {Mentions} */
  const found = new Map();
  /** @param {string} name */
  const isList = (name) => fields.get(name)?.type === "rows";
  /** @param {string} name @param {string[] | null} columns */
  const depends = (name, columns) => {
    const known = found.has(name) ? found.get(name) : new Set();
    found.set(name, known && columns ? new Set([...known, ...columns]) : null);
  };
  /** The list a node stands for, "" for anything else. @param {any} node @param {Map<string, string>} rows */
  const listOf = (node, rows) => (node.op === "id" && !rows.has(node.args) && isList(node.args) ? node.args : "");

  /** @param {any} node @param {Map<string, string>} rows  names of single rows, and the list each is from */
  const walk = (node, rows) => {
    const { op, args } = node;
    if (op === "id") return named(args, rows);
    if (op === "value") return;
    if (op === ".") {
      const from = args[0].op === "id" ? rows.get(args[0].args) : undefined;
      if (from) return depends(from, [args[1]]);
      return walk(args[0], rows);
    }
    if (op === "call") return called(args[1], rows);
    if (op === "rcall") return calledOn(args, rows);
    for (const part of [args].flat(3)) if (part && part.op) walk(part, rows);
  };

  /** @param {string} name @param {Map<string, string>} rows */
  const named = (name, rows) => {
    const from = rows.get(name);
    if (from !== undefined) {
      if (from) depends(from, null); // a row as a whole
    } else if (fields.has(name)) depends(name, null);
  };

  /** A function knows of a row what it is told to look at. @param {any[]} args @param {Map<string, string>} rows */
  const called = (args, rows) => {
    const lists = args.map((one) => listOf(one, rows)).filter((name) => name !== "");
    const words = args.filter((one) => one.op === "value" && typeof one.args === "string").map((one) => one.args);
    const others = args.filter((one) => one.op !== "value" && !listOf(one, rows));
    // What else might be the name of a column must be a number.
    const clear = others.every((one) => one.op === "id" && (one.args === "index" || NUMBERS.has(fields.get(one.args)?.type || "")));
    for (const name of lists) depends(name, clear ? words : null);
    for (const one of others) walk(one, rows);
  };

  /** @param {[string, any, any[]]} args @param {Map<string, string>} rows */
  const calledOn = ([name, receiver, given], rows) => {
    const list = listOf(receiver, rows);
    if (list && name === "size") return depends(list, []);
    if (!MACROS.has(name) || !given[0] || given[0].op !== "id") {
      walk(receiver, rows);
      for (const one of given) walk(one, rows);
      return;
    }
    if (list) depends(list, []);
    else walk(receiver, rows);
    const inside = new Map(rows).set(given[0].args, list);
    for (const one of given.slice(1)) walk(one, inside);
  };

  walk(tree, new Map());
  return found;
}
