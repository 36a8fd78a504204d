// The panes of the page: form, findings and paper. A small screen shows one of them, and the findings open as a drawer.

import { part } from "../../src/browser/elements/dom.js";

const OPENED = "details.hb-menu[open], details.hb-drawer[open]"; // what lies over the page

export class Panes {
  /** @param {import("../../src/browser/elements/element.js").HbElement} host the template's element @param {import("./form-view.js").FormView} form */
  constructor(host, form) {
    this.host = host;
    this.form = form;
    host.addEventListener("keydown", (event) => this.escaped(event));
    document.addEventListener("click", ({ target }) => {
      for (const menu of host.many(OPENED)) {
        const isDone = target instanceof Element && target.closest(".hb-drawer [data-do]");
        if (target instanceof Node && (isDone || !menu.contains(target))) menu.removeAttribute("open");
      }
    });
    host.addEventListener("focusin", ({ target }) => {
      const section = target instanceof Element && target.closest(".hb-section");
      if (section instanceof HTMLElement) this.showStep(section.dataset.section || "");
      // On a phone the steps scroll sideways, and a browser does not look beyond such a list for what covers it.
      const steps = host.one(".hb-tabs").offsetHeight && target instanceof Element && target.closest(".hb-tasks");
      if (steps) steps.scrollIntoView({ block: "nearest" });
    });
    this.show("form");
  }

  /** Shows a pane on a small screen. @param {string} name form, findings or paper */
  show(name) {
    this.host.dataset.view = name;
    for (const button of this.host.many("[data-tab]")) button.setAttribute("aria-pressed", String(button.dataset.tab === name));
    if (name === "findings") this.openFindings(true);
  }

  /** Shows a pane, and brings its beginning into sight. @param {string} name */
  turnTo(name) {
    this.show(name);
    const panes = this.host.one(".hb-template__panes");
    if (panes.getBoundingClientRect().top < 0) panes.scrollIntoView({ block: "start" });
  }

  /** Opens or closes the drawer of findings. @param {boolean} [open] without it, the other way round */
  openFindings(open = this.host.dataset.findings === undefined) {
    if (open) this.host.dataset.findings = "";
    else delete this.host.dataset.findings;
    this.host.one("[data-do=toggle-findings]").setAttribute("aria-expanded", String(open));
  }

  /** Closes the menu of the forms to copy. */
  closeCopyMenu() {
    part(this.host, "copy-menu").removeAttribute("open");
  }

  /** Puts the cursor into a field. @param {string} key see keys.js */
  goTo(key) {
    this.show("form");
    this.form.focus(key);
  }

  /** Goes to a section of the form. @param {string} id */
  goToSection(id) {
    this.show("form");
    const title = this.host.querySelector(`#section-${id}-title`);
    if (!(title instanceof HTMLElement)) return;
    title.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  }

  /** Marks the step of the form at which the cursor is. @param {string} section its id */
  showStep(section) {
    for (const link of this.host.many("a[data-section]")) {
      if (link.dataset.section === section) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  }

  /** Escape closes what was opened last: the menu, else the drawer. @param {KeyboardEvent} event */
  escaped(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    const menu = this.host.querySelector(OPENED);
    if (menu) {
      menu.removeAttribute("open");
      /** @type {HTMLElement} */ (menu.querySelector("summary")).focus();
    } else if (this.host.dataset.findings !== undefined) {
      this.openFindings(false);
      this.host.one("[data-do=toggle-findings]").focus();
    }
  }
}
