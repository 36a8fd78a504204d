// Entries chained by SHA-256: each carries the digest of the one before, so that a change, a gap or another order shows.
// In pure JavaScript, because WebCrypto is missing on plain http, and because an IndexedDB transaction does not wait for it.
// The Python twin is src/handbook/log/chain.py; tests/fixtures/log holds both to the same digests and the same verdicts.
import { sha256 } from "@noble/hashes/sha2.js";

/**
 * @typedef {object} Header what the first entry is chained to
 * @property {string} format "handbook-log"
 * @property {number} schema
 * @property {string} run
 * @property {string} target id of the flow or checklist
 * @property {string} title
 * @property {string} version as it was when the run began
 * @property {boolean} drill
 *
 * @typedef {{seq: number, refers: number, prev: string, hash: string, [key: string]: any}} Link
 * @typedef {{header: Header, entries: Link[], count: number, head: string}} Exported
 * @typedef {{code: string, seq: number}} Fault
 */

export const FORMAT = "handbook-log";
export const SCHEMA = 1;

/**
 * The one way of writing a value down: keys sorted, no spaces, whole numbers only.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const record = /** @type {Record<string, unknown>} */ (value);
    const keys = Object.keys(record).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`not a whole number: ${value}`);
  if (value === undefined || typeof value === "function") throw new Error("a value is missing");
  return JSON.stringify(value);
}

/** @param {unknown} value @returns {string} 64 hexadecimal digits */
export function digest(value) {
  const bytes = sha256(new TextEncoder().encode(canonical(value)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * `entry` with its digest, chained to `before`, or to the header when it is the first.
 * @template {object} T
 * @param {Header} header @param {Link | undefined} before @param {T} entry
 * @returns {T & Link}
 */
export function seal(header, before, entry) {
  const linked = { ...entry, seq: before ? before.seq + 1 : 1, prev: before ? before.hash : digest(header) };
  return /** @type {any} */ ({ ...linked, hash: digest(linked) });
}

/** @param {Link} entry @returns {string | null} its digest worked out anew */
function digestOf(entry) {
  const { hash: _, ...rest } = entry;
  try {
    return digest(rest);
  } catch (error) {
    return null; // a value of a kind that no log holds
  }
}

/**
 * What is wrong with an exported log, in the order of its entries; nothing when it is as it was written.
 * @param {Exported} log
 * @returns {Fault[]}
 */
export function verify(log) {
  /** @type {Fault[]} */
  const faults = [];
  const seen = new Set();
  /** @type {Link | null} */
  let before = null;
  for (const entry of log.entries) {
    if (digestOf(entry) !== entry.hash) faults.push({ code: "log-edited", seq: entry.seq });
    const due = before ? before.seq + 1 : 1;
    const prev = before ? before.hash : digest(log.header);
    if (seen.has(entry.seq) || entry.seq < due) faults.push({ code: "log-order", seq: entry.seq });
    else if (entry.seq > due) faults.push({ code: "log-missing", seq: entry.seq });
    else if (entry.prev !== prev) faults.push({ code: before ? "log-replaced" : "log-header", seq: entry.seq });
    if (entry.refers && !seen.has(entry.refers)) faults.push({ code: "log-refers", seq: entry.seq });
    seen.add(entry.seq);
    before = entry;
  }
  if (log.count !== log.entries.length || log.head !== (before ? before.hash : "")) faults.push({ code: "log-cut", seq: 0 });
  return faults;
}

/** What can be read out and written on paper: the first twelve digits. @param {string} hash */
export const shortCode = (hash) => (hash.slice(0, 12).match(/.{4}/g) || []).join("-").toUpperCase();
