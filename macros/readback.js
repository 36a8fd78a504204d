// Entry of the script that reads Word files back; loaded when somebody drops or chooses one.

import { handbook } from "./common/data.js";
import { openWordFile } from "./readback/panel.js";

handbook.define("readback", openWordFile);
