// Entry of the script that searches and marks what was searched; loaded when the search box is first used, or by a link with ?h=.

import { handbook } from "../elements/data-scripts.js";
import { SearchBox } from "../../../macros/search/search-box.js";
import { highlight } from "../../../macros/search/marked-words.js";

/** @typedef {import("../../../macros/search/search.js").HbSearch} HbSearch */

handbook.define("search-box", {
  open: (/** @type {HbSearch} */ host) => new SearchBox(host).start(),
  highlight,
});
