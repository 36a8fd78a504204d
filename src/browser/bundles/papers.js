// Entry of the bundle for pages of papers: a template's extracts, filled from a draft.

import { HbPapers } from "../../../macros/papers/papers.js";

HbPapers.define();
