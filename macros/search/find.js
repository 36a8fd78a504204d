// Finding sections: plain substring and character-pair matching over the handbook's text.

/** @typedef {{url: string, kind: string, title: string, path: string, text: string}} Section */
/** @typedef {{section: Section, score: number}} Match */

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;
const SHARE = 1 / 3; // of the query's pieces; questions carry words that no clause repeats
const WEIGHTS = { title: 6, path: 1.5, text: 1 };

/** One spelling for full and half width and for letter case. @param {string} text */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** Words of a query: each run of Han characters and each run of anything else. @param {string} query @returns {string[]} */
export function words(query) {
  return fold(query).match(/[\u3400-\u9fff\uf900-\ufaff]+|[^\s\u3400-\u9fff\uf900-\ufaff,。、；：「」?!?！,;:()（）]+/g) || [];
}

/** Pairs of neighbouring Han characters; a word of another script, or a single character, is whole. @param {string} word */
function pieces(word) {
  if (!HAN.test(word) || word.length < 2) return [word];
  return Array.from({ length: word.length - 1 }, (_, index) => word.slice(index, index + 2));
}

/**
 * The best sections for `query`, best first. A section must hold at least a third of the query's pieces.
 * @param {Section[]} sections @param {string} query @param {number} limit @returns {Match[]}
 */
export function find(sections, query, limit) {
  const asked = words(query);
  const parts = Array.from(new Set(asked.flatMap(pieces)));
  if (!parts.length) return [];
  /** @type {Match[]} */
  const matches = [];
  for (const section of sections) {
    const score = rate(section, asked, parts);
    if (score > 0) matches.push({ section, score });
  }
  return matches.sort((a, b) => b.score - a.score || a.section.url.localeCompare(b.section.url)).slice(0, limit);
}

/** @param {Section} section @param {string[]} asked @param {string[]} parts */
function rate(section, asked, parts) {
  const fields = { title: fold(section.title), path: fold(section.path), text: fold(section.text) };
  let held = 0;
  let score = 0;
  for (const part of parts) {
    let best = 0;
    for (const [name, weight] of Object.entries(WEIGHTS)) {
      if (fields[/** @type {keyof typeof fields} */ (name)].includes(part)) best = Math.max(best, weight);
    }
    if (best) held += 1;
    score += best;
  }
  const share = held / parts.length;
  if (share < SHARE) return 0;
  for (const word of asked) {
    if (fields.title === word) score += 12;
    else if (fields.title.includes(word)) score += 6;
    else if (fields.text.includes(word)) score += 3;
  }
  return score * share * share;
}

/** A piece of `text` around the first match, as [text, isMatch] parts. @param {string} text @param {string} query @returns {[string, boolean][]} */
export function snippet(text, query) {
  const folded = fold(text);
  const same = folded.length === text.length; // NFKC may change lengths; then nothing is marked
  const found = words(query).flatMap((word) => [word, ...pieces(word)]).find((piece) => folded.includes(piece));
  if (!found || !same) return [[text.slice(0, 70), false]];
  const at = folded.indexOf(found);
  const start = Math.max(0, at - 24);
  const end = Math.min(text.length, at + found.length + 46);
  return [
    [(start ? "…" : "") + text.slice(start, at), false],
    [text.slice(at, at + found.length), true],
    [text.slice(at + found.length, end) + (end < text.length ? "…" : ""), false],
  ];
}
