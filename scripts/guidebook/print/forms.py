"""Forms to fill in: on the screen (form-petition.pdf), or by hand on paper (form-petition-plain.pdf).

    Form ─ Maker ─► HTML ─ pdf.Press ─► pages ─ fields.mended ─► a PDF to type into

The official words are black and in the source language, help is in the reader's language and in the colour of help:
only the black part is the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from guidebook import facts, references, strings
from guidebook.book import Book
from guidebook.config import Config
from guidebook.facts import Fact
from guidebook.forms import Field, Form, Option, Texts, Wording
from guidebook.print import chapters, fields, glyphs, pages, pdf
from guidebook.print.job import Job, Printed, refuse
from guidebook.problem import Problem

LINE_MM = 9.1  # of a line to write on by hand
TYPED_LINE_MM = 6.2  # of a line to type in
SHORTER = (0, 1, 2)  # lines that an area may lose, so that a letter keeps to its page


def make(job: Job) -> Iterator[Printed]:
    """Each form twice. Raises BookHasDefects, all faults at once."""
    refuse(tuple(glyphs.missing_glyphs(job.book, job.code)))
    for form in job.book.forms.values():
        title, _ = words_in(form.title, job.code, form.source)
        for is_plain in (False, True):
            data, count = printed(form, job.book, job.code, job.folders, is_plain=is_plain)
            name = f"form-{form.name}-plain.pdf" if is_plain else f"form-{form.name}.pdf"
            yield job.write(name, data, title, count, count, "form-plain" if is_plain else "form")


def ingredients(job: Job) -> Iterable[object]:
    """What the forms depend on besides the facts, places and words of the language."""
    source = job.book.config.source.code
    shown = (source, job.code)
    for form in job.book.forms.values():
        texts = {key: {code: text[code] for code in shown if code in text} for key, text in form.texts.items()}
        yield (form.name, form.official, texts, form.places, form.facts, form.reviewed_by)
        yield tuple((f.name, f.kind, f.lines, f.is_half, _shape(f.options)) for f in form.fields)


def _shape(options: tuple[Option, ...]) -> tuple:
    return tuple((option.name, option.is_by_hand, option.width) for option in options)


def printed(form: Form, book: Book, code: str, folders: tuple[Path, ...], *, is_plain: bool) -> tuple[bytes, int]:
    """A form as PDF, and how many pages it has. Raises BookHasDefects when something does not fit."""
    maker = Maker(form, book, code, is_plain)
    press = pdf.Press(folders, has_fields=not is_plain)
    rendered = press.render(maker.page(SHORTER[-1]))
    fewest = rendered.page_count
    for fewer in SHORTER[:-1]:
        longer = press.render(maker.page(fewer))
        if longer.page_count == fewest:
            rendered = longer
            break
    data, warnings = rendered.write()
    too_wide = (word.problem(form.file) for word in rendered.overfull())
    refuse((*too_wide, *_warned(form, (*rendered.warnings, *warnings))))
    if not is_plain and any(_is_typed(field) for field in form.fields):
        data = fields.mended(data, maker.names, maker.font, book.config.colours["ink"])
    return data, rendered.page_count


def _is_typed(field: Field) -> bool:
    """Whether the screen offers something to type into or to tick."""
    if field.kind == "table":
        return any(not column.is_by_hand for column in field.options)
    return field.kind in ("text", "area", "checkbox", "choice")


def _warned(form: Form, warnings: tuple[str, ...]) -> Iterator[Problem]:
    for warning in dict.fromkeys(warnings):
        yield Problem(form.file, 1, "printing this form: {text}", values={"text": warning})


def words_in(texts: Texts, code: str, source: str) -> tuple[str, str]:
    """The text and its language: the reader's, else the source; empty when neither is there."""
    for language in (code, source):
        if language in texts:
            return texts[language], language
    return "", code


# --------------------------------------------------------------------------------------------------- HTML


@dataclass(frozen=True)
class Maker:
    """Makes the HTML of one form in one language."""

    form: Form
    book: Book
    code: str
    is_plain: bool

    @cached_property
    def names(self) -> dict[str, str]:
        """What each field is called for those who hear it: the official words, then the help."""
        found = {}
        for field in self.form.fields:
            found[field.name] = self.name(field.wording)
            for option in field.options:
                found[f"{field.name}--{option.name}"] = self.name(option.wording)
                for row in range(1, field.lines + 1):
                    found[cell_name(field, option, row)] = f"{row}. {self.name(option.wording)}"
        return found

    @property
    def font(self) -> fields.FieldFont:
        """The font to type with: the letters of the office first, then the reader's, then those of other editions."""
        config = self.book.config
        others = (language.code for language in config.languages)
        languages = tuple(dict.fromkeys((self.form.source, self.code, *others)))
        return fields.field_font(glyphs.font_file(config.fonts, glyphs.TEXT_FONT), languages)

    def name(self, wording: Wording) -> str:
        """Both languages as one plain text."""
        help_ = words_in(wording.help, self.code, "")
        return " – ".join(filter(None, (wording.official, references.with_values(self.book, *help_))))

    def page(self, fewer: int = 0) -> str:
        """The whole form, with so many lines fewer in each area that has lines to spare."""
        config, edition = self.book.config, self.book.edition(self.code)
        shown = {
            "form": self.form,
            "config": config,
            "code": self.code,
            "direction": edition.language.direction,
            "book_title": self.book.source.language.title,
            "words": pages.glued(strings.load(self.code)),
            "official_words": pages.glued(strings.load(self.form.source)),
            "style": Markup(pages.style(config, {}, "form.css") + _field_face(config)),
            "source_name": facts.language_name(self.form.source, self.code),
            "is_plain": self.is_plain,
            "is_typed": not self.is_plain and any(map(_is_typed, self.form.fields)),
            "by_hand_mm": LINE_MM,
            "typed_mm": TYPED_LINE_MM,
            "official": self._official,
            "help": self._help,
            "cell": cell_name,
            "lines_of": lambda field: max(min(field.lines, 2), field.lines - fewer),
            "rows": rows,
            "places": [card for name in self.form.places if (card := self._place(name)) is not None],
            "sources": list(self._sources()),
        }
        return pages.environment().get_template("form.html").render(**shown)

    def _official(self, text: str, tag: str = "span") -> Markup:
        """Words of the letter, marked with their language where it is not the page's."""
        lang = "" if self.code == self.form.source else self.form.source
        made = references.element(tag, text, lang=lang, class_="official")
        return self._set(made, self.form.source)

    def _help(self, texts: Texts, tag: str = "span") -> Markup:
        """Help in the reader's language, else in the source's; nothing when there is none."""
        text, language = words_in(texts, self.code, self.form.source)
        if not text:
            return Markup()
        lang = "" if language == self.code else language
        filled = references.with_values(self.book, text, language)
        return self._set(references.element(tag, filled, lang=lang, class_="help"), language)

    def _set(self, made: references.Element, language: str) -> Markup:
        holder = references.element("div", "", made)
        return Markup(chapters.markup(chapters.finish(holder, language)[0]))

    def _place(self, name: str) -> Markup | None:
        """An office with its address, and how old that is."""
        place = self.book.data.places.get(name)
        if place is None:
            return None
        card = references.place_card(self.book, place, self.code)
        for part in list(card):
            if part.get("class") in ("place-about", "place-way"):
                card.remove(part)
        return Markup(chapters.markup(chapters.finish(references.element("div", "", card), self.code)))

    def _sources(self) -> Iterator[tuple[str, str]]:
        """Title and year of all that the form rests on, each once."""
        known = self.book.data.facts
        seen: dict[str, Fact] = {}
        for name in self.form.cited:
            if name in known:
                seen.setdefault(known[name].source.title, known[name])
        for title, fact in seen.items():
            yield chapters.finished(title, self.form.source), facts.age(fact, self.code)


def cell_name(field: Field, column: Option, row: int) -> str:
    """people-3-name: the name of one cell of a table."""
    return f"{field.name}-{row}-{column.name}"


def rows(found: tuple[Field, ...]) -> list[list[Field]]:
    """Fields as they share lines: two halves together, others alone."""
    lines: list[list[Field]] = []
    for field in found:
        if field.is_half and lines and len(lines[-1]) == 1 and lines[-1][0].is_half:
            lines[-1].append(field)
        else:
            lines.append([field])
    return lines


def _field_face(config: Config) -> str:
    """A font that only fields use: WeasyPrint keeps it whole, and it is taken out again when ours is put in."""
    address = glyphs.font_file(config.fonts, "fira-sans-400i.ttf").as_uri()
    return f'@font-face {{font-family:"Field";src:url("{address}")}}'
