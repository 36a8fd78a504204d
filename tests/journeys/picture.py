"""Takes the README's picture from the built handbook: python tests/journeys/picture.py"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser_store import saved
from support import CHROMIUM_ARGS, ROOT, build_site, chromium, playwright, serving, stop_playwright

PICTURE = ROOT / "docs" / "contributing" / "handbook.png"
SAMPLE = ROOT / "templates" / "reception-plan" / "samples" / "visit.json"


def take() -> None:
    """Fill the reception plan with its sample and save what a reader sees."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        build_site(ROOT, site)
        with serving(site) as address:
            browser = playwright().chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
            page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="zh-TW")
            page.goto(f"{address}fill/reception-plan.html")
            page.set_input_files("[data-part=file]", str(SAMPLE))
            page.wait_for_function("document.querySelector('.hb-paper').textContent.includes('示例')")
            page.get_by_role("button", name="知道了").first.click()
            saved(page)
            page.screenshot(path=str(PICTURE))
            browser.close()
    stop_playwright()


if __name__ == "__main__":
    take()
