// Clearing a shared computer: everything this site keeps in the browser that somebody has typed, and what is said of it.

import * as storage from "../../src/browser/storage/storage.js";
import { forgetAll, recent } from "../search/recent.js";

/** @typedef {{drafts: number, runs: number, drills: number, searches: number}} Kept */

/** What is kept now, in words, and how much of it is not finished. @returns {Promise<string>} "" when there is nothing */
export async function whatIsKept() {
  const [drafts, runs, drills] = await Promise.all(storage.STORES.map(async (store) => (await storage.keys(store)).length));
  const open = (await unfinished()).length;
  const kept = inWords({ drafts, runs, drills, searches: recent().length });
  return kept && `${kept}${open ? `；其中 ${open} 次處置或清單還沒有結束` : ""}`;
}

async function unfinished() {
  try {
    return (await storage.all("runs")).filter((run) => run.state && run.state.open);
  } catch (error) {
    return []; // a damaged record is deleted all the same
  }
}

/** Deletes it. @returns {Promise<string>} what was deleted, in words; "" when there was nothing */
export async function wipeAll() {
  const before = recent().length;
  forgetAll(); // first: it cannot fail half-way
  const searches = before - recent().length;
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
