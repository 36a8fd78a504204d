// What the Word file format calls its parts, and how our record of a file's blanks is named in it. Every script of this
// room takes these names from here. The twin is src/handbook/documents/word/docx_format.py.

/**
 * @typedef {Record<string, string>} BookmarkEntry
 *   what one bookmark stands for, such as {name: "hb3_guests_name", kind: "blank", path: "guests.name"}
 */

/** The media type of a Word file. */
export const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/** The namespace of Word's elements. */
export const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/** The part with the text of a Word file. */
export const DOCUMENT = "word/document.xml";
/** The namespace of the custom XML part that holds our record. */
export const NAMESPACE = "urn:handbook:response";
/** The `place` of a blank that stands in the head or foot of a page. */
const EDGE = "edge";

/**
 * The custom XML parts among a file's parts, by name. Other programs may have renumbered them.
 * @param {string[]} names
 * @returns {string[]}
 */
export const customParts = (names) =>
  names.filter((name) => name.startsWith("customXml/item") && !name.includes("Props") && name.endsWith(".xml")).sort();

/**
 * The parts with heads and feet of pages: all heads, then all feet.
 * @param {string[]} names of all parts
 * @returns {string[]}
 */
export const edgesOf = (names) =>
  [/^word\/header[0-9]*\.xml$/, /^word\/footer[0-9]*\.xml$/].flatMap((kind) => names.filter((name) => kind.test(name)).sort());

/**
 * Whether any blank stands in a head or foot, so that those parts have to be read as well.
 * @param {Iterable<BookmarkEntry>} entries
 * @returns {boolean}
 */
export const hasEdges = (entries) => Array.from(entries).some((entry) => entry.place === EDGE);
