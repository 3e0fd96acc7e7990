"""All that is wrong with a note in a language, without drawing it. Quick enough for every commit."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path

from guidebook.notes import fonts, layout
from guidebook.notes.lettering import Misfit
from guidebook.notes.studio import Studio
from guidebook.problem import Problem, Severity
from guidebook.visualnote import ALT, ALT_LENGTH, Item, NoteText, Region, Style, VisualNote

CONTRAST = 4.5  # WCAG 2.2, 1.4.3: letters against what they stand on
TOUCHING = 2.0  # boxes may touch


def check(note: VisualNote, language: str, studio: Studio) -> Iterator[Problem]:
    """What is wrong with the words of a language; with the source language, what is wrong with the drawing too."""
    if language == note.source_language:
        yield from _drawing(note, studio)
    if note.is_decoration:
        return
    yield from _keys(note, language)
    yield from _alt(note, language)
    yield from _glyphs(note, language, studio)
    yield from fit(note, language, studio)
    if language != note.source_language:
        yield from _translation(note, language)


# ----------------------------------------------------------------------------------------------- drawing


def _drawing(note: VisualNote, studio: Studio) -> Iterator[Problem]:
    yield from _colours(note, studio)
    yield from _icons(note, studio)
    yield from _boxes(note)
    yield from _contrast(note, studio)
    yield from _marks(note)


def _marks(note: VisualNote) -> Iterator[Problem]:
    """A picture that keeps its words has a number for each, which the legend explains; nothing in it is erased."""
    for region in note.regions if note.art.is_marked else ():
        values = {"key": region.key}
        if region.marker is None and region.role not in ("title", "decoration"):
            message = "“{key}” has no marker, so nobody finds its words on the picture"
            yield Problem(note.file, region.line, message, "add to this line: marker: [x, y]", values)
        if region.erase or region.keep:
            message = "“erase” and “keep” of “{key}” do nothing: with “lettering: markers” the picture stays as it is"
            hint = "remove them, or write “lettering: replace”"
            yield Problem(note.file, region.line, message, hint, values, severity=Severity.ADVICE)


def _colours(note: VisualNote, studio: Studio) -> Iterator[Problem]:
    """A colour has no value in mkdocs.yml."""
    named = [(item.line, name) for item in note.art.items for name in _names(item)]
    named += [(style.line, name) for style in note.styles.values() for name in (style.colour, style.highlight)]
    named += [(region.line, region.disc) for region in note.regions]
    named.append((1, note.art.paper))
    for line, name in named:
        if name and not name.startswith("#") and name not in studio.colours:
            yield _unknown_colour(note.file, line, name, studio)


def _names(item: Item) -> tuple[str, ...]:
    return (item.colour, item.fill, item.shadow, *item.colours.values())


def _unknown_colour(file: Path, line: int, name: str, studio: Studio) -> Problem:
    near = get_close_matches(name, studio.colours, 1)
    hint = "did you mean “{near}”?" if near else "known are: {near}"
    values = {"name": name, "near": near[0] if near else ", ".join(studio.colours)}
    return Problem(file, line, "“{name}” is no colour of this book", hint, values)


def _icons(note: VisualNote, studio: Studio) -> Iterator[Problem]:
    """An icon is not there, or something is wrong in it."""
    told: set[str] = set()
    for item in note.art.items:
        if item.kind != "icon" or item.icon in told:
            continue
        told.add(item.icon)
        drawn, problems = studio.read_icon(item.icon)
        yield from problems
        if drawn is None and not problems:
            near = get_close_matches(item.icon, studio.icon_names(), 1)
            hint = "did you mean “{near}”?" if near else "icons stand in visual-notes/icons/"
            values = {"name": item.icon, "near": near[0] if near else ""}
            yield Problem(note.file, item.line, "there is no icon “{name}”", hint, values)
        if drawn is not None:
            yield from _icon_colours(note, item, studio)


def _icon_colours(note: VisualNote, item: Item, studio: Studio) -> Iterator[Problem]:
    drawn = studio.icon(item.icon)
    for part in drawn.items:
        if part.colour and not part.colour.startswith("#") and part.colour not in studio.colours:
            yield _unknown_colour(drawn.file, part.line, part.colour, studio)
    for name in item.colours:
        if name not in drawn.colours:
            values = {"name": name, "icon": item.icon, "known": ", ".join(drawn.colours)}
            message, hint = "the icon “{icon}” has nothing in the colour “{name}”", "it is drawn with: {known}"
            yield Problem(note.file, item.line, message, hint, values)


def _boxes(note: VisualNote) -> Iterator[Problem]:
    """A box lies outside the drawing, or over another."""
    width, height = note.art.size
    for region in note.regions:
        x, y, w, h = region.box
        if w <= 0 or h <= 0 or x < 0 or y < 0 or x + w > width or y + h > height:
            values = {"key": region.key, "box": _shown(region), "size": f"{width:g}×{height:g}"}
            message = "the box of “{key}”, {box}, is not inside the drawing, {size}"
            yield Problem(note.file, region.line, message, "a box is [left, top, width, height]", values)
    for one, other in combinations(note.regions, 2):
        if _overlap(one, other):
            values = {"one": one.key, "other": other.key}
            message, hint = "the boxes of “{one}” and “{other}” overlap", "move or shrink one of them"
            yield Problem(note.file, other.line, message, hint, values, severity=Severity.ADVICE)


def _shown(region: Region) -> str:
    return "[" + ", ".join(f"{number:g}" for number in region.box) + "]"


def _overlap(one: Region, other: Region) -> bool:
    (ax, ay, aw, ah), (bx, by, bw, bh) = one.box, other.box
    across = min(ax + aw, bx + bw) - max(ax, bx)
    down = min(ay + ah, by + bh) - max(ay, by)
    return across > TOUCHING and down > TOUCHING


def _contrast(note: VisualNote, studio: Studio) -> Iterator[Problem]:
    """Words are written in a colour that is too pale for the paper."""
    paper = studio.colour(note.art.paper)
    for style in note.styles.values():
        found = contrast(studio.colour(style.colour), paper)
        if found < CONTRAST:
            values = {"style": style.name, "colour": style.colour, "found": f"{found:.1f}", "least": f"{CONTRAST:g}"}
            message = "words in “{colour}” (style “{style}”) are too pale: contrast {found} against the paper"
            yield Problem(note.file, style.line, message, "choose a darker colour: {least} or more", values)


def contrast(one: str, other: str) -> float:
    """How well two colours can be told apart, from 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ------------------------------------------------------------------------------------------------- words


def _keys(note: VisualNote, language: str) -> Iterator[Problem]:
    """A word is missing, or there is a word that no box shows."""
    text = note.texts.get(language)
    if text is None:
        yield _missing_file(note, language)
        return
    is_source = language == note.source_language
    for key in note.keys:
        if key in text.words or key in text.lines:  # a line with an unusable value is reported by reading
            continue
        source = note.word(key, note.source_language).text
        if not is_source and not source:
            continue  # missing in the source: reported there
        message = "“{key}” is missing ({language})"
        hint = "the source language has: {source}" if not is_source else 'add: {key}: "…"'
        values = {"key": key, "language": language, "source": source.replace("\n", " / ")}
        yield Problem(text.file, 1, message, hint, values, severity=_weight(is_source))
    for key in text.words:
        if key not in note.keys:
            near = get_close_matches(key, note.keys, 1)
            hint = "did you mean “{near}”?" if near else "add a box for it to note.yml, or remove it"
            values = {"key": key, "language": language, "near": near[0] if near else ""}
            yield Problem(text.file, text.line(key), "“{key}” ({language}) has no box in note.yml", hint, values)


def _weight(is_source: bool) -> Severity:
    """What the source lacks is a defect; what a translation lacks is a gap: the reader gets the source's word."""
    return Severity.DEFECT if is_source else Severity.GAP


def _missing_file(note: VisualNote, language: str) -> Problem:
    file = note.folder / f"text.{language}.yml"
    is_source = language == note.source_language
    message = "the note has no words in “{language}”"
    hint = "copy text.{source}.yml to {name} and translate the words"
    values = {"language": language, "source": note.source_language, "name": file.name}
    return Problem(file, 1, message, hint, values, severity=_weight(is_source))


def _alt(note: VisualNote, language: str) -> Iterator[Problem]:
    """The description of the picture is too long, or says no more than the title."""
    text = note.texts.get(language)
    if text is None or not text.alt:
        return
    values = {"language": language, "count": len(text.alt), "most": ALT_LENGTH}
    if len(text.alt) > ALT_LENGTH:
        message = "“alt” ({language}) has {count} characters, {most} at most"
        yield Problem(text.file, text.line(ALT), message, "say what the picture shows in one sentence", values)
    title = next((text.words.get(region.key, "") for region in note.regions if region.role == "title"), "")
    if _plain(title) == _plain(text.alt):
        message, hint = "“alt” ({language}) is the title once more", "say what the picture shows"
        yield Problem(text.file, text.line(ALT), message, hint, values, severity=Severity.ADVICE)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _glyphs(note: VisualNote, language: str, studio: Studio) -> Iterator[Problem]:
    """The hand has no such letter."""
    text = note.texts.get(language)
    for region in note.regions if text else ():
        font = fonts.load(studio.fonts, note.styles[region.style].font)
        for character in font.missing(text.words.get(region.key, "")):
            values = {"key": region.key, "language": language, "font": font.name, "character": character}
            values["code"] = f"U+{ord(character):04X}"
            message = "“{key}” ({language}): the font {font} has no “{character}” ({code})"
            yield Problem(text.file, text.line(region.key), message, "write it with other letters", values)


def fit(note: VisualNote, language: str, studio: Studio) -> Iterator[Problem]:
    """Words do not fit their box at the smallest size. A picture that keeps its words has a legend instead."""
    if note.art.is_marked:
        return
    for region, style, misfit in layout.lay_out(note, language, studio).misfits:
        word = note.word(region.key, language)
        if word.language == language:  # a word of the source shown in its place is reported there
            yield _too_long(note.texts[language], region, style, misfit)


def _too_long(text: NoteText, region: Region, style: Style, misfit: Misfit) -> Problem:
    _, _, width, height = layout.text_box(region)
    values = {
        "key": region.key,
        "language": text.language,
        "box": f"{width:g}×{height:g}",
        "min": f"{style.min:g}",
        "word": misfit.word,
        "width": f"{misfit.width:.0f}",
        "wide": f"{width:.0f}",
        "lines": misfit.lines,
        "room": misfit.room,
        "excess": misfit.excess,
        "tall": f"{height:g}",
        "height": f"{misfit.height:.0f}",
    }
    line = text.line(region.key)
    if misfit.word:
        message = "“{key}” ({language}): the longest word, “{word}”, needs {width} units, the box is {wide} wide"
        return Problem(text.file, line, message, "use a shorter word, or enlarge the box in note.yml", values)
    if misfit.height:
        message = "“{key}” ({language}): the box is {tall} units high, letters of size {min} need {height} here"
        return Problem(text.file, line, message, "make the box higher in note.yml", values)
    message = (
        "“{key}” ({language}) does not fit its box {box}: it needs {lines} lines at the smallest size {min}, "
        "the box holds {room}"
    )
    hint = "shorten it by about {excess} characters, or enlarge the box in note.yml"
    return Problem(text.file, line, message, hint, values)


def _translation(note: VisualNote, language: str) -> Iterator[Problem]:
    """A word is still that of the source language, or was translated from an older one."""
    text = note.texts.get(language)
    if text is None:
        return
    for key in note.keys:
        word, source = text.words.get(key, ""), note.word(key, note.source_language).text
        if word and word == source and any(character.isalpha() for character in word):
            values = {"key": key, "language": language, "source": note.source_language}
            message = "“{key}” ({language}) is identical to “{source}”"
            hint = "translate it, or leave it if it is a name"
            yield Problem(text.file, text.line(key), message, hint, values, severity=Severity.ADVICE)
    for key in note.stale_keys(language):
        yield _stale(note, text, key)


def _stale(note: VisualNote, text: NoteText, key: str) -> Problem:
    values = {"key": key, "language": text.language, "version": note.version(key), "file": _way(text.file)}
    values["source"] = note.word(key, note.source_language).text.replace("\n", " / ")
    if key in text.translated_from:
        message = "“{key}” ({language}) was translated from an older text; now it says: {source}"
    else:
        message = "“{key}” ({language}) does not say from which text it was translated"
    hint = "check it, then add below translated_from: “{key}: {version}”, or run: guidebook accept {file}"
    return Problem(text.file, text.line(key), message, hint, values, severity=Severity.GAP)


def _way(file: Path) -> str:
    """How a person calls a file of a note: visual-notes/03-our-note/text.en.yml."""
    return "/".join(file.parts[-3:])


def check_icons(studio: Studio) -> Iterator[Problem]:
    """All that is wrong with the icons of a book, used or not."""
    for name in studio.icon_names():
        drawn, problems = studio.read_icon(name)
        yield from problems
        for item in drawn.items if drawn else ():
            if item.colour and not item.colour.startswith("#") and item.colour not in studio.colours:
                yield _unknown_colour(drawn.file, item.line, item.colour, studio)
