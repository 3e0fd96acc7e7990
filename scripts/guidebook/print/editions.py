"""The printed editions of one language, written to a folder: what `guidebook build` calls.

    Book ─ choose ─► Guide ─ Maker ─► HTML ─ pdf.Press ─► pages ─► guide.pdf ─ imposition ─► guide-booklet.pdf
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from guidebook import facts, files, strings
from guidebook.book import Book
from guidebook.notes import pictures as note_pictures
from guidebook.notes.pictures import NotePictures
from guidebook.print import glyphs, imposition, pdf
from guidebook.print.guide import Guide, anchor, choose
from guidebook.print.pages import ICONS, TEMPLATES, Maker, Page
from guidebook.problem import BookHasDefects, Problem

Report = Callable[[str, Mapping[str, object]], None]  # msgid and its values
# A chapter that leaves fewer lines than these on its last page is set tighter, step by step.
SHORT_ENDINGS = {"tight": 10, "tight tighter": 6}
CONTENTS_FILE = "editions.json"
LENGTHS_FILE = "lengths.json"
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Printed:
    """One PDF: `pages` are those a reader turns, `sheets` the paper it takes, printed on both sides."""

    file: Path
    title: str
    pages: int
    sheets: int
    size: int


def print_editions(
    book: Book,
    code: str,
    pictures: Mapping[str, NotePictures],
    out: Path,
    report: Report = lambda msgid, values: None,
    icons: Mapping[str, Path] | None = None,
) -> tuple[Printed, ...]:
    """Write the PDFs of a language and editions.json into `out`. Raises BookHasDefects, all faults at once."""
    guide = choose(book, code)
    page = Maker(guide, pictures, make_icons(book) if icons is None else icons).page()
    _refuse((*glyphs.missing_glyphs(book, code), *page.problems))
    data, pages, lengths = _laid_out(guide, page)
    printed = [_write(out / "guide.pdf", data, guide.language.title, pages, -(-pages // 2))]
    printed += _booklets(guide, data, pages, out)
    for one in printed:
        report("{file}: {pages} pages", {"file": one.file.name, "pages": one.pages})
    _write_contents(printed, out)
    _write_lengths(guide, pages, lengths, out)
    return tuple(printed)


def make_icons(book: Book) -> dict[str, Path]:
    """Those icons of the book that print shows, as pictures."""
    studio = note_pictures.studio(book.config)
    drawn = {file.stem for file in (book.config.notes / "icons").glob("*.yml")}
    return {name: note_pictures.make_icon(name, studio) for name in sorted(ICONS & drawn)}


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise BookHasDefects(problems)


# ------------------------------------------------------------------------------------------------- guide


def _laid_out(guide: Guide, page: Page) -> tuple[bytes, int, dict[str, int]]:
    """The guide without pages of a few lines, and filled up to a multiple of four: sheets are folded in the middle.

    Its PDF, its pages, and the pages of each chapter.
    """
    press = pdf.Press(files_for_print(guide.book))
    inside = press.render(page.inside())
    parts, tight = [*map(anchor, guide.chapters), "terms", "phrases"], {}
    for style, lines in SHORT_ENDINGS.items():
        if short := inside.short_endings(parts, lines):
            tight |= dict.fromkeys(short, style)
            inside = press.render(page.inside(tight))
    end = press.render(page.end(inside.page_count + 1, notes=-(inside.page_count + 1) % 4))
    whole = inside.followed_by(end)
    data, warnings = whole.write()
    _refuse((*_overfull(guide, whole), *_warned(guide, (*whole.warnings, *warnings))))
    lines = whole.lines_of(map(anchor, guide.chapters))
    return data, whole.page_count, {chapter.name: len(lines[anchor(chapter)]) for chapter in guide.chapters}


def files_for_print(book: Book) -> tuple[Path, ...]:
    """The folders whose files may be printed."""
    return book.config.docs, book.config.notes, book.config.build / "notes"


def _overfull(guide: Guide, rendered: pdf.Rendered) -> Iterator[Problem]:
    chapters = {anchor(chapter): chapter.file for chapter in guide.chapters}
    for word in rendered.overfull():
        file = chapters.get(word.section.partition("--")[0], guide.book.config.file)
        hint = "shorten it, or write <wbr> where it may be broken"
        shown = {"text": word.text[:60], "page": word.page}
        yield Problem(file, 1, "“{text}” is wider than the line on page {page} of the print", hint, shown)


def _warned(guide: Guide, warnings: tuple[str, ...]) -> Iterator[Problem]:
    for text in dict.fromkeys(warnings):
        shown = {"text": text, "language": guide.language.name}
        folder = guide.book.config.docs / guide.code
        yield Problem(folder, 1, "printing the guide ({language}): {text}", values=shown)


# ----------------------------------------------------------------------------------------------- booklets


def _booklets(guide: Guide, data: bytes, page_count: int, out: Path) -> Iterator[Printed]:
    """The sheets to fold: one booklet, or several when one would be too thick to staple."""
    words, parts = strings.load(guide.code), imposition.booklets(page_count)
    for number, pages in enumerate(parts, 1):
        name = "guide-booklet.pdf" if len(parts) == 1 else f"guide-booklet-{number}.pdf"
        title = words("{title} – sheets to print and fold", title=guide.language.title)
        if len(parts) > 1:
            title += f" ({number}/{len(parts)})"
        sheets = imposition.booklet(data, pages, title, guide.code)
        yield _write(out / name, sheets, title, len(pages), -(-len(pages) // 4))


def _write(file: Path, data: bytes, title: str, pages: int, sheets: int) -> Printed:
    files.write_atomically(file, data)
    return Printed(file, title, pages, sheets, len(data))


def _write_contents(printed: list[Printed], out: Path) -> None:
    """What the website's page “Print” reads."""
    rows = [{**asdict(one), "file": one.file.name} for one in printed]
    files.write_atomically(out / CONTENTS_FILE, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _write_lengths(guide: Guide, pages: int, lengths: Mapping[str, int], out: Path) -> None:
    """What the check of the page budget reads; a chapter that was edited since bears another version."""
    versions = {chapter.name: chapter.source_id for chapter in guide.chapters}
    chapters = {name: {"pages": count, "version": versions[name]} for name, count in lengths.items()}
    files.write_atomically(out / LENGTHS_FILE, json.dumps({"pages": pages, "chapters": chapters}, indent=1) + "\n")


# -------------------------------------------------------------------------------------------- content key


def content_key(book: Book, code: str, pictures: Mapping[str, NotePictures]) -> str:
    """A hash of all that the PDFs of a language depend on: when it is the same, so are they."""
    hashed = hashlib.sha256()
    for part in _ingredients(book, code, pictures):
        data = part if isinstance(part, bytes) else str(part).encode()
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()


def _ingredients(book: Book, code: str, pictures: Mapping[str, NotePictures]) -> Iterator[object]:
    guide, config = choose(book, code), book.config
    yield from (_code_version(code), config.file.read_bytes(), config.day, config.version, code)
    for chapter in guide.chapters:
        yield from (chapter.name, chapter.text, book.state(chapter.name, code))
    for chapter in guide.untranslated:
        yield from (chapter.name, chapter.title)
    yield from _data(book, code)
    for name, picture in sorted(pictures.items()):
        yield from (name, picture.alt, picture.print_svg.read_bytes())
    for *_, name in glyphs.FONTS:
        yield glyphs.font_file(config.fonts, name).read_bytes()
    for folder in (config.notes / "icons", config.docs / "assets"):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.parent != config.fonts:
                yield from (file.name, file.read_bytes())


def _data(book: Book, code: str) -> Iterator[object]:
    """Facts, places and terms as this language sees them: another language's words change nothing here."""
    shown = {code, book.config.source.code}

    def texts(all_of_them: facts.Texts) -> dict:
        return {language: text for language, text in all_of_them.items() if language in shown}

    for fact in book.data.facts.values():
        value = texts(fact.value) if isinstance(fact.value, dict) else fact.value
        yield replace(_plain(fact), claim={}, unit=texts(fact.unit), value=value)
    for place in book.data.places.values():
        yield replace(_plain(place), about=texts(place.about), way=texts(place.way))
    for term in book.data.terms.values():
        words, sentence = texts(term.words), texts(term.definition)
        yield replace(_plain(term), words=words, definition=sentence, unseen=())
    for phrase in book.data.phrases.values():
        yield replace(_plain(phrase), say=texts(phrase.say), means=texts(phrase.means))


def _plain(entry: facts.Fact | facts.Place | facts.Term | facts.Phrase) -> object:
    """The entry without what no reader sees: where it stands, and from which version it was translated."""
    return replace(entry, line=0, file=Path(), translated_from={})


@cache
def _code_version(code: str) -> str:
    """The version of the program that sets the pages: its own files and words, and WeasyPrint's number."""
    hashed = hashlib.sha256(pdf.VERSION.encode())
    ours = [*PACKAGE.glob("*.py"), *PACKAGE.glob("print/*.py"), *TEMPLATES.iterdir(), strings.LOCALE / f"{code}.po"]
    for file in sorted(ours):
        if file.is_file():
            hashed.update(file.name.encode() + file.read_bytes())
    return hashed.hexdigest()
