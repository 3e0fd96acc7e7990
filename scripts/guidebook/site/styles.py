"""Styles of others cut down to what the pages of a site can use: rules that match nothing are left out.

    pages ──► names: tags, attributes, classes ─┐
    scripts ─► words: what they may add ────────┴─► rule by rule: can any of its selectors match?

In doubt a rule stays: only names that stand nowhere at all count against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

import tinycss2
from tinycss2.ast import AtRule, Declaration, FunctionBlock, HashToken, IdentToken, Node, QualifiedRule
from tinycss2.ast import SquareBracketsBlock as Attribute

ALWAYS = frozenset({"html", "head", "body", "tbody"})  # a browser puts them in where they are not written
OPENED = "open"  # a browser adds it to <details> and <dialog>
ONE_OF = {"is", "where", "matches", "-webkit-any", "-moz-any", "has"}  # match when one of their selectors does
NESTED = {"media", "supports", "layer", "container", "document"}
READ = re.compile(r"--[\w-]+")

TESTS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, asked: value == asked,
    "~=": lambda value, asked: asked in value.split(),
    "|=": lambda value, asked: value == asked or value.startswith(f"{asked}-"),
    "^=": lambda value, asked: value.startswith(asked),
    "$=": lambda value, asked: value.endswith(asked),
    "*=": lambda value, asked: asked in value,
}


@dataclass(frozen=True)
class Names:
    """All that a selector could name: what stands in the pages, and every word of the scripts."""

    tags: frozenset[str]
    pairs: frozenset[tuple[str, str]]  # attribute and value
    words: frozenset[str]

    @cached_property
    def attributes(self) -> dict[str, frozenset[str]]:
        """The values of each attribute."""
        found: dict[str, set[str]] = {}
        for name, value in self.pairs:
            found.setdefault(name, set()).add(value)
        return {name: frozenset(values) for name, values in found.items()}

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every class of every element."""
        return frozenset(word for value in self.attributes.get("class", ()) for word in value.split())

    def tag(self, name: str) -> bool:
        """Whether there may be an element of that name."""
        return name in ALWAYS or name in self.tags or name in self.words

    def has_class(self, name: str) -> bool:
        """Whether an element may be of that class."""
        return name in self.classes or name in self.words

    def id(self, name: str) -> bool:
        """Whether an element may have that id."""
        return name in self.attributes.get("id", ()) or name in self.words

    def attribute(self, name: str, operator: str = "", value: str = "") -> bool:
        """Whether an element may have that attribute, with a value like this."""
        if name == OPENED or name in self.words:
            return True
        values = self.attributes.get(name, frozenset())
        if operator not in TESTS:
            return bool(values)
        fits = TESTS[operator]
        either_case = (fits(one.lower(), value.lower()) for one in values)  # as HTML takes some of them
        return value in self.words or any(either_case)


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.pairs.update((name, value or "") for name, value in attrs)


# A tag from its name to its end, whatever stands in its quotes. What only looks like one, in a script or a comment, is
# a name too many, which does no harm.
TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>""")


def names(pages: Iterable[str], scripts: Iterable[str]) -> Names:
    """What the selectors of these pages' styles can match. Most tags stand on many pages: each is read once."""
    found = _Collector()
    for tag in {tag for text in pages for tag in TAG.findall(text)}:
        found.reset()  # behind <script> or <title> a tag would be text
        found.feed(tag)
    words = {word for text in scripts for word in re.findall(r"[\w-]+", text)}
    words |= {re.sub(r"[A-Z]", lambda letter: "-" + letter[0].lower(), f"data-{word}") for word in words}  # .dataset
    return Names(frozenset(found.tags), frozenset(found.pairs), frozenset(words))


def pruned(text: str, known: Names, beside: Sequence[str] = ()) -> str:
    """A style without what can match nothing, and without values that nobody reads; `beside` are those who may read."""
    rules = list(_kept(tinycss2.parse_stylesheet(text, skip_whitespace=True), known))
    rules = [rule for rule in rules if not _is_unused_animation(rule, rules, beside)]
    read = _read(rules, beside)
    return "".join(_written(rule, read) for rule in rules)


# ---------------------------------------------------------------------------------------------- selectors


@dataclass(frozen=True)
class _Rule:
    """A rule that stays: what stands before its block, and the block; or rules inside of @media and the like."""

    head: str
    content: Sequence[Node]
    inside: tuple[_Rule, ...] | None = None
    is_animation: bool = False
    text: str = ""  # as it is, when it is none of these


def _kept(rules: Iterable[Node], known: Names) -> Iterator[_Rule]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            heads = [tinycss2.serialize(one).strip() for one in _parts(rule.prelude) if _can_match(one, known)]
            if heads:
                yield _Rule(",".join(heads), rule.content)
        elif isinstance(rule, AtRule) and rule.content is not None and rule.lower_at_keyword in NESTED:
            nested = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if inside := tuple(_kept(nested, known)):
                yield _Rule(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}", (), inside)
        elif isinstance(rule, AtRule) and rule.lower_at_keyword.endswith("keyframes"):
            head = f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}"
            yield _Rule(head, rule.content or (), is_animation=True)
        else:
            yield _Rule("", (), text=rule.serialize())


def _parts(tokens: Sequence[Node]) -> Iterator[list[Node]]:
    """A list of selectors, each apart."""
    part: list[Node] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _can_match(selector: Sequence[Node], known: Names) -> bool:
    before = ""
    if any(token == "|" for token in selector):
        return True  # of a namespace
    for token in selector:
        if isinstance(token, IdentToken):
            is_known = known.has_class(token.value) if before == "." else before == ":" or known.tag(token.lower_value)
        elif isinstance(token, HashToken):
            is_known = known.id(token.value)
        elif isinstance(token, Attribute):
            is_known = _can_have(token, known)
        elif isinstance(token, FunctionBlock) and token.lower_name in ONE_OF:
            is_known = any(_can_match(one, known) for one in _parts(token.arguments))
        else:
            is_known = True
        if not is_known:
            return False
        before = token.value if token.type == "literal" else ""
    return True


def _can_have(token: Attribute, known: Names) -> bool:
    """[name], [name=value]; what is written in another way can match."""
    inside = [one for one in token.content if one.type != "whitespace"]
    if not inside or not isinstance(inside[0], IdentToken):
        return True
    name = inside[0].lower_value
    if len(inside) == 3 and inside[2].type in ("ident", "string"):
        return known.attribute(name, inside[1].value, inside[2].value)
    return known.attribute(name)


# ------------------------------------------------------------------------------------------------- values


def _is_unused_animation(rule: _Rule, rules: Sequence[_Rule], beside: Sequence[str]) -> bool:
    if not rule.is_animation:
        return False
    name = re.compile(rf"(?<![\w-]){re.escape(rule.head.split()[-1])}(?![\w-])")
    blocks = (one.text or tinycss2.serialize(one.content) for one in _all(rules) if not one.is_animation)
    return not any(name.search(text) for text in (*blocks, *beside))


def _all(rules: Iterable[_Rule]) -> Iterator[_Rule]:
    for rule in rules:
        yield rule
        yield from _all(rule.inside or ())


def _declarations(rule: _Rule) -> list[Declaration] | None:
    """None when more stands in the block than declarations: then it is left as it is."""
    found = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return found if all(isinstance(one, Declaration) for one in found) else None


def _read(rules: Sequence[_Rule], beside: Sequence[str]) -> set[str]:
    """The values (“--name”) that something reads: a style, a script, or another value that is read."""
    read = {name for text in beside for name in READ.findall(text)}
    rests_on: dict[str, set[str]] = {}
    for rule in _all(rules):
        declarations = None if rule.is_animation else _declarations(rule)
        if declarations is None:
            read.update(READ.findall(tinycss2.serialize(rule.content)))
        for one in declarations or ():
            there = set(READ.findall(tinycss2.serialize(one.value)))
            rests_on.setdefault(one.name, set()).update(there) if one.name.startswith("--") else read.update(there)
        read.update(READ.findall(rule.text))
    new = read
    while new := {name for one in new for name in rests_on.get(one, ())} - read:
        read |= new
    return read


def _written(rule: _Rule, read: set[str]) -> str:
    if rule.text:
        return rule.text
    if rule.inside is not None:
        inside = "".join(_written(one, read) for one in rule.inside)
        return f"{rule.head}{{{inside}}}" if inside else ""
    declarations = None if rule.is_animation else _declarations(rule)
    if declarations is None or all(one.name in read for one in declarations if one.name.startswith("--")):
        return f"{rule.head}{{{tinycss2.serialize(rule.content)}}}"
    kept = [one.serialize() for one in declarations if not one.name.startswith("--") or one.name in read]
    return f"{rule.head}{{{';'.join(kept)}}}" if kept else ""
