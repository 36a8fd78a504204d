// The database of drafts and runs (IndexedDB: localStorage lost writes up to 40 s old when the browser was killed).
// A write resolves when it is on disk. Whatever fails rejects with a StorageError.

import { forgetLeft, takeUp } from "./left-behind.js";

/**
 * @typedef {import("./drafts.js").Draft} Draft
 * @typedef {import("./runs.js").Run} Run
 * @typedef {{drafts: Draft, runs: Run, drills: Run}} Stored what lies in each store
 * @typedef {keyof Stored} Store
 * @typedef {{store: Store, id: string, revision: number, from: string, removed?: boolean}} Change
 *   what a tab tells the others; id: "" when the whole store was wiped; revision: 0 where records have none; from: the tab
 */

const NAME = "handbook";
const VERSION = 2; // 2: drills lie apart from runs
/** @type {Store[]} */
export const STORES = ["drafts", "runs", "drills"];
const ATTEMPTS = 3;
const PATIENCE = 4000; // ms; a page must not hang when the browser never answers

/** Names this tab in messages to other tabs. */
export const TAB = Math.random().toString(36).slice(2);

/** Why something could not be read or written. */
export class StorageError extends Error {
  /**
   * @param {"absent" | "blocked" | "quota" | "gone" | "failed"} reason absent: the browser has no IndexedDB; blocked: the
   *   database does not open; quota: the disk is full; gone: the record was deleted elsewhere; failed: anything else
   * @param {unknown} [cause]
   */
  constructor(reason, cause) {
    super(`storage ${reason}${cause instanceof Error ? `: ${cause.message}` : ""}`);
    this.name = "StorageError";
    this.reason = reason;
  }
}

/** Any error as one of storage. @param {unknown} error @returns {StorageError} */
function named(error) {
  if (error instanceof StorageError) return error;
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  return new StorageError(name === "QuotaExceededError" ? "quota" : "failed", error);
}

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/** The database. It is opened once; after a failure the next call tries again. @returns {Promise<IDBDatabase>} */
function open() {
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
 * Runs one transaction. Resolves when it is complete, that is: written to disk.
 * @template T
 * @param {Store} store
 * @param {IDBTransactionMode} mode
 * @param {(objects: IDBObjectStore, result: (value: T) => void, fail: (error: unknown) => void) => void} work what happens
 *   in the transaction: it may call `result` with the value to resolve with, or `fail` to roll everything back
 * @returns {Promise<T>}
 */
async function transact(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    let value = /** @type {T} */ (undefined);
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

/** @type {Set<string>} what this tab has seen on disk: a record that is missing later was deleted or wiped elsewhere */
const seen = new Set();
/** @param {Store} store @param {string} id */
const keyOf = (store, id) => `${store}/${id}`;

/**
 * One record.
 * @template {Store} S
 * @param {S} store
 * @param {string} id
 * @returns {Promise<Stored[S] | undefined>}
 */
export async function get(store, id) {
  const found = await transact(store, "readonly", (objects, result) => {
    const request = objects.get(id);
    request.onsuccess = () => result(request.result);
  });
  if (found) seen.add(keyOf(store, id));
  return found;
}

/**
 * All records of a store, newest first.
 * @template {Store} S
 * @param {S} store
 * @returns {Promise<Stored[S][]>}
 */
export async function all(store) {
  /** @type {Stored[S][]} */
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

/** Counts the writes of a draft; a run has no such number. @param {Draft | Run} record */
const revisionOf = (record) => ("revision" in record && record.revision) || 0;

/**
 * Writes a record as it is, and tells other tabs.
 * @template {Store} S
 * @param {S} store
 * @param {Stored[S]} record
 */
export async function put(store, record) {
  await transact(store, "readwrite", (objects) => void objects.put(record));
  seen.add(keyOf(store, record.id));
  tell({ store, id: record.id, revision: revisionOf(record), from: TAB });
}

/**
 * Reads, changes and writes a record in one transaction, so that no other tab's write is lost between; tells other tabs.
 * A record that was deleted elsewhere since this tab saw it does not come back by itself: the first update rejects with
 * "gone". The next update writes it again, because whoever goes on after that wants the record back.
 * @template {Store} S
 * @template {Stored[S]} R
 * @param {S} store
 * @param {string} id
 * @param {(stored: R | undefined) => R} change makes of the stored record the one to write; what it throws is rejected
 * @returns {Promise<R>} the record that was written
 */
export async function update(store, id, change) {
  /** @type {R} */
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
  tell({ store, id, revision: revisionOf(written), from: TAB });
  return written;
}

/** Deletes a record, and tells other tabs. @param {Store} store @param {string} id */
export async function remove(store, id) {
  await transact(store, "readwrite", (objects) => void objects.delete(id));
  seen.delete(keyOf(store, id)); // deleted by this tab's own reader, who may want it back
  tell({ store, id, revision: 0, from: TAB, removed: true });
}

/** Deletes all records, and tells other tabs. @returns {Promise<Record<Store, number>>} how many there were in each store */
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

/** Asks the browser not to clear our data when the disk is full. @returns {Promise<boolean>} whether the browser promises it */
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

/** Calls back when another tab has written. @param {(change: Change) => void} listener @returns {() => void} ends it */
export function subscribe(listener) {
  /** @param {MessageEvent} event */
  const heard = (event) => {
    if (event.data && event.data.from !== TAB) listener(event.data);
  };
  if (channel) channel.addEventListener("message", heard);
  return () => void (channel && channel.removeEventListener("message", heard));
}
