// Runs that have ended while storage failed: they live on this page only, are tried again, and the page is not left unasked.
import { part } from "../../src/browser/elements/dom.js";
import { subscribe } from "../../src/browser/storage/storage.js";

/**
 * @typedef {import("./flow.js").HbFlow} HbFlow
 * @typedef {import("./ledger.js").Ledger} Ledger
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} Run
 */

const AGAIN = 2000; // ms

export class Unstored {
  /** @type {Ledger[]} */
  ledgers = [];

  /** @param {HbFlow} flow */
  constructor(flow) {
    this.flow = flow;
    addEventListener("beforeunload", (event) => {
      if (this.ledgers.length || flow.ledger.refused.length) event.preventDefault(), (event.returnValue = "");
    });
    subscribe((change) => change.removed && this.drop(change.id));
    setInterval(() => this.retry(), AGAIN);
  }

  /** @param {Ledger} ledger of a run that has ended */
  keep(ledger) {
    if (ledger.refused.length) this.ledgers.push(ledger);
  }

  /** @param {string} id of a wiped run, or "" for all */
  drop(id) {
    this.ledgers = this.ledgers.filter((one) => id !== "" && one.id !== id);
  }

  /** What is on disk, with these in their place. @param {readonly Run[]} stored @returns {Run[]} */
  among(stored) {
    const mine = this.ledgers.map((one) => this.flow.record(one.header, one.log));
    return [...mine, ...stored.filter((run) => !mine.some((one) => one.id === run.id))];
  }

  async retry() {
    for (const ledger of [...this.ledgers]) {
      try {
        await ledger.store([], this.flow.record);
        this.drop(ledger.id);
        part(this.flow, "past-status").textContent = "記錄已補存於本機。";
        await this.flow.load();
      } catch (error) {
        if (/** @type {any} */ (error).reason === "gone") this.drop(ledger.id); // wiped meanwhile
      }
    }
  }
}
