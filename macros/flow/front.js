// What comes first on the page of a flow: how to begin, and which incidents are open. A new one is always one tap away.
import { buttonFor } from "../../src/browser/elements/commands.js";
import { make, part, setText } from "../../src/browser/elements/dom.js";
import { dayAndClock, duration } from "../../src/browser/values/moments.js";
import { withChain } from "./ledger.js";
import { incidentName } from "./report.js";

/**
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} FlowRun
 * @typedef {import("./flow-runs.js").FlowRuns} FlowRuns
 */

/** Entries that say nothing new about an incident. */
const NO_NEWS = new Set(["resume", "clock"]);

/** How long nothing new was written, in ms. @param {FlowRun} run @param {number} now */
export function silence(run, now) {
  const news = run.log.filter((entry) => !NO_NEWS.has(entry.kind));
  const last = news[news.length - 1];
  return last ? now - last.wall : 0;
}

/** What an open run is called: who and where, else that nobody has said so. @param {FlowRuns} runs @param {FlowRun} run */
const nameOf = ({ definition }, run) => incidentName(definition.elements, withChain(run).log) || "未寫明的一起";

/** Since when a run is open. @param {FlowRun} run */
const sinceOf = (run) => `${dayAndClock(run.state.started)} 起`;

/** The part of the page that comes first. @param {HTMLElement} root the flow's element @returns {HTMLElement} */
export function frontOf(root) {
  const front = document.querySelector(`[data-front="${root.dataset.id}"]`);
  if (!(front instanceof HTMLElement)) throw new Error("hb-flow: the page does not say how to begin");
  return front;
}

/** Shows how to begin and what to return to. @param {HTMLElement} front @param {FlowRuns} runs */
export function drawFront(front, runs) {
  const { open, openDrill } = runs;
  const [latest, ...others] = open;
  buttonFor(front, "start").textContent = latest ? "新的一起" : "開始處置";
  buttonFor(front, "drill").textContent = openDrill ? "回到演練" : "演練";
  const back = buttonFor(front, "resume");
  back.hidden = !latest;
  if (latest) {
    back.dataset.run = latest.id;
    setText(front, "run-name", `回到：${nameOf(runs, latest)}`);
    setText(front, "run-since", sinceOf(latest));
  }
  part(front, "others").hidden = !others.length;
  part(front, "others").replaceChildren(...others.map((run) => resumeButton(`回到：${nameOf(runs, run)}，${sinceOf(run)}`, run)));
  drawAsked(part(front, "asked"), runs);
}

/** @param {string} text @param {FlowRun} run */
const resumeButton = (text, run) => make("button", { type: "button", class: "hb-flow__button hb-flow__button--run", "data-do": "resume", "data-run": run.id }, text);

/** Asks of runs from which nothing was heard for long whether they are over. @param {HTMLElement} place @param {FlowRuns} runs */
function drawAsked(place, runs) {
  const now = Date.now();
  const silent = runs.open.filter((run) => silence(run, now) >= runs.definition.askAfter);
  place.hidden = !silent.length;
  place.replaceChildren(
    ...silent.map((run) => {
      const hours = duration(silence(run, now)).split(":").length === 3 ? Math.floor(silence(run, now) / 3600000) : 0;
      const text = `${nameOf(runs, run)}（${sinceOf(run)}）：${hours >= 48 ? `${Math.floor(hours / 24)} 天` : `${hours} 小時`}沒有新的記錄，結束了嗎？`;
      const data = (/** @type {string} */ name) => ({ type: "button", class: "hb-flow__button hb-flow__button--quiet", "data-do": name, "data-run": run.id });
      return make("p", "hb-flow__ask-ended", make("span", {}, text), make("button", data("is-over"), "已結束"), make("button", data("goes-on"), "還在處置"));
    }),
  );
}
