// What was read back from a Word file becomes a draft of its own: no other draft is touched.

import { copyValues } from "../../src/browser/rules/response.js";
import { draftPath, siteRoot } from "../../src/browser/storage/addresses.js";
import { newDraft } from "../../src/browser/storage/drafts.js";

/**
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 * @typedef {import("./reading.js").Found} Found
 */

/**
 * Where the draft came from, so that it can be merged with its copies one day.
 * @param {Found} found @returns {import("../../src/browser/rules/response.js").Origin}
 */
export const originOfFound = ({ carried, lineage, draft }) => ({
  received: { ...copyValues(carried) },
  ...(lineage && { lineage }),
  ...(draft && { from: draft }),
});

/** The draft, not stored yet. @param {Found} found @param {Values} values the ones that were taken @returns {Draft} */
export const draftOfFound = (found, values) => newDraft(found.definition, values, originOfFound(found), found.aside);

/** Goes to the page on which a draft is filled in. @param {Draft} draft */
export const goToDraft = (draft) => location.assign(siteRoot() + draftPath(draft));
