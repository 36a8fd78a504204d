// The list of ended runs kept on this device.
import { clone } from "../common/element.js";
import { part } from "../common/part.js";
import { stamp } from "./log.js";

/**
 * @param {HTMLElement} root
 * @param {readonly import("../common/runs.js").Run[]} runs
 */
export function drawPast(root, runs) {
  part(root, "past").hidden = runs.length === 0;
  part(root, "past-list").replaceChildren(
    ...runs.map((run) => {
      const row = clone(root.querySelector("template[data-part='past-row']"));
      const when = stamp(run.log[0].wall).slice(0, 16).replace("T", " ");
      part(row, "past-name").textContent = `${when} 開始，${run.log.length} 條`;
      for (const pressed of row.querySelectorAll("button")) pressed.dataset.run = run.id;
      return row;
    }),
  );
}
