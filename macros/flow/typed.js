// What is typed is written into the log when its field is left, before anything takes it away, and when the page goes out of sight:
// a phone that is locked may close it.
import { clearNote, writtenFacts } from "./log-panel.js";

export class Typed {
  waiting = Promise.resolve();

  /** @param {import("./flow.js").HbFlow} flow */
  constructor(flow) {
    this.flow = flow;
    flow.addEventListener("change", () => this.keep("change"));
    document.addEventListener("visibilitychange", () => document.hidden && this.keep("away"));
  }

  /** Writes it, after what is being written already: nothing is written twice. @param {string} what takes it away */
  keep(what) {
    this.waiting = this.waiting.catch(() => {}).then(() => this.write(what));
    return this.waiting;
  }

  /** @param {string} what */
  async write(what) {
    const { flow } = this;
    if (!flow.runId) return;
    const { path } = flow.state;
    for (const fact of writtenFacts(what, flow, path[path.length - 1], flow.log)) {
      if (fact.kind === "note" || fact.kind === "correction") clearNote(flow.stage);
      await flow.write(fact);
    }
  }
}
