// Calendars and spreadsheets are made by a script of their own: most visits to the page never need it.

import { handbook } from "../../src/browser/elements/data-scripts.js";

/** Loads that script. @param {import("./exports.js").Source} source @returns {Promise<import("./exports.js").Exports>} */
export async function loadExports(source) {
  /** @type {typeof import("./exports.js").Exports} */
  const Exports = await handbook.load("exports", document.documentElement.dataset.exports);
  return new Exports(source);
}

/** Fills the menu of exports each time it is opened. @param {Element | null} menu @param {import("./exports.js").Source} source */
export function wireExports(menu, source) {
  if (!(menu instanceof HTMLDetailsElement)) return;
  /** @type {Promise<import("./exports.js").Exports> | undefined} */
  let loading;
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    loading = loading || loadExports(source);
    loading
      .then((exports) => exports.offer(menu))
      .catch((error) => {
        loading = undefined; // the network may be back at the next attempt
        console.warn("exports cannot be had", error);
        source.tell("行事曆和試算表現在做不出來，請再試一次。");
      });
  });
}
