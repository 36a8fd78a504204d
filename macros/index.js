// The script of every page: defines the elements and starts what the page around them does.
import { HbCite } from "./clause/clause.js";
import { HbDrafts } from "./drafts/drafts.js";
import { startOffline } from "./offline/offline.js";
import { HbSearch } from "./search/shell.js";
import { startSite } from "./site/site.js";

for (const element of [HbDrafts, HbCite, HbSearch]) element.define();
startSite();
startOffline();
