// A log given away: as a file, on paper, and as text.
import { copyRich } from "../../src/browser/elements/copy.js";
import { make, part } from "../../src/browser/elements/dom.js";
import { download } from "../../src/browser/elements/download.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { DOCX_TYPE } from "../../src/browser/documents/word/docx-format.js";
import { wordTable } from "../../src/browser/documents/word/table-file.js";
import { cells, frame, HEADS, HINT, toCsv, toJson, toWord } from "../../src/browser/log/shown-table.js";
import { toText } from "../../src/browser/log/entries.js";
import { masked, withoutWords } from "./mask.js";
import { reviewText } from "./review.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/chain.js").Header} Header
 */

/** Fills the paper that is shown in print only. @param {HTMLElement} paper @param {Header} header @param {readonly Entry[]} log */
function drawPaper(paper, header, log) {
  const { title, about } = frame(header, log);
  const heads = make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)));
  const rows = log.map((entry) => make("tr", {}, ...cells(entry).map((text) => make("td", {}, text))));
  const table = make("table", "hb-flow__table", make("thead", {}, heads), make("tbody", {}, ...rows));
  const sign = make("p", "hb-flow__sign", "記錄人簽名：＿＿＿＿＿＿＿　核對人簽名：＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿");
  paper.classList.toggle("hb-flow__paper--drill", header.drill);
  paper.replaceChildren(make("h2", "hb-flow__paper-title", title), make("p", {}, about), make("p", {}, HINT), table, sign);
}

/** @param {HTMLElement} root @param {boolean} isAlone the rest of the page is away already @param {Header} header @param {readonly Entry[]} log */
function printLog(root, isAlone, header, log) {
  const paper = part(root, "paper");
  drawPaper(paper, header, log);
  paper.hidden = false;
  paper.classList.remove("hb-away"); // as everything beside the step is while a flow runs
  root.classList.add("hb-flow--printing");
  const restore = isAlone ? () => {} : isolate(root);
  const after = () => {
    restore();
    root.classList.remove("hb-flow--printing");
    paper.hidden = true;
    paper.classList.toggle("hb-away", isAlone);
    paper.replaceChildren();
  };
  addEventListener("afterprint", after, { once: true });
  print();
}

/**
 * Gives the log away in one form. Answers whether it worked, as far as can be known.
 * @param {HTMLElement} root @param {string} as @param {{header: Header, log: readonly Entry[]}} run
 * @param {{isAlone: boolean, personal: string[], sheet: () => ReturnType<typeof import("./review.js").review>}} more
 */
export function giveLog(root, as, { header, log }, { isAlone, personal, sheet }) {
  const begun = log[0] ? log[0].at.slice(0, 16).replace("T", "-").replace(":", "") : "";
  const name = `${header.drill ? "演練-" : ""}${header.title}-記錄-${begun}`;
  if (as === "copy") return copyRich("", toText(header, log));
  if (as === "masked") return copyRich("", masked(toText(header, withoutWords(log)), personal));
  if (as === "review-copy") return copyRich("", reviewText(sheet()));
  if (as === "json") download(new Blob([toJson(header, log)], { type: "application/json" }), `${name}.json`);
  else if (as === "csv") download(new Blob([toCsv(header, log)], { type: "text/csv" }), `${name}.csv`);
  else if (as === "docx") download(new Blob([toWord(header, log)], { type: DOCX_TYPE }), `${name}.docx`);
  else if (as === "review") download(new Blob([wordTable(sheet())], { type: DOCX_TYPE }), `${name.replace("-記錄-", "-復盤-")}.docx`);
  else if (as === "print") printLog(root, isAlone, header, log);
  return true;
}
