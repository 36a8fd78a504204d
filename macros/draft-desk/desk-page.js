// The page of all drafts, as its parts see it. Types only.

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/storage/drafts.js").Draft} Draft
 *
 * @typedef {object} DeskPage
 * @property {import("../../src/browser/elements/element.js").HbElement} host the page's element
 * @property {import("../../src/browser/elements/notices.js").Notices} notices
 * @property {Map<string, {title: string, url: string}>} templates by id
 * @property {Draft[]} drafts newest first
 * @property {(id: string) => Draft} draft the draft of that id; throws when there is none
 * @property {(template: string) => Promise<Definition>} load the definition of a template
 * @property {(draft: Draft) => void} goTo goes to the page on which a draft is filled in
 * @property {(work: () => Promise<unknown>, draft?: Draft) => Promise<void>} attempt does what may fail for want of space; says so,
 *   and offers as a file what could not be stored
 * @property {() => Promise<void>} show reads and shows all drafts
 * @property {(name: string, isShown: boolean) => void} open shows or hides one of the panels
 */

export {};
