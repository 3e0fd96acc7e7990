"""`guidebook diff --html`: what the source says now and said then, beside the translation, as one page on its own.

Everything that stands in a chapter is data and is escaped; the page loads nothing and runs nothing. Changed words are
underlined or struck out, so that no colour is needed to see them; what colours there are, are the reader's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from guidebook.config import Language
from guidebook.strings import Strings
from guidebook.translation import differing
from guidebook.translation.differing import Comparison, Difference, Marked, Passage

_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 80rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2.5rem 0 0 } h3 { font-size: 1rem; margin: 2rem 0 .5rem }
h3 span { font-weight: normal } dl { margin: 0 } dt { font-size: .85rem } dd { margin: 0 0 .8rem }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 0 2rem;
  border-top: 1px solid; padding-top: .5rem }
ins, del { background: Mark; color: MarkText; padding: 0 .1em } code { font-size: .9em }
"""
_NAMED = 5  # files in the title
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(comparisons: Sequence[Comparison], languages: Mapping[str, Language], words: Strings) -> str:
    """The page about some translations, in the language of the one who asked."""
    title = ", ".join(dict.fromkeys(comparison.names["path"] for comparison in comparisons[:_NAMED]))
    title += ", …" if len(comparisons) > _NAMED else ""
    parts = [_comparison(comparison, languages, words) for comparison in comparisons]
    return (
        f'<!doctype html>\n<html lang="{escape(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{''.join(parts)}</body>\n</html>\n"
    )


def _comparison(comparison: Comparison, languages: Mapping[str, Language], words: Strings) -> str:
    pair = languages[comparison.source], languages[comparison.language]
    blocks = (_difference(found, *pair, words) for found in comparison.differences or ())
    advice = (f"<p>{escape(line)}</p>\n" for line in differing.advice(comparison, words))
    return f"<h2>{escape(differing.summary(comparison, words))}</h2>\n{''.join(blocks)}{''.join(advice)}"


def _difference(found: Difference, source: Language, target: Language, words: Strings) -> str:
    was, now = differing.versions(found)
    left = _version(words("then"), found.then, _marked(was, "del"), source)
    left += _version(words("now"), found.now, _marked(now, "ins"), source)
    if found.here:
        right = _version(words("translation"), found.here, escape(found.here.flat), target)
    else:
        name, behind = escape(words("translation")), escape(words("its place is behind this line"))
        right = f"<dt>{name} <code>{escape(found.behind)}</code></dt><dd>{behind}</dd>"
    what = escape(differing.what_happened(found, words))
    heading = f'<bdi lang="{target.code}">{escape(found.section)}</bdi>'
    return f'<h3>{heading} <span>· {what}</span></h3>\n<div class="pair"><dl>{left}</dl><dl>{right}</dl></div>\n'


def _version(name: str, passage: Passage | None, text: str, language: Language) -> str:
    """A term and its text, in the language and direction of the text; nothing without a text."""
    if passage is None:
        return ""
    where = f"<code>{escape(passage.place)}</code>"
    return f'<dt>{escape(name)} {where}</dt><dd lang="{language.code}" dir="{language.direction}">{text}</dd>'


def _marked(pieces: Marked, element: str) -> str:
    return "".join(f"<{element}>{escape(text)}</{element}>" if changed else escape(text) for text, changed in pieces)
