// The entries of a log. Entries are only ever added, and what a screen shows of a run is worked out from them: a page that
// is opened again continues exactly where the log ends.
// There is no Python half: only the browser writes logs (src/handbook/log/ reads them).

import { duration, stamp } from "../values/moments.js";
import { shortCode } from "./chain.js";

/**
 * @typedef {"start"|"done"|"choice"|"back"|"unreachable"|"no-authority"|"hand-back"|"call"|"clock"|"resume"|"end"|"stop"|"reopen"
 *   |"note"|"correction"|"recorder"|"fact"|"receipt"|"report"|"severity"|"evidence"|"mark"|"reached"|"accepted"|"no-answer"|"busy"
 *   |"not-possible"|"not-needed"|"exit"} EntryKind "unreachable" and "hand-back" were written by earlier versions only
 *
 * @typedef {object} Entry
 * @property {number} seq counts from 1 without gaps
 * @property {EntryKind} kind
 * @property {string} at wall clock of the device with its offset, 2026-11-23T09:41:05.120+08:00
 * @property {string} zone name of the device's time zone
 * @property {number} wall the same moment in ms since 1970
 * @property {number|null} delta ms since the entry before by the monotonic clock; null when the page was opened anew between them
 * @property {number} elapsed ms since the start of the run, not disturbed by a changed clock
 * @property {string} node the step it happened in
 * @property {string} next the step it led to, or ""
 * @property {string} who who acted, as somebody has said in this run; "" while nobody has
 * @property {string} text what happened, in our words
 * @property {string} note what somebody wrote to it
 * @property {string} name of the value: which fact, which report
 * @property {string} value
 * @property {number} refers the entry that this one corrects, or 0
 * @property {string} prev digest of the entry before (chain.js)
 * @property {string} hash digest of this entry
 *
 * @typedef {Omit<Entry, "seq"|"prev"|"hash">} Unsealed
 *
 * @typedef {object} Fact
 * @property {EntryKind} kind
 * @property {string} text
 * @property {string} [node]
 * @property {string} [next]
 * @property {string} [who]
 * @property {string} [note]
 * @property {string} [name]
 * @property {string} [value]
 * @property {number} [refers]
 */

const JUMP = 5000; // ms; a wall clock that differs from the monotonic one by more gets an entry of its own

/**
 * Makes entries of what happened, with the time by two clocks of the opened page: the wall clock, which people read and may
 * set, and the monotonic one, which only grows.
 */
export class Recorder {
  /**
   * @param {() => number} wall ms since 1970
   * @param {() => number} monotonic ms, only ever growing
   */
  constructor(wall = () => Date.now(), monotonic = () => performance.now()) {
    this.wall = wall;
    this.monotonic = monotonic;
    /** @type {{wall: number, monotonic: number, seq: number}|null} the last entry this page has written or read */
    this.last = null;
    this.jumpedAfter = 0; // number of the entry after which a jump of the wall clock was told; it is told once
    this.wasHidden = false; // whether the page was out of sight since the last entry; then the device may have slept
  }

  /**
   * The entries to be added after `log`: that the wall clock jumped, if it did, and what happened, if something did.
   * @param {readonly Entry[]} log
   * @param {Fact | null} fact
   * @returns {Unsealed[]}
   */
  entries(log, fact) {
    const wall = this.wall();
    const monotonic = this.monotonic();
    const before = log[log.length - 1];
    const known = before && this.last && this.last.seq === before.seq ? this.last : null;
    const delta = known ? Math.round(monotonic - known.monotonic) : null;
    const elapsed = before ? this.elapsed(log) : 0;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    /** @param {Fact} told @param {number|null} since @returns {Unsealed} */
    const entry = (told, since) => ({
      kind: told.kind,
      at: stamp(wall),
      zone,
      wall,
      delta: since,
      elapsed,
      node: told.node || "",
      next: told.next || "",
      who: told.who || "",
      text: told.text,
      note: told.note || "",
      name: told.name || "",
      value: told.value || "",
      refers: told.refers || 0,
    });
    const jump = known && delta !== null ? wall - known.wall - delta : Math.min(0, before ? wall - before.wall : 0);
    const jumped = Math.abs(jump) > JUMP && before.seq > this.jumpedAfter;
    if (!jumped) return fact ? [entry(fact, delta)] : [];
    this.jumpedAfter = before.seq;
    const { node, who } = fact || before;
    const amount = duration(Math.round(Math.abs(jump) / 1000) * 1000);
    const text = known
      ? `本機時鐘與計時不符：時鐘${jump > 0 ? "快" : "慢"}了 ${amount}（調過時鐘，或裝置曾休眠）`
      : `本機時鐘比上一條早 ${amount}（重新打開之前調過時鐘）`;
    const told = entry({ kind: "clock", node, who, text }, delta);
    return fact ? [told, entry(fact, 0)] : [told];
  }

  /**
   * Remembers that `log` now ends with an entry made at this moment by this page.
   * @param {readonly Entry[]} log
   * @param {boolean} [isHidden] the page was out of sight by then, as behind the telephone
   */
  wrote(log, isHidden = false) {
    const entry = log[log.length - 1];
    if (entry) this.last = { wall: entry.wall, monotonic: this.monotonic() - (this.wall() - entry.wall), seq: entry.seq };
    this.wasHidden = isHidden;
  }

  /**
   * Time since the start of the run, in ms. While the page is in sight the monotonic clock counts; it stands still
   * while a phone sleeps, so after a time out of sight the wall clock counts when it says more.
   * @param {readonly Entry[]} log
   */
  elapsed(log) {
    const before = log[log.length - 1];
    if (!before) return 0;
    const byWall = Math.max(0, this.wall() - before.wall);
    if (!this.last || this.last.seq !== before.seq) return before.elapsed + byWall;
    const byMonotonic = Math.max(0, this.monotonic() - this.last.monotonic);
    return before.elapsed + Math.round(this.wasHidden ? Math.max(byWall, byMonotonic) : byMonotonic);
  }
}

/**
 * What an entry says, in one line.
 * @param {Entry} entry
 */
export const told = (entry) => [entry.text, entry.value, entry.note].filter((part) => part).join("：").replace(/\s*\n\s*/g, "；");

/**
 * Who keeps the log, as last said in it; "" when nobody has said it.
 * @param {readonly Entry[]} log
 */
export function keeper(log) {
  return log.reduce((name, entry) => (entry.kind === "recorder" ? entry.value : name), "");
}

/**
 * The log as text, to paste into a report.
 * @param {import("./chain.js").Header} header
 * @param {readonly Entry[]} log
 */
export function toText(header, log) {
  const first = log[0];
  const last = log[log.length - 1];
  const zone = first ? `${first.zone} ${first.at.slice(-6)}` : "";
  const head = [
    `${header.drill ? "【演練】" : ""}${header.title} 處置記錄`,
    `版本 ${header.version || "未註明"}；時間取自本機時鐘（${zone}）；共 ${log.length} 條；校驗碼 ${last ? shortCode(last.hash) : ""}`,
  ];
  const lines = log.map((entry) => {
    const delta = entry.delta === null ? "" : `，距上條 ${duration(entry.delta)}`;
    const who = entry.who ? `〔${entry.who}〕` : "";
    return `${entry.seq}. ${entry.at.slice(0, 10)} ${entry.at.slice(11, 19)}（已用時 ${duration(entry.elapsed)}${delta}）${who}${told(entry)}`;
  });
  return [...head, "", ...lines, ""].join("\n");
}
