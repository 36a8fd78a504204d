// Entry of the script that reads Word files back; loaded when somebody drops or chooses one.

import { handbook } from "../elements/data-scripts.js";
import { openWordFile } from "../../../macros/readback/panel.js";

handbook.define("readback", openWordFile);
