// The timeline of clashes below the findings: who, which vehicle and which place is needed when. It is drawn only while it is open.

import { make } from "../../src/browser/elements/dom.js";
import { tracksOf } from "./tracks.js";

/**
 * @typedef {import("./tracks.js").Track} Track
 * @typedef {import("./tracks.js").Span} Span
 */

const WORDS = { person: "人員", vehicle: "車輛", room: "場地" };
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const SHOWN = 200; // tracks drawn at most

export class Timeline {
  /** @param {Pick<import("../template/filling-page.js").FillingPage, "host" | "definition" | "values" | "checking">} page */
  constructor(page) {
    this.page = page;
    this.count = make("span", "hb-timeline__count");
    this.body = make("div", "hb-timeline__body");
    const head = make("summary", "hb-timeline__head", "時間衝突：誰、哪輛車、哪個場地", this.count);
    this.details = make("details", "hb-timeline", head, this.body);
    page.host.one("[data-part=findings-body]").append(this.details);
    this.details.addEventListener("toggle", () => this.draw());
    this.draw();
  }

  /** Something was filled in: the timeline is drawn again when the browser has nothing else to do. */
  changed() {
    if (this.waiting) return;
    this.waiting = true;
    const draw = () => {
      this.waiting = false;
      this.draw();
    };
    if (typeof window.requestIdleCallback === "function") window.requestIdleCallback(draw, { timeout: 1000 });
    else setTimeout(draw, 200);
  }

  /** Shows how many clash and, while it is open, all tracks, those that clash first. */
  draw() {
    const tracks = tracksOf(this.page.definition, this.page.values, (text) => this.page.checking.namedIn(text));
    const clashing = tracks.filter((track) => track.clashing);
    this.count.textContent = clashing.length ? `有 ${clashing.length} 個重疊` : "沒有重疊";
    this.count.classList.toggle("hb-timeline__count--clash", clashing.length > 0);
    if (!this.details.open) return;
    if (!tracks.length) {
      this.body.replaceChildren(make("p", {}, "還沒有寫明時間的人員、車輛或場地。"));
      return;
    }
    const spans = tracks.flatMap((track) => track.spans);
    const range = { from: Math.min(...spans.map((span) => span.start)), to: Math.max(...spans.map((span) => span.end)) };
    const rest = tracks.filter((track) => !track.clashing).slice(0, SHOWN);
    const wasOpen = Boolean(this.body.querySelector(".hb-timeline__rest[open]"));
    const other = make("details", "hb-timeline__rest", make("summary", {}, `沒有重疊的 ${rest.length} 個`), this.list(rest, range));
    if (wasOpen) other.setAttribute("open", "");
    const note = "路上要多少時間、換人換車，請看上面的檢查結果；本檢查不代替審批。";
    this.body.replaceChildren(...(clashing.length ? [this.list(clashing, range)] : []), ...(rest.length ? [other] : []), make("p", "hb-timeline__note", note));
  }

  /** @param {Track[]} tracks @param {{from: number, to: number}} range */
  list(tracks, range) {
    return make("ul", { class: "hb-timeline__tracks", role: "list" }, ...tracks.map((track) => this.track(track, range)));
  }

  /** @param {Track} track @param {{from: number, to: number}} range */
  track(track, range) {
    const name = make("p", "hb-timeline__name", make("span", "hb-timeline__kind", WORDS[track.kind]), track.name);
    const entries = track.spans.map((span) => {
      const link = make("a", { href: `#f-${span.key.split("/")[0]}`, "data-goto": span.key }, span.text);
      const clash = span.clashes.length ? [make("strong", "hb-timeline__clash", `與${span.clashes.map((one) => `「${one.text}」${one.when}`).join("、")}重疊`)] : [];
      return make("li", {}, make("span", "hb-timeline__when", span.when), " ", link, ...(clash.length ? [" ", ...clash] : []));
    });
    return make("li", "hb-timeline__track", name, bars(track.spans, range), make("ol", "hb-timeline__spans", ...entries));
  }
}

/** The spans of a track as a picture; the list beside it says the same in words. @param {Span[]} spans @param {{from: number, to: number}} range */
function bars(spans, range) {
  const scale = WIDTH / Math.max(1, range.to - range.from);
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "hb-timeline__bars");
  picture.setAttribute("viewBox", `0 0 ${WIDTH} 20`);
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  /** @param {string} kind @param {number} x @param {number} y @param {number} width @param {number} height */
  const rect = (kind, x, y, width, height) => {
    const made = document.createElementNS(SVG, "rect");
    made.setAttribute("class", kind);
    for (const [key, value] of Object.entries({ x, y, width, height })) made.setAttribute(key, value.toFixed(1));
    picture.append(made);
  };
  const day = 24 * 60;
  for (let at = Math.ceil(range.from / day) * day; at < range.to && range.to - range.from < 60 * day; at += day)
    rect("hb-timeline__day", (at - range.from) * scale, 0, 1, 20);
  spans.forEach((span, at) => {
    const clash = span.clashes.length > 0;
    // Clashing bars lie on two levels, so that the overlap is seen.
    const [y, height] = clash ? [at % 2 ? 10 : 2, 8] : [5, 10];
    const width = Math.max(6, (span.end - span.start) * scale);
    rect(clash ? "hb-timeline__bar hb-timeline__bar--clash" : "hb-timeline__bar", Math.min(WIDTH - width, (span.start - range.from) * scale), y, width, height);
  });
  return picture;
}
