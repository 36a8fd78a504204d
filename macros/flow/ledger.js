// The log of one run: every entry is chained and on disk before anybody is told that it is there.
import { FORMAT, SCHEMA, seal } from "../../src/browser/log/chain.js";
import { Recorder } from "../../src/browser/log/entries.js";
import { pagePath } from "../../src/browser/storage/addresses.js";
import { leaveTyped, leftTyped } from "../../src/browser/storage/half-typed.js";
import { inTime } from "../../src/browser/storage/runs.js";
import { StorageError, update } from "../../src/browser/storage/storage.js";
import { incidentName } from "./report.js";
import { replay } from "./run-state.js";
import { whereAndWho } from "./step-facts.js";

/**
 * @typedef {import("../../src/browser/log/chain.js").Header} Header
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} FlowRun
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("../../src/browser/log/entries.js").Unsealed} Unsealed
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 *
 * @typedef {object} OpenFlowRun the open run, as the parts of the screen share it
 * @property {Ledger} ledger of the open run; without an id while none is open. Another run has another object
 * @property {(fact: Fact) => Promise<void>} write adds a fact and shows it; never rejects, because the screen tells a failure
 */

/** @param {Header} header @param {readonly Entry[]} log @param {readonly Unsealed[]} more @returns {Entry[]} */
function chained(header, log, more) {
  const all = [...log];
  for (const entry of more) all.push(seal(header, all[all.length - 1], entry));
  return all;
}

/** The same entry, whatever it is chained to. @param {Unsealed} one @param {Unsealed} other */
const isSame = (one, other) => one.wall === other.wall && one.kind === other.kind && one.text === other.text && one.value === other.value;

/** Where runs and drills are stored. @param {boolean} drill @returns {"runs" | "drills"} */
export const storeOf = (drill) => (drill ? "drills" : "runs");

/**
 * A stored run with its chain. A log that was kept before entries were chained is chained when it is first read.
 * @param {FlowRun} run @returns {{header: Header, log: Entry[]}}
 */
export function withChain(run) {
  if (run.header) return { header: run.header, log: run.log };
  const { id, target, name, version } = run;
  const header = { format: FORMAT, schema: SCHEMA, run: id, target, title: name, version, drill: false };
  return { header, log: chained(header, [], run.log.map((entry) => ({ ...entry, who: "", note: "", name: "", value: "", refers: 0 }))) };
}

export class Ledger {
  /** @param {FlowDefinition} definition of the flow */
  constructor(definition) {
    this.definition = definition;
    this.recorder = new Recorder();
    /** @type {Header} */
    this.header = { format: FORMAT, schema: SCHEMA, run: "", target: "", title: "", version: "", drill: false };
    /** @type {Entry[]} */
    this.log = [];
    /** @type {Unsealed[]} what storage has refused so far */
    this.refused = [];
    /** @type {import("../../src/browser/storage/half-typed.js").HalfTyped} what is typed and not in the log yet */
    this.typed = {};
    /** Whether the run was on disk: if it no longer is, somebody has wiped it. */
    this.wasStored = false;
    /** Whether somebody has wiped it: then only a new entry brings it back. */
    this.wasWiped = false;
  }

  /**
   * A run that begins now.
   * @param {FlowDefinition} definition @param {string} prefix of its id @param {DOMStringMap} flow its id, version and title
   * @param {boolean} drill
   */
  static begin(definition, prefix, { id: target = "", version = "", title = "" }, drill) {
    const ledger = new Ledger(definition);
    ledger.header = { format: FORMAT, schema: SCHEMA, run: `${prefix}${Date.now()}`, target, title, version, drill };
    return ledger;
  }

  /** Id of the run, or "". */
  get id() {
    return this.header.run;
  }

  /** Where the run stands. */
  get state() {
    return replay(this.definition, this.log);
  }

  /** The run as it is stored, with a log. @param {Entry[]} log @returns {FlowRun} */
  record(log) {
    const { header, definition, typed } = this;
    const { ended, path } = replay(definition, log);
    const name = incidentName(definition.elements, log);
    return {
      id: header.run,
      kind: "flow",
      target: header.target,
      version: header.version,
      name: name ? `${header.title}：${name}` : header.title,
      header,
      state: { open: !ended, started: log[0].wall, step: path.length, path: pagePath(), ...(Object.keys(typed).length ? { typed } : {}) },
      log,
      updated: Date.now(),
    };
  }

  /** Becomes the run that lies on disk, or goes on with it. @param {FlowRun} run */
  take(run) {
    const isOther = run.id !== this.id;
    if (isOther) this.recorder = new Recorder();
    this.typed = { ...run.state.typed, ...(isOther ? leftTyped(run.id) : this.typed) };
    const { header, log } = withChain(run);
    this.header = header;
    this.wasStored = true;
    this.log = this.refused.length ? chained(header, log, this.missing(log)) : log;
  }

  /** Keeps a text that is typed and not in the log yet; "" drops it. @param {string} field @param {string} text */
  keepTyped(field, text) {
    if (text) this.typed[field] = text;
    else delete this.typed[field];
    leaveTyped(this.id, this.typed);
  }

  /** Writes what is typed beside the log. Rejects where storage fails: then it was left behind in localStorage alone. */
  async storeTyped() {
    if (!this.wasStored) return;
    await update(storeOf(this.header.drill), this.id, (/** @type {FlowRun | undefined} */ stored) => {
      if (!stored) throw new StorageError("gone");
      return { ...stored, state: { ...stored.state, typed: { ...this.typed } } };
    });
  }

  /** What storage has refused, without what it has written after all, only too late to say so. @param {readonly Entry[]} log */
  missing(log) {
    return this.refused.filter((entry) => !log.some((stored) => isSame(stored, entry)));
  }

  /**
   * Adds a fact. Resolves once the entry is on disk; rejects when it is not: then the entry is in `log`, on this page only.
   * @param {Fact} fact
   */
  add(fact) {
    return this.store(this.recorder.entries(this.log, { ...whereAndWho(this), ...fact }));
  }

  /** Whether entries stand on this page alone that can be stored without asking the reader. */
  get waits() {
    return this.refused.length > 0 && !this.wasWiped;
  }

  /** Adds that the clock has jumped since this page has written last. @returns {Promise<boolean>} whether it has jumped */
  async addJump() {
    const made = this.recorder.last ? this.recorder.entries(this.log, null) : [];
    if (made.length) await this.store(made);
    return made.length > 0;
  }

  /** Writes new entries, and those that were refused before. @param {Unsealed[]} made */
  async store(made) {
    const { header, log } = this;
    try {
      const run = await inTime(
        update(storeOf(header.drill), this.id, (/** @type {FlowRun | undefined} */ stored) => {
          if (!stored && this.wasStored) throw new StorageError("gone");
          const before = stored ? chained(header, stored.log, this.missing(stored.log)) : log;
          const isBehind = before.length !== log.length; // another tab has written since, and told of a jump of the clock as well
          if (isBehind && made.length) made[0].delta = null;
          const more = isBehind && made.length === 1 && made[0].kind === "clock" ? [] : made;
          return this.record(chained(header, before, more));
        }),
      );
      this.log = run.log;
      this.refused = [];
      this.wasStored = true;
      this.wasWiped = false;
    } catch (error) {
      this.log = chained(header, this.log, made);
      this.refused = [...this.refused, ...made];
      this.wasWiped = error instanceof StorageError && error.reason === "gone";
      if (this.wasWiped) this.wasStored = false; // the reader is told now; the next entry stores all of it
      throw error;
    } finally {
      this.recorder.wrote(this.log, document.hidden);
    }
  }
}
