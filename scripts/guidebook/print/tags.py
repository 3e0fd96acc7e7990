"""The language of parts, for screen readers: a lang in the HTML becomes /Lang in the PDF's tag tree.

WeasyPrint writes the language of the document only, so that a Polish term in a Ukrainian guide would be read
with Ukrainian sounds. It offers no other place to add it than the function that builds the tag tree, which is
private: the version is pinned exactly, and a test fails when the name moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
