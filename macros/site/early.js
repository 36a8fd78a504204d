// @ts-check
// Runs before the first paint: shows the light or dark scheme that was chosen, else that of the system, also when the system
// changes at dusk. Nothing else belongs here.
(() => {
  const { dataset } = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    /** @type {string | null | undefined} */
    let chosen = dataset.hbScheme; // on this page
    try {
      chosen ||= localStorage.getItem("handbook.scheme");
    } catch {
      // Site data is blocked: follow the system.
    }
    if (chosen !== "slate" && chosen !== "default") chosen = dark.matches ? "slate" : "default";
    dataset.mdColorScheme = chosen;
  };
  show();
  dark.addEventListener?.("change", show);
})();
