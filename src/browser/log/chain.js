// The chain of a log: each entry holds the SHA-256 of itself and of the entry before it; the first holds that of the header.
// A changed, missing, moved or added entry shows. The Python half, src/handbook/log/chain.py, checks the chain that this
// half makes; tests/fixtures/log holds both to the same texts and digests.
// SHA-256 is worked out in JavaScript: WebCrypto is missing on plain http, and an IndexedDB transaction does not wait for it.
import { sha256 } from "@noble/hashes/sha2.js";

/**
 * @typedef {object} Header which run it is
 * @property {string} format "handbook-log"
 * @property {number} schema
 * @property {string} run id of the run
 * @property {string} target id of the flow or checklist
 * @property {string} title of the flow or checklist
 * @property {string} version of the flow or checklist when the run began
 * @property {boolean} drill
 *
 * @typedef {{seq: number, prev: string, hash: string}} Link  what an entry has of the chain: its number, from 1, the digest of
 *   the entry before, and its own
 */

export const FORMAT = "handbook-log";
export const SCHEMA = 1;

/**
 * JSON of a value in the one form that is digested: keys sorted, no spaces, whole numbers only. It is RFC 8785 with two
 * differences (docs/contributing/decisions/0015-canonical-json.md). Throws for what a log cannot hold.
 * @param {unknown} value
 * @returns {string}
 */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value && typeof value === "object") {
    const record = /** @type {Record<string, unknown>} */ (value);
    const keys = Object.keys(record).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  if (value === undefined || typeof value === "function") throw new Error("a value is missing");
  return JSON.stringify(value);
}

/**
 * SHA-256 of the canonical JSON.
 * @param {unknown} value
 * @returns {string} 64 hexadecimal digits
 */
export function digest(value) {
  const bytes = sha256(new TextEncoder().encode(canonicalJson(value)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * An entry with its place in the chain.
 * @template {object} T
 * @param {Header} header
 * @param {Link | undefined} before the last entry so far; undefined when this is the first
 * @param {T} entry
 * @returns {T & Link}
 */
export function seal(header, before, entry) {
  const linked = { ...entry, seq: before ? before.seq + 1 : 1, prev: before ? before.hash : digest(header) };
  return { ...linked, hash: digest(linked) };
}

/**
 * The first twelve digits of a digest, for reading out and writing down: `3F2A-90C1-77DE`.
 * @param {string} hash
 */
export const shortCode = (hash) => (hash.slice(0, 12).match(/.{4}/g) || []).join("-").toUpperCase();
