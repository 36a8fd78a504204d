// Showing one part of the page alone, for example a running flow, or what is to be printed.

const AWAY = "hb-away";
const ALONE = "hb-alone"; // on the ancestors: a grid must not squeeze what is left into the place of a column

/**
 * Hides everything beside an element and beside its ancestors. Dialogues stay, because they show themselves; so does the
 * banner over a page that may be out of date.
 * @param {Element} kept
 * @returns {() => void} shows the rest again
 */
export function isolate(kept) {
  /** @type {Element[]} */
  const hidden = [];
  for (let element = kept; element.parentElement && element !== document.body; element = element.parentElement) {
    if (element.parentElement !== document.body) element.parentElement.classList.add(ALONE);
    for (const sibling of element.parentElement.children) {
      if (sibling === element || sibling.matches("dialog, .hb-stale") || sibling.classList.contains(AWAY)) continue;
      sibling.classList.add(AWAY);
      hidden.push(sibling);
    }
  }
  return () => {
    for (const element of hidden) element.classList.remove(AWAY);
    for (const element of document.querySelectorAll(`.${ALONE}`)) element.classList.remove(ALONE);
  };
}
