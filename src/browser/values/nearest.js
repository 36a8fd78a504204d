// The known name that a misspelt one probably means. The Python half is src/handbook/values/nearest.py.

import { oneSpelling } from "./spelling.js";

/**
 * The name of `known` that differs from `name` in fewest characters, at most a third of them; "" when none does.
 * Of several the first. Characters are compared in one spelling.
 * @param {string} name
 * @param {string[]} known
 */
export function nearest(name, known) {
  const typed = Array.from(oneSpelling(name));
  let most = Math.floor(typed.length / 3);
  let best = "";
  for (const one of known) {
    const steps = distance(typed, Array.from(oneSpelling(one)), most);
    if (steps <= most) {
      best = one;
      most = steps - 1;
    }
  }
  return best;
}

const LEAST = 3; // characters; in shorter names one character makes another name
const FIGURE = /[0-9一二三四五六七八九十百东西南北中上下左右大小前后]/g;
const ENDS_WITH_POST = /(?:长|书记|主任|主席|秘书|经理|总监|主管|师傅|老师|医生|司机|领导|同志|科员|干事|调研员)$/;

/**
 * The name of `known` that was meant by one in which a character is wrong; "" when none is so near.
 * @param {string} name
 * @param {string[]} known
 * @param {boolean} people names of people; two that differ in the surname before a post are two people
 * @param {boolean} firm figures tell things apart, so they must be the same
 */
export function slipOf(name, known, people, firm) {
  const typed = oneSpelling(name);
  const characters = Array.from(typed);
  if (characters.length < LEAST) return "";
  const figures = (/** @type {string} */ text) => (text.match(FIGURE) || []).join();
  const meant = known.find((one) => {
    const other = oneSpelling(one);
    const others = Array.from(other);
    if (Math.abs(characters.length - others.length) > 1 || typed === other) return false;
    if (people && (characters.length !== others.length || (characters[0] !== others[0] && ENDS_WITH_POST.test(typed)))) return false;
    if (firm && figures(typed) !== figures(other)) return false;
    return distance(characters, others, 1) <= 1;
  });
  return meant || "";
}

/** How many characters are added, dropped or exchanged between two texts; above `most` any larger number.
 * @param {string[]} a @param {string[]} b @param {number} most */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  a.forEach((one, row) => {
    const now = [row + 1];
    b.forEach((other, column) => {
      now.push(Math.min(before[column + 1] + 1, now[column] + 1, before[column] + (one === other ? 0 : 1)));
    });
    before = now;
  });
  return before[b.length];
}
