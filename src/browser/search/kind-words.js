// Words that ask for a kind of page: in 報銷流程 the last two characters say that a procedure is wanted. A page need not hold
// them, because its kind says so. All characters are folded. Only the browser reads queries, so there is no Python half.

/** @type {[RegExp, string[]][]} the end of a query, and the kinds of pages that it asks for */
const KIND_WORDS = [
  [/(?:流程|程序|步骤)$/, ["procedure"]],
  [/(?:范本|模板|表格|空白表)$/, ["template"]],
  [/清单$/, ["checklist", "template"]],
  [/(?:职责|岗位)$/, ["role"]],
];

/**
 * The kinds of pages that a query asks for by its last word, and how many characters that word has; none when it is the query.
 * @param {string} text the folded query
 * @returns {{kinds: string[], length: number}}
 */
export function kindsNamed(text) {
  for (const [ends, kinds] of KIND_WORDS) {
    const found = ends.exec(text);
    if (found && found.index) return { kinds, length: found[0].length };
  }
  return { kinds: [], length: 0 };
}
