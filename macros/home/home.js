// <hb-post>: somebody chooses a post on this device, and finds its things here from then on. Without JavaScript there is the list
// of all posts.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { HbElement } from "../../src/browser/elements/element.js";
import { clone, make, part, setText } from "../../src/browser/elements/dom.js";
import { siteRoot } from "../../src/browser/storage/addresses.js";
import { choosePost, chosenPost } from "../../src/browser/storage/post.js";
import { showPost } from "../site/site.js";

/** @typedef {{title: string, url: string, note: string}[]} Things  what somebody in a post uses; pages/views/post.py finds it */

const ALL = "全部職責";

export class HbPost extends HbElement {
  static tag = "hb-post";

  connected() {
    const choice = this.choice = /** @type {HTMLSelectElement} */ (this.one("[data-part=choice]"));
    for (const group of this.many("[data-part=group]")) {
      const options = Array.from(group.querySelectorAll("a"), (one) => make("option", { value: one.dataset.post || "" }, one.textContent || ""));
      const title = group.querySelector("[data-part=group-title]");
      choice.append(...(title ? [make("optgroup", { label: title.textContent || "" }, ...options)] : options));
    }
    const chosen = chosenPost();
    if (chosen && this.link(chosen.id)) choice.value = chosen.id;
    choice.addEventListener("change", () => this.choose());
    this.one("[data-part=mine]").hidden = false;
    return this.show();
  }

  /** The link to the page of a post. @param {string} id */
  link(id) {
    return /** @type {HTMLAnchorElement | undefined} */ (this.many("[data-post]").find((one) => one.dataset.post === id));
  }

  /** Another post was chosen, or none. */
  choose() {
    const { value } = /** @type {HTMLSelectElement} */ (this.choice);
    const link = this.link(value);
    const post = link ? { id: value, title: link.textContent || "", path: link.href.slice(siteRoot().length) } : null;
    choosePost(post);
    showPost(post);
    return this.show();
  }

  /** Shows the things of the chosen post. */
  async show() {
    const { value } = /** @type {HTMLSelectElement} */ (this.choice);
    const list = this.one("[data-part=things]");
    const page = this.link(value);
    list.hidden = !page;
    if (!page) return;
    /** @type {Things} */
    let things = [];
    try {
      things = await handbook.load(`post-${value}`);
    } catch (error) {
      console.warn("hb-post: the things of the post cannot be loaded", error); // its page still has them
    }
    if (/** @type {HTMLSelectElement} */ (this.choice).value !== value) return;
    list.replaceChildren(this.draw(ALL, page.href, ""), ...things.map((one) => this.draw(one.title, siteRoot() + one.url, one.note)));
  }

  /** One line. @param {string} title @param {string} address @param {string} note */
  draw(title, address, note) {
    const made = clone(this.one("template"));
    part(made, "link", HTMLAnchorElement).href = address;
    setText(made, "title", title);
    setText(made, "note", note);
    return made;
  }
}
