// Numbers written in Chinese and in figures, so that 三天 finds 3天. All characters are folded.

const DIGITS = "零一二三四五六七八九";
const NUMERAL = /[零一二三四五六七八九十百千两]/;

/**
 * Whether a character is one of a Chinese number.
 * @param {string} character
 * @returns {boolean}
 */
export function isNumeral(character) {
  return NUMERAL.test(character);
}

/**
 * The value of a Chinese number below ten thousand: 一百二十 gives 120. NaN for anything else.
 * @param {string} numeral
 * @returns {number}
 */
export function numeralValue(numeral) {
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

/**
 * A number in Chinese: 120 gives 一百二十, 2 gives 二.
 * @param {number} value below ten thousand
 * @returns {string}
 */
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
