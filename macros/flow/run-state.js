// Where a run stands, worked out from its log. No page, no storage.

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("./definition.js").FlowDefinition} FlowDefinition
 * @typedef {import("./definition.js").FlowNode} FlowNode
 *
 * @typedef {object} State
 * @property {string[]} path ids of the steps gone through; the last is the present one
 * @property {string} called id of the contact that was dialled last in the present step, while nobody has said what came of it; or ""
 * @property {boolean} tried whether anybody was dialled in the present step
 * @property {number} charge index of the rung that has taken the matter over; -1 while none has
 * @property {number} next index of the rung to be asked now, because somebody did not answer or may not decide; -1 for none
 * @property {boolean} exhausted whether the highest rung could not be reached either
 * @property {boolean} ended
 * @property {boolean} lost whether the log names a step which the flow no longer has
 *
 * @typedef {{definition: FlowDefinition, state: State}} Standing a flow, and where a run of it stands
 */

/** The present step; undefined when the flow has no steps. @param {Standing} run */
export const presentNode = ({ definition, state }) => definition.nodes.get(state.path[state.path.length - 1]);

/** Index of the rung that a contact reaches; -1 for a contact beside the ladder. @param {FlowDefinition} definition @param {string} contact id */
export const rungOf = ({ ladder }, contact) => ladder.findIndex((rung) => rung.calls.some((call) => call.id === contact));

/** Kinds of entries with which a step is left for the next one. */
export const MOVES = new Set(["done", "choice", "not-possible", "not-needed", "exit"]);

/** Kinds of entries that say nobody was reached; the first was written by earlier versions. */
const UNANSWERED = new Set(["unreachable", "no-answer", "busy"]);

/**
 * The rung to be asked when one was asked in vain: whoever has taken over when that is higher, else the rung above.
 * @param {State} state @param {number} asked
 */
const above = ({ charge }, asked) => (asked < charge ? charge : asked + 1);

/**
 * Who may not decide: whoever was asked last, whoever has taken over, else whoever acts in the step.
 * @param {FlowDefinition} definition
 * @param {State} state
 */
export function decider({ nodes, ladder }, { path, charge, next }) {
  const { who } = /** @type {FlowNode} */ (nodes.get(path[path.length - 1]));
  const acting = ladder.findIndex((rung) => rung.role === who);
  return next >= 0 ? next : Math.max(charge, acting, 0);
}

/** Who was asked in vain. @param {FlowDefinition} definition @param {State} state @param {Entry} entry */
function askedInVain(definition, state, { kind, name }) {
  if (kind === "no-authority") return decider(definition, state);
  const asked = rungOf(definition, name);
  return asked >= 0 || name ? asked : decider(definition, state); // an earlier version did not say whom
}

/**
 * The state after all of `log`.
 * @param {FlowDefinition} definition
 * @param {readonly Entry[]} log
 * @returns {State}
 */
export function replay(definition, log) {
  const first = definition.nodes.values().next().value;
  /** @type {State} */
  const state = { path: first ? [first.id] : [], called: "", tried: false, charge: -1, next: -1, exhausted: false, ended: false, lost: false };
  const stepChanged = () => Object.assign(state, { called: "", tried: false, next: -1, exhausted: false });
  for (const entry of log) {
    const { kind, name } = entry;
    if (MOVES.has(kind)) {
      if (!entry.next) continue; // the last step was left, or one went to another flow
      if (definition.nodes.has(entry.next)) state.path.push(entry.next);
      else state.lost = true;
      stepChanged();
    } else if (kind === "back" && state.path.length > 1) {
      state.path.pop();
      stepChanged();
    } else if (kind === "call") Object.assign(state, { called: name, tried: true });
    else if (kind === "reached") Object.assign(state, { called: "", exhausted: false });
    else if (kind === "accepted") Object.assign(state, { called: "", charge: rungOf(definition, name), next: -1, exhausted: false });
    else if (UNANSWERED.has(kind) || kind === "no-authority") {
      const asked = askedInVain(definition, state, entry);
      if (kind !== "no-authority") state.called = "";
      if (asked < 0) continue; // beside the ladder nobody stands above
      const next = above(state, asked);
      state.exhausted = next >= definition.ladder.length;
      state.next = state.exhausted ? -1 : next;
    } else if (kind === "hand-back") state.charge = -1; // written by earlier versions
    else if (kind === "end" || kind === "stop") state.ended = true;
    else if (kind === "reopen") state.ended = false;
  }
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
