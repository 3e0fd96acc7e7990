"""The printed editions there are, and making one: what `guidebook build` calls.

    kinds ─ which there are ─► make_kind ─ in a folder beside ─► files moved into place, a record of them ─► contents

Each kind of edition has a record, `.kinds/<name>.json`: the key of all it was made from, its files, what people print.
While the key is the same, nothing is made again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from pathlib import Path

from guidebook import facts, files, processes, strings
from guidebook.book import Book
from guidebook.notes import pictures as note_pictures
from guidebook.notes.pictures import NotePictures
from guidebook.print import (
    bilingual,
    contact,
    forms,
    glyphs,
    instructions,
    layout,
    leaflets,
    matrix,
    pdf,
    posters,
    press,
    shop,
)
from guidebook.print.guide import choose
from guidebook.print.job import Job, Printed
from guidebook.print.pages import ICONS, TEMPLATES
from guidebook.translation import outdated

CONTENTS_FILE = "editions.json"
RECORDS = ".kinds"
PACKAGE = Path(__file__).parents[1]


# ------------------------------------------------------------------------------------------------- kinds


def nothing_else(_: Job) -> Iterable[object]:
    """An edition that depends on what the guide depends on."""
    return ()


def nothing_missing() -> str:
    """An edition that can be made on every machine."""
    return ""


@dataclass(frozen=True)
class Kind:
    """A kind of printed edition. `make` writes its files into the folder of the job.

    `stage`: 1 is laid out from the book, 2 is made from the PDFs of stage 1, 3 tells of all PDFs of the language.
    `is_basic`: made by every build; the others when all editions are asked for.
    `ingredients`: what it depends on besides all that the guide depends on.
    `is_of_guide`: made anew when a chapter changes; else `ingredients` are all that it depends on.
    `needs`: says which program is missing on this machine, and what to do; then the kind is left out.
    """

    name: str
    make: Callable[[Job], Iterable[Printed]]
    stage: int = 1
    is_basic: bool = False
    ingredients: Callable[[Job], Iterable[object]] = nothing_else
    is_of_guide: bool = True
    needs: Callable[[], str] = nothing_missing


def kinds(book: Book, code: str) -> tuple[Kind, ...]:
    """All kinds of editions of a language, in the order in which the page “Print” shows them."""
    source = book.config.source.code
    if glyphs.waits_for_a_font(book, code):
        return (Kind("guide", layout.make, is_basic=True, needs=glyphs.font_to_bring),)
    return (
        Kind("guide", layout.make, is_basic=True),
        Kind("guide-large", layout.make_large),
        Kind("press", press.make, stage=2),
        Kind("press-cmyk", press.make_cmyk, stage=2, needs=press.missing),
        *((Kind("bilingual", bilingual.make, ingredients=bilingual.ingredients),) if code != source else ()),
        Kind("leaflets", leaflets.make),
        Kind("forms", forms.make, ingredients=partial(_own_ingredients, _of_forms), is_of_guide=False),
        Kind("matrix", matrix.make, ingredients=partial(_own_ingredients, _of_icons), is_of_guide=False),
        Kind("preflight", shop.make, stage=3),
        Kind("contact-sheet", contact.make, stage=3),
    )


def common_kinds(book: Book) -> tuple[Kind, ...]:
    """What is printed once for all languages, in the order in which the page “Print” shows it."""
    made = dict.fromkeys(kind.name for language in book.config.languages for kind in kinds(book, language.code))
    named = {"kinds": (*made, "posters", "test-sheet")}
    read_me, of_read_me = partial(instructions.make_read_me, **named), partial(instructions.ingredients, **named)
    return (
        Kind("read-me-first", read_me, ingredients=partial(_own_ingredients, of_read_me), is_of_guide=False),
        Kind(
            "test-sheet",
            instructions.make_test_sheet,
            ingredients=partial(_own_ingredients, nothing_else),
            is_of_guide=False,
        ),
        Kind("posters", posters.make, ingredients=partial(_own_ingredients, posters.ingredients), is_of_guide=False),
        Kind("preflight", shop.make, stage=3),
    )


def _own_ingredients(more: Callable[[Job], Iterable[object]], job: Job) -> Iterator[object]:
    """Of an edition that no chapter is in: all that it depends on, so that an edited chapter does not make it again."""
    config = job.book.config
    yield from (config.file.read_bytes(), config.day, config.version)
    yield from (_code_version(language.code) for language in config.languages)
    for *_, name in glyphs.fonts(config):
        yield glyphs.font_file(config.fonts, name).read_bytes()
    yield from more(job)


def _of_forms(job: Job) -> Iterator[object]:
    yield from _data(job.book, job.code)
    yield from forms.ingredients(job)


def _of_icons(job: Job) -> Iterator[object]:
    for name, file in sorted(job.icons.items()):
        yield name, file.read_bytes()


# ------------------------------------------------------------------------------------------------ making


def print_editions(book: Book, code: str, pictures: Mapping[str, NotePictures], out: Path) -> tuple[Printed, ...]:
    """The basic editions of a language in one folder. Raises BookHasDefects, all faults at once."""
    job = Job(book, code, pictures, make_icons(book), out, out)
    printed = [one for kind in kinds(book, code) if kind.is_basic for one in kind.make(job)]
    _write_contents(out, printed)
    return tuple(printed)


def make_icons(book: Book) -> dict[str, Path]:
    """Those icons of the book that print shows, as pictures."""
    studio = note_pictures.studio(book.config)
    drawn = {file.stem for file in (book.config.notes / "icons").glob("*.yml")}
    return {name: note_pictures.make_icon(name, studio) for name in sorted(ICONS & drawn)}


@dataclass(frozen=True)
class Shelf:
    """The folder in which the finished editions of a language stand, with their records."""

    folder: Path

    def record(self, kind: str) -> Mapping:
        """What was written down when the kind was made last; empty when it was not, or a file of it is gone."""
        try:
            found = json.loads((self.folder / RECORDS / f"{kind}.json").read_text(encoding="utf-8"))
            whole = all((self.folder / name).is_file() for name in found["files"])
        except (OSError, ValueError, LookupError, TypeError):
            return {}
        return found if whole else {}

    def put(self, kind: str, key: str, made: Path, printed: Sequence[Printed]) -> None:
        """Move the files of a kind into place. Nothing can come between: no file is of another age than its record."""
        names = sorted(file.name for file in made.iterdir())
        rows = [_row(one) for one in printed]
        record = json.dumps({"key": key, "files": names, "printed": rows}, ensure_ascii=False, indent=1) + "\n"
        before = self.record(kind).get("files", ())
        with processes.uninterrupted():
            for name in names:
                (made / name).replace(self.folder / name)
            for name in {*before} - {*names}:
                (self.folder / name).unlink(missing_ok=True)
            files.write_atomically(self.folder / RECORDS / f"{kind}.json", record)

    def remove(self, kind: str) -> None:
        """Take away what is outdated."""
        for name in self.record(kind).get("files", ()):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / RECORDS / f"{kind}.json").unlink(missing_ok=True)

    def kinds(self) -> tuple[str, ...]:
        """The kinds that have a record."""
        return tuple(sorted(file.stem for file in (self.folder / RECORDS).glob("*.json")))

    def write_contents(self, order: Sequence[str]) -> None:
        """The list of all that people print here."""
        rows = [row for kind in order for row in self.record(kind).get("printed", ())]
        _write_rows(self.folder, rows)


def make_kind(kind: Kind, job: Job, key: str) -> None:
    """Make one kind of edition beside the finished ones, look at it, and put it in place when it is whole and sound."""
    shelf = Shelf(job.finished)
    try:
        shutil.rmtree(job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
        shelf.put(kind.name, key, job.folder, shop.looked_at(job, kind.make(job)))
    finally:
        shutil.rmtree(job.folder, ignore_errors=True)


def _row(one: Printed) -> dict:
    return {**asdict(one), "file": one.file.name}


def _write_contents(out: Path, printed: Sequence[Printed]) -> None:
    _write_rows(out, [_row(one) for one in printed])


def _write_rows(out: Path, rows: Sequence[Mapping]) -> None:
    """What the website's page “Print” reads."""
    files.write_atomically(out / CONTENTS_FILE, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


# -------------------------------------------------------------------------------------------- content key


def kind_key(kind: Kind, job: Job, base: str) -> str:
    """The key of one kind; `base` is the content key of the language, made once for all of them."""
    return _hash((base, kind.name, *kind.ingredients(job)))


def content_key(book: Book, code: str, pictures: Mapping[str, NotePictures]) -> str:
    """A hash of all that the PDFs of a language depend on: when it is the same, so are they."""
    return _hash(_ingredients(book, code, pictures))


def _hash(parts: Iterable[object]) -> str:
    hashed = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()


def _ingredients(book: Book, code: str, pictures: Mapping[str, NotePictures]) -> Iterator[object]:
    guide, config = choose(book, code), book.config
    yield from (_code_version(code), config.file.read_bytes(), config.day, config.version, code)
    for chapter in guide.chapters:
        yield from (chapter.name, chapter.text, book.state(chapter.name, code), outdated.sections(book, chapter))
    for chapter in guide.untranslated:
        yield from (chapter.name, chapter.title)
    yield from _data(book, code)
    for name, picture in sorted(pictures.items()):
        yield from (name, picture.alt, picture.print_svg.read_bytes())
    for *_, name in glyphs.fonts(config):
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
    for form in book.forms.values():  # as the guide's cards show them
        yield form.name, form.official, *map(texts, (form.title, form.about, form.how))


def _plain(entry: facts.Fact | facts.Place | facts.Term | facts.Phrase) -> object:
    """The entry without what no reader sees: where it stands, and from which version it was translated."""
    return replace(entry, line=0, file=Path(), translated_from={})


@cache
def _code_version(code: str) -> str:
    """The version of the program that sets the pages: its own files and words, and WeasyPrint's number."""
    hashed = hashlib.sha256(pdf.VERSION.encode())
    ours = [*PACKAGE.glob("*.py"), *PACKAGE.glob("print/*.py"), *TEMPLATES.iterdir(), *strings.catalogs(code)]
    for file in sorted(ours):
        if file.is_file():
            hashed.update(file.name.encode() + file.read_bytes())
    return hashed.hexdigest()
