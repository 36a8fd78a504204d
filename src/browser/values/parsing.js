// What people type becomes canonical values: 「2026年10月5日上午九點」 is 2026-10-05T09:00.
// The twin of `parse` in src/handbook/values/typed.py; tests/fixtures/values holds both to the same answers.
// A script of its own beside typed.js: pages that only print what is stored do not load it.

import { MIDNIGHT_AFTER, PERIODS, dayAfter, parseSpan } from "./span-parsing.js";
import { DATE_TYPES, NUMBER_TYPES, clean, isDate, parseWith, weekdayOf } from "./typed.js";

export { parse } from "./typed.js"; // with this script loaded, `parse` understands

/** @typedef {import("./typed.js").Parsed} Parsed */

/** @type {Record<string, number>} */
const DIGITS = { 〇: 0, 零: 0, "○": 0, "◯": 0, o: 0, O: 0, 一: 1, 二: 2, 兩: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
/** @type {Record<string, number>} */
const TENS = { 廿: 2, 卅: 3 };
const HAN = "〇零一二兩两三四五六七八九";
const TEN = `(?:[${HAN}]?十|[廿卅])[${HAN}]?`;
const HAN_YEAR = new RegExp(`([${HAN}○◯oO]{4})(?=年)`, "g"); // 二○二六年 is mostly written with a circle, or with a letter
const HAN_NUMBER = new RegExp(`(${TEN}|[${HAN}])(?=[年月日號号點点時时分刻])|(?<=[點点時时])(${TEN})(?![${HAN}十])`, "g");
const AND = new RegExp(`(?<=[點点時时])[零〇過过又](?=[0-9${HAN}十廿卅])`, "g"); // 九點零五分
const HAN_WHOLE = new RegExp(`^(?:([一二兩两三四五六七八九])百(?:零([一二三四五六七八九])|(${TEN}))?|(${TEN}|[${HAN}]))$`);
const END = /[ \t\r\n,.。;、]+$/;
const SPACE = "[ \\t\\r\\n]*";
const LETTER = /[0-9][oOlI]|[oOlI][0-9]/;
const WEEKDAY = /\(?(?:星期|週|周|禮拜|礼拜)([一二三四五六日天])\)?|\(([一二三四五六日])\)/;
const WEEKDAYS = new RegExp(WEEKDAY, "g");
const DATE = new RegExp(
  `^([0-9]{4})${SPACE}[-/.年、]${SPACE}([0-9]{1,2})${SPACE}[-/.月、]${SPACE}([0-9]{1,2})${SPACE}[日號号]?`,
);
const COMPACT_DATE = /^([0-9]{4})([0-9]{2})([0-9]{2})(?:(?![0-9])|(?=[0-9]{4}$))/;
const YEARLESS = new RegExp(
  `^(?:([0-9]{1,2})${SPACE}(?:月${SPACE}([0-9]{1,2})${SPACE}[日號号]?|/${SPACE}([0-9]{1,2}))(?![0-9]| *[-/.][0-9])` +
    "|(?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12][0-9]|3[01])(?=$|[ ,(]))",
);
const SHORT_YEAR = new RegExp(`^'?[0-9]{2}${SPACE}[-/.年]${SPACE}[0-9]{1,2}${SPACE}[-/.月]${SPACE}[0-9]{1,2}(?![0-9])`);
// 明天, 下週一, 今晚8點: which day that is depends on when it was written.
const RELATIVE =
  /^(?:[今明昨][天日年晚早]|大?[後后前]天|[去本]年|[本這这下上](?:個|个)?(?:星期|週|周|禮拜|礼拜)[一二三四五六日天])/;
const MERIDIEM = "[aApP]\\.?[mM]\\.?";
const CLOCK =
  `(?:(${PERIODS})|(${MERIDIEM}))?${SPACE}([0-9]{1,2})${SPACE}` +
  `(?::${SPACE}([0-9]{1,2})(?::[0-5][0-9](?:\\.[0-9]+)?)?[分整正]?|\\.([0-9]{2})` +
  `|[點点時时]${SPACE}(?:(半)[鐘钟]?|[整正鐘钟]|([0-9]{1,2})${SPACE}(?:分[鐘钟整正]?(?:[0-9]{1,2}秒)?|(刻)[鐘钟]?)?)?)` +
  `${SPACE}(${MERIDIEM})?$`;
const TIME = new RegExp(`^${CLOCK}`);
const TIME_AT_END = new RegExp(CLOCK);
const LIKE_A_CLOCK = /^[0-9]{1,2} *(?::[0-9]|[點点時时])/;
const COMPACT_TIME = /^([0-9]{2})([0-9]{2})$/;
const MIDNIGHT = /^T?0{1,2}:00(?::00)?(?:\.0+)?Z?$/; // what spreadsheets and databases add to a mere date
const VAGUE =
  /某|左右|[前後后]|[上中下]旬|[月年][初底末中]|近|[待擬拟暫暂][定於于]|約|许|許|多|隨|随|稍|[屆届]時|届时|[當当][天日]|[盡尽儘]快|另行/;
const PERIOD = new RegExp(PERIODS);
const NUMBER = /^([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,6}))?$/;
const UNIT = new RegExp(
  `${SPACE}(?:[元圓圆塊块]整?|[個个]人|人次|[名人位份輛辆臺台間间桌張张瓶個个天次件座輪轮套條条支盒箱本頁页杯碗]|小[時时]|分[鐘钟]|公里)$`,
);
const CURRENCY = new RegExp(`^(?:[¥$]|人民[幣币]|RMB|CNY)${SPACE}`, "i");
const PHONE = /^\+?[0-9][0-9-]{2,19}(?:[轉转]?#?[0-9]{1,6})?$/;
const EXTENSION = /(?:分[機机]|[內内][線线]|ext\.?|x)(?=[0-9])/gi;

/** @param {string} canonical @returns {Parsed} */
const good = (canonical) => ({ canonical, problem: null });
/** @param {string | null} problem @returns {Parsed} */
const bad = (problem) => ({ canonical: null, problem });

/** @type {import("./typed.js").Parser} */
function understand(type, typed) {
  const text = clean(typed);
  if (!text) return good("");
  if (!DATE_TYPES.has(type) && !NUMBER_TYPES.has(type) && type !== "phone") return good(text);
  let plain = text.normalize("NFKC").replace(/^ +| +$/g, "");
  if (type === "phone") return parsePhone(plain);
  if (LETTER.test(plain)) return bad("letter-in-number");
  if (NUMBER_TYPES.has(type)) return parseNumber(plain, type === "money");
  plain = plain.replace(HAN_YEAR, (year) => Array.from(year, (digit) => DIGITS[digit]).join("")).replace(END, "");
  plain = plain.replace(AND, "").replace(HAN_NUMBER, (numeral) => String(hanValue(numeral)));
  if (type === "time-span") return spanOf(plain);
  const found = type === "time" ? parseTime(plain) : parseDate(plain, type === "date-time");
  if (type !== "date" && found.problem && spanOf(type === "time" ? `2000-01-01 ${plain}` : plain).canonical) return bad("two-times");
  return found;
}

/** @param {string} text */
const spanOf = (text) => parseSpan(text, (one) => parseDate(one, true), parseTime);

/** 一 … 九十九; 廿 and 卅 are twenty and thirty. @param {string} numeral */
function hanValue(numeral) {
  if (numeral in DIGITS) return DIGITS[numeral];
  if (numeral[0] in TENS) return TENS[numeral[0]] * 10 + (numeral[1] ? DIGITS[numeral[1]] : 0);
  const [tens, ones] = numeral.split("十");
  return (tens ? DIGITS[tens] : 1) * 10 + (ones ? DIGITS[ones] : 0);
}

/**
 * The text without 星期一, （一）.
 * @param {string} text
 */
export const withoutWeekdays = (text) => text.replace(WEEKDAYS, "");
/** @param {string} text */
const afterDate = (text) => withoutWeekdays(text).replace(/^[ ,.T。、]+/, "");
/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** Whether a text gives no time of the clock, or blurs the one it ends with: 上午, 九點左右, 約9:30.
 * @param {string} text */
function isVague(text) {
  if (!text || parseTime(text).canonical) return false;
  const timed = TIME_AT_END.exec(text);
  const head = timed && parseTime(timed[0]).canonical ? text.slice(0, timed.index) : text;
  return VAGUE.test(head) || (head === text && PERIOD.test(text));
}

/** @param {string} text @param {boolean} withTime @returns {Parsed} */
function parseDate(text, withTime) {
  const found = COMPACT_DATE.exec(text) || DATE.exec(text);
  if (!found) return bad(whyNoDate(text, withTime));
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const written = text.slice(found[0].length);
  if (!isDate(year, month, day)) return bad(year && isUsualDay(month, day) ? "no-such-day" : "not-a-date");
  const weekday = WEEKDAY.exec(written);
  if (weekday && "日一二三四五六".indexOf((weekday[1] || weekday[2]).replace("天", "日")) !== weekdayOf(year, month, day))
    return bad("wrong-weekday");
  const canonical = `${found[1]}-${two(month)}-${two(day)}`;
  const rest = afterDate(written);
  if (!rest || (!withTime && MIDNIGHT.test(rest))) return withTime ? bad("no-time") : good(canonical);
  if (!withTime) return bad(isVague(rest) ? "vague-time" : "not-a-date");
  if (rest.search(MIDNIGHT_AFTER) === 0) {
    const following = dayAfter(canonical);
    return following ? good(`${following}T00:00`) : bad("not-a-date");
  }
  const clock = parseTime(rest);
  return clock.canonical ? good(`${canonical}T${clock.canonical}`) : clock;
}

/** The problem of a text that does not begin with a whole date. @param {string} text @param {boolean} withTime */
function whyNoDate(text, withTime) {
  if (SHORT_YEAR.test(text)) return "no-year";
  const yearless = YEARLESS.exec(text);
  const begun = yearless || RELATIVE.exec(text);
  if (isVague(begun ? afterDate(text.slice(begun[0].length)) : text)) return "vague-time";
  if (yearless && yearless[1]) {
    const [month, day] = [Number(yearless[1]), Number(yearless[2] || yearless[3])];
    if (isUsualDay(month, day) && !isDate(2000, month, day)) return "no-such-day"; // 2月30日
  }
  if (begun) return yearless ? "no-year" : "relative-date";
  const clock = withTime ? parseTime(text) : bad(null);
  if (clock.canonical) return "no-date";
  return clock.problem === "not-a-time" && LIKE_A_CLOCK.test(text) ? "not-a-time" : "not-a-date";
}

/** Whether some month has such a day. @param {number} month @param {number} day */
const isUsualDay = (month, day) => month >= 1 && month <= 12 && day >= 1 && day <= 31;

/** @param {string} text @returns {Parsed} */
function parseTime(text) {
  const compact = COMPACT_TIME.exec(text);
  if (compact) return clockOf(Number(compact[1]), Number(compact[2]));
  const found = TIME.exec(text);
  if (!found) return bad(VAGUE.test(text) || PERIOD.test(text) ? "vague-time" : "not-a-time");
  const [, period, before, hourText, colon, point, half, minuteText, quarter, after] = found;
  const hour = Number(hourText);
  const minute = half ? 30 : Number(colon || point || minuteText || "0") * (quarter ? 15 : 1);
  const meridiem = before || after;
  if ((period && meridiem) || (before && after)) return bad("not-a-time");
  if (!meridiem) return withPeriod(period, hour, minute);
  const morning = /^[aA]/.test(meridiem);
  if (hour < 1 || hour > 12) return bad("not-a-time");
  return hour === 12 ? clockOf(morning ? 0 : 12, minute) : withPeriod(morning ? "上午" : "下午", hour, minute);
}

/**
 * The clock time of 下午3:30. An hour that its word does not settle (晚上12點) is called vague and not guessed.
 * @param {string | undefined} period @param {number} hour @param {number} minute @returns {Parsed}
 */
function withPeriod(period, hour, minute) {
  if (period === undefined) return clockOf(hour, minute);
  if (["凌晨", "清晨", "清早", "早上", "早晨", "上午", "午前", "早"].includes(period)) {
    if (period === "凌晨" && hour === 12) return clockOf(0, minute);
    if (hour >= 12) return bad(hour === 12 ? "vague-time" : "not-a-time");
  } else if (period === "中午" || period === "正午") {
    if (hour >= 1 && hour <= 2) hour += 12;
    if (hour < 11 || hour > 14) return bad("not-a-time");
  } else if (["下午", "午後", "午后", "傍晚"].includes(period)) {
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
  let plain = (money ? text.replace(CURRENCY, "") : text).replace(UNIT, "");
  const tenThousands = /[萬万]$/.test(plain);
  if (tenThousands) plain = plain.slice(0, -1).replace(/ +$/, "");
  const han = HAN_WHOLE.exec(plain);
  if (han) {
    const [, hundreds, ones, tens, small] = han;
    const rest = ones || tens || small;
    plain = String((hundreds ? DIGITS[hundreds] * 100 : 0) + (rest ? hanValue(rest) : 0));
  }
  const found = NUMBER.exec(plain);
  if (!found) return bad("not-a-number");
  let [whole, fraction] = [found[2].replace(/,/g, ""), found[3] || ""];
  if (tenThousands) [whole, fraction] = [whole + fraction.slice(0, 4).padEnd(4, "0"), fraction.slice(4)];
  whole = whole.replace(/^0+/, "") || "0";
  fraction = fraction.replace(/0+$/, "");
  if (money && fraction.length > 2) return bad("not-a-number");
  if (money && fraction) fraction = fraction.padEnd(2, "0");
  const negative = found[1] === "-" && (whole !== "0" || fraction);
  return good((negative ? "-" : "") + whole + (fraction ? `.${fraction}` : ""));
}

/** @param {string} text @returns {Parsed} */
function parsePhone(text) {
  const plain = text
    .replace(/[ \t\n]/g, "")
    .replace(/^\((\+?[0-9]+)\)-?/, "$1-")
    .replace(EXTENSION, "轉")
    .replace(/[\u2010-\u2015\u2212]|\.(?=[0-9])/g, "-");
  if (PHONE.test(plain)) return good(plain);
  return bad(LETTER.test(plain) ? "letter-in-number" : "not-a-phone");
}

parseWith(understand); // a bundle with this script also prints typed text as it is understood
