"""Guide → one page of HTML, laid out as A5 by its style sheet."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from guidebook import facts, references, strings, typography
from guidebook.book import Chapter
from guidebook.config import Config, direction
from guidebook.notes.pictures import NotePictures
from guidebook.print import chapters, glyphs, headings, qr
from guidebook.print.guide import Guide, anchor, current_address, short_address
from guidebook.problem import GuidebookError, Problem
from guidebook.references import Element
from guidebook.translation import outdated
from guidebook.translation.outdated import Section

TEMPLATES = Path(__file__).parent / "templates"
DETAILED_CONTENTS = 6  # with so many chapters the contents fit on one page with descriptions and steps

# Roles of colours that the style sheet uses; names of mkdocs.yml.
COLOURS = ("ink", "accent", "second", "help", "paper", "sand", "cream", "cover", "mist", "stone")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_MARKED_ONES = re.compile(r'(<span (lang="[^"]*" dir="[^"]*")>)([^<]*(?:</span>[\s.]*<span \2>[^<]*)+)')
_SPAN = re.compile("</?span[^>]*>")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

# Icons of visual-notes/icons/ that the boxes of a chapter bear, by the word behind “!!!”.
BOX_ICONS = {"tip": "bulb", "info": "speech", "note": "speech", "example": "list"}
BACK_ICON = "town"  # on the back cover; without it the lower part of the cover's drawing
ICONS = frozenset({*BOX_ICONS.values(), BACK_ICON})


@dataclass(frozen=True)
class Format:
    """What the arithmetic must know of the style sheets of an edition: widths in millimetres, headings in points.

    `note_mm` is the room for a visual note above its credit, `marked_mm` when the legend of its numbers stands below.
    `is_folded`: four pages make a sheet, and parts are set tighter when they leave a few lines on their last page.
    """

    width_mm: float
    sizes: Mapping[str, float]
    note_mm: tuple[float, float]
    marked_mm: tuple[float, float]
    sheets: tuple[str, ...] = ("text.css", "guide.css")
    is_folded: bool = True

    def column(self, heading: str) -> float:
        """The width of the text in em of a heading."""
        return self.width_mm / 25.4 * 72 / self.sizes[heading]


A5 = Format(115, {"h1": 23, "h2": 14.5, "h3": 12.5}, (130, 180), (130, 122))
LARGE = Format(
    width_mm=170,
    sizes={"h1": 34.1, "h2": 24.2, "h3": 20.1},
    note_mm=(186, 252),
    marked_mm=(186, 120),
    sheets=("text.css", "guide.css", "guide-large.css"),
    is_folded=False,
)


@dataclass(frozen=True)
class Part:
    """A chapter with all that the template shows of it."""

    chapter: Chapter
    id: str
    number: int
    title: Markup
    tree: Element
    words: Element | None
    note: Element | None
    notices: tuple[tuple[str, str], ...]
    steps: str
    address: str
    qr: Markup

    @property
    def body(self) -> Markup:
        """The text as HTML."""
        return Markup(chapters.markup(self.tree))

    @property
    def filler(self) -> Markup:
        """The chapter's terms as HTML, for a last page with much room."""
        return Markup(chapters.markup(self.words)) if self.words is not None else Markup()

    @property
    def figure(self) -> Markup:
        """The visual note as HTML."""
        return Markup(chapters.markup(self.note)) if self.note is not None else Markup()


@dataclass(frozen=True)
class Page:
    """All that the template shows of a guide, and what was found wrong while it was made."""

    shown: Mapping[str, object]
    problems: tuple[Problem, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids of what the guide consists of, each beginning on a page of its own."""
        lists = [name for name in ("terms", "phrases") if self.shown[name]]
        if self.shown["guide"].untranslated:
            lists.append("untranslated")
        return "cover", *(part.id for part in self.shown["parts"]), *lists

    @property
    def fillable(self) -> frozenset[str]:
        """The ids of the parts that have something to fill a last page with."""
        return frozenset(part.id for part in self.shown["parts"] if part.words is not None)

    def inside(
        self,
        tight: Mapping[str, str] | None = None,
        part_id: str = "",
        first_page: int = 1,
        filled: Collection[str] = (),
    ) -> str:
        """The HTML from the cover to the last chapter, or of one part; some parts, by id, in a tighter style or filled.

        If it is not the first page of the guide, an empty page comes before: what begins on a left page does so.
        """
        shown = {**self.shown, "tight": tight or {}, "part_id": part_id, "first_page": first_page, "volume": "",
                 "filled": filled}  # fmt: skip
        return joined(environment().get_template("inside.html").render(shown))

    def volume(self, title: str, notes: int) -> str:
        """The HTML of a cover that says which booklet of several it is, and of lined pages."""
        shown = {**self.shown, "volume": title, "notes": notes, "first_page": 1}
        return joined(environment().get_template("volume.html").render(shown))

    def end(self, first_page: int, notes: int) -> str:
        """The HTML of what follows, after an empty page: lined pages for the reader's own notes, the back cover."""
        return joined(environment().get_template("end.html").render(**self.shown, first_page=first_page, notes=notes))


@dataclass(frozen=True)
class Maker:
    """Makes the HTML of one guide from what is in the book and its pictures."""

    guide: Guide
    pictures: Mapping[str, NotePictures]
    icons: Mapping[str, Path]
    format: Format = A5

    def page(self, title: str = "") -> Page:
        """The whole guide, as a file of this title, by default the guide's own."""
        guide, words = self.guide, strings.load(self.guide.code)
        current = current_address(guide)
        setter = chapters.Typesetter(guide, chapters.renderer(guide), self._figures())
        bodies = [self._with_balance(setter.body(chapter)) for chapter in guide.chapters]
        chapters.mend_links(bodies)
        parts = [self._part(chapter, body, setter) for chapter, body in zip(guide.chapters, bodies, strict=True)]
        shown = {
            "guide": guide,
            "file_title": title or guide.language.title,
            "config": guide.book.config,
            "words": marked(words),
            "glue": lambda text: chapters.finished(text, guide.code),
            "style": Markup(style(guide.book.config, self.icons, *self.format.sheets)),
            "parts": parts,
            "is_detailed": len(parts) <= DETAILED_CONTENTS,
            "terms": self._terms(),
            "phrases": self._phrases(),
            "example": self._example(),
            "cover": self._cover(),
            "town": self.icons[BACK_ICON].resolve().as_uri() if BACK_ICON in self.icons else "",
            "title": self._heading,
            "day": lambda day: facts.day(day, guide.code),
            "current": _spoken(current),
            "current_qr": Markup(self._code(current)) if current else Markup(),
            "source_name": facts.language_name(guide.book.config.source.code, guide.code),
        }
        return Page(shown, tuple(setter.problems))

    def _terms(self) -> Markup:
        """The terms used, with the reader's words."""
        guide = self.guide
        return self._list(references.all_terms(guide.book, guide.code, guide.terms) if guide.terms else None)

    def _phrases(self) -> Markup:
        """The sentences to say that are printed."""
        guide = self.guide
        return self._list(references.all_phrases(guide.book, guide.code, guide.phrases) if guide.phrases else None)

    def _list(self, made: Element | None) -> Markup:
        return Markup(chapters.markup(chapters.finish(made, self.guide.code))) if made is not None else Markup()

    def _part(self, chapter: Chapter, body: Element, setter: chapters.Typesetter) -> Part:
        guide, address = self.guide, short_address(self.guide, chapter)
        return Part(
            chapter=chapter,
            id=anchor(chapter),
            number=guide.number(chapter),
            title=self._heading(chapter.title),
            tree=body,
            words=setter.words.get(chapter.name),
            note=setter.pictures.get(chapter.note),
            notices=tuple(notices(guide, chapter)),
            steps=next((heading.text for heading in chapter.headings if heading.id == "steps"), ""),
            address=_spoken(address),
            qr=Markup(self._code(address)) if address else Markup(),
        )

    def _heading(self, text: str, tag: str = "h1") -> Markup:
        """A heading of one of the parts, balanced, with its plain text for bookmarks."""
        made = etree.fromstring(f"<{tag}>{escape(text)}</{tag}>")
        return Markup(chapters.markup(self._with_balance(references.element("div", "", made))[0]))

    def _with_balance(self, root: Element) -> Element:
        """The tree with each long heading narrowed to lines of equal length, and its plain text for bookmarks."""
        guide = self.guide
        measure = headings.measure_in(glyphs.font_file(guide.book.config.fonts, "NoteHand-Bold.ttf"))
        for heading in root.iter():
            if heading.tag not in self.format.sizes:
                continue
            text = "".join(heading.itertext())
            heading.set("data-label", " ".join(text.split()))
            if heading.text:
                heading.text = typography.glue(heading.text, guide.code)
            words = typography.glue(text, guide.code).split(" ")
            width = headings.balanced_width(words, self.format.column(heading.tag), measure)
            if width is not None:
                heading.set("style", f"max-width: {width:.2f}em")
        return root

    def _figures(self) -> dict[str, Element]:
        """Each visual note as a figure."""
        found = {}
        for name, picture in self.pictures.items():
            image = references.element("img", src=picture.print_svg.resolve().as_uri(), alt=picture.alt)
            room = self.format.marked_mm if picture.is_marked else self.format.note_mm
            image.set("style", _fitted(picture.size, room))
            if picture.alt_language != self.guide.code:
                image.set("lang", picture.alt_language)
            caption = references.element("figcaption", picture.credit) if picture.credit else None
            legend = references.words_of(picture) if picture.is_marked else ()
            below = references.element("div", "", *legend, class_="legend") if picture.is_marked else None
            found[name] = references.element("figure", "", image, caption, below, class_="visual-note")
        return found

    def _cover(self) -> str:
        """The address of the drawing on the cover, empty when there is none."""
        picture = self.pictures.get(self.guide.book.config.cover)
        return picture.print_svg.resolve().as_uri() if picture else ""

    def _example(self) -> tuple[str, str] | None:
        """A term in the source language and in the reader's: how official words are shown."""
        source = self.guide.book.config.source.code
        for name in self.guide.terms:
            words = self.guide.book.data.terms[name].words
            if self.guide.code != source and source in words and self.guide.code in words:
                return words[source], words[self.guide.code]
        return None

    def _code(self, address: str) -> str:
        """The QR code, named for those who hear the page."""
        code = qr.svg(address, self.guide.book.config.colours["ink"])
        title = etree.Element("title")
        title.text = strings.load(self.guide.code)("QR code: {address}", address=address)
        return code.replace(">", f">{etree.tostring(title, encoding='unicode')}", 1)


def _spoken(address: str) -> str:
    """An address as people write it: without https:// and the last slash."""
    return address.partition("//")[2].rstrip("/")


def _fitted(size: tuple[float, float], room: tuple[float, float]) -> str:
    """The largest size of a drawing in this room, in millimetres."""
    width, height = size
    scale = min(room[0] / width, room[1] / height)
    return f"width: {width * scale:.1f}mm; height: {height * scale:.1f}mm"


def notices(guide: Guide, chapter: Chapter) -> list[tuple[str, str]]:
    """What a reader should know before reading the chapter: a kind and its words."""
    words, found = marked(strings.load(guide.code)), []
    changed = outdated.sections(guide.book, chapter) if guide.is_stale(chapter) else ()
    if changed != ():
        text = words("The original has changed since this translation was made. If in doubt, check the original.")
        found.append(("stale", Markup(" ").join((text, _named(changed, guide.code))) if changed else text))
    if not chapter.is_reviewed:
        found.append(("draft", words("Draft: no person has checked this text yet.")))
    return found


def _named(sections: Sequence[Section], code: str) -> Markup:
    """What has changed, by headings; those that only the original has are in its language."""
    titles, words = [], marked(strings.load(code))
    for section in sections:
        title = typography.glue(section.title, section.language) or words("the beginning of the page")
        if section.title and section.language != code:
            span = Markup('<span lang="{}" dir="{}">{}</span>')
            title = span.format(section.language, direction(section.language), title)
        titles.append(title)
    listed = Markup("; ").join(titles)
    return escape(words("What has changed: {sections}.", sections="{sections}")).format(sections=listed)


@cache
def environment() -> Environment:
    """The templates; what they show is escaped, and nothing may be missing."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def glued(words: strings.Strings) -> Callable[..., str]:
    """The generator's words, with spaces that do not break."""

    def say(msgid: str, **values: object) -> str:
        text = words(msgid, **values)
        return typography.glue(_TWO_STOPS.sub(".", text), words.language)  # “… 2026 r.” ends with a stop of its own

    return say


def marked(words: strings.Strings) -> Callable[..., str]:
    """The same for where an element may stand: words without a translation are marked as another language's."""
    say = glued(words)

    def say_in_its_language(msgid: str, **values: object) -> str:
        text, language = say(msgid, **values), words.language_of(msgid)
        if language == words.language:
            return text
        return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), text)

    return say_in_its_language


def joined(page: str) -> str:
    """Sentences of the same language, one after the other, as one: each alone would stand on the wrong side."""
    return _MARKED_ONES.sub(lambda ones: ones[1] + _SPAN.sub("", ones[3]), page)


# ----------------------------------------------------------------------------------------------------- style


def style(config: Config, icons: Mapping[str, Path], *sheets: str) -> str:
    """A style sheet: colours and fonts of this book, then what is the same in all books."""
    rules = [(TEMPLATES / sheet).read_text(encoding="utf-8") for sheet in sheets]
    return "\n".join([_colours(config), *_fonts(config), *_directions(config), _icons(icons), *rules])


def _colours(config: Config) -> str:
    """Each colour of mkdocs.yml as a variable."""
    for name in COLOURS:
        if name not in config.colours:
            hint = 'add “{name}: "#23304a"” to extra.guidebook.colours'
            raise GuidebookError("{file}: the colour “{name}” is missing", hint, file=config.file.name, name=name)
    for name, colour in config.colours.items():
        if not _COLOUR.fullmatch(str(colour)) or not re.fullmatch(r"[\w-]+", name):
            message = "{file}: “{name}: {colour}” is no colour"
            hint = 'write it as "#23304a"'
            raise GuidebookError(message, hint, file=config.file.name, name=name, colour=colour)
    return ":root {" + "".join(f"--{name}:{colour};" for name, colour in config.colours.items()) + "}"


def _fonts(config: Config) -> list[str]:
    """Each font, and as variables which of them are asked one after the other: --text, --hand."""
    stacks = glyphs.stacks(config).items()
    rules = [":root {" + "".join(f"--{name}:{families};" for name, families in stacks) + "}"]
    for family, weight, slope, name in glyphs.fonts(config):
        address = glyphs.font_file(config.fonts, name).as_uri()
        rules.append(
            f'@font-face {{font-family:"{family}";font-weight:{weight};font-style:{slope};src:url("{address}")}}'
        )
    return rules


def _directions(config: Config) -> list[str]:
    """Words of another language run in its own direction, where a book has languages of both."""
    directions = {language.code: language.direction for language in config.languages}
    if len({*directions.values()}) < 2:
        return []
    return [f'[lang="{code}"] {{direction: {direction}}}' for code, direction in directions.items()]


def _icons(icons: Mapping[str, Path]) -> str:
    """Boxes bear the icon of their kind when the book has one; else the style sheet draws a sign."""
    rules = []
    for kind, name in BOX_ICONS.items():
        if name in icons:
            address = icons[name].resolve().as_uri()
            rules.append(f'.admonition.{kind}::before{{content:"";background-image:url("{address}")}}')
    return "\n".join(rules)


