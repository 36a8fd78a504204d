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
    const place = page.tools ? null : page.form.at(event);
    if (!place || !place.key.includes("/") || !event.clipboardData || place.control instanceof HTMLSelectElement) return;
    const { control } = place;
    /** @type {Record<string, string>} */
    const kept = {};
    for (const type of ["text/plain", "text/html"]) kept[type] = event.clipboardData.getData(type);
    const text = kept["text/plain"];
    if (!/\t|\S\s*\n\s*\S/.test(text)) return;
    event.preventDefault();
    page.notices.add("貼上的內容稍候就到。", { name: "paste" });
    const tools = await page.toolsReady();
    page.notices.drop("paste");
    let taken = false;
    const again = { target: control, clipboardData: { getData: (/** @type {string} */ type) => kept[type] }, preventDefault: () => (taken = true) };
    if (tools) tools.paste.pasted(/** @type {any} */ (again));
    if (taken) return;
    control.setRangeText(control instanceof HTMLInputElement ? text.trim().replace(/\s*\n\s*/g, " ") : text);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    const told = "貼上表格的程式沒有載入，內容已當作文字貼在一格裡。刪去後可以再貼一次。";
    if (!tools) page.notices.add(told, { kind: "warning", name: "paste" });
  });
}
