// Drafts: responses that are being filled in, as "drafts" holds them.

import { labelsOf, nameOf } from "../rules/response.js";
import { fieldsOf, isBlankRow } from "../values/fields.js";
import { freshId } from "../values/fresh-id.js";

/**
 * @typedef {import("../values/fields.js").Definition} Definition
 * @typedef {import("../values/fields.js").Values} Values
 * @typedef {import("../rules/response.js").Origin} Origin
 *
 * @typedef {object} StoredDraft
 * @property {string} id
 * @property {string} template id of the template
 * @property {string} version of the template when the draft was last written
 * @property {string} name what a list of drafts shows
 * @property {Values} values
 * @property {Record<string, unknown>} [aside] what the template has no fields for, kept for a version that has
 * @property {Record<string, string>} [fields] labels of the fields the template had; missing in a draft of the first release
 * @property {number} updated ms since 1970
 * @property {number} revision counts the writes
 * @property {string} [by] the tab that wrote the draft last
 *
 * @typedef {StoredDraft & Origin} Draft
 */

/**
 * A draft that begins now. It is not stored yet.
 * @param {Definition} definition
 * @param {Values} values
 * @param {Origin} [origin] its `named` becomes the draft's name; otherwise the name follows the values
 * @param {Record<string, unknown>} [aside]
 * @returns {Draft}
 */
export const newDraft = (definition, values, origin = {}, aside = {}) => ({
  ...origin,
  id: freshId(),
  template: definition.id,
  version: definition.version || "",
  name: origin.named || nameOf(definition, values),
  values: { ...values },
  aside: { ...aside },
  fields: labelsOf(definition),
  updated: Date.now(),
  revision: 1,
});

/** Where a draft came from. @param {Draft} draft @returns {Origin} */
export function originIn({ named, lineage, received, from, before, beforeFrom }) {
  const origin = Object.entries({ named, lineage, received, from, before, beforeFrom });
  return Object.fromEntries(origin.filter(([, value]) => value));
}

/** The values without blank rows and computed fields. @param {Definition} definition @param {Values} values @returns {Values} */
export function storableValues(definition, values) {
  /** @type {Values} */
  const result = {};
  for (const field of fieldsOf(definition)) {
    const value = values[field.id];
    if (field.type === "computed") continue;
    if (Array.isArray(value)) result[field.id] = value.filter((row) => !isBlankRow(field, row)).map((row) => ({ ...row }));
    else if (typeof value === "string" && value !== "") result[field.id] = value;
  }
  return result;
}
