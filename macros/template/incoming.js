// What comes in on a template page: drafts as .json, Word files that were edited elsewhere, blocks of a spreadsheet. What
// is done with them comes with the tools of filling in.

import { acceptFiles } from "../readback/loader.js";

/** @param {import("./page.js").TemplatePage} page */
export function receiveFiles(page) {
  const input = /** @type {HTMLInputElement} */ (page.host.one("[data-part=file]"));
  const tell = (/** @type {string} */ text) => page.notices.add(text, { kind: "warning", name: "import" });
  /** @param {(tools: import("../tools/tools.js").Tools) => Promise<void>} act */
  const withTools = async (act) => {
    const tools = await page.toolsReady();
    if (tools) await act(tools);
    else tell("開檔的程式沒有載入，請再試一次。填寫的內容沒有改動。");
  };
  acceptFiles(page.host, input, {
    json: ([file]) => withTools((tools) => tools.openDraft(file)),
    word: {
      definition: page.definition,
      place: page.host.one("[data-part=notices]"),
      tell,
      adopt: (found, values, file, count) => withTools((tools) => tools.adopt(found, values, file, count)),
    },
  });
}

/** A block pasted into a list before the tools are there waits for them. @param {import("./page.js").TemplatePage} page */
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
