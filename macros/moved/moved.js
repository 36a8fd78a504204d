// @ts-check
/** An old address goes straight to the new one. Without JavaScript the old page shows the link. */

/** Follow the address in the browser's bar, now and when it changes. Nothing on pages from which nothing was moved. */
export function followMoved() {
  const list = document.querySelector("[data-moved]");
  if (!list) return;
  const follow = () => {
    const target = placeOf(list, location.hash.slice(1));
    if (target) location.replace(target);
  };
  addEventListener("hashchange", follow);
  follow();
}

/** The new address of an old id; of the page itself when the id is not known. Empty when it still is here.
 * @param {Element} list @param {string} id */
function placeOf(list, id) {
  const found = id ? document.getElementById(decoded(id)) : null;
  if (found && !list.contains(found)) return "";
  const link = found?.querySelector("a");
  if (link) return link.href;
  const page = list.querySelector("[data-part='page'] a");
  if (!(page instanceof HTMLAnchorElement)) return "";
  return id && !page.hash ? `${page.href}#${id}` : page.href;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is no reason to stay here
  }
}
