"""The mkdocs plugin, and mkdocs' build from our command line. The only module that imports mkdocs.

mkdocs calls a method of `HandbookPlugin` at each step of a build, in this order:

1. `on_startup`: which command it is.
2. `on_config`: the whole handbook is loaded and checked, with its samples. Faults end the build here, before anything
   is written. The site is redirected into a staging folder, the theme to our own page template, and our Markdown
   extension is added.
3. `on_files`: what is published. Pages and known kinds of assets are; pages of templates, data scripts and stylesheets
   are added.
4. `on_nav`: every page gets our converter.
5. `on_page_read_source` and `on_page_markdown`: each page's body, from the model (mkdocs would swallow broken front
   matter).
6. `on_env`: all pages are rendered. Faults found in them end the build.
7. `on_template_context` and `on_page_context`: what the page template shows.
8. `on_post_build`: the staging folder becomes the site in one rename. Where a build fails, `on_build_error` removes
   the staging folder instead.

What these steps do stands in modules that know nothing of mkdocs.
"""

from __future__ import annotations

import logging
import os
import tempfile

# Read by mkdocs-material when it is imported, which mkdocs does after importing its plugins.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from markdown import Markdown
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler

from handbook import search
from handbook.checks.prepared_handbook import PreparedHandbook, prepared_renderer
from handbook.checks.prepared_to_build import prepare_to_build
from handbook.diagnostics.diagnostics import BuildError, Diagnostics, HandbookError
from handbook.diagnostics.messages import message, preferred_language
from handbook.model.handbook import Handbook
from handbook.pages import published_files
from handbook.pages.markdown import converter
from handbook.pages.markdown.markdown_extension import HandbookExtension
from handbook.pages.renderer import Renderer
from handbook.pages.views.duty_calendar import calendar_files
from handbook.reading import published_addresses, resources
from handbook.reading.plugin_settings import CONFIG, data_folder, read_settings
from handbook.site import manifest, offline
from handbook.site.bundle_files import NOT_COPIED, BundleFiles, read_bundle_files
from handbook.site.paper_archives import paper_archives
from handbook.site.pdf_documents import find_browser, write_pdfs
from handbook.site.printable import card_documents, printable_documents, wall_chart, write_documents
from handbook.site.publish import Publication
from handbook.site.published_pictures import clean_pictures
from handbook.site.site_pages import SitePages
from handbook.site.source_view import narrowed_inclusion, write_source_view
from handbook.site.trees import Trees, chosen

if TYPE_CHECKING:
    import jinja2


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

    audiences = config_options.Type(dict, default={})
    """The trees that the site is built as, each with the marks of what it may contain."""

    audience = config_options.Type(str, default="")
    """Which tree `mkdocs build` and `mkdocs serve` make. HANDBOOK_AUDIENCE in the environment does so too."""

    lang = config_options.Choice(["", "en", "zh"], default="")
    """Language of diagnostics: "en" or "zh". By default that of the environment."""

    pdf = config_options.Type(bool, default=False)
    """Documents to print are made as PDF as well; needs Chromium, Chrome or Edge on the machine that builds."""

    wait = config_options.Type(int, default=600)
    """Seconds to wait while another build of the same site is running."""


class HandbookPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]  # of mkdocs
    """Builds a handbook with mkdocs."""

    handbook: Handbook  # of the tree that is built, where there are several
    whole: Handbook
    renderer: Renderer
    diagnostics: Diagnostics
    extension: HandbookExtension
    pages: SitePages

    def __init__(self) -> None:
        self.command: str = "build"
        self.publication: Publication | Trees | None = None
        self.prepared: PreparedHandbook | None = None  # the whole handbook, where several trees are made of it
        self.is_staged = False  # the site is a part of something that others put in place
        self._view: tempfile.TemporaryDirectory[str] | None = None
        self._warnings: CountHandler | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the command: `serve` writes to a folder of its own and needs no publication.

        Having this event at all also makes mkdocs keep the plugin's instance between rebuilds.
        """
        self.command = command
        if dirty:
            raise Abort(message("no-dirty-build"))

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check everything; redirect output, theme and Markdown to ours."""
        root = Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()
        self.lang = self.config.lang or preferred_language()
        try:
            resources.check_bundle()
            self._browser = find_browser() if self.config.pdf else ""
            self._load(root)
            if self.command == "build" and not self.is_staged:
                self._publish_to(config)
        except HandbookError as error:
            raise Abort(str(error)) from error
        self._configure_theme(config)
        self._configure_markdown(config)
        self._narrow_sources(config)
        config.nav = None
        config.use_directory_urls = False
        if config.strict:
            self._warnings = CountHandler()
            self._warnings.setLevel(logging.WARNING)
            logging.getLogger("mkdocs").addHandler(self._warnings)
        return config

    def _load(self, root: Path) -> None:
        """Load and check the handbook in `root`."""
        self.diagnostics = Diagnostics(root)
        prepared = self.prepared or self._prepared(root)
        self.whole = prepared.handbook
        trees = self.whole.audiences
        prepared = prepared.for_audience(chosen(trees, self.config.audience)) if trees else prepared.without_private()
        self.handbook = prepared.handbook
        self.renderer = prepared_renderer(prepared, self.diagnostics)
        moved = published_addresses.redirects(self.handbook, published_addresses.read_record(root, self.diagnostics))
        self._bundle: BundleFiles = read_bundle_files(self.handbook)
        self.pages = SitePages(self.renderer, moved=moved, assets=self._bundle.addresses, has_pdf=self.config.pdf)
        self.extension = HandbookExtension(handbook=self.handbook, renderer=self.renderer)

    def _prepared(self, root: Path) -> PreparedHandbook:
        """The handbook in `root`, read and checked. Faults end the build."""
        found = read_settings(root, self.diagnostics)
        data = data_folder(root, root / self.config.data_dir if self.config.data_dir else None, found)
        prepared = prepare_to_build(root, found, self.diagnostics, data=data)
        self._stop_on_errors()
        return prepared

    def _narrow_sources(self, config: MkDocsConfig) -> None:
        """Of a tree: give mkdocs a folder that holds nothing else, and let the site say which tree it is."""
        audience = self.handbook.audience
        if audience is None:
            return
        self._view = tempfile.TemporaryDirectory(prefix="handbook-sources-")
        folder = Path(self._view.name).resolve() / audience.name
        config.docs_dir = str(write_source_view(self.whole, self.handbook, folder))
        config["mdx_configs"] = narrowed_inclusion(config.mdx_configs, self.whole, folder)
        config.site_name = f"{config.site_name}（{audience.title}）"

    def _publish_to(self, config: MkDocsConfig) -> None:
        """Let mkdocs write into a staging folder beside the site."""
        site = Path(config.site_dir).resolve()
        root = self.handbook.root
        if root.is_relative_to(site):
            raise Abort(message("site-above-sources", site=site))
        wait, audience = self.config.wait, self.handbook.audience
        if audience is None:
            publication = Publication(site, wait=wait, say=_say)
            config.site_dir = str(publication.begin())
            self.publication = publication
            return
        trees = Trees(site, self.whole.audiences, wait=wait, say=_say)
        self.publication = trees
        trees.begin()
        config.site_dir = str(trees.folder(audience.name))

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
        published = Files([file for file in files if self._is_published(file, config)])
        made: dict[str, str | bytes] = {page.path: page.body for page in self.pages.generated.values()}
        for path, content in (made | dict(self._bundle.contents) | dict(self._data_scripts())).items():
            published.append(File.generated(config, path, content=content))
        clean_pictures(file for file in published if file.src_dir == config.docs_dir)
        for file in published:
            file.inclusion = InclusionLevel.NOT_IN_NAV  # the navigation is ours; mkdocs would drop docs/templates/
        return published

    def _is_published(self, file: File, config: MkDocsConfig) -> bool:
        if file.src_uri.endswith(".md"):
            return file.src_uri in self.handbook.pages
        if file.src_dir != config.docs_dir:  # from the theme
            return Path(file.src_uri).name not in NOT_COPIED
        return published_files.is_published(file.src_uri)

    def _data_scripts(self) -> Mapping[str, bytes]:
        """Data for the browser, as scripts (a page on a shared drive cannot fetch)."""
        scripts = search.search_scripts(self.handbook) | manifest.calendar_script(self.handbook)
        scripts |= manifest.post_scripts(self.handbook) | calendar_files(self.handbook)
        if self.handbook.templates:
            scripts |= manifest.scripts(self.handbook, self.renderer.papers)
            scripts |= paper_archives(self.handbook, self.pages.navigation.outline, scripts)
        return scripts

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give every page file our page, before mkdocs gives it one of its own."""
        markdown = converter.build_converter(config.markdown_extensions, config.mdx_configs)
        for file in files.documentation_pages():
            HandbookPage(file, config, markdown, self.extension)
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """The body without front matter."""
        return self.pages.source(page.file.src_uri).body

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Undo mkdocs' own search for front matter, set the title, and tell the extension which page it is."""
        path = page.file.src_uri
        source = self.pages.source(path)
        page.title = source.title
        page.meta = {}
        self.extension.begin(path, source.first_line, self.diagnostics)
        return source.body

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """All pages are rendered: stop if any had faults. mkdocs' environment does not escape; ours must."""
        self._stop_on_errors()
        env.autoescape = True
        env.trim_blocks = env.lstrip_blocks = True
        env.globals["csp"] = resources.CONTENT_SECURITY_POLICY
        return env

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """What 404.html shows, the only page that is no page of the handbook."""
        context["view"] = self.pages.missing_page(context["base_url"].rstrip("/") + "/")
        return context

    def on_page_context(self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Any) -> Any:
        """What the page template shows."""
        assert isinstance(page, HandbookPage)
        context["view"] = self.pages.context(page.file.src_uri, page.content or "", page.toc_tokens)
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the site in place, unless --strict and there was anything to mend."""
        counted = self._warnings is not None and bool(self._warnings.get_counts())
        if self.diagnostics.warnings:
            click.echo(self.diagnostics.render(self.lang), err=True)
        if config.strict and (self.diagnostics.warnings or counted):
            raise Abort(message("strict-stop", self.lang))
        site = Path(config.site_dir)
        try:
            self._write_documents(site, config.site_url or "")
        except HandbookError as error:
            raise Abort(str(error)) from error
        offline.write_offline(site, self.handbook)
        if self.publication is None:
            self._forget_sources()
            return
        try:
            if isinstance(self.publication, Trees):
                self.publication.commit(self.whole)
            else:
                self.publication.commit()
        except HandbookError as error:
            raise Abort(str(error)) from error
        name = self.handbook.audience.name if self.handbook.audience else ""
        config.site_dir = str(self.publication.site / name)
        self.publication = None
        self._forget_sources()

    def _forget_sources(self) -> None:
        if self._view is not None:
            self._view.cleanup()
            self._view = None

    def _write_documents(self, site: Path, site_url: str) -> None:
        """Add what is made to be printed."""
        outline, assets, has_pdf = self.pages.navigation.outline, self._bundle.addresses, self.config.pdf
        chart = wall_chart(self.handbook, self.renderer.components, assets, has_pdf=has_pdf)
        documents = [*printable_documents(site, self.handbook, outline, assets, has_pdf=has_pdf)]
        documents += [chart] if chart else []
        documents += card_documents(self.handbook, self.renderer.components, assets, site_url, has_pdf=has_pdf)
        write_documents(site, documents)
        if has_pdf:
            write_pdfs(site, documents, self._browser)

    def on_build_error(self, *, error: Exception) -> None:
        """Remove what was rendered; the previous site is as it was."""
        if self.publication is not None:
            self.publication.discard()
            self.publication = None
        self._forget_sources()

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
        self.toc_tokens: Sequence[Mapping[str, Any]] = ()
        self._markdown = markdown
        self._extension = extension

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the body to HTML and take its headings."""
        self.content = converter.convert(self._markdown, self._extension, self.markdown or "")
        tokens: Any = getattr(self._markdown, "toc_tokens", [])
        self.toc_tokens = tokens
        self.toc = get_toc(tokens)  # for other plugins of the site


class Faults(Abort):
    """The sources have faults, which were printed."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__("")
        self.diagnostics = diagnostics

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the diagnostics are on the screen already."""


def _say(line: str) -> None:
    click.echo(line, err=True)


# ── from our command line ──


def build_site(
    root: Path,
    *,
    site_dir: Path | None,
    strict: bool,
    data: Path | None,
    pdf: bool = False,
    audience: str = "",
    part_of: PreparedHandbook | None = None,
) -> Path:
    """Build the handbook in `root` as `mkdocs build` does, and return the folder of the site.

    site_dir, data, pdf, audience: take the place of what mkdocs.yml says. part_of: the handbook, read and checked, of
    which this is one of several trees; `site_dir` is then written as it is, and put in place by others. Raises
    BuildError; its text is empty when the faults have been printed already.
    """
    settings: dict[str, Any] = {"strict": strict}
    if site_dir is not None:
        settings["site_dir"] = str(site_dir.resolve())
    config = None
    try:
        config = load_config(str(root / CONFIG), **settings)
        if data is not None:
            config.plugins["handbook"].config.data_dir = str(data.resolve())
        plugin = config.plugins["handbook"]
        assert isinstance(plugin, HandbookPlugin)
        if pdf:
            plugin.config.pdf = True
        if audience:
            plugin.config.audience = audience
        if part_of is not None:
            plugin.prepared, plugin.is_staged = part_of, True
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        return Path(config.site_dir)
    except MkDocsException as error:
        raise BuildError(error.format_message()) from error
    finally:
        if config is not None:
            config.plugins.on_shutdown()


def site_folder(root: Path) -> Path:
    """The folder of the site that mkdocs.yml names. Raises BuildError."""
    try:
        return Path(load_config(str(root / CONFIG)).site_dir).resolve()
    except MkDocsException as error:
        raise BuildError(error.format_message()) from error


def faulty_settings(file: Path) -> list[tuple[str, str]]:
    """What mkdocs finds wrong in a configuration file: the setting, which may be empty, and the problem in one line."""
    config: Any = MkDocsConfig(config_file_path=str(file))
    faults: Sequence[tuple[str, object]]
    try:
        with file.open("rb") as stream:
            config.load_file(stream)
        faults, _ = config.validate()
    except Exception as error:  # noqa: BLE001 (plugins and hooks named there are code, and may raise anything)
        faults = [("", error)]
    return [(key, str(fault).strip().split("\n")[0]) for key, fault in faults]
