// The bar at the foot leaves no sliver of a button above it: what cannot be pressed safely is not seen at all.

const LEAST = 24; // CSS pixels of a target that a thumb can press (WCAG 2.2, 2.5.8)

/** @param {HTMLElement} stage */
export function coverSlivers(stage) {
  const bar = /** @type {HTMLElement} */ (stage.querySelector(".hb-flow__act"));
  bar.style.paddingTop = "";
  const { position, paddingTop } = getComputedStyle(bar);
  if (position !== "sticky") return;
  const edge = bar.getBoundingClientRect().top;
  const slivers = Array.from(stage.querySelectorAll("a, button, summary, input"), (target) => {
    const { top, bottom } = target.getBoundingClientRect();
    return !bar.contains(target) && bottom > edge && edge - top < LEAST ? edge - top : 0;
  });
  const most = Math.max(0, ...slivers);
  if (most > 0) bar.style.paddingTop = `${parseFloat(paddingTop) + most}px`;
}
