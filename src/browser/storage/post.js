// The post that somebody works in, chosen on this device: its things come first on the home page and in a search.

/** @typedef {{id: string, title: string, path: string}} Post  path: of its page, below the site's root */

const KEY = "handbook.post";

/** The post that was chosen; null for none. @returns {Post | null} */
export function chosenPost() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "null");
    const isPost = found && [found.id, found.title, found.path].every((one) => typeof one === "string" && one);
    return isPost ? found : null;
  } catch {
    return null; // site data is blocked or damaged: nothing was chosen
  }
}

/** Keeps the choice. @param {Post | null} post null takes it back */
export function choosePost(post) {
  try {
    if (post) localStorage.setItem(KEY, JSON.stringify(post));
    else localStorage.removeItem(KEY);
  } catch {
    // Not remembered where site data is blocked; the choice still holds for this page.
  }
}
