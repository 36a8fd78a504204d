// The heads and feet of a Word file, in which an organisation's own file may have blanks as well.

/** Where a blank stands that is in the head or foot of a page. */
export const EDGE = "edge";

/** @param {Iterable<Record<string, string>>} entries */
export const hasEdges = (entries) => Array.from(entries).some((entry) => entry.place === EDGE);

/** The parts with heads and feet: heads first, as they stand on the page. @param {string[]} names */
export const edgesOf = (names) =>
  [/^word\/header[0-9]*\.xml$/, /^word\/footer[0-9]*\.xml$/].flatMap((kind) => names.filter((name) => kind.test(name)).sort());
