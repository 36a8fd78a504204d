// The kinds of pages: what a reader calls them, and their colours.

/** What a kind is called. @type {Record<string, string>} */
export const KINDS = {
  flow: "應急", template: "範本", checklist: "清單", role: "職責", procedure: "程序", regulation: "制度", guideline: "指引", page: "頁面",
};

/** The colour of a kind, as tokens.css names it; other kinds have that of a procedure. @type {Record<string, string>} */
export const COLOURS = { flow: "emergency", template: "template", checklist: "checklist", role: "role" };

/** Words between quotation marks, one after the other. @param {string[]} words */
export const quoted = (words) => words.map((word) => `「${word}」`).join("");
