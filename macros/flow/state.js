// Where a run stands, worked out from its log; and the flow as the page's own HTML states it.

import { pagePath } from "../../src/browser/storage/addresses.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 *
 * @typedef {object} FlowNode
 * @property {string} id
 * @property {string} type action, decision or outcome
 * @property {string} who role id
 * @property {string} next id, or ""
 * @property {{next: string, label: string, isDefault: boolean, severity: string}[]} choices
 * @property {HTMLElement} element the list item that shows it
 *
 * @typedef {object} Rung
 * @property {string} role
 * @property {HTMLElement} element
 *
 * @typedef {object} Definition
 * @property {Map<string, FlowNode>} nodes in the order of the page
 * @property {Rung[]} ladder from the first to the highest
 *
 * @typedef {object} State
 * @property {string[]} path ids of the steps gone through; the last is the present one
 * @property {number} level index of the rung now in charge
 * @property {boolean} turned whether 打不通 or 無權限 was pressed in the present step
 * @property {string} called id of the contact dialled last in the present step, since one of them was pressed; or ""
 * @property {boolean} raised whether 打不通 or 無權限 has put it there, not the step
 * @property {boolean} exhausted the highest rung could not be reached either
 * @property {boolean} ended
 * @property {boolean} lost the log names a step which the flow no longer has
 */

/** @param {Element} root @param {string} part */
const partOf = (root, part) => root.querySelector(`[data-part="${part}"]`);

/**
 * Reads the flow from the HTML under `root`.
 * @param {HTMLElement} root
 * @returns {Definition}
 */
export function readDefinition(root) {
  /** @type {Map<string, FlowNode>} */
  const nodes = new Map();
  for (const element of root.querySelectorAll("[data-node]")) {
    if (!(element instanceof HTMLElement)) continue;
    const choices = [...element.querySelectorAll("[data-choice]")].map((link) => ({
      next: link.getAttribute("data-choice") || "",
      label: (partOf(link, "choice-label") || link).textContent || "",
      isDefault: link.hasAttribute("data-default"),
      severity: link.getAttribute("data-severity-of") || "",
    }));
    const { node = "", type = "action", who = "", next = "" } = element.dataset;
    nodes.set(node, { id: node, type, who, next, choices, element });
  }
  const ladder = [...root.querySelectorAll("[data-level]")].map((element) => ({
    role: element.getAttribute("data-level") || "",
    element: /** @type {HTMLElement} */ (element),
  }));
  return { nodes, ladder };
}

/**
 * The highest rung that has a step of the way gone: it stays in charge of what follows, unless one goes back.
 * @param {Definition} definition
 * @param {readonly string[]} path
 */
function highest(definition, path) {
  const roles = path.map((id) => /** @type {FlowNode} */ (definition.nodes.get(id)).who);
  return Math.max(0, ...roles.map((role) => definition.ladder.findIndex((rung) => rung.role === role)));
}

/**
 * Who cannot be reached or may not decide, and who takes over: rungs, where the ladder's length means nobody. It is whoever
 * was dialled last; where nobody was, at first whom the step calls before others or who acts in it, afterwards whoever is in
 * charge. A higher rung in charge takes over itself; when the highest does not answer, those below it are still to be asked.
 * @param {Definition} definition
 * @param {State} state
 * @param {string} what "unreachable" or "no-authority"
 * @returns {{from: number, to: number, isKnown: boolean}} `isKnown` false: somebody who is not on the ladder may be meant
 */
export function handover({ nodes, ladder }, { path, level, turned, called, exhausted }, what) {
  const node = /** @type {FlowNode} */ (nodes.get(path[path.length - 1]));
  const asked = [called, ...(turned || called ? [] : callsOf(node))].map((id) => ladder.findIndex((rung) => callsOf(rung).includes(id)));
  const acting = turned ? -1 : ladder.map((rung) => rung.role).lastIndexOf(node.who);
  const meant = what === "unreachable" ? asked.find((rung) => rung >= 0) : acting;
  const isKnown = what !== "unreachable" || meant !== undefined || (turned && !called);
  const from = meant === undefined || meant < 0 ? level : meant;
  const top = ladder.length - 1;
  const above = from < level ? level : from < top ? from + 1 : level + 1 < top ? level + 1 : top + 1;
  return { from, to: exhausted ? top + 1 : above, isKnown };
}

/** Ids of the contacts that a step or a rung offers to call. @param {{element: HTMLElement}} shown */
const callsOf = ({ element }) =>
  Array.from(element.querySelectorAll("[data-part='node-calls'] [data-call], [data-part='rung-calls'] [data-call]"), (call) => call.getAttribute("data-call") || "");

/**
 * The state after all of `log`.
 * @param {Definition} definition
 * @param {readonly Entry[]} log
 * @returns {State}
 */
export function replay(definition, log) {
  const first = definition.nodes.values().next().value;
  const state = { path: first ? [first.id] : [], level: 0, turned: false, called: "", raised: false, exhausted: false, ended: false, lost: false };
  const top = Math.max(0, definition.ladder.length - 1);
  let pressed = 0; // how far up the buttons have put it
  for (const entry of log) {
    if (entry.kind === "done" || entry.kind === "choice") {
      if (definition.nodes.has(entry.next)) state.path.push(entry.next);
      else state.lost = true;
      state.exhausted = false;
      state.turned = false;
      state.called = "";
    } else if (entry.kind === "call") {
      state.called = entry.name;
    } else if (entry.kind === "back" && state.path.length > 1) {
      state.path.pop();
      state.turned = false;
      state.called = "";
    } else if (entry.kind === "unreachable" || entry.kind === "no-authority") {
      const { to } = handover(definition, state, entry.kind);
      state.exhausted = to > top;
      state.turned = true;
      state.called = "";
      pressed = Math.min(to, top);
    } else if (entry.kind === "hand-back") {
      state.exhausted = false;
      pressed = Math.max(0, state.level - 1);
    } else if (entry.kind === "end" || entry.kind === "stop") state.ended = true;
    else if (entry.kind === "reopen") state.ended = false;
    const needed = highest(definition, state.path);
    state.level = Math.max(needed, pressed);
    state.raised = pressed > needed;
  }
  if (!log.length) state.level = highest(definition, state.path);
  return state;
}

/**
 * How many steps the longest way from `id` to an end has, itself included. A loop is counted once.
 * @param {Definition} definition
 * @param {string} id
 */
export function stepsLeft(definition, id) {
  /** @type {Map<string, number>} */
  const known = new Map();
  /** @param {string} at @param {Set<string>} above @returns {number} */
  const longest = (at, above) => {
    const node = definition.nodes.get(at);
    if (!node || above.has(at)) return 0;
    const done = known.get(at);
    if (done !== undefined) return done;
    const below = new Set(above).add(at);
    const ways = node.choices.length ? node.choices.map((choice) => choice.next) : [node.next];
    const steps = 1 + Math.max(0, ...ways.map((way) => longest(way, below)));
    known.set(at, steps);
    return steps;
  };
  return longest(id, new Set());
}

/**
 * The record of a run, as it is stored.
 * @param {Definition} definition
 * @param {import("../../src/browser/log/chain.js").Header} header
 * @param {Entry[]} log
 * @returns {import("../../src/browser/storage/runs.js").FlowRun}
 */
export function makeRun(definition, header, log) {
  const { ended, path } = replay(definition, log);
  return {
    id: header.run,
    kind: "flow",
    target: header.target,
    version: header.version,
    name: header.title,
    header,
    state: { open: !ended, started: log[0].wall, step: path.length, path: pagePath() },
    log,
    updated: Date.now(),
  };
}
