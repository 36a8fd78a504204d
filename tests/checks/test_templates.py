"""The templates that come with the handbook: their samples, the rules of the sources, extracts, registers."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import docx
import pytest

from faulty_samples import spoilt
from handbook.checks import sample_responses
from handbook.checks.prepared_handbook import PreparedHandbook, prepare
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents import extracts, html, open_points, text
from handbook.documents.word.blank_file import blank_docx
from handbook.documents.word.filled_file import fill_docx
from handbook.model.template import Layout, Rule, RulePack, Template
from handbook.reading import binding
from handbook.reading.plugin_settings import read_settings
from handbook.reading.yaml_nodes import parse_yaml
from handbook.rules.checking import Checker
from handbook.rules.response import Response
from handbook.site import build, manifest
from support import ROOT, run_handbook, said, write_files

PACKS = ("integrity", "domestic-reception-2013")


@pytest.fixture(scope="module")
def prepared() -> PreparedHandbook:
    """This handbook with both rule packs switched on."""
    diagnostics = Diagnostics(ROOT)
    made = prepare(ROOT, diagnostics=diagnostics, data=None, inherit=(), packs=PACKS)
    assert diagnostics.errors == []
    return made


def sample(id: str, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((ROOT / f"templates/{id}/samples/{name}.json").read_text("utf-8"))
    return data


def values_of(prepared: PreparedHandbook, id: str, name: str) -> dict[str, Any]:
    """The values of a sample, computed fields among them."""
    return Checker(prepared.handbook.templates[id], prepared.handbook.facts).compute(sample(id, name)["values"])


def printed(prepared: PreparedHandbook, id: str, layout_id: str, values: dict[str, Any]) -> str:
    template = prepared.handbook.templates[id]
    layout = layout_of(template, layout_id)
    return text.to_text(extracts.document(template, layout, prepared.papers[id][layout_id], values))


def layout_of(template: Template, id: str) -> Layout:
    return next(layout for layout in template.layouts if layout.id == id)


# ── samples ──


@pytest.mark.slow
def test_every_sample_gives_what_it_says() -> None:
    """`handbook check` runs the samples: nothing is wrong with the handbook, and a changed sample is found."""
    assert build.check(ROOT).errors == []


@pytest.mark.slow
def test_every_template_has_samples_and_every_rule_one_that_breaks_it() -> None:
    """A rule that no sample breaks is a rule that nobody has seen at work. Samples that break a kind are made from it."""
    own = prepare(ROOT, diagnostics=Diagnostics(ROOT), data=None, inherit=(), packs=("integrity",)).handbook
    unseen: dict[str, list[str]] = {}
    for template in own.templates.values():
        samples = dict(sample_responses.samples_of(template, Diagnostics(ROOT)))
        wanted = {name: expected_of(one) for name, one in samples.items()}
        good = next((one.values for name, one in samples.items() if not wanted[name]), None)
        assert good is not None, f"{template.id} has no good sample"
        checker = Checker(template, own.facts)
        shown = {code for codes in wanted.values() for code in codes}
        if missing := [rule.id for rule in template.rules if rule.id not in shown and not breaks(checker, rule, good)]:
            unseen[template.id] = missing
    assert unseen == {}


def expected_of(response: Response) -> list[str]:
    """The findings that a sample says it gives."""
    data = response.source.value
    return list(data.get("expected", [])) if isinstance(data, dict) else []


def breaks(checker: Checker, rule: Rule, good: dict[str, Any]) -> bool:
    """Whether the sample made from a rule is found faulty by it."""
    values = spoilt(checker.template, rule, good)
    return values is not None and rule.id in {one.code for one in checker.check(values)}


def test_every_rule_says_how_to_mend_and_cites_a_clause(prepared: PreparedHandbook) -> None:
    """Severity is there by type; the remedy and the clause must be there too."""
    lacking = [
        f"{template.id}/{rule.id}"
        for template in prepared.handbook.templates.values()
        for rule in template.rules
        if not rule.fix or not rule.cite or prepared.handbook.clause(rule.cite) is None
    ]
    assert lacking == []


# ── leave: who approves ──


@pytest.mark.parametrize(
    ("grade", "kind", "days", "approver"),
    [
        ("員工", "其他", "1", "班長"),
        ("員工", "病假", "2", "所屬主管"),
        ("員工", "其他", "2.5", "待定：這個天數沒有規定"),
        ("員工", "其他", "3", "運營經理或支撐經理"),
        ("員工", "病假", "4", "所屬經理，再送呼叫中心總監"),
        ("員工", "事假", "1", "待定：班長或主管，兩條不一致"),
        ("員工", "事假", "2", "待定：主管或運營經理，兩條不一致"),
        ("員工", "事假", "3", "運營經理"),
        ("員工", "事假", "5", "運營經理報呼叫中心總監"),
        ("班長", "其他", "1", "所屬主管"),
        ("班長", "其他", "2", "所屬經理"),
        ("班長", "病假", "3", "呼叫中心總監"),
        ("班長", "事假", "3", "待定：運營經理或呼叫中心總監，兩條不一致"),
        ("司機", "事假", "1", "主管局長"),
        ("班長", "其他", "2.5", "待定：這個天數沒有規定"),
        ("班長", "事假", "4", "呼叫中心總監"),
        ("司機", "事假", "2", "待定：恰好兩天由誰批，規定沒有寫；暫向主管局長請"),
        ("司機", "病假", "3", "主要領導"),
        ("員工", "其他", "", ""),
    ],
)
def test_who_approves_a_leave(prepared: PreparedHandbook, grade: str, kind: str, days: str, approver: str) -> None:
    """By grade, kind and days, as the table says; where the sources contradict each other, the form says so."""
    template = prepared.handbook.templates["leave-request-form"]
    given = {"grade": grade, "kind": kind, "days": days}

    assert Checker(template, prepared.handbook.facts).compute(given)["approver"] == approver


# ── extracts ──


def test_a_person_gets_only_their_own(prepared: PreparedHandbook) -> None:
    """The sheet of one person names their items and guests and nobody else's, and never the other duties."""
    values = values_of(prepared, "reception-plan", "visit")
    template = prepared.handbook.templates["reception-plan"]
    layout = layout_of(template, "person")
    sheets = {one.name: one.values for one in extracts.sheets(template, layout, values)}

    assert {"趙陪同", "錢承辦", "褚司機", "馮審定"} <= set(sheets)
    assert [row["name"] for row in sheets["錢承辦"]["guests"]] == ["柳來賓"]
    assert all(row["owner"] == "錢承辦" for row in sheets["錢承辦"]["agenda"])
    assert sheets["錢承辦"]["liaison"] == ""
    assert sheets["錢承辦"]["liaison_phone"] == values["liaison_phone"]


def test_two_names_in_one_field_are_two_people(prepared: PreparedHandbook) -> None:
    """趙陪同、錢承辦 in one cell: both get a sheet with that row."""
    template = prepared.handbook.templates["reception-plan"]
    values = {"agenda": [{"what": "座談", "owner": "趙陪同、錢承辦"}, {"what": "參觀", "owner": "孫現場"}]}
    sheets = {one.name: one.values for one in extracts.sheets(template, layout_of(template, "person"), values)}

    assert set(sheets) == {"趙陪同", "錢承辦", "孫現場"}
    assert [row["what"] for row in sheets["錢承辦"]["agenda"]] == ["座談"]


def test_each_vehicle_has_a_sheet_of_its_own(prepared: PreparedHandbook) -> None:
    """Two cars, two papers: in Word the second begins a new page, and no trip stands on both."""
    values = values_of(prepared, "reception-plan", "visit")
    template = prepared.handbook.templates["reception-plan"]
    layout = layout_of(template, "vehicle")
    document = extracts.document(template, layout, prepared.papers[template.id]["vehicle"], values)
    word = docx.Document(io.BytesIO(blank_docx(template, layout, document)))
    titles = [one for one in word.paragraphs if "行車單" in one.text]

    assert [one.text for one in titles] == ["示A00001行車單", "示A00002行車單"]
    assert [bool(one.paragraph_format.page_break_before) for one in titles] == [False, True]
    assert [len(table.rows) - 1 for table in word.tables] == [4, 1]


def test_nothing_filled_gives_no_sheet(prepared: PreparedHandbook) -> None:
    """Without vehicles there is no driver's sheet, and blank names make none."""
    template = prepared.handbook.templates["reception-plan"]
    for values in ({}, {"vehicles": [{"vehicle": " "}]}, {"vehicles": "x"}, {"vehicles": [None]}):
        assert extracts.sheets(template, layout_of(template, "vehicle"), values) == []


def test_open_points_say_what_and_whom_to_ask(prepared: PreparedHandbook) -> None:
    """Every finding is a line, in the order of the form, with the people named in that row."""
    template = prepared.handbook.templates["reception-plan"]
    given = sample("reception-plan", "faulty")
    findings = Checker(template, prepared.handbook.facts).check(given["values"])
    paper = text.to_text(open_points.open_points(template, given["values"], findings))

    assert f"共{len(findings)}項" in paper
    line = next(line for line in paper.splitlines() if "來賓第2列的職務" in line)
    assert "接待對象" in line
    assert "錢承辦" in line
    assert "沒有發現缺漏" in text.to_text(open_points.open_points(template, given["values"], []))


# ── how to make a template ──


def test_the_tutorial_makes_a_template(tmp_path: Path) -> None:
    """Whoever follows docs/authoring/templates.md in a new handbook to the letter, extracts and all, has a sound one."""
    page = (ROOT / "docs/authoring/templates.md").read_text("utf-8")
    blocks = [dedent(block) for _, block in re.findall(r"^( *)```\w+\n(.*?)^\1```", page, re.MULTILINE | re.DOTALL)]

    def one(start: str) -> str:
        return next(block for block in blocks if block.startswith(start))

    samples = [block for block in blocks if block.startswith('{\n  "template"')]
    root = tmp_path / "new"
    assert run_handbook("new", str(root)).returncode == 0
    settings = (root / "mkdocs.yml").read_text("utf-8")
    layouts = re.compile(r"^layouts:\n(?:  - .*\n)+", re.MULTILINE)
    definition = layouts.sub(one("layouts:"), one("id: visitor-register") + "\n" + one("rules:"))
    folder = "templates/visitor-register"
    write_files(
        root,
        {
            "mkdocs.yml": settings.replace("plugins:\n  - handbook\n", one("plugins:")),
            f"{folder}/template.yml": definition,
            f"{folder}/register.md.jinja": one("# 訪客登記簿"),
            f"{folder}/badge.md.jinja": one("# 訪客證"),
            f"{folder}/hosts.md.jinja": one("# {{ each }}今天"),
            f"{folder}/count.md.jinja": one("# 人數表"),
            f"{folder}/samples/monday.json": samples[0],
            f"{folder}/samples/faulty.json": samples[1],
            "templates/rule-packs/visitor-limits.yml": one("id: visitor-limits"),
        },
    )

    found = build.check(root)

    assert {one.code for one in found} <= {"sample-data", "cards-without-address"}, found.render("en")
    assert len(samples) == 2
    monday = f"{folder}/samples/monday.json"
    for layout, words in (("badges", "姓名：江來賓"), ("hosts", "錢承辦今天接待的訪客"), ("count", "共1人：江來賓")):
        paper = tmp_path / f"{layout}.md"
        done = run_handbook(
            "fill", "visitor-register", monday, "--layout", layout, "-o", str(paper), "--check", cwd=root
        )
        assert done.returncode == 0, said(done)
        assert words in paper.read_text("utf-8").replace("\\", "")


def test_the_smallest_register_has_twenty_lines_in_one_file() -> None:
    """The register that docs/authoring/templates.md begins with is a sound handbook's, its sample included."""
    page = (ROOT / "docs/authoring/templates.md").read_text("utf-8")
    site = ROOT / "tests/sites/good-smallest-register"
    register = (site / "templates/key-register/template.yml").read_text("utf-8")

    assert f"```yaml\n{register}```" in page
    assert len(register.splitlines()) <= 20
    assert "sample:" in register
    assert list(build.check(site)) == []


# ── registers ──


def test_a_register_prints_blank_lines(prepared: PreparedHandbook) -> None:
    """Eight lines on paper and in Word whether none, three or nine are filled; filled ones take a blank one's place."""
    template = prepared.handbook.templates["incoming-register"]
    layout, blank = template.layouts[0], prepared.papers["incoming-register"]["register"]
    page = html.skeleton(blank, template, layout)
    assert page.count("data-line=") == 7
    assert "hb-paper--landscape" in page

    row = sample("incoming-register", "december")["values"]["documents"][0]
    for count, expected in ((0, 8), (3, 8), (8, 8), (9, 9)):
        values = {"documents": [row] * count}
        word = fill_docx(blank_docx(template, layout, blank), template, {"values": values})
        table = docx.Document(io.BytesIO(word)).tables[0]
        assert len(table.rows) - 1 == expected
        assert sum("示例市示例局" in cell.text for one in table.rows for cell in one.cells[4:5]) == count
        filled = text.to_markdown(extracts.document(template, layout, blank, values))
        assert len([line for line in filled.splitlines() if line.startswith("|")]) - 2 == expected


@pytest.mark.slow
def test_what_is_written_on_a_blank_line_is_read_back(tmp_path: Path) -> None:
    """Somebody writes the next document into the first blank line of the Word file."""
    path = tmp_path / "register.docx"
    sample_path = ROOT / "templates/incoming-register/samples/december.json"
    assert run_handbook("fill", "incoming-register", str(sample_path), "-o", str(path), cwd=ROOT).returncode == 0
    word = docx.Document(str(path))
    for cell, words in zip(word.tables[0].rows[4].cells, ["4", "12月5日", "陳印發", "陳印發", "示例鎮"], strict=False):
        cell.text = words
    word.save(str(path))

    said = run_handbook("read", str(path), "--lang", "zh", cwd=ROOT).stdout

    assert "文件第4列" in said
    assert "示例鎮" in said


def test_a_wide_register_lies_across(prepared: PreparedHandbook) -> None:
    """The Word file of a register is landscape, and its table fits between the margins."""
    template = prepared.handbook.templates["incoming-register"]
    word = docx.Document(
        io.BytesIO(blank_docx(template, template.layouts[0], prepared.papers[template.id]["register"]))
    )
    section = word.sections[0]

    assert section.page_width > section.page_height
    room = section.page_width - section.left_margin - section.right_margin
    assert sum(cell.width for cell in word.tables[0].rows[0].cells) <= room


# ── misses and false alarms ──

PLAN = "reception-plan"


def trip(start: str, end: str = "", vehicle: str = "示A00001", **more: str) -> dict[str, str]:
    """A trip of 褚司機 on 2026-12-08, without an end where nobody knows it."""
    day = "2026-12-08T"
    row = {"vehicle": vehicle, "driver": "褚司機", "passengers": "江來賓", "from_place": "車站", "to_place": "辦公樓"}
    return {**row, "start": day + start, "end": end and day + end, **more}


def dinner(**more: str) -> dict[str, str]:
    return {"start": "2026-12-08T12:00", "meal": "中餐", "place": "機關食堂", "host": "趙陪同", **more}


@pytest.mark.parametrize(
    ("id", "code", "wrong", "right"),
    [
        (PLAN, "r-vehicle-overlap",
         {"vehicles": [trip("09:00", "10:00"), trip("09:30", "", "示a·00001")]},
         {"vehicles": [trip("09:00", "10:00"), trip("10:00", "", "示a·00001")]}),
        (PLAN, "r-one-place",
         {"vehicles": [trip("12:00", driver="赵 陪同")], "meals": [dinner()]},
         {"vehicles": [trip("11:30", "12:00", driver="赵 陪同")], "meals": [dinner()]}),
        (PLAN, "r-vehicle-travel",
         {"travel_minutes": "15", "vehicles": [trip("09:00", "10:00"), trip("10:05", "", "示A00002")]},
         {"travel_minutes": "15", "vehicles": [trip("09:00", "10:00"), trip("10:15", "", "示A00002")]}),
        (PLAN, "r-vehicle-seats",
         {"vehicles": [trip("09:00", vehicle="示Ａ00002", passengers="甲、乙、丙、丁、戊")]},
         {"vehicles": [trip("09:00", vehicle="示Ａ00002", passengers="甲、乙、丙、丁、丁")]}),
        ("vehicle-list", "r-vehicle-heads",
         {"guest_count": "8", "vehicles": [trip(at, passenger_count="4", seats="5") for at in ("09:00", "15:00")]},
         {"guest_count": "4", "vehicles": [trip(at, passenger_count="4", seats="5") for at in ("09:00", "15:00")]}),
        (PLAN, "r-one-place",
         {"vehicles": [trip("23:30", passengers="江來賓等3人"), trip("23:30", vehicle="示A00002", passengers="江来宾 柳来宾")]},
         {"vehicles": [trip("23:30", passengers="全體來賓"), trip("23:30", vehicle="示A00002", passengers="全體來賓")]}),
        (PLAN, "r-one-place",
         {"meals": [dinner(host="赵领导"), dinner(host="局長趙陪同", place="招待所")]},
         {"meals": [dinner(host="待定"), dinner(host="待定", place="招待所")]}),
        (PLAN, "r-lodging-available", {"hotel": "示例縣招待所"}, {"hotel": "無"}),
        (PLAN, "r-forbid-luxury-gift",
         {"agenda": [{"what": "每人一份伴手礼"}]}, {"agenda": [{"what": "考察土特产电商产业园和礼品包装企业"}]}),
        (PLAN, "undecided", {"agenda": [{"what": "座談", "owner": "有关人员"}]}, {"agenda": [{"what": "座談", "owner": "馮審定"}]}),
        (PLAN, "r-vehicle-numbered",
         {"vehicles": [trip("09:00"), trip("15:00", vehicle="示A00002")]},
         {"vehicles": [trip("09:00"), trip("15:00")]}),
        (PLAN, "r-no-mixed-rank-room",
         {"guests": [{"rank": "處級", "room": "301"}, {"rank": "科級", "room": "３０１"}]},
         {"guests": [{"rank": "處級", "room": "301"}, {"rank": "处级", "room": "301"}]}),
        ("lodging-list", "r-no-mixed-rank-room",
         {"guests": [{"rank": "處級", "room": "301", "check_in": "2026-12-08T12:00", "check_out": "2026-12-09T10:00"},
                     {"rank": "科級", "room": "301", "check_in": "2026-12-08T14:00", "check_out": "2026-12-10T10:00"}]},
         {"guests": [{"rank": "處級", "room": "301", "check_in": "2026-12-08T12:00", "check_out": "2026-12-09T10:00"},
                     {"rank": "科級", "room": "301", "check_in": "2026-12-09T10:00", "check_out": "2026-12-10T10:00"}]}),
        ("material-list", "r-material-author-reviewer",
         {"materials": [{"author": "鄭撰稿、孫", "reviewer": "郑撰稿"}]},
         {"materials": [{"author": "鄭撰稿、孫", "reviewer": "馮審定"}]}),
        (PLAN, "r-forbid-police-escort", {"notes": "由警车开道。"}, {"notes": "不安排警車開道。"}),
        (PLAN, "r-forbid-luxury-gift", {"notes": "不勸酒，臨別贈紀念品。"}, {"notes": "不贈送紀念品、禮品。"}),
        (PLAN, "r-forbid-drinks-preference",
         {"guests": [{"name": "甲", "diet": "不吃辣、爱喝白酒"}]}, {"guests": [{"name": "甲", "diet": "不喝白酒"}]}),
        ("meal-list", "r-forbid-liquor-menu", {"meals": [dinner(menu="五粮液")]}, {"meals": [dinner(menu="家常菜，不備酒")]}),
        (PLAN, "r-forbid-tourism", {"agenda": [{"what": "旅遊半天"}]}, {"agenda": [{"what": "聽取文化和旅遊局匯報"}]}),
        ("meal-list", "r-2013-venue",
         {"meals": [dinner(place="湖畔会所")]}, {"meals": [dinner(place="村民委員會所在地食堂")]}),
        (PLAN, "r-publicity-no-secrets",
         {"media": [{"outlet": "甲", "focus": "机密文件"}]}, {"media": [{"outlet": "甲", "focus": "不涉密，發動機密封件"}]}),
        (PLAN, "r-no-document-number",
         {"title": "接待方案 示府办[2026]3号"}, {"title": "接待方案", "lead": "依照《辦法》（示府發〔2026〕3號）。"}),
        ("vehicle-request", "r-no-private-use", {"reason": "参加婚礼"}, {"reason": "清明掃墓防火執勤"}),
        ("duty-log", "r-duty-no-dissuading",
         {"entries": [{"kind": "來訪", "matter": "反映徵地", "handling": "劝离"}]},
         {"entries": [{"kind": "來電", "matter": "河水上漲", "handling": "已勸離岸邊群眾"}]}),
        ("incoming-register", "r-incoming-dates-rise",
         {"documents": [{"received_on": "2026-12-01", "urged_on": "2026-12-09", "closed_on": "2026-12-08"}]},
         {"documents": [{"received_on": "2026-12-01", "urged_on": "2026-12-07", "closed_on": "2026-12-08"}]}),
        ("meeting-room-booking", "r-meeting-room-person-overlap",
         {"bookings": [{"used": "2026-12-08T09:00/2026-12-08T10:00", "host": "馮", "attendees": "馮、錢"},
                       {"used": "2026-12-08T09:30/2026-12-08T10:00", "host": "陳", "attendees": "馮"}]},
         {"bookings": [{"used": "2026-12-08T09:00/2026-12-08T10:00", "host": "馮", "attendees": "馮、錢"},
                       {"used": "2026-12-08T10:00/2026-12-08T11:00", "host": "陳", "attendees": "馮"}]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_rules_miss_nothing_and_cry_no_wolf(
    prepared: PreparedHandbook, id: str, code: str, wrong: dict[str, Any], right: dict[str, Any]
) -> None:
    """What is wrong is found however it is typed; what only looks like it is not."""

    def found(values: dict[str, Any]) -> set[str]:
        checker = Checker(prepared.handbook.templates[id], prepared.handbook.facts)
        return {one.code for one in checker.check(values)}

    assert code in found(wrong)
    assert not {code, "rule-failed"} & found(right)


# ── rule packs ──


@pytest.mark.slow
def test_a_rule_pack_is_switched_on_by_the_site(prepared: PreparedHandbook) -> None:
    """Without packs the template has only its own rules; with them theirs, behind, with the day they hold from."""
    bare = prepare(ROOT, diagnostics=Diagnostics(ROOT), data=None, inherit=())
    own = bare.handbook.templates["reception-plan"].rules
    packed = prepared.handbook.templates["reception-plan"].rules

    assert not any(rule.id.startswith("r-forbid-") for rule in own)
    assert packed[: len(own)] == own
    added = {rule.id: rule for rule in packed[len(own) :]}
    assert added["r-forbid-liquor"].pack == "integrity"
    assert added["r-2013-companions"].effective == "2013-12-01"


def test_a_site_says_how_long_a_way_takes() -> None:
    """A pack of the site's own sets the minutes between two places; a plan may say otherwise."""
    site = ROOT / "tests/sites/good-rule-packs"
    found = read_settings(site, Diagnostics(site))
    made = prepare(site, diagnostics=Diagnostics(site), data=None, inherit=found.inherit, packs=found.rule_packs)
    template, facts = made.handbook.templates[PLAN], made.handbook.facts
    trips = {"vehicles": [trip("09:00", "10:00"), trip("10:20", "", "示A00002")]}

    def hurried(values: dict[str, Any]) -> bool:
        return "r-vehicle-travel" in {one.code for one in Checker(template, facts).check(values)}

    assert manifest.definition(template)["sections"][6]["fields"][3]["default"] == "30"
    assert hurried(trips)
    assert not hurried(trips | {"travel_minutes": "15"})


@pytest.mark.parametrize(
    ("guests", "companions", "fits"),
    [
        ("10", "3", True),
        ("10", "4", False),
        ("11", "3", True),
        ("11", "4", False),
        ("12", "4", True),
        ("30", "10", True),
    ],
)
def test_how_many_may_dine_with_the_guests(
    prepared: PreparedHandbook, guests: str, companions: str, fits: bool
) -> None:
    """Up to ten guests three hosts, above that a third of the guests."""
    template = prepared.handbook.templates["meal-list"]
    meal = {
        "start": "2026-12-08T12:00",
        "meal": "中餐",
        "place": "機關食堂",
        "form": "工作餐",
        "companions": companions,
    }
    found = Checker(template, prepared.handbook.facts).check({"guest_count": guests, "meals": [meal]})

    assert ("r-2013-companions" in {one.code for one in found}) is not fits


def test_one_working_meal_and_no_banner(prepared: PreparedHandbook) -> None:
    """A second working meal and a banner are found by the pack of 2013, and only by it."""
    template = prepared.handbook.templates["reception-plan"]
    meals = [{"start": f"2026-12-08T{hour}:00", "form": "工作餐", "companions": "1"} for hour in (12, 18)]
    values = {"meals": meals, "publicity": [{"banner": "熱烈歡迎橫幅"}], "agenda": [{"what": "贈送土產"}]}
    found = {one.code for one in Checker(template, prepared.handbook.facts).check(values)}

    assert {"r-2013-one-working-meal", "r-2013-no-banners", "r-2013-no-gifts", "r-2013-letter"} <= found


@pytest.mark.parametrize("path", sorted((ROOT / "templates/rule-packs").glob("*.yml")), ids=lambda path: path.stem)
def test_packs_name_their_basis(path: Path) -> None:
    """Source or legal review, and the day a pack holds from."""
    diagnostics = Diagnostics(ROOT)
    pack = binding.bind(RulePack, parse_yaml(path.read_text("utf-8"), path, diagnostics), diagnostics, None)  # type: ignore[arg-type]

    assert diagnostics.errors == []
    assert pack is not None
    assert pack.id == path.stem
    assert pack.basis
    assert pack.effective
    assert pack.sources or pack.legal_review
