"""The website by MkDocs, Material and static-i18n. The only file of site/ that names them.

    hooks   what scripts/mkdocs_hooks.py hands over: plain `mkdocs build` and ours give the same bytes
    build   one process a language, each in the same new folder

What the plugins do wrong by themselves and how it is put right is told beside each function; `design` in a comment
means the notes on the site's design (see CONTRIBUTING.md).
"""

from __future__ import annotations

import functools
import logging
import os
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from importlib.metadata import distribution
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material prints an advertisement otherwise

import jinja2
import mkdocs_static_i18n.config
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from guidebook import book as books
from guidebook import config as configs
from guidebook import processes, purposes, search, stemming, strings, typography
from guidebook.book import Book, Chapter, State
from guidebook.files import Unreadable
from guidebook.notes import pictures as note_pictures
from guidebook.notes.pictures import NotePictures
from guidebook.site import calendar, current, feed, kiosk, metadata, offline, pages, palette, printing, status
from guidebook.translation import status as statuses
from guidebook.translation.status import Row

RUN = "guidebook_run"  # where a run stands in MkDocs' `extra`
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".woff2"}  # what may be published beside chapters
NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>\n'  # pages and styles name it without asking
STYLE_OF_MATERIAL = re.compile(r"assets/stylesheets/main\..*\.css")  # all we take of it: our colours are none of its
FONT_LICENCE = re.compile(r".+-(OFL|LICEN[CS]E)\.txt")  # goes where the font goes
LICENCE_OF_MATERIAL = "assets/stylesheets/LICENSE.txt"

# static-i18n knows languages of two letters only; szl, csb or rom have three, as has our own for testing.
mkdocs_static_i18n.config.RE_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Z]{2}|\d{3}))?$|null$")


@dataclass(frozen=True)
class Run:
    """One build of one language: the book and the pictures in that language."""

    book: Book
    code: str
    pictures: Mapping[str, NotePictures]
    state: tuple  # of the files of the book
    menus: dict[str, str] = field(default_factory=dict, compare=False)  # by the folder of the pages that show them

    @property
    def rows(self) -> tuple[Row, ...]:
        """How far each chapter is in each language."""
        return _standing(self.book, self.state)[0]

    @property
    def status_files(self) -> tuple[tuple[str, str], ...]:
        """The same for programs: name and content."""
        return _standing(self.book, self.state)[1]

    def chapter(self, page: Page) -> Chapter | None:
        """The chapter that a page shows: the translation, else the source text."""
        name = getattr(page.file, "norm_src_uri", "")
        return self.book.shown(name, self.code) if name else None


def _run(config: MkDocsConfig) -> Run:
    return config.extra[RUN]


# ----------------------------------------------------------------------------------------------- hooks


def with_book(config: MkDocsConfig) -> MkDocsConfig:
    """Read the book, once for each language; what has not changed since it was read last is kept."""
    file, before = Path(config.config_file_path), config.extra.get(RUN)
    is_known = before is not None and before.state[0] == file.stat().st_mtime_ns
    ours = before.book.config if is_known else configs.load(file)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(_noon(ours)))  # sitemap.xml.gz bears a time
    state = _fingerprint(ours)
    book = _book(ours, state)
    code = config.plugins["i18n"].current_language
    same_notes = before is not None and before.code == code and before.book.notes is book.notes
    config.extra[RUN] = Run(book, code, before.pictures if same_notes else _pictures(book, code), state)
    return config


def _noon(config: configs.Config) -> int:
    return int(datetime(config.day.year, config.day.month, config.day.day, 12).timestamp())


_read: dict[Path, tuple[tuple, Book]] = {}  # mkdocs.yml → the state of the files when the book was read, the book


def _book(config: configs.Config, state: tuple) -> Book:
    """The book as its files are now, read once for all languages."""
    known = _read.get(config.file)
    if known is None or known[0] != state:
        _read[config.file] = state, (_only_chapters_saved(*known, state) if known else None) or books.load(config)
    return _read[config.file][1]


def _only_chapters_saved(before: tuple, book: Book, state: tuple) -> Book | None:
    """The book with the chapters that were saved since, or None when anything else has changed."""
    old, new = dict(before[1:]), dict(state[1:])
    if before[0] != state[0] or old.keys() != new.keys():
        return None
    for file in (Path(name) for name in new if new[name] != old[name]):
        own = (one for one in book.editions if file.is_relative_to(one.folder))
        found = ((one, one.chapter(file.relative_to(one.folder).as_posix())) for one in own)
        edition, chapter = next(found, (None, None))
        if edition is None or chapter is None:
            return None
        try:
            book = book.with_chapter(edition.language.code, chapter.name)
        except Unreadable:
            return None
    return book


_counted: dict[Path, tuple[tuple, tuple[Row, ...], tuple[tuple[str, str], ...]]] = {}  # as above, for what follows


def _standing(book: Book, state: tuple) -> tuple[tuple[Row, ...], tuple[tuple[str, str], ...]]:
    """How far all translations are, and the same for programs: name and content.

    Once for all languages, made before the processes part: it looks at every translation.
    """
    file = book.config.file
    if file not in _counted or _counted[file][0] != state:
        rows = statuses.rows(book, remembers=False)
        _counted[file] = state, rows, tuple(status.files(book, rows))
    return _counted[file][1:]


def _fingerprint(config: configs.Config) -> tuple:
    """Changes when any file of the book does: the time of mkdocs.yml, then (file, time) of all others."""
    found = []
    for folder in (config.docs, config.notes):
        found += [(str(file), file.stat().st_mtime_ns) for file in sorted(folder.rglob("*.*")) if file.is_file()]
    return (config.file.stat().st_mtime_ns, *found)


def _pictures(book: Book, code: str) -> dict[str, NotePictures]:
    """The notes in one language; those that are up to date are not drawn again."""
    studio = note_pictures.studio(book.config)
    drawn = (note for note in book.notes.values() if note.regions)
    return {note.name: note_pictures.make(note, code, studio) for note in drawn}


def this_language_and_its_source(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what static-i18n need not see, and what must not be published: links, HTML, scripts."""
    run = _run(config)
    languages = {edition.language.code for edition in run.book.editions}
    keep = {run.code, run.book.source.language.code}
    docs = Path(config.docs_dir).resolve()
    kept = [file for file in files if _is_kept(file, languages, keep, docs)]
    return Files(kept)


def _is_kept(file: File, languages: set[str], keep: set[str], docs: Path) -> bool:
    if not file.abs_src_path or not Path(file.abs_src_path).is_relative_to(docs):
        return not file.src_uri.startswith("assets/") or _is_used(file.src_uri)  # what the theme brings
    top = file.src_uri.partition("/")[0]
    if top in languages - keep:
        return False
    source = Path(file.abs_src_path)
    if source.is_symlink() or not source.resolve().is_relative_to(docs):
        return False  # a link in a pull request could publish any file of the machine
    if top in keep:
        return file.is_documentation_page() or source.suffix.lower() in PICTURES
    return source.suffix.lower() in PICTURES or FONT_LICENCE.fullmatch(source.name) is not None


def _is_used(uri: str) -> bool:
    """Of what the theme brings: not its 2.3 MB of scripts, its icon, its maps for those who debug it."""
    is_ours = posixpath.dirname(uri) == "assets"
    return is_ours or STYLE_OF_MATERIAL.fullmatch(uri) is not None


def under_its_own_prefix(files: Files, config: MkDocsConfig) -> Files:
    """Put the source language under its prefix too (static-i18n puts it at the root), and add the files we make."""
    run = _run(config)
    source = run.book.source.language.code
    for file in files:
        localized = getattr(file, "localization", None) and file.locale_alternate_of == source
        if localized and not file.dest_uri.startswith(f"{source}/"):
            _move(file, f"{source}/{file.dest_uri}", config)
    for file in _made(run, config):
        files.append(file)
    return files


def _move(file: File, dest_uri: str, config: MkDocsConfig) -> None:
    """dest_uri, abs_dest_path and url are cached by MkDocs: all three are set."""
    file.dest_uri = dest_uri
    file.abs_dest_path = os.path.normpath(os.path.join(config.site_dir, dest_uri))
    file.url = file._get_url()


def _made(run: Run, config: MkDocsConfig) -> Iterable[File]:
    """Files that no one wrote: the note's pictures, the colours of the drawings, the pages that are no chapters."""
    for pictures in run.pictures.values():
        for rendition in (*pictures.webp, *pictures.avif):
            uri = f"{run.code}/notes/{pages.picture_name(pictures, rendition)}"
            yield File.generated(config, uri, abs_src_path=str(pictures.folder / rendition.file))
        if pages.is_sharper_as_svg(pictures):
            uri = f"{run.code}/notes/{pages.svg_name(pictures)}"
            yield File.generated(config, uri, abs_src_path=str(pictures.svg))
    studio = note_pictures.studio(run.book.config)
    for name, icon in (("icon", run.book.config.icon), ("town", run.book.config.ornament)):
        made = {"abs_src_path": str(note_pictures.make_icon(icon, studio))} if icon else {"content": NO_PICTURE}
        yield File.generated(config, f"assets/{name}.svg", **made)
    icons = palette.icons(run.book)
    for name in icons:
        made = note_pictures.make_icon(name, studio)
        yield File.generated(config, f"assets/icons/{name}.svg", abs_src_path=str(made))
    yield File.generated(config, LICENCE_OF_MATERIAL, content=_licence_of_material())
    yield File.generated(config, "assets/colours.css", content=palette.css(run.book.config.colours, icons))
    yield File.generated(config, _calendar_uri(run), content="")  # its text comes when the pages have been read
    for uri, content in run.status_files:
        yield File.generated(config, uri, content=content)
    if run.book.config.site_url:
        card = metadata.card(run.book, run.code, studio)
        yield File.generated(config, f"{run.code}/{metadata.CARD}", abs_src_path=str(card))
        yield File.generated(config, f"{run.code}/{feed.FILE}", content=feed.feed(run.book, run.code))
    for uri, html in pages.short_addresses(run.book, run.code):
        yield File.generated(config, uri, content=html)
    for pair in printing.forms(run.book, run.code).values():  # chapters link to them
        for name in pair:
            made = printing.folder(run.book, run.code) / name
            yield File.generated(config, f"{run.code}/print/{name}", abs_src_path=str(made))
    for uri in MADE_PAGES:
        yield _page(f"{run.code}/{uri}", run, config)


def _licence_of_material() -> str:
    """It asks to go along with every copy, and its style does not say whose it is."""
    return distribution("mkdocs-material").read_text("licenses/LICENSE") or ""


def _page(uri: str, run: Run, config: MkDocsConfig) -> File:
    """A page that is no chapter, as static-i18n would have made it, had it been written by hand."""
    source = posixpath.splitext(uri)[0] + ".md"
    file = File.generated(config, source, content="\n", inclusion=InclusionLevel.NOT_IN_NAV)
    file.locale = file.locale_alternate_of = file.localization = run.code
    file.norm_src_uri, file.alternates = "", {}
    _move(file, uri, config)
    return file


def _is_found(page: Page) -> bool:
    """Is it one of the pages that are no chapters, yet found by the search?"""
    return posixpath.splitext(_below_prefix(page))[0] in search.MADE


def _below_prefix(page: Page) -> str:
    """Where a page stands in the folder of its language."""
    return page.file.dest_uri.partition("/")[2]


Made = tuple[Callable[[strings.Strings], str], Callable[[Run], str]]  # how a page is called, and its HTML

# The pages that are no chapters.
MADE_PAGES: Mapping[str, Made] = {
    printing.PAGE: (purposes.page_title, lambda run: printing.page(run.book, run.code)),
    current.PAGE: (current.title, lambda run: current.page(run.book, run.code)),
    offline.ABSENT: (offline.title_of_absent, lambda run: offline.absent(strings.load(run.code))),
    status.PAGE: (status.title, lambda run: status.page(run.book, run.code, run.rows)),
}


def _made_page(page: Page) -> Made:
    """What is no chapter and not made either is a file that could not be read."""
    return MADE_PAGES.get(_below_prefix(page), (lambda words: words("This page does not exist"), lambda run: ""))


def source_of(page: Page, config: MkDocsConfig) -> str:
    """The text of a page from the book, so that MkDocs never reads (nor believes) its front matter."""
    chapter = _run(config).chapter(page)
    return pages.body(chapter, calendar.section(_run(config).book, chapter)) if chapter else "\n"


def prepared(markdown: str, page: Page, config: MkDocsConfig) -> str:
    """Tell the Markdown extension how references read in the language of this text."""
    run = _run(config)
    chapter = run.chapter(page)
    if chapter is None:
        title, _ = _made_page(page)
        page.meta = {"title": title(strings.load(run.code))}
        return markdown
    medium = pages.PageMedium(run.book, chapter, run.code, run.pictures)
    config.mdx_configs["guidebook.markup"] = {
        "resolve": pages.PageReferences(run.book, chapter, medium),
        "language": chapter.language,
        "finish": typography.finished,
    }
    page.meta = {"title": chapter.title, "description": chapter.description}
    return markdown


def with_notices(html: str, page: Page, config: MkDocsConfig) -> str:
    """Notices in the reader's language above the text; a text in another language says which it is."""
    run = _run(config)
    chapter = run.chapter(page)
    if chapter is None:
        _, html_of = _made_page(page)
        return html_of(run)
    if chapter.language != run.code:
        html = pages.wrapped(html, run.book.config.language(chapter.language))
    notices = pages.notices(run.book, chapter.name, run.code)
    if chapter.name != pages.HOME:
        return notices + html
    line, state = pages.take_home_line(run.code), run.book.state(chapter.name, run.code)
    if state is State.MISSING:
        return notices + line + html  # the text is in another language
    above, below = (notices, "") if state is State.STALE else ("", notices)
    return above + pages.below_doors(html, line + below)


def with_languages(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """What our templates need besides a page: the languages, each with its own words. All pages have been read now,
    so this is also when the index of the search can be made.
    """
    run = _run(config)
    for uri, content in _made_of_pages(files, run):
        if before := files.get_file_from_path(uri):
            files.remove(before)
        files.append(File.generated(config, uri, content=content))
    _show_book(env, run.book, files)
    env.globals["menu"] = functools.partial(_menu, env, config)
    return env


def _made_of_pages(files: Files, run: Run) -> Iterable[tuple[str, str]]:
    """What is made when all pages have been read: the index of the search, the calendar."""
    yield _index_uri(run), _search_index(files, run)
    yield _calendar_uri(run), _calendar(files, run)


def _show_book(env: jinja2.Environment, book: Book, files: Files) -> None:
    env.globals["book"] = book
    env.globals["languages"] = book.config.languages
    env.globals["words_of"] = strings.load
    env.globals["sitemap_pages"] = _sitemap_pages(book)
    env.globals["first_card"] = tuple(metadata.picture(book, book.config.source.code))
    env.globals["stylesheets"] = _stylesheets(files)


def _stylesheets(files: Files) -> list[str]:
    """That of the theme; its name changes with its version."""
    return sorted(file.src_uri for file in files if STYLE_OF_MATERIAL.fullmatch(file.src_uri))


def _index_uri(run: Run) -> str:
    return f"{run.code}/search-index.{run.code}.js"


def _search_index(files: Files, run: Run) -> str:
    """The pages in this language; a chapter shown in another one is not found by words of that one."""
    rows = []
    for file in files.documentation_pages(inclusion=InclusionLevel.is_included):
        page = file.page
        if page is None or page.content is None or not file.dest_uri.startswith(f"{run.code}/"):
            continue
        chapter = run.chapter(page)
        if chapter.language == run.code if chapter else _is_found(page):
            address = file.url.removeprefix(f"{run.code}/")
            description = chapter.description if chapter else ""
            has_places = bool(chapter) and any(str(one) == pages.ALL_PLACES for one in chapter.references)
            rows.append(search.Page(address, page.meta["title"], page.content, description, has_places))
    order = {name: place for place, name in enumerate(run.book.config.reading_order)}
    rows.sort(key=lambda row: (order.get(f"{posixpath.splitext(row.address)[0]}.md", len(order)), row.address))
    asked = search.asked(run.book.data.folder, run.code)
    return search.index(rows, pages.words_of_terms(run.book), asked, stemming.of(run.code))


def _calendar_uri(run: Run) -> str:
    return f"{run.code}/{calendar.FILE}"


def _calendar(files: Files, run: Run) -> str:
    """The reminders, each with what the page of its chapter says of earlier years."""
    said = {}
    for file in files.documentation_pages(inclusion=InclusionLevel.is_included):
        page = file.page
        chapter = run.chapter(page) if page is not None and page.content is not None else None
        if chapter and file.dest_uri.startswith(f"{run.code}/"):
            texts = (part.text for part in search.sections(page.content) if part.id == calendar.SECTIONS[-1])
            said[chapter.name] = next(texts, "")
    return calendar.text(run.book, run.code, lambda name: said.get(name, ""))


def _sitemap_pages(book: Book) -> tuple[tuple[pages.Alternate, ...], ...]:
    """Every chapter with its translations, whichever language is being built."""
    names = dict.fromkeys(chapter.name for edition in book.editions for chapter in edition.chapters)
    rows = [pages.alternates(book, posixpath.splitext(name)[0] + ".html", name, "") for name in names]
    return tuple(tuple(alternate for alternate in row if alternate.is_translated) for row in rows)


def page_context(context: dict, page: Page, config: MkDocsConfig) -> dict:
    """What our templates show around a page."""
    run = _run(config)
    chapter = run.chapter(page)
    name = chapter.name if chapter else ""
    alternates = pages.alternates(run.book, _below_prefix(page), name, run.code)
    shown = next((a for a in alternates if chapter and a.language.code == chapter.language), None)
    text, sources = pages.before_sources(page.content)
    config.extra["alternate"] = True  # neither a list (Material would write wrong hreflang) nor nothing
    page.canonical_url = shown.address if shown else None
    context.update(
        words=strings.load(run.code),
        language=run.book.config.language(run.code),
        chapter=chapter,
        is_home=name == pages.HOME,
        text=text,
        sources=sources,
        feed=f"{run.code}/{feed.FILE}" if run.book.config.site_url else "",
        feed_title=feed.title(run.book, run.code),
        about=metadata.of(run.book, run.code, chapter, page.meta["title"], page.content, alternates),
        alternates=alternates,
        edit_address=pages.edit_address(run.book, name, run.code) if chapter else "",
        print_page=f"{run.code}/{printing.PAGE}",
        take_home=printing.take_home(run.book, run.code, name) if chapter else None,
        current_page=f"{run.code}/{current.PAGE}",
        status_page=f"{run.code}/{status.PAGE}",
        search_index=_index_uri(run),
        short_address=(short := kiosk.short_address(run.book, f"{run.code}/{_below_prefix(page)}")),
        phone_code=kiosk.drawn(short) if short else "",
    )
    return context


@dataclass(frozen=True)
class Entry:
    """An entry of the menu as a page sees it; its language when the title is not in the reader's."""

    address: str
    title: str
    lang: str = ""


def _menu(env: jinja2.Environment, config: MkDocsConfig, page: Page, nav: Navigation) -> str:
    """The menu of a page, rendered once a folder: in a book of many chapters it took longer than all else on a page."""
    run, folder = _run(config), posixpath.dirname(page.url)
    if folder not in run.menus:
        words = strings.load(run.code)
        entries = [_entry(one, page, run) for one in nav.pages]
        entries.append(Entry(get_relative_url(f"{run.code}/{printing.PAGE}", page.url), purposes.page_title(words)))
        known = {"words": words, "language": run.book.config.language(run.code), "entries": entries}
        run.menus[folder] = env.get_template("partials/nav.html").render(known)
    here = f'href="{escape(posixpath.basename(page.url))}"'
    return run.menus[folder].replace(here, f'{here} aria-current="page"', 1)


def _entry(entry: Page, page: Page, run: Run) -> Entry:
    chapter = run.chapter(entry)
    title = chapter.title if chapter else entry.title
    foreign = chapter.language if chapter and chapter.language != run.code else ""
    return Entry(get_relative_url(entry.url, page.url), title, foreign)


# -------------------------------------------------------------------------------------------- building


def build(book: Book, codes: Sequence[str], site: Path, jobs: int) -> tuple[str, ...]:
    """Build these languages into the folder `site`. Returns the warnings of MkDocs, in words.

    The first language also writes what all share. Forks after the imports: a new interpreter for each language
    would cost as much as the build itself.
    """
    file = book.config.file
    tasks = [(file, code, site, number == 0) for number, code in enumerate(codes)]
    _remember_templates(file)
    _remember_book(book)
    found = [warnings for _, warnings in processes.each(_build_one, tasks, processes.at_once(len(tasks), jobs))]
    return tuple(sorted({warning for warnings in found for warning in warnings}))


class _Warnings(logging.Handler):
    """Collects what MkDocs warns of; in its own log it would be lost with the process."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


def _build_one(config_file: Path, code: str, site: Path, shared: bool) -> tuple[str, ...]:
    warnings, logger = _Warnings(), logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    logger.propagate = False
    try:
        OpenEdition(config_file, code, site).build(shared)
    finally:
        logger.removeHandler(warnings)
    return tuple(warnings.found)


def _remember_book(book: Book) -> None:
    """Count what is translated before the processes part: each of them needs all of it, and the book."""
    state = _fingerprint(book.config)
    _read[book.config.file] = state, book
    _standing(book, state)


_theme_listings: dict[tuple[str, ...], list[str]] = {}


def _remember_templates(config_file: Path) -> None:
    """List the theme once, without its 14 000 icons: 0.06 s for each language."""
    config = load_config(str(config_file))
    _list_templates(config.theme.get_env(), tuple(config.theme.dirs))


def _list_templates(env: jinja2.Environment, dirs: tuple[str, ...]) -> list[str]:
    if dirs not in _theme_listings:
        _theme_listings[dirs] = [name for name in env.loader.list_templates() if not name.startswith(".icons/")]
    return _theme_listings[dirs]


class OpenEdition:
    """One language of the site, kept open: build it, or refresh one page of it."""

    def __init__(self, config_file: Path, code: str, site: Path, site_url: str | None = None) -> None:
        options = {"site_dir": str(site), **({"site_url": site_url} if site_url else {})}
        self.config = load_config(str(config_file), **options)
        i18n = self.config.plugins["i18n"]
        i18n.current_language, i18n.building = code, True  # this one only: on_post_build builds no others
        for language in i18n.config.languages:
            language.build = language.locale in (code, i18n.default_language)
        self.code = code
        self.config.plugins.on_startup(command="build", dirty=False)
        self._open()

    def _open(self) -> None:
        config = self.config = self.config.plugins.on_config(self.config)
        config.plugins.on_pre_build(config=config)
        env = config.theme.get_env()
        names = _list_templates(env, tuple(config.theme.dirs))
        env.loader.list_templates = lambda: names
        cache = _folder(_run(config).book.config.build / ".cache" / "jinja")
        env.bytecode_cache = jinja2.FileSystemBytecodeCache(cache)
        files = get_files(config)
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav = get_navigation(files, config)
        self.nav = config.plugins.on_nav(nav, config=config, files=files)
        self.files, self.env = files, env
        self.documents = files.documentation_pages(inclusion=InclusionLevel.is_included)
        for file in self.documents:
            if file.page is None:
                Page(None, file, config)

    def build(self, shared: bool) -> None:
        """Write all pages of this language; `shared` also what all languages use."""
        for file in self.documents:
            mkdocs_build._populate_page(file.page, self.config, self.files)
        self.env = self.config.plugins.on_env(self.env, config=self.config, files=self.files)
        self._copy(shared)
        for file in self.documents:
            self.write(file.page)
        for file in self.documents:
            file.page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)
        self.config.plugins.on_post_build(config=self.config)

    def _copy(self, shared: bool) -> None:
        if shared:
            self.files.copy_static_files(inclusion=InclusionLevel.is_included)
            for template in self.config.theme.static_templates:
                mkdocs_build._build_theme_template(template, self.env, self.files, self.config, self.nav)
            return
        for file in self.files:
            if not file.is_documentation_page() and file.dest_uri.startswith(f"{self.code}/"):
                file.copy_file(dirty=False)

    def write(self, page: Page) -> None:
        """Write one page that has been read."""
        mkdocs_build._build_page(page, self.config, self.documents, self.nav, self.env)

    def refresh(self, name: str) -> int:
        """A chapter of this language, or of the source it falls back to, was saved. Returns how many pages changed."""
        page = next((file.page for file in self.documents if file.norm_src_uri == name), None)
        if page is None:
            return 0
        before = page.meta
        self.config = with_book(self.config)
        _show_book(self.env, _run(self.config).book, self.files)
        mkdocs_build._populate_page(page, self.config, self.files)
        if page.meta == before:
            self.write(page)
            return 1
        for file in self.documents:  # the title stands in every menu, and at its short address
            self.write(file.page)
        for uri, html in pages.short_addresses(_run(self.config).book, self.code):
            (Path(self.config.site_dir) / uri).write_text(html, encoding="utf-8")
        return len(self.documents)

    def catch_up(self) -> None:
        """What is made of all pages, after some were refreshed: how far they are, the search, the calendar."""
        self.config = with_book(self.config)
        page = next(file.page for file in self.documents if file.dest_uri == f"{self.code}/{status.PAGE}")
        mkdocs_build._populate_page(page, self.config, self.files)
        self.write(page)
        run = _run(self.config)
        for uri, content in (*run.status_files, *_made_of_pages(self.files, run)):
            (Path(self.config.site_dir) / uri).write_text(content, encoding="utf-8", newline="")


def _folder(path: Path) -> str:
    path.mkdir(parents=True, exist_ok=True)
    return str(path)
