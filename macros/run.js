// Entry of the bundle for pages with a flow or a checklist.
import { HbChecklist } from "./checklist/checklist.js";
import { HbFlow } from "./flow/flow.js";

for (const element of [HbChecklist, HbFlow]) element.define();
