// All runs of a checklist on this device, and the filled plans from which a run may take its times and people. No page.
import { leaveTyped } from "../../src/browser/storage/half-typed.js";
import { all, get, remove, update } from "../../src/browser/storage/storage.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { factOf, markValue, readMarks } from "./marks.js";
import { planMarks } from "./plan-marks.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} ChecklistRun
 */

export class StoredRuns {
  /** @type {ChecklistRun[]} newest first */
  runs = [];
  /** @type {ChecklistRun | null} the run that was deleted last, while this page is open */
  removed = null;
  /** @type {Draft[]} newest first */
  plans = [];

  /** @param {import("./open-run.js").OpenRun} open the run that is worked on */
  constructor(open) {
    this.open = open;
  }

  /** Reads what is stored. */
  async refresh() {
    const { id, template } = this.open.definition;
    const prefix = `checklist:${id}`;
    const runs = (await all("runs")).filter((run) => run.kind === "checklist");
    this.runs = runs.filter((run) => run.id === prefix || run.id.startsWith(`${prefix}:`));
    if (template) this.plans = (await all("drafts")).filter((draft) => draft.template === template && draft.values);
  }

  /** The run that was worked on last and is not signed. */
  get unfinished() {
    return this.runs.find((run) => run.state && run.state.open !== false && !factOf(run.state, "signed"));
  }

  /** The run that was begun from a plan. @param {string} plan */
  begunFrom(plan) {
    return this.runs.find((run) => factOf(run.state, "plan") === plan);
  }

  /** Works on a run from now on. @param {ChecklistRun} run */
  take(run) {
    this.open.updated = Number(run.updated);
    this.open.take(run.id, readMarks(run.state), true);
  }

  /** Works on a new run. It is stored with its first mark. @param {string} [wanted] its name; the day by default */
  begin(wanted = "") {
    const { definition } = this.open;
    const today = new Date();
    const first = wanted || `${today.getMonth() + 1}月${today.getDate()}日`;
    const names = new Set(this.runs.map((run) => factOf(run.state, "name")));
    let name = first;
    for (let number = 2; names.has(name); number += 1) name = `${first}（${number}）`;
    const at = Date.now();
    const items = this.open.items.map((item) => `${item.id}:${item.hash}`).join(" ");
    const marks = {
      "fact/name": { value: name, at },
      "fact/items": { value: items, at },
      "fact/version": { value: definition.version, at },
    };
    this.open.take(`checklist:${definition.id}:${freshId()}`, marks, false);
  }

  /** Begins a run for another event with the people of this one. Its times and ticks are its own. @param {ChecklistRun} run */
  beginLike(run) {
    const marks = readMarks(run.state);
    this.begin(`${factOf(run.state, "name") || run.name}（再製）`);
    const kept = Object.keys(marks).filter((key) => /^(owner\/|fact\/person\.)/.test(key) && marks[key].value);
    this.open.mark(Object.fromEntries(kept.map((key) => [key, { value: marks[key].value }])));
  }

  /** Deletes a run. @param {ChecklistRun} run */
  async remove(run) {
    try {
      await this.open.writing;
      const stored = await get("runs", run.id);
      this.removed = stored && stored.kind === "checklist" ? stored : run;
      await remove("runs", run.id);
      leaveTyped(run.id, {});
      if (this.open.id === run.id) this.open.take("", {}, true);
    } catch (error) {
      this.removed = null;
      throw error;
    }
  }

  /** Brings back the run that was deleted last. @returns {Promise<ChecklistRun | null>} */
  async restore() {
    const run = this.removed;
    if (!run) return null;
    await update("runs", run.id, (/** @type {ChecklistRun | undefined} */ stored) => stored || run);
    this.removed = null;
    return run;
  }

  /** Takes name, times and people from a plan. @param {string} id @returns {{owners: number, dues: number} | null} how many; null without such a plan */
  takePlan(id) {
    const plan = this.plans.find((one) => one.id === id);
    if (!plan) return null;
    const { change, count } = planMarks(plan.values, this.open.definition);
    this.open.mark({ ...change, "fact/plan": { value: id } });
    return count;
  }

  /** In how many places the plan by now says something else than what was taken from it. */
  get overtaken() {
    const { marks, closed, definition } = this.open;
    const plan = this.plans.find((one) => one.id === this.open.fact("plan"));
    if (!plan || closed || Number(plan.updated) <= marks["fact/plan"].at) return 0;
    return Object.entries(planMarks(plan.values, definition).change).filter(([key, one]) => markValue(marks, key) !== one.value).length;
  }
}
