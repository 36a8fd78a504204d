// The handbook's index and text, loaded piece by piece as queries need them (src/handbook/search/shards.py writes them).

import { createFold } from "./folding.js";
import { Reader, unpack, unpackData } from "./packing.js";
import { synonymTable } from "./query.js";

/**
 * @typedef {{folder: string, load: (name: string, address?: string) => Promise<any>, forget: (name: string) => void}} Source
 *   whoever loads data scripts: elements/data-scripts.js in the page
 * @typedef {{
 *   version: string, sections: number, terms: string[], texts: number[], kinds: string[], roles: [string, string][],
 *   facets: number[][], spoken: string, fold: string, synonyms: string[][][],
 * }} Meta
 * @typedef {{
 *   number: number, url: string, title: string, path: string[], text: string,
 *   action: string, cite: string, target: string, names: string[],
 * }} Section
 * @typedef {{sections: Uint32Array, levels: Uint8Array}} Postings  sections that hold a term, in order; what it says about each, 1–15
 */

const NAME = "search";
/** @type {Postings} */
const NONE = { sections: new Uint32Array(0), levels: new Uint8Array(0) };

/** @param {Source} source @returns {Promise<Store>} */
export async function openStore(source) {
  return new Store(unpackData(await source.load(NAME)), source);
}

/** After the handbook was built anew: what there is now, past every cache. @param {Source} source @returns {Promise<Store>} */
export async function reopenStore(source) {
  source.forget(NAME);
  return new Store(unpackData(await source.load(NAME, `${source.folder}search.js?again=${Date.now()}`)), source);
}

export class Store {
  /** @param {Meta} meta @param {Source} source */
  constructor(meta, source) {
    this.meta = meta;
    this.source = source;
    this.size = meta.sections;
    this.fold = createFold(meta.fold);
    this.synonyms = synonymTable(meta.synonyms);
    /** @type {Map<string, Promise<any>>} */
    this.parts = new Map();
    /** @type {Map<string, Postings>} */
    this.lists = new Map();
    this.kind = new Uint8Array(this.size);
    /** @type {number[][]} Roles of each section; sections with the same ones share the list. */
    this.roles = new Array(this.size);
    let next = 0;
    for (const [count, kind, ...roles] of meta.facets) {
      for (let index = 0; index < count; index += 1, next += 1) {
        this.kind[next] = kind;
        this.roles[next] = roles;
      }
    }
  }

  /** Postings of every term, those that occur nowhere included. @param {Iterable<string>} terms @returns {Promise<Map<string, Postings>>} */
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

  /** The pairs of the handbook that begin with a character. @param {string} character @returns {Promise<string[]>} */
  async termsFrom(character) {
    const first = Math.max(0, place(this.meta.terms, character));
    const last = place(this.meta.terms, `${character}\u{3ffff}`);
    const shards = await Promise.all(Array.from({ length: last - first + 1 }, (_, index) => this.shard(first + index)));
    return shards.flatMap((shard) => Array.from(shard.keys()).filter((term) => term.startsWith(character)));
  }

  /** The sections with these numbers. @param {number[]} numbers @returns {Promise<Section[]>} */
  async read(numbers) {
    return Promise.all(numbers.map(async (number) => {
      const block = place(this.meta.texts, number);
      const records = await this.part(`text-${block}`, unpackData);
      const [url, title, path, text, action, cite, target, names] = records[number - this.meta.texts[block]];
      return { number, url, title, path, text, action, cite, target: target || url, names };
    }));
  }

  /** Pairs of characters by how they sound, for first letters. @param {string[]} letters @returns {Promise<Map<string, string[]>>} */
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

  /** Groups of characters that are typed for one another. @param {"sound" | "look"} likeness @returns {Promise<string[]>} */
  alike(likeness) {
    return this.part(likeness, unpackData);
  }

  /** @param {number} number @returns {Promise<Map<string, Uint8Array>>} */
  shard(number) {
    return this.part(`terms-${number}`, (packed) => readShard(unpack(packed)));
  }

  /** @param {string} name @param {(packed: string) => any} read @returns {Promise<any>} */
  part(name, read) {
    let part = this.parts.get(name);
    if (!part) {
      const address = `${this.source.folder}search/${name}.js?v=${this.meta.version}`;
      part = this.source.load(`search/${this.meta.version}/${name}`, address).then(read);
      this.parts.set(name, part);
      part.catch(() => this.parts.delete(name));
    }
    return part;
  }
}

/** The last entry that is not above `value`; -1 when all are. @template {string | number} Value @param {Value[]} sorted @param {Value} value */
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

/** Text in the order of code points, as Python sorts it. @param {string | number} one @param {string | number} other */
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

/** @param {Uint8Array} bytes @returns {Map<string, Uint8Array>} */
function readShard(bytes) {
  const reader = new Reader(bytes);
  /** @type {[string, number][]} */
  const sizes = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    const term = reader.text(reader.number());
    sizes.push([term, reader.number()]);
  }
  let at = reader.at;
  return new Map(sizes.map(([term, size]) => {
    at += size;
    return [term, bytes.subarray(at - size, at)];
  }));
}

/** @param {Uint8Array} content @returns {Postings} */
function decode(content) {
  const reader = new Reader(content);
  const sections = [];
  const levels = [];
  let section = 0;
  while (reader.at < content.length) {
    const posting = reader.number();
    section += Math.floor(posting / 16);
    sections.push(section);
    levels.push(posting % 16);
  }
  return { sections: Uint32Array.from(sections), levels: Uint8Array.from(levels) };
}
