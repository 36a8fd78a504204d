// The numbers before headings, as official documents write them: 一、 （一） 1.
// The twin is src/handbook/documents/heading_numbers.py.

/**
 * 1 … 99 as 一 … 九十九; any other number in digits.
 * @param {number} number
 * @returns {string}
 */
function chineseNumeral(number) {
  const numerals = "〇一二三四五六七八九";
  if (number < 1 || number > 99) return String(number);
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return (tens ? (tens > 1 ? numerals[tens] : "") + "十" : "") + (ones ? numerals[ones] : "");
}

/** Counts the numbered headings of one document. */
export class HeadingNumbers {
  constructor() {
    this.counts = [0, 0, 0];
  }

  /**
   * The number of the next heading, as printed. A heading lets the levels below it begin at one again.
   * @param {number} level 2 for 一、, 3 for （一）, 4 for "1. "
   * @returns {string}
   */
  next(level) {
    const place = level - 2;
    this.counts[place] += 1;
    this.counts.fill(0, place + 1);
    const count = this.counts[place];
    return [`${chineseNumeral(count)}、`, `（${chineseNumeral(count)}）`, `${count}. `][place];
  }
}
