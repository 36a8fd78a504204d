// What leaves the page: print, text, the log, the hand-over slip, a calendar, a file.
import { copyRich } from "../../src/browser/elements/copy.js";
import { part, setText } from "../../src/browser/elements/dom.js";
import { download } from "../../src/browser/elements/download.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { toCsv, toJson, toWord } from "../../src/browser/log/shown-table.js";
import { get } from "../../src/browser/storage/storage.js";
import { minuteOf } from "../../src/browser/values/moments.js";
import { markValue } from "./marks.js";
import { safeFileName, saveRun } from "./run-file.js";
import { calendarText, handOver, OUTCOMES, shownMoment, writeOut } from "./run-text.js";

/**
 * @typedef {import("./definition.js").Item} Item
 * @typedef {import("./open-run.js").OpenRun} OpenRun
 * @typedef {import("./run-text.js").Line} Line
 */

/** How a log becomes a file, by ending. */
const LOGS = { json: toJson, csv: toCsv, docx: toWord };

export class RunExports {
  /** @param {HTMLElement} root the checklist's element @param {OpenRun} run @param {(text: string) => void} say tells the reader */
  constructor(root, run, say) {
    this.root = root;
    this.run = run;
    this.say = say;
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    print: { run: () => this.print(this.root) },
    "copy-text": { run: () => this.copy(writeOut(this.sheet(), "text")) },
    "copy-markdown": { run: () => this.copy(writeOut(this.sheet(), "markdown")) },
    save: { run: () => saveRun(this.run.record()) },
    "log-json": { run: () => this.saveLog("json") },
    "log-csv": { run: () => this.saveLog("csv") },
    "log-docx": { run: () => this.saveLog("docx") },
    calendar: { run: () => this.calendar() },
    slip: { run: () => this.openSlip() },
    "slip-close": { run: () => this.closeSlip() },
    "slip-copy": { run: () => this.copy(this.slipText()) },
    "slip-file": { run: () => this.save(this.slipText(), "text/plain;charset=utf-8", "交班單", "txt") },
    "slip-print": { run: () => this.printSlip() },
  };

  /** The run, to be written. @returns {import("./run-text.js").RunText} */
  sheet() {
    const { root, run } = this;
    const contacts = Array.from(root.querySelectorAll(".hb-checklist__contacts > div"));
    return {
      title: run.definition.title,
      name: run.fact("name"),
      progress: part(root, "count").textContent || "",
      start: run.fact("start"),
      lines: linesOf(run),
      contacts: contacts.map((row) => Array.from(row.children, (cell) => (cell.textContent || "").trim()).join("　")),
    };
  }

  /** Offers a file for download. @param {string} text @param {string} type @param {string} kind begins the file's name @param {string} ending */
  save(text, type, kind, ending) {
    download(new Blob([text], { type }), `${this.nameOf(kind)}.${ending}`);
  }

  /** The name of a file. @param {string} kind */
  nameOf(kind) {
    return safeFileName([kind, this.run.definition.title, this.run.fact("name")].filter(Boolean).join(" "));
  }

  /** @param {Element} kept what is printed */
  print(kept) {
    const { root, run } = this;
    setText(root, "signed-doer", run.closed ? run.fact("doer") : "");
    setText(root, "signed-verifier", run.closed ? run.fact("verifier") : "");
    setText(root, "signed-at", run.closed ? shownMoment(run.fact("signed")) : "");
    const restore = isolate(kept);
    addEventListener("afterprint", restore, { once: true });
    print();
  }

  /** @param {string} text */
  copy(text) {
    this.say(copyRich("", text) ? "已複製" : "瀏覽器不允許複製，請選取文字後自行複製");
  }

  /** Saves the log as it lies on disk. @param {keyof typeof LOGS} ending */
  async saveLog(ending) {
    const run = this.run.id ? await get("runs", this.run.id).catch(() => undefined) : undefined;
    if (!run || !run.header) return this.say("這一次還沒有存入本機的記錄。");
    download(new Blob([LOGS[ending](run.header, run.log)]), `${this.nameOf("記錄")}.${ending}`);
  }

  calendar() {
    const { run } = this;
    const { text, count, untimed } = calendarText(this.sheet(), run.definition.id, run.id, run.updated || Date.now());
    if (!count) return this.say(run.fact("start") ? "沒有未完成而算得出時限的項目" : "請先在「這次的名稱、時間與人」填開始時間");
    this.save(text, "text/calendar;charset=utf-8", "時限", "ics");
    this.say(`行事曆有 ${count} 項未完成的時限${untimed ? `；另有 ${untimed} 項沒有算得出的時限，未列入` : ""}`);
  }

  openSlip() {
    const slip = part(this.root, "slip");
    slip.hidden = false;
    this.show();
    slip.querySelector("input")?.focus();
  }

  closeSlip() {
    part(this.root, "slip").hidden = true;
  }

  printSlip() {
    setText(this.root, "slip-text", this.slipText());
    this.print(part(this.root, "slip"));
  }

  slipText() {
    const { run } = this;
    return handOver(this.sheet(), { from: run.fact("from"), to: run.fact("to"), words: run.fact("words") }, minuteOf(Date.now()));
  }

  /** Shows the slip as the run stands, while it is open. */
  show() {
    if (!part(this.root, "slip").hidden) setText(this.root, "slip-text", this.slipText());
  }
}

/** The lines of the list as the run has them. @param {OpenRun} run @returns {Line[]} */
const linesOf = (run) =>
  run.definition.rows.map((row) => {
    if (row.kind === "item") return itemLine(run, row);
    const line = { kind: row.kind, id: "", text: row.text, settled: true, outcome: "", owner: "", due: "", when: "", note: "" };
    if (row.kind === "group") return line;
    return { ...line, settled: markValue(run.marks, `pause/${row.id}`) !== "", note: part(row.row, "pause-state").textContent || "" };
  });

/** @param {OpenRun} run @param {Item} item @returns {Line} */
function itemLine(run, item) {
  const mark = run.marks[`item/${item.id}`];
  const outcome = mark ? mark.value : "";
  const facts = [outcome && OUTCOMES[outcome] && mark ? `${OUTCOMES[outcome]}：${mark.reason || ""}` : "", markValue(run.marks, `note/${item.id}`)];
  return {
    kind: "item",
    id: item.id,
    text: item.text,
    settled: run.isSettled(item),
    outcome,
    owner: [item.roleTitle, run.ownerOf(item)].filter(Boolean).join("："),
    due: run.due(item).moment,
    when: item.dueWords,
    note: facts.filter(Boolean).join("；"),
  };
}
