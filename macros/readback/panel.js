// What a Word file says differently is shown before anything of it is taken.

import { button, make } from "../../src/browser/elements/dom.js";
import { ImportError } from "../../src/browser/rules/response.js";
import { valuesWithout } from "../../src/browser/documents/readback/differences.js";
import { readWordFile } from "./reading.js";

/**
 * @typedef {import("./reading.js").Found} Found
 * @typedef {import("../../src/browser/documents/readback/differences.js").Difference} Difference
 *
 * @typedef {object} Target the page onto which the file was dropped
 * @property {import("./reading.js").Definition | null} definition of the page, if it is the page of one template
 * @property {HTMLElement} place behind which the panel stands
 * @property {(text: string) => void} tell says something to the reader
 * @property {(found: Found, values: import("../../src/browser/values/fields.js").Values, file: string, count: number) => Promise<void>} adopt
 *   takes what the reader has chosen; count: how many changes that are
 */

const KINDS = { changed: "改動", added: "新增", removed: "刪去", moved: "移動" };
const MOST = 60; // characters of a file's name that are shown

/** Reads a Word file and shows what it says. @param {File} file @param {Target} target */
export async function openWordFile(file, target) {
  const name = file.name.length > MOST ? `${file.name.slice(0, MOST)}…` : file.name;
  try {
    new Panel(await readWordFile(file, target.definition), name, target).show();
  } catch (error) {
    if (!(error instanceof ImportError)) console.warn("the Word file was not read", error);
    const why = error instanceof ImportError ? error.message : "這個 Word 檔讀不出來。";
    target.tell(`「${name}」：${why}已填的內容沒有改動。`);
  }
}

class Panel {
  /** @param {Found} found @param {string} name of the file @param {Target} target */
  constructor(found, name, target) {
    this.found = found;
    this.name = name;
    this.target = target;
    this.before = /** @type {HTMLElement | null} */ (document.activeElement);
    this.title = make("h2", { class: "hb-readback__title", id: "readback-title", tabindex: "-1" }, `從「${name}」讀回`);
    this.element = make("section", { class: "hb-readback", "aria-labelledby": "readback-title" });
    /** @type {HTMLInputElement[]} */
    this.boxes = [];
    this.accept = button("", () => void this.taken(), "hb-button--strong");
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault(); // it must not close anything else as well
      this.close();
    });
    this.element.addEventListener("change", () => this.count());
  }

  /** Shows the panel; another one that is open goes. */
  show() {
    for (const other of document.querySelectorAll(".hb-readback")) other.remove();
    const { reading, notes, isOther, definition } = this.found;
    const { differences } = reading;
    this.element.append(this.title);
    if (isOther)
      this.warn(`這是範本「${definition.title}」的檔，不是這一頁的。採用後存成那份範本的新草稿，並打開它的頁面；這一頁的內容不動。`);
    for (const note of notes) this.warn(note);
    const same = "文字與檔案帶著的填寫內容一致，沒有改動。可以照樣開成新的草稿。";
    const lead = `與檔案帶著的填寫內容相比，有 ${differences.length} 處不同。勾選要採用的；沒有勾選的保留原來的。`;
    this.element.append(make("p", "hb-readback__lead", differences.length ? lead : same));
    if (differences.length) this.element.append(this.choices(differences));
    this.odd("這些欄位在檔案裡有兩處改得不一樣，保留原來的，請自行核對：", reading.restored.conflicts);
    this.odd("這些文字不屬於任何欄位，不會帶入：", reading.strange);
    const cancel = button("取消", () => this.close());
    this.element.append(make("p", "hb-readback__buttons", this.accept, cancel));
    this.element.append(make("p", "hb-readback__note", "採用後存為新的草稿，先前的草稿不動。"));
    this.count();
    this.target.place.after(this.element);
    this.title.scrollIntoView({ block: "center" });
    this.title.focus({ preventScroll: true });
  }

  /** Adds a warning. @param {string} text */
  warn(text) {
    this.element.append(make("p", "hb-readback__warning", text));
  }

  /** Adds what could not be read, if there is any. @param {string} lead @param {string[]} texts */
  odd(lead, texts) {
    if (!texts.length) return;
    const list = make("ul", "hb-readback__odd", ...texts.map((text) => make("li", {}, text)));
    this.element.append(make("div", "hb-readback__warning", make("p", {}, lead), list));
  }

  /** The differences to choose from. @param {Difference[]} differences */
  choices(differences) {
    const list = make("ul", { class: "hb-readback__list", role: "list" }, ...differences.map((one, at) => this.choice(one, at)));
    const set = (/** @type {boolean} */ checked) => {
      for (const box of this.boxes) box.checked = checked;
      this.count();
    };
    const all = make("p", "hb-readback__buttons", button("全選", () => set(true)), button("全不選", () => set(false)));
    const legend = make("legend", "hb-hidden", "不同之處");
    return make("fieldset", "hb-readback__choices", legend, ...(differences.length > 1 ? [all] : []), list);
  }

  /** One difference, with its box. @param {Difference} difference @param {number} at */
  choice({ kind, label, before, after }, at) {
    const box = make("input", { type: "checkbox", id: `readback-${at}` });
    box.checked = true;
    this.boxes.push(box);
    const values = make("span", "hb-readback__values");
    if (kind !== "added") values.append(make("span", "hb-hidden", "原為"), make("del", {}, before || "（空白）"));
    if (kind === "changed" || kind === "moved") values.append(make("span", "hb-readback__arrow", " → "));
    if (kind !== "removed") values.append(make("span", "hb-hidden", "現為"), make("ins", {}, after || "（空白）"));
    const head = make("span", "hb-readback__head", make("span", `hb-readback__kind hb-readback__kind--${kind}`, KINDS[kind]), label);
    return make("li", "hb-readback__row", make("label", { for: box.id, class: "hb-readback__label" }, box, make("span", {}, head, values)));
  }

  /** The differences that are not wanted. */
  refused() {
    return this.found.reading.differences.filter((_, at) => !this.boxes[at].checked);
  }

  /** Says on the button how many are chosen. */
  count() {
    const all = this.boxes.length;
    const taken = all - this.refused().length;
    const what = !all || !taken ? "開成新的草稿" : taken === all ? `採用全部 ${all} 處` : `採用所選 ${taken} 處`;
    this.accept.textContent = this.found.isOther ? `${what}，並打開「${this.found.definition.title}」` : what;
  }

  /** Takes what is chosen. */
  async taken() {
    const { carried, reading } = this.found;
    const refused = this.refused();
    const values = valuesWithout(carried, reading.restored, refused);
    this.element.remove();
    await this.target.adopt(this.found, values, this.name, reading.differences.length - refused.length);
  }

  /** Closes the panel; nothing is taken. */
  close() {
    this.element.remove();
    if (this.before && this.before.isConnected) this.before.focus();
    this.target.tell(`沒有採用「${this.name}」；已填的內容沒有改動。`);
  }
}
