// Entry of the script that computes and checks; loaded when somebody begins to fill in.

import { handbook } from "./common/data.js";
import { Checker } from "./common/rules.js";

handbook.define("rules", Checker);
