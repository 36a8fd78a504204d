// What a run of a checklist remembers. No page, no storage.
// Everything is a mark with the time at which it was made. Of two copies of a run, each mark's later one counts: so two tabs,
// or two computers that exchange a file, never take each other's ticks away.

/**
 * @typedef {import("../../src/browser/storage/runs.js").Mark} Mark
 * @typedef {import("../../src/browser/storage/runs.js").Marks} Marks
 * @typedef {Record<string, Partial<Mark>>} MarkChange marks to be made, by kind and id
 */

const KEY = /^(item|check|pause|note|owner|due|fact)\/[A-Za-z0-9_.-]{1,80}$/;
const TIMES = /^(due\/.*|fact\/(start|end|signed))$/; // keys of marks whose text is a moment, or blank
const LATEST = 8.64e15; // ms; what a Date can hold
const MOST = 5000; // marks in one file
const LONGEST = 10000; // characters in one text

/** A short sign of a text, to see whether an item has been reworded (FNV-1a, 32 bit). @param {string} text */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (const character of text.replace(/\s+/g, " ").trim()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) || 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** Whether a text is a moment as the page writes it: 2026-10-12T09:00. @param {string} text */
const isMoment = (text) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}:00Z`));

/** One mark of a record that anybody may have written. @param {string} key @param {unknown} given @returns {Mark | null} null when it is none */
function readMark(key, given) {
  const mark = /** @type {Partial<Record<keyof Mark, unknown>>} */ (given || {});
  const { value, at } = mark;
  if (typeof value !== "string" || !(typeof at === "number" && at >= 0 && at <= LATEST)) return null;
  if (TIMES.test(key) && value && !isMoment(value)) return null;
  /** @type {Mark} */
  const read = { value: value.slice(0, LONGEST), at };
  for (const name of /** @type {const} */ (["hash", "text", "reason", "by"])) {
    const text = mark[name];
    if (typeof text === "string") read[name] = text.slice(0, LONGEST);
  }
  return read;
}

/** The marks of a state that anybody may have written; what is no mark is left out. @param {unknown} state @returns {Marks} */
export function readMarks(state) {
  const { marks, items, pauses } = /** @type {Record<string, Record<string, unknown> | undefined>} */ (state || {});
  /** @type {Marks} */
  const read = {};
  for (const [key, mark] of Object.entries(marks || {}).slice(0, MOST)) {
    const sound = KEY.test(key) && readMark(key, mark);
    if (sound) read[key] = sound;
  }
  // The first release kept one run per list, and only its ticks: {items: {oil: {on: true, at: 1}}}.
  for (const [kind, old] of Object.entries({ item: items, pause: pauses }))
    for (const [id, given] of Object.entries(old || {})) {
      const mark = /** @type {{on?: unknown, at?: unknown}} */ (given || {});
      const sound = readMark("", { ...mark, value: mark.on ? (kind === "item" ? "done" : "on") : "" });
      if (sound && KEY.test(`${kind}/${id}`) && !read[`${kind}/${id}`]) read[`${kind}/${id}`] = sound;
    }
  return read;
}

/** Both together; of each mark the one that was changed last. @param {Marks} a @param {Marks} b @returns {Marks} */
export function mergeMarks(a, b) {
  const result = { ...a };
  for (const [key, mark] of Object.entries(b)) {
    if (!result[key] || result[key].at < mark.at) result[key] = mark;
  }
  return result;
}

/**
 * A mark that is later than the one it replaces, even where the clock was set back.
 * @param {Marks} marks @param {string} key @param {Partial<Mark>} change @returns {Mark}
 */
export const stamped = (marks, key, change) => ({
  value: "",
  ...change,
  at: Math.max(Date.now(), marks[key] ? marks[key].at + 1 : 0),
});

/** The value of a mark, or "". @param {Marks} marks @param {string} key */
export const markValue = (marks, key) => (marks[key] ? marks[key].value : "");

/** A fact of a run that anybody may have written, for example its name; or "". @param {unknown} state of the run @param {string} name */
export const factOf = (state, name) => markValue(readMarks(state), `fact/${name}`);

/** Whether nothing is left to do about an item. @param {Marks} marks @param {string} id @param {boolean} isVerified whether somebody must have verified it */
export function isSettled(marks, id, isVerified) {
  const value = markValue(marks, `item/${id}`);
  if (value === "na" || value === "undone") return true;
  return value === "done" && (!isVerified || markValue(marks, `check/${id}`) === "on");
}
