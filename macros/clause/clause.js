// <hb-cite>: copies how a clause is cited. Without it the link inside is the clause's permanent address.
import { copyRich } from "../shared/copy.js";
import { HbElement } from "../shared/element.js";

const SHOWN_FOR = 4000; // ms; long enough to be read, and the reader can copy again

/** The "cite" control of one clause. */
export class HbCite extends HbElement {
  static tag = "hb-cite";

  /** @type {number | undefined} */
  timer = undefined;

  /** @override */
  connected() {
    const link = this.one("a");
    const said = document.createElement("span");
    said.className = "hb-clause__said";
    said.setAttribute("role", "status");
    this.append(said);
    link.addEventListener("click", (event) => {
      const click = /** @type {MouseEvent} */ (event);
      // A new tab or window is still the browser's; a plain click also moves to the clause, as the link says.
      if (click.ctrlKey || click.metaKey || click.shiftKey) return;
      const cite = link.dataset.cite || "";
      said.textContent = copyRich("", cite) ? `已複製 ${cite}` : `請手動複製:${cite}`;
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => { said.textContent = ""; }, SHOWN_FOR);
    });
  }
}
