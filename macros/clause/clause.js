// <hb-cite>: copies how a clause is cited. Without JavaScript the link inside is the clause's permanent address.
import { copyRich } from "../../src/browser/elements/copy.js";
import { HbElement } from "../../src/browser/elements/element.js";

export class HbCite extends HbElement {
  static tag = "hb-cite";

  connected() {
    const link = /** @type {HTMLAnchorElement} */ (this.one("a"));
    const said = document.createElement("span");
    said.className = "hb-clause__said";
    said.setAttribute("role", "status");
    this.append(said);
    link.addEventListener("click", (event) => {
      const click = /** @type {MouseEvent} */ (event);
      // A new tab or window is the browser's. A plain click puts the clause's address into the address bar without going there: a
      // jump would move the text away under the pointer and take the focus along.
      if (click.ctrlKey || click.metaKey || click.shiftKey) return;
      click.preventDefault();
      history.replaceState(null, "", link.hash);
      const cite = link.dataset.cite || "";
      said.textContent = copyRich("", cite) ? `已複製 ${cite}` : `請手動複製：${cite}`;
      link.focus({ preventScroll: true });
    });
    // The words stay until the reader goes on, not for some seconds: nothing vanishes before it is read.
    link.addEventListener("blur", () => { said.textContent = ""; });
  }
}
