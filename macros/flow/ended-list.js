// The list of ended runs and drills on this device; each leads to its end screen.
import { clone, part, setText } from "../../src/browser/elements/dom.js";
import { readableMinute } from "../../src/browser/values/moments.js";
import { drillWords } from "./drill-statistics.js";
import { ageInDays, isDrill } from "./flow-runs.js";
import { withChain } from "./ledger.js";
import { incidentName } from "./report.js";

/** Shows the list. @param {HTMLElement} root the flow's element @param {import("./flow-runs.js").FlowRuns} runs */
export function drawEnded(root, runs) {
  part(root, "past").hidden = runs.ended.length === 0;
  const drills = drillWords(runs.ended.filter(isDrill).map((run) => run.log));
  part(root, "drills").hidden = !drills;
  part(root, "drills").textContent = drills;
  part(root, "past-list").replaceChildren(
    ...runs.ended.map((run) => {
      const row = clone(root.querySelector("template[data-part='past-row']"));
      const { log } = withChain(run);
      const name = incidentName(runs.definition.elements, log);
      setText(row, "past-name", `${isDrill(run) ? "【演練】" : ""}${name ? `${name}，` : ""}${readableMinute(log[0].wall)} 開始，${log.length} 條`);
      const days = ageInDays(run);
      const isOver = days >= runs.keepDays;
      if (isOver) setText(row, "past-over", `已存 ${days} 天，過了 ${runs.keepDays} 天的期限：請匯出存檔，然後清除`);
      part(row, "past-over").hidden = !isOver;
      row.classList.toggle("hb-flow__past-row--over", isOver);
      for (const button of row.querySelectorAll("button")) button.dataset.run = run.id;
      return row;
    }),
  );
}
