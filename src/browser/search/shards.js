// Loads the handbook's index and text piece by piece, as queries need them. src/handbook/search/shards.py writes the pieces.

import { createFold } from "./folding.js";
import { ByteReader, unpack, unpackData } from "./packing.js";
import { synonymTable } from "./query.js";

/**
 * @typedef {{folder: string, load: (name: string, address?: string) => Promise<any>, forget: (name: string) => void}} ScriptSource
 *   whoever loads data scripts: elements/data-scripts.js in the page
 * @typedef {{
 *   version: string, sections: number, terms: string[], texts: number[], kinds: string[], roles: [string, string][],
 *   facets: number[][], spoken: string, fold: string, synonyms: string[][][], also: [string, number][],
 * }} Meta
 *   the directory (search.js). terms, texts: the first term of each shard and the first section of each block of text;
 *   facets: see `_facets` in shards.py; spoken: first letters whose pairs have a script of their own; fold: see folding.js;
 *   also: see shouted-words.js
 * @typedef {{
 *   number: number, url: string, title: string, path: string[], text: string,
 *   action: string, cite: string, target: string, names: string[],
 * }} FoundSection  as src/handbook/search/section.py says; number: its place among all sections
 * @typedef {{sections: Uint32Array, levels: Uint8Array}} Postings
 *   the sections that hold a term, in order, and how much the term says about each (1 to 15)
 */

/** @type {Postings} */
const NONE = { sections: new Uint32Array(0), levels: new Uint8Array(0) };

/**
 * Loads the directory.
 * @param {ScriptSource} source
 * @param {string} [name] of the index
 * @returns {Promise<IndexReader>}
 */
export async function openIndex(source, name = "search") {
  return new IndexReader(unpackData(await source.load(name)), source, name);
}

/**
 * Loads the directory again, past every cache, for when the handbook was built anew.
 * @param {IndexReader} reader
 * @returns {Promise<IndexReader>}
 */
export async function reopenIndex({ source, name }) {
  source.forget(name);
  const address = `${source.folder}${name}.js?again=${Date.now()}`;
  return new IndexReader(unpackData(await source.load(name, address)), source, name);
}

/** The index and text of one build. */
export class IndexReader {
  /** @param {Meta} meta @param {ScriptSource} source @param {string} [name] of the index */
  constructor(meta, source, name = "search") {
    this.meta = meta;
    this.source = source;
    this.name = name;
    this.size = meta.sections;
    this.fold = createFold(meta.fold);
    this.synonyms = synonymTable(meta.synonyms);
    /** @type {Map<string, Promise<any>>} */
    this.parts = new Map();
    /** @type {Map<string, Postings>} */
    this.lists = new Map();
    this.kind = new Uint8Array(this.size);
    /** @type {number[][]} for each section the places of its roles in `meta.roles` */
    this.roles = new Array(this.size);
    let next = 0;
    for (const [count, kind, ...roles] of meta.facets) {
      for (let index = 0; index < count; index += 1, next += 1) {
        this.kind[next] = kind;
        this.roles[next] = roles;
      }
    }
  }

  /** The postings of every term, also of those that stand nowhere. @param {Iterable<string>} terms @returns {Promise<Map<string, Postings>>} */
  async postings(terms) {
    const wanted = Array.from(new Set(terms));
    const numbers = new Set(wanted.filter((term) => !this.lists.has(term)).map((term) => place(this.meta.terms, term)));
    const shards = new Map(await Promise.all(Array.from(numbers, async (number) =>
      /** @type {[number, Map<string, Uint8Array>]} */ ([number, number < 0 ? new Map() : await this.shard(number)]))));
    return new Map(wanted.map((term) => {
      let list = this.lists.get(term);
      if (!list) {
        const content = /** @type {Map<string, Uint8Array>} */ (shards.get(place(this.meta.terms, term))).get(term);
        list = content ? decode(content) : NONE;
        this.lists.set(term, list);
      }
      return [term, list];
    }));
  }

  /** The terms that begin with a character. @param {string} character @returns {Promise<string[]>} */
  async termsFrom(character) {
    const first = Math.max(0, place(this.meta.terms, character));
    const last = place(this.meta.terms, `${character}\u{3ffff}`);
    const shards = await Promise.all(Array.from({ length: last - first + 1 }, (_, index) => this.shard(first + index)));
    return shards.flatMap((shard) => Array.from(shard.keys()).filter((term) => term.startsWith(character)));
  }

  /** The sections with these numbers. @param {number[]} numbers @returns {Promise<FoundSection[]>} */
  async read(numbers) {
    return Promise.all(numbers.map(async (number) => {
      const block = place(this.meta.texts, number);
      const records = await this.part(`text-${block}`, unpackData);
      const [url, title, path, text, action, cite, target, names] = records[number - this.meta.texts[block]];
      return { number, url, title, path, text, action, cite, target: target || url, names };
    }));
  }

  /** The pairs of characters whose sound begins with one of the letters: "kong tiao" -> pairs. @param {string[]} letters @returns {Promise<Map<string, string[]>>} */
  async spoken(letters) {
    const names = this.meta.spoken
      ? letters.filter((letter) => this.meta.spoken.includes(letter)).map((letter) => `spoken-${letter}`)
      : ["spoken"];
    /** @type {Map<string, string[]>} */
    const found = new Map();
    for (const tables of await Promise.all(names.map((name) => this.part(name, unpackData)))) {
      for (const letter of letters) {
        const table = tables[letter] || {};
        for (const spoken of Object.keys(table)) found.set(spoken, table[spoken].split(","));
      }
    }
    return found;
  }

  /** Groups of characters that are typed for one another, as `alike` of sounds.py writes them. @param {"sound" | "look"} likeness @returns {Promise<string[]>} */
  alike(likeness) {
    return this.part(likeness, unpackData);
  }

  /** A shard: term -> its postings, packed. @param {number} number @returns {Promise<Map<string, Uint8Array>>} */
  shard(number) {
    return this.part(`terms-${number}`, (packed) => readShard(unpack(packed)));
  }

  /** A data script of this build. It is loaded once, or again when loading failed. @param {string} name @param {(packed: string) => any} read @returns {Promise<any>} */
  part(name, read) {
    let part = this.parts.get(name);
    if (!part) {
      const address = `${this.source.folder}${this.name}/${name}.js?v=${this.meta.version}`;
      part = this.source.load(`${this.name}/${this.meta.version}/${name}`, address).then(read);
      this.parts.set(name, part);
      part.catch(() => this.parts.delete(name));
    }
    return part;
  }
}

/** The index of the last entry that is not above `value`; -1 when all are. @template {string | number} Value @param {Value[]} sorted @param {Value} value */
function place(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (above(sorted[middle], value)) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/** Whether one value sorts behind another. Texts are compared by code points, as Python sorts them. @param {string | number} one @param {string | number} other */
function above(one, other) {
  if (typeof one === "number" || typeof other === "number") return one > other;
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    if (one.charCodeAt(index) !== other.charCodeAt(index)) {
      return (one.codePointAt(index) || 0) > (other.codePointAt(index) || 0);
    }
  }
  return one.length > other.length;
}

/** Term -> its postings, of a shard as `shards` of index.py writes it. @param {Uint8Array} bytes @returns {Map<string, Uint8Array>} */
function readShard(bytes) {
  const read = new ByteReader(bytes);
  /** @type {[string, number][]} */
  const sizes = [];
  for (let left = read.number(); left > 0; left -= 1) {
    const term = read.text(read.number());
    sizes.push([term, read.number()]);
  }
  let at = read.at;
  return new Map(sizes.map(([term, size]) => {
    at += size;
    return [term, bytes.subarray(at - size, at)];
  }));
}

/** Postings, of bytes as `encode` of index.py writes them. @param {Uint8Array} content @returns {Postings} */
function decode(content) {
  const read = new ByteReader(content);
  const sections = [];
  const levels = [];
  let section = 0;
  while (read.at < content.length) {
    const posting = read.number();
    section += Math.floor(posting / 16);
    sections.push(section);
    levels.push(posting % 16);
  }
  return { sections: Uint32Array.from(sections), levels: Uint8Array.from(levels) };
}
