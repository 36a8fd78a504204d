// A press that came too soon: whoever made it cannot have seen the screen it landed on.

const HASTE = 600; // ms after a step has changed; a finger that trembles or taps twice is quicker

/**
 * Whether a press is the second of a double tap, or follows the last change at once.
 * @param {MouseEvent} event
 * @param {number} changed when the screen last changed, ms as in event.timeStamp
 */
export function isHasty(event, changed) {
  const isTouch = /** @type {PointerEvent} */ (event).pointerType === "touch";
  return event.detail > 1 || (isTouch && event.timeStamp - changed < HASTE);
}
