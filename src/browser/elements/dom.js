// Elements made by script, where the server could not know what there will be to show. Text is only ever text.

/**
 * @param {string} tag @param {Record<string, string> | string} [attributes] names and values, or the class alone
 * @param {...(Node | string)} children @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  const given = typeof attributes === "string" ? { class: attributes } : attributes;
  for (const name of Object.keys(given)) element.setAttribute(name, given[name]);
  element.append(...children);
  return element;
}

/** A button that does something. @param {string} text @param {() => void} action @param {string} [more] further classes */
export function button(text, action, more = "") {
  const made = make("button", { type: "button", class: `hb-button ${more}`.trim() }, text);
  made.addEventListener("click", action);
  return made;
}
