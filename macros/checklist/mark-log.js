// What is ticked, noted, confirmed and signed, as a log like that of a flow. Entries are only added, in the very transaction
// that writes the marks: the marks say how things stand, the log says how they came to stand so.
import { FORMAT, SCHEMA, seal } from "../../src/browser/log/chain.js";
import { Recorder } from "../../src/browser/log/entries.js";
import { markValue, readMarks } from "./marks.js";

/**
 * @typedef {import("../../src/browser/log/chain.js").Header} Header
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} ChecklistRun
 * @typedef {import("./definition.js").ChecklistDefinition} ChecklistDefinition
 * @typedef {import("./marks.js").Mark} Mark
 * @typedef {import("./marks.js").Marks} Marks
 */

/** @type {Record<string, string>} */
const FACTS = { name: "名稱", start: "開始", end: "結束", doer: "執行人", verifier: "核對人", from: "交班的人", to: "接班的人", words: "要交代的話", version: "清單版本" };
const SILENT = ["fact/items", "fact/plan"]; // for the page's own use
/** @type {Record<string, [string, string]>} what is said when a mark is set, and when it is taken away */
const WORDS = {
  item: ["勾選", "取消勾選"],
  check: ["核對", "取消核對"],
  pause: ["確認停頓點", "取消確認"],
  note: ["備註", "刪去備註"],
  owner: ["負責的人", "刪去負責的人"],
  due: ["另定時限", "取消另定時限"],
};
/** @type {Record<string, string>} */
const OUTCOMES = { na: "記為不適用", undone: "記為未做" };

export class MarkLog {
  /** @type {Map<string, Recorder>} by id of the run */
  recorders = new Map();

  /** @param {ChecklistDefinition} definition of the checklist */
  constructor(definition) {
    this.definition = definition;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) for (const recorder of this.recorders.values()) recorder.wasHidden = true;
    });
  }

  /**
   * The run with its log continued by what is new in its marks.
   * @param {ChecklistRun | undefined} stored @param {ChecklistRun} run with marks, without a log @returns {ChecklistRun}
   */
  continued(stored, run) {
    const before = readMarks(stored && stored.state);
    const { marks } = run.state;
    const header = (stored && stored.header) || this.header(run);
    const log = [...((stored && stored.log) || [])];
    const recorder = this.recorders.get(run.id) || new Recorder();
    this.recorders.set(run.id, recorder);
    const who = markValue(marks, "fact/doer");
    const facts = this.facts(before, marks);
    if (!log.length && Object.keys(before).length) facts.unshift({ kind: "start", text: "從這裡開始記錄；之前的勾選沒有記錄" });
    for (const fact of facts) {
      for (const entry of recorder.entries(log, { who, ...fact })) log.push(seal(header, log[log.length - 1], entry));
      recorder.wrote(log);
    }
    return { ...run, header, log };
  }

  /** @param {ChecklistRun} run @returns {Header} */
  header({ id, target, version }) {
    return { format: FORMAT, schema: SCHEMA, run: id, target, title: this.definition.title.trim(), version, drill: false };
  }

  /** What has changed, in the order in which it was done. @param {Marks} before @param {Marks} marks @returns {Fact[]} */
  facts(before, marks) {
    return Object.entries(marks)
      .filter(([key, mark]) => !SILENT.includes(key) && (before[key] ? before[key].at !== mark.at : mark.value))
      .sort(([, a], [, b]) => a.at - b.at)
      .map(([key, mark]) => ({ ...this.fact(key, mark), ...(mark.by ? { who: mark.by } : {}) }));
  }

  /** @param {string} key @param {Mark} mark @returns {Fact} */
  fact(key, mark) {
    const [kind, ...rest] = key.split("/");
    const node = rest.join("/");
    if (kind === "fact") {
      if (node === "signed") return { kind: "mark", node, text: mark.value ? "簽名，結束這一次" : "重新打開" };
      return { kind: "mark", node, text: FACTS[node] || "擔任的人", value: mark.value || "（空白）" };
    }
    const row = this.definition.rows.find((one) => one.id === node);
    const text = row ? row.text : mark.text || node;
    const word = kind === "item" && OUTCOMES[mark.value] ? OUTCOMES[mark.value] : WORDS[kind][mark.value ? 0 : 1];
    const isFree = ["note", "owner", "due"].includes(kind);
    const note = kind === "item" ? mark.reason || "" : "";
    return { kind: "mark", node, text: `${word}：${text}`.replace(/\s+/g, " ").trim(), value: isFree ? mark.value : "", note };
  }
}
