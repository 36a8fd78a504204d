// Data and programs that a page loads when it needs them. `fetch` fails on file://: so each is a classic script that calls
// `handbook.define(name, data)`.

/**
 * @typedef {object} HandbookData
 * @property {string} folder address of the data scripts, as seen from the page
 * @property {(name: string, data: unknown) => void} define called by a data script
 * @property {<T>(name: string, address?: string) => Promise<T>} load the data of that name, loaded once; the script is the
 *   one at `address` or, without one, that of the same name in `folder`
 * @property {(name: string) => void} forget what is loaded under that name next is loaded anew
 */

const folderOfData = () => `${document.documentElement.dataset.base || ""}assets/handbook/data/`;

/** @returns {HandbookData} */
function createRegistry() {
  /** @type {Map<string, unknown>} */
  const known = new Map();
  /** @type {Map<string, Promise<unknown>>} */
  const loading = new Map();

  /** @param {string} name @param {string} address @returns {Promise<unknown>} */
  function request(name, address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => {
        script.remove();
        if (known.has(name)) resolve(known.get(name));
        else reject(new Error(`${script.src} does not define "${name}"`));
      };
      script.onerror = () => {
        script.remove();
        reject(new Error(`${script.src} cannot be loaded`));
      };
      document.head.append(script);
    });
  }

  return {
    get folder() {
      return folderOfData();
    },
    define(name, data) {
      known.set(name, data);
    },
    forget(name) {
      known.delete(name);
      loading.delete(name);
    },
    /** @template T @param {string} name @param {string} [address] @returns {Promise<T>} */
    load(name, address = `${folderOfData()}${name}.js`) {
      if (known.has(name)) return Promise.resolve(/** @type {T} */ (known.get(name)));
      let promise = loading.get(name);
      if (!promise) {
        promise = request(name, address);
        loading.set(name, promise);
        promise.catch(() => loading.delete(name)); // the network may be back at the next attempt
      }
      return /** @type {Promise<T>} */ (promise);
    },
  };
}

const home = /** @type {Window & {handbook?: HandbookData}} */ (/** @type {unknown} */ (window));
/** The registry of the page. Several bundles carry this module: the first one's registry serves all. */
export const handbook = home.handbook || (home.handbook = createRegistry());

/**
 * Adds a style sheet to the page, once.
 * @param {string} [address]
 * @returns {Promise<void>} resolves when the sheet is there, or cannot be had: a page without its style is better than none
 */
export function loadStyle(address) {
  return new Promise((resolve) => {
    if (!address || document.querySelector(`link[href="${address}"]`)) return resolve();
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}
