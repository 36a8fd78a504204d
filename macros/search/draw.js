// Making elements. Elsewhere the build writes all markup and scripts fill it in; the results are made here, because markup
// waiting in every page would be paid for by every reader who never searches.

/** @typedef {Node | string | null | false | undefined} Child nothing where there is nothing to show */

/**
 * An element; text is only ever text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, string>} [attributes] @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Words between quotation marks, one after the other. @param {string[]} words */
export function quoted(words) {
  return words.map((word) => `「${word}」`).join("");
}
