// The present step on the screen: whom to call and what came of it, what is to be done, what can be chosen, who is in charge.
import { buttonFor } from "../../src/browser/elements/commands.js";
import { make, part, setText } from "../../src/browser/elements/dom.js";
import { clockTime } from "../../src/browser/values/moments.js";
import { pretend, showOpenNumbers } from "../call-buttons/call-buttons.js";
import { shownText } from "./definition.js";
import { presentNode, rungOf } from "./run-state.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 * @typedef {import("./definition.js").FlowNode} FlowNode
 * @typedef {import("./run-state.js").State} State
 */

const LEAST = 24; // CSS pixels of a target that a thumb can press (WCAG 2.2, 2.5.8)

/** Copies of the children of a part, without ids. @param {Element} root @param {string} name @returns {HTMLElement[]} */
function copiesOf(root, name) {
  const source = root.querySelector(`[data-part="${name}"]`);
  return source ? /** @type {HTMLElement[]} */ (Array.from(source.children, (child) => child.cloneNode(true))) : [];
}

/**
 * @param {HTMLElement} stage the part of the page that shows the running flow
 * @param {FlowDefinition} definition
 * @param {State} state
 * @param {readonly Entry[]} log
 * @param {number} total steps of the longest way from the start through the present step
 * @param {boolean} drill nobody must be called then
 */
export function drawStep(stage, definition, state, log, total, drill) {
  const node = presentNode({ definition, state });
  if (!node) throw new Error("hb-flow: the flow has no steps");
  setText(stage, "count", `第 ${state.path.length}/${total} 步`);
  const within = node.element.querySelector(".hb-flow__chip--within");
  // No actor and no clause is a link: a wrong tap must not lead away from the step.
  part(stage, "actor").replaceChildren(node.actor, " ", ...(within ? [within.cloneNode(true)] : []));
  setText(stage, "now", node.text);
  part(stage, "detail").replaceChildren(...copiesOf(node.element, "node-detail"));
  for (const link of part(stage, "detail").querySelectorAll("a")) link.replaceWith(link.textContent || "");
  part(stage, "calls").replaceChildren(...copiesOf(node.element, "node-calls"));
  drawNextRung(stage, definition, state);
  drawOutcome(stage, definition, state);
  drawCharge(stage, definition, state, log, node);
  showOpenNumbers(stage);
  if (drill) for (const call of stage.querySelectorAll("a[data-call]")) pretend(call);
  drawChoices(stage, node);
  drawWays(stage, state, node);
  requestAnimationFrame(() => coverSlivers(stage)); // once it is seen
}

/** Brings the beginning of the step into sight, for the eye and for screen readers. @param {HTMLElement} stage */
export function showStep(stage) {
  scrollTo(0, 0);
  part(stage, "now").focus({ preventScroll: true });
}

/** Who is to be asked next, above the calls of the step. @param {HTMLElement} stage @param {FlowDefinition} definition @param {State} state */
function drawNextRung(stage, { ladder }, { next }) {
  const rung = ladder[next];
  part(stage, "next-rung").hidden = !rung;
  if (!rung) return;
  setText(stage, "next-who", `往上一級：${rung.name}`);
  const here = new Set(Array.from(part(stage, "calls").querySelectorAll("[data-call]"), (call) => call.getAttribute("data-call")));
  // A number that the step offers anyway is not shown twice; it has been dialled in vain, or is to be dialled next.
  part(stage, "next-calls").replaceChildren(...copiesOf(rung.element, "rung-calls"));
  if (rung.calls.some((call) => here.has(call.id)))
    for (const contact of part(stage, "calls").children)
      if (rung.calls.some((call) => contact.querySelector(`[data-call="${call.id}"]`))) contact.setAttribute("hidden", "");
}

/** What came of the call that was made last. @param {HTMLElement} stage @param {FlowDefinition} definition @param {State} state */
function drawOutcome(stage, definition, { called, charge }) {
  part(stage, "outcome").hidden = !called;
  if (!called) return;
  setText(stage, "outcome-who", definition.contacts.get(called) || called);
  const rung = rungOf(definition, called);
  const accepts = /** @type {HTMLElement} */ (part(stage, "outcome").querySelector("[data-as='accepted']"));
  accepts.hidden = rung < 0 || rung === charge;
}

/** @param {HTMLElement} stage @param {FlowDefinition} definition @param {State} state @param {readonly Entry[]} log @param {FlowNode} node */
function drawCharge(stage, { ladder }, { charge, next, exhausted }, log, node) {
  const canAsk = node.calls.length > 0 || node.type === "decision";
  part(stage, "charge-box").hidden = !ladder.length || !(canAsk || charge >= 0 || next >= 0 || exhausted);
  const rung = ladder[charge];
  const accepted = log.filter((entry) => entry.kind === "accepted").pop();
  setText(stage, "charge", rung ? `負責：${rung.name}（${accepted ? clockTime(accepted.wall) : ""} 接手）` : "還沒有上級接手：照流程做，不等。");
  setText(stage, "charge-decides", rung ? shownText(rung.element, ".hb-flow__rung-decides") : "");
  part(stage, "charge-nobody").hidden = !exhausted;
  const asked = exhausted ? [...ladder].reverse() : [];
  part(stage, "charge-calls").replaceChildren(...asked.flatMap((one) => copiesOf(one.element, "rung-calls")));
  buttonFor(stage, "no-authority").hidden = !canAsk || exhausted;
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

/** The ways out of the step. It is not done before anybody was called, so that button is quiet until then. @param {HTMLElement} stage @param {State} state @param {FlowNode} node */
function drawWays(stage, { tried, path }, node) {
  const isEnd = node.type === "outcome" || (!node.next && !node.choices.length);
  const isQuiet = node.calls.length > 0 && !tried;
  for (const name of ["next", "end"]) buttonFor(stage, name).classList.toggle("hb-flow__button--waits", isQuiet);
  buttonFor(stage, "next").hidden = isEnd || node.choices.length > 0;
  buttonFor(stage, "end").hidden = !isEnd;
  for (const name of ["not-possible", "not-needed"]) buttonFor(stage, name).hidden = node.choices.length > 0;
  buttonFor(stage, "back").disabled = path.length < 2;
}

/** Lists where one may go when things have changed: what belongs to the step first. @param {HTMLElement} stage @param {FlowDefinition} definition @param {FlowNode} node */
export function drawExits(stage, definition, node) {
  const exits = [...node.exits, ...definition.exits];
  part(stage, "no-exits").hidden = exits.length > 0;
  part(stage, "exit-options").replaceChildren(
    ...exits.map(({ when, title }, index) => {
      const to = make("span", "hb-flow__exit-to", `→ ${title}`);
      return make("li", {}, make("button", { type: "button", class: "hb-flow__option", "data-do": "leave-by", "data-exit-index": String(index) }, when, " ", to));
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
  definition.ladder.forEach(({ element }, index) => element.classList.toggle("hb-flow__rung--now", state !== null && index === state.charge));
}
