"""The words of every diagnostic, in English and Chinese, and what to do about it.

Each code has a sentence and a help text in both languages. The authoring reference is generated from
this table, and a test makes sure that no code is used without an entry.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LANGUAGES = ("en", "zh")
SEVERITY_WORDS = {"en": {"error": "error", "warning": "warning"}, "zh": {"error": "錯誤", "warning": "提醒"}}


@dataclass(frozen=True)
class Message:
    """One diagnostic code: the sentence printed (with {params}) and how to mend it."""

    en: str
    zh: str
    help_en: str
    help_zh: str


CODES: dict[str, Message] = {
    "outside-project": Message(
        "this file lies outside the project (through a link or ..)",
        "此檔案經由連結或 .. 指到專案以外",
        "Only files inside the project are published. Copy the file in, or remove the link.",
        "只發布專案內的檔案；請把檔案複製進來，或移除連結。",
    ),
    "linked-folder": Message(
        "a link to a folder is not followed",
        "不追蹤指向資料夾的連結",
        "Move or copy the folder here.",
        "請把資料夾移到或複製到這裡。",
    ),
    "not-a-file": Message(
        "this is not an ordinary file",
        "這不是一般檔案",
        "Pipes and devices cannot be read as pages.",
        "管道與裝置不能當頁面讀取。",
    ),
    "file-too-large": Message(
        "this file is larger than {megabytes} MB",
        "檔案大於 {megabytes} MB",
        "A page this large is a mistake; split it.",
        "頁面過大，請拆分。",
    ),
    "unreadable-file": Message(
        "this file cannot be read: {reason}",
        "無法讀取檔案：{reason}",
        "Check that the path is right and the file may be read.",
        "請核對路徑和檔名，並看這個檔案有沒有讀取權限。",
    ),
    "not-utf-8": Message(
        "this file is not UTF-8 (it looks like {guess})",
        "檔案不是 UTF-8 編碼（看來是 {guess}）",
        "Save it again as UTF-8.",
        "請另存為 UTF-8。",
    ),
    "nul-byte": Message(
        "there is a NUL byte here",
        "此處有 NUL 位元組",
        "The file is damaged or not text; save it again as UTF-8 text.",
        "檔案已損壞或不是文字檔，請另存為 UTF-8 文字。",
    ),
    "front-matter-unclosed": Message(
        "the front matter is not closed by a line ---",
        "檔首資料缺少結尾的 ---",
        "Put a line of three hyphens behind the front matter.",
        "請在檔首資料之後加一行三個連字號。",
    ),
    "front-matter-not-a-map": Message(
        'the front matter must be lines of "key: value"',
        "檔首資料須是「鍵: 值」各行",
        "Write one key per line, such as title: 司機.",
        "每行寫一個鍵，例如 title: 司機。",
    ),
    "yaml-syntax": Message(
        "this is not valid YAML: {problem}",
        "YAML 語法有誤：{problem}",
        'A value containing ": " or starting with a special character needs quotes; lists need equal indentation.',
        "常見原因：值裡有「: 」或以特殊字元開頭時要加引號；清單縮排要一致。",
    ),
    "yaml-tab": Message(
        "a tab stands where YAML wants spaces",
        "YAML 縮排用了定位字元",
        "Indent with spaces.",
        "請改用空格縮排。",
    ),
    "yaml-space": Message(
        'a space is missing after "{mark}"',
        "「{mark}」後面缺一個空格",
        "Write key: value, and - item.",
        "寫成「鍵: 值」、「- 項目」。",
    ),
    "full-width-mark": Message(
        '"{mark}" is a full-width mark; here it must be half-width',
        "「{mark}」是全形符號，這裡要用半形",
        "Marks that say how a file is built are typed in half width: : , [ ] {} and the quotes; after a colon comes a space.",
        "寫給程式看的符號一律用半形：冒號、逗號、括號、引號；冒號後面空一格。",
    ),
    "text-after-hash": Message(
        'what stands after "#" is a remark to programs and will not be shown: "{text}"',
        "「#」後面的字程式當作註解，不會顯示：「{text}」",
        "If it belongs to the text, put the whole value in quotes; a remark has a space behind #.",
        "要顯示，整個值加上引號；真是註解，「#」後空一格。",
    ),
    "yaml-documents": Message(
        "a second YAML document starts here",
        "此處開始了第二份 YAML 文件",
        "Keep one document per file; remove the line ---.",
        "一個檔案只放一份；請刪去 --- 行。",
    ),
    "yaml-too-deep": Message(
        "this is nested deeper than {depth} levels",
        "巢狀超過 {depth} 層",
        "Flatten the structure.",
        "請簡化結構。",
    ),
    "yaml-alias": Message(
        "anchors and aliases (& and *) are not accepted",
        "不接受錨點與別名（& 與 *）",
        "Write the value out, or put the text in quotes if it only starts with & or *.",
        "請直接寫出內容；若文字只是以 & 或 * 開頭，請加引號。",
    ),
    "yaml-key": Message(
        "a key must be plain text",
        "鍵必須是文字",
        "Put a plain word before the colon.",
        "冒號前請寫一個詞。",
    ),
    "duplicate-key": Message(
        '"{key}" is given twice (first on line {line})',
        "「{key}」重複（第一次在第 {line} 行）",
        "Keep one of the two; otherwise one would silently win.",
        "請只保留一個，否則其中一個會被無聲忽略。",
    ),
    "wrong-type": Message(
        '"{key}" must be: {expected}',
        "「{key}」的格式應為：{expected}",
        "map = lines of key: value; list = lines starting with -; text = one value.",
        "鍵與值是「鍵: 值」各行；清單是以 - 開頭各行，或 [甲, 乙]；文字是單一值。",
    ),
    "unknown-key": Message(
        'there is no key "{key}" here',
        "此處沒有「{key}」這個鍵",
        "The reference of each kind lists its keys.",
        "可用的鍵見各種類的說明。",
    ),
    "kind-missing": Message(
        'this page has no kind:, but "{key}", which only a {kind} has',
        "這一頁沒有寫 kind，卻有只屬於 {kind} 的「{key}」",
        "Add a line kind: to the front matter, such as kind: flow.",
        "請在檔首加一行 kind:，如 kind: flow。",
    ),
    "missing-key": Message(
        '"{key}" is missing',
        "缺少「{key}」",
        "Add the key; the reference says what it means.",
        "請補上；說明見參考頁。",
    ),
    "empty-value": Message(
        '"{key}" is empty',
        "「{key}」是空的",
        "Fill it in.",
        "請填寫。",
    ),
    "synonym-alone": Message(
        "this group of synonyms has nothing to connect",
        "這一組同義詞沒有可以相通的詞",
        "Write at least two words, or both say and mean.",
        "請寫至少兩個詞；單向的一組，say 與 mean 都要有詞。",
    ),
    "synonym-empty": Message(
        "this synonym has no letter, digit or Chinese character",
        "這個同義詞裡沒有文字或數字",
        "Write the word, or remove the item.",
        "請寫出詞，或刪去這一項。",
    ),
    "synonym-repeated": Message(
        '"{word}" stands twice in this group of synonyms (first on line {line})',
        "「{word}」在這一組同義詞裡重複（第一次在第 {line} 行）",
        "Remove one of the two; capitals and full-width letters count as the same.",
        "請刪去一個；只有大小寫、全形半形之別的，算同一個詞。",
    ),
    "synonym-short": Message(
        '"{word}" is one character and would be found nearly everywhere',
        "「{word}」只有一個字，幾乎到處都找得到",
        "Write a longer word, or make the group one-way with this word under say.",
        "請寫長一點的詞；或改成單向，把這個字放在 say。",
    ),
    "synonym-elsewhere": Message(
        '"{word}" also stands in another group that works both ways (line {line})',
        "「{word}」也在另一組互通的同義詞裡（第 {line} 行）",
        "The words of the two groups do not find each other through it. Merge the groups, or make one of them one-way.",
        "兩組的詞不會經由它互相找到。意思相同就併成一組，不同就把其中一組改成單向（say 與 mean）。",
    ),
    "unknown-value": Message(
        '"{value}" is not a {key}; possible: {allowed}',
        "「{key}」不能是「{value}」；可用：{allowed}",
        "Use one of the values listed.",
        "請使用所列的值。",
    ),
    "bad-id": Message(
        '"{value}" is not an id; write it like {example}',
        "「{value}」不是合格的編號；寫法如 {example}",
        "Ids are lower-case English words joined by hyphens and never change.",
        "編號用小寫英文與連字號，公布後不改。",
    ),
    "bad-name": Message(
        '"{value}" is not a field name; write it like {example}',
        "「{value}」不是合格的欄位名稱；寫法如 {example}",
        "Field names are lower-case English words joined by underscores, because rules and layouts use them.",
        "欄位名稱用小寫英文與底線，供規則與版面使用。",
    ),
    "bad-date": Message(
        '"{value}" is not a date; write it like {example}',
        "「{value}」不是日期；寫法如 {example}",
        "Dates are written YYYY-MM-DD and must exist.",
        "日期寫 YYYY-MM-DD，且須真實存在。",
    ),
    "bad-duration": Message(
        '"{value}" is not a duration; write it like {example}',
        "「{value}」不是期間；寫法如 {example}",
        "P1Y is one year, P6M six months, P2W two weeks, P14D fourteen days.",
        "P1Y 一年、P6M 六個月、P2W 兩週、P14D 十四天。",
    ),
    "bad-phone": Message(
        '"{value}" is not a phone number; write it like {example}',
        "「{value}」不是電話號碼；寫法如 {example}",
        "Digits, spaces, + - ( ) # and , only.",
        "只用數字、空格與 + - ( ) # , 。",
    ),
    "bad-number": Message(
        '"{value}" is not a number; write it like {example}',
        "「{value}」不是數字；寫法如 {example}",
        "Digits with at most one decimal point.",
        "只寫數字，至多一個小數點。",
    ),
    "missing-file": Message(
        'there is no file "{file}"',
        "沒有檔案「{file}」",
        "Check the name; the file lies beside the template.",
        "請檢查檔名；檔案與範本同資料夾。",
    ),
    "unknown-inherited": Message(
        'the package has no template or checklist "{name}"',
        "內建沒有範本或清單「{name}」",
        "See `handbook list template`.",
        "可用 handbook list template 查看。",
    ),
    "extract-first": Message(
        'the first layout, "{layout}", is an extract',
        "第一個版面「{layout}」是摘錄",
        "The first layout is the one readers see; put a layout of the whole document before it.",
        "第一個版面是讀者看到的全文；請把全文的版面放在最前面。",
    ),
    "layout-each": Message(
        'each: "{each}" is neither "person" nor a column of a list',
        "each 的「{each}」不是 person，也不是清單的欄",
        "Write person, or list and column: vehicles.vehicle.",
        "請寫 person，或寫「清單.欄」，如 vehicles.vehicle。",
    ),
    "layout-sort": Message(
        'only an extract is sorted, and only by a column of dates or times: not by "{column}"',
        "sort 只用於摘錄，且只能是清單中日期或時間的欄；「{column}」不行",
        "Write list and column, materials.due, and `extract: true`. A whole paper keeps the order it was filled in.",
        "請寫「清單.欄」，如 materials.due，並寫 extract: true；完整的版面照填寫的次序。",
    ),
    "sample-findings": Message(
        "this sample gives other findings than it says; also found: {more}; not found: {less}",
        "這份示例的檢查結果與 expected 所寫的不同；多出：{more}；缺少：{less}",
        "Mend the template's rules or the sample; if these findings are right, write just their codes into `expected`.",
        "請改範本的規則或示例；結果本來就該如此的，把代碼寫進 expected。",
    ),
    "sample-paper": Message(
        'the sample prints something else from here on: "{printed}"',
        "示例印到這一行，與檔裡寫的不同；印出的是「{printed}」",
        "Mend the layout, or take over what is printed: handbook fill TEMPLATE SAMPLE.json --layout ID -o FILE.md.",
        "請改版面；印出的才對時，以 handbook fill 範本 示例.json --layout 版面 -o 檔案.md 更新此檔。",
    ),
    "template-not-read": Message(
        "no template is read from here: {file} is not template.yml in a folder of its own",
        "這裡讀不到範本：{file} 不是自己資料夾裡的 template.yml",
        "Each template is a folder of templates/ with a file template.yml. Some editors add .txt to the name.",
        "一份範本是 templates/ 下的一個資料夾，裡面有 template.yml。記事本可能在檔名後加了 .txt。",
    ),
    "sample-stray": Message(
        "{file} belongs to no sample and layout",
        "{file} 不屬於任何示例和版面",
        "A paper is named after its sample and its layout, NAME.LAYOUT.md, beside NAME.json.",
        "印出的紙以示例名和版面名命名：示例.版面.md，放在 示例.json 旁邊。",
    ),
    "unknown-rule-pack": Message(
        'there is no rule pack "{name}"',
        "沒有規則包「{name}」",
        "Name one of templates/rule-packs/ or of the package: integrity, domestic-reception-2013.",
        "請寫 templates/rule-packs/ 裡的編號，或內建的 integrity、domestic-reception-2013。",
    ),
    "duplicate-document-id": Message(
        'the id "{id}" is already used in {path}:{line}',
        "編號「{id}」已在 {path}:{line} 使用",
        "Every page, procedure, template and checklist has an id of its own.",
        "每個頁面、程序、範本、清單的編號不得相同。",
    ),
    "unknown-role": Message(
        'there is no role "{name}"',
        "沒有崗位「{name}」",
        "Roles are pages of kind role, or entries of docs/_data/roles.yml.",
        "崗位是 kind: role 的頁面，或 docs/_data/roles.yml 的項目。",
    ),
    "unknown-source": Message(
        'there is no source document "{name}"',
        "沒有來源文件「{name}」",
        "Source documents are listed in docs/_data/sources.yml.",
        "來源文件列於 docs/_data/sources.yml。",
    ),
    "unknown-template": Message(
        'there is no template "{name}"',
        "沒有範本「{name}」",
        "Templates are folders below templates/.",
        "範本是 templates/ 下的資料夾。",
    ),
    "unknown-checklist": Message(
        'there is no checklist "{name}"',
        "沒有清單「{name}」",
        "Checklists are files in templates/checklists/.",
        "清單是 templates/checklists/ 下的檔案。",
    ),
    "unknown-contact": Message(
        'there is no contact "{name}"',
        "沒有聯絡人「{name}」",
        "Contacts are listed in docs/_data/contacts.yml.",
        "聯絡人列於 docs/_data/contacts.yml。",
    ),
    "unknown-person": Message(
        'there is no person "{name}"',
        "沒有人員「{name}」",
        "People are listed in docs/_data/people.yml.",
        "人員列於 docs/_data/people.yml。",
    ),
    "unknown-page": Message(
        'there is no page "{name}"',
        "沒有頁面「{name}」",
        "A clause is cited as page-id#clause-id.",
        "引用條款寫成 頁面編號#條款編號。",
    ),
    "unknown-clause": Message(
        'there is no clause "{name}"',
        "沒有條款「{name}」",
        "A clause is cited as page-id#clause-id; the id stands behind the clause as {#id}.",
        "引用條款寫成 頁面編號#條款編號；條款後的 {#編號} 即其編號。",
    ),
    "clause-without-id": Message(
        "clause {number} has no id",
        "條款 {number} 沒有編號",
        "End the line with {#some-id}; the id stays when the number changes.",
        "請在行末加 {#編號}；條號改變時編號不變。",
    ),
    "duplicate-id": Message(
        'the id "{id}" stands already on line {line}',
        "編號「{id}」已在第 {line} 行使用",
        "Each id may stand once on a page, and once in a list.",
        "同一頁、同一清單的編號不得重複。",
    ),
    "ambiguous-heading": Message(
        'the page has this heading or this id more than once: "{title}"',
        "本頁的標題「{title}」與另一個標題或編號相同",
        "Headings of the same words are told apart by the heading above them; where that is the same too, give this "
        "one an id of its own: ## … {#id}",
        "同名的標題靠上一層的標題區分；上一層也相同時，請在標題後面寫明編號：## … {#編號}",
    ),
    "heading-not-shown": Message(
        'this line does not become a heading: "{title}"',
        "這一行不會成為標題：「{title}」",
        "It stands inside a table or an HTML element. Put an empty line above it.",
        "它落在表格或 HTML 元素之內；請在它上面空一行。",
    ),
    "clause-number-gap": Message(
        "clause {number} is out of sequence; expected number {expected}",
        "條號 {number} 不連續；應為第 {expected}",
        "Numbers are real text; correct them by hand.",
        "條號是文字，請手動更正。",
    ),
    "flow-empty": Message(
        "this flow has no nodes",
        "此流程沒有節點",
        "Add nodes: to the front matter.",
        "請在檔首加上 nodes:。",
    ),
    "unknown-node": Message(
        'there is no node "{name}" in this flow',
        "此流程沒有節點「{name}」",
        "next: names the id of another node.",
        "next: 須是另一節點的編號。",
    ),
    "unreachable-node": Message(
        'node "{id}" cannot be reached',
        "走不到節點「{id}」",
        "Lead to it by next: or a choice, or remove it.",
        "請由 next: 或選項接到它，或刪去。",
    ),
    "dead-end": Message(
        'node "{id}" leads nowhere',
        "節點「{id}」沒有下一步",
        "Give it next:, or make it type: outcome.",
        "請加 next:，或改為 type: outcome。",
    ),
    "endless-flow": Message(
        'from node "{id}" no outcome can be reached',
        "從節點「{id}」到不了任何結果",
        "Every path needs an outcome.",
        "每條路徑都要能到達結果。",
    ),
    "node-without-holder": Message(
        'nobody can be called for node "{id}": no rung of the ladder and no contact has the role "{role}"',
        "節點「{id}」找不到人：階梯上與聯絡人中都沒有崗位「{role}」",
        "Put the role on the ladder, with a contact.",
        "請把這個崗位放上權限階梯，並寫明聯絡人。",
    ),
    "ladder-missing": Message(
        "this flow has no authority ladder",
        "這個流程沒有權限階梯",
        "Add ladder: to the front matter, from the lowest rung up; each names a role and a contact.",
        "請在檔首加上 ladder:，由下而上，每級寫崗位與聯絡人。",
    ),
    "ladder-gap": Message(
        'the role "{role}" of node "{id}" is on no rung of the ladder',
        "節點「{id}」的崗位「{role}」不在權限階梯上",
        "Add a rung for it: else nobody knows who decides when this role cannot.",
        "請為它加一級；否則這個崗位無權限或打不通時，不知道往上找誰。",
    ),
    "ladder-repeats-role": Message(
        'the role "{role}" stands on rung {rung} already',
        "崗位「{role}」已在第 {rung} 級",
        "Going up must lead to somebody else.",
        "往上一級，須是另一個人。",
    ),
    "ladder-same-number": Message(
        'the contact "{contact}" has the number of the rung below',
        "聯絡人「{contact}」與下一級是同一個號碼",
        "Going up must reach another telephone.",
        "下一級打不通時，這一級也打不通；請寫另一個號碼。",
    ),
    "contact-never-checked": Message(
        'the numbers of "{id}" were never checked',
        "「{id}」的號碼沒有核對日期",
        "Call the number, then set reviewed: to that day.",
        "請撥號核對後，把 reviewed: 寫成當天。",
    ),
    "contact-overdue": Message(
        'the numbers of "{id}" were due for checking on {due}',
        "「{id}」的號碼應於 {due} 前核對",
        "Call the number, then set reviewed: to that day.",
        "請撥號核對後，把 reviewed: 改成當天。",
    ),
    "due-unreadable": Message(
        'the due time "{due}" cannot be read',
        "看不懂時限「{due}」",
        "Write T-3 workdays 10:00, T-1 days 17:00, T-2 hours, T 07:30, T or E (the end); other words belong into when:.",
        "寫法：T-3 workdays 10:00、T-1 days 17:00、T-2 hours、T 07:30、T，結束寫 E；其他說法寫在 when:。",
    ),
    "calendar-missing": Message(
        "workdays are counted here, but docs/_data/calendar.yml does not say which days of this year are free",
        "這裡以工作日計，但 docs/_data/calendar.yml 沒有今年的放假安排",
        "Enter the year's holidays and shifted workdays from the announcement; until then readers see no due time.",
        "請照當年的放假通知收錄放假與調休；收錄以前，讀者看不到這個時限。",
    ),
    "calendar-other-year": Message(
        "{day} is not a day of {year}",
        "{day} 不在 {year} 年",
        "Each year is an entry of its own; check the date against the announcement.",
        "每年各寫一項；請照通知核對日期。",
    ),
    "calendar-day-twice": Message(
        "{day} stands in {list} already",
        "{day} 已寫在 {list}",
        "A day is a public holiday, another day off, or a shifted workday: keep one.",
        "一天只能是法定節假日、其他放假日或調休上班日之一，請只留一處。",
    ),
    "calendar-no-weekend": Message(
        "{day} is no Saturday or Sunday; it is worked anyway",
        "{day} 不是週六、週日，本來就上班",
        "workdays: names weekends that are worked; check the date against the announcement.",
        "workdays 只寫調休上班的週六、週日；請照通知核對日期。",
    ),
    "checklist-empty": Message(
        "this checklist has no items",
        "這份清單沒有項目",
        "Add items:, each with id, action and role.",
        "請在 items: 加上項目，每項寫 id、action 與 role。",
    ),
    "pause-without-words": Message(
        'the pause says "{pause}": it must say what to stop for',
        "停頓點寫的是「{pause}」，沒有說停下來看什麼",
        "Write the question people must answer: pause: Has the plan been approved? If not, go no further.",
        "請寫出停下來要問的話，如 pause: 方案審定了嗎？未審定，不往下。",
    ),
    "item-without-owner": Message(
        'nobody is named for item "{id}"',
        "項目「{id}」沒有負責的崗位",
        "Add role:.",
        "請加上 role:。",
    ),
    "item-without-verb": Message(
        'item "{id}" does not say what to do: there is no verb in "{action}"',
        "項目「{id}」沒有說做什麼：「{action}」裡沒有動詞",
        "Begin with what is done: 核對座位牌, not 座位牌.",
        "由動作開頭：寫「核對座位牌」，不寫「座位牌」。",
    ),
    "too-many-items": Message(
        "{count} items without a pause; nine at most",
        "連續 {count} 項沒有停頓點；最多九項",
        "Add pause: to an item where people must stop and look.",
        "請在須停下來看的那一項加上 pause:。",
    ),
    "unknown-severity": Message(
        'there is no severity "{name}" in this flow',
        "這個流程沒有級別「{name}」",
        "severity: names the id of one of severities:.",
        "severity: 須是 severities: 裡的一個編號。",
    ),
    "severity-never-chosen": Message(
        'no decision leads to severity "{id}"',
        "沒有一個判斷會定為級別「{id}」",
        "Set severity: on the choice of a decision; else its limits never count.",
        "請在判斷的選項上寫 severity:；否則它的時限永遠用不到。",
    ),
    "limit-of-nothing": Message(
        'a report limit of "{id}" is 0 minutes',
        "「{id}」的報告時限是 0 分鐘",
        "minutes: is at least 1.",
        "minutes: 至少寫 1。",
    ),
    "limit-grows": Message(
        'severity "{id}" has {minutes} minutes for a report that a lighter one must make within {lower}',
        "級別「{id}」有 {minutes} 分鐘，較輕的一級卻只有 {lower} 分鐘",
        "Severities run from the lightest to the gravest; the graver, the sooner the report.",
        "severities: 由輕到重；越重，報告越要快。",
    ),
    "outcome-goes-on": Message(
        'outcome "{id}" must not lead on',
        "結果「{id}」不應再有下一步",
        "Remove next: and choices:, or make it an action.",
        "請刪去 next: 與 choices:，或改為 action。",
    ),
    "decision-goes-on": Message(
        'decision "{id}" has next: beside its choices',
        "判斷「{id}」除了選項，還寫了 next:",
        "Nobody comes past the choices: remove next:, or make it a choice.",
        "選項之外沒有別的路：請刪去 next:，或寫成一個選項。",
    ),
    "decision-without-choices": Message(
        'decision "{id}" needs at least two choices',
        "判斷「{id}」至少要有兩個選項",
        "Add choices:.",
        "請加 choices:。",
    ),
    "decision-without-default": Message(
        'decision "{id}" needs exactly one default',
        "判斷「{id}」須有一個「拿不準時」的預設，也只能有一個",
        "Mark one choice, and only one, default: true.",
        "請只在一個選項寫 default: true，取穩妥的那一邊。",
    ),
    "choices-without-decision": Message(
        'node "{id}" has choices but is not a decision',
        "節點「{id}」有選項但不是判斷",
        "Set type: decision.",
        "請設 type: decision。",
    ),
    "rule-syntax": Message(
        "this expression cannot be read: {reason}",
        "這個運算式看不懂：{reason}",
        "Rules and computed fields are CEL expressions. Mend the expression at the mark.",
        "規則與計算欄位是 CEL 運算式；請修改標出的地方。",
    ),
    "rule-unknown-name": Message(
        'there is no {kind} "{name}" here',
        "這裡沒有名為「{name}」的{kind}",
        "An expression may name the template's fields, the columns of its rows, and the functions of the reference.",
        "運算式只能用本範本的欄位、清單的各欄，以及參考資料列出的函式。",
    ),
    "rule-type": Message(
        "this expression cannot be worked out: {reason}",
        "這個運算式算不出來：{reason}",
        "Every number is a decimal: write 20.0, not 20. A rule must give true or false.",
        "數字一律寫小數，如 20.0 而不是 20；規則的結果必須是真或假。",
    ),
    "broken-link": Message(
        "this link leads nowhere: {target}",
        "此連結沒有目標：{target}",
        "Links between pages name the .md file, relative to the page.",
        "頁面之間的連結寫 .md 檔的相對路徑。",
    ),
    "broken-anchor": Message(
        '"{page}" has no place "{target}"',
        "「{page}」沒有「{target}」這個位置",
        "Link to an id that stands on the page as {#id}.",
        "請連到該頁上以 {#編號} 標示的位置。",
    ),
    "vanished-address": Message(
        'the published address "{address}" is gone',
        "已公布的位址「{address}」不見了",
        "Say where it went, and old links lead there: behind the heading or clause "
        '{#id formerly="old/page.html#old-id"}, or in a front matter formerly: [old/page.html]. To give the '
        "address up, delete its line from addresses.txt.",
        '請寫明它移到哪裡，舊連結就會通到那裡：在標題或條款後面寫 {#編號 formerly="舊頁.html#舊編號"}，'
        "或在檔首寫 formerly: [舊頁.html]。確定不要這個位址，就從 addresses.txt 刪去這一行。",
    ),
    "unrecorded-addresses": Message(
        'addresses that are not recorded yet: {count}, such as "{address}"',
        "還沒有記錄的位址：{count} 個，如「{address}」",
        "Run `handbook addresses` when they are published: from then on a link to them is kept.",
        "公布時請執行 handbook addresses；記錄以後，通到它們的連結才會保住。",
    ),
    "formerly-address": Message(
        '"{address}" is no address of this handbook',
        "「{address}」不是本手冊的位址",
        "Write it from the site's root, as duties/driver.html or duties/driver.html#check; #check alone is this page.",
        "請從網站根目錄寫起，如 duties/driver.html 或 duties/driver.html#check；只寫 #check 指本頁。",
    ),
    "formerly-in-use": Message(
        'the address "{address}" still exists',
        "位址「{address}」仍在使用",
        "`formerly` names addresses that are gone; remove it, or rename what has the address now.",
        "formerly 只寫已經沒有的位址；請刪去它，或替現在用這個位址的改名。",
    ),
    "formerly-twice": Message(
        '"{address}" is said to have moved to two places (first in {file}:{line})',
        "「{address}」寫成移到兩個地方（先見於 {file}:{line}）",
        "An old link can lead to one place only.",
        "一條舊連結只能通到一個地方。",
    ),
    "never-shown": Message(
        '"{id}" is defined but no page shows it',
        "「{id}」已定義，但沒有頁面顯示它",
        'Put {{ name("id") }} where it should stand, with the name of its kind.',
        '請在應出現之處寫 {{ 種類("編號") }}。',
    ),
    "sample-data": Message(
        "{count} entries of {list} are still sample data",
        "{list} 尚有 {count} 筆示例資料",
        "Replace them and remove sample: true; private data can be kept elsewhere with --data.",
        "請換成真實資料並刪去 sample: true；私有資料可用 --data 另放。",
    ),
    "review-overdue": Message(
        "the review was due on {due}",
        "應於 {due} 前複審",
        "Review the document and set reviewed: to that day.",
        "請複審文件並更新 reviewed:。",
    ),
    "active-svg": Message(
        "this SVG holds a script, an event handler or foreign content and is not published",
        "這個 SVG 含有指令碼、事件或外來內容，不予發布",
        "Export the drawing again as plain SVG or as PNG.",
        "請把圖重新匯出為純 SVG 或 PNG。",
    ),
    # ── layouts ──
    "unknown-field": Message(
        'template {template} has no field or column "{field}"',
        "範本 {template} 沒有欄位「{field}」",
        "Layouts, rules and calendar entries name fields by their id. A column is reached through its list: in a layout "
        "by the loop's own name, {{ guest.name }}; in a rule with each by row, row.name; in a function as text, "
        'overlaps(guests, "start", "end", "name").',
        "版面、規則、行事曆都以欄位編號取值。列的欄要經過清單：版面用迴圈名稱，如 {{ guest.name }}；"
        '有 each 的規則用 row，如 row.name；函式裡寫成文字，如 overlaps(guests, "start", "end", "name")。',
    ),
    "unknown-filter": Message(
        'there is no filter "{name}"',
        "沒有「{name}」這種格式",
        'Filters are long, short, date, time, weekday, iso; and on rows list("column") and count.',
        '可用的格式：long、short、date、time、weekday、iso；用於列的有 list("欄") 與 count。',
    ),
    "unused-field": Message(
        'no layout prints the field "{field}"',
        "沒有任何版面印出欄位「{field}」",
        "What is asked for should be on paper. Print the field in a layout, or remove it.",
        "填了就應印在紙上；請在版面中用到它，或刪除此欄位。",
    ),
    "layout-loop": Message(
        'a loop over "{rows}" must hold exactly one table row, list item or paragraph',
        "「{rows}」的迴圈內必須剛好是一個表格列、清單項或段落",
        'Loops repeat one unit on paper and are not nested. For names in a sentence use {{ guests|list("name") }}.',
        '迴圈在紙上重複一個單位，不可巢狀；句中列出人名用 {{ guests|list("name") }}。',
    ),
    "layout-rows": Message(
        '"{field}" is a list; print it with a loop',
        "「{field}」是多列資料，要用迴圈印出",
        "Write {% for row in rows %} around a table row, or use the filters list and count.",
        "在表格列外寫 {% for row in rows %}，或用 list、count。",
    ),
    "layout-statement": Message(
        'a layout may not use "{statement}"',
        "版面中不可使用「{statement}」",
        "A layout holds fields, for over rows, and when. Conditions on values belong into a computed field.",
        "版面只可用欄位、for 與 when；依值判斷請改用計算欄位。",
    ),
    "layout-expression": Message(
        "a layout may not compute; print a field",
        "版面中不可運算，只可印出欄位",
        "Define a computed field in template.yml and print that.",
        "請在 template.yml 定義計算欄位，再印出它。",
    ),
    "layout-syntax": Message(
        "the layout cannot be read: {reason}",
        "版面讀不懂：{reason}",
        "Check that every {% for %} and {% when %} is closed, and that braces come in pairs.",
        "核對 {% for %}、{% when %} 是否都有結尾，大括號是否成對。",
    ),
    "layout-apart": Message(
        "a blank line is missing before this",
        "這一行前面缺一個空行",
        "A table or a list stands apart from the text above it; else it is printed as running text.",
        "表格、清單與上面的文字之間要空一行，否則會印成一段文字。",
    ),
    "layout-brace": Message(
        "one brace stands where two are meant",
        "這裡只有一層大括號",
        "A field is written with two braces on either side.",
        "欄位兩邊各寫兩個大括號。",
    ),
    "layout-table": Message(
        "this row has {found} cells; the table's first row has {wanted}",
        "這一列有 {found} 格；表格的第一列有 {wanted} 格",
        "All rows of a table have the same number of cells, the row of hyphens too; < joins a cell to the one on its left.",
        "同一表格每一列的格數要一樣，橫線那一列也是；併入左邊一格的寫 <。",
    ),
    "layout-unreadable": Message(
        "the layout file cannot be read: {reason}",
        "版面檔案無法讀取：{reason}",
        "The file must exist and be UTF-8 text.",
        "檔案必須存在，且為 UTF-8 文字。",
    ),
    "layout-markup": Message(
        "a layout cannot hold this: {element}",
        "版面不支援：{element}",
        "Use headings up to ####, paragraphs, tables, flat lists and bold.",
        "只可用到 #### 的標題、段落、表格、單層清單與粗體。",
    ),
    "unknown-procedure": Message(
        'there is no procedure "{name}"',
        "沒有程序「{name}」",
        "Procedures are defined in the front matter of pages of kind procedure.",
        "程序定義於 kind: procedure 頁面的檔頭。",
    ),
    "unknown-flow": Message(
        'there is no flow "{name}"',
        "沒有應急流程「{name}」",
        "Flows are pages of kind flow; a flow's id is its page's id.",
        "應急流程是 kind: flow 的頁面，編號即頁面編號。",
    ),
    "unknown-category": Message(
        'there is no category "{name}"',
        "沒有類別「{name}」",
        "Categories of templates are plan, form, register and report.",
        "範本類別有 plan、form、register、report。",
    ),
    "unknown-name": Message(
        'there is no "{name}" to call or show',
        "沒有「{name}」可以呼叫或顯示",
        "The reference of components lists what may stand in {{ }}. To show {{ }} as text, write it as code.",
        "{{ }} 中可用的名稱見元件參考；要顯示 {{ }} 本身請寫成程式碼。",
    ),
    "unknown-parameter": Message(
        '{name}() takes no parameter "{parameter}"',
        "{name}() 沒有參數「{parameter}」",
        "The reference of components lists the parameters.",
        "參數見元件參考。",
    ),
    "missing-parameter": Message(
        '{name}() needs the parameter "{parameter}"',
        "{name}() 缺少參數「{parameter}」",
        "The reference of components lists the parameters.",
        "參數見元件參考。",
    ),
    "too-many-values": Message(
        "{name}() takes at most {count} values",
        "{name}() 至多 {count} 個值",
        "The reference of components lists the parameters.",
        "參數見元件參考。",
    ),
    "macro-syntax": Message(
        "this call cannot be read: {problem}",
        "無法讀懂這個呼叫：{problem}",
        'A call is written {{ name("id") }}: check quotes, brackets and the closing }}.',
        '呼叫寫成 {{ 名稱("編號") }}；請檢查引號、括號與結尾的 }}。',
    ),
    "macro-error": Message(
        "this call failed: {problem}",
        "這個呼叫失敗：{problem}",
        "Check the values given to the call.",
        "請檢查呼叫中給的值。",
    ),
    "macro-unsafe": Message(
        "this is not allowed in a call: {problem}",
        "呼叫中不允許：{problem}",
        "Calls show what is in the handbook; they cannot reach the program behind it.",
        "呼叫只能顯示手冊中的內容，不能存取程式內部。",
    ),
    "macro-limit": Message(
        "this call is too large ({what})",
        "這個呼叫過大（{what}）",
        "A call may make a million characters, a range ten thousand numbers.",
        "一個呼叫至多一百萬字，range 至多一萬個數。",
    ),
    "macro-timeout": Message(
        "this takes more than {seconds} seconds",
        "超過 {seconds} 秒仍未完成",
        "Look for loops inside loops.",
        "請檢查是否有層層相套的迴圈。",
    ),
    "macro-module": Message(
        "the macro module cannot be used: {problem}",
        "巨集模組無法使用：{problem}",
        "The module must define define_env(env) and load without errors.",
        "模組須定義 define_env(env)，並能正常載入。",
    ),
    "raw-html": Message(
        '"{tag}" is not allowed in a page',
        "頁面中不可使用「{tag}」",
        "Of HTML only br, sub, sup, kbd, abbr, ruby, rt, rp, details and summary may be written, without styles and scripts; other things are components.",
        "HTML 只可用 br、sub、sup、kbd、abbr、ruby、rt、rp、details、summary，不得帶樣式或腳本；其他請用元件。要寫小於號請用 &lt;。",
    ),
    "unsafe-link": Message(
        'the address "{address}" could run a program',
        "網址「{address}」可能執行程式",
        "Link to pages, to https: addresses, to tel: or mailto:.",
        "請連到頁面、https:、tel: 或 mailto:。",
    ),
    "external-resource": Message(
        '"{address}" would be fetched from another site',
        "「{address}」須從其他網站載入",
        "The handbook works without internet: put the file below docs/.",
        "手冊須能離線使用：請把檔案放到 docs/ 下。",
    ),
    "component-without-description": Message(
        "component {name} has no {name}.yml",
        "元件 {name} 沒有 {name}.yml",
        "The file names summary, params and examples of the component.",
        "該檔案說明元件的用途、參數與範例。",
    ),
    "component-description": Message(
        "the description of component {name} is not a mapping",
        "元件 {name} 的說明不是鍵值格式",
        "It has the keys summary, params and examples.",
        "應有 summary、params、examples。",
    ),
    "component-template": Message(
        "the template of component {name} is broken: {problem}",
        "元件 {name} 的樣板有誤：{problem}",
        "The file must define one macro named like the folder.",
        "檔案須定義一個與資料夾同名的 macro。",
    ),
    "component-undeclared": Message(
        'component {name}: the parameter "{parameter}" is not described',
        "元件 {name}：參數「{parameter}」沒有說明",
        "Add it to params in the component's yml.",
        "請加到該元件 yml 的 params。",
    ),
    "component-unknown-parameter": Message(
        'component {name}: its macro has no parameter "{parameter}"',
        "元件 {name}:macro 沒有參數「{parameter}」",
        "Params in the yml and parameters of the macro are the same.",
        "yml 的 params 須與 macro 的參數一致。",
    ),
    "component-required": Message(
        'component {name}: "{parameter}" is required in one place and optional in the other',
        "元件 {name}：參數「{parameter}」在兩處是否必填不一致",
        "A parameter without default in the macro has required: true in the yml.",
        "macro 中沒有預設值的參數，yml 寫 required: true。",
    ),
    "component-example-parameter": Message(
        'component {name}: the example uses an unknown parameter "{parameter}"',
        "元件 {name}：範例用了未知的參數「{parameter}」",
        "Examples use the parameters listed under params.",
        "範例只能用 params 所列的參數。",
    ),
    "component-example": Message(
        'component {name}: the example "{example}" does not render: {problem}',
        "元件 {name}：範例「{example}」無法產生：{problem}",
        "Check the example's data against the types of params.",
        "請對照 params 的類型檢查範例資料。",
    ),
    "yaml-exclamation": Message(
        "YAML takes what follows ! for a tag",
        "YAML 把 ! 後面的字當成標籤",
        "Put the whole value in quotes: rule: '!(index in …)'.",
        "整個值用引號括起來，如 rule: '!(index in …)'。",
    ),
    "yaml-tag": Message(
        'the tag "!!{tag}" would run a program',
        "標籤「!!{tag}」會執行程式",
        "Remove the tag and write a plain value.",
        "請刪去標籤，直接寫值。",
    ),
    "control-character": Message(
        "there is a control character here ({character})",
        "此處有控制字元（{character}）",
        "It was probably pasted in by accident and cannot be seen; delete it.",
        "多半是複製貼上時帶入的看不見的字元；請刪去。",
    ),
    "line-too-long": Message(
        "this line has more than {limit} characters",
        "此行超過 {limit} 字",
        "Break it into paragraphs.",
        "請分段。",
    ),
    "file-name": Message(
        'the name "{name}" cannot be used on every computer',
        "檔名「{name}」不是每台電腦都能用",
        'Leave out control characters and < > : " | ? * \\, and keep names below 240 bytes.',
        '檔名請勿含控制字元與 < > : " | ? * \\，且不超過 240 位元組。',
    ),
    "reserved-page": Message(
        "the address {url} belongs to a page that is made by the program",
        "位址 {url} 已由程式產生的頁面使用",
        "Give the file another name.",
        "請改用其他檔名。",
    ),
    "start-page-name": Message(
        "a section's first page is called index.md here",
        "章節的首頁在此叫 index.md",
        "Rename README.md to index.md.",
        "請把 README.md 改名為 index.md。",
    ),
    "duplicate-address": Message(
        "this file and {path} would have the same address",
        "此檔案與 {path} 的位址相同",
        "Names that differ only in upper and lower case, or in how an accent is stored, are one name on many computers.",
        "只差大小寫或字元組合方式的檔名，在許多電腦上是同一個檔案；請改名。",
    ),
    "missing-start-page": Message(
        "there is no start page docs/index.md",
        "缺少首頁 docs/index.md",
        "Write docs/index.md; a single heading is enough to begin with.",
        "請建立 docs/index.md；先寫一個標題即可。",
    ),
    "missing-folder": Message(
        'there is no folder "{folder}"',
        "沒有資料夾「{folder}」",
        "Check the path; it counts from the folder of mkdocs.yml.",
        "請檢查路徑；從 mkdocs.yml 所在資料夾算起。",
    ),
    "fixed-setting": Message(
        '"{key}" must be "{value}" in a handbook',
        "手冊的「{key}」必須是「{value}」",
        "Remove the setting.",
        "請刪去這項設定。",
    ),
    "plugin-not-listed": Message(
        'the plugin "handbook" is not listed below plugins:',
        "plugins: 下沒有列出「handbook」",
        "Write plugins: and below it the line - handbook.",
        "請寫 plugins:，下一行寫 - handbook。",
    ),
    "setting": Message(
        '"{key}": {problem}',
        "「{key}」設定有誤：{problem}",
        "The comments in the mkdocs.yml of `handbook new` show what may be set.",
        "可設定的項目見 handbook new 所產生 mkdocs.yml 內的註解。",
    ),
    "page-timeout": Message(
        "this page takes more than {seconds} seconds",
        "處理此頁超過 {seconds} 秒",
        "Look for long rows of brackets, stars or backticks, or split the page.",
        "請檢查是否有成串的括號、星號或反引號，或拆分頁面。",
    ),
    "page-too-deep": Message(
        "lists or quotations on this page are nested too deeply",
        "此頁的清單或引用層數過多",
        "Flatten the list.",
        "請減少層數。",
    ),
    "choice-without-choices": Message(
        'the field "{field}" has nothing to choose from',
        "欄位「{field}」沒有選項",
        "Add choices:, or take another type.",
        "請加 choices:，或改用其他類型。",
    ),
    "min-above-max": Message(
        'the field "{field}" can never be right: min {min} is above max {max}',
        "欄位「{field}」永遠無法填對：min {min} 大於 max {max}",
        "Swap the two.",
        "請對調。",
    ),
    "bad-default": Message(
        '"{value}" is no value for the field "{field}"',
        "「{value}」不是欄位「{field}」可填的值",
        "Write defaults and examples as they are stored: a date as 2026-12-01, a time as 09:30, a choice by its value.",
        "預設值和示例照儲存的寫法：日期 2026-12-01、時間 09:30、選項寫其值。",
    ),
    "column-default": Message(
        'the column "{field}" has a default, which no row takes',
        "清單的欄「{field}」寫了預設值，但列不會用它",
        "Take it out: a row that nobody has filled in must stay blank.",
        "請刪去：沒有人填過的列必須是空白的。",
    ),
    "nested-rows": Message(
        'the list "{field}" lies inside another list',
        "清單欄位「{field}」放在另一個清單欄位之內",
        "A list has plain columns only. Make it a field of its own.",
        "清單欄位的各欄只能是單一值；請另立欄位。",
    ),
    "columns-missing": Message(
        'the list "{field}" has no columns',
        "清單欄位「{field}」沒有任何欄",
        "Add fields: with the columns.",
        "請以 fields: 列出各欄。",
    ),
    "json-syntax": Message(
        "this is not valid JSON: {problem}",
        "JSON 語法有誤：{problem}",
        "Look at the comma and the quotes just before the mark; or take the file that the template's page exported.",
        "看標出處前面的逗號和引號；不是手寫的檔，請用範本頁面匯出的原檔。",
    ),
    "json-duplicate-key": Message(
        'the key "{key}" stands here twice',
        "鍵「{key}」出現兩次",
        "Keep one of the two; which one is meant cannot be known.",
        "請只留一個；無法判斷以哪一個為準。",
    ),
    "log-shape": Message(
        "this is not a log exported from a flow",
        "這不是由流程匯出的記錄",
        "Export the log again (.docx, .csv or .json), from the device it was kept on.",
        "請在當時使用的裝置上重新匯出（.docx、.csv 或 .json）。",
    ),
    "log-edited": Message(
        "entry {seq} was changed: its digest does not fit its content",
        "第 {seq} 條被改過：內容與校驗碼不符",
        "Do not rely on this entry; compare with the printed log, or export it again from the device.",
        "這一條不可作為憑據；請與列印的記錄核對，或由原裝置重新匯出。",
    ),
    "log-missing": Message(
        "before entry {seq}, one or more entries are missing",
        "第 {seq} 條之前少了記錄",
        "The device numbers entries without gaps; somebody took them out, or the file was cut.",
        "裝置編號不會跳號；有人刪去，或檔案不全。",
    ),
    "log-order": Message(
        "entry {seq} stands in the wrong place, or twice",
        "第 {seq} 條的位置不對，或出現兩次",
        "Entries are only ever added at the end; this order was made later.",
        "記錄只會往後加；這個順序是事後排的。",
    ),
    "log-replaced": Message(
        "entry {seq} does not continue the one before it: one of the two was exchanged",
        "第 {seq} 條接不上前一條：其中一條被換過",
        "Compare both with the printed log, or export it again from the device.",
        "請把這兩條與列印的記錄核對，或由原裝置重新匯出。",
    ),
    "log-header": Message(
        "the first entry does not belong to this header: title, version, run or drill mark were changed",
        "第一條與檔頭不符：標題、版本、編號或演練標記被改過",
        "Do not rely on what the header says; export the log again from the device.",
        "檔頭不可作為憑據；請由原裝置重新匯出。",
    ),
    "log-refers": Message(
        "entry {seq} corrects an entry that does not stand before it",
        "第 {seq} 條更正的那一條，不在它之前",
        "A correction names an entry that is there already; that one was taken out or moved.",
        "更正必須指向已有的一條；那一條被刪去或移動過。",
    ),
    "log-cut": Message(
        "the end of the log is not where the file says: entries were taken off or added at the end",
        "記錄的結尾與檔案所寫的不符：末尾有增減",
        "Export the log again from the device it was kept on.",
        "請在當時使用的裝置上重新匯出。",
    ),
    "log-file": Message(
        "the file cannot be opened: {reason}",
        "檔案打不開：{reason}",
        "Export the log again from the device it was kept on.",
        "請在當時使用的裝置上重新匯出。",
    ),
    "log-without-record": Message(
        "this Word file carries no record of a flow: what it shows cannot be verified",
        "這個 Word 檔裡沒有流程的記錄：看得見的文字無從核對",
        "Some programs drop the record when they save; verify the file as it was exported, or the .csv or .json.",
        "有些程式另存時會丟掉記錄；請核對匯出時的原檔，或 .csv、.json。",
    ),
    "log-record": Message(
        'the record of the row "{row}" cannot be read: it was cut or edited',
        "序「{row}」那一行的原始記錄讀不出來：被截斷或改過",
        "Verify the file as it was exported, or export the log again from the device it was kept on.",
        "請核對匯出時的原檔，或由原裝置重新匯出。",
    ),
    "log-shown": Message(
        'entry {seq} shows "{shown}" in column {column}, but its record says "{recorded}"',
        "第 {seq} 條的「{column}」寫著「{shown}」，記錄裡卻是「{recorded}」",
        "The record counts. What is shown was edited, or rewritten by a program that took it for a number or a date.",
        "以記錄為準。看得見的文字被改過，或被試算表當成數字、日期改寫。",
    ),
    "log-shown-frame": Message(
        'beside the entries the file shows "{shown}", but the record says "{recorded}"',
        "各條之外，檔案寫著「{shown}」，記錄裡卻是「{recorded}」",
        "The record counts: title, version, number of entries and code are what it says.",
        "以記錄為準：標題、版本、條數與校驗碼，都按記錄所寫。",
    ),
    "log-extra": Message(
        'the file also holds "{shown}", which is not in the record and which no export writes',
        "檔案裡另有「{shown}」，記錄裡沒有，匯出時也不會寫",
        "Somebody added it later; do not rely on it. Verify the file as it was exported.",
        "這是事後加上的，不可作為憑據；請核對匯出時的原檔。",
    ),
    "log-rows": Message(
        "the file does not show the entries one after the other: at entry {seq} a row was taken out, added or moved",
        "檔案沒有逐條照樣列出：在第 {seq} 條，有一行被刪、被加或被移動",
        "The record counts; verify the file as it was exported.",
        "以記錄為準；請核對匯出時的原檔。",
    ),
    "log-other-code": Message(
        "no entry of this log has the code {given}",
        "這份記錄裡沒有校驗碼為 {given} 的一條",
        "The code was written down from another log, or the log was rewritten since.",
        "這個校驗碼來自另一份記錄，或記錄在那之後被重寫。",
    ),
    "response-shape": Message(
        "this file holds no filled template",
        "這個檔案裡沒有填寫內容",
        'A response is {"template": id, "values": {field: value}}; the template\'s page exports such files.',
        '填寫內容的寫法是 {"template": 範本編號, "values": {欄位: 值}}；範本頁面可以匯出這種檔案。',
    ),
    "response-template": Message(
        'this response is for the template "{found}", not for "{wanted}"',
        "這份內容填的是範本「{found}」，不是「{wanted}」",
        "Name the template it was made for.",
        "請改用它所屬的範本。",
    ),
    "response-field": Message(
        "{field}: the template has no such field",
        "{field}：範本沒有這個欄位",
        "Write the field's id as in the template; take out what no longer exists.",
        "請照範本的欄位編號寫；已不存在的欄位請刪去。",
    ),
    "response-type": Message(
        "{field}: must be {expected}",
        "{field}：應為{expected}",
        "list = rows in [ ]; map = one row in braces; text = a text or a number.",
        "清單為 [ ] 內的各列；鍵與值為大括號內的一列；文字為引號內的文字或數字。",
    ),
    "response-rows": Message(
        "{field}: more than {limit} rows",
        "{field}：超過 {limit} 列",
        "Split the list.",
        "請拆成幾份。",
    ),
    "response-text": Message(
        "{field}: more than {limit} characters",
        "{field}：超過 {limit} 字",
        "Put long texts into an attachment.",
        "長文請另作附件。",
    ),
    "finding": Message(
        "{field}: {finding} ({rule})",
        "{field}：{finding}（規則 {rule}）",
        "The check does not replace approval. The template's page lists all rules with the clauses they cite.",
        "本檢查不代替審批。範本頁面列有全部規則與所依據的條款。",
    ),
    "word-without-record": Message(
        "this Word file no longer carries what it was filled with; everything in it counts as new",
        "這個 Word 檔已不帶原先填寫的內容；檔中所見一律視為新填",
        "Some programs drop it on saving. Look through the values before using them.",
        "有些程式存檔時會丟棄。使用前請逐項核對。",
    ),
    "word-other-template": Message(
        'this Word file was made of the template "{found}", not "{wanted}"; everything in it counts as new',
        "這個 Word 檔由範本「{found}」產生，不是「{wanted}」；檔中所見一律視為新填",
        "Leave out --template, unless the template has another name now.",
        "請不要寫 --template，除非範本已改名。",
    ),
    "word-version": Message(
        "this Word file was made by version {found} of the template; the present one is {current}",
        "這個 Word 檔由範本第 {found} 版產生，現行是第 {current} 版",
        "Values are kept by field; look through those that are new.",
        "內容依欄位保留；請核對新增的欄位。",
    ),
    "word-dropped": Message(
        "{field}: the template has no such field any more; it is left out",
        "{field}：範本已沒有這個欄位，未帶入",
        "Carry it over by hand if it is still wanted.",
        "仍需要時請自行補入。",
    ),
    "word-strange-text": Message(
        "this text belongs to no field: {text}",
        "這段文字不屬於任何欄位：{text}",
        "It stays in the Word file only. Write it into a field if it is to be kept.",
        "它只留在 Word 檔裡；需要保留時請寫入適當的欄位。",
    ),
    "word-conflict": Message(
        "{field}: changed in two places in two ways; the old value is kept",
        "{field}：在兩處改成了不同的內容，維持原值",
        "Make both places say the same.",
        "請把兩處改成一致。",
    ),
    "word-tag-unknown": Message(
        '{file}, "{where}": template {template} has no field "{name}"',
        "{file}「{where}」：範本 {template} 沒有欄位「{name}」",
        "A tag names a field by its label or id, a column by list and column: {{來賓.姓名}}.",
        "標籤寫欄位的名稱或編號；清單的欄寫成 {{來賓.姓名}}。",
    ),
    "word-tag-ambiguous": Message(
        '{file}, "{where}": several fields are called "{name}" ({ids})',
        "{file}「{where}」：有幾個欄位都叫「{name}」（{ids}）",
        "Write the id instead of the label.",
        "請改寫欄位編號。",
    ),
    "word-tag-style": Message(
        '{file}, "{where}": there is no way of printing called "{style}"',
        "{file}「{where}」：沒有「{style}」這種印法",
        "Behind | stands one of: long, short, date, time, weekday, iso, list, count.",
        "| 之後可寫 long、short、date、time、weekday、iso、list、count。",
    ),
    "word-tag-list": Message(
        '{file}, "{where}": "{field}" is a list; say which column',
        "{file}「{where}」：「{field}」是清單，請寫明哪一欄",
        "Write {{來賓.姓名}} in the row that is to be repeated, or {{來賓|count}} for the number of rows.",
        "在要逐列重複的那一列寫 {{來賓.姓名}}；列數寫 {{來賓|count}}。",
    ),
    "word-tag-rows": Message(
        '{file}, "{where}": columns of two lists ("{first}", "{second}") in one row',
        "{file}「{where}」：同一列用了兩個清單（{first}、{second}）的欄",
        "A row is repeated for one list. Use a table for each.",
        "一列只能依一個清單重複；請分成兩個表格。",
    ),
    "word-tag-place": Message(
        '{file}, "{where}": the column of a list cannot be repeated in head or foot',
        "{file}「{where}」：頁眉、頁腳裡不能逐列重複清單的欄",
        "Put it into the text, or print all in one: {{來賓.姓名|list}}, {{來賓|count}}.",
        "請移到正文，或一次印出：{{來賓.姓名|list}}、{{來賓|count}}。",
    ),
    "word-tag-syntax": Message(
        '{file}, "{where}": a tag is opened or closed only once',
        "{file}「{where}」：標籤的大括號沒有成對",
        "A tag is written {{name}} within one paragraph.",
        "標籤寫成 {{名稱}}，並且在同一段落之內。",
    ),
    "calendar-without-time": Message(
        "{field}: without a full date and time this is in no calendar",
        "{field}：沒有完整的日期時間，未列入行事曆",
        "Fill in the date and time to the minute.",
        "請把日期時間填到分。",
    ),
    "calendar-field": Message(
        'the field "{field}" is {found}; here a {wanted} is wanted',
        "欄位「{field}」的類型是 {found}；這裡要 {wanted}",
        "start and end name date, date-time or time-span fields; rows names a list.",
        "start、end 指日期、日期時間或起訖欄位；rows 指清單欄位。",
    ),
}


class Params(dict[str, object]):
    """Parameters of a message; a missing one shows its name instead of raising."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def text(code: str, language: str) -> str:
    """The sentence of `code`. Raises KeyError for a code without an entry."""
    message = CODES[code]
    return message.en if language == "en" else message.zh


def remedy(code: str, language: str) -> str:
    """What to do about `code`."""
    message = CODES[code]
    return message.help_en if language == "en" else message.help_zh


def did_you_mean(word: str, language: str) -> str:
    """The closing question of a diagnostic."""
    return f'did you mean "{word}"?' if language == "en" else f"是不是「{word}」？"


def count(errors: int, warnings: int, language: str) -> str:
    """The closing line of a run."""
    if language == "zh":
        return f"{errors} 項錯誤，{warnings} 項提醒"

    def plural(number: int, noun: str) -> str:
        return f"{number} {noun}" + ("" if number == 1 else "s")

    return f"{plural(errors, 'error')}, {plural(warnings, 'warning')}"


def display_width(characters: str) -> int:
    """Columns `characters` take on a terminal: wide ones count two, combining ones none."""
    width = 0
    for character in characters:
        if unicodedata.combining(character):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width
