// Clearing a shared computer: what would be deleted is said first, and asked once more.

import { buttonFor } from "../../src/browser/elements/commands.js";
import { setText } from "../../src/browser/elements/dom.js";
import { whatIsKept, wipeAll } from "./kept-data.js";

const BESIDES =
  "還要自己處理的：已下載的檔案、瀏覽器的瀏覽記錄，以及還開著的分頁（請關閉）。" +
  "保留的只有明暗設定與離線副本，裡面沒有填寫的內容。";

export class WipePanel {
  /** @param {Pick<import("./desk-page.js").DeskPage, "host" | "notices" | "show" | "open">} page @param {(told: string) => void} cleared everything is gone */
  constructor(page, cleared) {
    this.page = page;
    this.cleared = cleared;
  }

  /** @type {import("../../src/browser/elements/commands.js").Commands} */
  commands = {
    wipe: { run: () => this.ask() },
    "wipe-now": { run: () => this.wipe() },
    "wipe-cancel": { run: () => this.end() },
  };

  async ask() {
    const kept = await whatIsKept().catch(() => "");
    setText(this.page.host, "wipe-count", kept ? `會刪去 ${kept}。` : "這個瀏覽器裡沒有找到存著的內容。");
    this.page.open("wipe", true);
  }

  async wipe() {
    const { notices } = this.page;
    try {
      const wiped = await wipeAll();
      this.cleared(wiped ? `已清除 ${wiped}。` : "這個瀏覽器裡本來就沒有存著的內容。");
      notices.add(BESIDES);
    } catch (error) {
      console.warn("hb-draft-desk: not everything was wiped", error);
      notices.add("沒有全部清除，下面的還在。請再試一次，或在瀏覽器的設定裡清除這個網站的資料。", { kind: "warning", name: "storage" });
    }
    this.end();
    await this.page.show();
  }

  end() {
    this.page.open("wipe", false);
    buttonFor(this.page.host, "wipe").focus();
  }
}
