// What comes in on a template's page: drafts as .json, Word files that were edited elsewhere, blocks of a spreadsheet. What
// becomes of them is in the tools of filling in (macros/tools), which are loaded then.

import { part } from "../../src/browser/elements/dom.js";
import { acceptFiles } from "../readback/loader.js";

/**
 * @typedef {import("../tools/tools.js").Tools} Tools
 * @typedef {Pick<import("./filling-page.js").FillingPage, "host" | "definition" | "values" | "notices" | "form" | "note">
 *   & {tools: Tools | undefined, toolsReady: () => Promise<Tools | undefined>}} Page
 */

/** Takes files that are chosen, or dropped onto the page. @param {Page} page */
export function receiveFiles(page) {
  const tell = (/** @type {string} */ text) => page.notices.add(text, { kind: "warning", name: "import" });
  /** @param {(tools: Tools) => Promise<void>} act */
  const withTools = async (act) => {
    const tools = await page.toolsReady();
    if (tools) await act(tools);
    else tell("開檔的程式沒有載入，請再試一次。填寫的內容沒有改動。");
  };
  acceptFiles(page.host, part(page.host, "file", HTMLInputElement), {
    json: ([file]) => withTools((tools) => tools.openDraft(file)),
    word: {
      definition: page.definition,
      place: part(page.host, "notices"),
      tell,
      adopt: (found, values, file, count) => withTools((tools) => tools.adopt(found, values, file, count)),
    },
  });
}

/** Holds a block that is pasted into a list before the tools are there: it waits for them. @param {Page} page */
export function holdBlocks(page) {
  page.form.form.addEventListener("paste", async (event) => {
    const place = page.form.at(event);
    const data = event.clipboardData;
    if (page.tools || !data || !place || place.record === page.values) return;
    const control = /** @type {HTMLInputElement} */ (place.control);
    const [text, html] = ["text/plain", "text/html"].map((type) => data.getData(type));
    if (!/\t|\n\s*\S/.test(text)) return;
    event.preventDefault();
    const tools = await page.toolsReady();
    if (tools) tools.paste.held(control, text, html);
    else {
      control.focus();
      document.execCommand("insertText", false, text);
      page.note("程式沒有載入，請再試一次。");
    }
  });
}
