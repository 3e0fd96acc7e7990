"""Preflight: what is wrong in a finished PDF. Each rule is a function PDF → Problems, with the page as the line.

    editions.json ─► Proof ─ rules of its kind ─► Problems

The rules are ours. They follow PDF/UA-1 and what print shops ask for, but nobody has certified a file by them.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf

from guidebook import languages, typography
from guidebook.book import Book
from guidebook.print import drawn, glyphs, pdf, press, qr
from guidebook.print.drawn import MM, Page, Place, Tag, Text
from guidebook.problem import Problem, Severity

SAFE_MM = 5  # the knife is not exact
TOLERANCE_MM = 0.2
FINE_DPI, COARSE_DPI = 300, 150  # photos for the print shop; whatever is printed in an office
SMALLEST_PICTURE_MM = 5
LARGEST_MB = {"guide": 5}  # sent by mail, opened on a phone
HALF = 0.5  # of the height of the text
MARGINS_MM = 36  # above and below the text, together
LINES = 8  # a page without text is one for notes when it has at least as many
DARK = 0.07  # luminance; darker text is read as black
CONTENTS, NOTE = "contents", "--note"  # ids in the guide: where the contents stand; what follows a chapter's id
PAPER_ONLY = frozenset({"guide-booklet", "guide-press-cmyk", "leaflet"})  # have no tags: no screen reader opens them
PRESS = frozenset({"guide-press", "guide-press-cmyk"})
FOLDED = frozenset({"guide"})  # booklets are made of it
# page by page, chapter by chapter
READ_THROUGH = frozenset({"guide", "guide-large", "guide-press", "guide-press-cmyk", "bilingual"})
PAPERS = {"guide": (148, 210), "guide-large": (210, 297), "leaflet": (297, 210),
          "guide-press": (148, 210), "guide-press-cmyk": (148, 210), "guide-booklet": (297, 210),
          "bilingual": (210, 297), "matrix": (297, 210),
          "poster-a4": (210, 297), "poster-a3": (297, 420), "test-sheet": (297, 210),
          "READ-ME-FIRST": (210, 297)}  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """A finished PDF that is looked at."""

    file: Path
    kind: str
    book: Book
    code: str
    opened: pikepdf.Pdf

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages as they are drawn."""
        return drawn.pages(self.opened)

    @cached_property
    def fonts(self) -> tuple[drawn.Font, ...]:
        """All fonts of the file, each once."""
        return drawn.fonts(self.opened)

    @cached_property
    def tree(self) -> tuple[Tag, ...]:
        """All parts of the tag tree, in reading order."""
        tree = drawn.tags(self.opened)
        return tuple(tree.walk())[1:] if tree else ()

    @property
    def text(self) -> tuple[Tag, ...]:
        """The same without footnotes: WeasyPrint hangs them loosely into the whole document."""
        notes = {id(p) for tag in self.tree if tag.kind == "Document" for part in tag.parts
                 if part.kind == "NonStruct" for p in part.walk()}  # fmt: skip
        return tuple(tag for tag in self.tree if id(tag) not in notes)

    @cached_property
    def pieces(self) -> Mapping[tuple[int, int], str]:
        """What stands in each piece of the tag tree."""
        found: dict[tuple[int, int], str] = {}
        for page in self.pages:
            for text in page.texts:
                key = page.number, text.mcid
                found[key] = found.get(key, "") + text.text
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Ids that links lead to → their pages."""
        names = self.opened.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        if names is None:
            return {}
        numbers = {page.obj.objgen: number for number, page in enumerate(self.opened.pages, 1)}
        return {name: numbers.get(place[0].objgen, 0) for name, place in pikepdf.NameTree(names).items()}

    @property
    def is_from_right(self) -> bool:
        """Whether its language is written from the right to the left."""
        return self.book.config.language(self.code).direction == "rtl"

    @property
    def is_tagged(self) -> bool:
        """Whether screen readers are meant to read it."""
        return self.kind not in PAPER_ONLY

    def said(self, tag: Tag) -> str:
        """The words of a part."""
        return " ".join("".join(self.pieces.get(piece, "") for piece in tag.all_pieces).split())

    def fault(self, message: str, page: int = 1, hint: str = "", **values: object) -> Problem:
        """A problem on a page of this file."""
        return Problem(self.file, max(page, 1), message, hint, values)


# What is damaged is told in our words; pikepdf would write it to the terminal besides, in pieces.
logging.getLogger("pikepdf._core").addHandler(logging.NullHandler())

Rule = Callable[[Proof], Iterable[Problem]]
TELL = "this is a fault of the program: tell those who look after it"


# ------------------------------------------------------------------------------------------------- whole


def sound_file(proof: Proof) -> Iterator[Problem]:
    """The file can be read by every program."""
    if _is_sound(proof.file):
        return
    for text in proof.opened.check_pdf_syntax():
        yield proof.fault("the PDF is damaged: {text}", 1, "build it again", text=text)


def _is_sound(file: Path) -> bool:
    """The same check in a third of the time, without the words."""
    check = pikepdf.Job(["pikepdf", "--check", "--no-warn", str(file)])
    try:
        check.run()
    except RuntimeError:  # QpdfRuntimeError, which pikepdf does not export
        return False
    return not check.exit_code and not check.has_warnings


def small_file(proof: Proof) -> Iterator[Problem]:
    """The file is small enough for the use it is made for."""
    most, size = LARGEST_MB.get(proof.kind, 0), proof.file.stat().st_size
    if most and size > most * 1_000_000 and proof.code != languages.PSEUDO:  # its words are longer on purpose
        shown = {"size": f"{size / 1e6:.1f}", "most": most}
        hint = "use fewer or smaller photos"
        yield proof.fault("the file has {size} MB, which is more than {most}", 1, hint, **shown)


def foldable(proof: Proof) -> Iterator[Problem]:
    """Sheets folded in the middle have four pages each."""
    count = len(proof.opened.pages)
    if proof.kind in FOLDED and count % 4:
        yield proof.fault("{count} pages cannot be folded: their number must be a multiple of four", count, TELL,
                          count=count)  # fmt: skip


def boxes(proof: Proof) -> Iterator[Problem]:
    """The print shop knows where to cut; on other papers nothing is to be cut off."""
    for number, page in enumerate(proof.opened.pages, 1):
        wrong = _wrong_press_boxes(page) if proof.kind in PRESS else _wrong_boxes(page)
        for name in wrong:
            yield proof.fault("the {box} of the page is not what the print shop expects", number, TELL, box=name)
        size = tuple(round(abs(float(page.trimbox[side + 2]) - float(page.trimbox[side])) * MM) for side in (0, 1))
        if size != PAPERS.get(proof.kind, size):
            shown = {"width": size[0], "height": size[1]}
            yield proof.fault("the page measures {width} × {height} mm, unlike the others of its kind", number, TELL,
                              **shown)  # fmt: skip


def _wrong_press_boxes(page: pikepdf.Page) -> Iterator[str]:
    if "/TrimBox" not in page:
        yield "TrimBox"
        return
    wanted = {"BleedBox": press.BLEED_MM, "MediaBox": press.SHEET_MM, "CropBox": press.SHEET_MM}
    for name, around in wanted.items():
        found = page.get(f"/{name}")
        if found is None or not _is_around(found, page.trimbox, around):
            yield name
    if "/ArtBox" in page:
        yield "ArtBox"


def _is_around(outer: pikepdf.Object, inner: pikepdf.Object, by_mm: float) -> bool:
    distances = [float(o) - float(i) for o, i in zip(outer, inner, strict=True)]
    wanted = [-by_mm, -by_mm, by_mm, by_mm]
    return all(abs(found * MM - length) < 0.05 for found, length in zip(distances, wanted, strict=True))


def _wrong_boxes(page: pikepdf.Page) -> Iterator[str]:
    for name in ("TrimBox", "BleedBox", "CropBox", "ArtBox"):
        if f"/{name}" in page and not _is_around(page[f"/{name}"], page.mediabox, 0):
            yield name


# ------------------------------------------------------------------------------------------------- fonts


def our_fonts(proof: Proof) -> Iterator[Problem]:
    """All letters are ours, are inside the file, and can be copied and read aloud."""
    ours = {family.replace(" ", "-") for family, *_ in glyphs.fonts(proof.book.config)}
    for font in proof.fonts:
        if not font.is_embedded:
            yield proof.fault("the font “{font}” is not inside the file", 1, TELL, font=font.name)
        if not font.letters:
            yield proof.fault("the letters of “{font}” cannot be read aloud or copied", 1, TELL, font=font.name)
        if not any(font.name == name or font.name.startswith(f"{name}-") for name in ours):
            hint = "a sign is in none of the book's fonts: use a word or a picture instead"
            yield proof.fault("“{font}” is not a font of this book", _page_of(proof, font.name), hint, font=font.name)


def _page_of(proof: Proof, font: str) -> int:
    return next((page.number for page in proof.pages if any(text.font == font for text in page.texts)), 1)


def missing_signs(proof: Proof) -> Iterator[Problem]:
    """Each sign is drawn: no empty box stands in its place."""
    for page in proof.pages:
        for text in page.texts:
            if not text.is_whole:
                hint = "use a word or a picture instead of the sign"
                yield proof.fault("a sign of “{text}” is not in the font", page.number, hint, text=_short(text.text))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


# -------------------------------------------------------------------------------------------------- tags


def described_file(proof: Proof) -> Iterator[Problem]:
    """A screen reader learns language and title, and that the file is made for it."""
    root = proof.opened.Root
    if not str(root.get("/Lang", "")) or not str(proof.opened.docinfo.get("/Title", "")):
        yield proof.fault("the file does not say its title and its language", 1, TELL)
    if not root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield proof.fault("the window would show the name of the file, not its title", 1, TELL)
    if not proof.is_tagged:
        return
    if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False) or not proof.tree:
        yield proof.fault("the file has no tags for screen readers", 1, TELL)
    with proof.opened.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield proof.fault("the file does not say that it is made to PDF/UA-1", 1, TELL)


def reading_order(proof: Proof) -> Iterator[Problem]:
    """The tabulator key goes through a page as people read it."""
    for number, page in enumerate(proof.opened.pages, 1):
        if proof.is_tagged and page.get("/Tabs") != "/S":
            yield proof.fault("the tabulator key does not follow the text on this page", number, TELL)


def binding(proof: Proof) -> Iterator[Problem]:
    """Viewers, and who folds the sheets, know on which side the book is bound."""
    if proof.kind in READ_THROUGH and pdf.is_read_from_right(proof.opened) != proof.is_from_right:
        yield proof.fault("the file does not say on which side the book is bound", 1, TELL)


def headings(proof: Proof) -> Iterator[Problem]:
    """No heading is empty, and none skips a level."""
    before = 0
    for tag in proof.tree:
        if re.fullmatch("H[1-6]", tag.kind):
            level, text = int(tag.kind[1]), proof.said(tag)
            if not text:
                yield proof.fault("a heading is empty", tag.page, "remove it, or write its words")
            if level > before + 1:
                hint = "use one # less"
                yield proof.fault("the heading “{text}” skips a level", tag.page, hint, text=_short(text))
            before = level


def described_figures(proof: Proof) -> Iterator[Problem]:
    """Each drawing has words for people who do not see it."""
    for tag in proof.tree:
        if tag.kind == "Figure" and not tag.alt.strip():
            yield proof.fault("a picture has no words for people who do not see it", tag.page, "write its alt text")


def links_with_words(proof: Proof) -> Iterator[Problem]:
    """Each link says where it leads, once."""
    for tag in proof.tree:
        if tag.kind != "Link":
            continue
        if not proof.said(tag) and not any(part.alt for part in tag.walk()):
            yield proof.fault("a link has no words", tag.page, "write some between [ and ]")
        if any(part.kind == "Link" for part in tag.walk() if part is not tag):
            message = "the link “{text}” is read aloud more than once"
            yield proof.fault(message, tag.page, TELL, text=_short(proof.said(tag)))


def foreign_words(proof: Proof) -> Iterator[Problem]:
    """Words of another language are marked as such, so that they are read with its sounds.

    Not titles of sources: they are quoted as they are, in footnotes as a rule.
    """
    source, own = proof.book.config.source, proof.code
    terms, before = _official_words(proof.book, own), ""
    for tag in (tag for tag in proof.text if tag.pieces):
        text = proof.said(tag)
        is_address = before.endswith("/")  # the rest of one that did not fit on the line
        if text.casefold() in terms and tag.language != source.code and not is_address:
            shown = {"text": _short(text), "language": source.name}
            yield proof.fault("“{text}” is not marked as {language}", tag.page, TELL, **shown)
        before = text or before  # where a line may break, an empty piece stands
    yield from _other_letters(proof)


def _official_words(book: Book, code: str) -> frozenset[str]:
    """Official words that are foreign to readers of a language, and are not their own words as well."""
    source = book.config.source.code
    own = {term.words.get(code, "").casefold() for term in book.data.terms.values()}
    official = {" ".join(term.words.get(source, "").split()).casefold() for term in book.data.terms.values()}
    return frozenset(official - own - {""}) if code != source else frozenset()


def _other_letters(proof: Proof) -> Iterator[Problem]:
    """Cyrillic words among Latin ones; Latin ones stand everywhere, in addresses and names."""
    own = [(tag, proof.said(tag)) for tag in proof.text if tag.pieces and tag.language == proof.code]
    script = _script("".join(text for _, text in own))  # of its own words: a poster has other languages beside them
    titles = " ".join(" ".join(fact.source.title.split()) for fact in proof.book.data.facts.values())
    its_own = ("", script, typography.rules(proof.code).script, "LATIN")  # with little of its own, counting may err
    for tag, text in own:
        if _script(text) not in its_own and text not in titles:
            message = "“{text}” is in other letters, but not marked as another language"
            yield proof.fault(message, tag.page, TELL, text=_short(text))


def _script(text: str) -> str:
    """The alphabet most of its letters belong to: LATIN, CYRILLIC."""
    names = [unicodedata.name(letter, "").partition(" ")[0] for letter in text[:20_000] if letter.isalpha()]
    return max(set(names), key=names.count, default="")


# ------------------------------------------------------------------------------------------------- pages


def contents(proof: Proof) -> Iterator[Problem]:
    """The contents name the page on which each part begins."""
    first = proof.places.get(CONTENTS, 0)
    after = min((page for name, page in proof.places.items() if page > first and "--" not in name), default=first)
    for number in range(first, after) if first else ():
        entries: dict[str, list[Place]] = {}
        for name, place in _inner_links(proof.opened.pages[number - 1]):
            entries.setdefault(name, []).append(place)
        for name, where in entries.items():
            texts = proof.pages[number - 1].texts
            entry = " ".join(_words_in(_from_right(texts) if proof.is_from_right else texts, where).split())
            said = re.search(r"(\d+)$", entry)
            page = proof.places.get(name, 0)
            if said is None or int(said[1]) != page:
                title = _short(re.sub(r"[\s.]*\d*$", "", entry))
                shown = {"text": title, "said": said[1] if said else "–", "there": page}
                message = "the contents name page {said} for “{text}”, which stands on page {there}"
                yield proof.fault(message, number, TELL, **shown)


def _inner_links(page: pikepdf.Page) -> Iterator[tuple[str, Place]]:
    x, top = float(page.trimbox[0]), float(page.trimbox[3])
    for link in page.get("/Annots", ()):
        if link.get("/Subtype") == "/Link" and "/Dest" in link:
            across, up = sorted(map(float, link.Rect[0::2])), sorted(map(float, link.Rect[1::2]))
            where = Place((across[0] - x) * MM, (top - up[1]) * MM, (across[1] - x) * MM, (top - up[0]) * MM)
            yield str(link.Dest), where


def _from_right(texts: Sequence[Text]) -> list[Text]:
    """Line by line, as they are read in Arabic letters; they are drawn in another order."""
    return sorted(texts, key=lambda text: (round(text.place.bottom), -text.place.right))


def _words_in(texts: Sequence[Text], places: Sequence[Place]) -> str:
    """What stands in these places."""
    return "".join(text.text for text in texts if any(_is_in(text.place, place) for place in places))


def _is_in(inner: Place, outer: Place) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom


def full_pages(proof: Proof) -> Iterator[Problem]:
    """No page is empty, and none is half empty but the last one of a part."""
    starts = {page for name, page in proof.places.items() if "--" not in name or name.endswith(NOTE)}
    notes = {page for name, page in proof.places.items() if name.endswith(NOTE)}
    for page in proof.pages:
        if not page.paints and not page.texts:
            yield proof.fault("nothing stands on this page", page.number, TELL)
        elif proof.kind in READ_THROUGH and proof.places and page.number not in notes:
            following = proof.pages[page.number] if page.number < len(proof.pages) else None
            ends_part = following is None or following.number in starts or not _body(following)
            if not _body(page) and page.paints < LINES:
                yield proof.fault("only the page number stands on this page", page.number, TELL)
            elif _body(page) and not ends_part and _gap(page) > HALF * (page.height - MARGINS_MM):
                hint = "move a picture or a box, so that the page is filled"
                yield proof.fault("half of this page is empty", page.number, hint)


def _body(page: Page) -> list[Place]:
    """Where the text stands, without running heads and page numbers."""
    inside = (text.place for text in page.texts if text.text.strip() and text.is_visible)
    return [place for place in inside if 12 < place.top and place.bottom < page.height - 12]


def _gap(page: Page) -> float:
    """The highest stretch of the text area on which nothing stands."""
    whole = (place for place in page.boxes if place.height < 0.9 * page.height)
    pictures = (picture.place for picture in page.pictures)
    top, bottom = MARGINS_MM / 2, page.height - MARGINS_MM / 2
    found = [(max(p.top, top), min(p.bottom, bottom)) for p in (*_body(page), *whole, *pictures) if p.bottom > top]
    reached, largest = top, 0.0
    for start, end in sorted(found):
        largest, reached = max(largest, start - reached), max(reached, end)
    return max(largest, bottom - reached)


def safe_area(proof: Proof) -> Iterator[Problem]:
    """No text stands so near to the edge that the knife could take it."""
    for page in proof.pages if proof.kind in READ_THROUGH else ():
        for text in page.texts:
            place = text.place
            away = min(place.left, place.top, page.width - place.right, page.height - place.bottom)
            if text.is_visible and text.text.strip() and away < SAFE_MM - TOLERANCE_MM:
                shown = {"text": _short(text.text), "mm": f"{away:.1f}", "least": SAFE_MM}
                message = "“{text}” stands {mm} mm from the edge, and {least} mm are cut off at worst"
                yield proof.fault(message, page.number, "make it shorter", **shown)


def fine_pictures(proof: Proof) -> Iterator[Problem]:
    """Pictures of dots are fine enough for the paper."""
    for page in proof.pages:
        for picture in page.pictures:
            least = FINE_DPI if proof.kind in PRESS and picture.is_photo else COARSE_DPI
            if picture.place.width > SMALLEST_PICTURE_MM and picture.dpi < least - 1:
                needed = round(picture.dots[0] * least / picture.dpi)
                shown = {"dpi": round(picture.dpi), "least": least, "wide": picture.dots[0], "needed": needed}
                message = "a picture has {dpi} dots an inch as it is printed; {least} are needed"
                hint = "it is {wide} pixels wide: use one of {needed}"
                yield proof.fault(message, page.number, hint, **shown)


# --------------------------------------------------------------------------------------------------- ink


def inks(proof: Proof) -> Iterator[Problem]:
    """In the CMYK file no colour is left for screens, and black text is printed with black ink only."""
    for page in proof.pages if proof.kind == "guide-press-cmyk" else ():
        for space in sorted(space for space in page.spaces if re.search("RGB|Lab", space)):
            yield proof.fault("a colour for screens is left: {space}", page.number, TELL, space=space)
        for text in page.texts:
            if text.is_visible and text.text.strip() and _is_mixed_black(text):
                message = "“{text}” is black made of several inks, which blurs"
                yield proof.fault(message, page.number, TELL, text=_short(text.text))


def _is_mixed_black(text: Text) -> bool:
    space, values = text.colour
    if space != "DeviceCMYK" or len(values) != 4 or not any(values[:3]):
        return False
    red, green, blue = ((1 - ink) * (1 - values[3]) for ink in values[:3])
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < DARK


# ---------------------------------------------------------------------------------------------------- QR


def codes(proof: Proof) -> Iterator[Problem]:
    """Each QR code leads to the address that is printed beside it."""
    for tag in proof.tree:
        address = re.search(r"https?://\S+", tag.alt) if tag.kind == "Figure" else None
        if not address:
            continue
        shown = {"address": address[0]}
        words = "".join(text.text for text in proof.pages[tag.page - 1].texts)
        if address[0].partition("//")[2].rstrip("/") not in words:
            yield proof.fault("the address of the code, {address}, is not printed beside it", tag.page, TELL, **shown)
        drawn_code = {m for page, mcid in tag.pieces for m in _modules(proof.opened.pages[page - 1], mcid)}
        if drawn_code != qr.modules(address[0]):
            yield proof.fault("the code does not lead to {address}", tag.page, TELL, **shown)


def _modules(page: pikepdf.Page, mcid: int) -> Iterator[tuple[int, int]]:
    """The dark squares of a code, by row and column: lines from left to right, one square high."""
    inside, start = False, (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC EMC m l"):
        name = str(operator)
        if name in ("BDC", "BMC"):
            inside = name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and operands[1].get("/MCID") == mcid
        elif name == "EMC":
            inside = False
        elif inside and name == "m":
            start = float(operands[0]), float(operands[1])
        elif inside and float(operands[1]) == start[1] and start[1] % 1 == 0.5:
            row, end = int(start[1]), float(operands[0])
            yield from ((row, column) for column in range(int(start[0]), int(end)))


# ------------------------------------------------------------------------------------------------ running

RULES: tuple[Rule, ...] = (
    sound_file, small_file, foldable, boxes, our_fonts, missing_signs, described_file, binding, reading_order, headings,
    described_figures, links_with_words, foreign_words, contents, full_pages, safe_area, fine_pictures, inks, codes,
)  # fmt: skip


def name(rule: Rule) -> str:
    """How people read it: our_fonts → our-fonts."""
    return rule.__name__.replace("_", "-")


def look(proof: Proof, rules: Iterable[Rule] = RULES) -> tuple[Problem, ...]:
    """What is wrong in one PDF; the same fault is told once a page."""
    found = [problem.found_by(name(rule), Severity.DEFECT) for rule in rules for problem in rule(proof)]
    return tuple({(p.check, p.line, p.english()): p for p in found}.values())


@contextmanager
def opened(file: Path, kind: str, book: Book, code: str) -> Iterator[Proof]:
    """A PDF to look at, while it is open."""
    with pikepdf.open(file) as found:
        yield Proof(file, kind, book, code, found)


def listed(folder: Path) -> tuple[Mapping, ...]:
    """What editions.json says is printed in a folder."""
    try:
        rows = json.loads((folder / "editions.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(rows)


def unlike_the_list(folder: Path, row: Mapping) -> Iterator[Problem]:
    """A PDF is listed that is not there, or is another."""
    file = folder / row["file"]
    if not file.is_file() or file.stat().st_size != row["size"]:
        message, hint = "this is not the file that was printed", "build it again"
        yield Problem(file, 1, message, hint).found_by("unlike-the-list", Severity.DEFECT)


def printed(book: Book, codes: Sequence[str]) -> Iterator[tuple[Path, str, Mapping]]:
    """Every listed PDF of these languages and of what is common to all: folder, language, row of the list."""
    source, root = book.config.source.code, book.config.build / "print"
    for folder, code in ((root, source), *((root / code, code) for code in codes)):
        yield from ((folder, code, row) for row in listed(folder))


def count(book: Book, codes: Sequence[str]) -> int:
    """How many PDFs there are to look at."""
    return sum(1 for _ in printed(book, codes))


def problems(book: Book, codes: Sequence[str]) -> tuple[Problem, ...]:
    """What is wrong in the finished PDFs of these languages."""
    found: list[Problem] = []
    for folder, code, row in printed(book, codes):
        unlike = tuple(unlike_the_list(folder, row))
        found += unlike
        if not unlike:
            with opened(folder / row["file"], row.get("kind", ""), book, code) as proof:
                found += look(proof)
    return tuple(found)
