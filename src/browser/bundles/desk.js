// Entry of the bundle for the page of all drafts.

import { HbDraftDesk } from "../../../macros/draft-desk/draft-desk.js";

HbDraftDesk.define();
