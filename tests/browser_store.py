"""What pages keep in IndexedDB: read, and changed behind their backs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from support import until

# One transaction on a store: the verb for each of the given records, or once without any.
_ASKED = """([store, verb, given]) => new Promise((done, failed) => {
  const opening = indexedDB.open("handbook");
  opening.onerror = failed;
  opening.onsuccess = () => {
    const transaction = opening.result.transaction(store, "readwrite");
    const records = transaction.objectStore(store);
    const asked = given.length ? given.map(one => records[verb](one)) : [records[verb]()];
    transaction.oncomplete = () => { opening.result.close(); done(asked[0].result); };
    transaction.onerror = failed;
  };
})"""
# The draft of the page's address is younger than what was typed last (conftest.py notes when that was).
_IS_SAVED = """async () => {
  const id = new URLSearchParams(location.hash.slice(1)).get("draft");
  const opening = indexedDB.open("handbook");
  await new Promise((done, failed) => Object.assign(opening, { onsuccess: done, onerror: failed }));
  const reading = opening.result.transaction("drafts").objectStore("drafts").get(id);
  await new Promise((done, failed) => Object.assign(reading, { onsuccess: done, onerror: failed }));
  opening.result.close();
  return Boolean(reading.result) && reading.result.updated > (window.typedAt || 0);
}"""


def stored(page: Page, store: str) -> list[dict[str, Any]]:
    """All records of a store: "drafts", "runs" or "drills"."""
    records: list[dict[str, Any]] = page.evaluate(_ASKED, [store, "getAll", []])
    return records


def put(page: Page, store: str, *records: dict[str, Any]) -> None:
    """Write records as another tab might."""
    page.evaluate(_ASKED, [store, "put", records])


def clear(page: Page, store: str) -> None:
    """Every record is gone behind the pages' backs, as when a browser throws its data away."""
    page.evaluate(_ASKED, [store, "clear", []])


def saved(page: Page) -> None:
    """Wait until the page says that its draft is saved, and all that was typed is on disk."""
    expect(page.locator("[data-part=saved]")).to_contain_text("已存於本機")
    until(page, _IS_SAVED)
