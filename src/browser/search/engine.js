// Answers a query: takes it apart (query.js), finds sections (match.js) and orders them (rank.js). When nothing fits, the
// query is read as pinyin (pinyin.js), then with one character corrected (typo-correction.js).

import { match, termsOf } from "./match.js";
import { fromPinyin } from "./pinyin.js";
import { parseQuery } from "./query.js";
import { rank } from "./rank.js";
import { shoutedSection } from "./shouted-words.js";
import { correctedQuery } from "./typo-correction.js";
import { marked, snippet, wordsOf } from "./snippet.js";
import { openIndex, reopenIndex } from "./shards.js";

/**
 * @typedef {import("./snippet.js").MarkedText} MarkedText
 * @typedef {{url: string, kind: string, title: MarkedText[], path: string[], snippet: MarkedText[], roles: string[],
 *   action: string, cite: string, target: string, weak: boolean, emergency: boolean, words: string[]}} SearchResult
 *   a section that was found. action, cite, target: as in src/handbook/search/section.py; weak: it fits the query badly;
 *   emergency: it is a flow that the query names; words: what is marked in it, folded
 * @typedef {{rows: SearchResult[], total: number, kinds: Record<string, number>, roles: Record<string, number>,
 *   corrected: string, missing: string[], weak: boolean}} SearchAnswer
 *   total: how many sections match, 0 when nothing fits and the rows are weak; kinds, roles: how many match of each;
 *   corrected: the query that was answered instead; missing: words of the query that stand nowhere
 * @typedef {{kinds?: string[], roles?: string[], limit?: number, mine?: string}} SearchOptions
 *   kinds, roles: only sections of these; mine: a role whose sections go before others that fit as well
 * @typedef {import("./query.js").Query} Query
 * @typedef {Awaited<ReturnType<Engine["look"]>>} Look
 */

const READ = 24; // candidates whose text is read, at most
const FEWEST = 8; // and at least
const WORTH = 0.2; // a candidate beyond the fewest must reach this share of the score of the first one
const LIMIT = 30; // results, unless another number is asked for
const LONGEST = 200; // characters of a query that are read
const FITS = 0.6; // share of the query that a section must cover to fit
const FITS_QUESTION = 0.4; // the same for a question, which has many words that no clause repeats
const NEAR = 0.1; // share below which a section has nothing to do with the query
const BESIDE = 0.5; // share of the best section's cover that others must reach to be shown and counted
const WEAK_ROWS = 3; // results that are shown when nothing fits
const COVERS = 0.8; // share of the query that an emergency must cover
const MINE = 1.3; // what it is worth that a section concerns the reader's own role
const URGENT = 5; // a flow is an emergency when it is among so many first results or its title says the query

/**
 * The engine, with the handbook's directory loaded.
 * @param {import("./shards.js").ScriptSource} source loads data scripts
 * @param {string} [index] name of the index, by default that of the readers
 * @returns {Promise<Engine>}
 */
export async function openEngine(source, index) {
  return new Engine(await openIndex(source, index));
}

/** Answers queries from one index. */
export class Engine {
  /** @param {import("./shards.js").IndexReader} reader */
  constructor(reader) {
    this.reader = reader;
  }

  /** Folds a text as the index is folded. */
  get fold() {
    return this.reader.fold;
  }

  /** The kinds of sections that the handbook has. */
  get kinds() {
    return this.reader.meta.kinds;
  }

  /** The roles that sections concern. */
  get roles() {
    return this.reader.meta.roles.map(([id, title]) => ({ id, title }));
  }

  /**
   * The answer to a query.
   * @param {string} typed
   * @param {SearchOptions} [options]
   * @returns {Promise<SearchAnswer>}
   */
  async search(typed, options = {}) {
    try {
      return await this.urgent(typed, options);
    } catch (error) {
      // A part could not be loaded. When the handbook was built anew while the page was open, its new index is used.
      const reader = await reopenIndex(this.reader);
      if (reader.meta.version === this.reader.meta.version) throw error;
      this.reader = reader;
      return this.urgent(typed, options);
    }
  }

  /** The answer, before it the flow that the query shouts for. @param {string} typed @param {SearchOptions} options @returns {Promise<SearchAnswer>} */
  async urgent(typed, options) {
    const answer = await this.find(typed, options);
    const folded = this.fold(typed.slice(0, LONGEST)).text;
    const number = shoutedSection(folded, this.reader.meta.also);
    if (number < 0 || !this.passes(number, options)) return answer;
    const [section] = await this.reader.read([number]);
    const others = answer.weak || answer.corrected ? [] : answer.rows.filter((row) => row.url !== section.url);
    const rows = [this.row(section, [folded.trim()], true), ...others].slice(0, options.limit || LIMIT);
    const { kind } = rows[0];
    const kinds = others.length ? answer.kinds : { [kind]: 1 };
    return { ...answer, rows, kinds: { ...kinds, [kind]: kinds[kind] || 1 }, total: Math.max(answer.total, rows.length), corrected: "", missing: [], weak: false };
  }

  /** The answer from the index that is open. @param {string} typed @param {SearchOptions} options @returns {Promise<SearchAnswer>} */
  async find(typed, options) {
    const asked = typed.slice(0, LONGEST);
    const folded = this.fold(asked);
    const first = await this.look(parseQuery(folded.text, this.reader.synonyms), options);
    if (!first.query.atoms.length) return { ...EMPTY };
    const unknown = missing(first).map((word) => original(asked, folded, word));
    if (!first.fits || first.query.atoms.some((atom, index) => !atom.han && first.unknown[index])) {
      const second = await this.spoken(first, options);
      if (second) return this.answer(second, options, []);
    }
    if (!first.exact) {
      const mended = await correctedQuery(first.query, this.reader);
      if (mended) {
        const second = await this.look(parseQuery(mended, this.reader.synonyms), options);
        if (second.exact) return { ...this.answer(second, options, []), corrected: this.asWritten(mended, second) };
      }
    }
    return this.answer(first, options, unknown);
  }

  /** What is found when the query's unknown letters are read as pinyin. @param {Look} first @param {SearchOptions} options @returns {Promise<Look | undefined>} */
  async spoken(first, options) {
    /** @type {Look[]} */
    const looks = [];
    for (const whole of [true, false]) {
      for (const text of await fromPinyin(first.query, first.unknown, whole, this.reader)) {
        const look = await this.look(parseQuery(text, this.reader.synonyms), options);
        if (look.titled) return look; // readings are tried one after the other, because each loads a part of the index
        looks.push(look);
      }
    }
    return looks.find((look) => look.exact) || looks.find((look) => look.fits);
  }

  /** The words as the section writes them that says them. @param {string} words folded @param {Look} found */
  asWritten(words, found) {
    for (const { section } of found.ranked) {
      for (const text of [section.title, ...section.names, section.text]) {
        const folded = this.fold(text);
        if (folded.text.includes(words)) return original(text, folded, words);
      }
    }
    return words;
  }

  /** Looks for a query: what is found, in order, and how well it fits. @param {Query} query @param {SearchOptions} options */
  async look(query, options) {
    const postings = await this.reader.postings(termsOf(query));
    const matched = match(query, postings, this.reader.size);
    const passing = matched.candidates.filter((candidate) => this.passes(candidate.number, options));
    const shown = options.mine ? this.preferring(passing, options.mine) : passing;
    const read = shown.filter((one, index) => index < FEWEST || (index < READ && one.score > WORTH * shown[0].score));
    const ranked = rank(query, read, await this.reader.read(read.map((candidate) => candidate.number)), this.fold, (section) => this.kinds[this.reader.kind[section]]);
    const needed = query.atoms.some((atom) => atom.asks) ? FITS_QUESTION : FITS;
    const fits = ranked.some((one) => one.cover >= needed);
    return {
      query, ...matched, ranked, fits,
      exact: matched.label || ranked.some((one) => one.exact), titled: ranked.some((one) => one.titled),
    };
  }

  /** The candidates in order, those that concern a role with a higher score. @param {import("./match.js").Candidate[]} found @param {string} role */
  preferring(found, role) {
    const place = this.reader.meta.roles.findIndex(([id]) => id === role);
    return found
      .map((one) => (this.reader.roles[one.number].includes(place) ? { ...one, score: one.score * MINE } : one))
      .sort((one, other) => other.score - one.score || one.number - other.number);
  }

  /** Whether a section is of the kinds and roles that are asked for. @param {number} section @param {SearchOptions} options */
  passes(section, options) {
    const { kinds, roles } = options;
    if (kinds && kinds.length && !kinds.includes(this.kinds[this.reader.kind[section]])) return false;
    return !roles || !roles.length || this.reader.roles[section].some((role) => roles.includes(this.reader.meta.roles[role][0]));
  }

  /**
   * The answer made of what was found.
   * @param {Look} found @param {SearchOptions} options
   * @param {string[]} unknown words of the query that stand nowhere
   * @returns {SearchAnswer}
   */
  answer(found, options, unknown) {
    const { query, ranked, fits } = found;
    // The best of all sections counts here and not the best that passes the filters, so that filters change no counts.
    const needed = fits ? BESIDE * found.candidates.reduce((most, one) => Math.max(most, one.cover), 0) : NEAR;
    const kept = ranked.filter((one) => one.cover >= needed).slice(0, fits ? options.limit || LIMIT : WEAK_ROWS);
    const matches = fits ? found.candidates.filter((one) => one.cover >= needed) : [];
    const words = wordsOf(query);
    return {
      ...this.count(matches, options),
      rows: kept.map((one, place) => ({
        ...this.row(one.section, words, one.cover >= COVERS && (one.titled || place < URGENT) && fits), weak: !fits,
      })),
      corrected: "", missing: unknown, weak: !fits && kept.length > 0,
    };
  }

  /** A section as a result. @param {import("./shards.js").FoundSection} section @param {string[]} words to mark @param {boolean} named whether the query names it @returns {SearchResult} */
  row(section, words, named) {
    const kind = this.kinds[this.reader.kind[section.number]];
    return {
      url: section.url, kind, title: marked(section.title, words, this.fold), path: section.path,
      snippet: snippet(section.text, words, this.fold),
      roles: this.reader.roles[section.number].map((role) => this.reader.meta.roles[role][0]),
      action: section.action, cite: section.cite, target: section.target, weak: false, emergency: named && kind === "flow", words,
    };
  }

  /**
   * How many sections there are of each kind and for each role, and how many pass the filters.
   * @param {{number: number}[]} found @param {SearchOptions} options
   */
  count(found, options) {
    /** @type {Record<string, number>} */
    const kinds = {};
    /** @type {Record<string, number>} */
    const roles = Object.create(null); // a role may be called "constructor"
    let total = 0;
    const roleIds = this.reader.meta.roles.map(([id]) => id);
    for (const { number } of found) {
      const kind = this.kinds[this.reader.kind[number]];
      kinds[kind] = (kinds[kind] || 0) + 1;
      for (const place of this.reader.roles[number]) roles[roleIds[place]] = (roles[roleIds[place]] || 0) + 1;
      if (this.passes(number, options)) total += 1;
    }
    return { kinds, roles, total };
  }
}

/** @type {SearchAnswer} */
const EMPTY = { rows: [], total: 0, kinds: {}, roles: {}, corrected: "", missing: [], weak: false };

/** A piece of a folded text as it stood before. @param {string} text @param {import("./folding.js").Folded} folded @param {string} piece */
function original(text, folded, piece) {
  const at = folded.text.indexOf(piece);
  return at < 0 ? piece : text.slice(folded.at[at], folded.at[at + piece.length]);
}

/**
 * The words of the query that stand nowhere. A single character is one of them only when it stands nowhere itself, and not
 * when only its pairs do not.
 * @param {Look} found
 */
function missing({ query, unknown, absent }) {
  /** @type {string[]} */
  const words = [];
  /** @type {number[]} the atoms of the word that is being read */
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
