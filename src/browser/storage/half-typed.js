// What is typed in the fields of a run and not said yet: a report half written, a note. It lies with its run in the database,
// and until it is there in localStorage, because a page that is loaded again has no time for the database.
import { TYPED } from "./left-behind.js";

/** @typedef {Record<string, string>} HalfTyped texts by the name of their field */

/** Leaves it behind at once; never throws. @param {string} run id @param {HalfTyped} typed */
export function leaveTyped(run, typed) {
  try {
    if (Object.keys(typed).length) localStorage.setItem(TYPED + run, JSON.stringify(typed));
    else localStorage.removeItem(TYPED + run);
  } catch (error) {
    console.warn("handbook: the last words could not be kept", error); // the database has what is 300 ms old
  }
}

/** What was left behind; never throws. @param {string} run id @returns {HalfTyped} */
export function leftTyped(run) {
  try {
    const found = JSON.parse(localStorage.getItem(TYPED + run) || "{}");
    return Object.fromEntries(Object.entries(found).filter((one) => typeof one[1] === "string"));
  } catch (error) {
    return {}; // blocked or damaged
  }
}
