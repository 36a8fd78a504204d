// The present step on the screen: what is to be done, whom to call, what can be chosen, and who is in charge.
import { buttonFor } from "../../src/browser/elements/commands.js";
import { make, part, setText } from "../../src/browser/elements/dom.js";
import { callCopies, copiesOf, pretend } from "./call-buttons.js";
import { shownText } from "./definition.js";
import { handover, presentNode } from "./run-state.js";

/**
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 * @typedef {import("./definition.js").FlowNode} FlowNode
 * @typedef {import("./run-state.js").State} State
 */

const LEAST = 24; // CSS pixels of a target that a thumb can press (WCAG 2.2, 2.5.8)

/**
 * @param {HTMLElement} stage the part of the page that shows the running flow
 * @param {FlowDefinition} definition
 * @param {State} state
 * @param {number} total steps of the longest way from the start through the present step
 * @param {boolean} drill nobody must be called then
 */
export function drawStep(stage, definition, state, total, drill) {
  const node = presentNode({ definition, state });
  if (!node) throw new Error("hb-flow: the flow has no steps");
  setText(stage, "count", `第 ${state.path.length}/${total} 步`);
  const within = node.element.querySelector(".hb-flow__chip--within");
  // The actor is no link: a wrong tap must not lead away from the step.
  part(stage, "actor").replaceChildren(node.actor, " ", ...(within ? [within.cloneNode(true)] : []));
  setText(stage, "now", node.text);
  part(stage, "detail").replaceChildren(...copiesOf(node.element, "node-detail"));
  part(stage, "calls").replaceChildren(...callCopies(node.element, "node-calls"));
  drawCharge(stage, definition, state);
  if (drill) for (const call of stage.querySelectorAll("a[data-call]")) pretend(call);
  drawChoices(stage, node);
  const isEnd = node.type === "outcome" || (!node.next && !node.choices.length);
  buttonFor(stage, "next").hidden = isEnd || node.choices.length > 0;
  buttonFor(stage, "end").hidden = !isEnd;
  buttonFor(stage, "back").disabled = state.path.length < 2;
  requestAnimationFrame(() => coverSlivers(stage)); // once it is seen
}

/** Brings the beginning of the step into sight, for the eye and for screen readers. @param {HTMLElement} stage */
export function showStep(stage) {
  scrollTo(0, 0);
  part(stage, "now").focus({ preventScroll: true });
}

/** @param {HTMLElement} stage @param {FlowDefinition} definition @param {State} state */
function drawCharge(stage, definition, state) {
  const { ladder } = definition;
  const rung = ladder[state.level];
  part(stage, "charge-box").hidden = !rung;
  part(stage, "up").hidden = !rung;
  if (!rung) return;
  const isTop = state.level === ladder.length - 1;
  setText(stage, "charge", rung.name);
  setText(stage, "charge-level", `（第 ${state.level + 1}/${ladder.length} 級${isTop ? "，已是最高一級" : ""}）`);
  setText(stage, "charge-decides", shownText(rung.element, ".hb-flow__rung-decides"));
  part(stage, "charge-nobody").hidden = !state.exhausted;
  // The buttons of the step are not shown twice, unless somebody was passed over: then they have gone up the screen.
  const above = state.turned ? [] : part(stage, "calls").querySelectorAll("a");
  const shown = new Set(Array.from(above, (call) => call.href));
  const asked = state.exhausted ? [...ladder].reverse() : [rung];
  const calls = asked.flatMap((one) => callCopies(one.element, "rung-calls"));
  part(stage, "charge-calls").replaceChildren(...calls.filter((call) => !(call instanceof HTMLAnchorElement && shown.has(call.href))));
  const isLast = (/** @type {string} */ what) => handover(definition, state, what).to >= ladder.length;
  buttonFor(stage, "unreachable").textContent = isLast("unreachable") ? `${state.turned ? "仍" : ""}打不通，記下` : "打不通 → 上一級";
  buttonFor(stage, "no-authority").disabled = isLast("no-authority");
  buttonFor(stage, "hand-back").hidden = !state.raised;
}

/** Puts whoever is to be called next under the thumb. @param {HTMLElement} stage @param {State} state */
export function showCharge(stage, state) {
  const call = stage.querySelector("[data-part='charge-calls'] a");
  if (call instanceof HTMLElement) call.focus({ preventScroll: true });
  part(stage, "charge-box").scrollIntoView({ block: state.exhausted ? "start" : "nearest" });
}

/** @param {HTMLElement} stage @param {FlowNode} node */
function drawChoices(stage, node) {
  const options = part(stage, "options");
  options.hidden = !node.choices.length;
  options.replaceChildren(
    ...node.choices.map(({ next, label, severity, isDefault }) => {
      const data = { "data-do": "choose", "data-to": next, "data-label": label, "data-severity": severity };
      const chip = isDefault && make("span", "hb-flow__chip hb-flow__chip--default", "拿不準選此項");
      return make("li", {}, make("button", { type: "button", class: "hb-flow__option", ...data }, label, chip));
    }),
  );
}

/**
 * Leaves no sliver of a button above the bar at the foot: what cannot be pressed safely is not seen at all.
 * @param {HTMLElement} stage
 */
export function coverSlivers(stage) {
  const bar = /** @type {HTMLElement} */ (stage.querySelector(".hb-flow__act"));
  bar.style.paddingTop = "";
  const { position, paddingTop } = getComputedStyle(bar);
  if (position !== "sticky") return;
  const edge = bar.getBoundingClientRect().top;
  const slivers = Array.from(stage.querySelectorAll("a, button, summary, input"), (target) => {
    const { top, bottom } = target.getBoundingClientRect();
    return !bar.contains(target) && bottom > edge && edge - top < LEAST ? edge - top : 0;
  });
  const most = Math.max(0, ...slivers);
  if (most > 0) bar.style.paddingTop = `${parseFloat(paddingTop) + most}px`;
}

/**
 * Marks in the full list and on the ladder where the run stands.
 * @param {FlowDefinition} definition
 * @param {State | null} state null while no run is open
 */
export function markPlace(definition, state) {
  const done = state ? state.path.slice(0, -1) : [];
  const now = state ? state.path[state.path.length - 1] : "";
  for (const { id, element } of definition.nodes.values()) {
    element.classList.toggle("hb-flow__node--done", done.includes(id));
    if (id === now) element.setAttribute("aria-current", "step");
    else element.removeAttribute("aria-current");
  }
  definition.ladder.forEach(({ element }, index) => element.classList.toggle("hb-flow__rung--now", state !== null && index === state.level));
}
