// The panel of reports: clock of the limits, what must be said, and the texts to copy.
import { copyRich } from "../../src/browser/elements/copy.js";
import { make, part } from "../../src/browser/elements/dom.js";
import { ask } from "./ask.js";
import { severityName } from "./facts.js";
import { minuteOf, stamp } from "../../src/browser/values/moments.js";
import { masked } from "./mask.js";
import { allowed, blanks, compose, dues, dueText, elementValues, limitName, receivedAt, severityOf } from "./report.js";
import { nodeText, rungName, sayCopied } from "./stage.js";

/**
 * @typedef {import("./flow.js").HbFlow} HbFlow
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("./report.js").Reporting} Reporting
 */

const DAY = 24 * 60 * 60000;
/** @type {Record<string, string>} blanks that no field of this panel fills */
const FILLED_ELSEWHERE = { 報告人: "在「記錄」裡填記錄人" };

/** What the page says about reports. @param {HTMLElement} root @returns {Reporting} */
export function readReporting(root) {
  const severities = Array.from(root.querySelectorAll("[data-severity]"), (row) => ({
    id: row.getAttribute("data-severity") || "",
    title: row.getAttribute("data-title") || "",
    limits: Array.from(row.querySelectorAll("[data-limit]"), (one) => ({
      report: /** @type {import("./report.js").ReportKind} */ (one.getAttribute("data-limit")),
      way: one.getAttribute("data-way") || "",
      minutes: Number(one.getAttribute("data-minutes")),
      within: one.getAttribute("data-within") || "",
      to: one.getAttribute("data-to") || "",
    })),
  })).filter((one) => one.id);
  const elements = Array.from(root.querySelectorAll("textarea[data-element]"), (one) => ({
    id: one.getAttribute("data-element") || "",
    label: one.getAttribute("data-label") || "",
    personal: one.hasAttribute("data-personal"),
    call: one.hasAttribute("data-call-script"),
    final: one.hasAttribute("data-final"),
  }));
  return { severities, elements };
}

/** Everything ever filled in that says who somebody is. @param {HTMLElement} root @param {readonly Entry[]} log */
export function personalValues(root, log) {
  const personal = new Set(readReporting(root).elements.filter((one) => one.personal).map((one) => one.id));
  return log.filter((entry) => entry.kind === "fact" && personal.has(entry.name)).map((entry) => entry.value);
}

/** What is filled in and not in the log yet. @param {HTMLElement} root @param {readonly Entry[]} log @returns {import("../../src/browser/log/entries.js").Fact[]} */
export function elementFacts(root, log) {
  const known = elementValues(log);
  return Array.from(root.querySelectorAll("textarea[data-element]"), (one) => /** @type {HTMLTextAreaElement} */ (one))
    .map(({ dataset, value }) => ({ kind: /** @type {const} */ ("fact"), text: dataset.label || "", name: dataset.element || "", value: value.trim() }))
    .filter(({ name, value }) => value !== (known.get(name) || ""));
}

export class ReportPanel {
  /** The panel of a flow that has something to report. @param {HbFlow} flow */
  static on(flow) {
    return flow.querySelector("[data-part='reports']") ? new ReportPanel(flow) : null;
  }

  /** @param {HbFlow} flow */
  constructor(flow) {
    this.flow = flow;
    this.reporting = readReporting(flow);
    this.text = "";
    this.problem = make("p");
  }

  /** When the event was reported to us, as it stands in the form. */
  get receipt() {
    return part(this.flow, "receipt", HTMLInputElement);
  }

  /** @returns {HTMLTextAreaElement[]} */
  get blanks() {
    return Array.from(this.flow.querySelectorAll("textarea[data-element]"));
  }

  /** @param {string} what @param {DOMStringMap} chosen of the button @returns {Promise<boolean>} whether it was ours */
  async act(what, chosen) {
    if (what === "receipt") await this.setReceipt();
    else if (what === "severity") await this.setSeverity();
    else if (what === "elements") this.text && this.compose(this.kind); // they are in the log already
    else if (what === "reported") await this.reported(Number(chosen.limit));
    else if (what === "compose") this.compose(/** @type {any} */ (chosen.as));
    else if (what === "copy-report") this.copy(chosen.as === "masked");
    else return false;
    return true;
  }

  async setReceipt() {
    const ms = Date.parse(this.receipt.value);
    const moment = Number.isNaN(ms) ? "" : stamp(ms);
    const isFuture = ms > Date.now();
    this.sayOfReceipt(!moment ? "請填接報的日期和時間。" : isFuture ? "這個時間比現在還晚，沒有記入。請核對日期和時間。" : "");
    if (!moment || isFuture) return;
    const day = moment.slice(0, 16).replace("T", " ");
    if (Date.now() - ms > DAY && !(await ask(this.flow, `接報時間是 ${day}，距現在超過一天。確定這樣記入？`))) return;
    await this.flow.write({ kind: "receipt", text: "接報時間", value: moment.slice(0, 16) + moment.slice(-6) });
  }

  /** Why a time of receipt is not taken, beside its field. @param {string} problem */
  sayOfReceipt(problem) {
    this.problem.remove();
    this.problem = make("p", { class: "hb-flow__warning", role: "alert" }, problem);
    if (problem) this.receipt.parentElement?.after(this.problem);
  }

  async setSeverity() {
    const id = part(this.flow, "severity", HTMLSelectElement).value;
    const severity = this.reporting.severities.find((one) => one.id === id);
    if (severity) await this.flow.write({ kind: "severity", text: `級別定為${severity.title}`, name: severityName(id) });
  }

  /** @param {number} index of the limit */
  async reported(index) {
    const { limit, due } = dues(this.reporting.severities, this.flow.log, Date.now())[index];
    const late = limit.minutes && Date.now() > due ? "，已逾時限" : "";
    await this.flow.write({ kind: "report", text: `${limitName(limit)}已報出（${allowed(limit)}${late}）`, name: `${limit.report}:${limit.way}` });
  }

  /** @param {import("./report.js").ReportKind|"call"} kind */
  compose(kind) {
    const { flow } = this;
    const { path, level, ended } = flow.state;
    const node = flow.definition.nodes.get(path[path.length - 1]);
    const rung = flow.definition.ladder[level];
    const { title, drill } = flow.ledger.header;
    const run = { title, drill, log: flow.log, charge: rung ? rungName(rung) : "", now: node ? nodeText(node) : "", ended };
    this.kind = kind;
    this.text = compose(kind, this.reporting, run);
    const missing = blanks(this.text).map((label) => label + (FILLED_ELSEWHERE[label] ? `（${FILLED_ELSEWHERE[label]}）` : ""));
    part(flow, "missing").textContent = missing.length ? `還缺 ${missing.length} 項：${missing.join("、")}。缺的也先報，寫「待核實」。` : "要素齊了。";
    const pieces = this.text.split(/(【缺：[^】]*】)/).map((piece) => (piece.startsWith("【缺：") ? make("mark", "hb-flow__blank", piece) : piece));
    part(flow, "draft").replaceChildren(...pieces);
    part(flow, "composed").hidden = false;
    part(flow, "composed").scrollIntoView({ block: "nearest" });
  }

  /** @type {import("./report.js").ReportKind|"call"} */
  kind = "first";

  /** @param {boolean} isMasked */
  copy(isMasked) {
    const text = isMasked ? masked(this.text, personalValues(this.flow, this.flow.log)) : this.text;
    sayCopied(this.flow, "missing", copyRich("", text), isMasked);
  }

  draw() {
    const { log } = this.flow;
    const values = elementValues(log);
    for (const blank of this.blanks) if (document.activeElement !== blank && values.has(blank.dataset.element || "")) blank.value = values.get(blank.dataset.element || "") || "";
    const { receipt } = this;
    if (document.activeElement !== receipt && log.length) {
      receipt.value = minuteOf(receivedAt(log));
      this.sayOfReceipt("");
    }
    const severity = this.flow.querySelector("[data-part='severity']");
    if (severity instanceof HTMLSelectElement && document.activeElement !== severity) severity.value = severityOf(log);
    part(this.flow, "limits").replaceChildren();
    this.tick();
  }

  /** The clock: every second, and after every entry. */
  tick() {
    const { severities } = this.reporting;
    if (!severities.length || !this.flow.runId) return;
    const now = Date.now();
    const all = dues(severities, this.flow.log, now);
    const begin = receivedAt(this.flow.log);
    const list = part(this.flow, "limits");
    if (list.children.length !== all.length) list.replaceChildren(...all.map((_, index) => this.row(index)));
    all.forEach((one, index) => {
      const row = list.children[index];
      part(row, "limit-text").textContent = dueText(one, now, begin);
      row.classList.toggle("hb-flow__limit--late", one.late > 0);
      /** @type {HTMLButtonElement} */ (row.querySelector("button")).hidden = one.done !== null;
    });
    const open = all.filter((one) => !one.done).sort((a, b) => a.due - b.due);
    const level = severities.find((one) => one.id === severityOf(this.flow.log));
    const due = part(this.flow, "due");
    const title = severities.length === 1 ? "" : `${level ? level.title : "級別未定，按最嚴的算"}：`;
    due.textContent = open.length ? `${title}${dueText(open[0], now, begin)}` : "該報的都報了";
    due.classList.toggle("hb-flow__due--late", open.length > 0 && open[0].late > 0);
  }

  /** @param {number} index */
  row(index) {
    const done = make("button", { type: "button", class: "hb-flow__button", "data-do": "reported", "data-limit": String(index) }, "已報出");
    return make("li", "hb-flow__limit-row", make("span", { "data-part": "limit-text" }), done);
  }
}
