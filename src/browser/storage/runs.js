// What checklists and flows in progress have in common; the records themselves lie in storage.js, store "runs".

/**
 * @typedef {object} Run
 * @property {string} id
 * @property {"checklist"|"flow"} kind
 * @property {string} target id of the checklist or flow
 * @property {string} version version of the target when it was last worked on
 * @property {string} name what a list of runs shows
 * @property {Record<string, any>} state `open`: still to be finished; `path`: the page's address below the site's root
 * @property {import("../log/chain.js").Header} [header] what the log is chained to; missing where the run is older than that
 * @property {any[]} log
 * @property {number} updated ms since 1970
 */

/** Address of the site's root, with a closing slash. */
export const siteRoot = () => new URL(document.documentElement.dataset.base || ".", location.href).href.replace(/[^/]*$/, "");

/** Address of this page below the site's root, without query and fragment. */
export function pagePath() {
  const page = location.href.replace(/[?#].*$/, "");
  return page.startsWith(siteRoot()) ? page.slice(siteRoot().length) : "";
}

/**
 * `promise`, but rejected when it takes longer than `patience` ms: nobody in an emergency waits for a disk.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} [patience]
 * @returns {Promise<T>}
 */
export function inTime(promise, patience = 2000) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from storage within ${patience} ms`)), patience);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
