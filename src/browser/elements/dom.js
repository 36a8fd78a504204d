// Elements of a page: found by name, copied from a <template>, or made by script where the server could not know what there
// will be to show. Text is only ever text, never HTML.

/** @typedef {Node | string | null | false | undefined} Child a node, or text; anything else shows nothing */

/**
 * The part of `root` with that name: `data-part="count"`. Throws when the server's HTML lacks it.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} name
 * @param {new () => T} [kind] the class the part must have, for example HTMLInputElement
 * @returns {T}
 */
export function part(root, name, kind) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof (kind || HTMLElement))) throw new Error(`part "${name}" not found`);
  return /** @type {T} */ (found);
}

/** Sets the text of a part. @param {ParentNode} root @param {string} name of the part @param {string} text */
export function setText(root, name, text) {
  part(root, name).textContent = text;
}

/** A copy of the only child of a `<template>` element; throws when there is none. @param {Element | null} template @returns {HTMLElement} */
export function clone(template) {
  if (!(template instanceof HTMLTemplateElement) || !template.content.firstElementChild) throw new Error("no <template>");
  return /** @type {HTMLElement} */ (document.importNode(template.content.firstElementChild, true));
}

/**
 * A new element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string> | string} [attributes] names and values, or the class alone
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  const given = typeof attributes === "string" ? { class: attributes } : attributes;
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * A new button.
 * @param {string} text
 * @param {() => void} action
 * @param {string} [more] further classes
 */
export function button(text, action, more = "") {
  const made = make("button", { type: "button", class: `hb-button ${more}`.trim() }, text);
  made.addEventListener("click", action);
  return made;
}
