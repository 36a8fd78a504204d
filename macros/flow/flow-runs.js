// The runs of one flow on this device: those that go on, of which one may be on the screen, those that have ended, and those
// that have ended while storage failed. No page: what the reader sees of them is the screen's.
import { leaveTyped } from "../../src/browser/storage/half-typed.js";
import { StorageError, all, remove, update } from "../../src/browser/storage/storage.js";
import { Ledger, storeOf, withChain } from "./ledger.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} FlowRun
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 */

const DAY = 86400000;

/** Whether a run is a drill. @param {FlowRun} run */
export const isDrill = (run) => Boolean(run.header && run.header.drill);

/** Whole days since the end of a run. @param {FlowRun} run */
export const ageInDays = (run) => Math.floor((Date.now() - run.updated) / DAY);

export class FlowRuns {
  /** @type {FlowRun[]} runs and drills on disk that are not ended, newest first */
  stored = [];
  /** @type {FlowRun[]} newest first */
  ended = [];
  /** @type {Ledger[]} of runs that have ended while storage failed: they live on this page only */
  unstored = [];

  /** @param {FlowDefinition} definition @param {DOMStringMap} flow its id, version, title, and how many days runs may be kept */
  constructor(definition, flow) {
    this.definition = definition;
    this.flow = flow;
    this.prefix = `flow:${flow.id}:`; // of the ids of its runs
    this.keepDays = Number(flow.keepDays) || 30;
    /** The open run; without an id while none is open. */
    this.ledger = new Ledger(definition);
  }

  /** All runs and drills, newest first, those that storage has refused among them. @returns {Promise<FlowRun[]>} */
  async read() {
    const [runs, drills] = await Promise.all([all("runs"), all("drills")]);
    const flows = [...runs, ...drills].filter((run) => run.kind === "flow");
    return this.withUnstored(flows.filter((run) => run.id.startsWith(this.prefix)).sort((a, b) => b.updated - a.updated));
  }

  /** The stored runs, with the unstored ones in their place. @param {readonly FlowRun[]} stored @returns {FlowRun[]} */
  withUnstored(stored) {
    const mine = this.unstored.map((one) => one.record(one.log));
    return [...mine, ...stored.filter((run) => !mine.some((one) => one.id === run.id))];
  }

  /**
   * Takes in what is on disk. The open run goes on with what another tab has added.
   * @returns {Promise<boolean>} whether the open run was ended in another tab
   */
  async load() {
    try {
      const runs = await this.read();
      this.ended = await this.withoutExpired(runs.filter((run) => !run.state.open));
      const open = runs.filter((run) => run.state.open);
      this.stored = open;
      const { id } = this.ledger;
      const mine = open.find((run) => run.id === id);
      if (mine) this.ledger.take(mine);
      return !mine && id !== "" && runs.some((run) => run.id === id);
    } catch (error) {
      this.ended = this.withUnstored(this.ended);
      throw error;
    }
  }

  /** Runs and drills that go on, the one on the screen first. @returns {FlowRun[]} */
  get going() {
    const { ledger, stored } = this;
    const mine = ledger.id && ledger.log.length ? [ledger.record(ledger.log)] : [];
    return [...mine, ...stored.filter((run) => run.id !== ledger.id)];
  }

  /** Real runs that go on; each has a clock of its own. */
  get open() {
    return this.going.filter((run) => !isDrill(run));
  }

  /** The drill that goes on. */
  get openDrill() {
    return this.going.find(isDrill);
  }

  /** The run with an id, open or ended. @param {string} id @returns {FlowRun | undefined} */
  find(id) {
    return [...this.going, ...this.ended].find((run) => run.id === id);
  }

  /**
   * Deletes the runs whose time is over: a drill goes by itself, a record only once it has been given away as a file.
   * @param {readonly FlowRun[]} runs ended ones @returns {Promise<FlowRun[]>} those that stay
   */
  async withoutExpired(runs) {
    const over = runs.filter((run) => ageInDays(run) >= this.keepDays && (isDrill(run) || run.state.given));
    for (const run of over) await remove(storeOf(isDrill(run)), run.id);
    return runs.filter((run) => !over.includes(run));
  }

  /** A run of any flow, from which one was led here. @param {string} id @returns {Promise<{header: import("../../src/browser/log/chain.js").Header, log: readonly import("../../src/browser/log/entries.js").Entry[]} | undefined>} */
  async other(id) {
    try {
      const run = (await all("runs")).find((one) => one.id === id && one.kind === "flow");
      return run && run.kind === "flow" ? withChain(run) : undefined;
    } catch (error) {
      return undefined; // what it knew is then asked anew
    }
  }

  /** A new run is the open one. @param {boolean} drill */
  begin(drill) {
    this.ledger = Ledger.begin(this.definition, this.prefix, this.flow, drill);
  }

  /** Goes on with a run that is stored. @param {FlowRun} run */
  resume(run) {
    this.ledger = new Ledger(this.definition);
    this.ledger.take(run);
  }

  /** No run is open any more. */
  close() {
    this.ledger = new Ledger(this.definition);
  }

  /** The ledger of an ended run: of one that storage has refused the very one that holds it. @param {FlowRun} run */
  ledgerOf(run) {
    const unstored = this.unstored.find((one) => one.id === run.id);
    if (unstored) return unstored;
    const ledger = new Ledger(this.definition);
    ledger.take(run);
    return ledger;
  }

  /** Keeps the ledger of a run that has ended, if storage has refused some of it. @param {Ledger} ledger */
  keepUnstored(ledger) {
    if (ledger.refused.length) this.unstored.push(ledger);
  }

  /** Whether something of the runs is on this page only. */
  get isUnstored() {
    return this.unstored.length > 0 || this.ledger.refused.length > 0;
  }

  /** Tries once more to store what was refused. @returns {Promise<boolean>} whether something was stored */
  async retry() {
    let isStored = false;
    for (const ledger of [...this.unstored]) {
      try {
        await ledger.store([]);
        this.drop(ledger.id);
        isStored = true;
      } catch (error) {
        if (error instanceof StorageError && error.reason === "gone") this.drop(ledger.id); // wiped meanwhile
      }
    }
    return isStored;
  }

  /** An unstored run was wiped, or is stored by now. @param {string} id of the run, or "" for all */
  drop(id) {
    this.unstored = this.unstored.filter((one) => id !== "" && one.id !== id);
  }

  /** Remembers that a file of an ended run exists: the run may go when its time is over. @param {FlowRun} run */
  async setGiven(run) {
    run.state.given = true;
    await update(storeOf(isDrill(run)), run.id, (/** @type {FlowRun | undefined} */ stored) => {
      if (!stored) throw new StorageError("gone"); // wiped in another tab: it is not written again
      return { ...stored, state: { ...stored.state, given: true } };
    });
  }

  /** Deletes a run, ended or open. Rejects when storage is closed: then the run was on this page only. @param {string} id @param {boolean} drill */
  async wipe(id, drill) {
    this.drop(id);
    this.ended = this.ended.filter((run) => run.id !== id);
    this.stored = this.stored.filter((run) => run.id !== id);
    leaveTyped(id, {});
    await remove(storeOf(drill), id);
  }
}
