// The end of a run is a screen: what was not reported, the record as a file, what whoever takes over has to know, the review.
import { buttonFor } from "../../src/browser/elements/commands.js";
import { make, part, setText } from "../../src/browser/elements/dom.js";
import { isolate } from "../../src/browser/elements/isolate.js";
import { StorageError } from "../../src/browser/storage/storage.js";
import { duration, readableMinute } from "../../src/browser/values/moments.js";
import { confirmed } from "./confirm-dialog.js";
import { isArchive } from "./log-export.js";
import { incidentName, limitName, unsent } from "./report.js";
import { reportedFact } from "./report-panel.js";
import { drawReview, review } from "./review.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} FlowRun
 * @typedef {import("./ledger.js").Ledger} Ledger
 *
 * @typedef {object} Host what the end asks of the screen around it
 * @property {(form: string, run: Ledger, where: string) => void} give see giveLog
 * @property {{reopen: (run: FlowRun) => Promise<void>}} switch goes on with an ended run
 * @property {(id: string) => void} wiped a run was wiped, ended or open
 * @property {() => Promise<void>} load reads what is on disk
 * @property {(error: unknown) => void} warn storage has failed
 */

export class EndScreen {
  /** @type {Ledger | null} of the run on the screen; null while none is */
  ledger = null;
  /** @type {(() => void) | null} shows the rest of the page again */
  restore = null;

  /** @param {HTMLElement} root the flow's element @param {import("./flow-runs.js").FlowRuns} runs @param {Host} host */
  constructor(root, runs, host) {
    this.root = root;
    this.runs = runs;
    this.host = host;
    this.screen = part(root, "after");
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    "past-open": { run: (button) => void (location.hash = `#ended=${button.dataset.run}`) },
    "past-export": { run: (button) => this.give(button.dataset.as || "") },
    "past-review": { run: () => this.review() },
    "past-reopen": { writes: true, run: () => this.reopen() },
    "past-wipe": { run: () => this.ledger && this.wipe(this.ledger.id, this.ledger.header.drill) },
    "past-reported": { writes: true, run: (button) => this.reported(Number(button.dataset.limit)) },
    "after-leave": { run: () => this.leave() },
  };

  /** Whether the end of a run is on the screen. */
  get isShown() {
    return this.restore !== null;
  }

  /** Shows the end of a run alone. @param {FlowRun} run */
  open(run) {
    this.close();
    this.ledger = this.runs.ledgerOf(run);
    this.screen.hidden = false;
    this.restore = isolate(this.screen);
    part(this.root, "review").hidden = true;
    setText(this.root, "after-status", this.ledger.refused.length ? "記錄未能存入本機，只留在這一頁：離開前請先存檔。" : "記錄已存於本機。");
    this.draw();
    scrollTo(0, 0);
    part(this.root, "after-title").focus({ preventScroll: true });
  }

  draw() {
    const { root, ledger, runs } = this;
    if (!ledger) return;
    const { header, log } = ledger;
    const { definition } = runs;
    const over = log.filter((entry) => entry.kind === "end" || entry.kind === "stop").pop() || log[log.length - 1];
    const name = incidentName(definition.elements, log);
    setText(root, "after-title", `${header.drill ? "【演練】" : ""}處置已結束：${name || header.title}`);
    setText(root, "after-about", `${readableMinute(log[0].wall)} 至 ${readableMinute(over.wall)}，用時 ${duration(over.elapsed)}，共 ${log.length} 條記錄。`);
    const open = unsent(definition, log, Date.now());
    part(root, "after-reported").hidden = open.length > 0;
    part(root, "after-unsent").replaceChildren(
      ...open.map((one, index) => {
        const text = `${limitName(one.limit)}${one.limit.to ? `（報${one.limit.to}）` : ""}${one.isAsked ? "" : "：沒有走到要報的一步"}`;
        const done = make("button", { type: "button", class: "hb-flow__button", "data-do": "past-reported", "data-limit": String(index) }, "已報出");
        return make("li", "hb-flow__limit-row", make("span", {}, text), done);
      }),
    );
    buttonFor(this.screen, "past-reopen").disabled = false;
  }

  /** Says that a report was made after the end. @param {number} index among the reports that were not made */
  async reported(index) {
    const { ledger } = this;
    if (!ledger) return;
    const due = unsent(this.runs.definition, ledger.log, Date.now())[index];
    if (!due) return;
    try {
      await ledger.add(reportedFact(due));
    } catch (error) {
      this.host.warn(error);
      setText(this.root, "after-status", "這一條未能存入本機，只留在這一頁：離開前請先存檔。");
    }
    this.draw();
    await this.host.load();
  }

  /** @param {string} form see giveLog */
  async give(form) {
    const { ledger } = this;
    if (!ledger) return;
    this.host.give(form, ledger, "after-status");
    const run = this.runs.ended.find((one) => one.id === ledger.id);
    if (!isArchive(form) || !run) return;
    try {
      await this.runs.setGiven(run);
    } catch (error) {
      if (!(error instanceof StorageError && error.reason === "gone")) this.host.warn(error);
    }
  }

  /** Shows the review of the run. */
  review() {
    if (this.ledger) drawReview(part(this.root, "review"), review(this.runs.definition, this.ledger));
  }

  async reopen() {
    const run = this.ledger && this.runs.ended.find((one) => one.id === this.ledger?.id);
    if (!run) return;
    this.close();
    await this.host.switch.reopen(run);
  }

  /** Wipes a run, ended or open, once the reader has agreed. @param {string} id @param {boolean} drill */
  async wipe(id, drill) {
    if (!(await confirmed(this.root, "清除這份記錄？清除後無法復原，請先匯出留存。"))) return;
    await this.runs.wipe(id, drill).catch((error) => this.host.warn(error));
    if (this.ledger && this.ledger.id === id) this.leave();
    this.host.wiped(id);
  }

  /** Back to the page as it reads. */
  leave() {
    this.close();
    if (location.hash.startsWith("#ended=")) history.replaceState(null, "", location.pathname);
    void this.host.load();
  }

  close() {
    if (this.restore) this.restore();
    this.restore = null;
    this.ledger = null;
    this.screen.hidden = true;
  }
}

