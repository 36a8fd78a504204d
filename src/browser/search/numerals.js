// Numbers written in Chinese and in figures: 三天 and 3天, 半小時 and 30分鐘 are the same to a reader.

const DIGITS = "零一二三四五六七八九";
const NUMERAL = /[零一二三四五六七八九十百千两]/;

/** @param {string} character */
export function isNumeral(character) {
  return NUMERAL.test(character);
}

/** 一百二十 → 120; NaN for what is no number below ten thousand. @param {string} numeral */
export function valueOf(numeral) {
  if (/^[零一二三四五六七八九]{2,}$/.test(numeral)) return Number(Array.from(numeral, (one) => DIGITS.indexOf(one)).join(""));
  let value = 0;
  let digit = -1;
  for (const character of numeral) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[character];
    if (unit) {
      value += (digit < 0 ? 1 : digit) * unit;
      digit = -1;
    } else {
      digit = character === "两" ? 2 : DIGITS.indexOf(character);
      if (digit < 0) return NaN;
    }
  }
  return value + Math.max(0, digit);
}

/** 120 → 一百二十, 2 → 二. @param {number} value Below ten thousand. */
export function inChinese(value) {
  let text = "";
  let rest = value;
  for (const [unit, name] of /** @type {[number, string][]} */ ([[1000, "千"], [100, "百"], [10, "十"], [1, ""]])) {
    const digit = Math.floor(rest / unit);
    rest %= unit;
    if (digit) text += (digit === 1 && unit === 10 && !text ? "" : DIGITS[digit]) + name;
    else if (text && rest && !text.endsWith("零")) text += "零";
  }
  return text || "零";
}
