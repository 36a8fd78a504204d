// Answers queries: reads them, matches, ranks, and where nothing fits tries other readings.

import { match, termsOf } from "./match.js";
import { fromPinyin } from "./pinyin.js";
import { parse } from "./query.js";
import { rank } from "./rank.js";
import { withoutSlip } from "./typo-correction.js";
import { marked, snippet, wordsOf } from "./snippet.js";
import { openStore, reopenStore } from "./shards.js";

/**
 * @typedef {[text: string, marked: boolean]} Part
 * @typedef {{url: string, kind: string, title: Part[], path: string[], snippet: Part[], roles: string[],
 *   action: string, cite: string, target: string, weak: boolean, emergency: boolean, words: string[]}} Row
 * @typedef {{rows: Row[], total: number, kinds: Record<string, number>, roles: Record<string, number>,
 *   corrected: string, missing: string[], weak: boolean}} Answer  total: all that match; 0 where nothing fits and the rows are weak
 * @typedef {{kinds?: string[], roles?: string[], limit?: number}} Options
 * @typedef {import("./query.js").Query} Query
 * @typedef {Awaited<ReturnType<Engine["look"]>>} Look
 */

const READ = 24; // candidates looked at with their text, at most
const FEWEST = 8; // and at least
const WORTH = 0.2; // beyond the fewest, a candidate must reach this share of the first one's score
const LIMIT = 30;
const LONGEST = 200; // characters of a query
const FITS = 0.6; // share of the query a section must cover
const FITS_QUESTION = 0.4; // questions have many words that no clause repeats
const NEAR = 0.1; // below this it has nothing to do with the query
const BESIDE = 0.5; // share of what the best row covers that others must cover to be shown and counted
const WEAK_ROWS = 3;
const COVERS = 0.8; // share of the query an emergency must cover
const URGENT = 5; // a flow among the first so many is an emergency, or one whose title says the query

/** @param {import("./shards.js").Source} source  whoever loads data scripts */
export async function openEngine(source) {
  return new Engine(await openStore(source));
}

export class Engine {
  /** @param {import("./shards.js").Store} store */
  constructor(store) {
    this.store = store;
  }

  get fold() {
    return this.store.fold;
  }

  /** Kinds of sections that occur. */
  get kinds() {
    return this.store.meta.kinds;
  }

  /** Roles that sections concern. */
  get roles() {
    return this.store.meta.roles.map(([id, title]) => ({ id, title }));
  }

  /** @param {string} typed @param {Options} [options] @returns {Promise<Answer>} */
  async search(typed, options = {}) {
    try {
      return await this.find(typed, options);
    } catch (error) {
      // A part of another version, or none: the handbook was built anew while the page was open.
      const store = await reopenStore(this.store.source);
      if (store.meta.version === this.store.meta.version) throw error;
      this.store = store;
      return this.find(typed, options);
    }
  }

  /** @param {string} typed @param {Options} options @returns {Promise<Answer>} */
  async find(typed, options) {
    const asked = typed.slice(0, LONGEST);
    const folded = this.fold(asked);
    const first = await this.look(parse(folded.text, this.store.synonyms), options);
    if (!first.query.atoms.length) return { ...EMPTY };
    const unknown = missing(first).map((word) => original(asked, folded, word));
    if (!first.fits || first.query.atoms.some((atom, index) => !atom.han && first.unknown[index])) {
      const second = await this.spoken(first, options);
      if (second) return this.answer(second, options, []);
    }
    if (!first.exact) {
      const mended = await withoutSlip(first.query, this.store);
      if (mended) {
        const second = await this.look(parse(mended, this.store.synonyms), options);
        if (second.exact) return { ...this.answer(second, options, []), corrected: this.asWritten(mended, second) };
      }
    }
    return this.answer(first, options, unknown);
  }

  /** The query's unknown letters read as pinyin. @param {Look} first @param {Options} options @returns {Promise<Look | undefined>} */
  async spoken(first, options) {
    /** @type {Look[]} */
    const looks = [];
    for (const whole of [true, false]) {
      for (const text of await fromPinyin(first.query, first.unknown, whole, this.store)) {
        const look = await this.look(parse(text, this.store.synonyms), options);
        if (look.titled) return look; // one reading after the other: each loads its part of the index
        looks.push(look);
      }
    }
    return looks.find((look) => look.exact) || looks.find((look) => look.fits);
  }

  /** The words in the script of the section that says them. @param {string} words Folded. @param {Look} found */
  asWritten(words, found) {
    for (const { section } of found.ranked) {
      for (const text of [section.title, ...section.names, section.text]) {
        const folded = this.fold(text);
        if (folded.text.includes(words)) return original(text, folded, words);
      }
    }
    return words;
  }

  /** @param {Query} query @param {Options} options */
  async look(query, options) {
    const postings = await this.store.postings(termsOf(query));
    const matched = match(query, postings, this.store.size);
    const shown = matched.candidates.filter((candidate) => this.passes(candidate.number, options));
    const read = shown.filter((one, index) => index < FEWEST || (index < READ && one.score > WORTH * shown[0].score));
    const ranked = rank(query, read, await this.store.read(read.map((candidate) => candidate.number)), this.fold);
    const needed = query.atoms.some((atom) => atom.asks) ? FITS_QUESTION : FITS;
    const fits = ranked.some((one) => one.cover >= needed);
    return {
      query, ...matched, ranked, fits,
      exact: matched.label || ranked.some((one) => one.exact), titled: ranked.some((one) => one.titled),
    };
  }

  /** @param {number} section @param {Options} options */
  passes(section, options) {
    const { kinds, roles } = options;
    if (kinds && kinds.length && !kinds.includes(this.kinds[this.store.kind[section]])) return false;
    return !roles || !roles.length || this.store.roles[section].some((role) => roles.includes(this.store.meta.roles[role][0]));
  }

  /**
   * @param {Look} found @param {Options} options @param {string[]} unknown Words of the query that occur nowhere.
   * @returns {Answer}
   */
  answer(found, options, unknown) {
    const { query, ranked, fits } = found;
    // Of the best of all, not of those that pass the filters: counts do not change as one filters.
    const needed = fits ? BESIDE * found.candidates.reduce((most, one) => Math.max(most, one.cover), 0) : NEAR;
    const kept = ranked.filter((one) => one.cover >= needed).slice(0, fits ? options.limit || LIMIT : WEAK_ROWS);
    const matches = fits ? found.candidates.filter((one) => one.cover >= needed) : [];
    const words = wordsOf(query);
    return {
      ...this.count(matches, options),
      rows: kept.map((one, place) => {
        const { section } = one;
        const kind = this.kinds[this.store.kind[section.number]];
        return {
          url: section.url, kind, title: marked(section.title, words, this.fold), path: section.path,
          snippet: snippet(section.text, words, this.fold),
          roles: this.store.roles[section.number].map((role) => this.store.meta.roles[role][0]),
          action: section.action, cite: section.cite, target: section.target, weak: !fits,
          emergency: fits && kind === "flow" && one.cover >= COVERS && (one.titled || place < URGENT), words,
        };
      }),
      corrected: "", missing: unknown, weak: !fits && kept.length > 0,
    };
  }

  /**
   * How many there are of each kind and for each role, and how many pass the filters.
   * @param {{number: number}[]} found @param {Options} options
   */
  count(found, options) {
    /** @type {Record<string, number>} */
    const kinds = {};
    /** @type {Record<string, number>} */
    const roles = Object.create(null); // a role may be called "constructor"
    let total = 0;
    const roleIds = this.store.meta.roles.map(([id]) => id);
    for (const { number } of found) {
      const kind = this.kinds[this.store.kind[number]];
      kinds[kind] = (kinds[kind] || 0) + 1;
      for (const place of this.store.roles[number]) roles[roleIds[place]] = (roles[roleIds[place]] || 0) + 1;
      if (this.passes(number, options)) total += 1;
    }
    return { kinds, roles, total };
  }
}

/** @type {Answer} */
const EMPTY = { rows: [], total: 0, kinds: {}, roles: {}, corrected: "", missing: [], weak: false };

/** A piece of folded text as it stood. @param {string} text @param {import("./folding.js").Folded} folded @param {string} piece */
function original(text, folded, piece) {
  const at = folded.text.indexOf(piece);
  return at < 0 ? piece : text.slice(folded.at[at], folded.at[at + piece.length]);
}

/** Words of the query that occur nowhere; not a character that only its neighbours make unknown. @param {Look} found */
function missing({ query, unknown, absent }) {
  /** @type {string[]} */
  const words = [];
  /** @type {number[]} Atoms of the word that is being read. */
  let word = [];
  const close = () => {
    if (word.length > 1 || (word.length && absent[word[0]])) words.push(word.map((index) => query.atoms[index].text).join(""));
    word = [];
  };
  query.atoms.forEach((atom, index) => {
    const stands = query.spans.some((span) => span.from <= index && index < span.to);
    const gone = unknown[index] && !atom.asks && !stands;
    if (!gone || !atom.joined) close();
    if (gone) word.push(index);
  });
  close();
  return words;
}
