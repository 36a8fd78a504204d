// A draft that could not be written any more when its page was left. Writing to the database takes longer than a page has
// that is closed or loaded again: so the draft goes to localStorage at once, and the page that opens the database next
// writes it.

/** @typedef {import("./drafts.js").Draft} Draft */

const PREFIX = "handbook.left.";
/** Begins the keys of marks that checklists leave behind in the same way and take up themselves. */
export const MARKS = "handbook.marks.";
/** Begins the keys of what is half typed in a run (half-typed.js). */
export const TYPED = "handbook.typed.";

/** Leaves a draft behind; never throws. @param {Draft} draft as it should have been written */
export function leaveBehind(draft) {
  try {
    localStorage.setItem(PREFIX + draft.id, JSON.stringify(draft));
  } catch (error) {
    console.warn("handbook: the last words could not be kept", error); // what was written before is on disk
  }
}

/** Keys of localStorage. @param {string[]} prefixes */
const keysFrom = (...prefixes) => Object.keys(localStorage).filter((key) => prefixes.some((prefix) => key.startsWith(prefix)));

/** Drops everything that was left behind: the reader wipes all data. Never throws. */
export function forgetLeft() {
  try {
    for (const key of keysFrom(PREFIX, MARKS, TYPED)) localStorage.removeItem(key);
  } catch (error) {
    // where there is no localStorage nothing was left
  }
}

/** Writes the drafts that were left behind. Never rejects: a draft that cannot be written waits. @param {IDBDatabase} database */
export async function takeUp(database) {
  try {
    for (const key of keysFrom(PREFIX)) {
      /** @type {Draft | null} */
      let draft = null;
      try {
        draft = JSON.parse(localStorage.getItem(key) || "null");
      } catch (error) {
        console.warn("handbook: what was left behind is damaged", error);
      }
      if (draft && key === PREFIX + draft.id) await write(database, draft);
      localStorage.removeItem(key);
    }
  } catch (error) {
    console.warn("handbook: what was left behind waits", error);
  }
}

/** @param {IDBDatabase} database @param {Draft} draft @returns {Promise<void>} */
function write(database, draft) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("drafts", "readwrite", { durability: "strict" });
    const objects = transaction.objectStore("drafts");
    const request = objects.get(draft.id);
    request.onsuccess = () => {
      try {
        const found = after(request.result, draft);
        if (found) objects.put(found);
      } catch (error) {
        transaction.abort(); // thrown in a handler it would only reach the console
      }
    };
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/**
 * What is to be written for a draft that was left behind.
 * @param {Draft | undefined} stored the draft of the same id in the database
 * @param {Draft} left
 * @returns {Draft | null} null when nothing is: the draft was deleted since, or something newer is stored
 */
export function after(stored, left) {
  const [revision, updated] = [left.revision || 1, left.updated || 0];
  if (!stored) return revision === 1 ? left : null;
  if (stored.by === left.by || stored.revision === revision - 1)
    return updated >= (stored.updated || 0) ? { ...left, revision: Math.max((stored.revision || 0) + 1, revision) } : null;
  // Another page has written since: both are kept, the one that was left behind as a draft of its own.
  const name = `${left.name}（離開前未存的）`;
  return { ...left, id: `${left.id.slice(0, 50)}-${updated}`, lineage: left.lineage || left.id, name, named: name, revision: 1 };
}
