"""The organisation: roles, contacts, people, vehicles, rooms, hotels, sources, calendar, synonyms; all data lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from handbook.model.base import ListEntry, Record, attribute
from handbook.model.first_aid import Defibrillator, FirstAid
from handbook.model.matrix import Matrix
from handbook.model.page import Page
from handbook.model.site_section import SiteSection
from handbook.model.term import Term

DataList = Literal["people", "vehicles", "rooms", "hotels"]


@dataclass(frozen=True, kw_only=True)
class Role(Page):
    """A post, such as an office driver's: a page of its own, or an entry of _data/roles.yml, which has no `path`."""

    plural: ClassVar[str] = "roles"

    unit: str = attribute("所屬單位或部門。", "")
    reports_to: str = attribute("直屬上級的崗位編號。", "", refers="role")
    deputy: str = attribute("代理人的崗位編號。", "", refers="role")
    contact: str = attribute("聯絡方式（聯絡人編號）。", "", refers="contact")
    about: str = attribute("此崗位在哪一頁說明（頁面編號），用於沒有專頁的崗位。", "", refers="page")


@dataclass(frozen=True, kw_only=True)
class Contact(ListEntry):
    """Somebody to call. Numbers are text: 01012345 keeps its 0."""

    plural: ClassVar[str] = "contacts"

    id: str = attribute("聯絡人編號。", form="id")
    title: str = attribute("職務或單位，如「帶班領導」。")
    name: str = attribute("姓名。", "")
    role: str = attribute("崗位編號。", "", refers="role")
    phone: str = attribute("上班時間電話。", form="phone")
    night_phone: str = attribute("夜間與假日電話。", "", form="phone")
    hours: str = attribute(
        "上班時間，如 08:30-17:30；不寫按 08:00-18:00。此外與週六、週日，夜間電話排在前面。", "", form="hours"
    )
    note: str = attribute("說明。", "")
    reviewed: str = attribute("核對日期，YYYY-MM-DD。", "", form="date")
    private: bool = attribute("true 表示姓名與電話只給看得到 restricted 的人；別人只看到職務。", False)
    sample: bool = attribute("true 表示示例資料，檢查時會提醒替換。", False)


@dataclass(frozen=True, kw_only=True)
class Person(ListEntry):
    """Somebody who can be named in a plan."""

    plural: ClassVar[str] = "people"

    id: str = attribute("人員編號。", form="id")
    name: str = attribute("姓名。")
    title: str = attribute("職務。", "")
    unit: str = attribute("單位。", "")
    rank: str = attribute("級別。", "")
    phone: str = attribute("電話。", "", form="phone")
    role: str = attribute("崗位編號。", "", refers="role")
    also: tuple[str, ...] = attribute("大家還怎麼叫他，如 `[王主任, 老王]`；檢查時與姓名算同一個人。", ())
    private: bool = attribute("true 表示電話與別名只給看得到 restricted 的人。", False)
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Vehicle(ListEntry):
    """A vehicle that can be assigned."""

    plural: ClassVar[str] = "vehicles"

    id: str = attribute("車輛編號。", form="id")
    plate: str = attribute("車牌號。")
    model: str = attribute("車型。", "")
    seats: int = attribute("座位數（含司機）。", 0)
    driver: str = attribute("固定司機（人員編號）。", "", refers="person")
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Room(ListEntry):
    """A meeting room or dining room that can be assigned."""

    plural: ClassVar[str] = "rooms"

    id: str = attribute("場地編號。", form="id")
    name: str = attribute("名稱。")
    place: str = attribute("地點。", "")
    seats: int = attribute("可容納人數。", 0)
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Hotel(ListEntry):
    """A place where guests can stay the night."""

    plural: ClassVar[str] = "hotels"

    id: str = attribute("住處編號。", form="id")
    name: str = attribute("名稱。")
    place: str = attribute("地點。", "")
    phone: str = attribute("訂房電話。", "", form="phone")
    rooms: int = attribute("房間數。", 0)
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class Source(ListEntry):
    """A source document the handbook's facts come from."""

    plural: ClassVar[str] = "sources"

    id: str = attribute("來源編號，如 D04。")
    title: str = attribute("文件標題。")
    dated: str = attribute("文件日期。", "")
    note: str = attribute("說明。", "")


@dataclass(frozen=True, kw_only=True)
class CalendarYear(ListEntry):
    """Public holidays and shifted workdays of one year, as announced."""

    plural: ClassVar[str] = "calendar"
    named_by: ClassVar[str] = "year"

    year: int = attribute("西元年。")
    source: str = attribute("公布文件。")
    public_holidays: tuple[str, ...] = attribute("法定節假日當天（YYYY-MM-DD）。", (), form="date")
    days_off: tuple[str, ...] = attribute("因調休而放假的其他日子。", (), form="date")
    workdays: tuple[str, ...] = attribute("調休上班的週末。", (), form="date")
    sample: bool = attribute("示例資料。", False)


@dataclass(frozen=True, kw_only=True)
class SynonymGroup(ListEntry):
    """Words for one thing: a search for one of `say` also finds what says one of `mean`.

    A group written as a plain list works both ways: `say` and `mean` are the same words.
    """

    plural: ClassVar[str] = "synonyms"
    named_by: ClassVar[str] = ""
    shorthand: ClassVar[tuple[str, ...]] = ("say", "mean")

    say: tuple[str, ...] = attribute("讀者會打的字詞。")
    mean: tuple[str, ...] = attribute("手冊裡的說法；打 say 也找得到它，反過來不會。")

    @property
    def both_ways(self) -> bool:
        """Whether each word finds every other."""
        return self.say == self.mean


#: The data lists of a handbook by name. A new list is a record that says its plural, named here.
LISTS: Mapping[str, type[Record]] = {
    kind.plural: kind
    for kind in (
        SiteSection,
        Contact,
        Person,
        Vehicle,
        Room,
        Hotel,
        Source,
        Role,
        CalendarYear,
        SynonymGroup,
        Matrix,
        Term,
        FirstAid,
        Defibrillator,
    )
}
