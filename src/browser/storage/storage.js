// Drafts and runs in IndexedDB. (localStorage lost writes up to 40 s old when the browser was killed.)
// Every write is awaited until it is on disk; whatever fails rejects with a StorageError.

import { forgetLeft, takeUp } from "./left-behind.js";

/**
 * @typedef {"drafts" | "runs" | "drills"} Store
 * @typedef {{id: string, updated?: number, revision?: number, [key: string]: any}} StoredRecord
 * @typedef {{store: Store, id: string, revision: number, from: string, removed?: boolean}} Change
 */

const NAME = "handbook";
const VERSION = 2; // 2: drills lie apart from runs
/** @type {Store[]} */
export const STORES = ["drafts", "runs", "drills"];
const ATTEMPTS = 3;
const PATIENCE = 4000; // ms; an opener that is never answered must not hang the page

/** Names this tab in messages to others. */
export const TAB = Math.random().toString(36).slice(2);

/** reason: "absent" no IndexedDB, "blocked" it does not open, "quota" disk full, "gone" the record was deleted
 * elsewhere, "failed" anything else. */
export class StorageError extends Error {
  /** @param {"absent" | "blocked" | "quota" | "gone" | "failed"} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(`storage ${reason}${cause instanceof Error ? `: ${cause.message}` : ""}`);
    this.name = "StorageError";
    this.reason = reason;
  }
}

/** @param {unknown} error @returns {StorageError} */
function named(error) {
  if (error instanceof StorageError) return error;
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  return new StorageError(name === "QuotaExceededError" ? "quota" : "failed", error);
}

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** The database, opened once; a failure is forgotten, so that the next call tries again. @returns {Promise<IDBDatabase>} */
export function open() {
  if (!opened) {
    opened = openWithRetries().then((database) => takeUp(database).then(() => database));
    opened.catch(() => (opened = null));
  }
  return opened;
}

async function openWithRetries() {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openOnce();
    } catch (error) {
      const problem = named(error);
      if (attempt === ATTEMPTS || problem.reason === "absent") throw problem;
      await new Promise((resolve) => setTimeout(resolve, 150 * attempt));
    }
  }
}

/** @returns {Promise<IDBDatabase>} */
function openOnce() {
  return new Promise((resolve, reject) => {
    /** @type {IDBFactory | undefined} */
    let factory;
    try {
      factory = window.indexedDB; // throws where site data is blocked
    } catch (error) {
      factory = undefined;
    }
    if (!factory) {
      reject(new StorageError("absent"));
      return;
    }
    const request = factory.open(NAME, VERSION);
    const timer = setTimeout(() => reject(new StorageError("blocked")), PATIENCE);
    request.onupgradeneeded = () => {
      for (const store of STORES)
        if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store, { keyPath: "id" });
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(named(request.error));
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      const database = request.result;
      const forget = () => {
        opened = null;
        database.close();
      };
      database.onversionchange = forget; // another tab wipes or upgrades
      database.onclose = forget;
      resolve(database);
    };
  });
}

/**
 * One transaction; resolves when it is complete (written), rejects when it is not.
 * @template T
 * @param {Store} store @param {IDBTransactionMode} mode
 * @param {(objects: IDBObjectStore, result: (value: T) => void, fail: (error: unknown) => void) => void} work
 * @returns {Promise<T>}
 */
async function transact(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    /** @type {any} */
    let value;
    try {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      transaction.oncomplete = () => resolve(value);
      transaction.onabort = () => reject(named(transaction.error));
      transaction.onerror = () => reject(named(transaction.error));
      work(
        transaction.objectStore(store),
        (result) => (value = result),
        (error) => {
          reject(named(error));
          transaction.abort();
        },
      );
    } catch (error) {
      opened = null; // a closed connection throws here; the next call opens a new one
      reject(named(error));
    }
  });
}

/** @type {Set<string>} what this tab has seen on disk: when it is missing later, somebody has deleted or wiped it */
const seen = new Set();
/** @param {Store} store @param {string} id */
const keyOf = (store, id) => `${store}/${id}`;

/** @param {Store} store @param {string} id @returns {Promise<StoredRecord | undefined>} */
export async function get(store, id) {
  const found = await transact(store, "readonly", (objects, result) => {
    const request = objects.get(id);
    request.onsuccess = () => result(request.result);
  });
  if (found) seen.add(keyOf(store, id));
  return found;
}

/** All records of a store, newest first. @param {Store} store @returns {Promise<StoredRecord[]>} */
export async function all(store) {
  /** @type {StoredRecord[]} */
  const records = await transact(store, "readonly", (objects, result) => {
    const request = objects.getAll();
    request.onsuccess = () => result(request.result);
  });
  for (const record of records) seen.add(keyOf(store, record.id));
  return records.sort((a, b) => (b.updated || 0) - (a.updated || 0));
}

/** The keys of a store. @param {Store} store @returns {Promise<IDBValidKey[]>} */
export function keys(store) {
  return transact(store, "readonly", (objects, result) => {
    const request = objects.getAllKeys();
    request.onsuccess = () => result(request.result);
  });
}

/** Writes a record as it is; other tabs are told. @param {Store} store @param {StoredRecord} record */
export async function put(store, record) {
  await transact(store, "readwrite", (objects) => void objects.put(record));
  seen.add(keyOf(store, record.id));
  tell({ store, id: record.id, revision: record.revision || 0, from: TAB });
}

/**
 * Reads, changes and writes a record in one transaction, so that no other tab's write is lost between.
 * `change` gets the stored record (or undefined) and returns the one to write. What was deleted elsewhere since this tab
 * saw it does not come back by being worked on: that is said once ("gone"), and whoever goes on after that wants it back.
 * @param {Store} store @param {string} id
 * @param {(stored: StoredRecord | undefined) => StoredRecord} change
 * @returns {Promise<StoredRecord>}
 */
export async function update(store, id, change) {
  /** @type {StoredRecord} */
  const written = await transact(store, "readwrite", (objects, result, fail) => {
    const request = objects.get(id);
    request.onsuccess = () => {
      try {
        if (!request.result && seen.delete(keyOf(store, id))) throw new StorageError("gone");
        const record = change(request.result);
        objects.put(record);
        result(record);
      } catch (error) {
        fail(error); // thrown in a handler it would only reach the console
      }
    };
  });
  seen.add(keyOf(store, id));
  tell({ store, id, revision: written.revision || 0, from: TAB });
  return written;
}

/** Deletes a record; other tabs are told. @param {Store} store @param {string} id */
async function remove(store, id) {
  await transact(store, "readwrite", (objects) => void objects.delete(id));
  seen.delete(keyOf(store, id)); // by this tab's own reader, who may want it back
  tell({ store, id, revision: 0, from: TAB, removed: true });
}
export { remove, remove as delete };

/** Deletes all records, and says how many of each store there were. @returns {Promise<Record<Store, number>>} */
export async function wipe() {
  const counts = { drafts: 0, runs: 0, drills: 0 };
  forgetLeft();
  for (const store of STORES)
    counts[store] = await transact(store, "readwrite", (objects, result) => {
      const request = objects.count();
      request.onsuccess = () => result(request.result);
      objects.clear();
    });
  for (const store of STORES) tell({ store, id: "", revision: 0, from: TAB, removed: true });
  return counts;
}

/** Asks the browser not to clear our data under pressure; false where it cannot or will not. @returns {Promise<boolean>} */
export async function persist() {
  try {
    return Boolean(navigator.storage && navigator.storage.persist && (await navigator.storage.persist()));
  } catch (error) {
    return false;
  }
}

const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : null;

/** @param {Change} change */
function tell(change) {
  if (channel) channel.postMessage(change);
}

/** Calls back when another tab has written. Returns a function that ends it. @param {(change: Change) => void} listener */
export function subscribe(listener) {
  /** @param {MessageEvent} event */
  const heard = (event) => {
    if (event.data && event.data.from !== TAB) listener(event.data);
  };
  if (channel) channel.addEventListener("message", heard);
  return () => channel && channel.removeEventListener("message", heard);
}
