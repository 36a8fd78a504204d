// How fast the first call was in the drills on this device. Only what their logs say counts: the start, and the first call.

/** @typedef {import("../../src/browser/log/entries.js").Entry} Entry */

/**
 * Seconds from the start to the first call of each log that has one, the fewest first.
 * @param {readonly (readonly Pick<Entry, "kind" | "wall">[])[]} logs
 */
export function firstCalls(logs) {
  return logs.flatMap((log) => {
    const call = log.find(({ kind }) => kind === "call");
    return call ? [Math.max(0, Math.round((call.wall - log[0].wall) / 1000))] : [];
  }).sort((one, other) => one - other);
}

/** The one in the middle; between two, their mean. @param {readonly number[]} sorted at least one */
export function median(sorted) {
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : Math.round((sorted[middle - 1] + sorted[middle]) / 2);
}

/** In words; "" without drills. @param {readonly (readonly Pick<Entry, "kind" | "wall">[])[]} logs of ended drills */
export function drillWords(logs) {
  const seconds = firstCalls(logs);
  const silent = logs.length - seconds.length;
  const none = silent ? `；${silent} 次沒有撥號` : "";
  if (!logs.length) return "";
  if (!seconds.length) return `這台裝置上 ${logs.length} 次演練，都沒有撥號。`;
  return `這台裝置上 ${logs.length} 次演練：由開始到撥出第一通，中位數 ${median(seconds)} 秒，最快 ${seconds[0]} 秒，最慢 ${seconds[seconds.length - 1]} 秒${none}。`;
}
