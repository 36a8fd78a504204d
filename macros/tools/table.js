// A block copied from a spreadsheet or a document, read as a table.

/** @typedef {string[][]} Table rows of cells, all of one length */

/** How many rows of a block are read. */
export const MAX_ROWS = 2000;
const MAX_COLUMNS = 60;
const MAX_CHARACTERS = 2000000;

/**
 * Reads text with tabs, as spreadsheets put it on the clipboard: a cell with line breaks or tabs is in quotes.
 * @param {string} text @returns {Table}
 */
export function readText(text) {
  /** @type {Table} */
  const rows = [[]];
  let cell = "";
  const source = text.slice(0, MAX_CHARACTERS).replace(/\r\n?/g, "\n");
  const closing = (/** @type {number} */ at) => {
    const after = source[at + 1];
    return after === undefined || after === "\t" || after === "\n";
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (character === '"' && cell === "") {
      const quoted = quotedFrom(source, at);
      if (quoted && closing(quoted.end)) {
        cell = quoted.text;
        at = quoted.end;
        continue;
      }
    }
    if (character === "\t" || character === "\n") {
      rows[rows.length - 1].push(cell);
      cell = "";
      if (character === "\n") rows.push([]);
    } else cell += character;
  }
  rows[rows.length - 1].push(cell);
  return tidy(rows);
}

/** A quoted cell. @param {string} source @param {number} start of the opening quote @returns {{text: string, end: number} | null} null when it does not end */
function quotedFrom(source, start) {
  let text = "";
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] !== '"') text += source[at];
    else if (source[at + 1] === '"') {
      text += '"';
      at += 1;
    } else return { text, end: at };
  }
  return null;
}

/**
 * The text of one cell that a spreadsheet copied: in quotes when it has line breaks, and always with a break behind it.
 * @param {string} text @param {string} html @returns {string | null} null for anything else
 */
export function oneCell(text, html) {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const quoted = source[0] === '"' ? quotedFrom(source, 0) : null;
  if (quoted && quoted.end === source.length - 1 && quoted.text.includes("\n")) return quoted.text;
  const cells = html.match(/<t[dh][\s>]/gi) || [];
  return cells.length === 1 && !/[\t\n]/.test(source) ? source : null;
}

const WRAPPED = /([\u2e80-\u9fff\uff00-\uffef])[ \t]*\r?\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])/g; // between such characters no space is meant

/**
 * Reads the first table in copied HTML. A cell over several rows counts in each of them, one over several columns in the first.
 * @param {string} html @returns {Table} empty when there is none
 */
export function readHtml(html) {
  if (!/<table[\s>]/i.test(html)) return [];
  // Parsed apart from the page: nothing in it is loaded or run, and only its text is taken. Its styles are left out,
  // or the page's security policy complains about each.
  const plain = html.slice(0, 5 * MAX_CHARACTERS).replace(/<style[\s>][^]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, unstyled);
  const table = new DOMParser().parseFromString(plain, "text/html").querySelector("table");
  if (!table) return [];
  /** @type {Table} */
  const rows = [];
  /** @type {{text: string, left: number}[]} cells that reach down from rows above */
  const hanging = [];
  for (const source of Array.from(table.rows).slice(0, MAX_ROWS + 1)) {
    /** @type {string[]} */
    const row = [];
    const cells = Array.from(source.cells);
    for (let column = 0; column < MAX_COLUMNS && (cells.length || (hanging[column] && hanging[column].left > 0)); column += 1) {
      if (hanging[column] && hanging[column].left > 0) {
        hanging[column].left -= 1;
        row.push(hanging[column].text);
        continue;
      }
      const cell = /** @type {HTMLTableCellElement} */ (cells.shift());
      const text = textIn(cell);
      for (let wide = 0; wide < Math.min(cell.colSpan, MAX_COLUMNS - column); wide += 1) {
        row.push(wide ? "" : text);
        hanging[column + wide] = { text: wide ? "" : text, left: Math.min(cell.rowSpan, MAX_ROWS) - 1 };
      }
      column += cell.colSpan - 1;
    }
    rows.push(row);
  }
  return tidy(rows);
}

/** A tag without its style. @param {string} tag */
const unstyled = (tag) => tag.replace(/\sstyle\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, "");

/** The text of a cell. @param {Element} cell */
function textIn(cell) {
  // A line break in the source is none in the cell: programs that copy HTML wrap their lines anywhere.
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    text.nodeValue = (text.nodeValue || "").replace(WRAPPED, "$1").replace(/\s+/g, " ");
  for (const line of Array.from(cell.querySelectorAll("br, p + p, div + div"))) line.prepend("\n");
  for (const line of Array.from(cell.querySelectorAll("br"))) line.replaceWith("\n");
  return (cell.textContent || "").replace(/[ \t\u00a0]+/g, " ").replace(/ *\n\s*/g, "\n");
}

/** A table without blank rows, blank columns at the end, and spaces around texts. @param {Table} rows @returns {Table} */
function tidy(rows) {
  const plain = rows.slice(0, MAX_ROWS + 1).map((row) => row.slice(0, MAX_COLUMNS).map((cell) => cell.replace(/\u00a0/g, " ").trim()));
  const filled = plain.filter((row) => row.some((cell) => cell !== ""));
  const width = Math.max(0, ...filled.map((row) => row.reduce((last, cell, at) => (cell ? at + 1 : last), 0)));
  return filled.map((row) => Array.from({ length: width }, (_, at) => row[at] || ""));
}
