// Numbers that somebody typed where the office program wrote them, and the other way round. Copying through chat and some
// converters makes typed text of automatic numbers: "1．總結" where the value is 總結. Word in turn makes an automatic number
// of a typed one. The twin is src/handbook/documents/readback/typed_numbers.py.

import { Slot } from "./pattern.js";
import { SPACE, TextLine } from "../word/text-lines.js";

/** @typedef {import("./pattern.js").LinePattern} LinePattern */

const COUNT = "(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})";
const TYPED = new RegExp(
  `^${SPACE}*(?:[(（]${SPACE}*${COUNT}${SPACE}*[)）]|${COUNT}${SPACE}*(?:[.](?![0-9])|[．、)）])|[①-⑳⑴-⒛•●▪◦○■◆‣])${SPACE}*`,
);
const BEHIND = new RegExp(`^[)）.．、]${SPACE}*`);

/**
 * The line with its number written by whom it was written when the file was handed out.
 * @param {LinePattern} pattern @param {TextLine} line @returns {TextLine}
 */
export function asHandedOut(pattern, line) {
  if (pattern.isNumbered && !line.isNumbered) return withoutNumber(line);
  const number = line.isNumbered && !pattern.isNumbered ? numberInWords(pattern) : "";
  return number ? new TextLine([["text", number], ...line.pieces]) : line;
}

/** The line without a number typed at its beginning. @param {TextLine} line @returns {TextLine} */
export function withoutNumber(line) {
  const found = TYPED.exec(line.text);
  let left = found ? found[0].length : 0;
  if (!left) return line;
  const bare = new TextLine();
  bare.isNumbered = line.isNumbered;
  for (const [kind, value] of line.pieces) {
    bare.pieces.push([kind, kind === "text" ? value.slice(left) : value]);
    if (kind === "text") left -= Math.min(left, value.length);
  }
  return bare;
}

/** A number with the words around it, for a line that begins with the number of its row; "" for any other. @param {LinePattern} pattern */
function numberInWords(pattern) {
  let before = "";
  for (const [at, segment] of pattern.segments.entries()) {
    if (segment instanceof Slot) {
      const following = pattern.segments[at + 1];
      const found = typeof following === "string" ? BEHIND.exec(following) : null;
      const isNumber = segment.path.endsWith(".#") && ["", "(", "（"].includes(before.trim());
      return found && isNumber ? `${before}1${found[0]}` : "";
    }
    if (typeof segment !== "string") return "";
    before += segment;
  }
  return "";
}
