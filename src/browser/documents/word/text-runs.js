// What runs show that is no plain text: signs of symbol fonts, fields, formulas, and the text in boxes.
//
// A *run* is a stretch of one look in a paragraph. An inserted sign is a number in a symbol font, such as FE of Wingdings,
// and becomes the character that looks like it (☑). A field shows its result and not its code. A phonetic guide that an
// older program wrote is a field without a result: its base text stands in the code.
// The twin is src/handbook/documents/word/text_runs.py.

import { W } from "./docx-format.js";

/** Stands for a sign that no character is known for. */
export const UNKNOWN_SIGN = "\ufffd";
/** @param {number} first @param {string} letters @returns {[number, string][]} */
const inRow = (first, letters) => Array.from(letters, (letter, at) => [first + at, letter]);
/** @type {Record<string, Map<number, string>>} */
const SIGNS = {
  wingdings: new Map([
    ...inRow(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    [0x22, "✂"], [0x28, "☎"], [0x2a, "✉"], [0x4a, "☺"], [0x6c, "●"], [0x6e, "■"], [0x6f, "□"], [0x71, "❑"], [0x75, "◆"], [0x76, "❖"],
    [0x9f, "•"], [0xa1, "○"], [0xa7, "▪"], [0xa8, "☐"], [0xab, "★"], [0xd8, "➢"], [0xdf, "←"], [0xe0, "→"], [0xe1, "↑"], [0xe2, "↓"],
    [0xfb, "✗"], [0xfc, "✓"], [0xfd, "☒"], [0xfe, "☑"],
  ]),
  "wingdings 2": new Map([...inRow(0x4f, "✗✓☒☑☒☒"), [0xa3, "☐"]]),
  symbol: new Map([
    [0xa3, "≤"], [0xa5, "∞"], ...inRow(0xac, "←↑→↓°±"), [0xb3, "≥"], [0xb4, "×"], [0xb7, "•"], [0xb8, "÷"], [0xb9, "≠"],
    [0xd6, "√"], [0xde, "⇒"],
  ]),
};
const MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math";
// \o\ad(\s\up 9(ㄓㄨㄥˋ),仲) is a phonetic guide, \o\ac(○,仲) a character in a circle; the last part is the base text
const OVER = /^\s*EQ\s[^]*\\o\s*(?:\\a[a-z]\s*)?\([^]*[,;，]([^]*)\)\s*$/i;

/** The first child of Word's with that name, or the first of its children with the next name, and so on.
 * @param {Element} element @param {string[]} names @returns {Element | undefined} */
export function inner(element, ...names) {
  /** @type {Element | undefined} */
  let found = element;
  for (const name of names) found = found && Array.from(found.children).find((one) => one.localName === name && one.namespaceURI === W);
  return found;
}

/** An attribute of Word's; "" when there is none. @param {Element | undefined} element @param {string} [name] */
export const valueOf = (element, name = "val") => (element && element.getAttributeNS(W, name)) || "";

/** The fields that are open at a place in the document; one may lie in the code of another. */
export class Fields {
  constructor() {
    /** @type {{code: string, hasResult: boolean}[]} code: what a field says before its result */
    this.open = [];
  }

  /** Whether text at this place is code, which nobody sees. */
  get isCode() {
    return this.open.some((one) => !one.hasResult);
  }

  /** Takes note of a `w:fldChar`. @param {Element} element @returns {string} the text that a field without a result shows */
  edge(element) {
    const kind = valueOf(element, "fldCharType");
    if (kind === "begin") {
      const shown = this.isCode ? "" : formField(element);
      this.open.push({ code: "", hasResult: false });
      return shown;
    }
    if (kind === "separate" && this.open.length) this.open[this.open.length - 1].hasResult = true;
    else if (kind === "end") {
      const ended = this.open.pop();
      const found = !ended || ended.hasResult || this.isCode ? null : OVER.exec(ended.code);
      return found ? found[1] : "";
    }
    return "";
  }

  /** Takes note of a part of the code. @param {string} text */
  addCode(text) {
    const last = this.open[this.open.length - 1];
    if (last && !last.hasResult) last.code += text;
  }

  /** No code reaches into the next paragraph: a field that nobody ended would hide the rest of the file. */
  paragraphEnded() {
    this.open = this.open.filter((one) => one.hasResult);
  }
}

/** What a check box or a drop-down list of an old form shows. @param {Element} begin */
function formField(begin) {
  const box = inner(begin, "ffData", "checkBox");
  if (box) {
    const state = inner(box, "checked") || inner(box, "default");
    return !state || ["0", "false"].includes(valueOf(state)) ? "☐" : "☑";
  }
  const choices = inner(begin, "ffData", "ddList");
  if (!choices) return "";
  const entries = Array.from(choices.children).filter((one) => one.localName === "listEntry" && one.namespaceURI === W);
  const result = inner(choices, "result");
  const number = result ? valueOf(result) : "0";
  return /^[0-9]{1,3}$/.test(number) ? valueOf(entries[Number(number)]) : "";
}

/** The character of a `w:sym`. @param {Element} element @returns {string} */
export function sign(element) {
  const written = valueOf(element, "char");
  if (!/^[0-9A-Fa-f]{1,4}$/.test(written)) return UNKNOWN_SIGN;
  const code = parseInt(written, 16);
  if (code >= 0x100 && !(code >= 0xd800 && code <= 0xf8ff)) return String.fromCharCode(code);
  return signsOf(valueOf(element, "font")).get(code & 0xff) || UNKNOWN_SIGN;
}

/** @param {string} font @returns {Map<number, string>} */
const signsOf = (font) => (Object.prototype.hasOwnProperty.call(SIGNS, font.toLowerCase()) ? SIGNS[font.toLowerCase()] : new Map());

/** The text of a `w:t`. In a symbol font its letters are signs. @param {string} text @param {Element} run @returns {string} */
export function plainText(text, run) {
  const signs = signsOf(valueOf(inner(run, "rPr", "rFonts"), "ascii"));
  if (!signs.size && !/[\uf000-\uf0ff]/.test(text)) return text;
  return Array.from(text, (letter) => {
    const code = /** @type {number} */ (letter.codePointAt(0));
    if (code >= 0xf000 && code <= 0xf0ff) return signs.get(code & 0xff) || UNKNOWN_SIGN;
    return (code < 0x100 && signs.get(code)) || letter;
  }).join("");
}

/** The letters of a formula (`m:oMath`) in their order; "" for any other element. @param {Element} element @returns {string} */
export const formula = (element) =>
  element.namespaceURI === MATH && ["oMath", "oMathPara"].includes(element.localName)
    ? Array.from(element.getElementsByTagNameNS(MATH, "t"), (one) => one.textContent).join("")
    : "";

/** The text of each text box in which there is no blank of ours. @param {Document} document @returns {string[]} */
export function boxedTexts(document) {
  /** @param {Element} box @param {string} name */
  const all = (box, name) => Array.from(box.getElementsByTagNameNS(W, name));
  return all(document.documentElement, "txbxContent")
    .filter((box) => !isSecond(box) && !all(box, "bookmarkStart").some((one) => /^hb[0-9]+_/.test(valueOf(one, "name"))))
    .map((box) => all(box, "p").map((line) => all(line, "t").map((one) => one.textContent).join("")).join(" "));
}

/** Whether it is what a newer program wrote a second time for older ones. @param {Element} box */
function isSecond(box) {
  for (let one = box.parentElement; one; one = one.parentElement) if (one.localName === "Fallback") return true;
  return false;
}
