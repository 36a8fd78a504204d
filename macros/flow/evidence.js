// The fields for what a step wants kept, line by line: who agreed, what was said, what is kept.
import { make, part, setText } from "../../src/browser/elements/dom.js";

/** @param {HTMLElement} stage @returns {NodeListOf<HTMLInputElement>} */
const fieldsIn = (stage) => stage.querySelectorAll("input[data-keep]");

/**
 * Shows the fields of a step, with what the log has of them.
 * @param {HTMLElement} stage the part of the page that shows the running flow
 * @param {import("./definition.js").FlowNode} node the present step
 * @param {readonly import("../../src/browser/log/entries.js").Entry[]} log
 */
export function drawEvidence(stage, node, log) {
  const wanted = node.evidence;
  part(stage, "evidence").hidden = !wanted.length;
  const list = part(stage, "evidence-list");
  const kept = new Map(log.filter((entry) => entry.kind === "evidence" && entry.node === node.id).map((entry) => [entry.name, entry.note]));
  setText(stage, "kept", `已記 ${wanted.filter((label) => kept.get(label)).length}/${wanted.length}`);
  if (list.dataset.node !== node.id) {
    list.dataset.node = node.id;
    list.replaceChildren(
      ...wanted.map((label) => {
        const blank = make("input", { class: "hb-flow__input", type: "text", "data-keep": label });
        return make("label", "hb-flow__field", make("span", {}, label), blank);
      }),
    );
  }
  for (const blank of fieldsIn(stage)) {
    const written = kept.get(blank.dataset.keep || "");
    if (written !== undefined && document.activeElement !== blank) blank.value = written;
    const label = /** @type {HTMLElement} */ (blank.previousElementSibling);
    label.textContent = `${written ? "✓ " : ""}${blank.dataset.keep}`;
  }
}
