// What a step asks to be kept is written down line by line, with its time: who agreed, what was said, what is kept.
import { make, part } from "../../src/browser/elements/dom.js";

/**
 * @typedef {import("../../src/browser/log/entries.js").Entry} Entry
 * @typedef {import("./state.js").FlowNode} FlowNode
 */

/** @param {HTMLElement} stage @param {FlowNode} node @param {readonly Entry[]} log */
export function drawEvidence(stage, node, log) {
  const box = part(stage, "evidence");
  const wanted = Array.from(node.element.querySelectorAll("[data-evidence]"), (one) => one.textContent || "");
  box.hidden = !wanted.length;
  const list = part(stage, "evidence-list");
  const kept = new Map(log.filter((entry) => entry.kind === "evidence" && entry.node === node.id).map((entry) => [entry.name, entry.note]));
  part(stage, "kept").textContent = `已記 ${wanted.filter((label) => kept.get(label)).length}/${wanted.length}`;
  if (list.dataset.node !== node.id) {
    list.dataset.node = node.id;
    list.replaceChildren(
      ...wanted.map((label) => {
        const blank = make("input", { class: "hb-flow__input", type: "text", "data-keep": label });
        return make("label", "hb-flow__field", make("span", {}, label), blank);
      }),
    );
  }
  for (const blank of fields(stage)) {
    const written = kept.get(blank.dataset.keep || "");
    if (written !== undefined && document.activeElement !== blank) blank.value = written;
    const label = /** @type {HTMLElement} */ (blank.previousElementSibling);
    label.textContent = `${written ? "✓ " : ""}${blank.dataset.keep}`;
  }
}

/** @param {HTMLElement} stage @returns {HTMLInputElement[]} */
const fields = (stage) => Array.from(stage.querySelectorAll("input[data-keep]"));

/** What is new in the blanks. @param {HTMLElement} stage @param {string} node @param {readonly Entry[]} log @returns {import("../../src/browser/log/entries.js").Fact[]} */
export function evidenceFacts(stage, node, log) {
  /** @param {string} name */
  const before = (name) => log.reduce((text, entry) => (entry.kind === "evidence" && entry.node === node && entry.name === name ? entry.note : text), "");
  return fields(stage)
    .map((blank) => ({ name: blank.dataset.keep || "", note: blank.value.trim() }))
    .filter(({ name, note }) => note && note !== before(name))
    .map(({ name, note }) => ({ kind: "evidence", text: `憑據：${name}`, name, note }));
}
