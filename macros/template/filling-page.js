// The page of a template, as its parts and the tools of filling in see it. Types only.

/**
 * @typedef {import("../../src/browser/values/fields.js").Definition} Definition
 * @typedef {import("../../src/browser/values/fields.js").Values} Values
 *
 * @typedef {object} Drafts the draft that is filled in, and the others of the template
 * @property {(id: string) => Promise<void>} open fills in a stored draft from now on
 * @property {() => Promise<void>} listed shows the drafts anew
 * @property {(error: import("../../src/browser/storage/storage.js").StorageError) => void} failed says that storage has failed
 * @property {(version: string) => void} tellVersion says so when the draft was written with another version of the template
 * @property {(names: string[], version: string) => void} tellUnknown names what the template has no field for; version: of the
 *   template when the draft was written
 *
 * @typedef {object} FillingPage
 * @property {import("../../src/browser/elements/element.js").HbElement} host the template's element
 * @property {Definition} definition
 * @property {Values} values what is filled in; another object once another draft is filled in
 * @property {import("./checking.js").Checking} checking
 * @property {import("../../src/browser/elements/notices.js").Notices} notices
 * @property {import("./form-view.js").FormView} form
 * @property {import("./findings-view.js").FindingsView} findings
 * @property {import("./paper-view.js").PaperView} paper
 * @property {import("./draft-keeper.js").DraftKeeper} keeper
 * @property {Drafts} drafts
 * @property {() => Values} fresh the values of a form that nobody has filled in
 * @property {(values: Values) => void} begin fills in these values from now on
 * @property {() => void} refresh computes, fills the paper and checks
 * @property {() => void} showAll shows all values, and refreshes
 * @property {() => Promise<void>} check 「檢查」: everything that is wrong is shown
 * @property {(text: string, act?: string, action?: () => void) => void} note says what happened, and offers a button
 */

export {};
