"""The engine: what authors' calls may do, and what they may not."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from handbook.diagnostics.diagnostics import ComponentError, Diagnostics, Span
from handbook.model.base import Origin
from handbook.model.handbook import Handbook
from handbook.model.organisation import Contact, Person
from handbook.pages.calls.call import CallingPage
from handbook.pages.calls.engine import Limits
from handbook.pages.components.icons import icon
from handbook.pages.relative_addresses import link, seen_from
from handbook.pages.renderer import Renderer, make_renderer
from handbook.pages.sandbox.bounded_environment import BoundedEnvironment
from handbook.pages.sandbox.bounded_operations import LimitError

ORIGIN = Origin(Span(Path("list.yml")))


def make_handbook(root: Path) -> Handbook:
    desk = Contact(origin=ORIGIN, id="desk", title="值班室", phone="010-1234 轉 5")
    wang = Person(origin=ORIGIN, id="wang", name="王某", phone="0000")
    return Handbook(root=root, pages={}, lists={"contacts": (desk,), "people": (wang,)})


class Page:
    """Expands one text and keeps what was stored and found."""

    def __init__(self, renderer: Renderer, text: str) -> None:
        self.diagnostics = Diagnostics()
        self.stored: list[tuple[str, bool]] = []
        page = CallingPage("p.html", self.place(text), self.store, self.diagnostics)
        self.result = renderer.engine.expand(text, (), page)
        self.references = page.references
        self.codes = [d.code for d in self.diagnostics]

    def store(self, html: str, inline: bool) -> str:
        self.stored.append((html, inline))
        return f"[{len(self.stored)}]"

    def place(self, text: str):
        return lambda offset: Span(Path("p.md"), text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


@pytest.fixture
def renderer(tmp_path: Path) -> Renderer:
    return make_renderer(make_handbook(tmp_path))


def test_values_are_escaped_and_component_html_is_stored(renderer: Renderer) -> None:
    """Plain values become text; only components make HTML."""
    page = Page(renderer, '{{ "<b>" }} {{ 1 + 2 }} {{ contact_phone("desk") }} {{ none }}')
    assert page.result == "&lt;b&gt; 3 [1] "
    assert page.stored == [
        ('<a class="hb-phone" href="tel:010-1234 轉 5">010-1234 轉 5</a>'.replace("010-1234 轉 5", "01012345", 1), True)
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{{ 'a' * 10**9 }}", "macro-limit"),
        ("{{ 10 ** 99999 }}", "macro-limit"),
        ("{{ [1] * 10**9 }}", "macro-limit"),
        ("{{ 'x' * 900000 ~ 'x' * 900000 }}", "macro-limit"),
        ("{{ range(10**9)|list }}", "macro-limit"),
        ("{{ 'a'|center(10**9) }}", "macro-limit"),
        ("{{ '%999999999d'|format(1) }}", "macro-limit"),
        ("{{ '%999999999d' % 1 }}", "macro-limit"),
        ("{{ ('a' * 900000)|replace('a', 'b' * 900000) }}", "macro-limit"),
        ("{{ ('a' * 900000).replace('a', 'b' * 900000) }}", "macro-limit"),
        ("{{ ('a' * 9000).join(range(9000)) }}", "macro-limit"),
        ("{{ 1.5|round(10**9) }}", "macro-limit"),
        ("{{ 'a'.ljust(10**9) }}", "macro-unsafe"),
        ("{{ (1).to_bytes(10**9) }}", "macro-unsafe"),
        ("{{ '{:>999999999}'.format(1) }}", "macro-unsafe"),
        ("{{ ''.__class__ }}", "macro-unsafe"),
        ("{{ ''['__class__'] }}", "macro-unsafe"),
        ("{{ ''|attr('__class__') }}", "macro-unsafe"),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "macro-unsafe"),
        ("{{ range.__globals__ }}", "macro-unsafe"),
        ("{{ contacts.__code__ }}", "macro-unsafe"),
        ("{{ dict.mro() }}", "macro-unsafe"),
        ("{{ '<b>'|safe }}", "unknown-filter"),
        ("{{ 1|uper }}", "unknown-filter"),
        ("{{ lipsum() }}", "unknown-name"),
        ("{{ contacts('desk', 'dsk') }}", "unknown-contact"),
        ("{{ self }}", "macro-error"),
        ("{{ }}", "macro-syntax"),
        ("{{ contacts('desk' }}", "macro-syntax"),
        ("{{ 'open }}", "macro-syntax"),
        ("{{ contacts }}", "macro-error"),
        ("{{ 1 / 0 }}", "macro-error"),
    ],
)
def test_hostile_and_broken_calls_are_one_fault_each(renderer: Renderer, source: str, code: str) -> None:
    """Nothing escapes, hangs or fills the memory; nothing is printed; the others on the page are evaluated."""
    start = time.perf_counter()
    page = Page(renderer, source + "\n\n{{ 1 + 1 }}")
    assert time.perf_counter() - start < 2
    assert page.codes == [code], list(page.diagnostics)
    if code != "macro-syntax":
        assert page.result == "\n\n2"


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% macro m() %}{% for a in range(9999) %}{{ m() }}{% endfor %}{% endmacro %}{{ m() }}",
        "{% set n = namespace(x='a') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}{% endfor %}",
        "{% set x %}{% for a in range(9999) %}{% for b in range(999) %}aaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}{% endfor %}{% endset %}",
    ],
)
def test_endless_pages_are_stopped(tmp_path: Path, source: str) -> None:
    """Time and output of a page are bounded."""
    renderer = make_renderer(make_handbook(tmp_path), limits=Limits(seconds=0.5))
    start = time.perf_counter()
    page = Page(renderer, source)
    assert time.perf_counter() - start < 3
    assert page.codes in (["macro-timeout"], ["macro-limit"])
    assert page.result == ""


def test_a_slow_call_does_not_hide_the_others(tmp_path: Path) -> None:
    """After a call that was stopped, the rest of the page is still evaluated."""
    (tmp_path / "macros" / "slow").mkdir(parents=True)
    loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}"
    (tmp_path / "macros/slow/slow.html.jinja").write_text("{% macro slow(text) %}" + loops + "{% endmacro %}")
    (tmp_path / "macros/slow/slow.yml").write_text(
        "summary: s\nparams:\n  - {name: text, type: text, required: true}\n"
    )
    renderer = make_renderer(make_handbook(tmp_path), limits=Limits(seconds=0.3))
    page = Page(renderer, "{{ slow(text='x') }}\n{{ contact_phone('dsk') }}\n{{ 1 }}")
    assert page.codes == ["macro-timeout", "unknown-contact"]
    assert page.result == "\n\n1"


def test_a_component_calls_the_methods_of_a_record(renderer: Renderer) -> None:
    """Records are plain data with a few methods, such as a place in their file."""
    template = renderer.engine.environment.from_string("{{ record.origin.at('phone').line }}")
    assert template.render(record=renderer.handbook.people["wang"]) == "1"


def test_records_are_readable_but_paths_are_not(renderer: Renderer) -> None:
    """Files cannot be reached through a record."""
    environment = renderer.engine.environment
    source = environment.from_string("{{ record.origin.span.path.read_text() }}")
    with pytest.raises(Exception, match=r"unsafe"):
        source.render(record=renderer.handbook.people["wang"])


def test_site_components_of_plain_values_are_calls(tmp_path: Path) -> None:
    """A folder in the site's macros/ can be called by name, with positional values too."""
    folder = tmp_path / "macros" / "big-word"
    folder.mkdir(parents=True)
    (folder / "big-word.html.jinja").write_text(
        "{% macro big_word(text, level=1) %}<p>{{ text }}{{ level }}</p>{% endmacro %}"
    )
    (folder / "big-word.yml").write_text(
        "summary: s\nparams:\n  - {name: text, type: text, required: true}\n  - {name: level, type: number, required: false}\n"
    )
    renderer = make_renderer(make_handbook(tmp_path))
    page = Page(renderer, "{{ big_word('<甲>') }} {{ big_word(text='乙', level=2) }} {{ bigword('x') }}")
    assert [html for html, _ in page.stored] == ["<p>&lt;甲&gt;1</p>", "<p>乙2</p>"]
    assert [(d.code, d.suggestion) for d in page.diagnostics] == [("unknown-name", "big_word")]


def test_a_site_component_shadows_ours(tmp_path: Path) -> None:
    """The site's folder of the same name is used instead."""
    folder = tmp_path / "macros" / "reference"
    folder.mkdir(parents=True)
    (folder / "reference.html.jinja").write_text("{% macro reference(target, text='') %}own{% endmacro %}")
    (folder / "reference.yml").write_text("summary: s\nparams: []\n")
    renderer = make_renderer(make_handbook(tmp_path))
    assert renderer.components.render("reference", "p.html", target=None) == "own"


def test_classic_modules_are_accepted_when_asked_for(tmp_path: Path) -> None:
    """A mkdocs-macros module's macros, filters and variables work."""
    module = tmp_path / "macros.py"
    module.write_text(
        "def define_env(env):\n"
        "    env.variables['name'] = '手冊'\n"
        "    @env.macro\n"
        "    def double(x):\n"
        "        return f'**{x * 2}**'\n"
        "    @env.filter\n"
        "    def shout(x):\n"
        "        return x + '!'\n"
    )
    page = Page(
        make_renderer(make_handbook(tmp_path), module=module), "{{ double(2) }} {{ name|shout }} {{ double(y=1) }}"
    )
    assert page.result == "**4** 手冊! "
    assert page.codes == ["missing-parameter", "unknown-parameter"]
    module.write_text("def define_env(env):\n    raise ValueError('x')\n")
    diagnostics = Diagnostics()
    Page(make_renderer(make_handbook(tmp_path), module=module, diagnostics=diagnostics), "{{ 1 }}")
    assert [d.code for d in diagnostics] == ["macro-module"]


def test_links_are_relative_to_the_page_that_is_rendered() -> None:
    """Addresses start at the site's root; others are left alone."""
    with seen_from("a/b.html"):
        assert link("a/c.html#x") == "c.html#x"
        assert link("index.html") == "../index.html"
        assert link("a/b.html#x") == "#x"
        assert link("a/c.html?x=1") == "c.html?x=1"
        assert link("https://example.org/") == "https://example.org/"
        with seen_from("index.html"):
            assert link("a/b.html") == "a/b.html"
        assert link("a/b.html") == "b.html"


def test_icons_are_inlined_and_hidden_from_screen_readers() -> None:
    """An icon is SVG from Material; a wrong name says so."""
    assert icon("material/phone").startswith('<svg aria-hidden="true" focusable="false" ')
    for name in ("material/nothing-like-it", "../../secret", "/etc/passwd"):
        with pytest.raises(ComponentError):
            icon(name)


def test_what_a_page_looked_up_is_known(renderer: Renderer) -> None:
    """For incremental builds: which records a page depends on."""
    page = Page(renderer, "{{ contact_phone('desk') }}")
    assert page.references == {"contact:desk"}
    assert Page(renderer, "{{ 1 }}").references == set()


def test_the_same_expression_is_compiled_once(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call used on every page costs its evaluation alone."""
    compiled: list[str] = []
    compile_it = renderer.engine._compile
    monkeypatch.setattr(renderer.engine, "_compile", lambda source: (compiled.append(source), compile_it(source))[1])
    for _ in range(2):
        assert Page(renderer, "{{ contact_phone('desk') }}\n" * 100).codes == []
    assert len(compiled) == 1


def test_limits_hold_for_components_too(tmp_path: Path) -> None:
    """The environment itself is bounded, whoever renders."""
    environment = BoundedEnvironment()
    with pytest.raises(LimitError):
        environment.from_string("{{ 'a' * (10**9) }}").render()
    assert environment.from_string("{{ a ~ b }}").render(a=Markup("<i>"), b="<b>") == "<i>&lt;b&gt;"
    assert replace(Limits(), seconds=1).call == Limits().call
    del tmp_path
