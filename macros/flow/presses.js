// What the reader presses: a number to dial, the button of a command, a key. A press that nobody can have meant is not obeyed.
import { commandOf, pressed } from "../../src/browser/elements/commands.js";
import { part } from "../../src/browser/elements/dom.js";
import { onOtherNumber } from "../call-buttons/call-buttons.js";
import { isOpen, togglePanel } from "./panels.js";

/**
 * @typedef {import("../../src/browser/elements/commands.js").Command} Command
 *
 * @typedef {object} Screen of the flow, as far as presses need it
 * @property {HTMLElement} root the flow's element
 * @property {HTMLElement} stage the part that shows the running flow
 * @property {import("./ledger.js").Ledger} ledger of the open run
 * @property {{isShown: boolean, leave: () => void}} end the end of a run on the screen
 * @property {(() => void) | null} restore null while no run is on the screen
 * @property {() => void} leave back to the page as it reads
 * @property {(fact: import("../../src/browser/log/entries.js").Fact) => Promise<void>} write adds a fact, and shows it
 * @property {(error: unknown) => void} warn storage has failed
 */

const HASTE = 600; // ms after a step has changed; a finger that trembles or taps twice is quicker

/**
 * Whether a press came too soon: the second of a double tap, or a tap right after the screen has changed. Whoever made it
 * cannot have seen the screen it landed on.
 * @param {MouseEvent} event
 * @param {number} changed when the screen last changed, ms as in event.timeStamp
 */
function isHasty(event, changed) {
  const isTouch = /** @type {PointerEvent} */ (event).pointerType === "touch";
  return event.detail > 1 || (isTouch && event.timeStamp - changed < HASTE);
}

export class Presses {
  /** Whether a command that writes is running. */
  busy = false;
  /** When the screen last changed, ms as in event.timeStamp. */
  changed = -Infinity;

  /** @param {Screen} screen @param {import("../../src/browser/elements/commands.js").Commands} commands */
  constructor(screen, commands) {
    this.screen = screen;
    this.commands = commands;
  }

  /** Listens to what is pressed in a part of the page. @param {HTMLElement} place */
  listen(place) {
    place.addEventListener("click", (event) => this.onClick(event));
    place.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    onOtherNumber(event);
    const call = pressed(event, "[data-call]");
    if (call && this.screen.restore) {
      const { drill } = this.screen.ledger.header;
      const text = `${drill ? "演練：" : ""}撥打 ${(call.textContent || "").replace(/\s+/g, " ").replace("☎", "").trim()}`;
      if (drill) event.preventDefault();
      void this.screen.write({ kind: "call", name: call.dataset.call, text }); // not awaited: dialling must not wait for the disk
      return;
    }
    const button = pressed(event);
    const command = commandOf(this.commands, button);
    if (!(button instanceof HTMLButtonElement) || button.disabled || !command) return;
    if (command.writes && (this.busy || isHasty(event, this.changed))) return;
    void this.obey(command, button);
  }

  /** @param {import("../../src/browser/elements/commands.js").Command} command @param {HTMLElement} button */
  async obey({ run, writes }, button) {
    if (writes) this.busy = true;
    try {
      await run(button);
    } catch (error) {
      this.screen.warn(error);
    } finally {
      if (writes) [this.busy, this.changed] = [false, performance.now()];
    }
  }

  /** Escape closes the full list, else it leaves the run. @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== "Escape" || part(this.screen.root, "ask").hasAttribute("open")) return;
    if (this.screen.end.isShown) return this.screen.end.leave();
    if (!this.screen.restore) return;
    if (isOpen(this.screen.stage, "all")) togglePanel(this.screen.root, "all", true, false);
    else this.screen.leave();
  }
}
