// The open run as a whole: its name, times and people, the plan they come from, and its end.
import { part, setText } from "../../src/browser/elements/dom.js";
import { ageOf, minuteOf } from "../../src/browser/values/moments.js";
import { goNext } from "./rows-view.js";
import { changesOf, originsOf, problemsOf, signatureOf, whyUnsigned, withFact } from "./run-notes.js";
import { shownMoment } from "./run-text.js";

/**
 * @typedef {import("./open-run.js").OpenRun} OpenRun
 * @typedef {import("./stored-runs.js").StoredRuns} StoredRuns
 */

const AFTER_END = ["from", "to", "words"]; // facts that a hand-over may still need once the run is signed

export class RunPanel {
  /** What the last command has done. */
  said = "";

  /** @param {HTMLElement} root the checklist's element @param {OpenRun} run @param {StoredRuns} stored @param {() => void} changed */
  constructor(root, run, stored, changed) {
    this.root = root;
    this.run = run;
    this.stored = stored;
    this.changed = changed;
    for (const input of this.inputs())
      input.addEventListener("change", () => {
        const { change, said } = withFact(run, input.dataset.fact || "", input.value.trim());
        run.mark(change);
        if (said) this.note(said);
      });
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    "new-run": { run: () => this.beginNew() },
    "take-plan": { run: () => this.takePlan(part(this.root, "plans", HTMLSelectElement).value) },
    "go-next": { run: () => this.note(goNext(this.root)) },
    sign: { run: () => this.sign() },
    reopen: { run: () => this.run.mark({ "fact/signed": { value: "" } }) },
  };

  /** The fields of the run's facts. @returns {NodeListOf<HTMLInputElement>} */
  inputs() {
    return this.root.querySelectorAll("[data-fact]");
  }

  /** @param {string} name of a command @returns {HTMLElement} its button */
  button(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-do='${name}']`));
  }

  /** Says what a command has done. @param {string} text */
  note(text) {
    this.said = text;
    this.changed();
  }

  beginNew() {
    this.stored.begin();
    this.run.mark({});
    part(this.root, "facts", HTMLDetailsElement).open = true;
    const name = /** @type {HTMLInputElement} */ (this.root.querySelector("[data-fact='name']"));
    name.focus();
    name.select();
  }

  /** @param {string} id of a plan */
  takePlan(id) {
    const count = this.stored.takePlan(id);
    if (count) this.note(`已由方案帶入：${count.owners} 項的負責人、${count.dues} 項的時限。`);
  }

  sign() {
    const reason = whyUnsigned(this.run);
    setText(this.root, "signing-note", reason);
    if (!reason) this.run.mark({ "fact/signed": { value: minuteOf(Date.now()) } });
  }

  show() {
    const { root, run } = this;
    const open = run.id !== "";
    const [start, end] = [run.fact("start"), run.fact("end")];
    root.classList.toggle("hb-checklist--started", open);
    setText(root, "run-name", open ? run.fact("name") || "未命名的一次" : "還沒有開始；勾第一項就開始一次");
    const facts = [start && `開始 ${shownMoment(start)}`, end && `結束 ${shownMoment(end)}`, run.closed && `已簽名結束 ${shownMoment(run.fact("signed"))}`];
    setText(root, "run-facts", open ? facts.filter(Boolean).join("\n") : "");
    this.button("reopen").hidden = !run.closed;
    this.button("new-run").textContent = open ? "新的一次" : "開始一次";
    for (const input of this.inputs()) {
      const name = input.dataset.fact || "";
      if (document.activeElement !== input) input.value = run.fact(name);
      input.disabled = run.closed && !AFTER_END.includes(name);
    }
    setText(root, "said", this.said);
    setText(root, "problem", open ? problemsOf(run, this.stored.overtaken) : "");
    setText(root, "facts-note", originsOf(run));
    for (const name of ["sign", "reset"]) this.button(name).hidden = run.closed;
    const signing = part(root, "signing-note");
    if (run.closed) signing.textContent = signatureOf(run);
    else if (signing.textContent?.startsWith("已由")) signing.textContent = "";
    const changes = changesOf(run);
    setText(root, "template-changed", changes);
    part(root, "template-changed").hidden = !changes;
    this.showPlans();
  }

  /** The filled plans to choose from, and the other lists of the same event. */
  showPlans() {
    const { root, run } = this;
    const { plans } = this.stored;
    const select = root.querySelector("[data-part='plans']");
    if (!(select instanceof HTMLSelectElement) || document.activeElement === select) return;
    const options = plans.map((plan) => new Option(`${plan.name || plan.id}（${ageOf(Number(plan.updated))}）`, plan.id));
    if (options.length) select.replaceChildren(...options);
    select.disabled = !options.length || run.closed;
    /** @type {HTMLButtonElement} */ (this.button("take-plan")).disabled = select.disabled;
    const plan = run.fact("plan");
    if (plan && plans.some((one) => one.id === plan)) select.value = plan;
    for (const link of root.querySelectorAll("a[data-companion]"))
      if (plan && link instanceof HTMLAnchorElement) link.hash = `plan=${plan}@${link.dataset.companion || ""}`;
  }
}
