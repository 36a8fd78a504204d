// What an incident is called and who acts in it. It is asked once, at the second step: the first one is for the call.
import { part, setText } from "../../src/browser/elements/dom.js";
import { keeper } from "../../src/browser/log/entries.js";
import { incidentName } from "./report.js";

const ASKED = 2; // the step at which it is asked

/**
 * Says what the incident is called and who acts; at the second step it asks.
 * @param {HTMLElement} stage @param {import("./definition.js").FlowDefinition} definition @param {number} step @param {readonly import("../../src/browser/log/entries.js").Entry[]} log
 */
export function drawAbout(stage, { elements }, step, log) {
  const name = incidentName(elements, log);
  const who = keeper(log);
  const about = part(stage, "about", HTMLDetailsElement);
  setText(stage, "label", name);
  setText(stage, "about-line", `這一起：${name || "誰、在哪裡？"}　處置人：${who || "是誰？"}`);
  const isDue = step >= ASKED && !who && about.dataset.asked !== log[0]?.hash;
  if (isDue) {
    about.dataset.asked = log[0]?.hash || "";
    about.open = true;
  }
}
