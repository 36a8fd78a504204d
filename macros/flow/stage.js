// Draws the present step of a run from the page's own HTML: texts and call buttons are copies of what stands there.
import { part } from "../../src/browser/elements/dom.js";
import { coverSlivers } from "./edge.js";
import { isAfterHours } from "./hours.js";
import { handover } from "./state.js";

/**
 * @typedef {import("./state.js").Definition} Definition
 * @typedef {import("./state.js").State} State
 */

/** Copies of the children of `from` (a part of `root`), without ids. @param {Element} root @param {string} from */
function copies(root, from) {
  const source = root.querySelector(`[data-part="${from}"]`);
  return source ? [...source.children].map((child) => child.cloneNode(true)) : [];
}

/** @param {Element} root @param {string} selector */
const words = (root, selector) => ((root.querySelector(selector) || {}).textContent || "").replace(/\s+/g, " ").trim();

/** The name of the role on a rung. @param {import("./state.js").Rung} rung */
export const rungName = (rung) => words(rung.element, ".hb-flow__role") || rung.role;

/** What is to be done in a step, as text. @param {import("./state.js").FlowNode} node */
export const nodeText = (node) => words(node.element, "[data-part='node-do']");

/**
 * @param {HTMLElement} stage
 * @param {Definition} definition
 * @param {State} state
 * @param {number} total steps of the longest way from the start through the present step
 * @param {boolean} drill nobody must be called then
 */
export function drawStage(stage, definition, state, total, drill) {
  const node = definition.nodes.get(state.path[state.path.length - 1]);
  if (!node) throw new Error("hb-flow: the flow has no steps");
  part(stage, "count").textContent = `第 ${state.path.length}/${total} 步`;
  const within = node.element.querySelector(".hb-flow__chip--within");
  const actor = words(node.element, ".hb-flow__role"); // no link: a wrong tap must not lead away from the step
  part(stage, "actor").replaceChildren(actor, " ", ...(within ? [within.cloneNode(true)] : []));
  part(stage, "now").textContent = nodeText(node);
  part(stage, "detail").replaceChildren(...copies(node.element, "node-detail"));
  part(stage, "calls").replaceChildren(...callCopies(node.element, "node-calls"));
  drawCharge(stage, definition, state);
  if (drill) for (const call of stage.querySelectorAll("a[data-call]")) pretend(call);
  drawOptions(stage, node);
  const isEnd = node.type === "outcome" || (!node.next && !node.choices.length);
  button(stage, "next").hidden = isEnd || node.choices.length > 0;
  button(stage, "end").hidden = !isEnd;
  button(stage, "back").disabled = state.path.length < 2;
  requestAnimationFrame(() => coverSlivers(stage)); // once it is seen
}

/** Its beginning, for the eye and for screen readers. @param {HTMLElement} stage */
export function showStep(stage) {
  scrollTo(0, 0);
  part(stage, "now").focus({ preventScroll: true });
}

/**
 * Marks in the full list and on the ladder where the run stands.
 * @param {Definition} definition
 * @param {State|null} state null while no run is open
 */
export function markPlace(definition, state) {
  const done = state ? state.path.slice(0, -1) : [];
  const now = state ? state.path[state.path.length - 1] : "";
  for (const one of definition.nodes.values()) {
    one.element.classList.toggle("hb-flow__node--done", done.includes(one.id));
    if (one.id === now) one.element.setAttribute("aria-current", "step");
    else one.element.removeAttribute("aria-current");
  }
  definition.ladder.forEach((one, index) =>
    one.element.classList.toggle("hb-flow__rung--now", state !== null && index === state.level),
  );
}

/** Copies of call buttons, those of the present hour before the others. @param {Element} root @param {string} from */
function callCopies(root, from) {
  const calls = /** @type {HTMLElement[]} */ (copies(root, from));
  const now = new Date();
  calls.forEach((call, index) => {
    const night = calls[index + 1];
    if (night && night.dataset.call === call.dataset.call && isAfterHours(call.dataset.hours || "", now)) [calls[index], calls[index + 1]] = [night, call];
  });
  return calls;
}

/** Gives a call button a number that reaches nobody. @param {Element} call */
function pretend(call) {
  call.setAttribute("href", "tel:0000");
  for (const number of call.querySelectorAll(".hb-flow__call-number")) number.textContent = "0000-0000";
  for (const note of call.querySelectorAll(".hb-flow__call-note")) note.remove();
  const note = document.createElement("span");
  note.className = "hb-flow__call-note";
  note.textContent = "演練號碼";
  call.append(" ", note);
}

/** @param {HTMLElement} stage @param {Definition} definition @param {State} state */
function drawCharge(stage, definition, state) {
  const rung = definition.ladder[state.level];
  part(stage, "charge-box").hidden = !rung;
  part(stage, "up").hidden = !rung;
  if (!rung) return;
  const isTop = state.level === definition.ladder.length - 1;
  part(stage, "charge").textContent = rungName(rung);
  part(stage, "charge-level").textContent = `（第 ${state.level + 1}/${definition.ladder.length} 級${isTop ? "，已是最高一級" : ""}）`;
  part(stage, "charge-decides").textContent = words(rung.element, ".hb-flow__rung-decides");
  part(stage, "charge-nobody").hidden = !state.exhausted;
  const above = state.turned ? [] : part(stage, "calls").querySelectorAll("a"); // they have gone up the screen once somebody was passed over
  const shown = new Set(Array.from(above, (call) => call.href));
  const asked = state.exhausted ? [...definition.ladder].reverse() : [rung];
  const calls = asked.flatMap((one) => callCopies(one.element, "rung-calls")).filter((call) => !shown.has(/** @type {any} */ (call).href));
  part(stage, "charge-calls").replaceChildren(...calls);
  const isLast = (/** @type {string} */ what) => handover(definition, state, what).to >= definition.ladder.length;
  button(stage, "unreachable").textContent = isLast("unreachable") ? `${state.turned ? "仍" : ""}打不通，記下` : "打不通 → 上一級";
  button(stage, "no-authority").disabled = isLast("no-authority");
  button(stage, "hand-back").hidden = !state.raised;
}

/** Puts whoever is to be called next under the thumb. @param {HTMLElement} stage @param {State} state */
export function showCharge(stage, state) {
  const call = stage.querySelector("[data-part='charge-calls'] a");
  if (call instanceof HTMLElement) call.focus({ preventScroll: true });
  part(stage, "charge-box").scrollIntoView({ block: state.exhausted ? "start" : "nearest" });
}

/** @param {HTMLElement} stage @param {import("./state.js").FlowNode} node */
function drawOptions(stage, node) {
  const options = part(stage, "options");
  options.hidden = !node.choices.length;
  options.replaceChildren(
    ...node.choices.map((choice) => {
      const row = document.createElement("li");
      const option = document.createElement("button");
      option.type = "button";
      option.className = "hb-flow__option";
      option.dataset.do = "choose";
      option.dataset.to = choice.next;
      option.dataset.label = choice.label;
      option.dataset.severity = choice.severity;
      option.append(choice.label);
      if (choice.isDefault) {
        const chip = document.createElement("span");
        chip.className = "hb-flow__chip hb-flow__chip--default";
        chip.textContent = "拿不準選此項";
        option.append(chip);
      }
      row.append(option);
      return row;
    }),
  );
}

/** @param {Element} root @param {string} name @returns {HTMLButtonElement} */
export function button(root, name) {
  const found = root.querySelector(`button[data-do="${name}"]`);
  if (!(found instanceof HTMLButtonElement)) throw new Error(`hb-flow: button "${name}" not found`);
  return found;
}

const PANELS = /** @type {const} */ (["all", "log", "reports"]);

/**
 * Shows or hides the full list, the log or the reports below the step.
 * @param {HTMLElement} root
 * @param {"all"|"log"|"reports"} what
 * @param {boolean} running the step is on the screen; otherwise the full list stands on the page anyway
 * @param {boolean} [show] the other way round when left out
 */
export function toggle(root, what, running, show) {
  const opens = show === undefined ? button(root, what).getAttribute("aria-expanded") !== "true" : show;
  const shown = part(root, what === "all" ? "steps" : what);
  for (const pressed of root.querySelectorAll(`button[data-do="${what}"]`)) pressed.setAttribute("aria-expanded", String(opens));
  if (what !== "all") shown.hidden = !opens;
  else shown.classList.toggle("hb-away", running && !opens);
  if (opens) shown.scrollIntoView();
}

/** @param {HTMLElement} root @param {boolean} running */
export function closePanels(root, running) {
  for (const what of PANELS) if (root.querySelector(`button[data-do="${what}"]`)) toggle(root, what, running, false);
}

/** @param {HTMLElement} root @param {string} where a part @param {boolean} copied @param {boolean} [isMasked] */
export function sayCopied(root, where, copied, isMasked = false) {
  const said = isMasked ? "已複製遮蔽本。補記等自己寫的話裡若有姓名，程式認不出來：發出前再看一遍" : "已複製";
  part(root, where).textContent = copied ? said : "瀏覽器不允許複製，請選取文字後自行複製";
}
