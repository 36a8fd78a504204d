"""Who or what a cell names: 「王主任」 and 「王建國」 may be one, 「王建國 李四」 are two, 「待定」 is nobody.

Officers write names as they speak. The people of `people.yml` with their posts, the plates of `vehicles.yml` and the
rooms of `rooms.yml` are recognised in what was written; any other name stands for itself, in one spelling. The twin is
`src/browser/values/identities.js`; the vectors in tests/fixtures/rules hold both to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from handbook.model.handbook import Facts, Handbook
from handbook.model.template import Template
from handbook.values.parties import is_group
from handbook.values.places import in_one_building
from handbook.values.spelling import one_script, one_spelling

# Everything below is compared after `one_script` or `one_spelling`: simplified, half width, lower case.
_BETWEEN = re.compile("[、,;/|\r\n\t]")
_TYPED_BETWEEN = re.compile("[、，,；;／/|｜\r\n\t]")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_HAN_WORD = re.compile("[\u4e00-\u9fff·]{2,}")
_POST = (
    "(?:副|正|总|常务)*(?:[局处科县市镇乡部厅院校所站股组队班区省州村室司行会]长|书记|主任|主席|秘书长?|经理|总监|主管"
    "|师傅|老师|医生|司机|领导|同志|先生|女士|科员|干事|调研员|局|处|科|总|工)"
)
_IS_POST = re.compile(f"{_POST}")
_SURNAME_AND_POST = re.compile(f"(.{{1,2}}?)({_POST})")
_NICKNAME = re.compile("[小老]([\u4e00-\u9fff])")
_ANYBODY = ("同志", "先生", "女士", "师傅", "老师")
# What may stand around a name: posts, 和, 等3人, a telephone number.
_AROUND = re.compile(f"(?:{_POST}|和|及|与|跟|同|等|人|名|[0-9+-]|协助|陪同|负责|牵头|配合)*")
_NOBODY = re.compile(
    "(?:待定|待(?:确定|落实|安排|补|通知)|未定|未确定|暂无|暂缺|另定|另行(?:通知|安排)|无|没有|不(?:需|用|住宿|适用)|某+人?|x+|×+|[-—–―_.。*?…]+"
    "|(?:有关|相关)?(?:人员|同志|领导|科室|部门|单位|负责人)|专人|各(?:科室|部门|单位|组)"
    "|(?:全体|全部|其他|其余|其它|随行|陪同|工作|接待|服务)+(?:来宾|客人|人员|同志|领导)?|来宾|客人|记者|[0-9一二三四五六七八九十]+(?:人|名|位))"
)
_ROOM_WORD = re.compile("([0-9])(?:号)?(?:房间|房|室)$")
_TAIL = re.compile("(?:等[0-9一二三四五六七八九十]*[人名位]?|1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})+$")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温季俞"
    "章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵褚"
)
_PERSON = re.compile(f"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}|[{_SURNAMES}].?){_POST}?")
_FULL_NAME_AND_POST = re.compile(f"([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?){_POST}")
_NOTHING = re.compile(r"(?:无|没有|暂无|不适用|[-—–―/\\_.。*…]+)")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is none: 無, —, /."""
    return _NOTHING.fullmatch(one_spelling(text)) is not None


def is_undecided(text: str) -> bool:
    """Whether a cell stands for a name that nobody has decided on yet: 待定, 有關人員, 專人."""
    folded = one_spelling(text)
    return not is_nothing(text) and _NOBODY.fullmatch(folded) is not None


def listed_parts(text: str) -> list[str]:
    """What stands between the marks of a list, as written: 甲、乙 are two parts."""
    return [part for one in _TYPED_BETWEEN.split(text) if (part := one.strip())]


class Register:
    """The names that a handbook knows. It keeps what it found in each text, because texts recur."""

    def __init__(self, facts: Facts) -> None:
        """facts: the handbook's, with its people, vehicles, rooms, and where these are."""
        people, vehicles, rooms = facts.people, facts.vehicles, facts.rooms
        self._people: dict[str, list[str]] = {
            one_spelling(name): [one_spelling(one) for one in said] for name, said in people.items()
        }
        self._also = _only((said, name) for name, all_said in self._people.items() for said in all_said[1:])
        self._plates = {_plain(plate): one_spelling(plate) for plate in vehicles}
        self._rooms = [one_spelling(room) for room in rooms]
        self._places = {one_spelling(name): place for name, place in facts.places.items()}
        self._known: dict[str, tuple[str, ...]] = {}
        self._longest_first = sorted((one for one in self._people if len(one) > 1), key=lambda one: (-len(one), one))
        self._listing = {one_spelling(name): name for name in (*people, *vehicles, *rooms)}

    def names(self, text: str) -> tuple[str, ...]:
        """The names in a text, each once, in one spelling."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= 20000:
                self._known.clear()
            parts = _BETWEEN.split(one_script(text))
            found = self._known[text] = tuple(dict.fromkeys(name for part in parts for name in self._in(part)))
        return found

    def one(self, text: str) -> str:
        """What a cell is compared by: the name in it, else its text in one spelling; "" when it names nobody."""
        if len(text) > 40:
            return one_spelling(text)
        found = self.names(text)
        return found[0] if len(found) == 1 else "" if is_nothing(text) or is_undecided(text) else one_spelling(text)

    def written(self, text: str) -> list[tuple[str, str]]:
        """The names in a text, each with its usual spelling: that of the handbook's list, else that of the text."""
        parts = listed_parts(text)
        words = [*parts, *(word for part in parts for word in re.split("[ \u3000]+", part))]
        return [(name, self._listing.get(name) or self._typed(name, words, parts)) for name in self.names(text)]

    def everybody(self, texts: Iterable[str]) -> dict[str, str]:
        """All names in the texts, each with the spelling in which it first stands there."""
        found: dict[str, str] = {}
        for text in texts:
            for name, written in self.written(text):
                found.setdefault(name, written)
        return found

    def in_one_building(self, a: str, b: str) -> bool:
        """Whether two places are in one building, by their names or by where the handbook says they are."""
        first, second = ({text, self._places.get(self.one(text), text)} for text in (a, b))
        return any(in_one_building(one, other) for one in first for other in second)

    def are_known(self, text: str, others: Container[str]) -> bool:
        """Whether a text names listed people, or some of `others`, which are in one spelling, and nobody else."""
        names = self.names(text) or (one_spelling(text),)
        return all(name in self._people or name in others for name in names)

    def is_person(self, name: str) -> bool:
        """Whether a name, in one spelling, is that of a listed person or looks like one."""
        return name in self._people or (_PERSON.fullmatch(name) is not None and not is_group(name))

    def _typed(self, name: str, words: Iterable[str], parts: Iterable[str]) -> str:
        typed = next((word for word in words if one_spelling(word) == name), "")
        return typed or next((part for part in parts if self.names(part) == (name,)), name)

    def _in(self, part: str) -> list[str]:
        whole = one_spelling(part)
        if whole in self._people or whole in self._rooms or not whole:
            return [whole] if whole else []
        if _NOBODY.fullmatch(whole):
            return []
        if thing := self._plate(whole) or self._room(whole):
            return [thing]
        bare = _IN_BRACKETS.sub(" ", part)
        if people := self._listed(one_spelling(bare)):
            return people
        words = [word for word in bare.split(" ") if word]
        if len(words) > 1 and all(_HAN_WORD.fullmatch(word) for word in words):
            return [name for word in words if not _IS_POST.fullmatch(word) for name in self._in(word)]
        key = _TAIL.sub("", one_spelling(bare))
        if not _PERSON.fullmatch(key):  # 會議室（東） and 示縣發(2026)8號 are what they are
            key = whole
        return [self._spoken(key) or _ROOM_WORD.sub(r"\1", _without_post(key))]

    def _listed(self, text: str) -> list[str]:
        """The listed people in a text that says nothing besides but posts, 和, telephone numbers; else none."""
        found = []
        for name in self._longest_first:
            if name in text:
                found.append((text.index(name), name))
                text = text.replace(name, " " * len(name))
        rest = text
        for post in sorted((said[0] for _, one in found if (said := self._people[one])), key=len, reverse=True):
            rest = rest.replace(post, " ") if post else rest
        rest = rest.replace(" ", "")
        return [name for _, name in sorted(found)] if found and _AROUND.fullmatch(rest) else []

    def _spoken(self, text: str) -> str:
        """The listed name of somebody called 王主任 or 老王; "" unless exactly one person of the list fits."""
        if text in self._also:
            return self._also[text]
        post = _SURNAME_AND_POST.fullmatch(text)
        nick = _NICKNAME.fullmatch(text)
        if not (post or nick):
            return ""
        surname, title = (post[1], post[2].lstrip("副正总常务") or post[2]) if post else (nick[1] if nick else "", "")
        fits = [
            name
            for name, said in self._people.items()
            if name.startswith(surname)
            and len(surname) < len(name) <= len(surname) + 2
            and (not title or title in _ANYBODY or any(title in one for one in said))
        ]
        return fits[0] if len(fits) == 1 else ""

    def _plate(self, text: str) -> str:
        text = _plain(text)
        for plate, name in self._plates.items():
            at = text.find(plate)
            if at >= 0 and not re.match("[0-9a-z]", text[at + len(plate) : at + len(plate) + 1]):
                return name
        return ""

    def _room(self, text: str) -> str:
        """The listed room that the end of its name names: 第一會議室 is 辦公樓三樓第一會議室; "" when two end so."""
        text = _IN_BRACKETS.sub("", text)
        fits = [room for room in self._rooms if room.endswith(text)] if len(text) > 2 else []
        return fits[0] if len(fits) == 1 else ""


def register_of(handbook: Handbook, template: Template) -> Register:
    """The register for a template's rules and papers. Without rules it is `UNLISTED`, as in the browser."""
    return Register(handbook.facts) if template.rules else UNLISTED


def _without_post(name: str) -> str:
    """王建國 for 王建國局長, whom no list knows. 王局長 stays: a surname alone tells nobody apart."""
    found = _FULL_NAME_AND_POST.fullmatch(name)
    return found[1] if found else name


def _plain(plate: str) -> str:
    return re.sub("[-—–_()]", "", one_spelling(plate))


def _only(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each word with the name that it stands for; without the words that stand for two."""
    found: dict[str, set[str]] = {}
    for word, name in pairs:
        found.setdefault(word, set()).add(name)
    return {word: next(iter(names)) for word, names in found.items() if len(names) == 1}


#: a register that knows nobody: every name stands for itself
UNLISTED = Register(Facts())
