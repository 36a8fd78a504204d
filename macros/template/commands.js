// What is pressed on a template page, and what it does.

import { wireExports } from "../exports/loader.js";

export class Commands {
  /** @param {import("./page.js").TemplatePage} page */
  constructor(page) {
    this.page = page;
    page.host.addEventListener("click", (event) => this.clicked(event));
    page.host.addEventListener("keydown", (event) => this.escaped(event));
    document.addEventListener("click", (event) => {
      for (const menu of page.host.many("details.hb-menu[open]"))
        if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
    });
    wireExports(page.host.querySelector("[data-part=export-menu]"), {
      definition: page.definition,
      values: () => page.checking.ready().then(() => page.checking.compute(page.values)),
      origin: () => page.keeper.origin(),
      checker: () => page.checking.checker,
      tell: (text) => page.notices.add(text, { name: "export" }),
    });
    this.tab("form");
  }

  /** The pages of papers show the draft that is open here. @param {string | null} id */
  linked(id) {
    for (const link of /** @type {HTMLAnchorElement[]} */ (this.page.host.many("a[data-papers]"))) link.search = id ? `?draft=${id}` : "";
  }

  /** Escape closes what was opened last: the menu, else the drawer. @param {KeyboardEvent} event */
  escaped(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    const menu = this.page.host.querySelector("details.hb-menu[open]");
    if (menu) {
      menu.removeAttribute("open");
      /** @type {HTMLElement} */ (menu.querySelector("summary")).focus();
    } else if (this.page.host.dataset.findings !== undefined) {
      this.openFindings(false);
      this.page.host.one("[data-do=toggle-findings]").focus();
    }
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = event.target instanceof Element ? event.target : null;
    const link = /** @type {HTMLElement | null} */ (target && target.closest("a[data-goto], a[data-section]"));
    if (link) {
      // A plain jump would replace the draft's id in the address.
      event.preventDefault();
      if (link.dataset.goto) this.goTo(link.dataset.goto);
      else this.goToSection(link.dataset.section || "");
      return;
    }
    const button = /** @type {HTMLElement | null} */ (target && target.closest("[data-do], [data-tab]"));
    if (!button) return;
    if (button.dataset.tab) {
      this.tab(button.dataset.tab);
      const panes = this.page.host.one(".hb-template__panes");
      if (panes.getBoundingClientRect().top < 0) panes.scrollIntoView({ block: "start" });
    }
    const action = this.actions[button.dataset.do || ""];
    if (action) action();
    if (button.dataset.do === "rows-paste") void this.paste(button);
  }

  /** @param {HTMLElement} button */
  async paste(button) {
    const list = /** @type {HTMLElement | null} */ (button.closest("[data-rows]"));
    const tools = await this.page.toolsReady();
    if (tools && list) tools.paste.ask(list.dataset.rows || "");
  }

  /** @type {Record<string, () => void>} */
  actions = {
    check: () => void this.check(),
    "toggle-findings": () => this.openFindings(this.page.host.dataset.findings === undefined),
    "copy-rich": () => void this.copied("rich"),
    "copy-text": () => void this.copied("text"),
    "copy-markdown": () => void this.copied("markdown"),
    word: () => void this.page.word(),
    print: () => void Promise.all([this.page.checking.ready(), this.page.toolsReady()]).then(() => window.print()),
    "save-json": () => this.page.saveFile(),
    "open-json": () => this.page.host.one("[data-part=file]").click(),
    clear: () => this.page.clear(),
    "new-draft": () => void this.page.newDraft(),
  };

  async check() {
    if (!(await this.page.checking.ready())) return; // the page has said so
    this.page.findings.check();
    this.page.refresh();
    this.tab("form");
    this.page.findings.focusSummary();
  }

  /** @param {boolean} open */
  openFindings(open) {
    if (open) this.page.host.dataset.findings = "";
    else delete this.page.host.dataset.findings;
    this.page.host.one("[data-do=toggle-findings]").setAttribute("aria-expanded", String(open));
  }

  /** @param {"rich" | "text" | "markdown"} kind */
  async copied(kind) {
    this.page.host.one("[data-part=copy-menu]").removeAttribute("open");
    await this.page.checking.ready(); // computed values belong on the copy
    const tools = await this.page.toolsReady();
    const done = Boolean(tools && tools.copy(kind));
    this.page.notices.add(done ? "已複製，可以貼上了。" : "瀏覽器不讓複製。請改用列印或 Word。", { name: "copy" });
  }

  /** The parts shown on a small screen. @param {string} name */
  tab(name) {
    this.page.host.dataset.view = name;
    for (const button of this.page.host.many("[data-tab]")) button.setAttribute("aria-pressed", String(button.dataset.tab === name));
    if (name === "findings") this.openFindings(true);
  }

  /** @param {string} key */
  goTo(key) {
    this.tab("form");
    this.page.form.focus(key);
  }

  /** @param {string} id */
  goToSection(id) {
    this.tab("form");
    const title = this.page.host.querySelector(`#section-${id}-title`);
    if (!(title instanceof HTMLElement)) return;
    title.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  }
}
