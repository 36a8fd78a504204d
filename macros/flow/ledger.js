// The log of the open run: every entry is chained and on disk before anybody is told that it is there.
import { FORMAT, SCHEMA, seal } from "../../src/browser/log/chain.js";
import { inTime } from "../../src/browser/storage/runs.js";
import { StorageError, update } from "../../src/browser/storage/storage.js";
import { Recorder } from "../../src/browser/log/entries.js";

/**
 * @typedef {import("../../src/browser/log/chain.js").Header} Header
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} Run
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("../../src/browser/log/entries.js").Unsealed} Unsealed
 */

/** @param {Header} header @param {readonly Entry[]} log @param {readonly Unsealed[]} more @returns {Entry[]} */
function chained(header, log, more) {
  const all = [...log];
  for (const entry of more) all.push(seal(header, all[all.length - 1], entry));
  return all;
}

/** The same entry, whatever it is chained to. @param {Unsealed} one @param {Unsealed} other */
const isSame = (one, other) => one.wall === other.wall && one.kind === other.kind && one.text === other.text && one.value === other.value;

/** @param {boolean} drill @returns {"runs" | "drills"} */
export const storeOf = (drill) => (drill ? "drills" : "runs");

/** A log kept before entries were chained is chained when it is first read. @param {Run} run @returns {{header: Header, log: Entry[]}} */
export function withChain(run) {
  if (run.header) return { header: run.header, log: run.log };
  const { id, target, name, version } = run;
  const header = { format: FORMAT, schema: SCHEMA, run: id, target, title: name, version, drill: false };
  return { header, log: chained(header, [], run.log.map((entry) => ({ ...entry, who: "", note: "", name: "", value: "", refers: 0 }))) };
}

export class Ledger {
  constructor() {
    this.recorder = new Recorder();
    /** @type {Header} */
    this.header = { format: FORMAT, schema: SCHEMA, run: "", target: "", title: "", version: "", drill: false };
    /** @type {Entry[]} */
    this.log = [];
    /** @type {Unsealed[]} what storage has refused so far */
    this.refused = [];
    /** Whether the run was on disk: if it no longer is, somebody has wiped it. */
    this.wasStored = false;
  }

  /** A run that begins now. @param {string} prefix of its id @param {DOMStringMap} flow @param {boolean} drill */
  static begin(prefix, { id: target = "", version = "", title = "" }, drill) {
    const ledger = new Ledger();
    ledger.header = { format: FORMAT, schema: SCHEMA, run: `${prefix}${Date.now()}`, target, title, version, drill };
    return ledger;
  }

  /** Id of the open run, or "". */
  get id() {
    return this.header.run;
  }

  /** @param {Run} run as it lies on disk */
  take(run) {
    if (run.id !== this.id) this.recorder = new Recorder();
    const { header, log } = withChain(run);
    this.header = header;
    this.wasStored = true;
    this.log = this.refused.length ? chained(header, log, this.missing(log)) : log;
  }

  /** What storage has refused, without what it has written after all, only too late to say so. @param {readonly Entry[]} log */
  missing(log) {
    return this.refused.filter((entry) => !log.some((stored) => isSame(stored, entry)));
  }

  /**
   * Adds a fact. Answers once it is on disk; rejects when it is not: then it stays in `log`, on this page only.
   * @param {Fact} fact
   * @param {(header: Header, log: Entry[]) => Run} record what is stored
   */
  add(fact, record) {
    return this.store(this.recorder.entries(this.log, fact), record);
  }

  /**
   * Adds that the clock has jumped since this page has written last; answers whether it has.
   * @param {(header: Header, log: Entry[]) => Run} record
   */
  async addJump(record) {
    const made = this.recorder.last ? this.recorder.entries(this.log, null) : [];
    if (made.length) await this.store(made, record);
    return made.length > 0;
  }

  /** Writes what is made now and what was refused before. @param {Unsealed[]} made @param {(header: Header, log: Entry[]) => Run} record */
  async store(made, record) {
    const { header, log } = this;
    try {
      const run = await inTime(
        update(storeOf(header.drill), this.id, (/** @type {Run | undefined} */ stored) => {
          if (!stored && this.wasStored) throw new StorageError("gone");
          const before = stored ? chained(header, stored.log, this.missing(stored.log)) : log;
          const isBehind = before.length !== log.length; // another tab has written since: it has told of a jump as well
          if (isBehind && made.length) made[0].delta = null;
          const more = isBehind && made.length === 1 && made[0].kind === "clock" ? [] : made;
          return record(header, chained(header, before, more));
        }),
      );
      this.log = run.log;
      this.refused = [];
      this.wasStored = true;
    } catch (error) {
      this.log = chained(header, this.log, made);
      this.refused = [...this.refused, ...made];
      if (error instanceof StorageError && error.reason === "gone") this.wasStored = false; // said now; the next entry stores all of it
      throw error;
    } finally {
      this.recorder.wrote(this.log, document.hidden);
    }
  }
}
