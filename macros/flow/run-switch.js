// Which run is on the screen: one is begun, taken up, or found to be over; the address says which.
import { setText } from "../../src/browser/elements/dom.js";
import { keeper } from "../../src/browser/log/entries.js";
import { inTime } from "../../src/browser/storage/runs.js";
import { emptyFields, isOpenedAgain, sayElsewhere } from "./run-notices.js";
import { showStep } from "./step-view.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 * @typedef {import("../../src/browser/storage/runs.js").FlowRun} FlowRun
 *
 * @typedef {object} Screen of the flow, as far as it changes with the run
 * @property {HTMLElement} root the flow's element
 * @property {HTMLElement} front what comes first on the page
 * @property {HTMLElement} stage the part that shows the running flow
 * @property {import("./definition.js").FlowDefinition} definition
 * @property {import("./flow-runs.js").FlowRuns} runs
 * @property {import("./ledger.js").Ledger} ledger of the open run
 * @property {{isShown: boolean, close: () => void}} end the end of a run on the screen
 * @property {(() => void) | null} restore null while no run is on the screen
 * @property {Promise<void>} known resolves when what is on disk is known
 * @property {() => void} enter shows the run alone
 * @property {() => void} leave back to the page as it reads
 * @property {(id: string) => void} showEnd shows the end of a run
 * @property {(fact: Fact) => Promise<void>} finish ends the run
 * @property {() => void} forget no run is open any more
 * @property {(fact: Fact) => Promise<void>} write adds a fact, and shows it
 * @property {() => Promise<void>} load reads what is on disk
 */

/** What the address asks for: #run=…, #ended=…; #run and #drill name no run. @returns {{what: string, id: string}} */
export function askedFor() {
  const [, what = "", id = ""] = /^#(run|drill|ended)(?:=(.+))?$/.exec(location.hash) || [];
  return { what, id: decodeURIComponent(id) };
}

export class RunSwitch {
  /** @param {Screen} screen */
  constructor(screen) {
    this.screen = screen;
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    resume: { writes: true, run: (button) => this.resume(button.dataset.run || "") },
    "is-over": { writes: true, run: (button) => this.isOver(button.dataset.run || "") },
    "goes-on": { writes: true, run: (button) => this.goesOn(button.dataset.run || "") },
  };

  /** The page was opened: shows the run that its address names. */
  async opened() {
    const { runs, front } = this.screen;
    const search = new URLSearchParams(location.search);
    const { what, id } = askedFor();
    // A page that was opened again in the midst of a run which is no longer there: no other begins as if nothing had been.
    if (isOpenedAgain() && (what === "run" || what === "drill") && !(id ? runs.find(id) : runs.open.length || runs.openDrill)) {
      history.replaceState(null, "", location.pathname);
      sayElsewhere(front, "missing");
    } else if (what) await this.follow();
    else if (search.has("start") && (search.has("from") || !runs.open.length)) await this.begin(false, search.get("from") || "");
  }

  /** Opens or leaves what the address names. Links to a step of the full list do not end the run. */
  async follow() {
    const { what, id } = askedFor();
    if (what === "ended") return this.screen.showEnd(id);
    if (this.screen.end.isShown) this.screen.end.close();
    if (what === "drill" && !id) return this.drill();
    if (what) return id ? this.resume(id) : this.takeUp();
    if (location.hash === "" && this.screen.restore) this.screen.leave(); // "back"
  }

  /** A link without the name of a run: the only one that is open, a new one when none is; among several the reader chooses. */
  takeUp() {
    const [only, ...others] = this.screen.runs.open;
    if (others.length) return this.screen.leave();
    return only ? this.resume(only.id) : this.begin(false);
  }

  /** Takes up the open drill, or begins one. A drill is never taken for the real thing, nor the other way round. */
  async drill() {
    await inTime(this.screen.known).catch(() => {});
    const { openDrill } = this.screen.runs;
    await (openDrill ? this.resume(openDrill.id) : this.begin(true));
  }

  /**
   * Begins a run, whatever others are open.
   * @param {boolean} drill @param {string} [from] id of the run that led here
   * @param {{node: string, label: string} | "" | undefined} [entrance] the step where one begins who comes later, and its words
   */
  async begin(drill, from = "", entrance = undefined) {
    await inTime(this.screen.known).catch(() => {});
    const earlier = from ? await this.screen.runs.other(from) : undefined;
    emptyFields(this.screen.root);
    this.screen.runs.begin(drill);
    this.screen.enter();
    await this.screen.write({ kind: "start", text: drill ? "演練開始" : `接報，開始處置${earlier ? `（由《${earlier.header.title}》轉來，編號 ${from}）` : ""}` });
    if (earlier) await this.copyKnown(earlier.log);
    if (entrance) await this.screen.write({ kind: "choice", next: entrance.node, text: `由入口進來：${entrance.label.trim()}` });
    showStep(this.screen.stage);
  }

  /** Takes over what is known of the incident that led here: who, where, and who acts. @param {readonly import("../../src/browser/log/entries.js").Entry[]} log */
  async copyKnown(log) {
    for (const { id, label } of this.screen.definition.elements) {
      const value = log.reduce((latest, entry) => (entry.kind === "fact" && entry.name === id ? entry.value : latest), "");
      if (value) await this.screen.write({ kind: "fact", text: label, name: id, value });
    }
    if (keeper(log)) await this.screen.write({ kind: "recorder", text: "處置人", value: keeper(log) });
  }

  /** Goes on with an open run. @param {string} id */
  async resume(id) {
    await inTime(this.screen.known).catch(() => {});
    if (this.screen.restore && this.screen.ledger.id === id) return;
    const run = this.screen.runs.find(id);
    if (run && !run.state.open) return this.screen.showEnd(id);
    if (!run) {
      history.replaceState(null, "", location.pathname);
      return sayElsewhere(this.screen.front, "missing");
    }
    if (this.screen.ledger.id !== id) {
      emptyFields(this.screen.root);
      this.screen.runs.resume(run);
    }
    const isKnown = this.screen.ledger.recorder.last !== null;
    this.screen.enter();
    if (!isKnown) await this.screen.write({ kind: "resume", text: "重新打開本頁，繼續處置" });
  }

  /** Goes on with a run that was ended by a wrong tap, or too early. @param {FlowRun} run */
  async reopen(run) {
    emptyFields(this.screen.root);
    this.screen.runs.resume(run);
    this.screen.enter();
    await this.screen.write({ kind: "reopen", text: "結束之後重新打開，繼續處置" });
    await this.screen.load();
  }

  /** A run from which nothing was heard is over. @param {string} id */
  async isOver(id) {
    const run = this.screen.runs.open.find((one) => one.id === id);
    if (!run) return;
    this.screen.runs.resume(run);
    await this.screen.finish({ kind: "stop", text: "很久沒有新的記錄，事後確認已經結束" });
  }

  /** A run from which nothing was heard goes on: it is asked again after the same time. @param {string} id */
  async goesOn(id) {
    const run = this.screen.runs.open.find((one) => one.id === id);
    if (!run) return;
    this.screen.runs.resume(run);
    await this.screen.write({ kind: "note", text: "確認仍在處置" });
    this.screen.forget();
    await this.screen.load();
  }

  /** Leads out of the flow, to another one or to a section; this run stays open. @param {import("./definition.js").Exit} exit */
  goTo({ flow, title, address }) {
    if (!address) return setText(this.screen.stage, "status", `請打開《${title}》，照那裡做；這一起仍留著。`);
    if (this.screen.ledger.header.drill) return setText(this.screen.stage, "status", `演練：這時改走《${title}》。`);
    const target = new URL(address);
    if (flow) target.search = `?start&from=${encodeURIComponent(this.screen.ledger.id)}`;
    location.assign(target.href);
  }
}
