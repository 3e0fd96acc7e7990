"""What is translated: the page for readers and translators, the same as data, and a badge for each language.

    rows of the book (translation.status) ─┬─ page ──► <language>/status.html   words, and a table languages × chapters
                                           ├─ data ──► status.json              its FIELDS are told in it
                                           └─ badge ─► badge-<language>.svg     for a README

The rows are computed once for all languages and handed in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from html import escape
from urllib.parse import quote

from babel.numbers import format_percent

from guidebook import facts, languages, strings
from guidebook.book import Book, State
from guidebook.config import Language
from guidebook.site import pages
from guidebook.strings import Strings
from guidebook.translation import outdated
from guidebook.translation import status as statuses
from guidebook.translation.status import Row, Standing

PAGE = "status.html"
DATA = "status.json"
GUIDES = ("TRANSLATING.{code}.md", "TRANSLATING.md")  # in the repository: how translating works


class Look(StrEnum):
    """How far a chapter is, as readers see it; also the class of its cell."""

    DONE = "done"
    PART = "part"
    STALE = "stale"
    MISSING = "missing"


def title(words: Strings) -> str:
    """How the page is called."""
    return words("What is translated")


def look(row: Row) -> Look:
    """A chapter is out of date when something in it is; where other texts wait too, it is translated in part."""
    if row.is_done:
        return Look.MISSING if row.state is State.MISSING else Look.DONE
    if not row.count(Standing.STALE) and not row.count(Standing.TRANSLATED):
        return Look.MISSING
    return Look.STALE if row.state is State.STALE else Look.PART


def is_chapter(row: Row) -> bool:
    """Whether a row is about a chapter, not about texts that stand elsewhere."""
    return row.name.endswith(".md")


def page(book: Book, code: str, rows: Sequence[Row]) -> str:
    """The HTML of the page in one language."""
    return "\n".join(_Page(book, code, strings.load(code), rows).parts()) + "\n"


@dataclass(frozen=True)
class _Page:
    """The page in one language while it is written."""

    book: Book
    code: str
    words: Strings
    rows: Sequence[Row]

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        return self.book.config.languages

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], Row]:
        return {(row.name, row.language): row for row in self.rows}

    def parts(self) -> Iterator[str]:
        """From the reader's own language to all of them, and what everyone can do."""
        words, config = self.words, self.book.config
        version = words("Version {version}", version=config.version) if config.version else words("Draft")
        yield f'<p class="counts">{escape(version)} · {escape(facts.day(config.day, self.code))}</p>'
        original = words("The original of this guide is in this language: {language}. The other languages are "
                         "translated from it.", language=config.source.name)
        yield self.paragraph(original)
        yield self.heading(config.language(self.code).name)
        yield "<ul>" + "".join(f"<li>{line}</li>\n" for line in self.own()) + "</ul>"
        yield self.heading(words("All languages"))
        yield from self.table()
        yield self.heading(words("How to help"))
        yield from self.help()
        yield self.heading(words("For programs and other websites"))
        yield from self.elsewhere()

    def heading(self, text: str) -> str:
        return f"<h2>{escape(text)}</h2>"

    def paragraph(self, text: str) -> str:
        return f"<p>{escape(text)}</p>"

    # ----------------------------------------------------------------------------- the reader's language

    def own(self) -> Iterator[str]:
        """Lines about the language of the page: how many chapters are how far, and which need hands."""
        words = self.words
        chapters = [row for row in self.rows if row.language == self.code and is_chapter(row)]
        if self.code == self.book.source.language.code:
            yield escape(words("This is the original: there is nothing to translate."))
        else:
            yield from self.translated(chapters)
        reviewed = sum(_is_reviewed(self.book, row) for row in chapters)
        count = {"count": reviewed, "total": len(chapters)}
        yield escape(words("Chapters that a person has reviewed: {count} of {total}.", **count))

    def translated(self, chapters: Sequence[Row]) -> Iterator[str]:
        words, looks = self.words, {row.name: look(row) for row in chapters}
        count = {"count": [*looks.values()].count(Look.DONE), "total": len(chapters)}
        yield escape(words("Chapters that are translated and up to date: {count} of {total}.", **count))
        texts = {
            Look.STALE: words("Out of date, since the original has changed: {chapters}."),
            Look.PART: words("Translated in part: {chapters}."),
            Look.MISSING: words("Not translated yet, so the original is shown: {chapters}."),
        }
        for found, text in texts.items():
            if links := [self.chapter(row) for row in chapters if looks[row.name] is found]:
                yield escape(text).format(chapters="; ".join(links))

    def chapter(self, row: Row) -> str:
        """A link to the chapter; of one that is out of date also to the sections."""
        link = self.link(row, self.titled(row))
        chapter = self.book.edition(self.code).chapter(row.name)
        if look(row) is not Look.STALE or not chapter or not (found := outdated.sections(self.book, chapter)):
            return link
        sections = pages.section_links(self.book, chapter, found, self.words, self.code, address(row.name))
        return f"{link} ({sections})"

    # ----------------------------------------------------------------------------------- all languages

    def table(self) -> Iterator[str]:
        """Chapters × languages. Below each other on a phone: so every cell also names its language."""
        words = self.words
        caption = words("How much of the words is translated, in per cent. Each cell leads to the chapter.")
        heads = "".join(
            f'<th scope="col" lang="{one.code}" dir="{one.direction}">{escape(one.name)}</th>' for one in self.languages
        )
        names = list(dict.fromkeys(row.name for row in self.rows))
        chapters = [name for name in names if name.endswith(".md")]
        others = [name for name in names if not name.endswith(".md")]
        yield '<div class="heat-frame"><table class="heat">'
        yield f"<caption>{escape(caption)}</caption>"
        yield f'<thead><tr><th scope="col">{escape(words("Chapter"))}</th>{heads}</tr></thead>'
        yield f"<tbody>{''.join(self.line(name) for name in chapters)}</tbody>"
        yield f"<tbody>{''.join(self.line(name) for name in others)}</tbody>"
        yield f"<tfoot>{self.total()}</tfoot></table></div>"
        yield self.legend()

    def line(self, name: str) -> str:
        """A row of the table."""
        cells = "".join(self.cell(self.by_place[name, language.code], language) for language in self.languages)
        return f'<tr><th scope="row">{self.named(name)}</th>{cells}</tr>\n'

    def named(self, name: str) -> str:
        """A chapter by its title, other texts by what they are called; each in its language."""
        chapter = self.book.shown(name, self.code)
        if chapter is None:
            text = self.words(name)
            return escape(text[:1].upper() + text[1:])
        return self.marked(chapter.title, chapter.language)

    def cell(self, row: Row, language: Language) -> str:
        """How far a chapter is in a language; the words say what the colour says."""
        found, words = look(row), self.words
        is_original = language.is_source and row.name != statuses.OWN_WORDS
        shown = escape(words("original") if is_original else self.look_words()[found])
        if row.is_known and not is_original:
            shown = f"<strong>{escape(percent(row.percent, self.code))}</strong> {shown}"
        parts = [self.language_name(language), self.link(row, shown) if is_chapter(row) else shown]
        if is_chapter(row) and found is not Look.MISSING and not _is_reviewed(self.book, row):
            parts.append(f"<small>{escape(words('draft'))}</small>")
        if is_chapter(row) and found is not Look.DONE:
            parts.append(self.edit(row, language, found))
        return f'<td class="{found} much-{_much(row, found)}">{" ".join(filter(None, parts))}</td>'

    def look_words(self) -> Mapping[Look, str]:
        words = self.words
        return {
            Look.DONE: words("translated"),
            Look.PART: words("in part"),
            Look.STALE: words("out of date"),
            Look.MISSING: words("not translated"),
        }

    def language_name(self, language: Language) -> str:
        """Only shown where the heads of the columns are not."""
        return f'<span class="heat-language" lang="{language.code}" dir="{language.direction}">' \
               f"{escape(language.name)}</span>"

    def edit(self, row: Row, language: Language, found: Look) -> str:
        """The way to the repository, named by what is to be done there."""
        words, target = self.words, pages.edit_address(self.book, row.name, language.code)
        if not target:
            return ""
        text = words("translate") if found is Look.MISSING else words("bring up to date")
        hidden = f'<span class="md-visually-hidden">: {self.titled(row)}, {escape(language.name)}</span>'
        return f'<a class="pencil" href="{escape(target)}">{escape(text)}{hidden}</a>'

    def total(self) -> str:
        """All that readers come for."""
        cells = []
        for language in self.languages:
            shown = f"<strong>{escape(percent(share(self.rows, language.code), self.code))}</strong>"
            cells.append(f"<td>{self.language_name(language)} {shown}</td>")
        name = self.words("The guide without the program’s own words")
        return f'<tr><th scope="row">{escape(name)}</th>{"".join(cells)}</tr>'

    def legend(self) -> str:
        """What the words of the cells mean."""
        words, names = self.words, self.look_words()
        rows = {
            names[Look.DONE]: words("The text says what the original says."),
            names[Look.STALE]: words("The original has changed since; the page says where."),
            names[Look.PART]: words("Some paragraphs are still missing, or in another language."),
            names[Look.MISSING]: words("The page shows the original and says so."),
            words("draft"): words("Made with automatic help; no person has reviewed it yet.")
            if self.book.config.automatic_help else words("No person has reviewed it yet."),
        }
        pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>\n" for name, text in rows.items())
        return f'<dl class="heat-legend">{pairs}</dl>'

    # ------------------------------------------------------------------------------------------- help

    def help(self) -> Iterator[str]:
        """What a reader can do, with what this book has: a repository, an address, or neither."""
        words, config = self.words, self.book.config
        if config.repository:
            yield self.paragraph(words("Open a chapter that is out of date or not translated from the table above, or "
                                       "choose “Correct this page” at the foot of any chapter. A browser is enough; "
                                       "you need not know how to program."))
            names = (name.format(code=self.code) for name in GUIDES)
            if guide := next((name for name in names if (config.root / name).is_file()), ""):
                target, text = f"{config.repository}/blob/main/{guide}", words("How translating works, step by step")
                yield f'<p><a href="{escape(target)}">{escape(text)}</a></p>'
        contact = config.publisher.contact
        where = escape(words("Write to us:") if contact else words("Where to write: to be filled by the operator."))
        told = f'<a href="mailto:{escape(contact)}">{escape(contact)}</a>' if "@" in contact else escape(contact)
        ask = words("Do you read two of these languages well? Read a chapter that is marked as a draft, and tell us "
                    "whether it is right.")
        yield f"<p>{escape(ask)} {where} {told}</p>"

    def elsewhere(self) -> Iterator[str]:
        """The data, and the badges with the line that shows one in a README."""
        words, config = self.words, self.book.config
        yield f'<p>{escape(words("The same as data:"))} <a href="../{DATA}">{DATA}</a></p>'
        shown = "".join(
            f'<li><img src="../{badge_name(one.code)}" alt="{escape(_badge_title(self.rows, one))}" height="20"></li>'
            for one in self.languages
        )
        yield f'<ul class="badges">{shown}</ul>'
        if config.site_url:
            image, target = f"{config.site_url}{badge_name(self.code)}", f"{config.site_url}{self.code}/{PAGE}"
            line = f"[![{config.language(self.code).name}]({image})]({target})"
            yield self.paragraph(words("To show this badge in a README, write there:"))
            yield f"<p><code>{escape(line)}</code></p>"

    # ------------------------------------------------------------------------------------------ pieces

    def link(self, row: Row, html: str) -> str:
        """To the chapter in the language of its row."""
        other = row.language != self.code
        target = f"../{row.language}/{address(row.name)}" if other else address(row.name)
        return f'<a href="{escape(target)}"' + (f' hreflang="{row.language}"' if other else "") + f">{html}</a>"

    def titled(self, row: Row) -> str:
        """The title as a reader of this page knows it."""
        chapter = self.book.shown(row.name, self.code)
        return self.marked(chapter.title, chapter.language) if chapter else escape(row.name)

    def marked(self, text: str, code: str) -> str:
        """Words that may be in another language than the page."""
        if code == self.code:
            return escape(text)
        language = self.book.config.language(code)
        return f'<span lang="{language.code}" dir="{language.direction}">{escape(text)}</span>'


def address(name: str) -> str:
    """The page of a chapter, from the folder of its language."""
    return quote(name.removesuffix(".md")) + ".html"


@cache
def percent(count: int, code: str) -> str:
    """85 → “85 %”, as the language writes it."""
    return format_percent(count / 100, locale=languages.locale(code))


def share(rows: Sequence[Row], code: str) -> int:
    """Per cent of the words of the book in a language; those of the program would hide a chapter that is missing."""
    return statuses.together([row for row in rows if row.language == code and row.name != statuses.OWN_WORDS])


def _is_reviewed(book: Book, row: Row) -> bool:
    chapter = book.edition(row.language).chapter(row.name)
    return chapter is not None and chapter.is_reviewed


def _much(row: Row, found: Look) -> int:
    """How strong the colour of a cell is: 0 to 4, and 4 only for what is done."""
    return 4 if found is Look.DONE else min(3, row.percent * 4 // 100)


def files(book: Book, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """What stands at the root of the site, for all languages: name and content."""
    yield DATA, data(book, rows)
    for language in book.config.languages:
        yield badge_name(language.code), badge(book, language.code, rows)


# ------------------------------------------------------------------------------------------------ data

FIELDS = {
    "format": "the version of this format; a field that is taken away or means something else makes it another one",
    "version": "the release of the book, YYYY.MM.n; empty: a draft",
    "day": "the day of the book, YYYY-MM-DD",
    "source": "the code of the language that the others are translated from",
    "languages": "one object for each language, in the order of the book",
    "language": "the code of the language",
    "name": "what the language calls itself",
    "chapters": "how many chapters there are, and how many of them are done, part, stale, missing, reviewed",
    "rows": "one object for each chapter and language, chapters in reading order; then texts that stand elsewhere",
    "chapter": "the file of the chapter in the folder of a language, or what texts stand elsewhere",
    "title": "the title of the chapter in that language, of a missing one in the source; empty for other texts",
    "page": "its page, from the place of this file; empty for other texts",
    "state": "translated, stale (the source has changed since) or missing",
    "look": "what readers are told: done, part, stale, missing",
    "reviewed": "whether a person has read the text and signed for it; null for other texts",
    "changed": "of a stale chapter the ids of the headings whose sections have changed; null: not known",
    "is_known": "false: stale, and what has changed is not known, since the history is not at hand",
    "percent": "how much of the words is translated; 100 only when all is; where it is not known, half is counted; "
    "of a language: of all its rows but those of the guidebook's own words",
    "blocks": "paragraphs, list items, rows, headings …: total, and how many of them stand so",
    "words": "the same in words of the source",
    "translated": "says what the source says now",
    "stale": "the source has changed since",
    "missing": "has no translation",
    "untouched": "still in the very words of the source",
    "wrong_language": "seems to be in another language",
}


def data(book: Book, rows: Sequence[Row]) -> str:
    """How far everything is, for programs; what its names mean stands in it."""
    told = {
        "format": 1,
        "version": book.config.version,
        "day": book.config.day.isoformat(),
        "source": book.source.language.code,
        "languages": [_language_data(book, rows, language) for language in book.config.languages],
        "rows": [_row_data(book, row) for row in rows],
        "fields": FIELDS,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _language_data(book: Book, rows: Sequence[Row], language: Language) -> Mapping[str, object]:
    chapters = [row for row in rows if row.language == language.code and is_chapter(row)]
    looks = [look(row) for row in chapters]
    counts = {"total": len(chapters)} | {str(one): looks.count(one) for one in Look}
    counts["reviewed"] = sum(_is_reviewed(book, row) for row in chapters)
    return {"language": language.code, "name": language.name, "percent": share(rows, language.code), "chapters": counts}


def _row_data(book: Book, row: Row) -> Mapping[str, object]:
    told = dict(statuses.as_object(row)) | {"look": str(look(row)), "title": "", "page": "", "reviewed": None}
    if is_chapter(row):
        shown = book.shown(row.name, row.language)
        told |= {"title": shown.title, "page": f"{row.language}/{address(row.name)}"}
        told["reviewed"] = _is_reviewed(book, row)
        if row.state is State.STALE:
            told["changed"] = list(row.changed) if row.is_known else None
    return told


# ---------------------------------------------------------------------------------------------- badges

_HEIGHT, _ROOM, _SIZE = 20, 12, 11  # of a badge, beside its words, of its letters
_NARROW, _WIDE = frozenset("ijlftrI.,:;'’|()! \u00a0ії"), frozenset("mwMWшщюжфмШЩЮЖФМ@%")


def badge_name(code: str) -> str:
    """The file of a language's badge, at the root of the site."""
    return f"badge-{code}.svg"


def badge(book: Book, code: str, rows: Sequence[Row]) -> str:
    """A picture that says how far a language is, in the colours of the book and in letters that every machine has."""
    language, colours = book.config.language(code), book.config.colours
    left, right, fills = language.name, _badge_words(rows, language), _badge_colours(rows, language)
    own, other = _width(left) + _ROOM, _width(right) + _ROOM
    ink, paper = colours.get("ink", "black"), colours.get("paper", "white")
    fill, letters = (colours.get(name, plain) for name, plain in zip(fills, ("white", "black"), strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{own + other}" height="{_HEIGHT}" role="img" '
        f'xml:lang="{code}" font-family="Verdana, DejaVu Sans, sans-serif" font-size="{_SIZE}" text-anchor="middle">'
        f"<title>{escape(_badge_title(rows, language))}</title>"
        f'<rect width="{own + other}" height="{_HEIGHT}" rx="3" fill="{ink}"/>'
        f'<path d="M{own} 1h{other - 3}a2 2 0 0 1 2 2v{_HEIGHT - 6}a2 2 0 0 1-2 2h-{other - 3}z" fill="{fill}"/>'
        f"{_badge_text(left, own / 2, own - _ROOM, paper)}{_badge_text(right, own + other / 2, other - _ROOM, letters)}"
        "</svg>\n"
    )


def _badge_text(text: str, middle: float, width: int, colour: str) -> str:
    """`textLength`: whatever font a machine has, the words fill the room that was measured for them."""
    return f'<text x="{middle:g}" y="14" textLength="{width}" lengthAdjust="spacingAndGlyphs" fill="{colour}">' \
           f"{escape(text)}</text>"


def _badge_words(rows: Sequence[Row], language: Language) -> str:
    words = strings.load(language.code)
    return words("original") if language.is_source else percent(share(rows, language.code), language.code)


def _badge_title(rows: Sequence[Row], language: Language) -> str:
    words, shown = strings.load(language.code), percent(share(rows, language.code), language.code)
    if language.is_source:
        return words("{language}: the original", language=language.name)
    return words("{language}: {percent} translated", language=language.name, percent=shown)


def _badge_colours(rows: Sequence[Row], language: Language) -> tuple[str, str]:
    """Names of the colours of the right half and of its letters."""
    done = 100 if language.is_source else share(rows, language.code)
    return ("second", "paper") if done == 100 else ("cream", "ink") if done >= 50 else ("accent", "paper")


def _width(text: str) -> int:
    """About how wide a text is, in pixels."""
    return round(sum(4.2 if sign in _NARROW else 10 if sign in _WIDE else 7.2 for sign in text))
