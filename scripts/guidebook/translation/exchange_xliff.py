"""Sheets as XLIFF 1.2, which OmegaT, memoQ, Weblate, Poedit and the tools of agencies read.

What comes back is untrusted XML. It is read as a stream of events: no DTD, no entities but the five, nothing outside
the file is opened, depth and size are limited. Only what stands in <source>, <target> and our own mark is looked at.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from guidebook import files
from guidebook.problem import GuidebookError
from guidebook.translation.exchange import Brought, Parcel, Sheet, Unit

ENDING = ".xlf"
XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
PURPOSE, MARK = "x-guidebook", "x-version"
DEEPEST, MOST_ELEMENTS = 30, 500_000
FINAL = ("", "translated", "final", "signed-off")  # states; others wait for a person
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
STALE = "needs-review-translation"


def written(sheet: Sheet, short: Mapping[Path, str]) -> bytes:
    """The file; `short` has the names of the book's files as people see them."""
    root = etree.Element("xliff", {"version": "1.2", "xmlns": XLIFF})
    names = {"original": sheet.original, "source-language": sheet.source_language}
    names |= {"target-language": sheet.language, "datatype": "plaintext"}
    file = etree.SubElement(root, "file", names)
    header = etree.SubElement(file, "header")
    group = etree.SubElement(header, "note", {"from": PURPOSE})
    group.text = f"{sheet.name} {sheet.version}"
    body = etree.SubElement(file, "body")
    for unit in sheet.units:
        _put(body, unit, short)
    etree.indent(root)
    text = etree.tostring(root, encoding="unicode")
    _refuse_unseen(sheet, text)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _refuse_unseen(sheet: Sheet, text: str) -> None:
    """XML cannot hold most control characters, in no way of writing them."""
    if _UNSEEN.search(text):
        unit = next(unit for unit in sheet.units if _UNSEEN.search(unit.source + unit.here + unit.previous))
        message, hint = "a character here cannot be seen and cannot be read", "write the line again"
        raise GuidebookError(message, hint, f"{sheet.original}:{unit.line}")


def _put(body: etree.Element, unit: Unit, short: Mapping[Path, str]) -> None:
    identity = files.short_hash(f"{unit.context}\0{unit.source}")
    names = {"id": identity, "resname": unit.context, "xml:space": "preserve"}
    if unit.target:  # translate-toolkit and Weblate go by this, others by the state
        names["approved"] = "no" if unit.is_stale else "yes"
    element = etree.SubElement(body, "trans-unit", names)
    etree.SubElement(element, "source").text = unit.source
    if unit.target:
        state = STALE if unit.is_stale else "translated"
        etree.SubElement(element, "target", {"state": state}).text = unit.target
    place = etree.SubElement(element, "context-group", {"purpose": "location"})
    etree.SubElement(place, "context", {"context-type": "sourcefile"}).text = short[unit.file]
    etree.SubElement(place, "context", {"context-type": "linenumber"}).text = str(unit.line)
    mark = etree.SubElement(element, "context-group", {"purpose": "information"})
    etree.SubElement(mark, "context", {"context-type": MARK}).text = unit.version
    for note in unit.notes:
        etree.SubElement(element, "note", {"from": "developer"}).text = note
    if unit.is_stale and unit.target and unit.previous:
        then = etree.SubElement(element, "alt-trans", {"alttranstype": "previous-version"})
        etree.SubElement(then, "source").text = unit.previous
        etree.SubElement(then, "target").text = unit.target


# ------------------------------------------------------------------------------------------------ reading


def read(file: Path, text: str) -> Parcel:
    """What a translator sends back. Raises GuidebookError when it is no XLIFF 1.2."""
    return _Reader(file).read(text)


class _Reader:
    """Expat's events → units. No handler opens anything: there is none for external entities."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.path: list[str] = []
        self.count = 0
        self.parts: list[str] = []
        self.unit: dict[str, str] = {}
        self.line = 0
        self.heads: dict[str, str] = {}
        self.units: list[Brought] = []
        self.expat = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self.doctype
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.parts.append

    def read(self, text: str) -> Parcel:
        try:
            self.expat.Parse(text.encode(), True)
        except expat.ExpatError as error:
            raise self.fault(error.lineno) from None
        heads = self.heads
        name, _, version = heads.get("mark", "").partition(" ")
        return Parcel(self.file, heads.get("target-language", ""), name, version, tuple(self.units))

    def fault(self, line: int = 0) -> GuidebookError:
        message, hint = "this cannot be read as XLIFF 1.2", "save it again as XLIFF 1.2 with your translation tool"
        return GuidebookError(message, hint, f"{self.file}:{line or self.expat.CurrentLineNumber}")

    def doctype(self, *_: object) -> None:
        message, hint = "“<!DOCTYPE>” is not read here: it could load something", "delete it with a text editor"
        raise GuidebookError(message, hint, f"{self.file}:{self.expat.CurrentLineNumber}")

    def start(self, full: str, attributes: Mapping[str, str]) -> None:
        space, _, name = full.rpartition(" ")
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.path) >= DEEPEST:
            raise self.fault()
        if not self.path and (name != "xliff" or space != XLIFF or not attributes.get("version", "").startswith("1.")):
            raise self.fault()
        name = name if space == XLIFF else ""
        parent = self.path[-1] if self.path else ""
        if name == "file":
            self.open_file(attributes)
        elif name == "trans-unit":
            self.unit, self.line = {"context": attributes.get("resname", "")}, self.expat.CurrentLineNumber
        elif name == "target" and parent == "trans-unit":
            self.unit["state"] = attributes.get("state", "")
        elif "target" in self.path and name != "mrk" and "alt-trans" not in self.path:
            self.unit["tag"] = name or full
        elif name == "context" and attributes.get("context-type") == MARK:
            name = MARK
        elif name == "note" and parent == "header" and attributes.get("from") == PURPOSE:
            name = PURPOSE
        self.path.append(name)
        if name in ("source", "target", MARK, PURPOSE):
            self.parts.clear()

    def open_file(self, attributes: Mapping[str, str]) -> None:
        """Several files in one must be of one language."""
        language = attributes.get("target-language", "")
        if self.heads.setdefault("target-language", language) != language:
            message, hint = "this file holds two languages", "save each language as a file of its own"
            raise GuidebookError(message, hint, f"{self.file}:{self.expat.CurrentLineNumber}")

    def end(self, _full: str) -> None:
        name, parent = self.path.pop(), self.path[-1] if self.path else ""
        if name == PURPOSE:
            self.heads["mark"] = "".join(self.parts).strip() if "mark" not in self.heads else ""
        elif name == MARK or (parent == "trans-unit" and name in ("source", "target")):
            self.unit[name] = "".join(self.parts)
        elif name == "trans-unit":
            if tag := self.unit.get("tag"):
                message, hint = "“<{tag}>” stands in a translation", "leave only the words in it, and import it again"
                raise GuidebookError(message, hint, f"{self.file}:{self.line}", tag=tag[:40])
            names = ("context", "source", "target", "state", MARK)
            context, source, target, state, mark = (self.unit.get(name, "") for name in names)
            self.units.append(Brought(context, source, target, state in FINAL, mark.strip(), self.line))
