// Entry of the bundle for template pages: the form, the rules and the Word file.

import { HbTemplate } from "./template/template.js";

HbTemplate.define();
