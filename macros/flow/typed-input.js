// What somebody types while a flow runs. Every keystroke is kept beside the log; it goes into the log when its field is left,
// before a button takes the field away, and when the page goes out of sight, because a phone that is locked may close the page.
import { part } from "../../src/browser/elements/dom.js";
import { keeper } from "../../src/browser/log/entries.js";
import { presentNode } from "./run-state.js";
import { elementValues } from "./report.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("./ledger.js").Ledger} Ledger
 * @typedef {HTMLInputElement | HTMLTextAreaElement} Field
 *
 * @typedef {"evidence" | "elements" | "keeper" | "note"} Kind of a field: what a step wants kept, what a report must say,
 *   who acts, and a note or a correction
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

const FIELDS = "input[data-keep], [data-element], [data-typed]";
const PAUSE = 300; // ms without a keystroke after which the database has it

/** How a field is named among what is typed. @param {Field} field @param {string} node id of the present step */
const nameOf = ({ dataset }, node) =>
  dataset.keep ? `evidence/${node}/${dataset.keep}` : dataset.element ? `element/${dataset.element}` : `typed/${dataset.typed}`;

/** @param {HTMLElement} root @param {string} selector @returns {Field[]} */
const fieldsIn = (root, selector) => Array.from(/** @type {NodeListOf<Field>} */ (root.querySelectorAll(selector)));

/** What is typed in the fields of each kind and not in the log yet. @type {Record<Kind, (root: HTMLElement, ledger: Ledger) => Fact[]>} */
const FACTS = {
  evidence: (root, ledger) => {
    const { log } = ledger;
    const node = presentNode(ledger)?.id;
    /** @param {string} name */
    const before = (name) => log.reduce((text, entry) => (entry.kind === "evidence" && entry.node === node && entry.name === name ? entry.note : text), "");
    return fieldsIn(root, "input[data-keep]")
      .map((blank) => ({ name: blank.dataset.keep || "", note: blank.value.trim() }))
      .filter(({ name, note }) => note && note !== before(name))
      .map(({ name, note }) => ({ kind: "evidence", text: `憑據：${name}`, name, note }));
  },
  elements: (root, ledger) => {
    const known = elementValues(ledger.log);
    // Two fields may ask for one thing, so what was typed counts before what stands in the other one.
    const changed = fieldsIn(root, "[data-element]").filter((field) => {
      const name = field.dataset.element || "";
      const typed = ledger.typed[`element/${name}`];
      return field.value.trim() !== (known.get(name) || "") && (typed === undefined || typed.trim() === field.value.trim());
    });
    const each = new Map(changed.map((field) => [field.dataset.element || "", field]));
    return Array.from(each, ([name, { dataset, value }]) => ({ kind: /** @type {const} */ ("fact"), text: dataset.label || "", name, value: value.trim() }));
  },
  keeper: (root, { log }) => {
    const name = part(root, "keeper", HTMLInputElement).value.trim();
    const role = part(root, "keeper-role", HTMLSelectElement).value;
    const value = [role, name].filter((one) => one).join(" ");
    return value && value !== keeper(log) ? [{ kind: "recorder", text: "處置人", value }] : [];
  },
  note: (root) => {
    const note = part(root, "note", HTMLTextAreaElement).value.trim();
    const refers = Number(part(root, "note-on", HTMLSelectElement).value);
    if (!note) return [];
    return [refers ? { kind: "correction", text: `更正第 ${refers} 條`, note, refers } : { kind: "note", text: "補記", note }];
  },
};

/** Which of the typed texts belong to a kind. @type {Record<Kind, RegExp>} */
const NAMES = { evidence: /^evidence\//, elements: /^element\//, keeper: /^typed\/keeper$/, note: /^typed\/note$/ };

export class TypedInput {
  /** Writes wait for each other: nothing is written twice. */
  waiting = Promise.resolve();
  pause = 0;

  /** @param {HTMLElement} root the flow's element @param {import("./ledger.js").OpenFlowRun} run */
  constructor(root, run) {
    this.root = root;
    this.run = run;
    root.addEventListener("input", (event) => this.typed(event));
    root.addEventListener("change", () => this.keep(CURRENT));
    document.addEventListener("visibilitychange", () => document.hidden && this.keep(ALL));
  }

  /** A key was pressed in a field. @param {Event} event */
  typed({ target }) {
    const { ledger } = this.run;
    if (!ledger.id || !(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) || !target.matches(FIELDS)) return;
    ledger.keepTyped(nameOf(target, presentNode(ledger)?.id || ""), target.value);
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.store(), PAUSE);
  }

  /** Writes what is typed into the database, beside the log. */
  store() {
    this.run.ledger.storeTyped().catch((error) => console.warn("hb-flow: half-typed words are not stored", error));
  }

  /** Writes what is typed in fields of these kinds, after what is being written already. @param {readonly Kind[]} kinds */
  keep(kinds) {
    this.waiting = this.waiting.catch(() => {}).then(() => this.write(kinds));
    return this.waiting;
  }

  /** @param {readonly Kind[]} kinds */
  async write(kinds) {
    const { root, run } = this;
    const { ledger } = run;
    if (!ledger.id) return;
    for (const kind of kinds) {
      const facts = FACTS[kind](root, ledger);
      const kept = Object.entries(ledger.typed).filter(([name]) => facts.length && NAMES[kind].test(name));
      for (const [name] of kept) ledger.keepTyped(name, "");
      if (kind === "note" && facts.length) {
        part(root, "note", HTMLTextAreaElement).value = "";
        part(root, "note-on", HTMLSelectElement).value = "";
      }
      for (const fact of facts) await run.write(fact);
      if (ledger.refused.length) for (const [name, text] of kept) ledger.keepTyped(name, text); // it is on this page only
    }
  }

  /** What is typed in a field that is said together with something else; the field is empty afterwards. @param {string} name */
  take(name) {
    const field = part(this.root, name, HTMLInputElement);
    const text = field.value.trim();
    field.value = "";
    if (this.run.ledger.id) this.run.ledger.keepTyped(`typed/${name}`, "");
    return text;
  }

  /** Shows what is typed and not in the log yet, as after the page was loaded again. */
  show() {
    const { ledger } = this.run;
    const node = presentNode(ledger)?.id || "";
    for (const field of fieldsIn(this.root, FIELDS)) {
      const text = ledger.id ? ledger.typed[nameOf(field, node)] : undefined;
      if (text !== undefined && document.activeElement !== field) field.value = text;
    }
  }
}
