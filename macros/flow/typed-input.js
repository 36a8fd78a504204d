// What somebody types while a flow runs goes into the log: when its field is left, before a button takes the field away, and
// when the page goes out of sight, because a phone that is locked may close the page.
import { part } from "../../src/browser/elements/dom.js";
import { keeper } from "../../src/browser/log/entries.js";
import { presentNode } from "./run-state.js";
import { elementValues } from "./report.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("./ledger.js").Ledger} Ledger
 *
 * @typedef {"evidence" | "elements" | "keeper" | "note"} Kind of a field: what a step wants kept, what a report must say,
 *   who keeps the log, and a note or a correction
 *
 * @typedef {object} Keeper
 * @property {(kinds: readonly Kind[]) => Promise<void>} keepTyped writes what was typed in fields of these kinds, after what is
 *   being written already
 *
 * @typedef {import("./ledger.js").OpenFlowRun & Keeper} TypedRun the open run, for parts that must not leave typed words behind
 */

/** Fields that belong to what is going on; a note may still be half written. @type {readonly Kind[]} */
export const CURRENT = ["evidence", "elements"];
/** @type {readonly Kind[]} */
export const ALL = ["evidence", "elements", "keeper", "note"];

/** What is typed in the fields of each kind and not in the log yet. @type {Record<Kind, (root: HTMLElement, ledger: Ledger) => Fact[]>} */
const FACTS = {
  evidence: (root, ledger) => {
    const { log } = ledger;
    const node = presentNode(ledger)?.id;
    /** @param {string} name */
    const before = (name) => log.reduce((text, entry) => (entry.kind === "evidence" && entry.node === node && entry.name === name ? entry.note : text), "");
    return Array.from(/** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[data-keep]")))
      .map((blank) => ({ name: blank.dataset.keep || "", note: blank.value.trim() }))
      .filter(({ name, note }) => note && note !== before(name))
      .map(({ name, note }) => ({ kind: "evidence", text: `憑據：${name}`, name, note }));
  },
  elements: (root, { log }) => {
    const known = elementValues(log);
    return Array.from(/** @type {NodeListOf<HTMLTextAreaElement>} */ (root.querySelectorAll("textarea[data-element]")))
      .map(({ dataset, value }) => ({ kind: /** @type {const} */ ("fact"), text: dataset.label || "", name: dataset.element || "", value: value.trim() }))
      .filter(({ name, value }) => value !== (known.get(name) || ""));
  },
  keeper: (root, { log }) => {
    const value = part(root, "keeper", HTMLInputElement).value.trim();
    return value && value !== keeper(log) ? [{ kind: "recorder", text: "記錄人", value }] : [];
  },
  note: (root) => {
    const note = part(root, "note", HTMLTextAreaElement).value.trim();
    const refers = Number(part(root, "note-on", HTMLSelectElement).value);
    if (!note) return [];
    return [refers ? { kind: "correction", text: `更正第 ${refers} 條`, note, refers } : { kind: "note", text: "補記", note }];
  },
};

export class TypedInput {
  /** Writes wait for each other: nothing is written twice. */
  waiting = Promise.resolve();

  /** @param {HTMLElement} root the flow's element @param {import("./ledger.js").OpenFlowRun} run */
  constructor(root, run) {
    this.root = root;
    this.run = run;
    root.addEventListener("change", () => this.keep(CURRENT));
    document.addEventListener("visibilitychange", () => document.hidden && this.keep(ALL));
  }

  /** Writes what is typed in fields of these kinds, after what is being written already. @param {readonly Kind[]} kinds */
  keep(kinds) {
    this.waiting = this.waiting.catch(() => {}).then(() => this.write(kinds));
    return this.waiting;
  }

  /** @param {readonly Kind[]} kinds */
  async write(kinds) {
    const { root, run } = this;
    if (!run.ledger.id) return;
    for (const fact of kinds.flatMap((kind) => FACTS[kind](root, run.ledger))) {
      if (fact.kind === "note" || fact.kind === "correction") {
        part(root, "note", HTMLTextAreaElement).value = "";
        part(root, "note-on", HTMLSelectElement).value = "";
      }
      await run.write(fact);
    }
  }
}
