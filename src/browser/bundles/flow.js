// Entry of the bundle for pages with an emergency flow.
import { HbFlow } from "../../../macros/flow/flow.js";

HbFlow.define();
