// The line between what was due and what is still to come, in the order of the page.

import { clone, part } from "../../src/browser/elements/dom.js";
import { minuteOf } from "../../src/browser/values/moments.js";
import { shown } from "./written.js";

/** @typedef {import("./checklist.js").HbChecklist} HbChecklist */

/**
 * Before which of the moments the line stands: where the fewest past ones are below it and the fewest coming ones above,
 * because a list is written in the order of work, which is not always that of the clock.
 * @param {string[]} moments @param {string} now @returns {number}
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
  /** @param {HbChecklist} list */
  constructor(list) {
    this.list = list;
    this.element = clone(list.querySelector("template[data-part='now-template']"));
  }

  /** Stands nowhere while there is no run, or nothing in it has a time. */
  show() {
    const timed = this.list.items().filter((item) => !item.row.hidden && this.list.due(item).moment);
    if (!this.list.run || this.list.closed || !timed.length) {
      this.element.remove();
      return;
    }
    const now = minuteOf(Date.now());
    part(this.element, "now").textContent = shown(now);
    const at = placeOfNow(timed.map((item) => this.list.due(item).moment), now);
    const after = timed[at];
    if (!after) {
      if (timed[at - 1].row.nextElementSibling !== this.element) timed[at - 1].row.after(this.element);
      return;
    }
    const above = after.row.previousElementSibling;
    const edge = above && above.hasAttribute("data-pause") ? above : after.row; // a pause belongs to what follows it
    if (edge.previousElementSibling !== this.element) edge.before(this.element);
  }
}
