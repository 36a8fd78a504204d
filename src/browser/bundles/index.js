// The script of every page: defines the elements and starts what the page around them does.
import { HbCite } from "../../../macros/clause/clause.js";
import { HbChanges } from "../../../macros/home/changes.js";
import { HbPost } from "../../../macros/home/home.js";
import { HbDrafts } from "../../../macros/drafts/drafts.js";
import { startOffline } from "../../../macros/offline/offline.js";
import { HbSearch } from "../../../macros/search/search.js";
import { startSite } from "../../../macros/site/site.js";

for (const element of [HbDrafts, HbChanges, HbPost, HbCite, HbSearch]) element.define();
startSite();
startOffline();
