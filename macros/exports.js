// Entry of the script that makes calendars and spreadsheets; loaded when somebody asks for one.

import { handbook } from "./common/data.js";
import { Exports } from "./exports/exports.js";

handbook.define("exports", Exports);
