// Finding the named parts of a component's HTML: `data-part="count"`.

/**
 * The part of `root` with that name; throws when the server's HTML lacks it.
 * @param {Element} root
 * @param {string} name
 * @returns {HTMLElement}
 */
export function part(root, name) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new Error(`${root.localName}: part "${name}" not found`);
  return found;
}
