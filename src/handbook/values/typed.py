"""What people type becomes a canonical value (2026-10-05T09:00), and a canonical value is printed (2026年10月5日09:00).

Text that is not understood stays as typed: `parse` answers with the code of a problem, never with a guess. The twins are
`src/browser/values/typed.js` (printing) and `src/browser/values/parsing.js`: two scripts, because pages that only print
load no parser. tests/fixtures/values holds both halves to the same answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import partial

from handbook.model.template import Field
from handbook.values.time_spans import MIDNIGHT_AFTER, PERIODS, Parsed, day_after, format_span, parse_span

#: what `parse` answers for a text that it does not understand: code -> (what is wrong, how to mend it)
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "vague-time": ("時間不明確", "寫到幾點幾分，如 {example}"),
    "no-time": ("只有日期，沒有時間", "補上幾點幾分，如 {example}"),
    "no-date": ("只有時間，沒有日期", "補上年月日，如 {example}"),
    "no-year": ("沒有寫年份", "寫全年月日，如 {example}"),
    "relative-date": ("沒有寫是哪一天", "寫全年月日，如 {example}"),
    "not-a-date": ("不是有效的日期", "核對年月日，如 {example}"),
    "no-such-day": ("沒有這一天", "查日曆，改成有的日子，如 {example}"),
    "wrong-weekday": ("日期與星期對不上", "查日曆，改正其中一個"),
    "not-a-time": ("不是有效的時間", "寫成 24 小時制，00:00 到 23:59，如 {example}"),
    "two-times": ("寫了兩個時間", "只寫一個，起訖分開填"),
    "no-end": ("只有開始，沒有結束", "寫出起訖，如 2026年10月5日09:00–11:30"),
    "end-before-start": ("結束不晚於開始", "核對起訖；到第二天的寫「次日」或寫全日期"),
    "not-a-number": ("不是數字", "只寫數字，如 12 或 12.5"),
    "not-a-phone": ("不是電話號碼", "只寫一個號碼：數字、連字號與分機，如 010-12345678"),
    "letter-in-number": ("數字裡混入了字母", "把字母 o 改成數字 0，字母 l 或 I 改成數字 1"),
}

#: what a field of each type accepts, for the words above
ACCEPTED_EXAMPLES: Mapping[str, str] = {
    "date": "2026年10月5日",
    "date-time": "2026年10月5日09:30",
    "time": "09:30",
    "time-span": "2026年10月5日09:00–11:30",
}
DATE_TYPES = frozenset({"date", "date-time", "time", "time-span"})
NUMBER_TYPES = frozenset({"number", "money"})

_DIGITS = {"〇": 0, "零": 0, "○": 0, "◯": 0, "o": 0, "O": 0}
_DIGITS |= {"一": 1, "二": 2, "兩": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"廿": 2, "卅": 3}
_HAN = "〇零一二兩两三四五六七八九"
_TEN = f"(?:[{_HAN}]?十|[廿卅])[{_HAN}]?"
_HAN_YEAR = re.compile(f"([{_HAN}○◯oO]{{4}})(?=年)")  # 二○二六年 is mostly written with a circle, or with a letter
_HAN_NUMBER = re.compile(f"({_TEN}|[{_HAN}])(?=[年月日號号點点時时分刻])|(?<=[點点時时])({_TEN})(?![{_HAN}十])")
_AND = re.compile(f"(?<=[點点時时])[零〇過过又](?=[0-9{_HAN}十廿卅])")  # 九點零五分
_HAN_WHOLE = re.compile(f"^(?:([一二兩两三四五六七八九])百(?:零([一二三四五六七八九])|({_TEN}))?|({_TEN}|[{_HAN}]))$")
_SPACE = "[ \\t\\r\\n]*"
_LETTER = re.compile("[0-9][oOlI]|[oOlI][0-9]")
_WEEKDAY = re.compile("\\(?(?:星期|週|周|禮拜|礼拜)([一二三四五六日天])\\)?|\\(([一二三四五六日])\\)")
_DATE = re.compile(
    f"^([0-9]{{4}}){_SPACE}[-/.年、]{_SPACE}([0-9]{{1,2}}){_SPACE}[-/.月、]{_SPACE}([0-9]{{1,2}}){_SPACE}[日號号]?"
)
_COMPACT_DATE = re.compile("^([0-9]{4})([0-9]{2})([0-9]{2})(?:(?![0-9])|(?=[0-9]{4}$))")
_YEARLESS = re.compile(
    f"^(?:([0-9]{{1,2}}){_SPACE}(?:月{_SPACE}([0-9]{{1,2}}){_SPACE}[日號号]?|/{_SPACE}([0-9]{{1,2}}))(?![0-9]| *[-/.][0-9])"
    "|(?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12][0-9]|3[01])(?=$|[ ,(]))"
)
_SHORT_YEAR = re.compile(
    f"^'?[0-9]{{2}}{_SPACE}[-/.年]{_SPACE}[0-9]{{1,2}}{_SPACE}[-/.月]{_SPACE}[0-9]{{1,2}}(?![0-9])"
)
# 明天, 下週一, 今晚8點: which day that is depends on when it was written.
_RELATIVE = re.compile(
    "^(?:[今明昨][天日年晚早]|大?[後后前]天|[去本]年|[本這这下上](?:個|个)?(?:星期|週|周|禮拜|礼拜)[一二三四五六日天])"
)
_MERIDIEM = "[aApP]\\.?[mM]\\.?"
_CLOCK = (
    f"(?:({PERIODS})|({_MERIDIEM}))?{_SPACE}([0-9]{{1,2}}){_SPACE}"
    f"(?::{_SPACE}([0-9]{{1,2}})(?::[0-5][0-9](?:\\.[0-9]+)?)?[分整正]?|\\.([0-9]{{2}})"
    f"|[點点時时]{_SPACE}(?:(半)[鐘钟]?|[整正鐘钟]|([0-9]{{1,2}}){_SPACE}(?:分[鐘钟整正]?(?:[0-9]{{1,2}}秒)?|(刻)[鐘钟]?)?)?)"
    f"{_SPACE}({_MERIDIEM})?$"
)
_TIME = re.compile(f"^{_CLOCK}")
_TIME_AT_END = re.compile(_CLOCK)
_LIKE_A_CLOCK = re.compile("^[0-9]{1,2} *(?::[0-9]|[點点時时])")
_COMPACT_TIME = re.compile("^([0-9]{2})([0-9]{2})$")
_MIDNIGHT = re.compile("^T?0{1,2}:00(?::00)?(?:\\.0+)?Z?$")  # what spreadsheets and databases add to a mere date
_VAGUE = re.compile(
    "某|左右|[前後后]|[上中下]旬|[月年][初底末中]|近|[待擬拟暫暂][定於于]|約|许|許|多|隨|随|稍|[屆届]時|届时|[當当][天日]|[盡尽儘]快|另行"
)
_PERIOD = re.compile(PERIODS)
_NUMBER = re.compile("^([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\\.([0-9]{1,6}))?$")
_UNIT = re.compile(
    f"{_SPACE}(?:[元圓圆塊块]整?|[個个]人|人次|[名人位份輛辆臺台間间桌張张瓶個个天次件座輪轮套條条支盒箱本頁页杯碗]|小[時时]|分[鐘钟]|公里)$"
)
_CURRENCY = re.compile(f"^(?:[¥$]|人民[幣币]|RMB|CNY){_SPACE}", re.IGNORECASE)
_PHONE = re.compile("^\\+?[0-9][0-9-]{2,19}(?:[轉转]?#?[0-9]{1,6})?$")
_EXTENSION = re.compile("(?:分[機机]|[內内][線线]|ext\\.?|x)(?=[0-9])", re.IGNORECASE)
_LINE_END = re.compile("\\r\\n?|[\\x0b\\x0c\\x85\\u2028\\u2029]")  # U+000B is a soft break of Word and PowerPoint
_CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f]+")
_ILLEGAL = re.compile("[\\ufffe\\uffff\\ud800-\\udfff]")
#: characters that turn the direction of the text behind them without being seen
TURNING = re.compile("[\\u202a-\\u202e\\u2066-\\u2069]")
_CANONICAL_DATE = re.compile("^([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_CANONICAL_TIME = re.compile("^([0-9]{2}):([0-9]{2})$")


def clean(text: str) -> str:
    """The text with plain line feeds and no space around it, and without characters that XML cannot carry.

    A control character becomes a space, so that the words on both sides of it stay apart.
    """
    return _CONTROL.sub(" ", _LINE_END.sub("\n", _ILLEGAL.sub("", text))).strip(" \t\n\u3000\u00a0")


def parse(type: str, typed: str) -> Parsed:
    """The canonical text and None, or None and a code of `PROBLEMS`. A blank text is ("", None).

    type: of the field. typed: what somebody typed into it, in any usual way of writing.
    """
    text = clean(typed)
    if not text:
        return "", None
    if type not in DATE_TYPES and type not in NUMBER_TYPES and type != "phone":
        return text, None
    plain = unicodedata.normalize("NFKC", text).strip(" ")
    if type == "phone":
        return _parse_phone(plain)
    if _LETTER.search(plain):
        return None, "letter-in-number"
    if type in NUMBER_TYPES:
        return _parse_number(plain, money=type == "money")
    plain = _HAN_YEAR.sub(lambda m: "".join(str(_DIGITS[c]) for c in m[1]), plain).rstrip(" \t\r\n,.。;、")
    plain = _HAN_NUMBER.sub(lambda m: str(_han_value(m[1] or m[2])), _AND.sub("", plain))
    if type == "time-span":
        return _parse_span(plain)
    canonical, problem = _parse_time(plain) if type == "time" else _parse_date(plain, with_time=type == "date-time")
    if type != "date" and problem and _parse_span(f"2000-01-01 {plain}" if type == "time" else plain)[0]:
        return None, "two-times"
    return canonical, problem


def _parse_span(text: str) -> Parsed:
    return parse_span(text, partial(_parse_date, with_time=True), _parse_time)


def format(type: str, canonical: str, style: str = "") -> str:
    """The canonical value as printed; a value that is not canonical is printed as it stands.

    type: of the field. style: "" long, short (no year), date, time, weekday, iso.
    """
    if type == "time-span" and style != "iso":
        return format_span(canonical, style, partial(format, "date-time"))
    if type not in ("date", "date-time") or style == "iso":
        return canonical
    day, _, clock = canonical.partition("T")
    found = _CANONICAL_DATE.match(day)
    if not found or (clock and not _CANONICAL_TIME.match(clock)):
        return canonical
    year, month, number = (int(part) for part in found.groups())
    if style == "time":
        return clock
    printed = f"{month}月{number}日" if style == "short" else f"{year}年{month}月{number}日"
    if style == "weekday" and _is_date(year, month, number):
        printed += "（星期" + "一二三四五六日"[date(year, month, number).weekday()] + "）"
    return printed if style == "date" else printed + clock


def display(field: Field, value: str, style: str = "") -> str:
    """A field's value, typed or canonical, as printed: like `format`, and a choice by its label."""
    text = clean(value)
    if field.type == "choice":
        return next((choice.label or choice.value for choice in field.choices if choice.value == text), text)
    canonical, _ = parse(field.type, text)
    return format(field.type, text if canonical is None else canonical, style)


def _han_value(numeral: str) -> int:
    """一 … 九十九; 廿 and 卅 are twenty and thirty."""
    if numeral in _DIGITS:
        return _DIGITS[numeral]
    if numeral[0] in _TENS:
        return _TENS[numeral[0]] * 10 + (_DIGITS[numeral[1]] if numeral[1:] else 0)
    tens, _, ones = numeral.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _is_date(year: int, month: int, day: int) -> bool:
    if year < 1 or not 1 <= month <= 12:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _parse_date(text: str, *, with_time: bool) -> Parsed:
    found = _COMPACT_DATE.match(text) or _DATE.match(text)
    if not found:
        return None, _why_no_date(text, with_time=with_time)
    year, month, day = (int(part) for part in found.groups())
    rest = text[found.end() :]
    if not _is_date(year, month, day):
        return None, "no-such-day" if year and 1 <= month <= 12 and 1 <= day <= 31 else "not-a-date"
    weekday = _WEEKDAY.search(rest)
    if (
        weekday
        and "一二三四五六日".index((weekday[1] or weekday[2]).replace("天", "日")) != date(year, month, day).weekday()
    ):
        return None, "wrong-weekday"
    canonical, rest = f"{year:04}-{month:02}-{day:02}", _after_date(rest)
    if not rest or (not with_time and _MIDNIGHT.match(rest)):
        return (None, "no-time") if with_time else (canonical, None)
    if not with_time:
        return None, "vague-time" if _is_vague(rest) else "not-a-date"
    if MIDNIGHT_AFTER.match(rest):
        following = day_after(canonical)
        return (f"{following}T00:00", None) if following else (None, "not-a-date")
    clock, problem = _parse_time(rest)
    return (f"{canonical}T{clock}", None) if clock else (None, problem)


def _why_no_date(text: str, *, with_time: bool) -> str:
    """The problem of a text that does not begin with a whole date."""
    if _SHORT_YEAR.match(text):
        return "no-year"
    yearless, relative = _YEARLESS.match(text), _RELATIVE.match(text)
    begun = yearless or relative
    if _is_vague(_after_date(text[begun.end() :]) if begun else text):
        return "vague-time"
    if yearless and yearless[1] and _is_no_day(int(yearless[1]), int(yearless[2] or yearless[3])):
        return "no-such-day"
    if begun:
        return "no-year" if yearless else "relative-date"
    clock, problem = _parse_time(text) if with_time else (None, None)
    if clock:
        return "no-date"
    return "not-a-time" if problem == "not-a-time" and _LIKE_A_CLOCK.match(text) else "not-a-date"


def _is_no_day(month: int, day: int) -> bool:
    """Whether a month never has that day: 2月30日."""
    return 1 <= month <= 12 and 1 <= day <= 31 and not _is_date(2000, month, day)


def _after_date(text: str) -> str:
    return _WEEKDAY.sub("", text).lstrip(" ,.T。、")


def _is_vague(text: str) -> bool:
    """Whether a text gives no time of the clock, or blurs the one it ends with: 上午, 九點左右, 約9:30."""
    if not text or _parse_time(text)[0]:
        return False
    timed = _TIME_AT_END.search(text)
    head = text[: timed.start()] if timed and _parse_time(timed[0])[0] else text
    return bool(_VAGUE.search(head) or (head == text and _PERIOD.search(text)))


def _parse_time(text: str) -> Parsed:
    compact = _COMPACT_TIME.match(text)
    if compact:
        return _clock(int(compact[1]), int(compact[2]))
    found = _TIME.match(text)
    if not found:
        return None, "vague-time" if _VAGUE.search(text) or _PERIOD.search(text) else "not-a-time"
    period, before, hour_text, colon, point, half, minute_text, quarter, after = found.groups()
    hour, meridiem = int(hour_text), before or after
    minute = 30 if half else int(colon or point or minute_text or "0") * (15 if quarter else 1)
    if (period and meridiem) or (before and after):
        return None, "not-a-time"
    if meridiem:
        period = "上午" if meridiem[0] in "aA" else "下午"
        if not 1 <= hour <= 12:
            return None, "not-a-time"
        if hour == 12:
            return _clock(0 if period == "上午" else 12, minute)
    return _with_period(period, hour, minute)


def _with_period(period: str | None, hour: int, minute: int) -> Parsed:
    """The clock time of 下午3:30. An hour that its word does not settle (晚上12點) is called vague and not guessed."""
    if period in ("凌晨", "清晨", "清早", "早上", "早晨", "上午", "午前", "早"):
        if period == "凌晨" and hour == 12:
            hour = 0
        elif hour == 12:
            return None, "vague-time"
        elif hour > 12:
            return None, "not-a-time"
    elif period in ("中午", "正午"):
        hour += 12 if 1 <= hour <= 2 else 0
        if not 11 <= hour <= 14:
            return None, "not-a-time"
    elif period in ("下午", "午後", "午后", "傍晚"):
        hour += 12 if 1 <= hour <= 11 else 0
        if hour < 12:
            return None, "not-a-time"
    elif period is not None:
        if hour == 12 or hour < 5:
            return None, "vague-time"
        hour += 12 if hour <= 11 else 0
        if hour < 17:
            return None, "not-a-time"
    return _clock(hour, minute)


def _clock(hour: int, minute: int) -> Parsed:
    return (f"{hour:02}:{minute:02}", None) if hour <= 23 and minute <= 59 else (None, "not-a-time")


def _parse_number(text: str, *, money: bool) -> Parsed:
    plain = _UNIT.sub("", _CURRENCY.sub("", text) if money else text)
    ten_thousands = plain[-1:] in ("萬", "万")
    if ten_thousands:
        plain = plain[:-1].rstrip(" ")
    if han := _HAN_WHOLE.match(plain):
        hundreds, ones, tens, small = han.groups()
        rest = ones or tens or small
        plain = str((_DIGITS[hundreds] * 100 if hundreds else 0) + (_han_value(rest) if rest else 0))
    found = _NUMBER.match(plain)
    if not found:
        return None, "not-a-number"
    sign, whole, fraction = found.groups()
    whole, fraction = whole.replace(",", ""), fraction or ""
    if ten_thousands:
        whole, fraction = whole + fraction[:4].ljust(4, "0"), fraction[4:]
    whole = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    if money and len(fraction) > 2:
        return None, "not-a-number"
    if money and fraction:
        fraction = fraction.ljust(2, "0")
    negative = sign == "-" and (whole != "0" or fraction)
    return ("-" if negative else "") + whole + ("." + fraction if fraction else ""), None


def _parse_phone(text: str) -> Parsed:
    plain = re.sub("^\\((\\+?[0-9]+)\\)-?", "\\1-", re.sub("[ \\t\\n]", "", text))
    plain = re.sub("[\u2010-\u2015\u2212]|\\.(?=[0-9])", "-", _EXTENSION.sub("轉", plain))
    if _PHONE.match(plain):
        return plain, None
    return None, "letter-in-number" if _LETTER.search(plain) else "not-a-phone"
