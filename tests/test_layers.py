"""Arrows point down, never sideways. What differs between cities stands in mkdocs.yml and docs/, not in scripts/."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import REPOSITORY

SCRIPTS = REPOSITORY / "scripts"
PACKAGE = SCRIPTS / "guidebook"

# From above to below; what stands in one row does not know its neighbours.
ROWS = (
    ("cli", "mkdocs_hooks"),
    ("building", "report", "starter"),
    ("checks", "site", "print"),
    ("references",),
    ("translation", "notes"),
    ("book",),
    ("facts", "forms", "visualnote", "last_build"),
    ("drawing",),
    ("config", "markup", "images", "readability", "purposes", "search"),
    ("typography", "strings", "stemming"),
    ("svg", "languages"),
    ("files", "processes"),
    ("problem",),
)
RANK = {room: rank for rank, row in enumerate(ROWS) for room in row}

# Who may name a library: the file, or the folder with a slash.
LIBRARIES = {
    "mkdocs": ("config", "mkdocs_hooks", "site/engine"),
    "material": (),
    "properdocs": (),
    "weasyprint": ("print/",),
    "pikepdf": ("print/",),
    "pydyf": ("print/",),
    "segno": ("print/", "site/kiosk"),
    "pypdfium2": ("print/contact",),
    "PIL": ("images", "notes/"),
    "resvg_py": ("notes/",),
    "uharfbuzz": ("notes/",),
    "markdown": ("markup",),
    "yaml": ("files",),
    "click": ("cli/",),
    "rich": ("cli/",),
    "watchdog": ("site/",),
    "urllib3": ("checks/asking",),
    "certifi": ("checks/asking",),
    "phonenumbers": ("facts",),
    "tinycss2": ("site/styles", "site/fonts"),
    "rcssmin": ("site/lean",),
    "rjsmin": ("site/lean",),
}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module as “checks/links”, with its syntax tree."""
    for file in (*sorted(PACKAGE.rglob("*.py")), SCRIPTS / "mkdocs_hooks.py"):
        base = PACKAGE if file.is_relative_to(PACKAGE) else SCRIPTS
        name = file.relative_to(base).with_suffix("").as_posix().removesuffix("/__init__")
        if name != "__init__":
            yield name, ast.parse(file.read_text("utf-8"))


MODULES = dict(_modules())


def _imports(tree: ast.Module) -> Iterator[str]:
    """Full names of everything imported, also inside functions: “guidebook.book”, “yaml”."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out: from guidebook.x import y"
            is_package = node.module == "guidebook"
            yield from (f"guidebook.{alias.name}" for alias in node.names) if is_package else (node.module,)


def _room(name: str) -> str:
    """The row's word for a module: checks/links → checks."""
    return name.split("/")[0]


def test_every_module_has_its_place():
    assert {_room(name) for name in MODULES} - set(RANK) == set()


@pytest.mark.parametrize("name", MODULES)
def test_arrows_point_down(name: str):
    upwards = [
        imported
        for imported in _imports(MODULES[name])
        if imported.startswith("guidebook.")
        and (room := imported.split(".")[1]) != _room(name)
        and RANK[room] <= RANK[_room(name)]
    ]
    assert upwards == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_named_in_one_place(library: str):
    places = LIBRARIES[library]
    users = [name for name, tree in MODULES.items() if library in {found.split(".")[0] for found in _imports(tree)}]
    strangers = [name for name in users if name not in places and f"{_room(name)}/" not in places]
    assert strangers == []


def test_only_the_command_line_prints_and_exits():
    for name, tree in MODULES.items():
        calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert _room(name) == "cli" or not calls & {"print", "sys.exit", "exit", "quit", "os._exit", "input"}, name


def test_hooks_hand_over_and_return():
    statements = [node for node in ast.walk(MODULES["mkdocs_hooks"]) if isinstance(node, ast.If | ast.For | ast.While)]
    assert statements == []


# ------------------------------------------------------------------------------------------ no city in scripts/


def _texts() -> Iterator[tuple[str, str]]:
    for file in sorted(SCRIPTS.rglob("*")):
        if file.suffix in (".py", ".html", ".css", ".js", ".xml", ".svg", ".po", ".md", ".yml"):
            name = file.relative_to(SCRIPTS).as_posix()
            if not name.startswith("guidebook.egg-info/"):
                yield name, file.read_text("utf-8")


TEXTS = dict(_texts())


def test_scripts_name_no_city():
    city = re.compile("wroc[łl]aw|вроцлав|vratislav|breslau|вербоп|verbopil|wierzbopol", re.IGNORECASE)
    assert [name for name, text in TEXTS.items() if city.search(text)] == []


def test_scripts_name_no_colour():
    """Colours stand in mkdocs.yml. Messages may show how one is written; black and white are no city's own."""
    colour = re.compile(r"(?<!&)#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b|\b(?:rgb|hsl)a?\(")
    allowed = {"#23304a", "#000000", "#000", "#ffffff", "#fff"}
    found = {name: set(colour.findall(text)) - allowed for name, text in TEXTS.items() if not name.endswith(".po")}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_scripts_list_no_languages():
    """Rules of languages stand in typography, readability and stemming, words in locale/; msgids are English."""
    written = re.compile(r"""lang=["'](?:pl|uk)\b|["'](?:pl|uk)["']|/(?:pl|uk)/""")
    users = [name for name, text in TEXTS.items() if written.search(_without_comments(text)) and "locale/" not in name]
    rules = ("typography.py", "readability.py", "stemming.py")
    assert [name for name in users if Path(name).name not in rules] == []


def _without_comments(text: str) -> str:
    """Docstrings and comments may give examples."""
    text = re.sub(r'"{3}.*?"{3}', "", text, flags=re.S)
    return re.sub(r"(?m)(?:#|//) .*$|<!--.*?-->|/\*.*?\*/", "", text)


def test_nothing_names_a_folder_of_the_machine_it_was_written_on():
    machine = re.compile(r"\.\./shared|/" + r"work/|/root/|/home/[a-z]")
    folders = [REPOSITORY / name for name in ("scripts", "tests", "docs", "visual-notes")]
    ours = (file for folder in folders for file in sorted(folder.rglob("*")))
    texts = (file for file in ours if file.suffix in (".py", ".md", ".yml", ".html", ".css", ".js", ".po", ".txt"))
    assert [file for file in texts if machine.search(file.read_text("utf-8")) and file != Path(__file__)] == []
