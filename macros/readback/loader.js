// Files dropped onto a page, or chosen. Drafts (.json) are for the page itself. Word files are for a script of their own: most visits
// to the page never need it.

import { handbook, loadStyle } from "../../src/browser/elements/data-scripts.js";

/**
 * @typedef {import("./panel.js").Target} Target
 * @typedef {{json: (files: File[]) => Promise<void>, word: Target}} Receiver what becomes of drafts and of Word files
 */

/** Takes files that are dropped anywhere on the page, or chosen. @param {HTMLElement} host shows where to drop @param {HTMLInputElement} input @param {Receiver} receiver */
export function acceptFiles(host, input, receiver) {
  /** @param {File[]} files */
  const take = async (files) => {
    const isWord = (/** @type {File} */ file) => /\.doc[xm]?$/i.test(file.name) || /word/.test(file.type);
    const drafts = files.filter((file) => !isWord(file));
    if (drafts.length) await receiver.json(drafts);
    const words = files.filter(isWord);
    if (words.length > 1) receiver.word.tell("一次請開一個 Word 檔；先開了第一個。");
    if (words.length) await openWordFile(words[0], receiver.word);
  };
  input.addEventListener("change", () => {
    void take(Array.from(input.files || [])).finally(() => (input.value = "")); // so that the same file can be chosen again
  });
  const carriesFiles = (/** @type {DragEvent} */ event) => Array.from(event.dataTransfer?.types || []).includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    host.dataset.dropping = "";
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) delete host.dataset.dropping; // out of the window
  });
  document.addEventListener("drop", (event) => {
    delete host.dataset.dropping;
    if (!carriesFiles(event)) return;
    event.preventDefault(); // the browser would open the file and leave what was filled in
    void take(Array.from(event.dataTransfer?.files || []));
  });
}

/** @param {File} file @param {Target} target */
async function openWordFile(file, target) {
  const { readback, readbackStyle } = document.documentElement.dataset;
  /** @type {typeof import("./panel.js").openWordFile} */
  let open;
  try {
    open = await handbook.load("readback", readback);
  } catch (error) {
    console.warn("Word files cannot be read", error);
    return target.tell("讀 Word 檔的程式沒有載入，請再試一次。填寫的內容沒有改動。");
  }
  void loadStyle(readbackStyle);
  await open(file, target);
}
