// What a press of a button adds to the log.
import { keeper } from "../../src/browser/log/entries.js";
import { nodeText, rungName } from "./stage.js";
import { handover } from "./state.js";

/** How an entry says which severity it sets. @param {string | undefined} id */
export const severityName = (id) => (id ? `severity:${id}` : "");

/** What every entry says. @param {import("./state.js").Definition} definition @param {import("./state.js").State} state @param {readonly import("../../src/browser/log/entries.js").Entry[]} log */
export function whereAndWho({ ladder }, { path, level }, log) {
  const rung = ladder[level];
  return { node: path[path.length - 1], who: [rung ? rungName(rung) : "", keeper(log)].filter((name) => name).join(" ") };
}

/**
 * @param {string} what the button's data-do
 * @param {import("./state.js").FlowNode} node the present step
 * @param {DOMStringMap} chosen of the button: `to` and `label` of a choice
 * @returns {import("../../src/browser/log/entries.js").Fact|null} null when the button does not move the run on
 */
export function stepFact(what, node, chosen) {
  const text = nodeText(node);
  if (what === "next") return { kind: "done", next: node.next, text: `完成：${text}` };
  if (what === "choose") return { kind: "choice", next: chosen.to || "", name: severityName(chosen.severity), text: `判斷：${text} → ${chosen.label || ""}` };
  if (what === "back") return { kind: "back", text: `返回上一步（由「${text}」）` };
  return null;
}

/** Somebody dialled who is not on the ladder. @param {import("./state.js").Definition} definition @param {string} id of the contact, or "" */
function dialledName({ nodes }, id) {
  for (const { element } of nodes.values()) {
    const call = id && element.querySelector(`[data-call="${id}"] .hb-flow__call-who`);
    if (call) return (call.textContent || "").replace(/[☎\s]/g, "");
  }
  return "";
}

/**
 * @param {"unreachable"|"no-authority"|"hand-back"} what
 * @param {import("./state.js").Definition} definition
 * @param {import("./state.js").State} state
 * @returns {import("../../src/browser/log/entries.js").Fact}
 */
export function ladderFact(what, definition, state) {
  const { ladder } = definition;
  const { level } = state;
  if (what === "hand-back") return { kind: what, text: `${rungName(ladder[level])}交回${rungName(ladder[level - 1])}負責` };
  const reason = what === "unreachable" ? "打不通" : "無權限";
  const { from: meant, to, isKnown } = handover(definition, state, what);
  const from = rungName(ladder[meant]);
  const higher = ladder[to];
  const who = isKnown ? `${from}${reason}` : `${dialledName(definition, state.called)}${reason}`;
  if (!higher) return { kind: what, text: `${who}，已是最高一級` };
  return { kind: what, text: isKnown ? `${who}，轉由${rungName(higher)}負責` : `${who}，由${from}轉給${rungName(higher)}負責` };
}
