// The filled paper on the page as plain text and as Markdown.
// The twin is src/handbook/documents/text.py; tests/fixtures/documents binds both to the same text.

const UNDERLINE = "＿＿＿＿"; // a blank without a value
const BREAK = "\x00"; // stands for a line break while a text is escaped; no value has it

/** The paper's blocks that are shown. @param {Element} article */
function blocksOf(article) {
  const body = article.querySelector(".hb-paper__body") || article;
  return /** @type {HTMLElement[]} */ (Array.from(body.children)).filter((block) => !block.hidden);
}

/** The elements in a block that are shown. @param {Element} block @param {string} selector */
const shown = (block, selector) =>
  /** @type {HTMLElement[]} */ (Array.from(block.querySelectorAll(selector))).filter((one) => !one.hidden);

/**
 * The words of a node that are shown.
 * @param {Node} node
 * @param {string} lineBreak what stands for a line break
 * @returns {string}
 */
export function inlineText(node, lineBreak) {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue || "";
  if (!(node instanceof HTMLElement) || node.hidden) return "";
  if (node.tagName === "BR") return lineBreak;
  if (node.classList.contains("hb-blank") && !node.textContent) {
    return node.dataset.options || (node.classList.contains("hb-blank--cell") ? "" : UNDERLINE);
  }
  return Array.from(node.childNodes, (child) => inlineText(child, lineBreak)).join("");
}

/**
 * One line for each paragraph, item or table row. Tabs separate cells.
 * @param {Element} article the paper
 * @returns {string}
 */
export function paperToText(article) {
  /** @type {string[]} */
  const lines = [];
  for (const block of blocksOf(article)) {
    if (block.tagName === "TABLE") {
      for (const row of shown(block, "tr")) lines.push(cellsOf(row, " ").join("\t"));
    } else if (block.tagName === "UL" || block.tagName === "OL") {
      shown(block, "li").forEach((item, at) => {
        lines.push((block.tagName === "OL" ? `${at + 1}. ` : "• ") + inlineText(item, "\n"));
      });
    } else {
      lines.push(inlineText(block, headingLevel(block) ? " " : "\n"));
    }
  }
  return lines.join("\n") + "\n";
}

/**
 * Markdown with headings, pipe tables and lists. Empty lines separate blocks.
 * @param {Element} article the paper
 * @returns {string}
 */
export function paperToMarkdown(article) {
  return blocksOf(article).map(markdownOf).join("\n\n") + "\n";
}

/** @param {HTMLElement} block @returns {string} */
function markdownOf(block) {
  if (block.tagName === "TABLE") return markdownTable(block);
  if (block.tagName === "UL" || block.tagName === "OL") {
    return shown(block, "li")
      .map((item, at) => (block.tagName === "OL" ? `${at + 1}. ` : "- ") + linesOf(inlineText(item, BREAK), "  \n   "))
      .join("\n");
  }
  const level = headingLevel(block);
  if (!level) return linesOf(inlineText(block, BREAK), "  \n");
  const number = block.querySelector(".hb-paper__number");
  const text = inlineText(block, BREAK);
  const head = number ? number.textContent || "" : "";
  return `${"#".repeat(level)} ${head}${linesOf(text.slice(head.length), " ")}`;
}

/** @param {HTMLElement} table */
function markdownTable(table) {
  const rows = shown(table, "tr").map((row) => cellsOf(row, BREAK).map(cellOf));
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (!table.querySelector("thead")) rows.unshift([]);
  const lines = rows.map((row) => {
    const cells = row.slice();
    while (cells.length < width) cells.push("");
    return `| ${cells.join(" | ")} |`;
  });
  lines.splice(1, 0, `|${" --- |".repeat(width)}`);
  return lines.join("\n");
}

/** @param {Element} row @param {string} lineBreak */
const cellsOf = (row, lineBreak) => Array.from(row.children, (cell) => inlineText(cell, lineBreak));

/**
 * The level of a heading: 1 for the title, 2 to 4 for others, 0 for what is no heading.
 * @param {Element} block
 * @returns {number}
 */
export function headingLevel(block) {
  return /^H[2-5]$/.test(block.tagName) ? Number(block.tagName[1]) - 1 : 0;
}

/** The text of a cell in Markdown, on one line. @param {string} text */
const cellOf = (text) => text.split(BREAK).map((line) => escaped(line.split("\n").join(" "))).join("<br>");

/** A text in Markdown, each line escaped by itself. @param {string} text @param {string} lineBreak what Markdown has between two of them */
const linesOf = (text, lineBreak) =>
  text
    .split(/[\x00\n]/)
    .map((line) => escapedBegin(escaped(line.replace(/^[ \t]+|[ \t]+$/g, ""))))
    .join(lineBreak);

/** A line that Markdown shows as it was typed: nothing in it is markup, HTML or the name of a character. @param {string} line */
function escaped(line) {
  let text = line.replace(/&(?=#?[0-9A-Za-z]+;)/g, "&amp;");
  // Two of these are markup in some viewers, and others know no escape for them.
  for (const [letter, name] of [["~", "&#126;"], ["$", "&#36;"]]) {
    const parts = text.split(letter);
    if (parts.length > 2) text = parts.join(name);
  }
  return text.replace(/[\\`*_{}[\]|]|#(?=\s*$)/g, "\\$&").replace(/</g, "&lt;");
}

/** A line that is no heading, list item, quotation or rule. @param {string} line */
const escapedBegin = (line) =>
  line
    .replace(/^([0-9]{1,9})([.)])/, "$1\\$2")
    .replace(/^[#>+-]/, "\\$&")
    .replace(/^=/, "&#61;");
