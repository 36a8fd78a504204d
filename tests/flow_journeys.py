"""What the journeys through a flow have in common."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from support import Place

COPIES = """() => {
  const set = DataTransfer.prototype.setData;
  window.copied = [];
  DataTransfer.prototype.setData = function (type, text) { copied.push(text); return set.call(this, type, text); };
}"""


SHIFTED = "window.shift = 0; const now = Date.now.bind(Date); Date.now = () => now() + window.shift;"


# Reading all runs takes its time: much else is asked of the disk before.
SLOW_READING = """() => {
  const read = IDBObjectStore.prototype.getAll;
  IDBObjectStore.prototype.getAll = function () {
    for (let turn = 0; turn < 4000; turn += 1) this.count();
    return read.call(this);
  };
}"""


def do(page: Page, what: str, more: str = "") -> None:
    """Press the visible button with that action."""
    page.locator(f"[data-do='{what}']{more}:visible").first.click()


def give(page: Page, form: str) -> None:
    """Export an ended run from its end screen, which the list on the page leads to."""
    if not page.locator(f"[data-do=past-export][data-as={form}]").is_visible():
        do(page, "past-open")
    do(page, "past-export", f"[data-as={form}]")


def call(page: Page, contact: str, outcome: str = "", person: str = "") -> None:
    """Dial a contact of the present step, and say what came of it. (No test follows a tel: link.)"""
    page.evaluate("document.addEventListener('click', event => event.target.closest('a') && event.preventDefault())")
    page.locator(f"[data-part=stage] a[data-call={contact}]:visible").first.click()
    if outcome:
        page.locator("[data-part=person]").fill(person)
        do(page, "outcome", f"[data-as={outcome}]")
        expect(page.locator("[data-part=outcome]")).to_be_hidden()


def begin(page: Page, where: Place) -> None:
    """Start the flow, do its first step and open the log."""
    page.goto(where.url("runs/leak.html#run"))
    expect(page.locator("[data-part=stage] [data-part=status]")).to_contain_text("已存於本機")
    do(page, "next")
    expect(page.locator("[data-part=now]")).to_have_text("水還在漲嗎？")
    do(page, "log")


def note(page: Page, text: str, on: str = "") -> None:
    """Write something into the log."""
    if on:
        page.locator("[data-part=note-on]").select_option(on)
    page.locator("[data-part=note]").fill(text)
    do(page, "note")
    expect(page.locator("[data-part=note]")).to_have_value("")
    expect(page.locator("[data-part=entries]")).to_contain_text(text.replace("\n", "；"))


def exported(page: Page, kind: str, before: str = "") -> Path:
    """The log as a file."""
    with page.expect_download() as download:
        do(page, "export", f"[data-as={kind}]")
    assert download.value.suggested_filename.startswith(f"{before}水管爆裂-記錄-20")
    assert download.value.suggested_filename.endswith(f".{kind}")
    return Path(download.value.path())
