// Where a run stands, worked out from its log. No page, no storage.

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 * @typedef {import("./definition.js").FlowNode} FlowNode
 *
 * @typedef {object} State
 * @property {string[]} path ids of the steps gone through; the last is the present one
 * @property {number} level index of the rung in charge
 * @property {boolean} turned whether 打不通 or 無權限 was pressed in the present step
 * @property {string} called id of the contact dialled last in the present step, since one of them was pressed; or ""
 * @property {boolean} raised whether 打不通 or 無權限 has put a rung in charge that the steps do not ask for
 * @property {boolean} exhausted whether the highest rung could not be reached either
 * @property {boolean} ended
 * @property {boolean} lost whether the log names a step which the flow no longer has
 *
 * @typedef {{definition: FlowDefinition, state: State}} Standing a flow, and where a run of it stands
 */

/** The present step; undefined when the flow has no steps. @param {Standing} run */
export const presentNode = ({ definition, state }) => definition.nodes.get(state.path[state.path.length - 1]);

/**
 * The highest rung that acts in a step of the way gone. That rung stays in charge of what follows, unless one goes back.
 * @param {FlowDefinition} definition
 * @param {readonly string[]} path
 */
function highest({ nodes, ladder }, path) {
  const roles = path.map((id) => /** @type {FlowNode} */ (nodes.get(id)).who);
  return Math.max(0, ...roles.map((role) => ladder.findIndex((rung) => rung.role === role)));
}

/**
 * Who cannot be reached or may not decide, and who takes over. Meant is whoever was dialled last. Where nobody was dialled,
 * meant is at first the rung that the step calls, or that acts in it, and afterwards the rung in charge. A higher rung in
 * charge takes over itself. When the highest rung does not answer, the rungs below it are still to be asked.
 * @param {FlowDefinition} definition
 * @param {State} state
 * @param {string} what "unreachable" or "no-authority"
 * @returns {{from: number, to: number, isKnown: boolean}} indexes of rungs; `to` is the length of the ladder when nobody is
 *   left; `isKnown` is false when somebody who is not on the ladder may be meant
 */
export function handover({ nodes, ladder }, { path, level, turned, called, exhausted }, what) {
  const node = /** @type {FlowNode} */ (nodes.get(path[path.length - 1]));
  const contacts = turned || called ? [called] : [called, ...node.calls.map(({ id }) => id)];
  const asked = contacts.map((id) => ladder.findIndex((rung) => rung.calls.some((call) => call.id === id)));
  const acting = turned ? -1 : ladder.map((rung) => rung.role).lastIndexOf(node.who);
  const meant = what === "unreachable" ? asked.find((rung) => rung >= 0) : acting;
  const isKnown = what !== "unreachable" || meant !== undefined || (turned && !called);
  const from = meant === undefined || meant < 0 ? level : meant;
  const top = ladder.length - 1;
  const above = from < level ? level : from < top ? from + 1 : level + 1 < top ? level + 1 : top + 1;
  return { from, to: exhausted ? top + 1 : above, isKnown };
}

/**
 * The state after all of `log`.
 * @param {FlowDefinition} definition
 * @param {readonly Entry[]} log
 * @returns {State}
 */
export function replay(definition, log) {
  const first = definition.nodes.values().next().value;
  const state = { path: first ? [first.id] : [], level: 0, turned: false, called: "", raised: false, exhausted: false, ended: false, lost: false };
  const top = Math.max(0, definition.ladder.length - 1);
  let pressed = 0; // the rung that the buttons have put in charge
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
 * How many steps the longest way from a step to an end has, that step included. A loop is counted once.
 * @param {FlowDefinition} definition
 * @param {string} id of the step
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
