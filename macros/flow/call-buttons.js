// The call buttons of the present step: copies of those on the page, the number that answers at this hour first.
import { make } from "../../src/browser/elements/dom.js";

const USUAL = "08:00-18:00"; // where the contact does not say
const MINUTES = 60;

/**
 * Whether an office is shut. Holidays are not known here: both numbers are shown, and only their order depends on it.
 * @param {string} hours "08:30-17:30", or "" for the usual ones
 * @param {Date} now
 */
export function isAfterHours(hours, now) {
  const [opens, closes] = (hours || USUAL).split("-").map((time) => time.split(":").reduce((sum, part) => sum * MINUTES + Number(part), 0));
  const minute = now.getHours() * MINUTES + now.getMinutes();
  return [0, 6].includes(now.getDay()) || minute < opens || minute >= closes;
}

/** Copies of the children of a part, without ids. @param {Element} root @param {string} name @returns {HTMLElement[]} */
export function copiesOf(root, name) {
  const source = root.querySelector(`[data-part="${name}"]`);
  return source ? /** @type {HTMLElement[]} */ (Array.from(source.children, (child) => child.cloneNode(true))) : [];
}

/** Copies of the call buttons in a part; by night the night number of a contact comes first. @param {Element} root @param {string} name */
export function callCopies(root, name) {
  const calls = copiesOf(root, name);
  const now = new Date();
  calls.forEach((call, index) => {
    const night = calls[index + 1];
    if (night && night.dataset.call === call.dataset.call && isAfterHours(call.dataset.hours || "", now)) [calls[index], calls[index + 1]] = [night, call];
  });
  return calls;
}

/** Gives a call button a number that reaches nobody: it is a drill. @param {Element} call */
export function pretend(call) {
  call.setAttribute("href", "tel:0000");
  for (const number of call.querySelectorAll(".hb-flow__call-number")) number.textContent = "0000-0000";
  for (const note of call.querySelectorAll(".hb-flow__call-note")) note.remove();
  call.append(" ", make("span", "hb-flow__call-note", "演練號碼"));
}
