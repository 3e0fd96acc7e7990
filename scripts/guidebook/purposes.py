"""What each printed file is for, and how to print it: for the site's page “Print or read offline” and for
READ-ME-FIRST.pdf.

Each entry is (title, use, settings), all of them msgids.
"""

from __future__ import annotations

from guidebook.strings import Strings

Purpose = tuple[str, str, str]


def page_title(words: Strings) -> str:
    """How the page of the website is called that offers all this; paper sends its readers there by that name."""
    return words("Print or read offline")


# By file; an edition that is listed nowhere here is shown with its file name only.
PURPOSES: dict[str, Purpose] = {
    "guide.pdf": (
        "The guide to read",
        "For the screen and the phone, or to print page by page. It can be read aloud by a screen reader.",
        "A5 pages. No settings are needed.",
    ),
    "guide-booklet.pdf": (
        "The booklet to fold",
        "For an office printer: print, fold in the middle, staple on the fold.",
        "A4 paper. Print on both sides, flip on the short edge, at 100 % (actual size), no scaling.",
    ),
    "guide-large.pdf": (
        "Large print",
        "For weak sight: A4 pages, large letters, set anew.",
        "A4 paper. Print on both sides, flip on the long edge, at 100 % (actual size).",
    ),
    "guide-press.pdf": (
        "For the print shop",
        "With bleed and crop marks, in RGB. Most print shops take this file.",
        "Tell the print shop: A5 after cutting, 3 mm bleed, colour on both sides, "
        "stapled on the fold or glued, as they advise.",
    ),
    "guide-press-cmyk.pdf": (
        "For the print shop, in CMYK",
        "The same pages in the four printing inks, text in black only. Only for a print shop that asks for CMYK.",
        "Tell the print shop: A5 after cutting, 3 mm bleed, colour on both sides, "
        "stapled on the fold or glued, as they advise.",
    ),
    "bilingual.pdf": (
        "Two languages side by side",
        "For use at a desk, together: the same sentences stand beside each other.",
        "A4 paper. Print on both sides, flip on the long edge, at 100 % (actual size).",
    ),
    "matrix.pdf": (
        "Matrix and idea cards for a meeting",
        "To write on together: one matrix for the table, a card for each idea.",
        "A4 paper. Print on one side, at 100 % (actual size).",
    ),
    "poster-a4.pdf": (
        "Poster, small",
        "“Take part” in all languages of the guide, for a door or a notice board.",
        "A4 paper. Print on one side, in colour, at 100 % (actual size).",
    ),
    "poster-a3.pdf": (
        "Poster, large",
        "“Take part” in all languages of the guide, for a wall or a window.",
        "A3 paper. Print on one side, in colour, at 100 % (actual size).",
    ),
    "test-sheet.pdf": (
        "Test sheet",
        "Print it first: it shows whether the printer turns the paper on the right edge, and keeps the size.",
        "A4 paper. Print on both sides, flip on the short edge, at 100 % (actual size), no scaling.",
    ),
    "READ-ME-FIRST.pdf": (
        "Read me first",
        "For those who print: which file is for what, all settings in words and pictures.",
        "A4 paper. Print on both sides, flip on the long edge, at 100 % (actual size).",
    ),
}
# The same for editions of which there are many, by their kind; the title of each one is added.
KIND_PURPOSES: dict[str, Purpose] = {
    "form": (
        "Form to fill in",
        "Official words with help in your language. Fill it in on the screen, save it, then send or print it.",
        "A4 paper. Print on one side, at 100 % (actual size).",
    ),
    "form-plain": (
        "Form to fill in by hand",
        "The same form with lines to write on.",
        "A4 paper. Print on one side, at 100 % (actual size).",
    ),
    "leaflet": (
        "Leaflet: one chapter on one sheet",
        "To hand out: fold it once in the middle.",
        "A4 paper. Print on both sides, flip on the short edge, at 100 % (actual size), no scaling.",
    ),
}
PARTS = {f"guide-booklet-{number}.pdf": "guide-booklet.pdf" for number in range(1, 10)}

# Who each file is for: the parts of the page of prints, by id. What is listed nowhere stands in the first one.
SECTIONS: dict[str, tuple[str, ...]] = {
    "to-read": ("guide.pdf", "guide-large.pdf", "bilingual.pdf", *KIND_PURPOSES),
    "at-the-office": (
        "guide-booklet.pdf", "READ-ME-FIRST.pdf", "test-sheet.pdf", "matrix.pdf", "poster-a4.pdf", "poster-a3.pdf"
    ),
    "print-shop": ("guide-press.pdf", "guide-press-cmyk.pdf"),
}


def section_of(file: str, kind: str) -> str:
    """The id of the section where a file stands."""
    names = {PARTS.get(file, file), kind}
    return next((id for id, files in SECTIONS.items() if not names.isdisjoint(files)), next(iter(SECTIONS)))
