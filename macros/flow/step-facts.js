// What a press of a button adds to the log: the step is done, a choice was made, somebody was reached. No page, no storage.
import { keeper } from "../../src/browser/log/entries.js";
import { decider } from "./run-state.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 * @typedef {import("./definition.js").FlowNode} FlowNode
 * @typedef {import("./run-state.js").Standing} Standing
 *
 * @typedef {"reached" | "accepted" | "no-answer" | "busy"} Outcome of a call
 */

/** How an entry names the severity it decides on; "" for none. @param {string | undefined} id */
export const severityName = (id) => (id ? `severity:${id}` : "");

/**
 * Where, and by whom: whoever has said so in this run, and nobody as long as nobody has.
 * @param {Standing & {log: readonly Entry[]}} run
 * @returns {{node: string, who: string}}
 */
export const whereAndWho = ({ state, log }) => ({ node: state.path[state.path.length - 1], who: keeper(log) });

/** The step is done. @param {FlowNode} node @returns {Fact} */
export const doneFact = ({ next, text }) => ({ kind: "done", next, text: `完成：${text}` });

/** The step is done, and it was the last. @param {FlowNode} node @returns {Fact} */
export const endFact = ({ text }) => ({ kind: "end", text: `完成：${text}；結束處置` });

/** One goes back to the step before. @param {FlowNode} node @returns {Fact} */
export const backFact = ({ text }) => ({ kind: "back", text: `返回上一步（由「${text}」）` });

/**
 * The step is left undone.
 * @param {FlowNode} node @param {"not-possible" | "not-needed"} kind @param {string} reason
 * @returns {Fact}
 */
export const undoneFact = ({ next, text }, kind, reason) => ({
  kind,
  next,
  text: `${kind === "not-possible" ? "沒有做成" : "不需要"}：${text}`,
  note: reason,
});

/**
 * One of the choices of a step was taken.
 * @param {FlowNode} node
 * @param {{to?: string, label?: string, severity?: string}} chosen as the data of its button says
 * @returns {Fact}
 */
export const choiceFact = ({ text }, { to = "", label = "", severity }) => ({
  kind: "choice",
  next: to,
  name: severityName(severity),
  text: `判斷：${text} → ${label}`,
});

/** Things have changed, and one goes on elsewhere. @param {import("./definition.js").Exit} exit @returns {Fact} */
export const exitFact = ({ when, node, title }) => ({ kind: "exit", next: node, text: `情況變了：${when}${node ? "" : ` → ${title}`}` });

/** @type {Record<Outcome, string>} */
const OUTCOMES = { reached: "打通", accepted: "打通，接手負責", "no-answer": "沒人接", busy: "占線" };

/**
 * What came of a call.
 * @param {FlowDefinition} definition
 * @param {string} contact id of whom was dialled
 * @param {Outcome} outcome
 * @param {string} person who answered, if somebody has written it down
 * @returns {Fact}
 */
export function outcomeFact({ contacts }, contact, outcome, person) {
  const isReached = outcome === "reached" || outcome === "accepted";
  return { kind: outcome, name: contact, text: `${contacts.get(contact) || contact}：${OUTCOMES[outcome]}`, value: isReached ? person : "" };
}

/** Whoever would have to decide may not. @param {Standing} run @returns {Fact} */
export function noAuthorityFact({ definition, state }) {
  const { ladder } = definition;
  const at = decider(definition, state);
  const higher = ladder[at + 1];
  return { kind: "no-authority", text: `${ladder[at].name}無權限${higher ? `，須請示${higher.name}` : "，已是最高一級"}` };
}
