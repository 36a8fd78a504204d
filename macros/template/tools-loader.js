// The tools of filling in (macros/tools) are a script and a style sheet of their own: most visits to the page never need them.

import { handbook, loadStyle } from "../../src/browser/elements/data-scripts.js";
import { parseWith } from "../../src/browser/values/typed.js";

/**
 * Loads the tools.
 * @returns {Promise<typeof import("../tools/tools.js").Tools | undefined>} their class; undefined when they cannot be loaded: the
 *   next call tries again
 */
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
