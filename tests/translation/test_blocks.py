"""A chapter cut into blocks, in all the shapes in which people write Markdown."""

import random
import time
from pathlib import Path

import pytest

from guidebook import markup
from guidebook.translation import blocks
from guidebook.translation.blocks import Kind


def cut(text: str) -> list[tuple[str, int, str]]:
    """Kind, line and text of each block."""
    return [(block.kind, block.line, block.text) for block in of(text)]


def of(text: str) -> tuple[blocks.Block, ...]:
    return blocks.of(markup.read(text, Path("x.md")))


OURS = """---
title: Targ
description: Jak postawić stół.
note: 02-market
---

[[note:02-market]]

## Stół { #stall }

Stół kosztuje
[[fact:price]]. Zapytaj.

- [ ] Pierwszy krok
  idzie dalej
    - głębiej
- Drugi

!!! warning "Uważaj"
    Nie dawaj kodu.

    1. Nikomu.

| Co | Ile |
|----|----:|
| stół | 5 |

![Most](bridge.png){ .wide }
"""


def test_a_chapter_of_ours_is_cut_as_people_read_it():
    assert cut(OURS) == [
        (Kind.TITLE, 2, "Targ"),
        (Kind.DESCRIPTION, 3, "Jak postawić stół."),
        (Kind.REFERENCE, 7, "[[note:02-market]]"),
        (Kind.HEADING, 9, "Stół"),
        (Kind.PARAGRAPH, 11, "Stół kosztuje\n[[fact:price]]. Zapytaj."),
        (Kind.ITEM, 14, "Pierwszy krok\nidzie dalej"),
        (Kind.ITEM, 16, "głębiej"),
        (Kind.ITEM, 17, "Drugi"),
        (Kind.BOX, 19, "Uważaj"),
        (Kind.PARAGRAPH, 20, "Nie dawaj kodu."),
        (Kind.ITEM, 22, "Nikomu."),
        (Kind.ROW, 24, "| Co | Ile |"),
        (Kind.ROW, 26, "| stół | 5 |"),
        (Kind.PICTURE, 28, "![Most](bridge.png){ .wide }"),
    ]


def test_a_heading_keeps_its_name_and_level_and_an_item_how_deep_it_stands():
    found = of(OURS)
    assert [(block.id, block.depth) for block in found if block.kind is Kind.HEADING] == [("stall", 2)]
    assert [block.depth for block in found if block.kind is Kind.ITEM] == [0, 1, 0, 1]
    assert [block.last - block.line for block in found if block.kind is Kind.PARAGRAPH] == [1, 0]


# What other projects write: each shape alone, and the kinds and first words of its blocks.
SHAPES = {
    "underlined headings": ("Title\n=====\n\nPart\n---\ntext", ["heading Title", "heading Part", "paragraph text"]),
    "a heading without a space": ("#Title\ntext", ["heading Title", "paragraph text"]),
    "closed headings": ("## Part ## \n", ["heading Part"]),
    "a fence with a language": ("```py title='a'\n# no heading\n\n- no item\n```\nafter", ["code", "paragraph after"]),
    "a fence of tildes with backticks inside": ("~~~~\n```\n~~~\n~~~~\nafter", ["code", "paragraph after"]),
    "a fence that never ends": ("```\nstill text\n\n# Part", ["paragraph ```", "heading Part"]),
    "a fence in an item": ("- one\n\n    ```\n    - no item\n    ```\n\n- two", ["item one", "code", "item two"]),
    "a fence right behind the bullet": ("- ```sh\n  ls\n  ```\n- two", ["code", "item two"]),
    "indented code": ("text\n\n    a = 1\n\n    b = 2\n\nafter", ["paragraph text", "code", "paragraph after"]),
    "a paragraph of an item": ("- one\n\n    more of one\n\n- two", ["item one", "paragraph more", "item two"]),
    "nested lists with tabs": ("* a\n\t* b\n\t\t1. c\n* d", ["item a", "item b", "item c", "item d"]),
    "a year that begins a line": ("It was in\n2019. Then came more.", ["paragraph It"]),
    "a list right after a line": ("Bring:\n- bread\n- salt", ["paragraph Bring:", "item bread", "item salt"]),
    "numbers with a bracket": ("1) one\n2) two", ["item one", "item two"]),
    "an item in an item": ("- - deep", ["item deep"]),
    "rules": ("a\n\n***\n\n- - -\n\n___\nb", ["paragraph a", "paragraph b"]),
    "tabs": ('=== "Linux"\n\n    Type it.\n\n=== "Windows"\n\n    Click it.',
             ["box Linux", "paragraph Type", "box Windows", "paragraph Click"]),
    "folds and code in boxes": ('???+ tip inline end "More"\n    See:\n\n        code\n\nafter',
                                ["box More", "paragraph See:", "code", "paragraph after"]),
    "a box without a title": ("!!! note\n    Text.", ["box", "paragraph Text."]),
    "a box in a list": ('1. one\n\n    !!! note "N"\n        Text.\n2. two',
                        ["item one", "box N", "paragraph Text.", "item two"]),
    "fenced boxes": ("/// details | More\nText.\n///\n\n:::tip Title\nText\n:::",
                     ["box More", "paragraph Text.", "box Title", "paragraph Text"]),
    "alerts of GitHub": ("> [!WARNING]\n> Be careful.\n>\n> - really", ["box", "paragraph Be", "item really"]),
    "quotations": ("> first\nlazy\n\n> > deep\n>\n> last", ["paragraph first", "paragraph deep", "paragraph last"]),
    "a table without outer bars": ("a | b\n--|--\n1 | 2\n\nafter | all", ["row a", "row 1", "paragraph after"]),
    "a bar in a sentence": ("either | or", ["paragraph either"]),
    "a table in HTML": ("<table>\n<tr><td>x</td></tr>\n</table>\n\nafter", ["html <table>", "paragraph after"]),
    "folds in HTML": ("<details markdown>\n<summary>More</summary>\n\nText.\n\n</details>",
                      ["html <details", "paragraph Text.", "html </details>"]),
    "comments over lines": ("a\n\n<!-- one\n\n# two -->\nb", ["paragraph a", "paragraph b"]),
    "a comment before words": ("<!-- x --> seen", ["html <!--"]),
    "a comment that never ends": ("<!-- one\n\n# Part", ["html <!--", "heading Part"]),
    "scripts and styles": ("<style>\np { }\n\nq { }\n</style>\nafter", ["code", "paragraph after"]),
    "snippets": ('--8<-- "a.md"\n\n--8<--\na.md\nb.md\n--8<--\nafter', ["code", "code", "paragraph after"]),
    "formulas": ("$$\nx - y\n$$\n\n$$ a $$", ["code", "paragraph $$"]),
    "footnotes": ("Text.[^1]\n\n[^1]: Note\n    goes on.", ["paragraph Text.[^1]", "definition Note"]),
    "abbreviations and terms": ("*[HTML]: Hyper Text\n\nTerm\n:   Meaning", ["definition Hyper", "paragraph Term",
                                                                             "definition Meaning"]),
    "addresses": ("[a]: https://a.example 'A'\n[b]: b.md\ntext", ["address [a]:", "address [b]:", "paragraph text"]),
    "badges": ("[![x](y.svg)](https://z.example) ![a](b.png)\n\n![c][d]", ["picture [![x](y.svg)](https://z.example)",
                                                                             "picture ![c][d]"]),
    "emoji": ("# 👩‍👩‍👧 Family :rocket:\n\n🎉 Done", ["heading 👩‍👩‍👧", "paragraph 🎉"]),
    "macros": ("{% include 'x' %}\n\n{{ name }}", ["paragraph {%", "paragraph {{"]),
    "right to left": ("## مرحبا\n\n- سلام", ["heading مرحبا", "item سلام"]),
    "nothing": ("", []),
    "only a head": ("---\ntitle: T\n---\n", ["title T"]),
    "a head that is no YAML": ("---\n: [\n---\ntext", ["paragraph text"]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_other_projects_shapes_are_understood(shape: str):
    text, wanted = SHAPES[shape]
    found = of(text)
    told = [b.kind if b.kind is Kind.CODE else f"{b.kind} {b.flat.partition(' ')[0]}".strip() for b in found]
    assert told == wanted


@pytest.mark.parametrize("shape", SHAPES)
def test_every_line_with_words_stands_in_one_block(shape: str):
    text = SHAPES[shape][0]
    found = [block for block in of(text) if block.kind not in (Kind.TITLE, Kind.DESCRIPTION)]
    lines = [number for block in found for number in range(block.line, block.last + 1)]
    assert sorted(lines) == sorted(set(lines))
    body = markup.read(text, Path("x.md"))
    silent = ("comments over lines", "rules", "fenced boxes")  # comments, rules and the ends of boxes are no blocks
    spoken = {n for n, line in enumerate(body.body.split("\n"), body.body_line) if any(c.isalnum() for c in line)}
    assert shape in silent or spoken <= set(lines)


def test_words_are_those_that_readers_read():
    text = (
        "**Napisz** do [biura](office.md#x \"tytuł\") na <a@b.example>, `kod` [[fact:x]][[source:y]] 12 <kbd>Ctrl</kbd>"
        "{ .wide } :smile: *Projekt osiedlowy*{ .lang-pl } https://c.example/d &nbsp; O’Neil e-mail[^1]"
    )
    assert of(text)[0].words == ("Napisz", "do", "biura", "na", "Ctrl", "O’Neil", "e-mail")


def test_a_language_without_spaces_is_counted_by_its_signs():
    assert of("我们 go")[0].words == ("我", "们", "go")


def test_marks_are_what_no_language_changes():
    text = "Od 5 000 zł, `make` i [tu](03.md#a) [[fact:x]] o 12:00"
    assert of(text)[0].marks == {"5000", "`make`", "03.md#a", "[[fact:x]]", "1200", "03"}


def test_random_nonsense_is_cut_without_a_crash_and_without_overlaps():
    signs = "# |-|1. |> |||---|```|~~~|!!! note|/// x|<div>|<!--|-->|$$|--8<--|[[fact:x]]|![a](b)|[^1]:|: |*[a]:|{{|`|ż"
    signs += "|{ #id }|🎉|слово|</script>|<script>|[!NOTE]|===| |=== \"x\"|\u200b|\x00|\r"
    parts = ["- ", "    ", "\t", "\n", "\n\n", *signs.split("|")]
    chance = random.Random(7)
    for _ in range(400):
        text = "".join(chance.choices(parts, k=chance.randrange(1, 60)))
        found = [block for block in of(text) if block.kind not in (Kind.TITLE, Kind.DESCRIPTION)]
        assert all(block.line <= block.last for block in found)
        assert all(one.last < other.line for one, other in zip(found, found[1:], strict=False)), repr(text)
        assert [block.words for block in found] == [block.words for block in found]


SLOW = ("```x\n", "<!-- x\n", "- x\n", "| a ", "<div>\n", "$$ x\n", "[", "![a](", "*x", "`", "{{", "--8<--\n\n", "> ",
        "&", "1.2", "[^a", "<a ", "- ", "!!! note\n    ")  # fmt: skip


@pytest.mark.parametrize("line", SLOW)
def test_reading_takes_time_in_proportion_to_the_text(line: str):
    def seconds(count: int) -> float:
        start = time.process_time()
        for block in blocks.of(markup.Document({}, line * count, 1)):
            assert block.words is not None and block.marks is not None
        return time.process_time() - start

    seconds(50)
    short, long = min(seconds(1000) for _ in range(3)), min(seconds(8000) for _ in range(2))
    assert long < 24 * short + 0.1  # 64 times, were every line looked at again for each
