// Typed text to canonical values and back; the twin of src/handbook/values.py.
// Both are held to tests/fixtures/values: change them together.

import { formatSpan, parseSpan } from "./time-spans.js";

/**
 * @typedef {{value: string, label?: string}} FieldChoice
 * @typedef {{id: string, label?: string, type: string, unit?: string, required?: boolean,
 *   choices?: FieldChoice[], fields?: FieldDefinition[]}} FieldDefinition
 * @typedef {{canonical: string | null, problem: string | null}} Parsed
 */

/** What to tell the reader: [what is wrong, how to mend it]. @type {Record<string, [string, string]>} */
export const PROBLEMS = {
  "vague-time": ["時間不明確", "寫到幾點幾分，如 2026年10月5日09:30"],
  "no-time": ["只有日期，沒有時間", "補上幾點幾分，如 2026年10月5日09:30"],
  "no-date": ["只有時間，沒有日期", "補上年月日，如 2026年10月5日09:30"],
  "no-year": ["沒有寫年份", "寫全年月日，如 2026年10月5日"],
  "not-a-date": ["不是有效的日期", "核對年月日，如 2026年10月5日"],
  "not-a-time": ["不是有效的時間", "寫成 24 小時制，如 09:30"],
  "no-end": ["只有開始，沒有結束", "寫出起訖，如 2026年10月5日09:00–11:30"],
  "end-before-start": ["結束不晚於開始", "核對起訖；到第二天的寫「次日」或寫全日期"],
  "not-a-number": ["不是數字", "只寫數字，如 12 或 12.5"],
  "not-a-phone": ["不是電話號碼", "只寫數字、連字號與分機，如 010-12345678"],
  "letter-in-number": ["數字裡混入了字母", "把字母 o 改成數字 0，字母 l 或 I 改成數字 1"],
};

const DATE_TYPES = new Set(["date", "date-time", "time", "time-span"]);
const NUMBER_TYPES = new Set(["number", "money"]);

/** @type {Record<string, number>} */
const DIGITS = { 〇: 0, 零: 0, 一: 1, 二: 2, 兩: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const HAN = "〇零一二兩两三四五六七八九";
const HAN_YEAR = new RegExp(`([${HAN}]{4})(?=年)`, "g");
const HAN_NUMBER = new RegExp(`([${HAN}]?十[${HAN}]?|[${HAN}])(?=[年月日號号點点時时分刻])`, "g");
const HAN_WHOLE = new RegExp(`^([${HAN}]?十[${HAN}]?|[${HAN}])$`);
const SPACE = "[ \\t\\r\\n]*";
const LETTER = /[0-9][oOlI]|[oOlI][0-9]/;
const WEEKDAY = /\(?(?:星期|週|周|禮拜|礼拜)[一二三四五六日天]\)?/g;
const DATE = new RegExp(
  `^([0-9]{4})${SPACE}[-/.年]${SPACE}([0-9]{1,2})${SPACE}[-/.月]${SPACE}([0-9]{1,2})${SPACE}[日號号]?`,
);
const COMPACT_DATE = /^([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])/;
const YEARLESS = new RegExp(
  `^([0-9]{1,2})${SPACE}(?:月${SPACE}([0-9]{1,2})${SPACE}[日號号]?|/${SPACE}([0-9]{1,2}))(?![0-9])`,
);
const PERIODS = "凌晨|清晨|早上|早晨|上午|中午|正午|下午|傍晚|晚上|夜間|夜间|夜裡|夜里|晚|早";
const TIME = new RegExp(
  `^(${PERIODS})?${SPACE}([0-9]{1,2})${SPACE}` +
    `(?::${SPACE}([0-9]{1,2})(?::00)?分?|[點点時时]${SPACE}(?:(半)|(整|鐘|钟)|([0-9]{1,2})${SPACE}(分|刻)?)?)` +
    `${SPACE}([aApP]\\.?[mM]\\.?)?$`,
);
const COMPACT_TIME = /^([0-9]{2})([0-9]{2})$/;
const VAGUE = new RegExp(
  `${PERIODS}|某|左右|前後|前后|上旬|中旬|下旬|月初|月底|月中|近日|待定|擬定|拟定|大約|大约|約|许|許|` +
    "隨後|随后|稍後|稍后|屆時|届时|當天|当天|當日|当日",
);
const NUMBER = /^([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,6}))?$/;
const UNIT = new RegExp(`${SPACE}(?:[元圓圆人名位份輛辆臺台間间桌張张瓶個个天次件座輪轮])$`);
const PHONE = /^\+?[0-9][0-9-]{2,19}(?:[轉转]?#?[0-9]{1,6})?$/;
// Control characters XML cannot carry, and halves of surrogate pairs.
const ILLEGAL = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const CANONICAL_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const CANONICAL_TIME = /^([0-9]{2}):([0-9]{2})$/;
const EDGE = /^[ \t\n\u3000\u00a0]+|[ \t\n\u3000\u00a0]+$/g;

/** @param {string} canonical @returns {Parsed} */
const good = (canonical) => ({ canonical, problem: null });
/** @param {string | null} problem @returns {Parsed} */
const bad = (problem) => ({ canonical: null, problem });

/**
 * The text without what XML cannot carry, with plain line feeds and no space around it.
 * @param {string} text
 */
export function clean(text) {
  return text
    .replace(ILLEGAL, "")
    .replace(/\r\n?/g, "\n")
    .replace(EDGE, "");
}

/**
 * The canonical text when `typed` is understood, else a problem code. Blank is {canonical: ""}.
 * @param {string} type @param {string} typed @returns {Parsed}
 */
export function parse(type, typed) {
  const text = clean(typed);
  if (!text) return good("");
  if (!DATE_TYPES.has(type) && !NUMBER_TYPES.has(type) && type !== "phone") return good(text);
  let plain = text.normalize("NFKC").replace(/^ +| +$/g, "");
  if (type === "phone") return parsePhone(plain);
  if (LETTER.test(plain)) return bad("letter-in-number");
  if (NUMBER_TYPES.has(type)) return parseNumber(plain, type === "money");
  plain = plain.replace(HAN_YEAR, (year) => Array.from(year, (digit) => DIGITS[digit]).join(""));
  plain = plain.replace(HAN_NUMBER, (numeral) => String(hanValue(numeral)));
  if (type === "time-span") return parseSpan(plain, (one) => parseDate(one, true), parseTime);
  return type === "time" ? parseTime(plain) : parseDate(plain, type === "date-time");
}

/**
 * The canonical value as printed. Styles: long (default), short (no year), date, time, weekday, iso.
 * @param {string} type @param {string} canonical @param {string} [style] @returns {string}
 */
export function format(type, canonical, style = "") {
  if (type === "time-span" && style !== "iso") return formatSpan(canonical, style, (one, how) => format("date-time", one, how));
  if ((type !== "date" && type !== "date-time") || style === "iso") return canonical;
  const at = canonical.indexOf("T");
  const clock = at < 0 ? "" : canonical.slice(at + 1);
  const found = CANONICAL_DATE.exec(at < 0 ? canonical : canonical.slice(0, at));
  if (!found || (clock && !CANONICAL_TIME.test(clock))) return canonical;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (style === "time") return clock;
  let printed = style === "short" ? `${month}月${day}日` : `${year}年${month}月${day}日`;
  if (style === "weekday" && isDate(year, month, day)) {
    const moment = new Date(Date.UTC(2000, month - 1, day));
    moment.setUTCFullYear(year, month - 1, day);
    printed += `（星期${"日一二三四五六"[moment.getUTCDay()]}）`;
  }
  return style === "date" ? printed : printed + clock;
}

/**
 * A field's value as printed: like `format`, and a choice by its label.
 * @param {FieldDefinition} field @param {string} value @param {string} [style]
 */
export function display(field, value, style = "") {
  const text = clean(value);
  if (field.type === "choice") {
    const choice = (field.choices || []).find((one) => one.value === text);
    return choice ? choice.label || choice.value : text;
  }
  const { canonical } = parse(field.type, text);
  return format(field.type, canonical === null ? text : canonical, style);
}

/** 一 … 九十九. @param {string} numeral */
function hanValue(numeral) {
  const at = numeral.indexOf("十");
  if (at < 0) return DIGITS[numeral];
  const [tens, ones] = [numeral.slice(0, at), numeral.slice(at + 1)];
  return (tens ? DIGITS[tens] : 1) * 10 + (ones ? DIGITS[ones] : 0);
}

/** @param {number} year @param {number} month @param {number} day */
function isDate(year, month, day) {
  if (year < 1 || month < 1 || month > 12) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

/** @param {string} text */
const afterDate = (text) => text.replace(WEEKDAY, "").replace(/^[ ,T]+/, "");
/** @param {string} text */
const isVague = (text) => VAGUE.test(text) && parseTime(text).canonical === null;
/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** @param {string} text @param {boolean} withTime @returns {Parsed} */
function parseDate(text, withTime) {
  const found = COMPACT_DATE.exec(text) || DATE.exec(text);
  if (!found) {
    const yearless = YEARLESS.exec(text);
    const rest = yearless ? afterDate(text.slice(yearless[0].length)) : text;
    if (yearless && (!rest || !isVague(rest))) return bad("no-year");
    if (isVague(rest)) return bad("vague-time");
    if (withTime && parseTime(text).canonical) return bad("no-date");
    return bad(yearless ? "no-year" : "not-a-date");
  }
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const rest = afterDate(text.slice(found[0].length));
  if (!isDate(year, month, day)) return bad("not-a-date");
  const canonical = `${found[1]}-${two(month)}-${two(day)}`;
  if (!rest) return withTime ? bad("no-time") : good(canonical);
  if (!withTime) return bad(isVague(rest) ? "vague-time" : "not-a-date");
  const clock = parseTime(rest);
  return clock.canonical ? good(`${canonical}T${clock.canonical}`) : clock;
}

/** @param {string} text @returns {Parsed} */
function parseTime(text) {
  const compact = COMPACT_TIME.exec(text);
  if (compact) return clockOf(Number(compact[1]), Number(compact[2]));
  const found = TIME.exec(text);
  if (!found) return bad(VAGUE.test(text) ? "vague-time" : "not-a-time");
  let [, period, hourText, colon, half, , minuteText, unit, meridiem] = found;
  const hour = Number(hourText);
  const minute = half ? 30 : Number(colon || minuteText || "0") * (unit === "刻" ? 15 : 1);
  if (period && meridiem) return bad("not-a-time");
  if (meridiem) {
    period = /^[aA]/.test(meridiem) ? "上午" : "下午";
    if (hour < 1 || hour > 12) return bad("not-a-time");
    if (hour === 12) return clockOf(period === "上午" ? 0 : 12, minute);
  }
  return withPeriod(period, hour, minute);
}

/**
 * The clock time of e.g. 下午3:30. An hour the word does not settle (晚上12點) is vague, not guessed.
 * @param {string | undefined} period @param {number} hour @param {number} minute @returns {Parsed}
 */
function withPeriod(period, hour, minute) {
  if (period === undefined) return clockOf(hour, minute);
  if (["凌晨", "清晨", "早上", "早晨", "上午", "早"].includes(period)) {
    if (period === "凌晨" && hour === 12) return clockOf(0, minute);
    if (hour >= 12) return bad(hour === 12 ? "vague-time" : "not-a-time");
  } else if (period === "中午" || period === "正午") {
    if (hour >= 1 && hour <= 2) hour += 12;
    if (hour < 11 || hour > 14) return bad("not-a-time");
  } else if (period === "下午" || period === "傍晚") {
    if (hour >= 1 && hour <= 11) hour += 12;
    if (hour < 12) return bad("not-a-time");
  } else {
    if (hour === 12 || hour < 5) return bad("vague-time");
    if (hour <= 11) hour += 12;
    if (hour < 17) return bad("not-a-time");
  }
  return clockOf(hour, minute);
}

/** @param {number} hour @param {number} minute @returns {Parsed} */
function clockOf(hour, minute) {
  return hour <= 23 && minute <= 59 ? good(`${two(hour)}:${two(minute)}`) : bad("not-a-time");
}

/** @param {string} text @param {boolean} money @returns {Parsed} */
function parseNumber(text, money) {
  let plain = text.replace(UNIT, "");
  if (money) plain = plain.replace(/^[¥$][ \t\r\n]*/, "");
  const han = HAN_WHOLE.exec(plain);
  const found = NUMBER.exec(han ? String(hanValue(han[1])) : plain);
  if (!found) return bad("not-a-number");
  const whole = found[2].replace(/,/g, "").replace(/^0+/, "") || "0";
  let fraction = (found[3] || "").replace(/0+$/, "");
  if (money && fraction.length > 2) return bad("not-a-number");
  if (money && fraction) fraction = fraction.padEnd(2, "0");
  const negative = found[1] === "-" && (whole !== "0" || fraction);
  return good((negative ? "-" : "") + whole + (fraction ? `.${fraction}` : ""));
}

/** @param {string} text @returns {Parsed} */
function parsePhone(text) {
  const plain = text
    .replace(/[ \t\n]/g, "")
    .replace(/^\(([0-9]+)\)-?/, "$1-")
    .replace(/[\u2010-\u2015\u2212]/g, "-");
  if (PHONE.test(plain)) return good(plain);
  return bad(LETTER.test(plain) ? "letter-in-number" : "not-a-phone");
}
