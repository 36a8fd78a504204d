// Entry of the script that makes calendars and spreadsheets; loaded when somebody asks for one.

import { handbook } from "../elements/data-scripts.js";
import { Exports } from "../../../macros/exports/exports.js";

handbook.define("exports", Exports);
