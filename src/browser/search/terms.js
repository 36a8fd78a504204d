// Terms: what the index is looked up by, such as pairs of Chinese characters, words and numbers.
// The twin is src/handbook/search/terms.py, which says more; tests/fixtures/search/terms.json binds both.

/** Chinese characters, for a class of a regular expression. */
export const HAN = "\\u3400-\\u9fff\\u{20000}-\\u{3ffff}";
const GAP = new RegExp(`([${HAN}]) +(?=[${HAN}0-9])|([0-9]) +(?=[${HAN}])`, "gu");
const RUN = new RegExp(`([${HAN}]+)|[a-z0-9]+(?:[.:][0-9]+)*|(?:(?![${HAN}])[\\p{L}\\p{N}])+`, "gu");
const PARTS = /[a-z]+|[0-9]+(?:[.:][0-9]+)*/g;

/**
 * The runs of a text: of Chinese characters (han), and of the letters and digits of one word or number.
 * @param {string} folded
 * @returns {{text: string, han: boolean, start: number}[]}
 */
export function runs(folded) {
  return Array.from(folded.matchAll(RUN), (found) => ({ text: found[0], han: Boolean(found[1]), start: found.index || 0 }));
}

/**
 * Every term of a folded text, in order, as often as it occurs.
 * @param {string} folded
 * @returns {string[]}
 */
export function terms(folded) {
  const text = folded.replace(GAP, "$1$2");
  /** @type {string[]} */
  const found = [];
  let end = -1;
  let before = "";
  let word = "";
  for (const run of runs(text)) {
    const touching = run.start === end;
    if (run.han) {
      const characters = Array.from(run.text);
      if (touching && word) found.push(word + characters[0]);
      found.push(...characters);
      for (let index = 0; index + 1 < characters.length; index += 1) found.push(characters[index] + characters[index + 1]);
      before = characters[characters.length - 1];
      word = "";
    } else {
      if (touching && before) found.push(before + run.text);
      found.push(run.text);
      const parts = run.text.match(PARTS) || [];
      if (parts.length > 1) found.push(...parts);
      before = "";
      word = run.text;
    }
    end = run.start + run.text.length;
  }
  return found;
}
