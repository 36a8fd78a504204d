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
