// The ended runs and drills kept on this device: given away, wiped, and gone when their time is over.
import { clone, part } from "../../src/browser/elements/dom.js";
import { all, remove, StorageError, update } from "../../src/browser/storage/storage.js";
import { readableMinute } from "../../src/browser/values/moments.js";
import { ask } from "./ask.js";
import { storeOf, withChain } from "./ledger.js";
import { readReporting } from "./report-panel.js";
import { drawReview, review } from "./review.js";
import { button } from "./stage.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} Run
 * @typedef {import("./flow.js").HbFlow} HbFlow
 */

const DAY = 86400000;

/** @param {Run} run */
const isDrill = (run) => Boolean(run.header && run.header.drill);

/** All runs and drills of a flow, newest first. @param {string} prefix of their ids @returns {Promise<Run[]>} */
export async function readRuns(prefix) {
  const [runs, drills] = await Promise.all([all("runs"), all("drills")]);
  const flows = [...runs, ...drills].filter((run) => run.kind === "flow");
  return flows.filter((run) => run.id.startsWith(prefix)).sort((a, b) => b.updated - a.updated);
}

/** Whole days since the end of a run. @param {Run} run @param {number} now */
const age = (run, now) => Math.floor((now - run.updated) / DAY);

/**
 * Runs without those whose time is over: a drill goes by itself, a record only once it has been given away as a file.
 * @param {Run[]} runs @param {number} days @param {number} now
 */
export async function expire(runs, days, now) {
  const over = runs.filter((run) => age(run, now) >= days && (isDrill(run) || run.state.given));
  for (const run of over) await remove(storeOf(isDrill(run)), run.id);
  return runs.filter((run) => !over.includes(run));
}

/** @param {HTMLElement} root @param {readonly Run[]} runs @param {number} days they may be kept @param {boolean} isRunning another is open */
export function drawPast(root, runs, days, isRunning) {
  part(root, "past").hidden = runs.length === 0;
  const list = part(root, "past-list");
  const opened = Array.from(list.querySelectorAll("details[open] button"), (one) => /** @type {HTMLElement} */ (one).dataset.run);
  list.replaceChildren(
    ...runs.map((run) => {
      const row = clone(root.querySelector("template[data-part='past-row']"));
      const when = readableMinute(run.log[0].wall);
      const old = age(run, Date.now());
      const over = old >= days ? `。已存 ${old} 天，過了 ${days} 天的期限：請匯出存檔，然後清除` : "";
      part(row, "past-name").textContent = `${isDrill(run) ? "【演練】" : ""}${when} 開始，${run.log.length} 條${over}`;
      row.classList.toggle("hb-flow__past-row--over", over !== "");
      for (const pressed of row.querySelectorAll("button")) pressed.dataset.run = run.id;
      button(row, "past-reopen").disabled = isRunning;
      row.querySelector("details")?.toggleAttribute("open", opened.includes(run.id)); // drawn anew after every export
      return row;
    }),
  );
}

/** @param {HbFlow} flow @param {string} what @param {DOMStringMap} chosen of the button */
export async function actOnPast(flow, what, chosen) {
  const run = flow.past.find((one) => one.id === chosen.run);
  if (!run) return;
  if (what === "past-wipe") return wipeRun(flow, run.id, isDrill(run));
  if (what === "past-reopen") return reopen(flow, run);
  if (what === "past-review") return showReview(flow, run.id);
  const as = chosen.as || "";
  flow.give(as, withChain(run), "past-status");
  if (!["json", "docx", "csv"].includes(as)) return;
  run.state.given = true;
  const given = update(storeOf(isDrill(run)), run.id, (/** @type {Run | undefined} */ stored) => {
    if (!stored) throw new StorageError("gone"); // wiped in another tab: it is not written again
    return { ...stored, state: { ...stored.state, given: true } };
  });
  await given.catch((error) => error.reason === "gone" || flow.warn(error));
}

/** Goes on with a run that was ended by a wrong tap, or too early. @param {HbFlow} flow @param {Run} run */
async function reopen(flow, run) {
  flow.ledger.take(run);
  await flow.write({ kind: "reopen", text: "結束之後重新打開，繼續處置" });
  await flow.start(isDrill(run));
  await flow.load();
}

/** Shows the times of an ended run below the list. @param {HbFlow} flow @param {string} id */
export function showReview(flow, id) {
  const run = flow.past.find((one) => one.id === id);
  if (run) drawReview(part(flow, "review"), review(flow.definition, readReporting(flow), withChain(run)));
}

/** @param {HbFlow} flow @param {string} id @param {boolean} drill */
export async function wipeRun(flow, id, drill) {
  if (!(await ask(flow, "清除這份記錄？清除後無法復原，請先匯出留存。"))) return;
  flow.unstored.drop(id);
  await remove(storeOf(drill), id).catch((error) => flow.warn(error)); // storage closed: it was on this page only
  flow.past = flow.past.filter((run) => run.id !== id);
  part(flow, "review").hidden = true;
  if (id === flow.runId) {
    flow.forget();
    flow.leave();
  }
  flow.draw();
}
