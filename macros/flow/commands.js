// What the buttons of a running flow do. Those of the reports and of the ended runs stand in report-panel.js and ended-list.js.
import { setText } from "../../src/browser/elements/dom.js";
import { confirmed } from "./confirm-dialog.js";
import { closePanels, PANELS, togglePanel } from "./panels.js";
import { presentNode } from "./run-state.js";
import { backFact, choiceFact, doneFact, endFact, ladderFact } from "./step-facts.js";
import { showCharge, showStep } from "./step-view.js";
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
 * @property {boolean} isAlone whether a run is on the screen, and nothing else
 * @property {(drill: boolean) => Promise<void>} start takes up the open run, or begins one
 * @property {() => void} leave back to the page as it reads
 * @property {(fact: Fact) => Promise<void>} finish ends the run
 * @property {(form: string) => void} give gives the log away, see giveLog
 * @property {() => Promise<void>} wipe deletes the run, once the reader has agreed
 *
 * @typedef {Host & import("./typed-input.js").TypedRun} Screen
 */

/** All commands of the running flow. @param {Screen} screen @returns {Commands} */
export function flowCommands(screen) {
  const { root, stage } = screen;
  /** @param {import("./panels.js").PanelName} name @returns {Command} */
  const panel = (name) => ({ run: () => togglePanel(root, name, screen.isAlone) });
  /** @param {(node: FlowNode, button: HTMLElement) => Fact} fact @returns {Command} */
  const step = (fact) => ({ writes: true, run: (button) => move(screen, (node) => fact(node, button)) });
  /** @param {Parameters<typeof ladderFact>[0]} what @returns {Command} */
  const ladder = (what) => ({ writes: true, run: () => passOn(screen, what) });
  /** @param {Kind[]} kinds @returns {Command} */
  const typed = (...kinds) => ({ writes: true, run: () => screen.keepTyped(kinds) });
  return {
    start: { writes: true, run: () => screen.start(false) },
    drill: { writes: true, run: () => screen.start(true) },
    leave: { run: () => screen.leave() },

    next: step(doneFact),
    choose: step((node, button) => choiceFact(node, button.dataset)),
    back: step(backFact),
    unreachable: ladder("unreachable"),
    "no-authority": ladder("no-authority"),
    "hand-back": ladder("hand-back"),
    evidence: typed("evidence"),
    note: typed("note"),
    keeper: typed("keeper"),
    end: { writes: true, run: () => end(screen) },
    stop: { run: () => stop(screen) },

    ...Object.fromEntries(PANELS.map((name) => [name, panel(name)])),
    due: { run: () => togglePanel(root, "reports", true, true) },
    return: { run: () => (closePanels(root, true), showStep(stage)) },
    export: { run: (button) => screen.give(button.dataset.as || "") },
    wipe: { run: () => screen.wipe() },
  };
}

/** Does the present step, or goes back one. @param {Screen} screen @param {(node: FlowNode) => Fact} fact */
async function move(screen, fact) {
  const node = presentNode(screen.ledger);
  await screen.keepTyped(CURRENT);
  if (!node) return;
  await screen.write(fact(node));
  showStep(screen.stage);
}

/** Up or down the ladder. @param {Screen} screen @param {Parameters<typeof ladderFact>[0]} what */
async function passOn(screen, what) {
  await screen.keepTyped([]);
  const fact = ladderFact(what, screen.ledger);
  await screen.write(fact);
  if (!screen.ledger.refused.length) setText(screen.stage, "status", `已記錄：${fact.text}`);
  showCharge(screen.stage, screen.ledger.state);
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
