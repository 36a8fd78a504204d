// Entry of the bundle for template pages: form, paper, findings and drafts.

import { startPlanLinks } from "../../../macros/checklist/plan-links.js";
import { HbTemplate } from "../../../macros/template/template.js";

HbTemplate.define();
startPlanLinks();
