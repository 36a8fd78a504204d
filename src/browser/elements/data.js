// Data for the page without fetch (it fails on file://): classic scripts call `handbook.define(name, data)`.

/**
 * @typedef {{folder: string, define: (name: string, data: unknown) => void, load: (name: string, address?: string) => Promise<any>,
 *   forget: (name: string) => void}} HandbookData  folder: address of the data scripts, as seen from the page
 */

/** The address of the data scripts, as seen from the page. */
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
    /** What is loaded under that name next is asked for again. */
    forget(name) {
      known.delete(name);
      loading.delete(name);
    },
    /** The data of that name, from `address` or, by default, from the folder of data scripts. */
    load(name, address = `${folderOfData()}${name}.js`) {
      if (known.has(name)) return Promise.resolve(known.get(name));
      let promise = loading.get(name);
      if (!promise) {
        promise = request(name, address);
        loading.set(name, promise);
        promise.catch(() => loading.delete(name)); // the network may be back at the next attempt
      }
      return promise;
    },
  };
}

const home = /** @type {Window & {handbook?: HandbookData}} */ (/** @type {unknown} */ (window));
// Two bundles may carry this module; the first one's registry serves both.
export const handbook = home.handbook || (home.handbook = createRegistry());
