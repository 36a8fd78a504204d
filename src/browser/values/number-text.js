// Numbers that were worked out, as text. The Python half is src/handbook/values/number_text.py.

/**
 * A number with at most six decimals, no trailing zeros; "" for one that cannot be printed.
 * @param {number} number
 */
export function numberText(number) {
  if (!(Math.abs(number) < 1e15)) return ""; // beyond that a double has no decimals to print
  const text = number.toFixed(6).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}
