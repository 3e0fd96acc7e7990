"""A proof as one picture, to be sent around or printed: the same as the page, its letters written as outlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PIL import Image

from guidebook.notes import fonts, sketch
from guidebook.notes.proof.content import Content, Panel, Remark, Tone, tone_colour
from guidebook.notes.proof.panels import address, text_width, written
from guidebook.notes.studio import Studio

WIDTH, MARGIN, GAP = 2400, 40, 30
TITLE, HEADING, TEXT = 52, 34, 25  # pixels: the letters
LINE = 1.36
ABREAST, MOST_ABREAST = 2, 4  # pictures in a row: of the drawing; finished
KEYS = 370  # the first column of the table
MOST_PROBLEMS = 60  # a picture has an end

Size = tuple[float, float]


def panel_width(count: int) -> int:
    """How wide so many panels are side by side."""
    return (WIDTH - 2 * MARGIN - GAP * (count - 1)) // count


def abreast(languages: int) -> int:
    """How many finished notes are side by side."""
    return min(max(ABREAST, languages), MOST_ABREAST)


class Paper:
    """A sheet that grows downwards while it is written on."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.y = float(MARGIN)
        self._parts: list[str] = []

    def svg(self) -> str:
        """The sheet as it stands now."""
        height = round(self.y + MARGIN)
        ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        return f'<svg xmlns="{sketch.SVG}" viewBox="0 0 {WIDTH} {height}">{ground}{"".join(self._parts)}</svg>'

    def heading(self, text: str, letters: float, x: float = MARGIN, width: float = WIDTH - 2 * MARGIN) -> None:
        """A line in bold letters, on its own."""
        self.y = self.write(text, x, self.y, width, letters, "#000000", "bold") + letters * 0.4

    def write(self, text: str, x: float, y: float, width: float, letters: float, fill: str, kind: str) -> float:
        """Lines of a text from `y` downwards; returns where they end."""
        for line in wrapped(text, width, letters, self.studio, kind):
            y += letters * LINE
            self._parts.append(written(line, x, y - letters * 0.36, letters, fill, self.studio, kind))
        return y

    def remarks(self, remarks: Iterable[Remark], x: float, y: float, width: float) -> float:
        """Remarks below each other; returns where they end."""
        for remark in remarks:
            y = self.write(remark.text, x, y, width, TEXT, tone_colour(remark.tone), "regular")
        return y

    def panels(self, panels: Sequence[Panel], pictures: Sequence[Image.Image], count: int) -> None:
        """Pictures side by side, each with its heading and its remarks, where there is room for `count`."""
        width = panel_width(count)
        columns = [MARGIN + place * (width + GAP) for place in range(len(panels))]
        tops = [self.write(p.title, x, self.y, width, HEADING, "#000000", "bold") + 12
                for p, x in zip(panels, columns, strict=True)]
        top, feet = max(tops), []
        for panel, picture, x in zip(panels, pictures, columns, strict=True):
            self._parts.append(
                f'<image x="{x:.0f}" y="{top:.0f}" width="{picture.width}" height="{picture.height}" '
                f'href="{address(picture, quality=94)}"/>'
            )
            feet.append(self.remarks(panel.remarks, x, top + picture.height + 6, width))
        self.y = max(feet) + GAP

    def legend(self, entries: Iterable[tuple[str, str]], begin: float = MARGIN) -> None:
        """Colours and what they stand for, in a line."""
        x, drawn = begin, False
        for colour, text in entries:
            wide = text_width(text, TEXT, self.studio, "regular") + TEXT * 2.4
            if drawn and x + wide > WIDTH - MARGIN:
                x, self.y = begin, self.y + TEXT * LINE
            box = f'<rect x="{x:.1f}" y="{self.y + 8:.1f}" width="{TEXT}" height="{TEXT}" fill="{colour}"/>'
            words = written(text, x + TEXT * 1.4, self.y + TEXT, TEXT, "#000000", self.studio, "regular")
            self._parts.append(box + words)
            x, drawn = x + wide, True
        self.y += TEXT * LINE + GAP if drawn else 0

    def table(self, content: Content) -> None:
        """A line for each box, a column for each language."""
        if not content.rows:
            return
        columns = len(content.head) - 1
        width = (WIDTH - 2 * MARGIN - KEYS) / columns - GAP
        lefts = [MARGIN, *(MARGIN + KEYS + place * (width + GAP) for place in range(columns))]
        feet = [self.write(text, x, self.y, width, TEXT, "#000000", "bold")
                for text, x in zip(content.head, lefts, strict=True)]
        self.y = max(feet) + 8
        for row in content.rows:
            self._rule()
            foot = self.write(row.key, MARGIN, self.y, KEYS - GAP, TEXT, "#000000", "bold")
            feet = [self.remarks(row.about, MARGIN, foot, KEYS - GAP)]
            feet += [self.remarks(cell, x, self.y, width) for cell, x in zip(row.cells, lefts[1:], strict=True)]
            self.y = max(feet) + 10
        self._rule()
        self.y = self.remarks([Remark(content.explanation, Tone.QUIET)], MARGIN, self.y, WIDTH - 2 * MARGIN) + GAP

    def _rule(self) -> None:
        self._parts.append(f'<path d="M{MARGIN} {self.y:.1f}H{WIDTH - MARGIN}" stroke="#000000" opacity="0.4"/>')

    def problems(self, content: Content, x: float = MARGIN) -> None:
        """What is wrong and what to do; not more than people read."""
        width = WIDTH - MARGIN - x
        self.heading(content.problems_title, HEADING, x, width)
        shown = content.problems[:MOST_PROBLEMS]
        for place, what, advice in shown:
            lines = [Remark(f"{place}: {what.text}", what.tone)]
            lines += [Remark(advice, Tone.QUIET)] if advice else []
            self.y = self.remarks(lines, x, self.y, width) + 8
        if not shown:
            self.y = self.remarks([Remark(content.no_problem)], x, self.y, width)
        if len(content.problems) > len(shown):
            more = content.more.format(count=len(content.problems) - len(shown))
            self.y = self.remarks([Remark(more)], x, self.y, width)


def svg(content: Content, pictures: Sequence[Image.Image], studio: Studio) -> str:
    """The whole sheet. `pictures`: what the panels look like, in their order."""
    paper, first = Paper(studio), len(content.drawing)
    paper.heading(content.title, TITLE)
    top = paper.y
    for begin in range(0, first, ABREAST):
        top = paper.y
        row = content.drawing[begin : begin + ABREAST]
        paper.panels(row, pictures[begin : begin + len(row)], ABREAST)
    foot, is_beside = paper.y, first % ABREAST == 1  # the last picture leaves room for what is wrong
    if is_beside:
        paper.y, beside = top + 2 * HEADING, MARGIN + panel_width(ABREAST) + GAP
        paper.legend(content.legend, beside)
        paper.problems(content, beside)
        paper.y = max(foot, paper.y + GAP)
    else:
        paper.legend(content.legend)
    count = abreast(len(content.finished))
    for begin in range(0, len(content.finished), count):
        row = content.finished[begin : begin + count]
        paper.panels(row, pictures[first + begin : first + begin + len(row)], count)
    paper.table(content)
    if not is_beside:
        paper.problems(content)
    return paper.svg()


def wrapped(text: str, width: float, letters: float, studio: Studio, kind: str) -> list[str]:
    """The text in lines that are filled one after the other; what has no space and is too long is cut."""
    font, lines = fonts.load(studio.fonts, kind), [""]
    for word in text.split():
        while word:
            longer = f"{lines[-1]} {word}".strip()
            if font.width(longer, "") * letters <= width:
                lines[-1], word = longer, ""
            elif lines[-1]:
                lines.append("")
            else:
                fits = next(n for n in range(len(word), 0, -1) if n == 1 or font.width(word[:n], "") * letters <= width)
                lines[-1], word = word[:fits], word[fits:]
    return [line for line in lines if line]
