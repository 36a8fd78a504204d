"""Runs the browser modules of src/browser/ and macros/, in Chromium or in Node, for tests that hold them to their Python twins."""

from __future__ import annotations

import json
import mimetypes
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Route

from handbook.model.template import Field, Template
from support import ROOT, node_environment

ORIGIN = "http://modules.test"
IMPORTS = """{"imports": {
    "fflate": "/node_modules/fflate/esm/browser.js",
    "@noble/hashes/crypto": "/node_modules/@noble/hashes/esm/crypto.js",
    "@noble/hashes/sha2.js": "/node_modules/@noble/hashes/esm/sha2.js"
}}"""
SHELL = f'<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><script type="importmap">{IMPORTS}</script>'


def in_node(imports: str, function: str, data: Any) -> Any:
    """What a JavaScript function makes of `data`, in Node: for modules that touch no page, and much faster than one."""
    script = f"""
        import {{ readFileSync }} from "node:fs";
        {imports}
        const run = {function};
        process.stdout.write(JSON.stringify(run(JSON.parse(readFileSync(0, "utf8")))));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        input=json.dumps(data),
        cwd=ROOT,
        env=node_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def module_page(browser: Browser, body: str = "", css: tuple[str, ...] = ()) -> Iterator[Page]:
    """A page on which `import("/src/browser/…")` works. An error on the page fails the test."""
    links = "".join(f'<link rel="stylesheet" href="/{path}">' for path in css)

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).lstrip("/")
        file = ROOT / path
        if not path:
            route.fulfill(
                body=f"{SHELL}<title>test</title>{links}<body>{body}", content_type="text/html; charset=utf-8"
            )
        elif path == "favicon.ico" or not file.is_file():
            route.fulfill(status=404, body="")
        else:
            kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")

    context = browser.new_context(viewport={"width": 900, "height": 1200})
    try:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route(lambda url: url.startswith(ORIGIN), serve)
        page.goto(ORIGIN + "/")
        yield page
        assert errors == []
    finally:
        context.close()


def definition(template: Template) -> dict[str, Any]:
    """What the browser's modules need to know of a template."""

    def describe(field: Field) -> dict[str, Any]:
        return {
            "id": field.id,
            "type": field.type,
            "choices": [{"value": choice.value, "label": choice.label} for choice in field.choices],
            "fields": [describe(column) for column in field.fields],
        }

    sections = [{"fields": [describe(field) for field in section.fields]} for section in template.sections]
    return {"id": template.id, "version": template.version, "sections": sections}
