// A run that comes as a file: from the shift before, or from another of one's own devices.

import { freshId } from "../../src/browser/values/fresh-id.js";
import { part } from "../../src/browser/elements/dom.js";
import { update } from "../../src/browser/storage/storage.js";
import { fromFile, LARGEST_FILE, readMarks, valueOf } from "./state.js";

/** Takes in the file that was chosen; what is here already is merged with it. @param {import("./runs-panel.js").RunsPanel} panel */
export async function openFile(panel) {
  const input = part(panel.list, "file", HTMLInputElement);
  const file = input.files && input.files[0];
  input.value = "";
  if (!file) return;
  const { list } = panel;
  try {
    if (file.size > LARGEST_FILE) throw new Error("檔案大於 1 MB，不像是清單的一次。");
    const read = fromFile(await file.text(), list.target);
    const id = read.id || `checklist:${list.target}:${freshId()}`;
    const had = panel.stored.some((run) => run.id === id);
    let isSigned = false;
    const run = await update("runs", id, (stored) => {
      isSigned = valueOf(readMarks(stored && stored.state), "fact/signed") !== "";
      return stored && isSigned ? stored : list.merged(stored, read.marks, id);
    });
    await panel.refresh();
    panel.open(run);
    if (isSigned) return panel.note("這一次已簽名結束，檔案的內容沒有併入。要併入，先按「重新打開」，再開啟一次檔案。");
    const [from, to, words] = ["from", "to", "words"].map((name) => list.fact(name));
    const handed = [from || to ? `交班：${from || "＿"} → ${to || "＿"}。` : "", words ? `要交代的話：${words}` : ""].join("");
    panel.note((had ? "這一次本機已有，兩邊的勾選已合併；同一項以較晚的為準。" : "已開啟檔案中的一次，並存於本機。") + handed);
  } catch (error) {
    panel.note(`未能開啟檔案：${error instanceof Error && error.name === "Error" ? error.message : "無法存入本機。"}`);
  }
}
