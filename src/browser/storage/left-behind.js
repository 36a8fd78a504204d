// What a page could not write any more when it was left: reading and writing a record takes longer than a page that is
// closed or loaded again has. It is put down at once in localStorage, and whichever page opens the database next takes it up.

/** @typedef {import("./storage.js").StoredRecord} StoredRecord */

const PREFIX = "handbook.left.";
export const MARKS = "handbook.marks."; // of checklists, which take them up themselves

/** @param {StoredRecord} record as it should have been written */
export function leaveBehind(record) {
  try {
    localStorage.setItem(PREFIX + record.id, JSON.stringify(record));
  } catch (error) {
    console.warn("handbook: the last words could not be kept", error); // what was written before is on disk
  }
}

/** @param {string[]} prefixes */
const keys = (...prefixes) => Object.keys(localStorage).filter((key) => prefixes.some((prefix) => key.startsWith(prefix)));

/** Everything is wiped. */
export function forgetLeft() {
  try {
    for (const key of keys(PREFIX, MARKS)) localStorage.removeItem(key);
  } catch (error) {
    // where there is no localStorage nothing was left
  }
}

/** Never rejects: nobody is kept from the database by it. @param {IDBDatabase} database */
export async function takeUp(database) {
  try {
    for (const key of keys(PREFIX)) {
      /** @type {StoredRecord | null} */
      let record = null;
      try {
        record = JSON.parse(localStorage.getItem(key) || "null");
      } catch (error) {
        console.warn("handbook: what was left behind is damaged", error);
      }
      if (record && key === PREFIX + record.id) await write(database, record);
      localStorage.removeItem(key);
    }
  } catch (error) {
    console.warn("handbook: what was left behind waits", error);
  }
}

/** @param {IDBDatabase} database @param {StoredRecord} record @returns {Promise<void>} */
function write(database, record) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("drafts", "readwrite", { durability: "strict" });
    const objects = transaction.objectStore("drafts");
    const request = objects.get(record.id);
    request.onsuccess = () => {
      try {
        const found = after(request.result, record);
        if (found) objects.put(found);
      } catch (error) {
        transaction.abort(); // thrown in a handler it would only reach the console
      }
    };
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** What is to be written, if anything. @param {StoredRecord | undefined} stored @param {StoredRecord} left @returns {StoredRecord | null} */
export function after(stored, left) {
  const [revision, updated] = [left.revision || 1, left.updated || 0];
  if (!stored) return revision === 1 ? left : null; // deleted since
  if (stored.by === left.by || stored.revision === revision - 1)
    return updated >= (stored.updated || 0) ? { ...left, revision: Math.max((stored.revision || 0) + 1, revision) } : null;
  // Another page has written since: neither is lost.
  const name = `${left.name}（離開前未存的）`;
  return { ...left, id: `${left.id.slice(0, 50)}-${updated}`, lineage: left.lineage || left.id, name, named: name, revision: 1 };
}
