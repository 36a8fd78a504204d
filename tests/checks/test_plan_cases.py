"""Plans and forms with one fault each, which must be found, and lawful ones, about which nothing may be said."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.reading.loader import load
from handbook.reading.plugin_settings import read_settings
from handbook.rules.checking import Checker, Finding
from support import ROOT

Changes = dict[str, Any]  # by path: agenda[1].owner; agenda[+] is a further row


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """This handbook, with the rule packs that it switches on."""
    diagnostics = Diagnostics(ROOT)
    packs = read_settings(ROOT, diagnostics).rule_packs
    return load(ROOT, diagnostics=diagnostics, packs=packs)


def changed(template: str, sample: str, changes: Changes) -> dict[str, Any]:
    """The values of a sample, with these changes."""
    text = (ROOT / f"templates/{template}/samples/{sample}.json").read_text("utf-8")
    values: dict[str, Any] = copy.deepcopy(json.loads(text)["values"])
    for path, value in changes.items():
        found = re.fullmatch(r"(\w+)(?:\[(\d+|\+)\])?(?:\.(\w+))?", path)
        assert found, path
        name, row, column = found.groups()
        if row == "+":
            values[name].append(value)
        elif column:
            values[name][int(row)][column] = value
        elif row:
            values[name][int(row)] = value
        else:
            values[name] = value
    return values


def findings(handbook: Handbook, template: str, sample: str, changes: Changes) -> list[Finding]:
    checker = Checker(handbook.templates[template], handbook.facts)
    return checker.check(changed(template, sample, changes))


def item(
    day: int, start: str, end: str, what: str, place: str, owner: str, by: str = "來賓指定", note: str = ""
) -> Changes:
    times = {"start": f"2026-12-{day:02}T{start}", "end": f"2026-12-{day:02}T{end}"}
    return {**times, "what": what, "place": place, "owner": owner, "requested_by": by, "note": note}


def trip(day: int, start: str, end: str, source: str, target: str, who: str, heads: str, **more: str) -> Changes:
    times = {"start": f"2026-12-{day:02}T{start}", "end": f"2026-12-{day:02}T{end}"}
    car = {"number": "2號車", "vehicle": "示A00002", "driver": "衛司機", "condition": "車況良好，油量滿"}
    return {
        **car,
        **times,
        "from_place": source,
        "to_place": target,
        "passengers": who,
        "passenger_count": heads,
        **more,
    }


FAULTS: list[tuple[str, Changes, str, str]] = [
    # who, what, where is known
    ("a host's name misspelt", {"meals[1].host": "趙培同"}, "r-names-misspelt", "meals[1].host"),
    ("a guest's name misspelt in a car", {"vehicles[1].passengers": "夏來賓、秋賓客"}, "r-vehicle-heads", "vehicles[0]"),
    ("an owner's name misspelt", {"agenda[1].owner": "孫現埸"}, "r-names-misspelt", "agenda[1].owner"),
    ("a figure of the plate is missing", {"vehicles[2].vehicle": "示A0001"}, "r-vehicles-misspelt", "vehicles[2].vehicle"),
    ("a room misspelt", {"agenda[3].place": "辦公樓三樓第一會義室"}, "r-rooms-misspelt", "agenda[3].place"),
    ("a hotel misspelt", {"hotel": "示例縣招侍所"}, "r-hotels-misspelt", "hotel"),
    ("seats other than the register's", {"vehicles[1].seats": "7"}, "r-vehicle-seats-known", "vehicles[1].seats"),
    # clashes
    ("a driver is in charge of an item", {"agenda[1].owner": "褚司機"}, "r-one-place", "agenda[1].owner"),
    ("a passenger is in charge elsewhere", {"agenda[0].owner": "周聯絡", "agenda[0].start": "2026-12-08T09:50"},
     "r-one-place", "agenda[0].owner"),
    ("a host dines while he leads an item", {"agenda[0].owner": "趙陪同", "agenda[0].end": "2026-12-08T12:30"},
     "r-one-place", "meals[0].host"),
    ("the greeter prepares a room at that time",
     {"agenda[+]": item(8, "09:10", "09:25", "會前檢查", "辦公樓三樓第一會議室", "周聯絡", "本地安排")}, "r-one-place", "greeter"),
    ("all guests in two items", {"agenda[+]": item(9, "10:00", "11:30", "看檔案", "示例縣檔案館", "錢承辦")}, "r-one-place", "agenda[4].what"),
    ("an item meets the meal", {"agenda[0].end": "2026-12-08T12:20"}, "r-one-place", "meals[0]"),
    ("the car leaves before the item ends",
     {"vehicles[2].start": "2026-12-08T13:40", "agenda[+]": item(8, "13:00", "13:50", "交換意見", "辦公樓三樓第一會議室", "錢承辦")},
     "r-one-place", "vehicles[2].passengers"),
    ("the item begins before the car is there",
     {"vehicles[0].passengers": "全體來賓", "vehicles[0].passenger_count": "4", "agenda[0].start": "2026-12-08T09:40"},
     "r-one-place", "agenda[0].what"),
    ("a guard also prints", {"security[0].owner": "錢承辦"}, "r-one-place", "agenda[0].owner"),
    ("a car after the visit", {"vehicles[4].start": "2026-12-19T15:10", "vehicles[4].end": "2026-12-19T15:50"},
     "r-vehicle-within-visit", "vehicles[4].start"),
    ("the press after the visit", {"media[0].time": "2026-12-18T10:00"}, "r-media-within-visit", "media[0].time"),
    ("the greeting in another month", {"greet_time": "2026-11-08T09:20"}, "r-greet-within-visit", "greet_time"),
    ("greeted after the car has left", {"greet_time": "2026-12-08T09:55"}, "r-greet-before-leaving", "greet_time"),
    # complete
    ("a meal is missing", {"meals[2].meal": "早餐", "meals[2].start": "2026-12-08T07:30"}, "r-meals-every-day", "meals"),
    ("a guest stands twice", {"guests[+]": {"name": "江來賓", "sex": "女", "position": "處長", "unit": "示例省政務服務廳", "room": "305",
                                          "rank": "正處級", "host": "趙陪同"}}, "r-guest-once", "guests[4].name"),
    ("a guest without a room", {"guests[1].room": ""}, "r-guest-room", "guests[1].name"),
    ("a guest without a house, the others with", {f"guests[{n}].house": "示例縣招待所" for n in range(3)}, "r-guest-house", "guests[3]"),
    ("a guest is in no car", {"vehicles[1].passengers": "夏來賓", "vehicles[1].passenger_count": "1"}, "r-vehicle-heads", "vehicles[0]"),
    ("the car takes too few", {"vehicles[4].passengers": "調研組三人", "vehicles[4].passenger_count": "3"}, "r-vehicle-heads", "vehicles[4]"),
    ("names and heads differ", {"vehicles[1].passenger_count": "4"}, "r-vehicle-heads", "vehicles[1].passenger_count"),
    ("men and women in a room", {"guests[2].sex": "女"}, "r-room-men-women", "guests[3].room"),
    ("too few copies", {"materials[0].copies": "2"}, "r-material-copies", "materials[0].copies"),
    ("the lodging is confirmed when they are there", {"hotel_confirmed_at": "2026-12-08T20:00"}, "r-lodging-confirmed-before",
     "hotel_confirmed_at"),
    # time
    ("the year of the end", {"end": "2027-12-09T16:00"}, "r-visit-last-day", "end"),
    ("the year of the beginning", {"start": "2025-12-08T09:30"}, "r-visit-first-day", "start"),
    ("supper in the morning", {"meals[1].start": "2026-12-08T06:00"}, "r-meals-every-day", "meals[1].start"),
    ("an item at night", {"agenda[2].start": "2026-12-09T02:00", "agenda[2].end": "2026-12-09T04:00"}, "r-item-at-night", "agenda[2].start"),
    ("a trip until the next day", {"vehicles[0].end": "2026-12-09T10:00"}, "r-trip-next-day", "vehicles[0].end"),
    ("a trip into the night", {"vehicles[2].end": "2026-12-08T23:50"}, "r-trip-into-night", "vehicles[2].end"),
    # content
    ("liquor in the send-off", {"send_off": "車上備兩件本地白酒帶回。"}, "r-forbid-liquor", "send_off"),
    ("liquor by a nickname", {"meals[1].menu": "家常菜，飛天一瓶"}, "r-forbid-liquor", "meals[1].menu"),
    ("cigarettes in a note", {"agenda[0].note": "會議室放軟華子兩包"}, "r-forbid-cigarettes", "agenda[0].note"),
    ("a gift in the photo", {"photo": "合影後各送禮盒一份"}, "r-forbid-luxury-gift", "photo"),
    ("sightseeing as an item", {"agenda[3].what": "乘船遊覽示例湖"}, "r-forbid-sightseeing", "agenda[3].what"),
    ("seafood for who cannot eat it", {"meals[1].menu": "白灼蝦、青菜"}, "r-menu-seafood", "meals[1].menu"),
    ("pork for a Muslim", {"guests[2].diet": "清真", "meals[1].menu": "回鍋肉、青菜"}, "r-menu-halal", "meals[1].menu"),
    # approval
    ("the drafter approves", {"approver": "郑撰稿"}, "r-plan-not-by-oneself", "drafter"),
    ("approved before it is drafted", {"drafted_on": "2026-12-05"}, "r-drafted-before-approved", "drafted_on"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "code", "place"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_in_a_plan_is_found_where_it_is(
    handbook: Handbook, name: str, changes: Changes, code: str, place: str
) -> None:
    """The finding that names the fault points at its place."""
    found = findings(handbook, "reception-plan", "visit", changes)
    paths = [path for one in found if one.code == code for path in (one.field, *one.others)]

    assert any(path.startswith(place) for path in paths), [(one.code, one.field, one.message) for one in found]


LAWFUL: list[tuple[str, Changes]] = [
    ("nothing changed", {}),
    ("in order of time", {"agenda[2]": item(8, "13:10", "13:30", "午休", "示例縣招待所", "錢承辦", "本地安排"),
                          "agenda[1]": item(8, "10:00", "11:30", "座談", "辦公樓三樓第一會議室", "錢承辦"),
                          "agenda[0]": item(8, "09:40", "09:50", "接站", "示例高鐵站", "吳調度", "本地安排")}),
    ("two groups at once", {"agenda[1].note": "第一組", "agenda[+]": item(8, "14:00", "16:00", "看檔案", "示例縣檔案館", "錢承辦", "本地安排", "第二組")}),
    ("a group by names", {"agenda[1].note": "江來賓、柳來賓",
                          "agenda[+]": item(8, "14:00", "16:00", "看檔案", "示例縣檔案館", "錢承辦", "本地安排", "夏來賓、秋來賓")}),
    ("the hosts of two meals exchanged", {"meals[0].host": "周聯絡", "meals[2].host": "趙陪同"}),
    ("two tables at once", {"meals[+]": {"start": "2026-12-08T12:00", "meal": "中餐", "place": "示例清真餐廳", "menu": "清真餐", "host": "馮審定",
                                        "form": "自行用餐", "opinion": "已徵求"}}),
    ("one floor up in five minutes",
     {"agenda[+]": item(8, "11:35", "11:50", "看展板", "辦公樓二樓第二會議室", "錢承辦", "本地安排")}),
    ("two hotels with rooms of one number",
     {"hotel": "示例縣招待所、示例站前賓館", "guests[0].room": "303", "guests[0].house": "示例站前賓館",
      **{f"guests[{n}].house": "示例縣招待所" for n in (1, 2, 3)}}),
    ("two hotels, rooms without the house", {"hotel": "示例縣招待所和示例站前賓館", "guests[0].room": "303"}),
    ("a guest who does not stay", {"guests[1].room": "無"}),
    ("the cars go twice", {"vehicles[1]": trip(8, "10:05", "10:30", "示例高鐵站", "辦公樓", "夏來賓、秋來賓", "2"),
                           "agenda[0].start": "2026-12-08T10:40"}),
    ("a second car at another time of the day",
     {"vehicles[+]": trip(9, "15:12", "15:50", "辦公樓", "示例高鐵站", "工作人員兩人", "2")}),
    ("somebody from elsewhere", {"agenda[2].owner": "王鎮長", "places[2].contact": "王鎮長"}),
    ("a driver from elsewhere", {"vehicles[1].driver": "李司機"}),
    ("words that only look like gifts",
     {"agenda[1].what": "走訪禮品包裝廠、土特產電商產業園", "agenda[1].note": "企業生產白酒，與捲菸廠同在一個園區，不安排品嘗"}),
    ("words that only look like leisure",
     {"agenda[2].what": "了解旅遊觀光專線的代辦點", "agenda[2].place": "示例鎮旅遊服務中心", "meals[3].place": "示例鎮便民服務站食堂"}),
    ("a hotel and a cooking wine", {"meals[1].menu": "紅酒燴牛肉、青菜", "meals[1].place": "示例大酒店"}),
    ("no gifts at all", {"notes": "不送紀念品、禮品，不備酒，不安排旅遊。"}),
    ("the speech for two", {"materials[+]": {"name": "致詞稿", "in_name_of": "示例縣人民政府", "subject": "2026年以來的工作", "author": "鄭撰稿",
                                            "reviewer": "馮審定", "printer": "陳印發", "copies": "2", "due": "2026-12-07T17:00",
                                            "used_at": "2026-12-08T10:00"}}),
    ("a halal meal beside", {"guests[2].diet": "清真", "meals[1].menu": "回鍋肉、青菜，清真餐另備一份"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), LAWFUL, ids=[one[0] for one in LAWFUL])
def test_nothing_is_said_about_a_lawful_plan(handbook: Handbook, name: str, changes: Changes) -> None:
    """What a person writes who does nothing wrong is neither an error nor a remark."""
    found = findings(handbook, "reception-plan", "visit", changes)

    assert [(one.code, one.field, one.message) for one in found] == []


OTHER_FORMS: list[tuple[str, str, Changes, str]] = [
    ("leave-request-form", "two-days", {"end": "2026-12-09"}, "r-leave-workdays"),
    ("leave-request-form", "two-days", {"approved_by": "吳用車"}, "r-leave-not-by-oneself"),
    ("leave-request-form", "driver", {"approved_by": "尤車管"}, "r-leave-approved-by-level"),
    ("vehicle-request", "request", {"passengers": "7"}, "r-request-seats"),
    ("vehicle-request", "request", {"vehicle": "示A0002"}, "r-request-vehicle-misspelt"),
    ("vehicle-request", "request", {"work_until": "11:00"}, "r-request-outside-hours"),
    ("duty-log", "night", {"entries[1].reported_at": "2026-12-09T02:00"}, "r-duty-reported-at-once"),
    ("duty-log", "night", {"next_officer": "吴调度"}, "r-duty-successor"),
    ("duty-log", "night", {"end": "2026-12-10T08:00"}, "r-duty-shift-length"),
    ("meeting-minutes", "office-meeting", {"decisions[0].owner": "孫現場"}, "r-minutes-owner-present"),
    ("meeting-minutes", "office-meeting", {"reviewed_on": "2026-12-01"}, "r-minutes-reviewed-after-meeting"),
    ("half-year-summary", "first-half", {"written_on": "2026-06-20"}, "r-half-year-written-after"),
]


@pytest.mark.parametrize(("template", "sample", "changes", "code"), OTHER_FORMS)
def test_a_fault_in_another_form_is_found(
    handbook: Handbook, template: str, sample: str, changes: Changes, code: str
) -> None:
    """A lawful sample has no finding; with one fault it has one that names it."""
    assert findings(handbook, template, sample, {}) == []
    assert code in {one.code for one in findings(handbook, template, sample, changes)}


def test_a_clash_says_who_is_where_and_when(handbook: Handbook) -> None:
    """One sentence for both places: the name, the time, the thing done, and the row."""
    (found,) = findings(handbook, "reception-plan", "visit", {"agenda[1].owner": "褚司機"})

    assert found.message == "褚司機 13:40–17:00 已開示A00001（「車輛」第 3 列）。"
    assert (found.field, found.others) == ("agenda[1].owner", ("vehicles[2].driver",))


def test_a_misspelt_name_comes_with_what_was_meant(handbook: Handbook) -> None:
    """The finding holds the whole cell as it should be, and every place where the name stands."""
    changes = {"vehicles[1].passengers": "夏來賓、周連絡", "liaison": "周連絡"}
    (found,) = (one for one in findings(handbook, "reception-plan", "visit", changes) if one.code == "r-names-misspelt")

    assert found.message == "「周連絡」是不是「周聯絡」？"
    assert (found.field, found.others, found.instead) == ("liaison", ("vehicles[1].passengers",), "周聯絡")
