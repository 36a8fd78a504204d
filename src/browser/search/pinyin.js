// Reads queries in pinyin: kongtiao, kt, kongt and kong tiao are 空調 when a title says so. Letters are cut into syllables
// or initials. Pairs of characters that overlap by one character make a chain, which spells the words.

/**
 * @typedef {import("./query.js").Query} Query
 * @typedef {{text: string, full: boolean}} SpokenUnit  letters of one character; full: a whole syllable, not its beginning
 * @typedef {{first: string, second: string, follows: string, rank: number}} SpokenPair
 *   first, second: the syllables of the two characters; follows: the second character; rank: its place among pairs that sound so
 * @typedef {{text: string, unit: SpokenUnit, units: number, score: number}} Chain
 *   characters that spell letters. unit: the last; units: how many, and one more for each further word
 */

const INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])";
const FINAL = "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|er|in|un|vn|ia|ie|iu|ua|uo|ui|ue|ve|a|o|e|i|u|v)";
const SYLLABLE = new RegExp(`^${INITIAL}?${FINAL}$`);
const INITIALS = /^(?:[zcs]h|[a-hj-tw-z])$/;
const BEGUN = /^(?:zh|ch|sh|[a-hj-tw-z])[a-z]*$/; // a syllable whose end is still to be typed
const LETTERS = /^[a-z]+$/;
const LONGEST_SYLLABLE = 6;
const LONGEST_QUERY = 40;
const BEAM = 40; // chains that are kept at each place
const READINGS = 8; // that are given back
const RESTARTS = 4; // chains at a place that another word may follow
const APART = 1; // units that a further word costs

/**
 * The query with its unknown Latin words read as pinyin, the likeliest readings first.
 * @param {Query} query
 * @param {boolean[]} unknown for each atom, whether it stands nowhere
 * @param {boolean} whole whether only whole syllables are read and no initials; they are likelier and load fewer scripts
 * @param {import("./shards.js").IndexReader} reader
 * @returns {Promise<string[]>}
 */
export async function fromPinyin(query, unknown, whole, reader) {
  /** @type {{text: string, chains: string[]}[]} the query in parts; a part without chains stays as it is */
  const parts = [];
  for (let index = 0; index < query.atoms.length; index += 1) {
    const atom = query.atoms[index];
    const spelt = unknown[index] && LETTERS.test(atom.text);
    const last = parts[parts.length - 1];
    if (spelt && last && last.chains.length) last.text += ` ${atom.text}`;
    else parts.push({ text: (atom.joined && !spelt ? "" : " ") + atom.text, chains: spelt ? [atom.text] : [] });
  }
  let found = false;
  for (const part of parts) {
    if (!part.chains.length) continue;
    const words = part.text.trim();
    if (words.length > LONGEST_QUERY) return [];
    part.chains = await spell(words, whole, reader);
    found = found || part.chains.length > 0;
  }
  if (!found) return [];
  return Array.from({ length: READINGS }, (_, choice) =>
    parts.map((part) => (part.chains.length ? ` ${part.chains[Math.min(choice, part.chains.length - 1)]}` : part.text)).join("").trim(),
  ).filter((text, index, all) => all.indexOf(text) === index);
}

/** The pairs by their first character. Single characters stand under "". @param {Map<string, string[]>} spoken */
function byFirst(spoken) {
  /** @type {Map<string, SpokenPair[]>} */
  const pairs = new Map();
  spoken.forEach((texts, key) => {
    const [first, second = ""] = key.split(" ");
    texts.forEach((text, rank) => {
      const characters = Array.from(text);
      const from = characters.length > 1 ? characters[0] : "";
      const list = pairs.get(from) || [];
      list.push({ first, second, follows: characters[characters.length - 1], rank });
      pairs.set(from, list);
    });
  });
  return pairs;
}

/** The words that letters spell, the likeliest first. @param {string} words letters @param {boolean} whole @param {import("./shards.js").IndexReader} reader @returns {Promise<string[]>} */
async function spell(words, whole, reader) {
  const letters = words.replace(/ /g, "");
  const breaks = new Set();
  let at = 0;
  for (const word of words.split(" ")) {
    at += word.length;
    breaks.add(at);
  }
  const cuts = units(letters, breaks, whole);
  const starts = new Set(cuts.flatMap((list, position) => (list.length ? [letters[position]] : [])));
  const pairs = byFirst(await reader.spoken(Array.from(starts)));
  /** @type {Chain[][]} for each position the chains that spell the letters before it */
  const reached = Array.from({ length: letters.length + 1 }, () => []);
  for (let position = 0; position < letters.length; position += 1) {
    const here = best(reached[position]);
    for (const unit of cuts[position]) {
      const end = position + unit.text.length;
      for (const chain of here) reached[end].push(...longer(chain, unit, pairs));
      // A word may end here and another begin, as in sijibuzhu. Between initials that is not tried: they could mean anything.
      const mayBegin = whole || breaks.has(position);
      const before = position ? here.slice(0, mayBegin ? RESTARTS : 0) : [{ text: "", unit, units: 0, score: 0 }];
      if (!position && end === letters.length) reached[end].push(...alone(unit, pairs));
      for (const next of before.length ? cuts[end] || [] : []) {
        const words = opened(unit, next, pairs);
        for (const chain of before) reached[end + next.text.length].push(...words.map((word) => joinedTo(chain, word)));
      }
    }
  }
  return Array.from(new Set(best(reached[letters.length]).map((chain) => chain.text))).slice(0, READINGS);
}

/** The chains with one more character. @param {Chain} chain @param {SpokenUnit} unit @param {Map<string, SpokenPair[]>} pairs @returns {Chain[]} */
function longer(chain, unit, pairs) {
  const last = Array.from(chain.text).pop() || "";
  return (pairs.get(last) || []).filter((pair) => sounds(chain.unit, pair.first) && sounds(unit, pair.second)).map((pair) => (
    { text: chain.text + pair.follows, unit, units: chain.units + 1, score: chain.score + 1 / (1 + pair.rank) }));
}

/** The words that begin with these two units. @param {SpokenUnit} unit @param {SpokenUnit} next @param {Map<string, SpokenPair[]>} pairs @returns {Chain[]} */
function opened(unit, next, pairs) {
  /** @type {Chain[]} */
  const found = [];
  pairs.forEach((list, from) => {
    for (const pair of from ? list : []) {
      if (sounds(unit, pair.first) && sounds(next, pair.second)) {
        found.push({ text: from + pair.follows, unit: next, units: 2, score: 1 / (1 + pair.rank) });
      }
    }
  });
  return best(found);
}

/** The single characters that a unit spells. @param {SpokenUnit} unit @param {Map<string, SpokenPair[]>} pairs @returns {Chain[]} */
function alone(unit, pairs) {
  const singles = unit.full ? pairs.get("") || [] : [];
  return singles.filter((single) => sounds(unit, single.first)).map((single) => (
    { text: single.follows, unit, units: 1, score: 1 / (1 + single.rank) }));
}

/** A chain and a further word. @param {Chain} before @param {Chain} word @returns {Chain} */
function joinedTo(before, word) {
  if (!before.text) return word;
  return { text: `${before.text} ${word.text}`, unit: word.unit, units: before.units + word.units + APART, score: before.score + word.score };
}

/** The best chains: few units before many, then what stands in titles often. @param {Chain[]} chains */
function best(chains) {
  return chains.sort((one, other) => one.units - other.units || other.score - one.score || (one.text < other.text ? -1 : 1))
    .slice(0, BEAM);
}

/**
 * For each position the units that can follow there on a way to the end.
 * @param {string} letters @param {Set<number>} breaks where words end as they were typed @param {boolean} whole @returns {SpokenUnit[][]}
 */
function units(letters, breaks, whole) {
  /** @type {SpokenUnit[][]} */
  const cuts = Array.from({ length: letters.length + 1 }, () => []);
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    for (let end = at + 1; end <= Math.min(letters.length, at + LONGEST_SYLLABLE); end += 1) {
      const text = letters.slice(at, end);
      const last = end === letters.length;
      const full = SYLLABLE.test(text);
      const begun = last ? BEGUN.test(text) : !whole && INITIALS.test(text);
      if (last || cuts[end].length) {
        if (full) cuts[at].push({ text, full: true });
        if (begun) cuts[at].push({ text, full: false });
      }
      if (breaks.has(end)) break;
    }
  }
  return forward(cuts);
}

/** The units that can be reached from the beginning. @param {SpokenUnit[][]} cuts */
function forward(cuts) {
  const reached = new Set([0]);
  return cuts.map((list, at) => {
    if (!reached.has(at)) return [];
    for (const unit of list) reached.add(at + unit.text.length);
    return list;
  });
}

/** Whether a unit spells a syllable. @param {SpokenUnit} unit @param {string} syllable */
function sounds(unit, syllable) {
  return unit.full ? syllable === unit.text : syllable.startsWith(unit.text);
}
