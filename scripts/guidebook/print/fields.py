"""The fields of a fillable PDF: a font that every reader program can type with, names that say both languages.

WeasyPrint gives fields a font of two-byte codes: what a person types is then drawn as boxes, or not at all, by some
programs. Here they get the text font once more with one-byte codes: 256 of them, filled from the languages' own
alphabets. No script, no button that sends anything: what is typed stays on the reader's device.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
from fontTools import agl, subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from guidebook import typography
from guidebook.print import pdf

# How the form calls the font; the font's own name is another. PDFium types each letter in some font of that letter's
# script that the machine has, or leaves a gap when it has none, unless the form calls its font like a font of symbols:
# then it asks the font itself first (cpdf_bafontmap.cpp). Poppler and pdf.js take the font under every name.
FONT = "/Wingdings"
PADDING_PT = (4, 1.5)  # between the frame that is drawn and what is typed: beside, above
ASCII = "".join(map(chr, range(0x20, 0x7F)))
SIGNS = "„”“«»‘’‚–—…§№€°·×\u00a0ʼ"
# Names are written in many languages: as many of these as there is room for.
NEIGHBOURS = "éčšžüöäáířěýňůçñëèúôàâêßďťľőűåãõøæîïùû"
FIRST_CODE, LAST_CODE = 0x20, 0xFF
FREE = range(0x80, LAST_CODE + 1)  # behind ASCII
NONSYMBOLIC = 32  # /Flags of a font whose letters are found by name


@dataclass(frozen=True)
class FieldFont:
    """A font cut down to the letters of some languages, each with a code of one byte."""

    name: str
    data: bytes
    letters: Mapping[int, str]
    glyphs: Mapping[int, str]
    widths: Mapping[int, int]  # in thousandths of the size
    metrics: Mapping[str, int]
    box: tuple[int, ...]

    def embed(self, opened: pikepdf.Pdf) -> pikepdf.Object:
        """The font in a PDF."""
        file = opened.make_stream(self.data, Length1=len(self.data))
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name(f"/{self.name}"), Flags=NONSYMBOLIC,
                                FontBBox=Array(self.box), ItalicAngle=0, StemV=80, FontFile2=file)  # fmt: skip
        for key, value in self.metrics.items():
            descriptor[f"/{key}"] = value
        encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=self._differences())
        widths = [self.widths.get(code, 0) for code in range(FIRST_CODE, LAST_CODE + 1)]
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{self.name}"),
                          FirstChar=FIRST_CODE, LastChar=LAST_CODE, Widths=Array(widths), Encoding=encoding,
                          FontDescriptor=opened.make_indirect(descriptor),
                          ToUnicode=opened.make_stream(self._to_unicode()))  # fmt: skip
        return opened.make_indirect(font)

    def _differences(self) -> Array:
        """[32 /space /exclam … 128 /Aogonek …]: a number, and the names that follow from it."""
        found, expected = [], None
        for code, glyph in sorted(self.glyphs.items()):
            if code != expected:
                found.append(code)
            found.append(Name(f"/{glyph}"))
            expected = code + 1
        return Array(found)

    def _to_unicode(self) -> bytes:
        """Which letter stands behind each code, for who copies or searches."""
        pairs = [f"<{code:02X}> <{ord(letter):04X}>" for code, letter in sorted(self.letters.items())]
        blocks = [pairs[place : place + 100] for place in range(0, len(pairs), 100)]
        mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return _CMAP.format(mapped=mapped).encode()


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{mapped}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def letters_of(languages: Iterable[str]) -> str:
    """What can be typed: ASCII, the alphabets of these languages, the first before the others, signs, neighbours."""
    alphabets = (typography.rules(language).alphabet for language in languages)
    wanted = "".join([*map(_both_cases, alphabets), SIGNS, _both_cases(NEIGHBOURS)])
    more = [letter for letter in dict.fromkeys(wanted) if letter not in ASCII]
    return ASCII + "".join(more)


def _both_cases(letters: str) -> str:
    return "".join(letter + letter.upper() for letter in letters)


@cache
def field_font(file: Path, languages: Sequence[str]) -> FieldFont:
    """The font of a file with the letters of these languages, as many as one byte can name."""
    with TTFont(file, recalcTimestamp=False) as font:
        known = font.getBestCmap()
        wanted = [letter for letter in letters_of(languages) if ord(letter) in known]
        behind = [letter for letter in wanted if letter not in ASCII][: len(FREE)]
        codes = {ord(letter): letter for letter in wanted if letter in ASCII} | dict(zip(FREE, behind, strict=False))
        _cut(font, codes.values())
        return _described(font, codes)


def _cut(font: TTFont, letters: Iterable[str]) -> None:
    """Keep these letters only; each glyph bears the name by which the encoding calls it."""
    options = subset.Options(glyph_names=True, hinting=False, notdef_outline=True, layout_features=[], name_IDs=[6])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, letters))
    cutter.subset(font)
    names = {glyph: glyph_name(chr(number)) for number, glyph in font.getBestCmap().items()}
    order = [names.get(glyph, glyph) for glyph in font.getGlyphOrder()]
    font["post"].formatType = 2.0
    font["post"].extraNames, font["post"].mapping = [], {}
    renamed = dict(zip(font.getGlyphOrder(), order, strict=True))
    _rename(font, renamed)


def _rename(font: TTFont, names: Mapping[str, str]) -> None:
    """Give glyphs other names in every table that calls them by name."""
    glyphs, metrics = font["glyf"], font["hmtx"].metrics
    for glyph in glyphs.glyphs.values():
        glyph.expand(glyphs)
        for component in getattr(glyph, "components", ()):
            component.glyphName = names[component.glyphName]
    order = [names[name] for name in font.getGlyphOrder()]
    glyphs.glyphs = {names[name]: glyph for name, glyph in glyphs.glyphs.items()}
    glyphs.glyphOrder = order
    font["hmtx"].metrics = {names[name]: value for name, value in metrics.items()}
    for table in font["cmap"].tables:
        table.cmap = {number: names[name] for number, name in table.cmap.items()}
    font.setGlyphOrder(order)


def glyph_name(letter: str) -> str:
    """Lslash, Euro: the name on Adobe's list, by which every program finds the letter; else uni0490."""
    return agl.UV2AGL.get(ord(letter)) or f"uni{ord(letter):04X}"


def _described(font: TTFont, codes: Mapping[int, str]) -> FieldFont:
    unit, cmap, widths = 1000 / font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"].metrics
    head, os2 = font["head"], font["OS/2"]
    data = BytesIO()
    font.save(data)
    metrics = {"Ascent": os2.sTypoAscender, "Descent": os2.sTypoDescender, "CapHeight": os2.sCapHeight}
    return FieldFont(
        name=re.sub(r"[^A-Za-z0-9-]", "", font["name"].getDebugName(6) or "Text"),
        data=data.getvalue(),
        letters=codes,
        glyphs={code: cmap[ord(letter)] for code, letter in codes.items()},
        widths={code: round(widths[cmap[ord(letter)]][0] * unit) for code, letter in codes.items()},
        metrics={key: round(value * unit) for key, value in metrics.items()},
        box=tuple(round(value * unit) for value in (head.xMin, head.yMin, head.xMax, head.yMax)),
    )


# ------------------------------------------------------------------------------------------------ the form


def mended(data: bytes, names: Mapping[str, str], font: FieldFont, colour: str) -> bytes:
    """WeasyPrint's fields with our font and with names that say what to write: field → both languages.

    The one answer of a choice is called “choice--answer” in `names`.
    """
    with pikepdf.open(BytesIO(data)) as opened:
        form = opened.Root.AcroForm
        red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
        ink = f"{red:.3f} {green:.3f} {blue:.3f} rg"
        widgets = list(_widgets(opened))
        for page, widget in widgets:
            _forget_font(page, widget)
            _mend(widget, names, ink)
        # the members of a group stand in their group, not beside it
        form.Fields = Array([one for one in form.Fields if "/Parent" not in one])
        form.DR = Dictionary(Font=Dictionary({FONT: font.embed(opened)}))
        form.DA = String(f"{FONT} 11 Tf {ink}")
        form.NeedAppearances = True
        return pdf.packed(opened)


def _widgets(opened: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Page, pikepdf.Object]]:
    for page in opened.pages:
        for annotation in page.get("/Annots", ()):
            if annotation.get("/Subtype") == Name.Widget:
                yield page, annotation


def _forget_font(page: pikepdf.Page, widget: pikepdf.Object) -> None:
    """The whole font that WeasyPrint keeps for a field, which nothing on the page is set in."""
    key = re.search(r"/(\S+) [\d.]+ Tf", str(widget.get("/DA", "")))
    fonts = page.get("/Resources", Dictionary()).get("/Font", Dictionary())
    if key and f"/{key.group(1)}" in fonts:
        del fonts[f"/{key.group(1)}"]


def _mend(widget: pikepdf.Object, names: Mapping[str, str], ink: str) -> None:
    if (group := widget.get("/Parent")) is not None:
        place = [kid.objgen for kid in group.Kids].index(widget.objgen)
        name, answer = str(group.T), str(group.Opt[place])
        group.TU = String(names[name])
        widget.TU = String(names[f"{name}--{answer}"])
        del widget["/T"]  # else it would be a field of its own
    else:
        widget.TU = String(names[str(widget.T)])
    if widget.FT == Name.Tx:
        size = re.search(r"([\d.]+) Tf", str(widget.DA))
        widget.DA = String(f"{FONT} {float(size.group(1)):g} Tf {ink}")
        widget.Rect = _inside(widget.Rect)


def _inside(frame: pikepdf.Object) -> Array:
    """Where to type: a little within the frame that is drawn."""
    numbers = [float(number) for number in frame]
    (left, right), (bottom, top) = sorted(numbers[::2]), sorted(numbers[1::2])
    beside, above = PADDING_PT
    return Array([left + beside, bottom + above, right - beside, top - above])
