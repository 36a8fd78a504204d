// What a finding offers besides the way to its field: what the value should probably be, and the way to every other place.

import { idOf, keyOf, partsOf } from "./keys.js";

/**
 * A button that writes what was meant, and links to the other places that the finding is about.
 * @param {import("../../src/browser/values/fields.js").Finding} finding
 * @param {import("../../src/browser/values/fields.js").Values} values
 * @param {import("../../src/browser/values/fields.js").Definition} definition
 * @param {(name: string) => HTMLElement} made an element of one of the page's templates
 * @returns {HTMLElement[]}
 */
export function waysOn(finding, values, definition, made) {
  /** @type {HTMLElement[]} */
  const found = [];
  if (finding.instead) {
    const button = made("instead-template");
    button.textContent = `改為「${finding.instead}」`;
    button.dataset.take = keyOf(finding.field, values);
    button.dataset.value = finding.instead;
    found.push(button);
  }
  for (const path of finding.others) {
    const key = keyOf(path, values);
    const at = partsOf(key);
    if (at.row && path.split(".")[0] === finding.field.split(".")[0]) continue; // another cell of the same row
    const field = definition.sections.flatMap((section) => section.fields).find((one) => one.id === at.field);
    const row = (/\[(\d+)\]/.exec(path) || [])[1];
    const link = /** @type {HTMLAnchorElement} */ (made("other-template"));
    link.textContent = `到「${field ? field.label : at.field}」${row === undefined ? "" : `第 ${Number(row) + 1} 列`}`;
    link.href = `#${idOf(key)}`;
    link.dataset.goto = key;
    found.push(link);
  }
  return found;
}
