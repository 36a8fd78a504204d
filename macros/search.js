// Entry of the script that searches and marks what was searched; loaded when the search box is first used, or by a link with ?h=.

import { handbook } from "./common/data.js";
import { SearchBox } from "./search/box.js";
import { highlight } from "./search/highlight.js";

/** @typedef {import("./search/shell.js").HbSearch} HbSearch */

handbook.define("search-box", {
  open: (/** @type {HbSearch} */ host) => new SearchBox(host).start(),
  highlight,
});
