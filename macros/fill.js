// Entry of the bundle for template pages: form, paper, findings and drafts.

import { HbTemplate } from "./template/template.js";

HbTemplate.define();
