// Entry of the script that computes and checks; loaded when somebody begins to fill in.

import { handbook } from "../elements/data-scripts.js";
import { Checker } from "../rules/checking.js";

handbook.define("rules", Checker);
