// How large the paper is shown on the screen. There is no Python half, because only the browser has a screen.

const MILLIMETRE = 96 / 25.4; // in CSS pixels

/**
 * Keeps the paper as wide as the element around it, but never wider than its sheet (210 mm, across 297 mm).
 * @param {HTMLElement} article the paper
 * @returns {() => void} stops it
 */
export function scalePaper(article) {
  const around = article.parentElement;
  if (!around || typeof ResizeObserver === "undefined") return () => {};
  const sheet = (article.classList.contains("hb-paper--landscape") ? 297 : 210) * MILLIMETRE;
  const observer = new ResizeObserver(([entry]) => {
    const scale = Math.min(1, entry.contentRect.width / sheet);
    article.style.setProperty("--hb-paper-scale", scale.toFixed(3));
  });
  observer.observe(around);
  return () => observer.disconnect();
}
