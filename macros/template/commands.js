// What the buttons of a template's page do. Those of a list of rows stand in rows-editor.js.

import { part } from "../../src/browser/elements/dom.js";

/**
 * @typedef {import("../../src/browser/elements/commands.js").Commands} Commands
 * @typedef {import("../tools/tools.js").Tools} Tools
 *
 * @typedef {object} Actions what the page does besides what a FillingPage does
 * @property {import("./panes.js").Panes} panes
 * @property {import("./form-view.js").FormView} form
 * @property {() => Promise<Tools | undefined>} toolsReady undefined when the tools of filling in cannot be loaded
 * @property {() => void} saveFile offers the draft as a file
 * @property {() => Promise<void>} word offers the paper as a Word file
 * @property {{beginNew: () => Promise<void>, clear: () => void}} drafts
 * @property {import("./whole-drafts.js").WholeDrafts | null} whole
 *
 * @typedef {Pick<import("./filling-page.js").FillingPage, "host" | "checking" | "notices" | "check"> & Actions} Page
 */

/** All commands of the page. @param {Page} page @returns {Commands} */
export const templateCommands = (page) => ({
  check: { run: () => page.check() },
  "toggle-findings": { run: () => page.panes.openFindings() },
  "copy-rich": { run: () => copy(page, "rich") },
  "copy-text": { run: () => copy(page, "text") },
  "copy-markdown": { run: () => copy(page, "markdown") },
  word: { run: () => page.word() },
  print: { run: () => Promise.all([page.checking.ready(), page.toolsReady()]).then(() => window.print()) },
  "save-json": { run: () => page.saveFile() },
  "open-json": { run: () => part(page.host, "file").click() },
  clear: { run: () => page.drafts.clear() },
  "new-draft": { run: () => page.drafts.beginNew() },
  "take-instead": { run: ({ dataset: { take = "", value = "" } }) => page.form.write(take, value) },
  "take-over": { run: (button) => page.whole?.taken(button) },
  "rows-paste": { run: (button) => paste(page, button) },
});

/** Puts the paper on the clipboard. @param {Page} page @param {"rich" | "text" | "markdown"} kind */
async function copy(page, kind) {
  page.panes.closeCopyMenu();
  await page.checking.ready(); // computed values belong on the copy
  const tools = await page.toolsReady();
  const isDone = Boolean(tools && tools.copy(kind));
  page.notices.add(isDone ? "已複製，可以貼上了。" : "瀏覽器不讓複製。請改用打印或 Word。", { name: "copy" });
}

/** Asks for a block of a spreadsheet. @param {Page} page @param {HTMLElement} button of a list of rows */
async function paste(page, button) {
  const list = button.closest("[data-rows]");
  const tools = await page.toolsReady();
  if (tools && list) tools.paste.ask(list.getAttribute("data-rows") || "");
}
