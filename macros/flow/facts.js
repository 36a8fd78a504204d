// What a press of a button adds to the log.
import { nodeText, rungName } from "./stage.js";
import { handover } from "./state.js";

/** How an entry says which severity it sets. @param {string | undefined} id */
export const severityName = (id) => (id ? `severity:${id}` : "");

/**
 * @param {string} what the button's data-do
 * @param {import("./state.js").FlowNode} node the present step
 * @param {DOMStringMap} chosen of the button: `to` and `label` of a choice
 * @returns {import("./log.js").Fact|null} null when the button does not move the run on
 */
export function stepFact(what, node, chosen) {
  const text = nodeText(node);
  if (what === "next") return { kind: "done", next: node.next, text: `完成：${text}` };
  if (what === "choose") return { kind: "choice", next: chosen.to || "", name: severityName(chosen.severity), text: `判斷：${text} → ${chosen.label || ""}` };
  if (what === "back") return { kind: "back", text: `返回上一步（由「${text}」）` };
  return null;
}

/**
 * @param {"unreachable"|"no-authority"|"hand-back"} what
 * @param {import("./state.js").Definition} definition
 * @param {import("./state.js").State} state
 * @returns {import("./log.js").Fact}
 */
export function ladderFact(what, definition, state) {
  const { ladder } = definition;
  const { level } = state;
  if (what === "hand-back") return { kind: what, text: `${rungName(ladder[level])}交回${rungName(ladder[level - 1])}負責` };
  const reason = what === "unreachable" ? "打不通" : "無權限";
  const { from: meant, to } = handover(definition, state, what);
  const from = rungName(ladder[meant]);
  const higher = ladder[to];
  return { kind: what, text: higher ? `${from}${reason}，轉由${rungName(higher)}負責` : `${from}${reason}，已是最高一級` };
}
