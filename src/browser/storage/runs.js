// Runs of checklists and of emergency flows, as they are stored: "runs" holds both kinds, "drills" the drills of flows.

/**
 * @typedef {import("../log/chain.js").Header} Header
 * @typedef {import("../log/entries.js").Entry} Entry
 *
 * @typedef {object} Mark what was last said about one thing of a checklist, for example that an item is done
 * @property {string} value of an item: done, na, undone or "" (open); of anything else: a text, or "on"
 * @property {number} at ms since 1970, when it was last changed
 * @property {string} [hash] fingerprint of the item's text when it was ticked
 * @property {string} [text] the item's text when it was ticked: the list may lose the item one day
 * @property {string} [reason] why the item was not done
 * @property {string} [by] who has ticked or verified it, where the run says who does so
 *
 * @typedef {Record<string, Mark>} Marks by kind and id: item/oil, check/oil, pause/oil, note/oil, owner/oil, due/oil, fact/name
 *
 * @typedef {object} ChecklistState
 * @property {Marks} marks
 * @property {number} done items with nothing left to do
 * @property {number} total items
 * @property {boolean} open whether the run is still to be signed
 * @property {string} path of the page, below the site's root
 * @property {import("./half-typed.js").HalfTyped} [typed] what is typed and not marked yet
 *
 * @typedef {object} FlowState
 * @property {boolean} open whether the run is still to be ended
 * @property {number} started ms since 1970
 * @property {number} step how many steps were gone through
 * @property {string} path of the page, below the site's root
 * @property {boolean} [given] whether the log was given away as a file after the end
 * @property {import("./half-typed.js").HalfTyped} [typed] what is typed and not in the log yet
 *
 * @typedef {object} StoredRun what runs of both kinds have
 * @property {string} id
 * @property {string} target id of the checklist or flow
 * @property {string} version of the target when the run was last worked on
 * @property {string} name what a list of runs shows
 * @property {Header} [header] what the log is chained to; missing in a run that was stored before logs were chained
 * @property {Entry[]} log
 * @property {number} updated ms since 1970
 *
 * @typedef {StoredRun & {kind: "checklist", state: ChecklistState}} ChecklistRun
 * @typedef {StoredRun & {kind: "flow", state: FlowState}} FlowRun
 * @typedef {ChecklistRun | FlowRun} Run
 */

/**
 * `promise`, but rejected when it takes longer than `patience`: nobody in an emergency waits for a disk.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} [patience] ms
 * @returns {Promise<T>}
 */
export function inTime(promise, patience = 2000) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from storage within ${patience} ms`)), patience);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
