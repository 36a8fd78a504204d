// Entry of the script that comes with the rules: what only those need who fill in.

import { handbook } from "../elements/data-scripts.js";
import { Tools } from "../../../macros/tools/tools.js";

handbook.define("tools", Tools);
