// What the engine answers, as the box shows it.

/** @typedef {import("../../src/browser/search/engine.js").MarkedText} Part */
/** @typedef {import("../../src/browser/search/engine.js").SearchResult} Row */
/** @typedef {import("../../src/browser/search/engine.js").SearchAnswer} Answer */
/** @typedef {import("../../src/browser/search/engine.js").Engine} Engine */

export const KINDS = /** @type {Record<string, string>} */ ({
  flow: "應急", template: "範本", checklist: "清單", role: "職責", procedure: "程序", regulation: "制度", guideline: "指引", page: "頁面",
});

/** The kind's colours, as tokens.css names them. */
export const COLOURS = /** @type {Record<string, string>} */ ({ flow: "emergency", template: "template", checklist: "checklist", role: "role" });

/** Words between quotation marks, one after the other. @param {string[]} words */
export const quoted = (words) => words.map((word) => `「${word}」`).join("");
