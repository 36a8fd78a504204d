// What a run of a checklist remembers. No DOM, no storage.
// Everything is a mark with the time it was made; of two copies of a run each mark's later one counts, so that two
// tabs, or two computers by way of a file, never take each other's ticks away.

/**
 * @typedef {import("../../src/browser/storage/runs.js").Mark} Mark
 * @typedef {import("../../src/browser/storage/runs.js").Marks} Marks
 * @typedef {import("../../src/browser/storage/runs.js").ChecklistRun} Run
 */

const KEY = /^(item|check|pause|note|owner|due|fact)\/[A-Za-z0-9_.-]{1,80}$/;
const TIMES = /^(due\/.*|fact\/(start|end|signed))$/; // whose text is a moment, or blank
const LATEST = 8.64e15; // ms; what a Date can hold
const MOST = 5000; // marks in one file
const LONGEST = 10000; // characters in one text
export const LARGEST_FILE = 1000000; // bytes

/** A short mark of a text, to see whether the item has been reworded (FNV-1a, 32 bit). @param {string} text */
export function fingerprint(text) {
  let hash = 0x811c9dc5;
  for (const character of text.replace(/\s+/g, " ").trim()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) || 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** A moment as the page writes it: 2026-10-12T09:00. @param {string} text */
const isMoment = (text) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}:00Z`));

/** @param {string} key @param {any} mark @returns {Mark | null} */
function readMark(key, mark) {
  if (!mark || typeof mark.value !== "string" || !(mark.at >= 0 && mark.at <= LATEST)) return null;
  if (TIMES.test(key) && mark.value && !isMoment(mark.value)) return null;
  /** @type {Mark} */
  const read = { value: mark.value.slice(0, LONGEST), at: mark.at };
  for (const name of /** @type {const} */ (["hash", "text", "reason"])) {
    if (typeof mark[name] === "string") read[name] = mark[name].slice(0, LONGEST);
  }
  return read;
}

/** The marks of a stored state; anything unusable is left out. @param {unknown} state @returns {Marks} */
export function readMarks(state) {
  const { marks, items, pauses } = /** @type {any} */ (state || {});
  /** @type {Marks} */
  const read = {};
  for (const [key, mark] of Object.entries(marks || {}).slice(0, MOST)) {
    const sound = KEY.test(key) && readMark(key, mark);
    if (sound) read[key] = sound;
  }
  // as the first release kept them: one run per list, only ticks
  for (const [kind, old] of Object.entries({ item: items, pause: pauses }))
    for (const [id, mark] of Object.entries(old || {})) {
      const value = kind === "item" ? "done" : "on";
      const sound = readMark("", { ...mark, value: mark && mark.on ? value : "" });
      if (sound && KEY.test(`${kind}/${id}`) && !read[`${kind}/${id}`]) read[`${kind}/${id}`] = sound;
    }
  return read;
}

/** Both together; of each mark the one changed last. @param {Marks} a @param {Marks} b @returns {Marks} */
export function merge(a, b) {
  const result = { ...a };
  for (const [key, mark] of Object.entries(b)) {
    if (!result[key] || result[key].at < mark.at) result[key] = mark;
  }
  return result;
}

/** A mark later than the one it replaces, even where the clock was set back. @param {Marks} marks @param {string} key @param {Partial<Mark>} change @returns {Mark} */
export const stamped = (marks, key, change) => ({
  value: "",
  ...change,
  at: Math.max(Date.now(), marks[key] ? marks[key].at + 1 : 0),
});

/** @param {Marks} marks @param {string} key */
export const valueOf = (marks, key) => (marks[key] ? marks[key].value : "");

/** Is nothing left to do about the item? @param {Marks} marks @param {string} id @param {boolean} verified must somebody have verified it */
export function isSettled(marks, id, verified) {
  const value = valueOf(marks, `item/${id}`);
  if (value === "na" || value === "undone") return true;
  return value === "done" && (!verified || valueOf(marks, `check/${id}`) === "on");
}

/** A run as a file. @param {Run} run */
export const toFile = (run) =>
  JSON.stringify({ handbook: "checklist-run", format: 1, id: run.id, target: run.target, version: run.version, name: run.name, marks: readMarks(run.state) }, null, 1);

/**
 * The run in a file somebody else has written. Throws an Error with a sentence for the reader.
 * @param {string} text @param {string} target @returns {{id: string, version: string, marks: Marks}}
 */
export function fromFile(text, target) {
  /** @type {any} */
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("這個檔案不是 .json，或已損壞。");
  }
  if (!data || data.handbook !== "checklist-run") throw new Error("這個檔案不是清單的一次。");
  if (data.format !== 1) throw new Error("這個檔案由較新的手冊存成，本頁看不懂。");
  if (data.target !== target) throw new Error(`這個檔案是另一份清單（${String(data.target).slice(0, 80)}）的一次。`);
  const known = typeof data.id === "string" && data.id.startsWith(`checklist:${target}`) && /^[\w:-]{1,160}$/.test(data.id);
  return { id: known ? data.id : "", version: String(data.version || "").slice(0, 40), marks: readMarks(data) };
}
