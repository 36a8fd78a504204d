// Entry of the bundle for template pages: form, paper, findings and drafts.

import { carryDraft } from "../../../macros/template/page-drafts.js";
import { HbTemplate } from "../../../macros/template/template.js";

HbTemplate.define();
carryDraft();
