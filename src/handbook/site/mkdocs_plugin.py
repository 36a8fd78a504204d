"""The mkdocs plugin: wires the handbook into mkdocs' build. The only module that imports mkdocs.

mkdocs runs our events in this order:

1. [`on_startup`][handbook.mkdocs_plugin.HandbookPlugin.on_startup]: which command it is;
2. [`on_config`][handbook.mkdocs_plugin.HandbookPlugin.on_config]: the whole handbook is loaded and
   checked. Faults end the build here, before anything is written. The site is redirected into a
   staging folder, the theme to our own template, and our Markdown extension is added;
3. [`on_files`][handbook.mkdocs_plugin.HandbookPlugin.on_files]: what is published: pages and known kinds
   of assets; pages of templates, data scripts and stylesheets are added;
4. [`on_page_read_source`][handbook.mkdocs_plugin.HandbookPlugin.on_page_read_source] and
   [`on_page_markdown`][handbook.mkdocs_plugin.HandbookPlugin.on_page_markdown]: each page's body, from
   the model (mkdocs would swallow broken front matter);
5. [`on_env`][handbook.mkdocs_plugin.HandbookPlugin.on_env]: all pages are rendered; faults found in them
   end the build;
6. [`on_page_context`][handbook.mkdocs_plugin.HandbookPlugin.on_page_context]: what the page template shows;
7. [`on_post_build`][handbook.mkdocs_plugin.HandbookPlugin.on_post_build]: the staging folder becomes the
   site in one rename, or [`on_build_error`][handbook.mkdocs_plugin.HandbookPlugin.on_build_error] removes it.

Everything else is done in modules that know nothing of mkdocs.
"""

from __future__ import annotations

import logging
import os

# Read by mkdocs-material when it is imported, which mkdocs does after importing its plugins.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from markdown import Markdown
from markupsafe import Markup
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler

from handbook import search
from handbook.checks import prepared_handbook
from handbook.diagnostics import language
from handbook.diagnostics.diagnostics import Diagnostics, HandbookError
from handbook.model.handbook import Handbook
from handbook.model.page import Controlled
from handbook.pages import converter, generated_pages, navigation, page_context, published_files
from handbook.pages.markdown_extension import HandbookExtension
from handbook.pages.renderer import Renderer
from handbook.pages.views.document_control import control_view
from handbook.pages.views.links import link_to_address
from handbook.reading import published_addresses, resources
from handbook.site import manifest, offline
from handbook.site.publish import Publication

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.toc import AnchorLink


class PluginConfig(Config):  # type: ignore[no-untyped-call]  # of mkdocs
    """The options below `plugins: - handbook:` in mkdocs.yml."""

    data_dir = config_options.Type(str, default="")
    """A folder that replaces docs/_data, for private data outside the repository.

    ```yaml
    plugins:
      - handbook:
          data_dir: /srv/private/handbook
    ```
    """

    inherit = config_options.ListOfItems(config_options.Type(str), default=[])
    """Ids of templates and checklists taken from the package when the site has none of that id."""

    rule_packs = config_options.ListOfItems(config_options.Type(str), default=[])
    """Ids of the rule packs that are switched on: the package's, and those in templates/rule-packs/."""

    lang = config_options.Choice(["", "en", "zh"], default="")
    """Language of diagnostics: "en" or "zh". By default that of the environment."""

    wait = config_options.Type(int, default=600)
    """Seconds to wait while another build of the same site is running."""


class HandbookPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]  # of mkdocs
    """Builds a handbook with mkdocs."""

    handbook: Handbook
    renderer: Renderer
    diagnostics: Diagnostics
    extension: HandbookExtension
    contents: navigation.Navigation

    def __init__(self) -> None:
        self.command: str = "build"
        self.publication: Publication | None = None
        self._warnings: CountHandler | None = None
        self._generated: dict[str, tuple[str, str, Controlled | None]] = {}  # path -> title, body, document
        self._assets: dict[str, str] = {}
        self._ways: dict[str, dict[str, str]] = {}  # page with old ids -> what stood there -> where it is now

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the command: `serve` writes to a folder of its own and needs no publication.

        Having this event at all also makes mkdocs keep the plugin's instance between rebuilds.
        """
        self.command = command
        if dirty:
            raise Abort("--dirty leaves wrong navigation behind and is not supported")

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check everything; redirect output, theme and Markdown to ours."""
        root = Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()
        self.lang = self.config.lang or language.preferred()
        self._generated, self._assets = {}, {}
        self._order = tuple(navigation.order_of(config.nav))
        try:
            resources.check_bundle()
            self._load(root)
            if self.command == "build":
                self._publish_to(config)
        except HandbookError as error:
            raise Abort(str(error)) from error
        self._configure_theme(config)
        self._configure_markdown(config)
        config.nav = None
        config.use_directory_urls = False
        if config.strict:
            self._warnings = CountHandler()
            self._warnings.setLevel(logging.WARNING)
            logging.getLogger("mkdocs").addHandler(self._warnings)
        return config

    def _load(self, root: Path) -> None:
        self.diagnostics = Diagnostics(root)
        found = prepared_handbook.settings(root, self.diagnostics)
        data = prepared_handbook.data_folder(root, root / self.config.data_dir if self.config.data_dir else None, found)
        inherit = tuple(self.config.inherit)
        packs = tuple(self.config.rule_packs)
        prepared = prepared_handbook.prepare(
            root, diagnostics=self.diagnostics, data=data, inherit=inherit, packs=packs, order=self._order
        )
        self.handbook = prepared.handbook
        self.renderer = prepared_handbook.renderer(prepared, self.diagnostics)
        if self.diagnostics.errors:  # the pages' faults are wanted in the same run
            prepared_handbook.render_pages(prepared, self.renderer, self.diagnostics)
        self._stop_on_errors()
        self._ways = published_addresses.ways(self.handbook, published_addresses.read(root, self.diagnostics))
        self.extension = HandbookExtension(handbook=self.handbook, renderer=self.renderer)

    def _publish_to(self, config: MkDocsConfig) -> None:
        """Let mkdocs write into a staging folder beside the site."""
        site = Path(config.site_dir).resolve()
        root = self.handbook.root
        if root.is_relative_to(site):
            raise Abort(f"{site} holds the handbook's own sources; choose another --site-dir")
        self.publication = Publication(site, wait=self.config.wait, say=lambda line: click.echo(line, err=True))
        config.site_dir = str(self.publication.begin())

    def _configure_theme(self, config: MkDocsConfig) -> None:
        """Use our template alone. Material's folder holds 14,000 icon files which mkdocs would list at each build."""
        config.theme.dirs = [str(resources.theme_dir())]
        config.theme.static_templates = {"404.html"}  # no sitemap: it carries the day of the build
        config.extra_css = []
        config.extra_javascript = []

    def _configure_markdown(self, config: MkDocsConfig) -> None:
        """The Markdown a handbook is written in; extensions named in mkdocs.yml come on top."""
        extensions, configs = converter.options(self.extension, config.markdown_extensions, config.mdx_configs)
        config["markdown_extensions"], config["mdx_configs"] = extensions, configs  # objects are welcome there

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Decide what is published, and add what is made from the model."""
        published = Files([])
        pages = set(self.handbook.pages)
        for file in files:
            if file.src_uri.endswith(".md"):
                if file.src_uri in pages:
                    published.append(file)
            elif file.src_dir != config.docs_dir:  # from the theme
                if Path(file.src_uri).name not in (*resources.ALL_BUNDLES, resources.WORKER, "handbook-inputs.txt"):
                    published.append(file)
            elif published_files.is_published(file.src_uri):
                published.append(file)
        for path, (title, body, document) in generated_pages.pages(self.handbook, self._ways):
            if path not in pages:
                self._generated[path] = (title, body, document)
                published.append(File.generated(config, path, content=body))
        for name, content in self._bundle():
            published.append(File.generated(config, name, content=content))
        for name, content in self._data_scripts().items():
            published.append(File.generated(config, name, content=content))
        for file in published:
            file.inclusion = InclusionLevel.NOT_IN_NAV  # the navigation is ours; mkdocs would drop docs/templates/
        self.contents = navigation.Navigation(self._entries(), self._order)
        self._fill_search_page(published)
        return published

    def _entries(self) -> Iterator[navigation.Entry]:
        for page in self.handbook.pages.values():
            yield navigation.Entry(page.path, page.url, page.title)
        for path, (title, _, _) in self._generated.items():
            if (
                path != generated_pages.SEARCH_PAGE
                and title != generated_pages.MOVED_TITLE
                and not path.endswith(page_context.PAPERS_END)
            ):
                yield navigation.Entry(path, path.removesuffix(".md") + ".html", title)

    def _fill_search_page(self, files: Files) -> None:
        """Without JavaScript the search page is the list of all pages, so that the search box still leads somewhere."""
        file = files.get_file_from_path(generated_pages.SEARCH_PAGE)
        if file is None or generated_pages.SEARCH_PAGE not in self._generated:
            return
        body = generated_pages.search_body(self.contents)
        file.content_string = body
        self._generated[generated_pages.SEARCH_PAGE] = (generated_pages.SEARCH_TITLE, body, None)

    def _bundle(self) -> Iterator[tuple[str, bytes]]:
        """Stylesheets and scripts of every page, each read once, so that hash and file cannot differ."""
        for path in resources.material_stylesheets():
            name = f"assets/stylesheets/{path.name}"
            self._assets[path.name.split(".")[0]] = name
            yield name, path.read_bytes()
        for name in resources.ALL_BUNDLES:
            path = resources.theme_dir() / "assets" / name
            if not path.is_file():
                continue
            content = path.read_bytes()
            # The content's hash in the address, so that a browser never mixes two versions.
            self._assets[name] = f"assets/{name}?v={hashlib.sha256(content).hexdigest()[:8]}"
            yield f"assets/{name}", content

    def _data_scripts(self) -> Mapping[str, bytes]:
        """Data for the browser, as scripts (a page on a shared drive cannot fetch)."""
        scripts = search.scripts(self.handbook) | manifest.calendar_script(self.handbook)
        if self.handbook.templates:
            scripts |= manifest.scripts(self.handbook, self.renderer.papers)
        return scripts

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give every page file our page, before mkdocs gives it one of its own."""
        markdown = converter.build(config.markdown_extensions, config.mdx_configs)
        for file in files.documentation_pages():
            HandbookPage(file, config, markdown, self.extension)
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """The body without front matter, and where it starts in its file."""
        path = page.file.src_uri
        if path in self._generated:
            return self._generated[path][1]
        return self.handbook.pages[path].body

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Undo mkdocs' own search for front matter, set the title, and tell the extension which page it is."""
        path = page.file.src_uri
        model = self.handbook.pages.get(path)
        title, body, _ = self._generated[path] if model is None else (model.title, model.body, model)
        page.title = title
        page.meta = {}
        self.extension.begin(path, model.body_line if model else 1, self.diagnostics)
        return body

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """All pages are rendered: stop if any had faults. mkdocs' environment does not escape; ours must."""
        self._stop_on_errors()
        env.autoescape = True
        env.trim_blocks = env.lstrip_blocks = True
        env.globals["csp"] = resources.CONTENT_SECURITY_POLICY
        return env

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """404.html is shown at any depth, so its addresses start at the site's root."""
        root = context["base_url"].rstrip("/") + "/"
        context["view"] = page_context.View(
            path="404.md",
            title="找不到這一頁",
            base=root,
            heading=Markup("<h1>找不到這一頁</h1>"),
            content=Markup(
                '<p>這個位址沒有內容：可能已改名或移走。</p><p><a href="{0}index.html">回首頁</a>'
                ' · <a href="{0}search.html">搜尋與全部頁面</a></p>'
            ).format(root),
            assets={name: root + address for name, address in self._assets.items()},
            offline=root + resources.OFFLINE_WORKER if self.handbook.flows else "",
            home_url=root + "index.html",
            search_url=root + "search.html",
        )
        return context

    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Any) -> Any:
        """What the page template shows."""
        path = page.file.src_uri
        document = self.handbook.pages.get(path) or self._generated[path][2]
        control = Markup()
        if document and path != "index.md" and page_context.is_controlled(document):  # the home page is for doing
            url = path.removesuffix(".md") + ".html"
            control = self.renderer.components.render(
                "document-control", url, control=control_view(self.handbook, document)
            )
        context["view"] = page_context.build(
            path=path,
            title=str(page.title),
            html=(page.content or "") + self._moved(path),
            toc=[item for link in page.toc for item in _toc(link)],
            document=document,
            handbook=self.handbook,
            navigation=self.contents,
            assets=self._assets,
            control=control,
        )
        return context

    def _moved(self, path: str) -> str:
        """What stood on this page and is elsewhere now, as a list with the old ids."""
        url = path.removesuffix(".md") + ".html"
        entries = {id: new for id, new in self._ways.get(url, {}).items() if not _on_page(id, new, url)}
        if not entries:
            return ""
        whole = entries.pop("", "")
        links = [replace(link_to_address(self.handbook, new), note=id) for id, new in entries.items()]
        page = link_to_address(self.handbook, whole) if whole else None
        return str(self.renderer.components.render("moved", url, entries=links, page=page))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the site in place, unless --strict and there was anything to mend."""
        counted = self._warnings is not None and bool(self._warnings.get_counts())
        if self.diagnostics.warnings:
            click.echo(self.diagnostics.render(self.lang), err=True)
        if config.strict and (self.diagnostics.warnings or counted):
            raise Abort(_strict(self.lang))
        offline.write(Path(config.site_dir), self.handbook)
        if self.publication is None:
            return
        try:
            self.publication.commit()
        except HandbookError as error:
            raise Abort(str(error)) from error
        config.site_dir = str(self.publication.site)
        self.publication = None

    def on_build_error(self, *, error: Exception) -> None:
        """Remove what was rendered; the previous site is as it was."""
        if self.publication is not None:
            self.publication.discard()
            self.publication = None

    def on_shutdown(self) -> None:
        """Nothing is kept between runs; defined so that mkdocs calls us once per process."""
        self.on_build_error(error=Exception())

    def _stop_on_errors(self) -> None:
        if self.diagnostics.errors:
            click.echo(self.diagnostics.render(self.lang), err=True)
            raise Faults(self.diagnostics)


class HandbookPage(MkDocsPage):
    """A page rendered by one converter for the whole site: building a converter costs as much as a short page.

    mkdocs' own link handling is not needed: with `use_directory_urls: false` an address differs from the
    path written only in its ending, and `handbook.checks` has looked at every link before.
    """

    def __init__(self, file: File, config: MkDocsConfig, markdown: Markdown, extension: HandbookExtension) -> None:
        super().__init__(None, file, config)
        self._markdown = markdown
        self._extension = extension

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the body to HTML and take its headings."""
        self.content = converter.convert(self._markdown, self._extension, self.markdown or "")
        self.toc = get_toc(getattr(self._markdown, "toc_tokens", []))


class Faults(Abort):
    """The sources have faults, which were printed."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__("")
        self.diagnostics = diagnostics

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the diagnostics are on the screen already."""


def _on_page(id: str, new: str, url: str) -> bool:
    """Whether the old id stands at its heading or clause, on the same page."""
    return bool(id) and new.startswith(f"{url}#")


def _strict(lang: str) -> str:
    return (
        "嚴格模式：有提醒未處理，網站未更新"
        if lang == "zh"
        else "strict: there were warnings; the site was not changed"
    )


def _toc(link: AnchorLink) -> Iterator[page_context.TocItem]:
    """The headings below the page's title, two levels deep."""
    if link.level == 1:
        for child in link.children:
            yield from _toc(child)
        return
    children = [item for child in link.children for item in _toc(child)] if link.level < 3 else []
    yield page_context.TocItem(link.id, Markup(link.title), children)
