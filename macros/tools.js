// Entry of the script that comes with the rules: what only those need who fill in.

import { handbook } from "./common/data.js";
import { Tools } from "./tools/tools.js";

handbook.define("tools", Tools);
