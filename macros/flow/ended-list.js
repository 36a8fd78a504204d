// The list of ended runs and drills: each can be given away, reviewed, opened again and wiped.
import { buttonFor } from "../../src/browser/elements/commands.js";
import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { StorageError } from "../../src/browser/storage/storage.js";
import { readableMinute } from "../../src/browser/values/moments.js";
import { confirmed } from "./confirm-dialog.js";
import { ageInDays, isDrill } from "./flow-runs.js";
import { withChain } from "./ledger.js";
import { isArchive } from "./log-export.js";
import { drawReview, review } from "./review.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} FlowRun
 *
 * @typedef {object} Host what the list asks of the screen around it
 * @property {(form: string, run: ReturnType<typeof withChain>, where: string) => void} give see giveLog
 * @property {(run: FlowRun) => Promise<void>} reopen goes on with an ended run
 * @property {(id: string) => void} wiped a run was wiped, ended or open
 * @property {(error: unknown) => void} warn storage has failed
 */

export class EndedList {
  /** @param {HTMLElement} root the flow's element @param {import("./flow-runs.js").FlowRuns} runs @param {Host} host */
  constructor(root, runs, host) {
    this.root = root;
    this.runs = runs;
    this.host = host;
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    "past-export": { run: (button) => this.with(button, (run) => this.give(run, button.dataset.as || "")) },
    "past-review": { run: (button) => this.with(button, (run) => this.review(run.id)) },
    "past-reopen": { run: (button) => this.with(button, (run) => this.host.reopen(run)) },
    "past-wipe": { run: (button) => this.with(button, (run) => this.wipe(run.id, isDrill(run))) },
  };

  /** @param {HTMLElement} button of a row @param {(run: FlowRun) => unknown} act */
  with(button, act) {
    const run = this.runs.ended.find((one) => one.id === button.dataset.run);
    return run && act(run);
  }

  /** Shows the list. A run cannot be opened again while another is open. */
  draw() {
    const { root, runs } = this;
    part(root, "past").hidden = runs.ended.length === 0;
    const list = part(root, "past-list");
    const opened = Array.from(list.querySelectorAll("details[open] button"), (one) => /** @type {HTMLElement} */ (one).dataset.run);
    list.replaceChildren(
      ...runs.ended.map((run) => {
        const row = clone(root.querySelector("template[data-part='past-row']"));
        const days = ageInDays(run);
        const over = days >= runs.keepDays ? `。已存 ${days} 天，過了 ${runs.keepDays} 天的期限：請匯出存檔，然後清除` : "";
        const when = readableMinute(run.log[0].wall);
        setText(row, "past-name", `${isDrill(run) ? "【演練】" : ""}${when} 開始，${run.log.length} 條${over}`);
        row.classList.toggle("hb-flow__past-row--over", over !== "");
        for (const button of row.querySelectorAll("button")) button.dataset.run = run.id;
        buttonFor(row, "past-reopen").disabled = runs.ledger.id !== "";
        row.querySelector("details")?.toggleAttribute("open", opened.includes(run.id)); // the list is drawn anew after every export
        return row;
      }),
    );
  }

  /** @param {FlowRun} run @param {string} form see giveLog */
  async give(run, form) {
    this.host.give(form, withChain(run), "past-status");
    if (!isArchive(form)) return;
    try {
      await this.runs.setGiven(run);
    } catch (error) {
      if (!(error instanceof StorageError && error.reason === "gone")) this.host.warn(error);
    }
  }

  /** Shows the review of an ended run below the list. @param {string} id */
  review(id) {
    const run = this.runs.ended.find((one) => one.id === id);
    if (run) drawReview(part(this.root, "review"), review(this.runs.definition, withChain(run)));
  }

  /** Wipes a run, ended or open, once the reader has agreed. @param {string} id @param {boolean} drill */
  async wipe(id, drill) {
    if (!(await confirmed(this.root, "清除這份記錄？清除後無法復原，請先匯出留存。"))) return;
    await this.runs.wipe(id, drill).catch((error) => this.host.warn(error));
    part(this.root, "review").hidden = true;
    this.host.wiped(id);
  }
}
