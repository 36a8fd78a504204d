// A question that stops everything else; unlike window.confirm it can be read at leisure and looks like the page.
import { part } from "../../src/browser/elements/dom.js";
import { button } from "./stage.js";

/**
 * @param {HTMLElement} root
 * @param {string} question
 * @returns {Promise<boolean>}
 */
export function ask(root, question) {
  const dialog = part(root, "ask", HTMLDialogElement);
  part(root, "ask-text").textContent = question;
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    button(dialog, "ask-yes").onclick = () => dialog.close("yes");
    button(dialog, "ask-no").onclick = () => dialog.close("");
    dialog.showModal();
    button(dialog, "ask-no").focus();
  });
}
