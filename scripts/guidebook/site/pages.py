"""What the website shows of a chapter: notices, sources, notes, the switch between languages. No MkDocs here."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from guidebook import purposes, strings
from guidebook.book import Book, Chapter, State
from guidebook.config import Language, direction
from guidebook.facts import Fact, Place, Term
from guidebook.forms import Form
from guidebook.markup import Reference
from guidebook.notes.pictures import NotePictures, Rendition
from guidebook.references import Element, References, element, source_line, with_tail, words_of
from guidebook.site import calendar, current, places, printing
from guidebook.translation import changes, outdated
from guidebook.translation.outdated import Section
from guidebook.typography import WORD_JOINER
from guidebook.visualnote import VisualNote

HOME = "index.md"
GLOSSARY = "glossary.md"
IN_SHORT = "in-short"
ALL_TERMS = str(Reference("all", "terms", block=True))
ALL_PLACES = str(Reference("all", "places", block=True))
SOURCES = Reference("page", "sources", block=True)  # ours, put at the end of each chapter
CALENDAR = Reference("page", "calendar", block=True)  # ours, put where a chapter tells of the year
BLANK = "{}"  # stands in a sentence for the link that is put there
DOOR = '<li class="door '  # how an item of the first page's list is marked: { .door .icon-bulb }
ONWARD = "assets/onward.js"  # leads from a short address to its page
PHONE_WIDTH = "(max-width: 30em)"
NOTE_WIDTHS = "(max-width: 59.98em) 96vw, (max-width: 76.23em) 73vw, 690px"  # none, one, two columns beside the text


@dataclass(frozen=True)
class PageMedium:
    """The website's side of references. `code` is the language of the page, pictures are in it."""

    book: Book
    chapter: Chapter
    code: str
    pictures: Mapping[str, NotePictures]

    def source_mark(self, number: int, fact: Fact, language: str, is_first: bool) -> Element:
        """A number that leads to the source below the page; the first one is where the way back ends."""
        label = strings.load(language)("Source {number}", number=number)
        mark = element("a", str(number), href=f"#source-{number}", aria_label=label)
        mark.set("aria-label", mark.attrib.pop("aria_label"))
        return element("sup", WORD_JOINER, mark, class_="source", id=f"mark-{number}" if is_first else "")

    def term_link(self, term: Term) -> str:
        """The term in the glossary, when the book has one."""
        if GLOSSARY not in self.book.config.reading_order or self.chapter.name == GLOSSARY:
            return ""
        return f"{self.chapter_link(GLOSSARY)}#term-{term.name}"

    def chapter_link(self, name: str) -> str:
        """Its file: the site's engine turns 03-bridge.md into the address of its page."""
        return "../" * self.chapter.name.count("/") + name

    def lists(self, place: Place) -> bool:
        """Every place is on the website."""
        return True

    def place_link(self, place: Place) -> str:
        """Empty: a chapter shows all that is needed to go there."""
        return ""

    def form_ways(self, form: Form, language: str) -> Element:
        """The PDFs on the page Print, when they are made; a text shown in another language leads there by its name."""
        words = strings.load(language)
        there = printing.forms(self.book, self.code).get(form.name) if self.code == self.chapter.language else None
        if there is None:
            before, after = words("Form to fill in: see the page “{title}” of the website.", title=BLANK).split(BLANK)
            target = self.chapter_link(printing.PAGE.replace(".html", ".md"))
            there = element("a", purposes.page_title(words), href=target)
            return element("p", before, with_tail(there, after), class_="form-ways")
        ways = ((words("Fill it in on the screen"), there[0]), (words("Fill it in by hand"), there[1]))
        first, second = (element("a", label, href=self.chapter_link(f"print/{file}")) for label, file in ways)
        for link in (first, second):  # there are as many links of this name as forms
            link.set("aria-label", f"{link.text}: {form.title.get(language) or form.official}")
        first.tail = " · "
        return element("p", "", first, second, class_="form-ways")

    def note(self, note: VisualNote, language: str) -> Element | None:
        """The picture in sizes for phones and desks, its caption, and its words as text below."""
        pictures = self.pictures.get(note.name)
        return figure(pictures, self.chapter, self.code, language) if pictures else None


class PageReferences(References):
    """References of a chapter on its page; knows also the list of sources at its end."""

    def __call__(self, reference: Reference) -> Element | None:
        """The element for a reference, None when its name is not known."""
        if (reference.kind, reference.name) == (SOURCES.kind, SOURCES.name):
            return sources(self.chapter, self.book)
        if (reference.kind, reference.name) == (CALENDAR.kind, CALENDAR.name):
            return calendar.link(self.language, "../" * self.chapter.name.count("/"))
        found = super().__call__(reference)
        if found is not None and str(reference) == ALL_PLACES:
            return places.with_filter(found, self.book, self.language)
        if found is not None and str(reference) == ALL_TERMS:
            return with_letters(found, self.language)
        if found is not None and reference.kind == "place":
            return places.completed(found, self.book.data.places[reference.name], self.language)
        return found


def body(chapter: Chapter, calendar_below: str = "") -> str:
    """The Markdown of a chapter with the list of its sources at the end, and the calendar below the heading of that id.

    The blank line in front keeps MkDocs from taking a first paragraph for front matter.
    """
    lines = chapter.body.rstrip().split("\n")
    note = _opening_note(chapter)
    added = {_end(chapter, IN_SHORT): note} if note else {}  # the answer in words first, the drawing right after it
    if note:
        lines[note.line - chapter.document.body_line] = ""
    if calendar_below:
        added[_end(chapter, calendar_below)] = CALENDAR
    for at in sorted(added, reverse=True):
        lines[at:at] = ["", str(added[at]), ""]
    return "\n".join(["", *lines, "", str(SOURCES), ""])


def _end(chapter: Chapter, id: str) -> int:
    """Where in the lines of the body the text below a heading ends."""
    headings = chapter.headings
    at = next(number for number, heading in enumerate(headings) if heading.id == id) + 1
    last = len(chapter.body.rstrip().split("\n"))
    return headings[at].line - chapter.document.body_line if at < len(headings) else last


def _opening_note(chapter: Chapter) -> Reference | None:
    """The visual note above a chapter's first heading, when that is the one of the short answer."""
    first = next(iter(chapter.headings), None)
    if first is None or first.id != IN_SHORT:
        return None
    return next((ref for ref in chapter.references if ref.kind == "note" and ref.block and ref.line < first.line), None)


def sources(chapter: Chapter, book: Book) -> Element:
    """“Where this comes from”: each source with its date and age, numbered as in the text."""
    words = strings.load(chapter.language)
    section = element("div", "", class_="sources")
    cited = chapter.cited(book.data)
    if not cited:
        return section
    section.append(element("h2", words("Where this comes from"), id="sources"))
    rows = element("ol")
    for number, fact in enumerate(cited, 1):
        back = element("a", "↑", href=f"#mark-{number}", class_="back", title=words("Back to the text"))
        back.set("aria-label", words("Back to the text"))
        rows.append(element("li", "", source_line(fact, chapter.language), back, id=f"source-{number}"))
    section.append(rows)
    return section


def before_sources(html: str) -> tuple[str, str]:
    """The text of a page, and the list of sources at its end: what a reader does next stands between them."""
    at = html.rfind('<div class="sources">')
    return (html, "") if at < 0 else (html[:at], html[at:])


def with_letters(glossary: Element, language: str) -> Element:
    """The terms with a way from each letter to the first word that begins with it; official words have their own."""
    jump = _letters(glossary.iter("dt"), strings.load(language)("Words by their first letter"))
    _divide_official(glossary)
    before_terms = next(at for at, part in enumerate(glossary) if part.get("class") == "terms")
    glossary.insert(before_terms, jump)
    return glossary


def _divide_official(glossary: Element) -> None:
    """The same above the words in the language of the offices, where they have a list of their own."""
    box = glossary.find("details[@class='by-official']")
    if box is None:
        return
    rows = box.findall("ul/li")
    for row in rows:
        row.set("id", row[0].get("href", "").replace("#term-", "official-", 1))
    jump = _letters(rows, box[0].text or "")
    jump.set("lang", box.find("ul").get("lang", ""))
    box.insert(1, jump)


def _letters(words: Iterable[Element], label: str) -> Element:
    """A way from each letter to the first of the words that begins with it."""
    letters: dict[str, str] = {}
    for word in words:
        first = next((letter for letter in "".join(word.itertext()) if letter.isalpha()), "")
        letters.setdefault(first.upper(), word.get("id", ""))
    ways = [element("a", letter, href=f"#{id}") for letter, id in letters.items() if letter]
    jump = element("nav", "", *ways, class_="letters")
    jump.set("aria-label", label)
    return jump


# ------------------------------------------------------------------------------------------------ notes


def figure(pictures: NotePictures, chapter: Chapter, code: str, language: str) -> Element:
    """A visual note on a page: picture, caption, and the words as text for who cannot see or read them.

    The link leads to the largest picture; our script opens it over the page instead, and takes the name of the window
    and the sharpest picture from the link.
    """
    words = strings.load(code)
    folder = "../" * chapter.name.count("/") + "notes/"
    largest = max(pictures.webp, key=lambda rendition: rendition.width)
    title = pictures.title.replace("\n", " ")
    caption = words("Visual note: {title}", title=title)
    invitation = element("span", words("Open the drawing in full size"), class_="note-open")
    large = folder + picture_name(pictures, largest)
    link = element("a", "", _picture(pictures, folder), invitation, href=large)
    link.set("data-title", title)
    link.set("data-sharp", folder + svg_name(pictures) if is_sharper_as_svg(pictures) else large)
    below = element("figcaption", f"{caption} · {pictures.credit}")
    text = element("details", "", element("summary", words("The words of the drawing")), class_="note-text")
    if pictures.is_marked:
        text.set("open", "")  # without it the numbers mean nothing
    text.extend(words_of(pictures))
    return element("figure", "", link, below, text, class_="visual-note", lang="" if code == language else code)


def picture_name(pictures: NotePictures, rendition: Rendition) -> str:
    """How the site calls a picture: all notes of a language stand in one folder."""
    return rendition.file.replace("note-", f"{pictures.name}-", 1)


def svg_name(pictures: NotePictures) -> str:
    """How the site calls the drawing that stays sharp at every size."""
    return f"{pictures.name}.svg"


def is_sharper_as_svg(pictures: NotePictures) -> bool:
    """Whether a close look takes the SVG: of a drawing it is also the lighter one (by gzip two thirds of the largest
    WebP, measured); a photo in an SVG gains nothing and weighs more.
    """
    return bool(pictures.webp) and b"<image" not in pictures.svg.read_bytes()


def _picture(pictures: NotePictures, folder: str) -> Element:
    """The phone gets the AVIF in its one size when that is enough, else the WebP that fits."""
    made = etree.Element("picture")
    webp = ", ".join(f"{folder}{picture_name(pictures, r)} {r.width}w" for r in pictures.webp)
    for rendition in pictures.avif:
        small = element("source", type=rendition.type, srcset=folder + picture_name(pictures, rendition))
        small.set("media", PHONE_WIDTH)
        made.append(small)
    made.append(element("source", type="image/webp", srcset=webp, sizes=NOTE_WIDTHS))
    middle = min(pictures.webp, key=lambda rendition: abs(rendition.width - 800))
    shown = element("img", src=folder + picture_name(pictures, middle), alt=pictures.alt)
    shown.set("width", str(middle.width))
    shown.set("height", str(middle.height))
    if pictures.alt_language != pictures.language:
        shown.set("lang", pictures.alt_language)
    made.append(shown)
    return made


# --------------------------------------------------------------------------------------------- notices


def notices(book: Book, name: str, code: str) -> str:
    """What a reader should know before reading a page: not translated, changed since, not reviewed."""
    words = strings.load(code)
    chapter = book.shown(name, code)
    state = book.state(name, code)
    parts = []
    if state is State.MISSING:
        parts.append(_missing(book, name, code, words))
    if state is State.STALE:
        parts.append(_stale(book, chapter, words))
    if chapter is not None and not chapter.is_reviewed:
        parts.append(_notice("draft", words, "Draft", escape(words(book.draft_notice))))
    if chapter is not None and chapter.name != HOME:
        parts.append(_to_take_home(words))
    return "".join(parts)


def _to_take_home(words: strings.Strings) -> str:
    """The way to the end of a long page for who wants it in the hand; where its headings stand beside it, they lead."""
    return f'<p class="to-take-home"><a href="#take-home">{escape(words("Take it home"))}</a></p>\n'


def take_home_line(code: str) -> str:
    """The way from the first page to what can be taken along."""
    words = strings.load(code)
    link = f'<a href="{printing.PAGE}">{escape(purposes.page_title(words))}</a>'
    return f'<p class="take-home">{escape(words("Take it home"))}: {link}</p>\n'


def below_doors(html: str, notices: str) -> str:
    """The first page begins with what one can do here: that it is a draft stands where the part with its doors ends."""
    doors = html.find(DOOR)
    if doors < 0:
        return notices + html
    end = html.find("<h2", doors)
    end = len(html) if end < 0 else end
    return f"{html[:end]}{notices}{html[end:]}"


def _notice(kind: str, words: strings.Strings, title: str, html: str) -> str:
    """Until its words are translated it says in which language it is, for voices and for the full stop's place."""
    said = words.language_of(title)
    other = "" if said == words.language else f' lang="{said}" dir="{direction(said)}"'
    heading = escape(words(title))
    return f'<div class="notice {kind}" role="note"{other}><p><strong>{heading}.</strong> {html}</p></div>\n'


def _missing(book: Book, name: str, code: str, words: strings.Strings) -> str:
    source = book.config.source
    text = escape(words("Below is the text in the original language: {language}.", language=source.name))
    if address := edit_address(book, name, code):
        text += f' <a href="{escape(address)}">{escape(words("Help to translate it"))}</a>'
    return _notice("missing", words, "This page is not translated yet", text)


def _stale(book: Book, chapter: Chapter, words: strings.Strings) -> str:
    """Names the sections that have changed, when the old version of the source is at hand; nothing when none has."""
    changed = outdated.sections(book, chapter)
    if changed == ():
        return ""
    title = "This page may be out of date"
    text = escape(words("The original has changed since this translation was made. If in doubt, check the original."))
    if changed:
        sections = section_links(book, chapter, changed, words, words.language_of(title))
        text += f' {escape(words("What has changed: {sections}.")).format(sections=sections)}'
    source, target = book.source.language, escape(_original(book, chapter))
    link = escape(words("To the original: {language}", language=source.name))
    text += f' <a href="{target}" hreflang="{source.code}">{link}</a>'
    return _notice("stale", words, title, text)


def section_links(
    book: Book, chapter: Chapter, sections: Sequence[Section], words: strings.Strings, said: str, page: str = ""
) -> str:
    """Sections by their headings, each a link: “Market; When”, among words in the language `said`.

    `page` leads to the chapter, when they stand on another page.
    """
    links = (_section_link(book, chapter, section, words, page) for section in sections)
    return "; ".join(
        link if section.language == said else wrapped_words(link, book.config.language(section.language))
        for link, section in zip(links, sections, strict=True)
    )


def _section_link(book: Book, chapter: Chapter, section: Section, words: strings.Strings, page: str) -> str:
    """What only the source has is read there."""
    text = escape(section.title or words("the beginning of the page"))
    if section.language != chapter.language:
        page = _original(book, chapter, "../" if page else "")
    target = f"{page}#{quote(section.id)}" if section.id else page
    return f'<a href="{escape(target)}">{text}</a>' if target else text


def _original(book: Book, chapter: Chapter, up: str = "") -> str:
    """The same page in the source language; `up` when the link does not stand on the page of the chapter."""
    up = up or "../" * (chapter.name.count("/") + 1)
    return f"{up}{book.source.language.code}/{quote(chapter.stem)}.html"


def edit_address(book: Book, name: str, code: str) -> str:
    """Where a translator edits the chapter in the browser, or begins it; empty without a repository."""
    repository = book.config.repository
    if not repository:
        return ""
    docs = book.config.short(book.config.docs)
    if book.edition(code).chapter(name):
        return f"{repository}/edit/main/{docs}/{code}/{quote(name)}"
    return f"{repository}/new/main/{docs}/{code}?filename={quote(name)}"


def wrapped_words(html: str, language: Language) -> str:
    """Words in another language than those around them."""
    return f'<span lang="{language.code}" dir="{language.direction}">{html}</span>'


def wrapped(html: str, language: Language) -> str:
    """A text in another language than the page's."""
    return f'<div lang="{language.code}" dir="{language.direction}">\n{html}\n</div>'


# ---------------------------------------------------------------------------------------------- search


def words_of_terms(book: Book) -> dict[str, Mapping[str, str]]:
    """Each term in all languages, by its id in the glossary: whoever knows one of the words finds it."""
    return {f"term-{term.name}": term.words for term in book.data.terms.values()}


# ------------------------------------------------------------------------------------------- addresses


def short_addresses(book: Book, code: str) -> Iterator[tuple[str, str]]:
    """/uk/3/index.html → /uk/03-citizens-budget.html: what is printed on paper is short and stays, whatever moves."""
    for chapter in book.source.chapters:
        if chapter.number and "/" not in chapter.name:
            shown = book.shown(chapter.name, code) or chapter
            made = _redirect(book, code, f"{chapter.stem}.html", shown.title, shown.language)
            yield f"{code}/{chapter.number}/index.html", made
    title = current.title(strings.load(code))
    yield f"{code}/{changes.ADDRESS}/index.html", _redirect(book, code, current.PAGE, title, code)


def _redirect(book: Book, code: str, target: str, title: str, language: str) -> str:
    """A page that leads on: our script keeps what stands behind the address (?kiosk, #steps), without scripts the
    page leads on by itself; the link is for browsers that do neither.
    """
    site = book.config.site_url
    canonical = f'<link rel="canonical" href="{escape(f"{site}{code}/{target}")}">' if site else ""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">"
        f'<meta name="robots" content="noindex">{canonical}'
        f'<noscript><meta http-equiv="refresh" content="0; url=../{escape(target)}"></noscript>'
        f'<script src="../../{ONWARD}" defer></script>'
        f"<title>{escape(title)}</title></head>"
        f'<body><p><a href="../{escape(target)}">{escape(title)}</a></p></body></html>\n'
    )


# ------------------------------------------------------------------------------------------- languages


@dataclass(frozen=True)
class Alternate:
    """The same page in another language. `url` is relative to the site's root."""

    language: Language
    url: str
    address: str  # absolute; empty without site_url
    is_current: bool
    is_translated: bool


def alternates(book: Book, page: str, name: str, code: str) -> tuple[Alternate, ...]:
    """The page in each language; `page` is its file below the language's prefix. Falls back to the home page."""
    exists_in_source = book.source.chapter(name) is not None or not name
    found = []
    for edition in book.editions:
        language = edition.language
        is_translated = not name or edition.chapter(name) is not None
        target = page if is_translated or exists_in_source else "index.html"
        url = f"{language.code}/{target}"
        address = book.config.site_url and book.config.site_url + url
        found.append(Alternate(language, url, address, language.code == code, is_translated))
    return tuple(found)
