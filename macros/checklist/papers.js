// What leaves the page: print, text, the hand-over slip, a calendar, a file.

import { copyRich } from "../../src/browser/elements/copy.js";
import { download } from "../../src/browser/elements/download.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { part } from "../../src/browser/elements/dom.js";
import { get } from "../../src/browser/storage/storage.js";
import { toCsv, toJson, toWord } from "../../src/browser/log/shown-table.js";
import { minuteOf } from "../../src/browser/values/moments.js";
import { linesOf } from "./drawing.js";
import { toFile } from "./state.js";
import { calendarText, handOver, shown, writeOut } from "./written.js";

/** @typedef {import("./checklist.js").HbChecklist} HbChecklist */

/** @param {string} text */
const fileName = (text) => text.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, " ").trim().slice(0, 80) || "清單";

export class Papers {
  /** @param {HbChecklist} list */
  constructor(list) {
    this.list = list;
  }

  /** Answers whether the command was one of ours. @param {string} wanted */
  command(wanted) {
    const list = this.list;
    if (wanted === "print") this.print(list);
    else if (wanted === "copy-text" || wanted === "copy-markdown") this.copy(writeOut(this.sheet(), wanted === "copy-text" ? "text" : "markdown"));
    else if (wanted === "save") this.save(list.record(list.marks));
    else if (wanted.startsWith("log-")) this.saveLog(wanted.slice(4));
    else if (wanted === "calendar") this.calendar();
    else if (wanted === "slip") this.slip();
    else if (wanted === "slip-close") this.close();
    else if (wanted === "slip-copy") this.copy(this.slipText());
    else if (wanted === "slip-file") download(new Blob([this.slipText()], { type: "text/plain;charset=utf-8" }), `${this.name("交班單")}.txt`);
    else if (wanted === "slip-print") {
      part(list, "slip-text").textContent = this.slipText();
      this.print(part(list, "slip"));
    } else return false;
    return true;
  }

  /** @returns {import("./written.js").Sheet} */
  sheet() {
    const list = this.list;
    const contacts = [...list.querySelectorAll(".hb-checklist__contacts > div")];
    return {
      title: part(list, "title").textContent || "",
      name: list.fact("name"),
      progress: part(list, "count").textContent || "",
      start: list.fact("start"),
      lines: linesOf(list),
      contacts: contacts.map((row) => [...row.children].map((cell) => (cell.textContent || "").trim()).join("　")),
    };
  }

  /** @param {string} kind */
  name(kind) {
    return fileName([kind, part(this.list, "title").textContent, this.list.fact("name")].filter(Boolean).join(" "));
  }

  /** @param {Element} kept */
  print(kept) {
    const list = this.list;
    part(list, "signed-doer").textContent = list.closed ? list.fact("doer") : "";
    part(list, "signed-verifier").textContent = list.closed ? list.fact("verifier") : "";
    part(list, "signed-at").textContent = list.closed ? shown(list.fact("signed")) : "";
    const restore = isolate(kept);
    addEventListener("afterprint", restore, { once: true });
    print();
  }

  /** @param {string} text */
  copy(text) {
    this.list.say(copyRich("", text) ? "已複製" : "瀏覽器不允許複製，請選取文字後自行複製");
  }

  /** @param {import("../../src/browser/storage/runs.js").ChecklistRun} run */
  save(run) {
    download(new Blob([toFile(run)], { type: "application/json" }), `${fileName(run.name)}.json`);
  }

  /** The log as it lies on disk. @param {string} as */
  async saveLog(as) {
    const run = /** @type {any} */ (this.list.run && (await get("runs", this.list.run).catch(() => undefined)));
    if (!run || !run.header) return this.list.say("這一次還沒有存入本機的記錄。");
    const made = as === "json" ? toJson(run.header, run.log) : as === "csv" ? toCsv(run.header, run.log) : toWord(run.header, run.log);
    download(new Blob([made]), `${this.name("記錄")}.${as}`);
  }

  calendar() {
    const list = this.list;
    const { text, count, untimed } = calendarText(this.sheet(), list.target, list.run, list.updated || Date.now());
    if (!count) {
      list.say(list.fact("start") ? "沒有未完成而算得出時限的項目" : "請先在「這次的名稱、時間與人」填開始時間");
      return;
    }
    download(new Blob([text], { type: "text/calendar;charset=utf-8" }), `${this.name("時限")}.ics`);
    list.say(`行事曆有 ${count} 項未完成的時限${untimed ? `；另有 ${untimed} 項沒有算得出的時限，未列入` : ""}`);
  }

  slip() {
    part(this.list, "slip").hidden = false;
    this.refresh();
    part(this.list, "slip").querySelector("input")?.focus();
  }

  refresh() {
    if (!part(this.list, "slip").hidden) part(this.list, "slip-text").textContent = this.slipText();
  }

  slipText() {
    const list = this.list;
    return handOver(this.sheet(), { from: list.fact("from"), to: list.fact("to"), words: list.fact("words") }, minuteOf(Date.now()));
  }

  close() {
    part(this.list, "slip").hidden = true;
  }
}
