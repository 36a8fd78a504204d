// Entry of the script that fills Word files; loaded when somebody asks for one.

import { handbook } from "../elements/data-scripts.js";
import { fillDocx } from "../documents/word/filled-file.js";

handbook.define("word", fillDocx);
