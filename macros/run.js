// Entry of the bundle for pages with a checklist.
import { HbChecklist } from "./checklist/checklist.js";

HbChecklist.define();
