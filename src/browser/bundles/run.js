// Entry of the bundle for pages with a checklist.
import { HbChecklist } from "../../../macros/checklist/checklist.js";

HbChecklist.define();
