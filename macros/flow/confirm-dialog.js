// A question that stops everything else; unlike window.confirm it can be read at leisure and looks like the page.
import { buttonFor } from "../../src/browser/elements/commands.js";
import { part, setText } from "../../src/browser/elements/dom.js";

/**
 * Asks, and waits for the answer.
 * @param {HTMLElement} root the flow's element
 * @param {string} question
 * @returns {Promise<boolean>} false also when the dialogue is closed without an answer
 */
export function confirmed(root, question) {
  const dialog = part(root, "ask", HTMLDialogElement);
  setText(root, "ask-text", question);
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    buttonFor(dialog, "ask-yes").onclick = () => dialog.close("yes");
    buttonFor(dialog, "ask-no").onclick = () => dialog.close("");
    dialog.showModal();
    buttonFor(dialog, "ask-no").focus();
  });
}
