// Entry of the bundle for template pages: form, paper, findings and drafts.

import { startPlanLinks } from "./checklist/plan-links.js";
import { HbTemplate } from "./template/template.js";

HbTemplate.define();
startPlanLinks();
