// The page around a document: light or dark, the drawer, the contents list, printing, moved addresses.

import { followMoved } from "../moved/moved.js";
import { pagePath, siteRoot } from "../../src/browser/storage/addresses.js";
import { choosePost, chosenPost } from "../../src/browser/storage/post.js";

const WIDE = "(min-width: 76.25em)";
const SCHEME_KEY = "handbook.scheme";

/** Makes what is around the document work. A part that fails does not stop the others. */
export function startSite() {
  for (const part of [followMoved, scheme, () => showPost(chosenPost()), postOfPage, drawer, whereWeAre, contents, printing, scrollers]) {
    try {
      part();
    } catch (error) {
      console.error(`site: ${part.name}`, error);
    }
  }
}

/** The button that changes between light and dark. */
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

/** The button of the header that leads to one's own post. @param {import("../../src/browser/storage/post.js").Post | null} post null for none chosen */
export function showPost(post) {
  const button = document.querySelector("[data-hb-role]");
  const name = document.querySelector("[data-hb-role-name]");
  if (!(button instanceof HTMLAnchorElement) || !name) return;
  button.dataset.all ||= button.href;
  const address = new URL(post ? post.path : "", siteRoot()).href;
  const isOurs = post && address.startsWith(siteRoot()); // what is stored must not lead out of the site
  button.href = isOurs ? address : button.dataset.all;
  name.textContent = post && isOurs ? post.title : "我的崗位";
}

/** On the page of a post: the button that makes it one's own, and takes that back. */
function postOfPage() {
  const button = document.querySelector("[data-hb-post]");
  if (!(button instanceof HTMLButtonElement)) return;
  const { hbPost: id = "", title = "" } = button.dataset;
  const isMine = () => chosenPost()?.id === id;
  const show = () => {
    button.textContent = isMine() ? "這是我的崗位（取消）" : "設為我的崗位";
  };
  show();
  button.hidden = false;
  button.addEventListener("click", () => {
    const post = isMine() ? null : { id, title, path: pagePath() };
    choosePost(post);
    showPost(post);
    show();
  });
}

/** The drawer of the navigation. Without JavaScript it opens by :target; here it tells its state, and closes by Escape. */
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

/** Scrolls a long navigation to the current page, without moving the page itself. */
function whereWeAre() {
  const nav = document.getElementById("hb-nav");
  const current = nav?.querySelector("[aria-current]");
  if (!nav || !(current instanceof HTMLElement)) return;
  const below = current.getBoundingClientRect().bottom - nav.getBoundingClientRect().bottom;
  if (below > 0) nav.scrollTop += below + nav.clientHeight / 2;
}

/** Keeps the contents list open on wide screens: browsers without ::details-content cannot do so by style. */
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

/** Opens what is folded away while the page is printed. */
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

/** Makes a table, or code, that does not fit a stop for the keyboard, so that it can be scrolled. */
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
