// Takes over into a list what stands in a draft of the plan that it is part of. What the reader has filled in stays.

import { handbook } from "../../src/browser/elements/data-scripts.js";
import { copyValues, fit } from "../../src/browser/rules/response.js";
import { takenValues } from "../../src/browser/rules/taken-values.js";
import { fieldsOf, isBlankRow, rowsOf, textOf } from "../../src/browser/values/fields.js";
import { freshId } from "../../src/browser/values/fresh-id.js";

/**
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Field} Field
 * @typedef {import("../../src/browser/values/fields.js").Row} Row
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../../src/browser/values/fields.js").Whole} Whole
 * @typedef {Pick<import("../template/filling-page.js").FillingPage, "definition" | "values" | "keeper" | "notices" | "begin" | "note">} Page
 */

const MOST_NAMED = 5; // fields in a line that says which stayed as they were

/** Takes over a draft of the whole, and says what became of it. @param {Page} page @param {Whole} whole @param {Draft} draft */
export async function takeOver(page, whole, draft) {
  let given;
  try {
    given = takenValues(await computed(whole, draft), whole.taken);
  } catch (error) {
    console.warn("hb-template: nothing taken over", error);
    page.notices.add("帶入用的資料沒有載入，請再試一次。填寫的內容沒有改動。", { kind: "warning", name: "whole" });
    return;
  }
  const before = copyValues(page.values);
  const { values, taken, kept } = filledIn(page.definition, page.values, given);
  const others = kept.length > MOST_NAMED ? `${kept.slice(0, MOST_NAMED).join("、")}等` : kept.join("、");
  const rest = kept.length ? `另有 ${kept.length} 欄與方案不同，沒有改：${others}。` : "";
  if (!taken) return void page.notices.add(`沒有可帶入的：空著的欄位，${whole.title}裡也沒有填。${rest}`, { name: "whole" });
  page.begin(values);
  page.keeper.touched();
  page.notices.drop("whole");
  page.note(`已由「${draft.name || whole.title}」帶入 ${taken} 欄。${rest}`, "復原", () => {
    page.begin(before);
    page.keeper.touched();
  });
}

/** The values of a draft of the whole, with its computed fields. @param {Whole} whole @param {Draft} draft @returns {Promise<Values>} */
async function computed(whole, draft) {
  /** @type {[Definition, Partial<Definition>, typeof import("../../src/browser/rules/checking.js").Checker]} */
  const [definition, rules, Checker] = await Promise.all([
    handbook.load(`template-${whole.id}`),
    handbook.load(`rules-${whole.id}`),
    handbook.load("rules", document.documentElement.dataset.rules),
  ]);
  return new Checker({ ...definition, ...rules }).compute(fit(draft.values, definition).values);
}

/**
 * Fills in what is blank, or as it stood from the beginning.
 * @param {Definition} definition @param {Values} own what is filled in @param {Values} given
 * @returns {{values: Values, taken: number, kept: string[]}} taken: how many fields have changed; kept: labels of those that
 *   hold something else than what is given
 */
export function filledIn(definition, own, given) {
  const values = copyValues(own);
  /** @type {string[]} */
  const kept = [];
  let taken = 0;
  for (const field of fieldsOf(definition)) {
    if (!(field.id in given)) continue;
    if (field.type === "rows") {
      const { rows, isChanged } = filledRows(field, rowsOf(own, field.id), rowsOf(given, field.id));
      if (isChanged) taken += 1;
      values[field.id] = rows;
      continue;
    }
    const [mine, theirs] = [textOf(own, field.id), textOf(given, field.id)];
    if (mine === theirs) continue;
    if (mine === "" || mine === (field.default || "")) {
      values[field.id] = theirs;
      taken += 1;
    } else kept.push(field.label);
  }
  return { values, taken, kept };
}

/**
 * Blank cells of rows that both have are filled in; rows that only the plan has come last.
 * @param {Field} field @param {Row[]} own @param {Row[]} given
 */
function filledRows(field, own, given) {
  const rows = own.filter((row) => !isBlankRow(field, row)).map((row) => ({ ...row }));
  const known = new Map(rows.map((row) => [row._id, row]));
  let isChanged = false;
  for (const theirs of given.filter((row) => !isBlankRow(field, row))) {
    const mine = known.get(theirs._id);
    if (!mine) rows.push({ ...theirs, _id: theirs._id || freshId() });
    const cells = mine ? Object.keys(theirs).filter((key) => !textOf(mine, key) && textOf(theirs, key)) : [];
    for (const key of cells) if (mine) mine[key] = theirs[key];
    isChanged = isChanged || !mine || cells.length > 0;
  }
  return { rows: isChanged ? rows : own, isChanged };
}
