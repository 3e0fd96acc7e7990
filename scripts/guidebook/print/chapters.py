"""A chapter as paper shows it: Markdown → HTML → the parts that print treats in its own way.

A link cannot be followed on paper: inside the guide it becomes a page number, outside it its address is printed.
A source becomes a footnote. The section in-short becomes the lead, a list below “steps” gets circled numbers.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from guidebook import facts, strings, typography
from guidebook.book import Chapter
from guidebook.facts import Fact, Place, Term
from guidebook.forms import Form
from guidebook.markup import Renderer
from guidebook.print.guide import Guide, anchor
from guidebook.problem import Problem
from guidebook.purposes import page_title
from guidebook.references import Element, References, element
from guidebook.visualnote import VisualNote

LEAD = "in-short"
WORDS = "words"  # the section that explains the chapter's terms; all terms stand at the end of the guide
UNPRINTED = "unprinted"
UNCONFIRMED = "source-age unconfirmed"  # said once for all sources, before the first chapter
FORM_DETAILS = "form-about"  # they stand on the form itself
LONGEST_ADDRESS = 46  # characters that fit beside other words; of longer ones the host is printed
_STAGING = re.compile(r"(^|[.-])(test|staging|dev|beta|preprod)[.-]")
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)\w+;")
_ISOLATED, _ISOLATED_END = "\u2068", "\u2069"  # from here to there: written in the direction of its own letters
_RANGE = re.compile(r"(\d)–(?=\d)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHECKBOX = re.compile(r"<(?:label|input|span)[^>]*(?:task-list|checkbox)[^>]*>(?:</span>|</label>)*")


@dataclass
class Paper:
    """What print does differently from the website; see references.Medium."""

    guide: Guide
    pictures: dict[str, Element]

    def source_mark(self, number: int, fact: Fact, language: str, is_first: bool) -> Element:
        """A placeholder: which mention is the first one, and gets the footnote, shows in the finished text."""
        return etree.Element("span", {"class": "cited", "data-fact": fact.name, "data-number": str(number)})

    def term_link(self, term: Term) -> str:
        """The entry among the terms used."""
        return f"#term-{term.name}" if term.name in self.guide.terms else ""

    def chapter_link(self, name: str) -> str:
        """The chapter's file: later it becomes a page number."""
        return name

    def lists(self, place: Place) -> bool:
        """Places that are of use on paper."""
        return place.is_printed

    def place_link(self, place: Place) -> str:
        """The card in the list of places, when the guide prints that list: then it need not stand here again."""
        every = ((chapter.name, reference) for chapter in self.guide.chapters for reference in chapter.references)
        lists = (name for name, r in every if (r.kind, r.name) == ("all", "places"))
        name = next(lists, "") if place.is_printed else ""
        return f"{name}#place-{place.name}" if name else ""

    def form_ways(self, form: Form, language: str) -> Element:
        """On paper nobody follows a link: the page of the website that has all forms."""
        words = strings.load(language)
        text = words("Form to fill in: see the page “{title}” of the website.", title=page_title(words))
        return element("p", text, class_="form-ways")

    def note(self, note: VisualNote, language: str) -> Element:
        """The visual note; the chapter's own one has a page to itself and is not shown again."""
        return self.pictures.get(note.name, etree.Element("div", {"class": "elsewhere"}))


@dataclass
class Typesetter:
    """Sets the chapters of one guide; faults that only show here are collected in `problems`.

    `words`: of each chapter the section that explains its terms, left out because they all stand at the end.
    """

    guide: Guide
    renderer: Renderer
    pictures: dict[str, Element]
    problems: list[Problem] = field(default_factory=list)
    words: dict[str, Element] = field(default_factory=dict)

    def body(self, chapter: Chapter) -> Element:
        """The chapter without title, as one <div>."""
        own = {name: figure for name, figure in self.pictures.items() if name != chapter.note}
        resolve = References(self.guide.book, chapter, Paper(self.guide, own))
        root = parse(self.renderer.html(chapter.body, resolve))
        _remove(root, lambda part: part.get("class") in ("elsewhere", UNCONFIRMED, FORM_DETAILS))
        _prefix_ids(root, chapter)
        _footnotes(root, self.guide)
        for line in root.iter("span"):
            if line.get("class") == "source-line":
                line[0].text = finished(line[0].text or "", self.guide.book.config.source.code)  # a title of a source
                _print_hosts(line)
        for link in list(root.iter("a")):
            _on_paper(link, self.guide, chapter)
        _remove(root, _is_way_to_nothing)
        for picture in root.iter("img"):
            self._check_picture(picture, chapter)
        _mark_step_titles(root)
        sectioned = _in_sections(root, chapter)
        if {r.name for r in chapter.references if r.kind == "term"} <= {*self.guide.terms}:
            words = next((part for part in sectioned if part.get("class") == f"section section-{WORDS}"), None)
            if words is not None:
                sectioned.remove(words)
                self.words[chapter.name] = words
        return sectioned

    def _check_picture(self, picture: Element, chapter: Chapter) -> None:
        """Turn the way to a picture into its address, or tell that it is not there."""
        source = picture.get("src", "")
        if source.startswith("file:"):
            return
        file = (chapter.file.parent / unquote(source)).resolve()
        line = next((link.line for link in chapter.document.pictures if link.target == source), 1)
        if not file.is_file() or not file.is_relative_to(self.guide.book.config.docs.resolve()):
            hint = "write the way from this file to a picture below docs/"
            self.problems.append(Problem(chapter.file, line, "there is no picture “{name}”", hint, {"name": source}))
        elif not picture.get("alt"):
            message, hint = "the picture “{name}” has no words for those who cannot see it", "write ![what it shows](…)"
            self.problems.append(Problem(chapter.file, line, message, hint, {"name": source}))
        picture.set("src", file.as_uri())


def renderer(guide: Guide) -> Renderer:
    """The same Markdown as on the website, with the language's typography."""
    config = guide.book.config
    return Renderer(guide.code, config.extensions, config.extension_configs, finished)


def finish(tree: Element, language: str) -> Element:
    """The tree with the typography of each part's language, for parts that no Markdown has gone through."""
    for part in tree:
        inside = part.get("lang", language)
        part.text = finished(part.text, inside) if part.text else part.text
        finish(part, inside)
        part.tail = finished(part.tail, language) if part.tail else part.tail
    return tree


def finished(text: str, language: str) -> str:
    """Running text as it is printed: “23–30” stays on one line, and “a ” with the emphasised word that follows."""
    what_follows = "x" if text.endswith(" ") else ""
    set_in_type = typography.finished(text + what_follows, language).removesuffix(what_follows)
    return _RANGE.sub(r"\1–" + typography.WORD_JOINER, set_in_type)


def parse(text: str) -> Element:
    """The HTML of a chapter as one <div>. Boxes to tick are drawn by the style sheet, not by <input>."""
    text = _CHECKBOX.sub("", text)
    text = _NAMED_ENTITY.sub(lambda entity: html.unescape(entity.group()), text)
    return etree.fromstring(f"<div>{_CONTROL.sub('', text)}</div>")


def markup(tree: Element) -> str:
    """The tree as HTML."""
    return etree.tostring(tree, encoding="unicode", method="html")


# ----------------------------------------------------------------------------------------------- structure


def _remove(root: Element, is_unwanted: Callable[[Element], bool]) -> None:
    for parent in list(root.iter()):
        for child in [child for child in parent if is_unwanted(child)]:
            parent.remove(child)


def _prefix_ids(root: Element, chapter: Chapter) -> None:
    for part in root.iter():
        if part.get("id"):
            part.set("id", anchor(chapter, part.get("id")))


def _in_sections(root: Element, chapter: Chapter) -> Element:
    """Each <h2> with what follows it in a <section class="section …">; what stands before stays before."""
    sectioned = etree.Element("div", {"class": "chapter-body"})
    into, lead = sectioned, anchor(chapter, LEAD)
    for part in root:
        if part.tag == "h2":
            name = (part.get("id") or "").partition("--")[2]
            into = etree.SubElement(sectioned, "section", {"class": f"section section-{name}"})
            if part.get("id") == lead:
                into.set("id", lead)  # the heading goes, links to it stay good
                continue
        into.append(part)
    return sectioned


def _mark_step_titles(root: Element) -> None:
    """**Bold words** that open an item of a numbered list stand on a line of their own."""
    for item in root.iterfind(".//ol/li"):
        holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        if len(holder) and holder[0].tag == "strong" and not (holder.text or "").strip():
            holder[0].set("class", "step-title")
            holder[0].tail = (holder[0].tail or "").lstrip()


# ----------------------------------------------------------------------------------------------- sources


def _footnotes(root: Element, guide: Guide) -> None:
    """The first mention of a source gets the footnote, later ones its number."""
    told: set[str] = set()
    marks = [part for part in root.iter("span") if part.get("class") == "cited"]
    beside = set(map(id, _beside_another(root)))
    for mark in marks:
        fact, number = guide.book.data.facts[mark.attrib.pop("data-fact")], mark.get("data-number")
        separated = f",{number}" if id(mark) in beside else number
        if number in told:
            mark.set("class", "cited-again")
            mark.text = separated
            continue
        mark.set("class", "footnote")
        mark.set("data-call", separated)
        mark.append(footnote(fact, guide))
        told.add(number)


def _beside_another(root: Element) -> Iterator[Element]:
    """Marks that follow another one at once: 1,2 and not 12."""
    for parent in root.iter():
        for before, mark in pairwise(parent):
            last = before[-1] if before.get("class") == "fact" and len(before) else before
            if mark.get("class") == last.get("class") == "cited" and not (before.tail or "").strip():
                yield mark


def footnote(fact: Fact, guide: Guide) -> Element:
    """“Title (2024-05), host”: short; what is true of all sources is said before the first chapter."""
    words, source, text = strings.load(guide.code), guide.book.config.source, fact.source.title
    if source.direction != guide.language.direction:  # else the comma behind the title would go to its beginning
        text = f"{_ISOLATED}{text}{_ISOLATED_END}"
    if fact.source.date:
        text += f" ({facts.loose_date(fact.source.date, guide.code)})"
    if (host := _host(fact.source.url)) and host not in fact.source.title:
        text += f", {host}"
    if fact.confirmed_on:
        text += "; " + words("confirmed on {day}", day=facts.loose_date(fact.confirmed_on, guide.code))
    return element("span", finished(text.rstrip(".") + ".", guide.book.config.source.code))


def _host(address: str) -> str:
    """city.example; empty for test servers, which nobody should be sent to."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return "" if _STAGING.search(host) else host


# ------------------------------------------------------------------------------------------------- links


def _on_paper(link: Element, guide: Guide, chapter: Chapter) -> None:
    """A link as paper can follow it."""
    target = link.get("href", "")
    parts = urlsplit(target)
    if target.startswith("#term-"):
        return
    if parts.scheme in ("http", "https"):
        _print_address(link, target)
    elif not parts.scheme and (parts.path or parts.fragment):
        _print_page(link, guide, chapter, unquote(parts.path), parts.fragment)


def _print_hosts(line: Element) -> None:
    """In the line that names a source its host is enough; the whole address is on the website."""
    for link in line.iter("a"):
        host = _host(link.get("href", ""))
        if host and host not in (link.text or ""):
            link.append(element("span", host, class_="address"))


def _print_address(link: Element, target: str) -> None:
    """Behind words that are not the address itself, the address, or its host when it is long."""
    host = _host(target)
    shown = "".join(link.itertext())
    if not host or host in shown:
        return
    short = target.partition("//")[2].removeprefix("www.").rstrip("/")
    address = element("span", short if len(short) <= LONGEST_ADDRESS else host, class_="address")
    link.append(address)


def _print_page(link: Element, guide: Guide, chapter: Chapter, path: str, heading: str) -> None:
    """Inside the guide a page number; a link to what is not printed is plain text."""
    name = normpath(join(dirname(chapter.name), path)) if path else chapter.name
    target = next((anchor(printed, heading) for printed in guide.chapters if printed.name == name), "")
    if target := target or _list_printed_instead(guide, name):
        link.set("href", "#" + target)
        link.set("class", "inside")
        link.set("data-page", strings.load(guide.code)("p."))
    else:
        link.attrib.pop("href", None)
        link.tag = "span"
        link.set("class", UNPRINTED)


def _list_printed_instead(guide: Guide, name: str) -> str:
    """Where the guide prints what a page of the website lists: the words used, the sentences to say."""
    page = guide.book.source.chapter(name)
    lists = {reference.name for reference in page.references if reference.kind == "all"} if page else set()
    printed = {"terms": guide.terms, "phrases": guide.phrases}
    return next((name for name, entries in printed.items() if entries and name in lists), "")


def _is_way_to_nothing(part: Element) -> bool:
    """A list item that begins with a link to what is not printed: “read on there” is of no use on paper."""
    first = part[0] if len(part) else None
    return part.tag == "li" and not (part.text or "").strip() and first is not None and first.get("class") == UNPRINTED


def mend_links(bodies: Sequence[Element]) -> None:
    """A link to a heading that the other chapter does not have leads to the chapter: translations differ in age."""
    known = {part.get("id") for body in bodies for part in body.iter() if part.get("id")}
    for body in bodies:
        for link in body.iter("a"):
            target = link.get("href", "")
            if link.get("class") == "inside" and target.removeprefix("#") not in known:
                link.set("href", target.partition("--")[0])
