// Entry of the script that computes and checks; loaded when somebody begins to fill in.

import { handbook } from "./shared/data.js";
import { Checker } from "./shared/rules.js";

handbook.define("rules", Checker);
