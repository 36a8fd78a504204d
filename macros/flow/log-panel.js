// The log below the step: its entries, its check code, and which entry a note may correct.
import { shortCode } from "../../src/browser/log/chain.js";
import { make, part, setText } from "../../src/browser/elements/dom.js";
import { duration } from "../../src/browser/values/moments.js";
import { told } from "../../src/browser/log/entries.js";

/** @typedef {import("../../src/browser/log/entries.js").Entry} Entry */

/** Shows the log. @param {HTMLElement} stage the part of the page that shows the running flow @param {readonly Entry[]} log */
export function drawLog(stage, log) {
  const corrected = new Map(log.filter((entry) => entry.refers).map((entry) => [entry.refers, entry.seq]));
  part(stage, "entries").replaceChildren(
    ...log.map((entry) => {
      const later = corrected.get(entry.seq);
      const row = make("li", {}, `${entry.at.slice(11, 19)} +${duration(entry.elapsed)} ${told(entry)}`);
      if (later) row.append(make("span", "hb-flow__corrected", `（見第 ${later} 條更正）`));
      return row;
    }),
  );
  setText(stage, "log-count", String(log.length));
  const last = log[log.length - 1];
  setText(stage, "code", last ? shortCode(last.hash) : "");
  drawCorrectable(part(stage, "note-on", HTMLSelectElement), log);
}

/** The entries that a note may correct; what is chosen stays chosen. @param {HTMLSelectElement} list @param {readonly Entry[]} log */
function drawCorrectable(list, log) {
  const chosen = list.value;
  const choices = log.map((entry) => make("option", { value: String(entry.seq) }, `更正第 ${entry.seq} 條：${told(entry).slice(0, 24)}`));
  list.replaceChildren(make("option", { value: "" }, "補記一件事"), ...choices.reverse());
  list.value = chosen;
}
