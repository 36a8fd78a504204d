// Showing one part of the page alone: everything beside it and beside its ancestors gets a class that hides it (not dialogues:
// they show themselves, nor the banner over what may be out of date).

const AWAY = "hb-away";
const ALONE = "hb-alone"; // on the ancestors: a grid must not squeeze what is left into the place of a column

/**
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
