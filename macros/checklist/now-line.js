// The line between what was due and what is still to come, in the order of the page.
import { clone, setText } from "../../src/browser/elements/dom.js";
import { minuteOf } from "../../src/browser/values/moments.js";
import { shownMoment } from "./run-text.js";

/**
 * Before which of the moments the line stands: where the fewest past ones are below it and the fewest coming ones above. A
 * list is written in the order of work, which is not always that of the clock.
 * @param {string[]} moments @param {string} now @returns {number} an index; that of the last moment plus 1 for the end
 */
export function placeOfNow(moments, now) {
  let wrong = moments.filter((moment) => moment < now).length; // with the line above all of them
  let [best, least] = [0, wrong];
  moments.forEach((moment, at) => {
    wrong += moment < now ? -1 : 1;
    if (wrong < least) [best, least] = [at + 1, wrong];
  });
  return best;
}

export class NowLine {
  /** @param {HTMLElement} root the checklist's element @param {import("./open-run.js").OpenRun} run */
  constructor(root, run) {
    this.run = run;
    this.element = clone(root.querySelector("template[data-part='now-template']"));
  }

  /** Puts the line into its place. It stands nowhere while no run is open, or nothing in it has a time. */
  show() {
    const { run, element } = this;
    const timed = run.items.map((item) => ({ row: item.row, moment: item.row.hidden ? "" : run.due(item).moment })).filter((one) => one.moment);
    if (!run.id || run.closed || !timed.length) {
      element.remove();
      return;
    }
    const now = minuteOf(Date.now());
    setText(element, "now", shownMoment(now));
    const at = placeOfNow(timed.map((one) => one.moment), now);
    const after = timed[at];
    if (!after) {
      if (timed[at - 1].row.nextElementSibling !== element) timed[at - 1].row.after(element);
      return;
    }
    const above = after.row.previousElementSibling;
    const edge = above && above.hasAttribute("data-pause") ? above : after.row; // a pause belongs to what follows it
    if (edge.previousElementSibling !== element) edge.before(element);
  }
}
