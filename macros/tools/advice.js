// Which layout suits what was filled in: a sentence above the paper, and one press to take that layout. It is only advice: every
// layout prints the same values, and the reader may change the layout at any time.

import { button, make } from "../../src/browser/elements/dom.js";

export class Advice {
  /** @param {Pick<import("../template/filling-page.js").FillingPage, "host" | "definition" | "values" | "checking" | "paper">} page */
  constructor(page) {
    this.page = page;
    this.text = make("span", "hb-advice__text");
    this.act = button("", () => this.take(), "hb-advice__act");
    this.line = make("p", { class: "hb-advice", role: "status" }, this.text, this.act);
    this.line.hidden = true;
    page.host.one("[data-part=papers]").before(this.line);
    page.host.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === "layout") this.draw();
    });
    this.draw();
  }

  /** Something was filled in: the advice is thought over when the typing pauses. */
  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), 400);
  }

  /** The first layout that says it suits; undefined while nobody knows. */
  get best() {
    const { checker } = this.page.checking;
    const layouts = this.page.definition.layouts || [];
    if (!checker || !layouts.length) return undefined;
    const context = checker.context(this.page.values);
    return layouts.find((layout) => {
      try {
        return checker.evaluator.evaluate(layout.suits_when, context) === true;
      } catch (error) {
        return false; // something it asks for is not understood yet
      }
    });
  }

  /** Shows the advice, if there is any. */
  draw() {
    const best = this.best;
    this.line.hidden = !best || best.id === this.page.paper.layout;
    if (!best || this.line.hidden) return;
    const why = best.suits ? `（${best.suits.replace(/。$/, "")}）` : "";
    const text = `照現在填的內容，宜用${best.title}${why}。`;
    if (this.text.textContent !== text) this.text.textContent = text;
    this.act.textContent = `改用${best.title}`;
    this.act.dataset.layout = best.id;
  }

  /** Takes the layout that is advised. */
  take() {
    this.page.paper.choose(this.act.dataset.layout || "");
    this.draw();
    const chosen = this.page.host.querySelector("input[name=layout]:checked");
    if (chosen instanceof HTMLElement) chosen.focus({ preventScroll: true }); // the button is gone
  }
}
