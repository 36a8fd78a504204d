// Typed time spans become canonical: 「2026年10月5日上午9點至11點半」 is 2026-10-05T09:00/2026-10-05T11:30.
// With time-spans.js the twin of src/handbook/values/time_spans.py; tests/fixtures/values holds both to the same answers.
// A script of its own beside time-spans.js: pages that only print what is stored do not load it.

/**
 * @typedef {import("./typed.js").Parsed} Parsed
 * @typedef {(text: string) => Parsed} MomentParser  understands one moment of a span
 */

const BETWEEN = /[-\u2010-\u2015\u2212~\u301c/]+|起?[至到]/g;
const OPENING = /^[自從从由] */;
const CLOSING = / *[止為为]+$/;
const BEGINNING = / *起$/;
const NEXT_DAY = /^(?:次日|翌日|隔日|隔天|第2天|第二天) */;
const SAME_DAY = /^(?:當天|当天|當日|当日|同日) */;
const MONTH_AND_DAY = /^[0-9]{1,2} *[月/]/;
const DAY = /^[0-9]{1,2} *[日號号]/;
export const PERIODS =
  "凌晨|清晨|清早|早上|早晨|上午|午前|中午|正午|下午|午後|午后|傍晚|晚上|晚間|晚间|夜間|夜间|夜裡|夜里|深夜|半夜|午夜|晚|早";
const PERIOD = new RegExp(`(${PERIODS})[^凌清早上中正下傍晚夜]*$`);
export const MIDNIGHT_AFTER = /(?<![0-9])24(?::00(?::00)?[整正]?|[點点時时](?:[整正]|00?分)?)$/; // 24:00, the end of a day
// A text is cut at every mark that may stand between two moments; each wrong cut gives "not-a-date". These say more.
const TELLING = ["no-time", "vague-time", "no-year", "no-date", "relative-date", "wrong-weekday", "no-such-day"];

/** @param {string | null} canonical @param {string | null} problem @returns {Parsed} */
const answer = (canonical, problem) => ({ canonical, problem });

/**
 * The next day.
 * @param {string} day `2026-10-05`
 * @returns {string} `2026-10-06`; "" after 9999-12-31, the last day that can be written
 */
export function dayAfter(day) {
  if (day === "9999-12-31") return "";
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/**
 * The canonical span, or what is wrong with it.
 * @param {string} text
 * @param {MomentParser} moment understands a date with its time
 * @param {MomentParser} clock understands a time alone
 * @returns {Parsed}
 */
export function parseSpan(text, moment, clock) {
  const plain = text.replace(OPENING, "").replace(CLOSING, "");
  /** @type {(string | null)[]} */
  const problems = [];
  for (const found of plain.matchAll(BETWEEN)) {
    const at = found.index || 0;
    const written = plain.slice(0, at).replace(BEGINNING, "").replace(/ +$/, "");
    const start = moment(written);
    if (start.canonical && MIDNIGHT_AFTER.test(written)) return answer(null, "not-a-time"); // which day would 「次日」 be?
    if (start.canonical) return until(start.canonical, written, plain.slice(at + found[0].length).replace(/^[ ,]+/, ""), moment, clock);
    problems.unshift(start.problem);
  }
  const single = moment(plain.replace(BEGINNING, ""));
  if (single.canonical) return answer(null, "no-end");
  problems.push(single.problem);
  return answer(null, problems.find((one) => TELLING.includes(one || "")) || problems[0]);
}

/**
 * The span from `start` to the moment that `rest` says; what `rest` leaves out (year, day) is that of the start.
 * @param {string} start canonical @param {string} written how the start was typed @param {string} rest
 * @param {MomentParser} moment @param {MomentParser} clock @returns {Parsed}
 */
function until(start, written, rest, moment, clock) {
  if (!rest) return answer(null, "no-end");
  const tomorrow = NEXT_DAY.test(rest);
  let timed = rest.replace(tomorrow ? NEXT_DAY : SAME_DAY, "");
  let day = tomorrow ? dayAfter(start.slice(0, 10)) : start.slice(0, 10);
  const atMidnight = day !== "" && timed.search(MIDNIGHT_AFTER) === 0;
  if (atMidnight) [day, timed] = [dayAfter(day), "00:00"];
  if (!day) return answer(null, "not-a-date");
  const read = clock(timed);
  let end = read.canonical;
  const period = PERIOD.exec(written);
  // 「下午2點至4點」: the end means the same part of the day.
  if (end && !tomorrow && !atMidnight && `${day}T${end}` <= start && period) end = clock(period[1] + timed).canonical || end;
  if (end) return whole(start, `${day}T${end}`);
  const [year, month] = [start.slice(0, 4), start.slice(5, 7)];
  let dated = rest;
  if (MONTH_AND_DAY.test(rest)) dated = rest.split("月")[0].includes("/") ? `${year}/${rest}` : `${year}年${rest}`;
  else if (DAY.test(rest)) dated = `${year}年${month}月${rest}`;
  const finish = moment(dated);
  if (finish.canonical) return whole(start, finish.canonical);
  const undated = dated === rest && (finish.problem === "not-a-date" || finish.problem === "no-date");
  return answer(null, undated ? read.problem : finish.problem);
}

/** @param {string} start @param {string} end @returns {Parsed} */
const whole = (start, end) => (start < end ? answer(`${start}/${end}`, null) : answer(null, "end-before-start"));
