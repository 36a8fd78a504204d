// Entry of the script that fills Word files; loaded when somebody asks for one.

import { handbook } from "./common/data.js";
import { fillDocx } from "./common/docx.js";

handbook.define("word", fillDocx);
