// What opens below the step: the full list, the log, the reports.
import { part } from "../../src/browser/elements/dom.js";

/** @typedef {"all" | "log" | "reports"} PanelName */

/** @type {readonly PanelName[]} */
export const PANELS = ["all", "log", "reports"];

/** @param {ParentNode} root @param {PanelName} panel @returns {HTMLElement[]} the buttons that open a panel */
const buttonsOf = (root, panel) => Array.from(root.querySelectorAll(`button[data-do="${panel}"]`));

/** Whether a panel is open. @param {ParentNode} root @param {PanelName} panel */
export const isOpen = (root, panel) => buttonsOf(root, panel)[0].getAttribute("aria-expanded") === "true";

/**
 * Opens or closes a panel.
 * @param {HTMLElement} root the flow's element
 * @param {PanelName} panel
 * @param {boolean} isRunning whether the step is on the screen; otherwise the full list stands on the page anyway
 * @param {boolean} [opens] without it, an open panel is closed and a closed one opened
 */
export function togglePanel(root, panel, isRunning, opens = !isOpen(root, panel)) {
  const shown = part(root, panel === "all" ? "steps" : panel);
  for (const button of buttonsOf(root, panel)) button.setAttribute("aria-expanded", String(opens));
  if (panel !== "all") shown.hidden = !opens;
  else shown.classList.toggle("hb-away", isRunning && !opens);
  if (opens) shown.scrollIntoView();
}

/** Closes all panels that the flow has. @param {HTMLElement} root @param {boolean} isRunning as above */
export function closePanels(root, isRunning) {
  for (const panel of PANELS) if (buttonsOf(root, panel).length) togglePanel(root, panel, isRunning, false);
}
