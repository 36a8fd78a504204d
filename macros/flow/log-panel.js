// The log under the step: what is in it, a note or a correction to add, who keeps it.
import { shortCode } from "../../src/browser/log/chain.js";
import { make, part } from "../../src/browser/elements/dom.js";
import { evidenceFacts } from "./evidence.js";
import { duration } from "../../src/browser/values/moments.js";
import { keeper, told } from "../../src/browser/log/entries.js";
import { elementFacts } from "./report-panel.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("../../src/browser/log/entries.js").Fact} Fact
 */

/** What writes what is typed, or takes it away. @type {Record<string, string[]>} */
const WRITES = {
  evidence: ["evidence", "change", "next", "choose", "back", "end", "stop", "away"],
  elements: ["elements", "change", "compose", "reported", "next", "choose", "back", "end", "stop", "away"],
  note: ["note", "end", "stop", "away"],
  keeper: ["keeper", "compose", "end", "stop", "away"],
};

/** @param {HTMLElement} stage @param {readonly Entry[]} log */
export function drawLog(stage, log) {
  const corrected = new Map(log.filter((entry) => entry.refers).map((entry) => [entry.refers, entry.seq]));
  part(stage, "entries").replaceChildren(
    ...log.map((entry) => {
      const later = corrected.get(entry.seq);
      const row = make("li", {}, `${entry.at.slice(11, 19)} +${duration(entry.elapsed)} ${told(entry)}`);
      if (later) row.append(make("span", "hb-flow__corrected", `（見第 ${later} 條更正）`));
      return row;
    }),
  );
  part(stage, "log-count").textContent = String(log.length);
  const last = log[log.length - 1];
  part(stage, "code").textContent = last ? shortCode(last.hash) : "";
  drawChoices(part(stage, "note-on", HTMLSelectElement), log);
  const who = part(stage, "keeper", HTMLInputElement);
  if (document.activeElement !== who) who.value = keeper(log);
}

/** Which entry a note corrects; what is chosen stays chosen. @param {HTMLSelectElement} list @param {readonly Entry[]} log */
function drawChoices(list, log) {
  const chosen = list.value;
  const choices = log.map((entry) => make("option", { value: String(entry.seq) }, `更正第 ${entry.seq} 條：${told(entry).slice(0, 24)}`));
  list.replaceChildren(make("option", { value: "" }, "補記一件事"), ...choices.reverse());
  list.value = chosen;
}

/**
 * What somebody has written by hand, to be added to the log.
 * @param {string} what is pressed or happens @param {HTMLElement} root @param {string} node @param {readonly Entry[]} log
 * @returns {Fact[]}
 */
export function writtenFacts(what, root, node, log) {
  /** @param {string} kind @param {() => (Fact | null)[]} facts */
  const from = (kind, facts) => (WRITES[kind].includes(what) ? facts() : []);
  return /** @type {Fact[]} */ (
    [
      ...from("evidence", () => evidenceFacts(root, node, log)),
      ...from("elements", () => elementFacts(root, log)),
      ...from("keeper", () => [keeperFact(root, log)]),
      ...from("note", () => [noteFact(root)]),
    ].filter((fact) => fact)
  );
}

/** What the form below the log adds, or null when nothing is written in it. @param {HTMLElement} stage @returns {Fact | null} */
function noteFact(stage) {
  const note = part(stage, "note", HTMLTextAreaElement).value.trim();
  const refers = Number(part(stage, "note-on", HTMLSelectElement).value);
  if (!note) return null;
  return refers ? { kind: "correction", text: `更正第 ${refers} 條`, note, refers } : { kind: "note", text: "補記", note };
}

/** @param {HTMLElement} stage */
export function clearNote(stage) {
  part(stage, "note", HTMLTextAreaElement).value = "";
  part(stage, "note-on", HTMLSelectElement).value = "";
}

/** Who keeps the log from now on, or null when that is nobody new. @param {HTMLElement} stage @param {readonly Entry[]} log @returns {Fact | null} */
function keeperFact(stage, log) {
  const value = part(stage, "keeper", HTMLInputElement).value.trim();
  return value && value !== keeper(log) ? { kind: "recorder", text: "記錄人", value } : null;
}
