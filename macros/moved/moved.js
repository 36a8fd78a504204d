// An old address leads straight to the new one. Without JavaScript the old page shows the link.

/** Follows the address in the browser's bar, now and when it changes; does nothing on pages from which nothing was moved. */
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

/**
 * The new address of an old id, or of the page itself when the id is not known; "" when the id still is here.
 * @param {Element} list of what was moved @param {string} id
 */
function placeOf(list, id) {
  const found = id ? document.getElementById(decoded(id)) : null;
  if (found && !list.contains(found)) return "";
  const link = found?.querySelector("a");
  if (link) return link.href;
  const page = list.querySelector("[data-part='page'] a");
  if (!(page instanceof HTMLAnchorElement)) return "";
  return id && !page.hash ? `${page.href}#${id}` : page.href;
}

/** A part of an address without its encoding. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is no reason to stay here
  }
}
