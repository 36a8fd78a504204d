// Entry of the script that fills Word files; loaded when somebody asks for one.

import { handbook } from "./shared/data.js";
import { fillDocx } from "./shared/docx.js";

handbook.define("word", fillDocx);
