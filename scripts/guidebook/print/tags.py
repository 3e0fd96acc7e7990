"""What screen readers are told: a lang in the HTML becomes /Lang in the PDF's tag tree, links are told once.

WeasyPrint writes the language of the document only, so that a Polish term in a Ukrainian guide would be read
with Ukrainian sounds. It offers no other place to add it than the function that builds the tag tree, which is
private: the version is pinned exactly, and a test fails when the name moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
import pydyf
from weasyprint.pdf import tags

PRIVATE_NAME = "_build_box_tree"


def add_languages() -> None:
    """Teach WeasyPrint to write /Lang for each element with a lang; once is enough, twice does no harm."""
    build = getattr(tags, PRIVATE_NAME)
    if getattr(build, "writes_languages", False):
        return

    def build_with_language(box: Any, *context: Any) -> Iterator[pydyf.Dictionary]:
        language = _language(getattr(box, "_box", box))  # absolutely placed boxes come wrapped
        for element in build(box, *context):
            if language:
                element["Lang"] = pydyf.String(language)
            yield element

    build_with_language.writes_languages = True
    setattr(tags, PRIVATE_NAME, build_with_language)


def _language(box: Any) -> str:
    """The language written on the very element of a box; not on pages, nor on what ::before adds."""
    element = getattr(box, "element", None)
    if element is None or box.element_tag != element.tag or element.tag in ("html", "body"):
        return ""
    return element.get("lang") or ""


# ------------------------------------------------------------------------------------------------- mending

# A list of terms with boxes around its entries, or with words between them, is none to PDF/UA.
NO_LIST = {"/L": "/Div", "/LI": "/P", "/LBody": "/Span", "/Lbl": "/Span"}
IN_LISTS = ("/LI", "/L", "/Caption")


def mend(opened: pikepdf.Pdf) -> None:
    """Put right what WeasyPrint tags against PDF/UA: links inside links, and lists that are none."""
    if "/StructTreeRoot" not in opened.Root:
        return
    needless: list[pikepdf.Object] = []
    for part in _parts(opened.Root.StructTreeRoot):
        _mend(part, {}, False, needless)
    gone = {link.objgen for link in needless}
    for page in opened.pages if gone else ():
        if "/Annots" in page:
            page.Annots = pikepdf.Array([link for link in page.Annots if link.objgen not in gone])
    if gone:
        tree = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
        for link in needless:
            del tree[int(link.StructParent)]


def _mend(part: pikepdf.Dictionary, renamed: Mapping[str, str], in_link: bool, needless: list[pikepdf.Object]) -> None:
    """One part and all inside it. `needless` gathers links that lie upon the link around them."""
    if part.S == "/L":
        is_list = all(kid.S in IN_LISTS for kid in _parts(part))
        renamed = {} if is_list else NO_LIST
    if str(part.S) in renamed:
        part.S = pikepdf.Name(renamed[str(part.S)])
    links = [kid for kid in _kids(part) if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
    links = [kid for kid in links if kid.Obj.get("/Subtype") == "/Link"]
    if in_link:
        part.S = pikepdf.Name.Span if part.S == "/Link" else part.S
        if links:
            needless += [kid.Obj for kid in links]
            kept = [kid for kid in _kids(part) if kid not in links]
            part.K = pikepdf.Array(kept)
    for kid in _parts(part):
        _mend(kid, renamed, in_link or bool(links), needless)


def _kids(part: pikepdf.Dictionary) -> list[pikepdf.Object]:
    kids = part.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _parts(part: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    return [kid for kid in _kids(part) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
