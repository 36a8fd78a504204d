// Numbers to dial: of the two numbers of a contact the one that answers at this hour is seen, the other one is a tap away.
import { pressed } from "../../src/browser/elements/commands.js";
import { make } from "../../src/browser/elements/dom.js";

const USUAL = "08:00-18:00"; // where the contact does not say
const MINUTES = 60;

/**
 * Whether an office is shut. Holidays are not known here: the other number is a tap away.
 * @param {string} hours "08:30-17:30", or "" for the usual ones
 * @param {Date} now
 */
export function isAfterHours(hours, now) {
  const [opens, closes] = (hours || USUAL).split("-").map((time) => time.split(":").reduce((sum, part) => sum * MINUTES + Number(part), 0));
  const minute = now.getHours() * MINUTES + now.getMinutes();
  return [0, 6].includes(now.getDay()) || minute < opens || minute >= closes;
}

/** Shows of each contact the number that answers now. @param {ParentNode} root */
export function showOpenNumbers(root) {
  const now = new Date();
  for (const contact of root.querySelectorAll(".hb-calls__contact--two"))
    contact.classList.toggle("hb-calls__contact--closed", isAfterHours(/** @type {HTMLElement} */ (contact).dataset.hours || "", now));
}

/** Shows both numbers when 「另一號碼」 was pressed, and only one the next time. @param {MouseEvent} event */
export function onOtherNumber(event) {
  const button = pressed(event, "[data-other-number]");
  const contact = button && button.closest(".hb-calls__contact");
  if (contact) button.setAttribute("aria-expanded", String(contact.classList.toggle("hb-calls__contact--both")));
}

/** Gives a call button a number that reaches nobody: it is a drill. @param {Element} call */
export function pretend(call) {
  call.setAttribute("href", "tel:0000");
  for (const number of call.querySelectorAll(".hb-call__number")) number.textContent = "0000-0000";
  for (const note of call.querySelectorAll(".hb-call__note")) note.remove();
  call.append(" ", make("span", "hb-call__note", "演練號碼"));
}
