// What this site keeps in the browser of what somebody has typed: how much, how much room is left, and wiping all of it.

import * as storage from "../../src/browser/storage/storage.js";
import { choosePost } from "../../src/browser/storage/post.js";
import { forgetVisits } from "../../src/browser/storage/visits.js";
import { forgetSearches, recentSearches } from "../search/recent-searches.js";

/** @typedef {{drafts: number, runs: number, drills: number, searches: number}} Kept */

/** What is kept, in words, and how much of it is not finished. @returns {Promise<string>} "" when there is nothing */
export async function whatIsKept() {
  const [drafts, runs, drills] = await Promise.all(storage.STORES.map(async (store) => (await storage.keys(store)).length));
  const open = (await unfinished()).length;
  const kept = inWords({ drafts, runs, drills, searches: recentSearches().length });
  return kept && `${kept}${open ? `；其中 ${open} 次處置或清單還沒有結束` : ""}`;
}

async function unfinished() {
  try {
    return (await storage.all("runs")).filter((run) => run.state && run.state.open);
  } catch (error) {
    return []; // a damaged record is deleted all the same
  }
}

/** Deletes everything. @returns {Promise<string>} what was deleted, in words; "" when there was nothing */
export async function wipeAll() {
  const before = recentSearches().length;
  forgetSearches(); // first, because it cannot fail half-way
  forgetVisits();
  choosePost(null);
  const searches = before - recentSearches().length;
  return inWords({ ...(await storage.wipe()), searches });
}

/** @param {Kept} kept */
function inWords({ drafts, runs, drills, searches }) {
  const parts = [
    drafts && `${drafts} 份草稿`,
    runs && `${runs} 份清單與應急記錄`,
    drills && `${drills} 份演練記錄`,
    searches && `${searches} 條搜尋記錄`,
  ];
  return parts.filter(Boolean).join("、");
}

/** How much room the browser has, as a sentence; "" where it does not say (on plain http it does not). @returns {Promise<string>} */
export async function roomLeft() {
  try {
    const manager = navigator.storage;
    if (!manager || !manager.estimate) return "";
    const { usage = 0, quota = 0 } = await manager.estimate();
    const isKept = manager.persisted && (await manager.persisted());
    const warning = isKept ? "" : "空間不足時，瀏覽器可能自行清掉很久不用的內容；重要的請匯出備份。";
    return `瀏覽器的儲存空間：已用 ${megabytes(usage)} MB，可用 ${megabytes(quota)} MB。${warning}`;
  } catch (error) {
    return "";
  }
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0);
