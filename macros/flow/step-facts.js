// What a press of a button adds to the log: the step is done, a choice was made, somebody else takes over. No page, no storage.
import { keeper } from "../../src/browser/log/entries.js";
import { handover } from "./run-state.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("./definition.js").FlowNode} FlowNode
 * @typedef {import("./run-state.js").Standing} Standing
 */

/** How an entry names the severity it decides on; "" for none. @param {string | undefined} id */
export const severityName = (id) => (id ? `severity:${id}` : "");

/**
 * Where and by whom, which every entry says.
 * @param {Standing & {log: readonly Entry[]}} run
 * @returns {{node: string, who: string}}
 */
export function whereAndWho({ definition, state, log }) {
  const rung = definition.ladder[state.level];
  return { node: state.path[state.path.length - 1], who: [rung ? rung.name : "", keeper(log)].filter((name) => name).join(" ") };
}

/** The step is done. @param {FlowNode} node @returns {Fact} */
export const doneFact = ({ next, text }) => ({ kind: "done", next, text: `完成：${text}` });

/** The step is done, and it was the last. @param {FlowNode} node @returns {Fact} */
export const endFact = ({ text }) => ({ kind: "end", text: `完成：${text}；結束處置` });

/** One goes back to the step before. @param {FlowNode} node @returns {Fact} */
export const backFact = ({ text }) => ({ kind: "back", text: `返回上一步（由「${text}」）` });

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

/**
 * Responsibility goes up or down the ladder.
 * @param {"unreachable" | "no-authority" | "hand-back"} what
 * @param {Standing} run
 * @returns {Fact}
 */
export function ladderFact(what, { definition, state }) {
  const { ladder, nodes } = definition;
  const { level, called } = state;
  if (what === "hand-back") return { kind: what, text: `${ladder[level].name}交回${ladder[level - 1].name}負責` };
  const reason = what === "unreachable" ? "打不通" : "無權限";
  const { from: meant, to, isKnown } = handover(definition, state, what);
  const from = ladder[meant].name;
  const higher = ladder[to];
  const dialled = Array.from(nodes.values()).flatMap((node) => node.calls).find((call) => call.id === called); // not on the ladder
  const who = isKnown ? `${from}${reason}` : `${dialled ? dialled.name : ""}${reason}`;
  if (!higher) return { kind: what, text: `${who}，已是最高一級` };
  return { kind: what, text: isKnown ? `${who}，轉由${higher.name}負責` : `${who}，由${from}轉給${higher.name}負責` };
}
