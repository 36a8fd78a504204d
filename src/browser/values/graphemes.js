// Text is cut between the characters that readers see, and not within one. A character may be several code points: a letter
// and its accent, an emoji with its colour of skin, the two letters of a flag.
// The twin is src/handbook/values/graphemes.py.

const JOINER = "\u200d";
const FLAG = /^[\u{1f1e6}-\u{1f1ff}]$/u;
const ADDED = /^(?:\p{M}|[\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}])$/u;

/**
 * The beginning of a text, of at most that many code points, without a half character at its end.
 * @param {string} text @param {number} most @returns {string}
 */
export function cut(text, most) {
  const points = Array.from(text.slice(0, 2 * most + 2));
  let end = Math.min(most, points.length);
  while (end > 0 && end < points.length && isJoined(points, end)) end -= 1;
  return points.slice(0, end || most).join("");
}

/** Whether the code points before and at the place are of one character. @param {string[]} points @param {number} at */
function isJoined(points, at) {
  if (points[at - 1] === JOINER || points[at] === JOINER || ADDED.test(points[at])) return true;
  let flags = 0; // letters of flags directly before the place: two make one
  while (flags < at && FLAG.test(points[at - 1 - flags])) flags += 1;
  return flags % 2 === 1 && FLAG.test(points[at]);
}
