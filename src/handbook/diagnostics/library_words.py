"""What libraries say is wrong, and the names of kinds, in the reader's language.

YAML, Jinja and CEL explain themselves in English. Authors know Word and read Chinese: the sentences they meet
are put into theirs; a sentence nobody has met yet stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEYS = ("kind", "expected", "reason", "problem")  # parameters of messages that hold such words
_KINDS = {
    "field": "欄位",
    "column": "欄",
    "rows": "清單",
    "function": "函式",
    "list": "清單",
    "map": "鍵與值",
    "text": "文字",
    "number": "數字",
    "true/false": "true 或 false",
    "nested too deeply": "層數太多",
}
_SENTENCES = tuple(
    (re.compile(said), chinese)
    for said, chinese in (
        # YAML
        ("did not find expected '-' indicator", "這一行的縮排，和同一清單的其他項目對不齊"),
        ("did not find expected key", "這裡應該是一個鍵；多半是上面的引號沒有收尾，或縮排不對"),
        ("could not find expected ':'", "找不到冒號"),
        ("mapping values are not allowed in this context", "這裡不能再有「: 」"),
        (r"did not find expected ',' or '([}\]])'", "這裡缺逗號，或缺收尾的 {0}"),
        ("expected <block end>, but found .*", "縮排不對"),
        ("expected ',' or '([}\\]])', but got .*", "這裡缺逗號，或缺收尾的 {0}"),
        ("found unexpected end of stream", "到檔尾引號還沒有收尾"),
        ("found character that cannot start any token", "值不能以這個符號開頭"),
        ("found unknown escape character", "雙引號裡不認得這個反斜線"),
        # JSON
        ("a comma or ([}\\]]) is wanted here", "這裡缺逗號，或缺收尾的 {0}"),
        ("a colon is wanted here", "這裡缺冒號"),
        ("a key in double quotes is wanted here", "這裡應該是引號內的鍵"),
        ("the file ends too early", "檔案沒有寫完"),
        ("more than (.*) levels", "括號套了超過 {0} 層"),
        ("more follows after the end", "結尾之後還有別的內容"),
        ("unexpected '(.*)'", "這裡不該是「{0}」"),
        # Jinja
        (".*innermost block that needs to be closed is '(filter|for)'.*", "開頭的 {0} 沒有結尾"),
        ("Encountered unknown tag '(\\w+)'.*", "不認得「{0}」"),
        ("expected token '.*', got '(.*)'", "這裡不該是「{0}」"),
        # CEL
        ("token recognition error at: '(.*)'", "「{0}」不能用在這裡"),
        ("(?:mismatched|extraneous) input end of expression", "還沒有寫完"),
        ("(?:mismatched|extraneous) input '(.*)'", "這裡不該是「{0}」"),
        ("no viable alternative at input '(.*)'", "「{0}」到這裡讀不通"),
        ("missing '(.*)' at .*", "這裡缺「{0}」"),
        ("No such overload", "兩邊的類型不同，例如文字和數字"),
        ("a rule must be true or false, not (\\w+)", "規則的結果應該是真或假，這裡得到的是 {0}"),
        ("what a layout suits must be true or false, not (\\w+)", "結果應該是真或假，這裡得到的是 {0}"),
        ("the value must be text or a number, not (\\w+)", "算出來的應該是文字或數字，這裡得到的是 {0}"),
    )
)  # fmt: skip


def spoken(params: Mapping[str, object], language: str) -> dict[str, object]:
    """The parameters of a message as its sentence wants them."""
    if language != "zh":
        return dict(params)
    return {key: _chinese(value) if key in _KEYS and isinstance(value, str) else value for key, value in params.items()}


def _chinese(said: str) -> str:
    if said in _KINDS:
        return _KINDS[said]
    for pattern, chinese in _SENTENCES:
        if found := pattern.fullmatch(said.strip()):
            return chinese.format(*(group.strip() for group in found.groups()))
    return said
