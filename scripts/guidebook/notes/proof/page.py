"""A proof as one HTML file: pictures inside, no script, nothing to load. What the note says is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from PIL import Image

from guidebook.notes.proof.content import Content, Panel, Remark, Tone, tone_colour
from guidebook.notes.proof.panels import address

NOTHING_ELSE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
STYLE = """\
body { margin: 1.5rem auto; padding: 0 1rem; max-width: 110rem; color: #000; background: #fff;
       font: 1rem/1.45 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 0 0 .4rem; }
.panels { display: grid; gap: 1.5rem; align-items: start; margin-bottom: 1rem; }
.drawing { grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
.finished { grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
figure { margin: 0; } img { display: block; max-width: 100%; height: auto; }
p { margin: .25rem 0; } .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
.legend span { display: inline-block; width: 1em; height: 1em; margin-right: .35em; vertical-align: -.12em; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { padding: .4rem .8rem .4rem 0; border-top: 1px solid; text-align: left; vertical-align: top; }
thead th { border: 0; } tbody th { white-space: nowrap; }
td { min-width: 13rem; } td p, th p { margin: 0; font-weight: 400; }
.problems { padding-left: 1.2rem; } .problems li { margin: .5rem 0; } code { font-size: .9em; }
"""


def html(content: Content, pictures: Mapping[int, Image.Image]) -> str:
    """The page. `pictures`: what the panels look like, by their place in the content."""
    title = escape(content.title)
    tones = "".join(f".{tone} {{ color: {tone_colour(tone)}; }}\n" for tone in Tone if tone is not Tone.PLAIN)
    first = len(content.drawing)
    return "".join((
        f'<!doctype html>\n<html lang="{escape(content.language)}">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_ELSE}">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}{tones}</style>\n<h1>{title}</h1>\n",
        _panels("drawing", content.drawing, [pictures[i] for i in range(first)]),
        _legend(content),
        _panels("finished", content.finished, [pictures[first + i] for i in range(len(content.finished))]),
        "".join(_table(content)),
        f"<h2>{escape(content.problems_title)}</h2>\n",
        "".join(_problems(content)),
        "</html>\n",
    ))


def _panels(kind: str, panels: Iterable[Panel], pictures: Iterable[Image.Image]) -> str:
    figures = "".join(
        f"<figure>\n<h2>{escape(panel.title)}</h2>\n"
        f'<img src="{address(picture)}" alt="{escape(panel.title)}" '
        f'width="{picture.width}" height="{picture.height}">\n'
        f"<figcaption>{_remarks(panel.remarks)}</figcaption>\n</figure>\n"
        for panel, picture in zip(panels, pictures, strict=True)
    )
    return f'<div class="panels {kind}">\n{figures}</div>\n' if figures else ""


def _remarks(remarks: Iterable[Remark]) -> str:
    return "".join(
        f'<p class="{remark.tone}"{_lang(remark)}>{escape(remark.text)}</p>' for remark in remarks
    )


def _lang(remark: Remark) -> str:
    return f' lang="{escape(remark.language)}"' if remark.language else ""


def _legend(content: Content) -> str:
    entries = "".join(
        f'<li><span style="background: {colour}"></span>{escape(text)}</li>' for colour, text in content.legend
    )
    return f'<ul class="legend">{entries}</ul>\n' if entries else ""


def _table(content: Content) -> Iterator[str]:
    if not content.rows:
        return
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in content.head)
    yield f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
    for row in content.rows:
        cells = "".join(f"<td>{_remarks(cell)}</td>" for cell in row.cells)
        yield f'<tr><th scope="row">{escape(row.key)}{_remarks(row.about)}</th>{cells}</tr>\n'
    yield f'</tbody></table></div>\n<p class="{Tone.QUIET}">{escape(content.explanation)}</p>\n'


def _problems(content: Content) -> Iterator[str]:
    if not content.problems:
        yield f"<p>{escape(content.no_problem)}</p>\n"
        return
    yield '<ul class="problems">\n'
    for place, what, advice in content.problems:
        below = f'<p class="{Tone.QUIET}">{escape(advice)}</p>' if advice else ""
        yield f'<li><code>{escape(place)}</code> <span class="{what.tone}">{escape(what.text)}</span>{below}</li>\n'
    yield "</ul>\n"
