// What the buttons of a running flow do. Those of the reports and of the ended runs stand in report-panel.js and end-screen.js.
import { setText, part } from "../../src/browser/elements/dom.js";
import { buttonFor } from "../../src/browser/elements/commands.js";
import { confirmed } from "./confirm-dialog.js";
import { closePanels, PANELS, togglePanel } from "./panels.js";
import { presentNode } from "./run-state.js";
import { backFact, choiceFact, doneFact, endFact, exitFact, noAuthorityFact, outcomeFact, undoneFact } from "./step-facts.js";
import { drawExits, showStep } from "./step-view.js";
import { ALL, CURRENT } from "./typed-input.js";

/**
 * @typedef {import("../../src/browser/elements/commands.js").Command} Command
 * @typedef {import("../../src/browser/elements/commands.js").Commands} Commands
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("./definition.js").FlowNode} FlowNode
 * @typedef {import("./typed-input.js").Kind} Kind
 *
 * @typedef {object} Host the screen of the flow, as far as commands need it
 * @property {HTMLElement} root the flow's element
 * @property {HTMLElement} stage the part of it that shows the running flow
 * @property {import("./definition.js").FlowDefinition} definition
 * @property {boolean} isAlone whether a run is on the screen, and nothing else
 * @property {import("./run-switch.js").RunSwitch} switch
 * @property {() => void} leave back to the page as it reads
 * @property {(fact: Fact) => Promise<void>} finish ends the run
 * @property {(form: string) => void} give gives the log away, see giveLog
 * @property {() => Promise<void>} wipe deletes the run, once the reader has agreed
 * @property {import("./typed-input.js").TypedInput} typed
 *
 * @typedef {Host & import("./typed-input.js").TypedRun} Screen
 */

/** @typedef {"not-possible" | "not-needed"} Undone why a step is left undone */

/** All commands of the running flow. @param {Screen} screen @returns {Commands} */
export function flowCommands(screen) {
  const { root, stage } = screen;
  /** @type {Undone} */
  let undone = "not-possible";
  /** @param {import("./panels.js").PanelName} name @returns {Command} */
  const panel = (name) => ({ run: () => togglePanel(root, name, screen.isAlone) });
  /** @param {(node: FlowNode, button: HTMLElement) => Fact} fact @returns {Command} */
  const step = (fact) => ({ writes: true, run: (button) => move(screen, (node) => fact(node, button)) });
  /** @param {Kind[]} kinds @returns {Command} */
  const typed = (...kinds) => ({ writes: true, run: () => screen.keepTyped(kinds) });
  /** @param {Undone} kind @param {string} question @returns {Command} */
  const reason = (kind, question) => ({
    run: () => {
      undone = kind;
      setText(stage, "reason-title", question);
      openBox(stage, "reason-box", kind);
      part(stage, "reason").focus();
    },
  });
  return {
    start: { writes: true, run: (button) => screen.switch.begin(false, "", button.dataset.at && { node: button.dataset.at, label: button.textContent || "" }) },
    drill: { writes: true, run: () => screen.switch.drill() },
    leave: { run: () => screen.leave() },

    next: step(doneFact),
    choose: step((node, button) => choiceFact(node, button.dataset)),
    back: step(backFact),
    "not-possible": reason("not-possible", "為什麼做不到？"),
    "not-needed": reason("not-needed", "為什麼不需要？"),
    undone: { writes: true, run: () => leaveUndone(screen, undone) },
    exits: { run: () => listExits(screen) },
    "leave-by": { writes: true, run: (button) => leaveBy(screen, Number(button.dataset.exitIndex)) },
    outcome: { writes: true, run: (button) => sayOutcome(screen, /** @type {import("./step-facts.js").Outcome} */ (button.dataset.as)) },
    "no-authority": { writes: true, run: () => askHigher(screen, noAuthorityFact(screen.ledger)) },
    evidence: typed("evidence"),
    note: typed("note"),
    about: { writes: true, run: () => screen.keepTyped(["elements", "keeper"]).then(() => part(stage, "about").removeAttribute("open")) },
    end: { writes: true, run: () => end(screen) },
    stop: { run: () => stop(screen) },

    ...Object.fromEntries(PANELS.map((name) => [name, panel(name)])),
    due: { run: () => togglePanel(root, "reports", true, true) },
    return: { run: () => (closePanels(root, true), showStep(stage)) },
    export: { run: (button) => screen.give(button.dataset.as || "") },
    wipe: { run: () => screen.wipe() },
  };
}

const BOXES = { "reason-box": ["not-possible", "not-needed"], "exits-box": ["exits"] };

/** Opens one of the boxes below the step, or closes it when its button is pressed again. @param {HTMLElement} stage @param {keyof typeof BOXES} name "" closes both @param {string} by the button */
function openBox(stage, name, by) {
  const opens = buttonFor(stage, by).getAttribute("aria-expanded") !== "true";
  closeBoxes(stage);
  if (!opens) return;
  part(stage, name).hidden = false;
  buttonFor(stage, by).setAttribute("aria-expanded", "true");
  part(stage, name).scrollIntoView({ block: "center" });
}

/** @param {HTMLElement} stage */
export function closeBoxes(stage) {
  for (const [name, buttons] of Object.entries(BOXES)) {
    part(stage, name).hidden = true;
    for (const one of buttons) buttonFor(stage, one).setAttribute("aria-expanded", "false");
  }
  part(stage, "reason-missing").hidden = true;
}

/** Does the present step, or goes back one. @param {Screen} screen @param {(node: FlowNode) => Fact} fact */
async function move(screen, fact) {
  const node = presentNode(screen.ledger);
  await screen.keepTyped(CURRENT);
  if (!node) return;
  await screen.write(fact(node));
  closeBoxes(screen.stage);
  showStep(screen.stage);
}

/** The step is not done, for a reason that must be given. @param {Screen} screen @param {Undone} kind */
async function leaveUndone(screen, kind) {
  const reason = screen.typed.take("reason");
  part(screen.stage, "reason-missing").hidden = reason !== "";
  if (!reason) return;
  const node = presentNode(screen.ledger);
  const isLast = node && !node.next;
  await move(screen, (one) => undoneFact(one, kind, reason));
  if (isLast) await screen.finish({ kind: "end", text: "結束處置" });
}

/** @param {Screen} screen */
function listExits(screen) {
  const node = presentNode(screen.ledger);
  if (!node) return;
  drawExits(screen.stage, screen.definition, node);
  openBox(screen.stage, "exits-box", "exits");
}

/** Goes on at another step, or elsewhere. @param {Screen} screen @param {number} index of the exit */
async function leaveBy(screen, index) {
  const node = presentNode(screen.ledger);
  const exit = node && [...node.exits, ...screen.definition.exits][index];
  if (!exit) return;
  await move(screen, () => exitFact(exit));
  if (!exit.node) screen.switch.goTo(exit);
}

/** @param {Screen} screen @param {import("./step-facts.js").Outcome} outcome */
async function sayOutcome(screen, outcome) {
  const { called } = screen.ledger.state;
  if (!called) return;
  const person = screen.typed.take("person");
  await askHigher(screen, outcomeFact(screen.definition, called, outcome, person));
}

/** Writes a fact after which somebody else may have to be called, who then stands under the thumb. @param {Screen} screen @param {Fact} fact */
async function askHigher(screen, fact) {
  const { stage } = screen;
  await screen.write(fact);
  if (!screen.ledger.refused.length) setText(stage, "status", `已記錄：${fact.text}`);
  const { next, exhausted } = screen.ledger.state;
  const call = next >= 0 ? part(stage, "next-calls").querySelector("a") : exhausted ? part(stage, "charge-calls").querySelector("a") : null;
  if (!call) return;
  call.focus({ preventScroll: true });
  part(stage, exhausted ? "charge-box" : "next-rung").scrollIntoView({ block: exhausted ? "start" : "nearest" });
}

/** The last step is done. @param {Screen} screen */
async function end(screen) {
  const node = presentNode(screen.ledger);
  if (node) await screen.finish(endFact(node));
}

/** The run ends before its last step, if the reader is sure. @param {Screen} screen */
async function stop(screen) {
  const isSure = await confirmed(screen.root, "提前結束處置？記錄會保留。");
  await (isSure ? screen.finish({ kind: "stop", text: "提前結束" }) : screen.keepTyped(ALL));
}
