// The filled paper as HTML for the clipboard. Word and WPS drop classes, split font names without quotes and lose indents in
// em. So all styles are inline, font names have quotes, and lengths are in points. Only the browser copies, so there is no
// Python half.

import { headingLevel } from "./text.js";

const BODY = "font-family:'仿宋_GB2312','仿宋','FangSong','仿宋體';font-size:16pt;line-height:28.95pt";
const HEADINGS = [
  "font-family:'方正小標宋簡體','方正小标宋简体','宋體','SimSun';font-size:22pt;line-height:33pt;text-align:center",
  "font-family:'黑體','黑体','SimHei';font-size:16pt;line-height:28.95pt;text-indent:32pt",
  "font-family:'楷體_GB2312','楷体_GB2312','楷體','KaiTi';font-size:16pt;line-height:28.95pt;text-indent:32pt",
  "font-family:'仿宋_GB2312','仿宋','FangSong','仿宋體';font-size:16pt;line-height:28.95pt;font-weight:bold;text-indent:32pt",
];
const CELL = "border:0.75pt solid #000000;padding:2pt 4pt;vertical-align:middle";
const CELL_TEXT = "font-family:'仿宋_GB2312','仿宋','FangSong','仿宋體';font-size:12pt;line-height:18pt";

/**
 * HTML with nothing but inline styles.
 * @param {Element} article the paper
 * @returns {string}
 */
export function paperToRichHtml(article) {
  const body = article.querySelector(".hb-paper__body") || article;
  const blocks = /** @type {HTMLElement[]} */ (Array.from(body.children)).filter((block) => !block.hidden);
  return `<div>${blocks.map(blockHtml).join("")}</div>`;
}

/** @type {Record<string, string>} how a paragraph of each style is set */
const STYLES = {
  right: "text-align:right",
  centred: "text-align:center",
  "no-indent": "text-align:left",
  attachment: "text-align:left;margin-top:28.95pt;margin-left:80pt;text-indent:-48pt",
  attachments: "text-align:left;margin-top:28.95pt;margin-left:96pt;text-indent:-64pt",
  "attachments-more": "text-align:left;margin-left:96pt;text-indent:-16pt",
};

/** @param {HTMLElement} block @returns {string} */
function blockHtml(block) {
  if (block.tagName === "TABLE") return tableHtml(block);
  if (block.tagName === "UL" || block.tagName === "OL") {
    const items = /** @type {HTMLElement[]} */ (Array.from(block.children)).filter((item) => !item.hidden);
    return items
      .map((item, at) => paragraph(`${BODY};text-indent:32pt`, (block.tagName === "OL" ? `${at + 1}. ` : "• ") + inlineHtml(item)))
      .join("");
  }
  const level = headingLevel(block);
  if (level) return paragraph(HEADINGS[level - 1], inlineHtml(block));
  if (block.classList.contains("hb-paper__text--note")) return paragraph(`${CELL_TEXT};text-align:left`, inlineHtml(block));
  const named = Object.keys(STYLES).find((name) => block.classList.contains(`hb-paper__text--${name}`));
  const style = named ? STYLES[named] : "text-align:justify;text-indent:32pt";
  return paragraph(`${BODY};${style}`, inlineHtml(block));
}

/** @param {string} style @param {string} content */
const paragraph = (style, content) => `<p style="margin:0pt;${style}">${content}</p>`;

/** @param {HTMLElement} table */
function tableHtml(table) {
  const rows = /** @type {HTMLElement[]} */ (Array.from(table.querySelectorAll("tr"))).filter((row) => !row.hidden);
  const shares = Array.from(table.querySelectorAll("col"), (column) => parseFloat(column.width) || 1);
  const body = rows.map((row) => `<tr>${rowHtml(row, shares)}</tr>`).join("");
  return `<table border="1" cellspacing="0" cellpadding="4" width="100%" style="border-collapse:collapse;width:100%">${body}</table>`;
}

/** A row whose cells have widths. Without them each table would be as wide as its words. @param {Element} row @param {number[]} shares */
function rowHtml(row, shares) {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let at = 0;
  return Array.from(row.children, (cell) => {
    const span = /** @type {HTMLTableCellElement} */ (cell).colSpan;
    const wide = shares.slice(at, at + span).reduce((sum, share) => sum + share, 0);
    at += span;
    return cellHtml(cell, span, Math.round((wide / total) * 100));
  }).join("");
}

/** @param {Element} cell @param {number} span @param {number} percent of the table's width */
function cellHtml(cell, span, percent) {
  const centred = cell.tagName === "TH" || cell.classList.contains("hb-paper__cell--center");
  const right = cell.classList.contains("hb-paper__cell--right");
  const align = `text-align:${centred ? "center" : right ? "right" : "left"}`;
  const weight = cell.tagName === "TH" ? ";font-weight:bold" : "";
  const content = paragraph(`${CELL_TEXT};${align}${weight}`, inlineHtml(cell) || "&nbsp;");
  return `<td${span > 1 ? ` colspan="${span}"` : ""} width="${percent}%" style="${CELL}">${content}</td>`;
}

/** @param {Node} node @returns {string} */
function inlineHtml(node) {
  return Array.from(node.childNodes, (child) => {
    if (child.nodeType === Node.TEXT_NODE) return escapeHtml(child.nodeValue || "");
    if (!(child instanceof HTMLElement) || child.hidden) return "";
    if (child.tagName === "BR") return "<br>";
    if (child.classList.contains("hb-blank") && !child.textContent) {
      if (child.dataset.options) return escapeHtml(child.dataset.options);
      return child.classList.contains("hb-blank--cell") ? "" : `<u>${"&nbsp;".repeat(8)}</u>`;
    }
    return child.tagName === "STRONG" ? `<b>${inlineHtml(child)}</b>` : inlineHtml(child);
  }).join("");
}

/**
 * A text for HTML.
 * @param {string} text
 * @returns {string}
 */
function escapeHtml(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
