// The runs of one list: which is open, what it is about, and all of them with their progress.

import { clone, part } from "../../src/browser/elements/dom.js";
import { freshId } from "../../src/browser/values/fresh-id.js";
import { ageOf } from "../../src/browser/values/moments.js";
import { all, get, remove, update } from "../../src/browser/storage/storage.js";
import { RunFilter } from "./filter.js";
import { goNext } from "./drawing.js";
import { fromPlan } from "./plan.js";
import { changes, origins, problems, signature, withFact } from "./run-notes.js";
import { openFile } from "./run-file.js";
import { readMarks, valueOf } from "./state.js";
import { shown } from "./written.js";

/**
 * @typedef {import("./checklist.js").HbChecklist} HbChecklist
 * @typedef {import("./state.js").Marks} Marks
 */

export class RunsPanel {
  /** @type {any[]} the stored runs of this list, newest first */
  stored = [];
  /** @type {any} the run that was deleted last, while this page is open */
  removed = null;
  /** @type {any[]} filled plans on this device */
  plans = [];
  said = ""; // of the last command

  /** @param {HbChecklist} list */
  constructor(list) {
    this.list = list;
    this.filter = new RunFilter(list);
    for (const input of this.inputs())
      input.addEventListener("change", () => {
        const { change, said } = withFact(list, input.dataset.fact || "", input.value.trim());
        list.mark(change);
        if (said) this.note(said);
      });
    part(list, "file").addEventListener("change", () => openFile(this));
    addEventListener("visibilitychange", () => document.hidden || this.refresh().then(() => list.show())); // the plan may have changed, and the hour has
    addEventListener("hashchange", () => this.refresh().then(() => this.fromAddress()));
  }

  /** @returns {HTMLInputElement[]} */
  inputs() {
    return /** @type {HTMLInputElement[]} */ (this.list.many("[data-fact]"));
  }

  /** Opens what the address asks for, else the run that was worked on last and is not finished. */
  async start() {
    await this.refresh();
    if (this.list.run || (await this.fromAddress())) return; // somebody may have begun a new one meanwhile
    const open = this.stored.find((run) => run.state && run.state.open !== false && !valueOf(readMarks(run.state), "fact/signed"));
    if (open) this.open(open);
  }

  /** Answers whether the address named a run or a plan of ours. */
  async fromAddress() {
    const [, kind, id] = /^#(run|plan)=([\w:.@-]+)$/.exec(location.hash.replace(/%3A/gi, ":").replace(/%40/g, "@")) || [];
    if (kind === "run" && id !== this.list.run) {
      const run = this.stored.find((one) => one.id === id);
      if (!run) return false;
      this.open(run);
      this.list.scrollIntoView();
      return true;
    }
    if (kind !== "plan") return kind === "run";
    const [plan, target] = id.split("@"); // a page may hold several lists
    if (target && target !== this.list.target) return false;
    const same = this.stored.find((run) => valueOf(readMarks(run.state), "fact/plan") === plan);
    if (same) this.open(same);
    else if (this.plans.some((one) => one.id === plan)) {
      this.begin();
      this.takePlan(plan);
    } else return false;
    this.list.scrollIntoView();
    return true;
  }

  async refresh() {
    try {
      const prefix = `checklist:${this.list.target}`;
      const runs = await all("runs");
      this.stored = runs.filter((run) => run.kind === "checklist" && (run.id === prefix || run.id.startsWith(`${prefix}:`)));
      const template = this.list.dataset.template;
      if (template) this.plans = (await all("drafts")).filter((draft) => draft.template === template && draft.values);
    } catch (error) {
      if (!this.list.run) this.list.warn(error);
    }
    this.show();
  }

  /** A run with nothing in it yet; it is stored with its first mark. @param {string} [name] */
  begin(name = "") {
    const list = this.list;
    const today = new Date();
    const day = name || `${today.getMonth() + 1}月${today.getDate()}日`;
    const names = new Set(this.stored.map((run) => valueOf(readMarks(run.state), "fact/name")));
    let free = day;
    for (let number = 2; names.has(free); number += 1) free = `${day}（${number}）`;
    const at = Date.now();
    const items = list.items().map((item) => `${item.id}:${item.hash}`).join(" ");
    list.take(`checklist:${list.target}:${freshId()}`, {
      "fact/name": { value: free, at },
      "fact/items": { value: items, at },
      "fact/version": { value: list.dataset.version || "", at },
    }, false);
  }

  /** @param {any} run */
  open(run) {
    this.said = "";
    this.list.updated = Number(run.updated);
    this.list.take(run.id, readMarks(run.state), true);
  }

  /** @param {string} wanted @param {HTMLElement} button */
  command(wanted, button) {
    const row = button.closest("[data-run]");
    const run = row instanceof HTMLElement ? this.stored.find((one) => one.id === row.dataset.run) : null;
    if (wanted === "new-run") this.startNew();
    else if (wanted === "reopen") this.list.mark({ "fact/signed": { value: "" } });
    else if (wanted === "go-next") this.note(goNext(this.list));
    else if (wanted === "open-file") part(this.list, "file").click();
    else if (wanted === "take-plan") this.takePlan(part(this.list, "plans", HTMLSelectElement).value);
    else if (wanted === "undo-delete") this.restore();
    else if (run && wanted === "open-run") this.open(run);
    else if (run && wanted === "copy-run") this.duplicate(run);
    else if (run && wanted === "save-run") this.list.papers?.save(run);
    else if (run && wanted === "delete-run") this.remove(run);
  }

  startNew() {
    this.begin();
    this.list.mark({});
    part(this.list, "facts", HTMLDetailsElement).open = true;
    const name = /** @type {HTMLInputElement} */ (this.list.one("[data-fact='name']"));
    name.focus();
    name.select();
  }

  /** The people again, for another event: its times and ticks are its own. @param {any} run */
  duplicate(run) {
    const marks = readMarks(run.state);
    this.begin(`${valueOf(marks, "fact/name") || run.name}（再製）`);
    const kept = Object.keys(marks).filter((key) => /^(owner\/|fact\/person\.)/.test(key) && marks[key].value);
    this.list.mark(Object.fromEntries(kept.map((key) => [key, { value: marks[key].value }])));
    this.note("已再製：負責的人照舊，時間請重填，項目都未勾。");
  }

  /** @param {any} run */
  async remove(run) {
    try {
      await this.list.writing;
      this.removed = (await get("runs", run.id)) || run;
      await remove("runs", run.id);
      if (this.list.run === run.id) this.list.take("", {}, true);
    } catch (error) {
      this.removed = null;
      this.list.warn(error);
    }
    await this.refresh();
  }

  async restore() {
    const run = this.removed;
    if (!run) return;
    try {
      await update("runs", run.id, (stored) => stored || run);
      this.removed = null;
      await this.refresh();
      this.open(run);
    } catch (error) {
      this.list.warn(error);
    }
  }

  /** @param {string} id */
  takePlan(id) {
    const plan = this.plans.find((one) => one.id === id);
    if (!plan) return;
    const { change, count } = this.readPlan(plan);
    this.list.mark({ ...change, "fact/plan": { value: id } });
    this.note(`已由方案帶入：${count.owners} 項的負責人、${count.dues} 項的時限。`);
  }

  /** @param {any} plan */
  readPlan(plan) {
    const { nameField = "", startField = "", endField = "" } = this.list.dataset;
    const items = this.list.items().map((item) => ({ id: item.id, ownerFrom: item.row.dataset.ownerFrom || "", dueFrom: item.row.dataset.dueFrom || "" }));
    return fromPlan(plan.values, { name: nameField, start: startField, end: endField }, items);
  }

  /** In how many places the plan by now says something else than what was taken from it. */
  overtaken() {
    const { marks } = this.list;
    const plan = this.plans.find((one) => one.id === valueOf(marks, "fact/plan"));
    if (!plan || this.list.closed || Number(plan.updated) <= marks["fact/plan"].at) return 0;
    return Object.entries(this.readPlan(plan).change).filter(([key, one]) => valueOf(marks, key) !== one.value).length;
  }

  /** @param {string} text */
  note(text) {
    this.said = text;
    this.show();
  }

  show() {
    const list = this.list;
    const open = list.run !== "";
    const [start, end] = [list.fact("start"), list.fact("end")];
    list.classList.toggle("hb-checklist--started", open);
    part(list, "run-name").textContent = open ? list.fact("name") || "未命名的一次" : "還沒有開始；勾第一項就開始一次";
    const facts = [start && `開始 ${shown(start)}`, end && `結束 ${shown(end)}`, list.closed && `已簽名結束 ${shown(list.fact("signed"))}`];
    part(list, "run-facts").textContent = open ? facts.filter(Boolean).join("\n") : "";
    list.one("[data-do='reopen']").hidden = !list.closed;
    list.one("[data-do='new-run']").textContent = open ? "新的一次" : "開始一次";
    for (const input of this.inputs()) {
      if (document.activeElement !== input) input.value = list.fact(input.dataset.fact || "");
      input.disabled = list.closed && !["from", "to", "words"].includes(input.dataset.fact || "");
    }
    part(list, "said").textContent = this.said;
    part(list, "problem").textContent = open ? problems(list, this.overtaken()) : "";
    part(list, "facts-note").textContent = origins(list);
    for (const name of ["sign", "reset"]) list.one(`[data-do='${name}']`).hidden = list.closed;
    const signing = part(list, "signing-note");
    if (list.closed) signing.textContent = signature(list);
    else if (signing.textContent?.startsWith("已由")) signing.textContent = "";
    part(list, "removed").hidden = !this.removed;
    part(list, "removed-name").textContent = this.removed ? `已刪除「${valueOf(readMarks(this.removed.state), "fact/name") || this.removed.name}」。` : "";
    part(list, "template-changed").textContent = changes(list);
    part(list, "template-changed").hidden = !changes(list);
    this.showPlans();
    this.showRows();
    this.filter.show();
    list.papers?.refresh();
  }

  showPlans() {
    const select = this.list.querySelector("[data-part='plans']");
    if (!(select instanceof HTMLSelectElement) || document.activeElement === select) return;
    const options = this.plans.map((plan) => new Option(`${plan.name || plan.id}（${ageOf(Number(plan.updated))}）`, plan.id));
    if (options.length) select.replaceChildren(...options);
    select.disabled = !options.length || this.list.closed;
    /** @type {HTMLButtonElement} */ (this.list.one("[data-do='take-plan']")).disabled = select.disabled;
    const plan = this.list.fact("plan");
    if (plan && this.plans.some((one) => one.id === plan)) select.value = plan;
    for (const link of this.list.querySelectorAll("a[data-companion]"))
      if (plan && link instanceof HTMLAnchorElement) link.hash = `plan=${plan}@${link.dataset.companion || ""}`;
  }

  showRows() {
    const list = this.list;
    part(list, "run-count").textContent = String(this.stored.length);
    const rows = this.stored.map((run) => {
      const row = clone(list.querySelector("template[data-part='run-template']"));
      const marks = readMarks(run.state);
      const { done = 0, total = 0 } = run.state || {};
      const name = valueOf(marks, "fact/name") || run.name;
      row.dataset.run = run.id;
      part(row, "name").textContent = name;
      const start = valueOf(marks, "fact/start");
      const state = valueOf(marks, "fact/signed") ? "已簽名" : `${done} / ${total}`;
      part(row, "state").textContent = [state, start ? `開始 ${shown(start)}` : "", `改於${ageOf(Number(run.updated))}`].filter(Boolean).join("　");
      for (const button of row.querySelectorAll("button")) {
        if (button.dataset.do === "open-run") {
          if (run.id === list.run) button.setAttribute("aria-current", "true");
        } else button.setAttribute("aria-label", `${button.textContent}：${name}`);
      }
      return row;
    });
    const place = part(list, "run-rows");
    const held = document.activeElement instanceof HTMLElement && place.contains(document.activeElement) ? document.activeElement : null;
    const [heldRun, heldDo] = held ? [held.closest("[data-run]")?.getAttribute("data-run"), held.dataset.do] : [];
    place.replaceChildren(...rows);
    const again = heldRun && rows.find((row) => row.dataset.run === heldRun)?.querySelector(`[data-do='${heldDo}']`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true }); // redrawn under somebody's fingers
  }
}
