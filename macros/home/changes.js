// <hb-changes>: what has changed in the handbook since this device showed the home page on an earlier day. The build lists the
// latest changes, all hidden. Nothing is shown at the first visit, nor when nothing has changed.

import { setText } from "../../src/browser/elements/dom.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { noteVisit } from "../../src/browser/storage/visits.js";

const MOST = 5;

export class HbChanges extends HbElement {
  static tag = "hb-changes";

  connected() {
    const changes = this.many("[data-change]");
    const keys = changes.map((one) => one.dataset.change || "");
    const last = noteVisit(today(), keys);
    if (!last) return;
    const fresh = changes.filter((_, number) => !last.seen.includes(keys[number]));
    if (!fresh.length) return;
    for (const one of fresh.slice(0, MOST)) one.hidden = false;
    const isAll = fresh.length === changes.length && this.dataset.more !== undefined; // older ones are not listed
    setText(this, "said", `自上次（${inWords(last.on)}）以來改了 ${fresh.length} 處${isAll ? "以上" : ""}`);
    this.hidden = false;
  }
}

/** Today where the reader is, YYYY-MM-DD. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
}

/** A day without its year, unless that is not this one. @param {string} day YYYY-MM-DD */
function inWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${year === new Date().getFullYear() ? "" : `${year}年`}${month}月${date}日`;
}
