// Commands: what the buttons of a component do. `data-do="next"` of a button names its command.

/**
 * @typedef {object} Command
 * @property {(button: HTMLElement) => unknown} run gets the button that was pressed; may return a promise
 * @property {boolean} [writes] the command adds to what is kept, for example to the log of an emergency flow
 *
 * @typedef {Record<string, Command>} Commands by name
 */

/**
 * The element that was pressed: the target of an event, or the element around the target, that matches.
 * @param {Event} event
 * @param {string} [selector]
 * @returns {HTMLElement | null}
 */
export function pressed(event, selector = "[data-do]") {
  const found = event.target instanceof Element ? event.target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
}

/**
 * The command of a button.
 * @param {Commands} commands
 * @param {HTMLElement | null} button
 * @returns {Command | undefined} undefined for a button of another component
 */
export const commandOf = (commands, button) => (button ? commands[button.dataset.do || ""] : undefined);

/** The first button of a command; throws when the server's HTML lacks it. @param {ParentNode} root @param {string} name @returns {HTMLButtonElement} */
export function buttonFor(root, name) {
  const found = root.querySelector(`button[data-do="${name}"]`);
  if (!(found instanceof HTMLButtonElement)) throw new Error(`button "${name}" not found`);
  return found;
}
