// What was read back becomes a draft of its own: no other draft is touched.

import { freshId } from "../../src/browser/values/fresh-id.js";
import { copyValues, labelsOf, nameOf } from "../../src/browser/rules/response.js";

/** What is remembered of the file, so that the draft can be merged with its copies one day; see originOf in response.js.
 * @param {import("./reading.js").Found} found */
export const keptOf = ({ carried, lineage, draft }) => ({
  received: { ...copyValues(carried) },
  ...(lineage && { lineage }),
  ...(draft && { from: draft }),
});

/** @param {import("./reading.js").Found} found @param {Record<string, any>} values
 * @returns {import("../../src/browser/storage/drafts.js").Draft} */
export function recordOf(found, values) {
  const { definition, aside } = found;
  const version = definition.version || "";
  const rest = { aside: { ...aside }, fields: labelsOf(definition), updated: Date.now(), revision: 1 };
  return { ...keptOf(found), id: freshId(), template: definition.id, version, name: nameOf(definition, values), values: { ...values }, ...rest };
}

/** The page of a template, with a draft of it open. @param {import("../../src/browser/storage/drafts.js").Draft} record */
export const addressOf = (record) =>
  `${document.documentElement.dataset.base || ""}fill/${encodeURIComponent(record.template)}.html#draft=${encodeURIComponent(record.id)}`;
