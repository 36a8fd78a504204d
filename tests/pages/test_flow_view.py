"""The flow component and the handbook's own emergency flow, as HTML before any script runs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.components.components import Components
from handbook.pages.renderer import make_renderer
from handbook.site import build
from javascript import in_node
from support import ROOT, run_handbook


@pytest.fixture(scope="module")
def handbook(own_handbook: Handbook) -> Handbook:
    """This repository's handbook."""
    return own_handbook


@pytest.fixture(scope="module")
def components(handbook: Handbook) -> Components:
    """Its components."""
    return make_renderer(handbook, diagnostics=Diagnostics(ROOT)).components


def tree(html: str) -> Any:
    """The parsed HTML; a parse error fails the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)


def test_every_example_is_valid_html_without_inline_style(components: Components) -> None:
    """All examples parse strictly, have no style attributes and no id twice."""
    for example in components.known["flow"].examples:
        html = str(components.example("flow", example))
        ids = [one.get("id") for one in tree(html).iter() if one.get("id")]
        assert len(ids) == len(set(ids)), example.name
        assert "style=" not in html
        assert "<script" not in html


def test_choices_lead_to_their_steps(components: Components) -> None:
    """Every choice is a link to a step of the page and says its number; one is marked for those in doubt."""
    parsed = tree(str(components.example("flow", components.known["flow"].examples[0])))
    steps = [one.get("id") for one in parsed.iter("li") if one.get("data-node")]
    links = [one for one in parsed.iter("a") if one.get("data-choice")]
    assert [one.get("href")[1:] in steps for one in links] == [True, True]
    gone = ["".join(one.itertext()) for one in parsed.iter("span") if one.get("class") == "hb-flow__goto"]
    assert gone == ["→ 第 3 步", "→ 第 4 步"]
    assert [one.get("data-default") is not None for one in links] == [True, False]


def standing(log: list[dict[str, str]]) -> dict[str, Any]:
    """Where a run with these entries stands: a ladder of four, and a first step in which the lowest acts."""
    made = in_node(
        'import { replay } from "./macros/flow/run-state.js";',
        """(log) => {
          const ladder = ["desk", "leader", "chief", "room"].map((id) => ({ role: id, calls: [{ id }] }));
          const nodes = new Map(["first", "second"].map((id) => [id, { id, who: "desk", calls: [], choices: [] }]));
          return replay({ nodes, ladder }, log.map((entry) => ({ name: "", next: "", node: "", ...entry })));
        }""",
        log,
    )
    assert isinstance(made, dict)
    return made


def test_in_charge_is_who_accepted_and_not_who_was_dialled() -> None:
    """A call puts nobody in charge, nor does an answer; whoever accepts is, until somebody above accepts."""
    calls = [{"kind": "call", "name": "leader"}]
    assert (standing(calls)["charge"], standing(calls)["called"]) == (-1, "leader")
    reached = [*calls, {"kind": "reached", "name": "leader"}]
    assert (standing(reached)["charge"], standing(reached)["called"]) == (-1, "")
    accepted = [*reached, {"kind": "accepted", "name": "leader"}, {"kind": "done", "next": "second"}]
    assert standing(accepted)["charge"] == 1
    assert standing([*accepted, {"kind": "accepted", "name": "room"}])["charge"] == 3


def test_who_is_asked_when_somebody_does_not_answer_or_may_not_decide() -> None:
    """The rung above; whoever has accepted when that is higher; nobody for a number beside the ladder."""
    assert standing([{"kind": "no-answer", "name": "leader"}])["next"] == 2
    assert standing([{"kind": "busy", "name": "leader"}, {"kind": "no-answer", "name": "chief"}])["next"] == 3
    assert standing([{"kind": "no-answer", "name": "ambulance"}])["next"] == -1
    assert standing([{"kind": "no-authority"}])["next"] == 1  # the lowest acts
    assert standing([{"kind": "no-authority"}, {"kind": "no-authority"}])["next"] == 2
    assert standing([{"kind": "accepted", "name": "chief"}, {"kind": "no-answer", "name": "leader"}])["next"] == 2
    assert standing([{"kind": "no-answer", "name": "leader"}, {"kind": "accepted", "name": "chief"}])["next"] == -1
    top = standing([{"kind": "no-answer", "name": "room"}])
    assert (top["next"], top["exhausted"], top["charge"]) == (-1, True, -1)
    assert not standing([{"kind": "no-answer", "name": "room"}, {"kind": "reached", "name": "leader"}])["exhausted"]


def test_a_log_of_an_earlier_version_still_stands_somewhere() -> None:
    """There 打不通 named nobody, and put the next rung in charge though nobody had accepted."""
    old = standing([{"kind": "unreachable"}, {"kind": "done", "next": "second"}, {"kind": "hand-back"}])
    assert (old["path"], old["charge"], old["lost"]) == (["first", "second"], -1, False)


def test_which_number_answers_now() -> None:
    """At night, on Saturdays and on Sundays the other one; hours are those of the contact, else the usual ones."""
    cases = [
        ("", "2026-11-24T03:00", True),
        ("", "2026-11-24T08:00", False),
        ("", "2026-11-24T18:00", True),
        ("", "2026-11-28T10:00", True),
        ("07:00-15:30", "2026-11-24T07:30", False),
        ("07:00-15:30", "2026-11-24T15:30", True),
        ("00:00-24:00", "2026-11-24T23:59", False),
    ]
    made = in_node(
        'import { isAfterHours } from "./macros/call-buttons/call-buttons.js";',
        "(cases) => cases.map(([hours, at]) => isAfterHours(hours, new Date(at)))",
        cases,
    )
    assert made == [late for *_, late in cases]


def test_night_number_is_a_button_of_its_own(components: Components) -> None:
    """Day and night numbers are both dialled by what they dial, not by what they look like."""
    parsed = tree(str(components.example("flow", components.known["flow"].examples[0])))
    dialled = {one.get("href") for one in parsed.iter("a") if one.get("data-call") == "manager"}
    assert dialled == {"tel:00001002", "tel:00002002"}


def test_student_illness_has_the_whole_ladder(handbook: Handbook) -> None:
    """Seven rungs from the room-mate to the university, two hand-overs, three severities, in the order of the source."""
    flow = handbook.flows["student-illness"]
    assert [level.role for level in flow.ladder] == [
        "student-first-responders", "counsellor", "league-secretary", "student-affairs-dean", "faculty-heads",
        "student-affairs-office", "university-leaders",
    ]  # fmt: skip
    nodes = {node.id: node for node in flow.nodes}
    assert nodes["first-handover"].who == "league-secretary"
    assert nodes["second-handover"].who == "student-affairs-dean"
    severities = {choice.label[:2]: choice for choice in nodes["how-severe"].choices}
    assert set(severities) == {"普通", "重大", "特大"}
    assert severities["重大"].default
    assert flow.nodes[0].memory
    assert flow.nodes[0].call == ("ambulance",)
    assert any("不代簽" in line for line in nodes["consent"].say)


def test_only_public_numbers_are_real(handbook: Handbook) -> None:
    """Every number but 120, 110 and 119 is marked as a sample and looks like one."""
    for contact in handbook.contacts.values():
        real = contact.phone in ("120", "110", "119")
        assert real != contact.sample, contact.id
        assert real or contact.phone.startswith("0000-"), contact.id


def map_of(nodes: str) -> Any:
    """The drawing of a flow with these nodes, as rows."""
    from handbook.diagnostics.diagnostics import Span
    from handbook.model.base import Origin
    from handbook.model.flow import Choice, Flow, Node
    from handbook.pages.views.flow_map import map_rows

    origin = Origin(Span(Path("flow.md")))
    made = []
    for line in nodes.split(";"):
        id, _, targets = line.strip().partition(" ")
        names = targets.split()
        choices = tuple(Choice(origin=origin, label=name, next=name) for name in names) if len(names) > 1 else ()
        kind = "decision" if choices else "action" if names else "outcome"
        following = names[0] if len(names) == 1 else ""
        made.append(Node(origin=origin, id=id, type=kind, who="x", do=id, next=following, choices=choices))
    return map_rows(Flow(origin=origin, path="flow.md", kind="flow", id="f", title="f", nodes=tuple(made)))


def crossings(rows: Any, at: int) -> int:
    """How many lanes run through or touch a row."""
    return len({line.x1 for line in rows[at].lines if line.x1 == line.x2 and line.x1 > 16})


def test_the_drawing_joins_every_step_with_what_follows() -> None:
    """A step that follows is joined straight, any other by a lane that begins and ends where it should."""
    rows = map_of("a b c; b d; c d; d a e; e")

    assert [[way.number for way in row.ways] for row in rows] == [[2, 3], [4], [4], [1, 5], []]
    assert [crossings(rows, at) for at in range(5)] == [2, 3, 3, 2, 0]
    heads = [sum(bool(line.head) for line in row.lines) for row in rows]
    assert heads == [1, 1, 1, 2, 1]  # back to a; to b; by a lane to c; straight and by a lane to d; to e
    assert all(line.x2 <= row.width for row in rows for line in row.lines)


def test_a_straight_flow_has_no_lanes() -> None:
    """Where one step follows another there is one line and nothing beside it."""
    rows = map_of("a b; b c; c")

    assert [crossings(rows, at) for at in range(3)] == [0, 0, 0]
    assert {row.width for row in rows} == {rows[0].width}


def test_the_drawing_reads_without_its_lines(handbook: Handbook, components: Components) -> None:
    """Whoever cannot see the lines reads of every step what it is and where it leads; the lines are hidden from them."""
    from handbook.pages.views.flow_map import map_rows

    flow = handbook.flows["student-illness"]
    html = str(components.render("flow-map", "p.html", rows=map_rows(flow), roles=handbook.roles, id=flow.id))
    parsed = tree(html)

    assert len([one for one in parsed.iter("li") if "hb-flow-map__row" in (one.get("class") or "")]) == len(flow.nodes)
    assert all(
        one.get("aria-hidden") == "true" for one in parsed.iter("div") if one.get("class") == "hb-flow-map__track"
    )
    words = "".join(parsed.itertext())
    assert "第 4 步，判斷：" in words
    assert "清醒、平穩，先到校醫院 → 5" in words
    assert "style=" not in html


SOURCES = {  # flow -> the source document it is written from, and the lowest and highest rung
    "student-illness": ("D09", "student-first-responders", "university-leaders"),
    "duty-incident": ("D05", "duty-officer", "superior-duty-room"),
    "call-centre-incident": ("D10", "call-centre-agent", "call-centre-director"),
    "data-leak": ("D10", "call-centre-agent", "call-centre-director"),
    "epidemic": ("D03", "office-director", "bureau-leader"),
    "first-aid": ("D05", "finder", "duty-leader"),
    "fire": ("D05", "finder", "duty-leader"),
    "violence": ("D05", "finder", "duty-leader"),
    "food-poisoning": ("D05", "finder", "duty-leader"),
    "self-harm": ("D09", "finder", "student-affairs-dean"),
    "shuttle-delay": ("D10", "shuttle-driver", "call-centre-director"),
    "visit-contingency": ("D02", "reception-officer", "bureau-leader"),
}


def test_every_emergency_of_the_sources_has_its_flow(handbook: Handbook) -> None:
    """Each is written from its source, has its ladder, first steps, shouted words, a way out and open points."""
    assert set(handbook.flows) == set(SOURCES)
    for id, (source, lowest, highest) in SOURCES.items():
        flow = handbook.flows[id]

        assert source in flow.sources
        assert (flow.ladder[0].role, flow.ladder[-1].role) == (lowest, highest)
        assert any(node.memory for node in flow.nodes[:2])
        assert flow.also
        assert any(one.see == "first-aid#not-breathing" for one in flow.exits) or id in ("first-aid", "data-leak")
        assert flow.evidence
        assert '!!! gap "待定' in flow.body
        assert all(any(choice.default for choice in node.choices) for node in flow.nodes if node.type == "decision")


def test_flows_are_on_the_first_screen_and_on_the_page_of_emergencies(handbook: Handbook) -> None:
    """From the home page one tap leads to every flow."""
    from handbook.pages.site_outline import SiteOutline
    from handbook.pages.views.home import home_view

    assert {link.url for link in home_view(handbook, SiteOutline.of(handbook)).flows} == {
        flow.url for flow in handbook.flows.values()
    }
    index = handbook.page_by_id("emergency")
    assert index is not None
    assert all(f"({Path(flow.path).name})" in index.body for flow in handbook.flows.values())


def test_the_tutorial_makes_a_flow(tmp_path: Path) -> None:
    """Whoever follows docs/authoring/flows.md in a new handbook has a sound flow; every code of a flow is explained there."""
    page = (ROOT / "docs/authoring/flows.md").read_text("utf-8")
    blocks = re.findall(r"^```\w+\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    starts = ("---\nkind", "ladder:", "nodes:", "exits:", "severities:", "---\n\n#")
    text = "".join(next(block for block in blocks if block.startswith(start)) for start in starts)
    run_handbook("new", tmp_path / "site")
    root = tmp_path / "site"
    flow = root / "docs/emergency/burst-pipe.md"
    flow.write_text(text, "utf-8")
    for file, start in (("_data/contacts.yml", "- {id: property-desk"), ("_data/roles.yml", "- {id: property-guard")):
        added = next(block for block in blocks if block.startswith(start))
        (root / "docs" / file).write_text((root / "docs" / file).read_text("utf-8") + added, "utf-8")
    found = build.check(root, today=date(2026, 12, 2))
    assert {one.code for one in found} == {"sample-data", "cards-without-address"}, found.render("en")

    flow.write_text(text.replace("next: leave,", "next: leav,"), "utf-8")
    assert next(block for block in blocks if "unknown-node" in block) in build.check(root).render("zh")

    modules = ("flow_exits", "flow_paths", "first_steps", "shouted_words", "on_call", "report_limits")
    code = "".join((ROOT / f"src/handbook/checks/{name}.py").read_text("utf-8") for name in modules)
    assert [one for one in re.findall(r'diagnostics\.\w+\("([a-z-]+)"', code) if f"`{one}`" not in page] == []


def test_drills_are_counted_from_their_logs() -> None:
    """The median of the seconds to the first call; a drill without a call is counted as such and has no seconds."""
    start = 1_000_000
    drills = [[{"kind": "start", "wall": start}, {"kind": "call", "wall": start + 1000 * n}] for n in (40, 10, 25)]
    drills.append([{"kind": "start", "wall": start}, {"kind": "done", "wall": start + 5000}])
    run = 'import { drillWords } from "./macros/flow/drill-statistics.js";'
    assert in_node(run, "drillWords", drills) == (
        "這台裝置上 4 次演練：由開始到撥出第一通，中位數 25 秒，最快 10 秒，最慢 40 秒；1 次沒有撥號。"
    )
    assert in_node(run, "drillWords", drills[3:]) == "這台裝置上 1 次演練，都沒有撥號。"
    assert in_node(run, "drillWords", []) == ""


def test_whoever_comes_later_has_an_entrance(handbook: Handbook, components: Components) -> None:
    """The counsellor begins where he takes over."""
    flow = handbook.flows["student-illness"]
    html = str(components.render("flow", "p.html", flow=flow, roles=handbook.roles, contacts={}))
    assert 'data-do="start" data-at="take-over"' in html
