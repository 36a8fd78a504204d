// @ts-check
/** The page around a document: light or dark, the drawer, the contents list, printing, moved addresses. */
import { followMoved } from "../moved/moved.js";

const WIDE = "(min-width: 76.25em)";
const SCHEME_KEY = "handbook.scheme";

/** Make the chrome of the page work. Each part is independent: one that fails does not stop the others. */
export function startSite() {
  for (const part of [followMoved, scheme, drawer, whereWeAre, contents, printing, scrollers]) {
    try {
      part();
    } catch (error) {
      console.error(`site: ${part.name}`, error);
    }
  }
}

function scheme() {
  const button = document.querySelector("[data-hb-scheme]");
  if (!(button instanceof HTMLButtonElement)) return;
  const root = document.documentElement;
  button.hidden = false;
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.mdColorScheme === "slate"));
  show();
  matchMedia("(prefers-color-scheme: dark)").addEventListener?.("change", show); // after early.js has followed it
  button.addEventListener("click", () => {
    const next = root.dataset.mdColorScheme === "slate" ? "default" : "slate";
    root.dataset.mdColorScheme = next;
    root.dataset.hbScheme = next;
    show();
    try {
      localStorage.setItem(SCHEME_KEY, next);
    } catch {
      // Not remembered where site data is blocked; the choice still holds for this page.
    }
  });
}

/** Without JavaScript the drawer is opened by :target; here it gets a state, Escape and its focus back. */
function drawer() {
  const menu = document.querySelector("[data-hb-menu]");
  const nav = document.getElementById("hb-nav");
  if (!(menu instanceof HTMLElement) || !nav) return;
  menu.setAttribute("role", "button");
  menu.setAttribute("aria-controls", nav.id);
  /** @param {boolean} open @param {boolean} [focus] */
  const set = (open, focus = true) => {
    nav.classList.toggle("hb-nav--open", open);
    menu.setAttribute("aria-expanded", String(open));
    if (!focus) return;
    const target = open ? nav.querySelector("a") : menu;
    if (target instanceof HTMLElement) target.focus();
  };
  set(false, false);
  menu.addEventListener("click", (event) => {
    event.preventDefault();
    set(!nav.classList.contains("hb-nav--open"));
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      menu.click();
    }
  });
  for (const closer of document.querySelectorAll(".hb-nav__close, .hb-nav__veil")) {
    closer.addEventListener("click", (event) => {
      event.preventDefault();
      if (location.hash === "#hb-nav") history.replaceState(null, "", location.pathname + location.search);
      set(false);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.classList.contains("hb-nav--open")) set(false);
  });
}

/** In a long navigation the current page is scrolled into view, without moving the page itself. */
function whereWeAre() {
  const nav = document.getElementById("hb-nav");
  const current = nav?.querySelector("[aria-current]");
  if (!nav || !(current instanceof HTMLElement)) return;
  const below = current.getBoundingClientRect().bottom - nav.getBoundingClientRect().bottom;
  if (below > 0) nav.scrollTop += below + nav.clientHeight / 2;
}

/** On wide screens the contents list is always open; browsers before ::details-content need it said. */
function contents() {
  const list = document.querySelector("details.hb-toc");
  if (!(list instanceof HTMLDetailsElement)) return;
  const wide = matchMedia(WIDE);
  const apply = () => {
    list.open = wide.matches;
  };
  apply();
  wide.addEventListener("change", apply);
  list.addEventListener("click", (event) => {
    if (!wide.matches && event.target instanceof HTMLAnchorElement) list.open = false;
  });
}

/** What is folded away on the screen is printed, and folded again afterwards. */
function printing() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter(
      /** @returns {element is HTMLDetailsElement} */
      (element) => element instanceof HTMLDetailsElement && !element.hasAttribute("data-hb-print-closed"),
    );
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
}

/** A table, or code, that fits needs no stop for the keyboard. */
function scrollers() {
  const regions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".hb-scroll, .md-typeset pre > code")]);
  const apply = () => {
    for (const region of regions) {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };
  apply();
  addEventListener("resize", apply, { passive: true });
}
