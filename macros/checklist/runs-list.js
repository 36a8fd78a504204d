// All runs of the list, with their progress: each can be opened, begun again, saved and deleted.
import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { ageOf } from "../../src/browser/values/moments.js";
import { factOf, markValue, readMarks } from "./marks.js";
import { saveRun, takeInRun } from "./run-file.js";
import { shownMoment } from "./run-text.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} ChecklistRun
 * @typedef {import("./stored-runs.js").StoredRuns} StoredRuns
 *
 * @typedef {object} Host what the list asks of the screen around it
 * @property {(text: string) => void} note says what a command has done
 * @property {(run: ChecklistRun) => void} openRun works on a run from now on
 * @property {() => Promise<void>} refresh reads what is stored, and shows it
 */

export class RunsList {
  /** @param {HTMLElement} root the checklist's element @param {StoredRuns} stored @param {Host} host */
  constructor(root, stored, host) {
    this.root = root;
    this.stored = stored;
    this.host = host;
    this.file = part(root, "file", HTMLInputElement);
    this.file.addEventListener("change", () => this.openFile());
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    "open-run": { run: (button) => this.with(button, (run) => this.host.openRun(run)) },
    "copy-run": { run: (button) => this.with(button, (run) => this.beginLike(run)) },
    "save-run": { run: (button) => this.with(button, saveRun) },
    "delete-run": { run: (button) => this.with(button, (run) => this.remove(run)) },
    "undo-delete": { run: () => this.restore() },
    "open-file": { run: () => this.file.click() },
  };

  /** @param {HTMLElement} button of a row @param {(run: ChecklistRun) => unknown} act */
  with(button, act) {
    const id = button.closest("[data-run]")?.getAttribute("data-run");
    const run = this.stored.runs.find((one) => one.id === id);
    return run && act(run);
  }

  /** @param {ChecklistRun} run */
  beginLike(run) {
    this.stored.beginLike(run);
    this.host.note("已再製：負責的人照舊，時間請重填，項目都未勾。");
  }

  /** @param {ChecklistRun} run */
  async remove(run) {
    await this.stored.remove(run).catch((error) => this.stored.open.failed(error));
    await this.host.refresh();
  }

  /** Brings back the run that was deleted last. */
  async restore() {
    try {
      const run = await this.stored.restore();
      if (!run) return;
      await this.host.refresh();
      this.host.openRun(run);
    } catch (error) {
      this.stored.open.failed(error);
    }
  }

  /** Takes in the run in the file that was chosen. */
  async openFile() {
    const { stored, host } = this;
    const file = this.file.files && this.file.files[0];
    this.file.value = "";
    if (!file) return;
    try {
      const known = new Set(stored.runs.map((run) => run.id));
      const { run, isSigned } = await takeInRun(file, stored.open);
      await host.refresh();
      host.openRun(run);
      if (isSigned) return host.note("這一次已簽名結束，檔案的內容沒有併入。要併入，先按「重新打開」，再開啟一次檔案。");
      const [from, to, words] = ["from", "to", "words"].map((name) => stored.open.fact(name));
      const handed = [from || to ? `交班：${from || "＿"} → ${to || "＿"}。` : "", words ? `要交代的話：${words}` : ""].join("");
      host.note((known.has(run.id) ? "這一次本機已有，兩邊的勾選已合併；同一項以較晚的為準。" : "已開啟檔案中的一次，並存於本機。") + handed);
    } catch (error) {
      host.note(`未能開啟檔案：${error instanceof Error && error.name === "Error" ? error.message : "無法存入本機。"}`);
    }
  }

  show() {
    const { root, stored } = this;
    const { removed } = stored;
    part(root, "removed").hidden = !removed;
    setText(root, "removed-name", removed ? `已刪除「${factOf(removed.state, "name") || removed.name}」。` : "");
    setText(root, "run-count", String(stored.runs.length));
    const rows = stored.runs.map((run) => this.row(run));
    const place = part(root, "run-rows");
    const held = document.activeElement instanceof HTMLElement && place.contains(document.activeElement) ? document.activeElement : null;
    const heldRun = held?.closest("[data-run]")?.getAttribute("data-run");
    place.replaceChildren(...rows);
    // The list may be drawn anew under somebody's fingers: the same button keeps the focus.
    const again = heldRun && rows.find((row) => row.dataset.run === heldRun)?.querySelector(`[data-do='${held?.dataset.do}']`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /** @param {ChecklistRun} run */
  row(run) {
    const row = clone(this.root.querySelector("template[data-part='run-template']"));
    const marks = readMarks(run.state);
    const { done = 0, total = 0 } = run.state || {};
    const name = markValue(marks, "fact/name") || run.name;
    row.dataset.run = run.id;
    setText(row, "name", name);
    const start = markValue(marks, "fact/start");
    const progress = markValue(marks, "fact/signed") ? "已簽名" : `${done} / ${total}`;
    setText(row, "state", [progress, start ? `開始 ${shownMoment(start)}` : "", `改於${ageOf(Number(run.updated))}`].filter(Boolean).join("　"));
    for (const button of row.querySelectorAll("button")) {
      if (button.dataset.do === "open-run") {
        if (run.id === this.stored.open.id) button.setAttribute("aria-current", "true");
      } else button.setAttribute("aria-label", `${button.textContent}：${name}`);
    }
    return row;
  }
}
