// Files that come in on a template page: drafts as .json, and Word files that were edited elsewhere. What is done with
// them comes with the tools of filling in.

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
