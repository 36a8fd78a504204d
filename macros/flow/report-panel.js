// The panel of reports: the clock of their limits, what a report must say, and the texts to copy.
import { copyRich } from "../../src/browser/elements/copy.js";
import { make, part, setText } from "../../src/browser/elements/dom.js";
import { minuteOf, readableMinute, stamp } from "../../src/browser/values/moments.js";
import { confirmed } from "./confirm-dialog.js";
import { sayCopied } from "./log-export.js";
import { masked } from "./masked-text.js";
import { allowed, blanks, compose, dues, dueText, elementValues, limitName, personalValues, receivedAt, severityOf } from "./report.js";
import { presentNode } from "./run-state.js";
import { severityName } from "./step-facts.js";

/**
 * @typedef {import("./definition.js").ReportKind} ReportKind
 * @typedef {import("./typed-input.js").TypedRun} TypedRun
 */

const DAY = 24 * 60 * 60000;
/** @type {Record<string, string>} blanks of a report that no field of this panel fills */
const FILLED_ELSEWHERE = { 報告人: "在「這一起」裡填處置人" };

export class ReportPanel {
  /** @type {ReportKind | "call"} of the text on the screen */
  kind = "first";
  /** The text on the screen; "" before one was asked for. */
  text = "";
  /** Why a time of receipt was not taken. */
  problem = make("p");

  /** @param {HTMLElement} root the flow's element @param {import("./definition.js").FlowDefinition} definition @param {TypedRun} run */
  constructor(root, definition, run) {
    this.root = root;
    this.definition = definition;
    this.run = run;
  }

  /** When the event was reported to us, as it stands in the form. */
  get receipt() {
    return part(this.root, "receipt", HTMLInputElement);
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    receipt: { writes: true, run: () => this.keepFirst([], () => this.setReceipt()) },
    severity: { writes: true, run: () => this.keepFirst([], () => this.setSeverity()) },
    elements: { writes: true, run: () => this.keepFirst(["elements"], () => this.text && this.compose(this.kind)) },
    reported: { writes: true, run: (button) => this.keepFirst(["elements"], () => this.reported(Number(button.dataset.limit))) },
    compose: { run: (button) => this.keepFirst(["elements", "keeper"], () => this.compose(/** @type {ReportKind | "call"} */ (button.dataset.as))) },
    "copy-report": { run: (button) => this.keepFirst([], () => this.copy(button.dataset.as === "masked")) },
  };

  /** Does something once what was typed before is in the log. @param {import("./typed-input.js").Kind[]} kinds @param {() => unknown} act */
  async keepFirst(kinds, act) {
    await this.run.keepTyped(kinds);
    await act();
  }

  async setReceipt() {
    const ms = Date.parse(this.receipt.value);
    const moment = Number.isNaN(ms) ? "" : stamp(ms);
    const isFuture = ms > Date.now();
    this.sayOfReceipt(!moment ? "請填接報的日期和時間。" : isFuture ? "這個時間比現在還晚，沒有記入。請核對日期和時間。" : "");
    if (!moment || isFuture) return;
    const question = `接報時間是 ${readableMinute(ms)}，距現在超過一天。確定這樣記入？`;
    if (Date.now() - ms > DAY && !(await confirmed(this.root, question))) return;
    await this.run.write({ kind: "receipt", text: "接報時間", value: minuteOf(ms) + moment.slice(-6) });
  }

  /** Says beside the field why a time of receipt is not taken. @param {string} problem "" when it is */
  sayOfReceipt(problem) {
    this.problem.remove();
    this.problem = make("p", { class: "hb-flow__warning", role: "alert" }, problem);
    if (problem) this.receipt.parentElement?.after(this.problem);
  }

  async setSeverity() {
    const id = part(this.root, "severity", HTMLSelectElement).value;
    const severity = this.definition.severities.find((one) => one.id === id);
    if (severity) await this.run.write({ kind: "severity", text: `級別定為${severity.title}`, name: severityName(id) });
  }

  /** @param {number} index of the limit */
  async reported(index) {
    await this.run.write(reportedFact(dues(this.definition, this.run.ledger.log, Date.now())[index]));
  }

  /** @param {ReportKind | "call"} kind */
  compose(kind) {
    const { root, definition } = this;
    const { ledger } = this.run;
    const { header, log, state } = ledger;
    const now = presentNode(ledger)?.text || "";
    this.kind = kind;
    this.text = compose(kind, definition, { title: header.title, drill: header.drill, log, now, ended: state.ended });
    const missing = blanks(this.text).map((label) => label + (FILLED_ELSEWHERE[label] ? `（${FILLED_ELSEWHERE[label]}）` : ""));
    setText(root, "missing", missing.length ? `還缺 ${missing.length} 項：${missing.join("、")}。缺的也先報，寫「待核實」。` : "要素齊了。");
    const pieces = this.text.split(/(【缺：[^】]*】)/).map((piece) => (piece.startsWith("【缺：") ? make("mark", "hb-flow__blank", piece) : piece));
    part(root, "draft").replaceChildren(...pieces);
    part(root, "composed").hidden = false;
    part(root, "composed").scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} isMasked */
  copy(isMasked) {
    const personal = personalValues(this.definition.elements, this.run.ledger.log);
    sayCopied(this.root, "missing", copyRich("", isMasked ? masked(this.text, personal) : this.text), isMasked);
  }

  /** Shows what the log says; a field that somebody is typing in is left alone. */
  draw() {
    const { log } = this.run.ledger;
    const values = elementValues(log);
    for (const blank of /** @type {NodeListOf<HTMLTextAreaElement | HTMLInputElement>} */ (this.root.querySelectorAll("[data-element]"))) {
      const value = values.get(blank.dataset.element || "");
      if (document.activeElement !== blank && value !== undefined) blank.value = value;
    }
    const { receipt } = this;
    if (document.activeElement !== receipt && log.length) {
      receipt.value = minuteOf(receivedAt(log));
      this.sayOfReceipt("");
    }
    const severity = this.root.querySelector("[data-part='severity']");
    if (severity instanceof HTMLSelectElement && document.activeElement !== severity) severity.value = severityOf(log);
    part(this.root, "limits").replaceChildren();
    this.tick();
  }

  /** Moves the clock on: every second, and after every entry. */
  tick() {
    const { severities } = this.definition;
    const { id, log } = this.run.ledger;
    if (!severities.length || !id) return;
    const now = Date.now();
    const all = dues(this.definition, log, now);
    const list = part(this.root, "limits");
    if (list.children.length !== all.length) list.replaceChildren(...all.map((_, index) => limitRow(index)));
    all.forEach((one, index) => {
      const row = list.children[index];
      setText(row, "limit-text", dueText(one, now));
      row.classList.toggle("hb-flow__limit--late", one.late > 0);
      /** @type {HTMLButtonElement} */ (row.querySelector("button")).hidden = one.done !== null && one.limit.report !== "follow-up";
    });
    const open = all.filter((one) => one.isAsked && !one.done).sort((a, b) => a.due - b.due);
    part(this.root, "due-box").hidden = !open.length;
    if (!open.length) return;
    const level = severities.length > 1 && severities.find((one) => one.id === severityOf(log));
    const due = part(this.root, "due");
    due.textContent = `${level ? `${level.title}：` : ""}${dueText(open[0], now)}`;
    due.classList.toggle("hb-flow__due--late", open[0].late > 0);
  }
}

/** That a report was made. @param {import("./report.js").DueReport} due @returns {import("../../src/browser/log/entries.js").Fact} */
export function reportedFact({ limit, isAsked, due }) {
  const late = limit.minutes && isAsked && Date.now() > due ? "，已逾時限" : "";
  return { kind: "report", text: `${limitName(limit)}已報出（${allowed(limit)}${late}）`, name: `${limit.report}:${limit.way}` };
}

/** @param {number} index of the limit */
function limitRow(index) {
  const done = make("button", { type: "button", class: "hb-flow__button", "data-do": "reported", "data-limit": String(index) }, "已報出");
  return make("li", "hb-flow__limit-row", make("span", { "data-part": "limit-text" }), done);
}
