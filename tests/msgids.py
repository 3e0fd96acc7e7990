"""Every sentence that the program can say, found in its source: `python tests/msgids.py` lists what is not translated.

A msgid is a text handed to one of the speaking functions below, or kept in a name that says it is one.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "scripts" / "guidebook"
SPEAKING = {"words", "say", "tell", "report", "plural", "Problem", "GuidebookError", "fault", "_Strict", "_notice",
            "_Wrong", "_matching", "Answer"}
NAMES = {"message", "hint", "purpose", "title", "label", "DRAFT", "PURPOSES", "_MACHINE", "_KINDS", "titles",
         "KIND_PURPOSES", "LINK_MESSAGES", "IMAGE_MESSAGES", "LIST_MESSAGES", "VALUE_MESSAGES", "CERTIFICATE_MESSAGES"}
THEME = (PACKAGE / "site" / "theme", PACKAGE / "print" / "templates")


def msgids() -> dict[str, str]:
    """msgid → the file that says it."""
    found: dict[str, str] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for text in _in_module(ast.parse(file.read_text("utf-8"))):
            found.setdefault(text, file.relative_to(PACKAGE).as_posix())
    for folder in THEME:
        for file in sorted(folder.rglob("*.html")):
            for text in _in_template(file.read_text("utf-8")):
                found.setdefault(text, file.relative_to(PACKAGE).as_posix())
    return found


def _in_module(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SPEAKING:
            spoken = node.args[:1] if _name(node.func) == "plural" else node.args
            for argument in [*spoken, *[k.value for k in node.keywords if k.arg in NAMES]]:
                yield from _texts(argument)
        elif isinstance(node, ast.Assign):
            for name, value in _assigned(node):
                if name in NAMES:
                    yield from _texts(value)
        elif isinstance(node, ast.AnnAssign) and _name(node.target) in NAMES and node.value:
            yield from _texts(node.value)
        elif isinstance(node, ast.Tuple):  # rows of (line, message, hint)
            yield from (text for text in _texts(node) if "{key}" in text)
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield from (text for text in _texts(node.value) if " " in text)


def _assigned(node: ast.Assign) -> Iterator[tuple[str, ast.AST]]:
    """The names of an assignment, each with its own value: message, hint = "…", "…"."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(map(_name, target.elts), node.value.elts, strict=True)
        else:
            yield _name(target), node.value


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):  # strings.load(code)("…")
        return "words" if _name(node.func) == "load" else ""
    return getattr(node, "id", "") or getattr(node, "attr", "")


def _texts(node: ast.AST) -> Iterator[str]:
    """The literals of an expression, also both sides of `a if b else c` and the values of tuples and dicts."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_sentence(node.value):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from [*_texts(node.body), *_texts(node.orelse)]
    elif isinstance(node, ast.Tuple | ast.List):
        for part in node.elts:
            yield from _texts(part)
    elif isinstance(node, ast.Dict):
        for part in node.values:
            yield from _texts(part)
    elif isinstance(node, ast.BinOp):
        yield from [*_texts(node.left), *_texts(node.right)]


def _is_sentence(text: str) -> bool:
    if text.startswith(("[", "\\d")):  # a pattern, handed in before its message
        return False
    is_file_name = " " not in text and text.endswith((".pdf", ".md", ".yml"))
    return not is_file_name and any(letter.isalpha() for letter in text.replace("{text}", ""))


def _in_template(text: str) -> Iterator[str]:
    """words('…') and words_of(code)("…") in a Jinja template."""
    import re

    for match in re.finditer(r"""words(?:_of\([^)]*\))?\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""", text):
        yield match.group(1) or match.group(2)


if __name__ == "__main__":
    from guidebook import strings

    for language in sys.argv[1:]:
        catalog = strings.load(language).catalog
        for text, file in msgids().items():
            if text not in catalog:
                print(f"{language} {file}: {text}")
    if not sys.argv[1:]:
        for text, file in msgids().items():
            print(f"{file}: {text}")
