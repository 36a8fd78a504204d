"""A published page as one file that needs nothing else: to be sent by chat, kept on a phone, opened anywhere.

Styles, scripts and pictures are inlined. A link to another page of the handbook becomes plain text. The file's content
security policy lists the hashes of its styles and scripts and allows nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import html
import mimetypes
import re
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from handbook.site import css_pruning

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_LEFT_OUT = {"hb-header", "hb-nav", "hb-nav__veil", "hb-breadcrumbs", "hb-kind"}  # classes of what surrounds the page
# Attributes of <html> that say what scripts load when they need it.
_BUNDLES = re.compile(r"data-(?!base$|offline$|search)[a-z-]+$")
# Seen only where the styles are not allowed: a server's own policy counts beside ours and knows no hashes.
_UNSTYLED = (
    '<p class="hb-unstyled"><strong>請先存成檔案，再從手機或電腦裡打開。</strong>從網站直接打開時，伺服器的安全設定'
    "會擋住樣式與按鈕：下面的文字照樣可讀；要一步一步執行並留下記錄，請回到上一頁，按「存成一個檔案」。</p>"
)
_KEPT_LINKS = ("#", "tel:", "mailto:")

_Attributes = list[tuple[str, str | None]]


def make(site: Path, url: str) -> str:
    """The page at `url` of the rendered `site`, as a single file."""
    page = _Page(site, url)
    page.feed((site / url).read_text(encoding="utf-8"))
    page.close()
    return page.text()


class _Page(HTMLParser):
    """Copies a page token by token, and takes in what it links."""

    def __init__(self, site: Path, url: str) -> None:
        super().__init__(convert_charrefs=False)
        self._site = site
        self._folder = dirname(url)
        self._parts: list[str] = []
        self._styles: list[str] = []
        self._scripts: list[str] = []  # in the order in which they run
        self._late: list[str] = []  # deferred, and those that the page would have loaded later
        self._left_out = ""  # the element that is being left out
        self._depth = 0  # of elements of that name within it
        self._links: list[str] = []  # how each open <a> is closed
        self._templates: list[str] = []  # and each open <template>

    def text(self) -> str:
        """The finished file."""
        body = "".join(self._parts)
        scripts = [_harmless(one) for one in (*self._scripts, *self._late)]
        styles = css_pruning.prune("\n".join(self._styles), css_pruning.words(body, *scripts))
        policy = (
            f"default-src 'none'; style-src {_hash(styles)}; script-src {' '.join(map(_hash, scripts))}; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        )
        early = len(self._scripts)
        head = [
            f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n',
            f"<style>{styles}</style>\n",
            *(f"<script>{one}</script>\n" for one in scripts[:early]),
        ]
        tail = "".join(f"<script>{one}</script>\n" for one in scripts[early:])
        return body.replace("\x00head", "".join(head), 1).replace("</body>", f"{tail}</body>", 1)

    def handle_decl(self, decl: str) -> None:
        """The doctype."""
        self._parts.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        """An element begins: copied, changed or left out."""
        found = dict(attrs)
        if self._left_out:
            self._depth += tag == self._left_out and tag not in _VOID
        elif not _LEFT_OUT.isdisjoint((found.get("class") or "").split()) or found.get("data-only") == "site":
            self._left_out, self._depth = ("", 0) if tag in _VOID else (tag, 1)
        elif tag == "html":
            self._html(attrs)
        elif tag == "meta" and (found.get("http-equiv") or "").lower() == "content-security-policy":
            self._parts.append("\x00head")
        elif tag == "link":
            if found.get("rel") == "stylesheet":
                self._styles.append(self._read(found.get("href")).decode())
        elif tag == "script":
            (self._late if "defer" in found else self._scripts).append(self._read(found.get("src")).decode())
        elif tag == "a":
            self._link(attrs)
        elif "hb-frame" in (found.get("class") or "").split():
            self._parts.append(_tag(tag, [("class", f"{found['class']} hb-frame--alone")]))  # no room for a navigation
        elif tag == "body":
            self._parts += [_tag(tag, attrs), _UNSTYLED]
        elif tag == "img":
            self._parts.append(
                _tag("img", [(name, self._picture(value) if name == "src" else value) for name, value in attrs])
            )
        elif tag == "template":
            kept = found.get("data-only") != "file"  # else only its content
            self._parts.append((self.get_starttag_text() or "") if kept else "")
            self._templates.append("</template>" if kept else "")
        else:
            self._parts.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: _Attributes) -> None:
        """An element of SVG that has no content."""
        if not self._left_out:
            self._parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._left_out:
            self._depth -= tag == self._left_out
            if not self._depth:
                self._left_out = ""
        elif tag == "a" and self._links:
            self._parts.append(self._links.pop())
        elif tag == "template" and self._templates:
            self._parts.append(self._templates.pop())
        elif tag != "script":
            self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._left_out:
            self._parts.append(data)

    def handle_entityref(self, name: str) -> None:
        """A character by name."""
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A character by number."""
        self.handle_data(f"&#{name};")

    def _html(self, attrs: _Attributes) -> None:
        kept = []
        for name, value in attrs:
            if _BUNDLES.match(name) and value and urlsplit(value).path.endswith((".js", ".css")):
                (self._late if ".js" in value else self._styles).append(self._read(value).decode())
            elif name in ("lang", "data-md-color-scheme"):
                kept.append((name, value))
        self._parts.append(_tag("html", [*kept, ("data-single", None)]))

    def _link(self, attrs: _Attributes) -> None:
        address = dict(attrs).get("href") or ""
        if address.startswith(_KEPT_LINKS):
            self._parts.append(_tag("a", attrs))
            self._links.append("</a>")
        else:
            self._parts.append(
                _tag("span", [pair for pair in attrs if pair[0] == "class" or pair[0].startswith("data-")])
            )
            self._links.append("</span>")

    def _picture(self, address: str | None) -> str:
        if not address or address.startswith("data:"):
            return address or ""
        kind = mimetypes.guess_type(urlsplit(address).path)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(self._read(address)).decode('ascii')}"

    def _read(self, address: str | None) -> bytes:
        """The file of the site at an address as the page writes it."""
        path = unquote(urlsplit(address or "").path)
        return (self._site / normpath(join(self._folder, path))).read_bytes()


def _tag(name: str, attrs: _Attributes) -> str:
    said = "".join(f" {key}" if value is None else f' {key}="{html.escape(value)}"' for key, value in attrs)
    return f"<{name}{said}>"


def _harmless(script: str) -> str:
    """The script without any text that would end its element."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", script.strip(), flags=re.I)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
