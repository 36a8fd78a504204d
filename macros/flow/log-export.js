// A log given away: as a file, on paper, and as text.
import { copyRich } from "../../src/browser/elements/copy.js";
import { make, part, setText } from "../../src/browser/elements/dom.js";
import { download } from "../../src/browser/elements/download.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { DOCX_TYPE } from "../../src/browser/documents/word/docx-format.js";
import { wordTable } from "../../src/browser/documents/word/log-file.js";
import { cells, frame, HEADS, HINT, toCsv, toJson, toWord } from "../../src/browser/log/shown-table.js";
import { toText } from "../../src/browser/log/entries.js";
import { masked, withoutWords } from "./masked-text.js";
import { reviewText } from "./review.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/chain.js").Header} Header
 * @typedef {{header: Header, log: readonly Entry[]}} Log
 *
 * @typedef {object} Place
 * @property {HTMLElement} root the flow's element
 * @property {boolean} isAlone whether the rest of the page is away already, because a run is on the screen
 * @property {string[]} personal values that say who somebody is
 * @property {() => import("./review.js").FlowReview} sheet the review of the run
 * @property {() => string} handover what whoever takes over has to know
 */

/** Forms that go to the clipboard; each says whether copying worked. @type {Record<string, (log: Log, place: Place) => boolean>} */
const COPIES = {
  copy: ({ header, log }) => copyRich("", toText(header, log)),
  masked: ({ header, log }, { personal }) => copyRich("", masked(toText(header, withoutWords(log)), personal)),
  handover: (_, place) => copyRich("", place.handover()),
  "review-copy": (_, { sheet }) => copyRich("", reviewText(sheet())),
};

/** Forms that become a file, or paper. @type {Record<string, (log: Log, place: Place, name: string) => void>} */
const PAPERS = {
  json: ({ header, log }, _, name) => download(new Blob([toJson(header, log)], { type: "application/json" }), `${name}.json`),
  csv: ({ header, log }, _, name) => download(new Blob([toCsv(header, log)], { type: "text/csv" }), `${name}.csv`),
  docx: ({ header, log }, _, name) => download(new Blob([toWord(header, log)], { type: DOCX_TYPE }), `${name}.docx`),
  review: (_, { sheet }, name) => download(new Blob([wordTable(sheet())], { type: DOCX_TYPE }), `${name.replace("-記錄-", "-復盤-")}.docx`),
  print: (log, place) => printLog(place, log),
};

/**
 * Gives a log away in one form, and says so where something is copied.
 * @param {string} form a key of COPIES or PAPERS
 * @param {Log} run
 * @param {Place} place
 * @param {string} where name of the part in which it is said
 */
export function giveLog(form, run, place, where) {
  if (COPIES[form]) return sayCopied(place.root, where, COPIES[form](run, place), form === "masked");
  const { header, log } = run;
  const begun = log[0] ? log[0].at.slice(0, 16).replace("T", "-").replace(":", "") : "";
  PAPERS[form](run, place, `${header.drill ? "演練-" : ""}${header.title}-記錄-${begun}`);
}

/** Whether a form keeps the whole log outside of the browser. @param {string} form */
export const isArchive = (form) => ["json", "docx", "csv"].includes(form);

/**
 * Says whether a text was copied.
 * @param {HTMLElement} root @param {string} where name of the part in which it is said @param {boolean} copied
 * @param {boolean} isMasked whether it is the copy without names
 */
export function sayCopied(root, where, copied, isMasked) {
  const said = isMasked ? "已複製遮蔽本。補記等自己寫的話裡若有姓名，程式認不出來：發出前再看一遍" : "已複製";
  setText(root, where, copied ? said : "瀏覽器不允許複製，請選取文字後自行複製");
}

/** Fills the paper that is shown in print only. @param {HTMLElement} paper @param {Log} run */
function drawPaper(paper, { header, log }) {
  const { title, about } = frame(header, log);
  const heads = make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)));
  const rows = log.map((entry) => make("tr", {}, ...cells(entry).map((text) => make("td", {}, text))));
  const table = make("table", "hb-flow__table", make("thead", {}, heads), make("tbody", {}, ...rows));
  const sign = make("p", "hb-flow__sign", "記錄人簽名：＿＿＿＿＿＿＿　核對人簽名：＿＿＿＿＿＿＿　日期：＿＿＿＿＿＿＿");
  paper.classList.toggle("hb-flow__paper--drill", header.drill);
  paper.replaceChildren(make("h2", "hb-flow__paper-title", title), make("p", {}, about), make("p", {}, HINT), table, sign);
}

/** @param {Place} place @param {Log} run */
function printLog({ root, isAlone }, run) {
  const paper = part(root, "paper");
  drawPaper(paper, run);
  paper.hidden = false;
  paper.classList.remove("hb-away"); // as everything beside the step is while a run is on the screen
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
