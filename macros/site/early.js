// @ts-check
// Runs before the first paint: the chosen light or dark, else that of the system. Nothing else belongs here.
(() => {
  /** @type {string | null} */
  let chosen = null;
  try {
    chosen = localStorage.getItem("handbook.scheme");
  } catch {
    // Site data is blocked: follow the system.
  }
  if (chosen !== "slate" && chosen !== "default") {
    chosen = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  }
  document.documentElement.dataset.mdColorScheme = chosen;
})();
