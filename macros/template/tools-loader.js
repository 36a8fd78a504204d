// The tools of filling in are a script and a style sheet of their own, which most visits to the page never need.

import { handbook, loadStyle } from "../../src/browser/elements/data-scripts.js";
import { parseWith } from "../../src/browser/values/typed.js";

/** Their class; undefined when they cannot be had, and the next call tries again.
 * @returns {Promise<typeof import("../tools/tools.js").Tools | undefined>} */
export async function loadTools() {
  const { tools, toolsStyle } = document.documentElement.dataset;
  try {
    /** @type {typeof import("../tools/tools.js").Tools} */
    const Tools = await handbook.load("tools", tools);
    parseWith(Tools.parse);
    void loadStyle(toolsStyle);
    return Tools;
  } catch (error) {
    console.warn("hb-template: no tools", error);
    return undefined;
  }
}
