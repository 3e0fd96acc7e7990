"""A chapter begun from its visual note: the note's words sorted under ten headings, and nothing else in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import SampleBook
from guidebook import cli, config, files, markup
from guidebook.checks import comparison, links, shape, structure, text, translation
from guidebook.markup import Renderer
from guidebook.notes import scaffold

IDS = ["in-short", "may-i", "steps", "when", "cost", "language", "mistakes", "help", "words", "next"]
LANGUAGES = ("uk", "pl", "en")
# The words of this drawing are made up, the same English ones in all languages: that is told, and rightly.
OF_MADE_UP_WORDS = ("[unmarked-words]", "[wrong-language]")
NOTE = "visual-notes/04-fair"
ROLES = {
    "lead": "text",
    "who": "speech",
    "s1-heading": "heading, number: 1",
    "s1-text": "text",
    "s2-heading": "heading, number: 2",
    "s2-text": "text",
    "goods": "heading",
    "goods-one": "text",
    "goods-two": "text",
    "opening-dates": "callout",
    "help": "callout",
    "gate": "label",
    "seal": "decoration",
    "farewell": "callout",
}
WORDS = {"title": "Fair", "alt": "A drawing of a fair", **{key: f"The {key}" for key in ROLES}}


@pytest.fixture
def fair(sample_book: SampleBook) -> SampleBook:
    """The sample book with one more visual note, for which there is no chapter yet."""
    head = sample_book.read("visual-notes/02-market/note.yml").partition("regions:")[0]
    boxes = [
        f"  - {{key: {key}, role: {role}, style: body, box: [100, {200 + 40 * place}, 900, 40]}}"
        for place, (key, role) in enumerate({"title": "title", **ROLES}.items())
    ]
    boxes = "\n".join(boxes)
    sample_book.write(f"{NOTE}/note.yml", head.replace("02-market", "04-fair") + f"regions:\n{boxes}\n")
    for code in LANGUAGES:
        say(sample_book, code)
    return sample_book


def say(book: SampleBook, code: str, **words: str) -> None:
    """Write the words of the note in a language; those that are not named say their own key."""
    lines = {key: f"{value} {code}" for key, value in WORDS.items()} | {
        k.replace("_", "-"): v for k, v in words.items()
    }
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for value in lines.values())
    text = "".join(f'{key}: "{value}"\n' for key, value in zip(lines, quoted, strict=True))
    book.write(f"{NOTE}/text.{code}.yml", text)


def run(book: SampleBook, *words: str):
    arguments = ["--config", str(book.path("mkdocs.yml")), "note", "scaffold", *words]
    return CliRunner().invoke(cli.main, arguments, env={"CI": "1", "LC_ALL": "C"}, catch_exceptions=False)


def every_language() -> list[str]:
    return [word for code in LANGUAGES for word in ("--lang", code)]


def sections(chapter: str) -> Mapping[str, str]:
    """What stands under each heading, by its id."""
    parts = re.split(r"^## .* \{ #([\w-]+) \}$", chapter, flags=re.M)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def written(book: SampleBook, **words: str) -> str:
    """The chapter in the source language."""
    say(book, "uk", **words)
    assert run(book, "04-fair").exit_code == 0
    return book.read("docs/uk/04-fair.md")


# ----------------------------------------------------------------------------------------------- sorting


def test_each_word_of_the_note_stands_once_under_the_heading_it_belongs_to(fair):
    assert sections(written(fair)) == {
        "in-short": "The lead uk\n\n- **The goods uk.** The goods-one uk; The goods-two uk",
        "may-i": "> The who uk",
        "steps": "1. **The s1-heading uk.** The s1-text uk\n2. **The s2-heading uk.** The s2-text uk",
        "when": "The opening-dates uk",
        "cost": "",
        "language": "",
        "mistakes": "",
        "help": "The help uk",
        "words": "",
        "next": "- The gate uk\n- The farewell uk",
    }


def test_the_chapter_begins_with_its_title_description_and_drawing(fair):
    chapter = written(fair, title="Ярмарок\nбіля ратуші", alt="Малюнок: ярмарок")
    head = (
        '---\ntitle: Ярмарок біля ратуші\ndescription: "Малюнок: ярмарок"\nnote: 04-fair\n---\n\n[[note:04-fair]]\n\n'
    )
    assert chapter.startswith(head + "## Коротко { #in-short }\n")


def test_the_headings_are_the_same_in_all_languages_but_for_their_words(fair):
    assert run(fair, "04-fair", *every_language()).exit_code == 0
    found = {code: markup.read(fair.read(f"docs/{code}/04-fair.md"), Path()).headings for code in LANGUAGES}
    assert all([heading.id for heading in headings] == IDS for headings in found.values())
    assert [headings[1].text for headings in found.values()] == ["Чи можу я?", "Czy mogę?", "May I?"]


def test_the_words_to_learn_are_those_of_the_source_language():
    assert scaffold.headings("pl", "uk")["words"] == "Ukraińskie słowa"
    assert scaffold.headings("uk", "pl")["words"] == "Польські слова"
    assert scaffold.headings("pl", "cs")["words"] == "Ważne słowa"  # no catalog says it in Czech
    assert scaffold.headings("en", "cs")["words"] == "Czech words"


def test_what_follows_a_heading_in_a_small_letter_follows_a_colon(fair):
    chapter = written(fair, s1_text="коли ярмарок зачинено", s2_heading="Що далі?")
    steps = "1. **The s1-heading uk:** коли ярмарок зачинено\n2. **Що далі?** The s2-text uk"
    assert sections(chapter)["steps"] == steps


# ------------------------------------------------------------------------------------------------ checks


def test_begun_chapters_pass_every_check_once_they_are_in_the_reading_order(fair):
    result = run(fair, "04-fair", *every_language())
    line = "add this line to “nav:” in mkdocs.yml: - 04-fair.md\n"
    assert line in result.stdout
    assert fair.report(translation.reading_order) != []
    fair.replace("mkdocs.yml", "  - 03-bridge.md\n", "  - 03-bridge.md\n  - 04-fair.md\n")
    found = [line for line in fair.report() if "04-fair.md" in line and not line.endswith(OF_MADE_UP_WORDS)]
    assert found == []
    assert line not in run(fair, "02-market", "--lang", "uk").stdout


@pytest.mark.parametrize("order", [("uk", "pl", "en"), ("pl", "uk", "en")])
def test_a_translation_names_the_source_whether_begun_together_or_one_by_one(fair, order):
    run(fair, "04-fair", "--lang", order[0], "--lang", order[1])
    run(fair, "04-fair", "--lang", order[2])
    book = fair.book()
    assert "translated_from" not in fair.read("docs/uk/04-fair.md")
    assert {book.state("04-fair.md", code) for code in LANGUAGES} == {"translated"}


def test_a_translation_names_no_source_while_there_is_none(fair):
    assert run(fair, "04-fair", "--lang", "pl").exit_code == 0
    assert "translated_from" not in fair.read("docs/pl/04-fair.md")


# -------------------------------------------------------------------------------------------- refusing


def test_a_chapter_that_exists_is_never_overwritten(fair):
    fair.write("docs/pl/04-fair.md", "Moje.\n")
    result = run(fair, "04-fair", *every_language())
    assert result.exit_code == 2
    assert "docs/pl/04-fair.md exists already; nothing was written" in result.stderr
    assert fair.read("docs/pl/04-fair.md") == "Moje.\n"
    assert not fair.path("docs/uk/04-fair.md").exists()


def test_a_language_without_words_is_refused_and_the_file_to_add_is_named(fair):
    fair.remove(f"{NOTE}/text.pl.yml")
    result = run(fair, "04-fair", *every_language())
    assert result.exit_code == 2
    assert "the visual note “04-fair” has no text.pl.yml; nothing was written" in result.stderr
    assert "copy text.uk.yml to text.pl.yml there and translate it" in result.stderr
    assert list(fair.root.glob("docs/*/04-fair.md")) == []


def test_words_that_are_not_translated_are_named_instead_of_written_in_another_language(fair):
    fair.replace(f"{NOTE}/text.pl.yml", 'help: "The help pl"\n', "")
    result = run(fair, "04-fair", "--lang", "pl")
    assert result.exit_code == 2
    assert "text.pl.yml of the visual note “04-fair” lacks: help; nothing was written" in result.stderr


def test_a_drawing_without_words_begins_no_chapter(fair):
    result = run(fair, "00-cover")
    assert result.exit_code == 2
    assert "“00-cover” has no words to begin a chapter with" in result.stderr


def test_an_unknown_note_is_answered_with_the_nearest(fair):
    result = run(fair, "04-fare")
    assert result.exit_code == 2
    assert "there is no visual note “04-fare”" in result.stderr and "did you mean “04-fair”?" in result.stderr


def test_a_note_that_cannot_be_read_is_not_called_unknown(fair):
    fair.write(f"{NOTE}/note.yml", "format: [\n")
    result = run(fair, "04-fair")
    assert result.exit_code == 2
    assert "the visual note “04-fair” cannot be read" in result.stderr and "guidebook check" in result.stderr


def test_when_one_file_cannot_be_written_none_is(fair, monkeypatch):
    write = files.write_atomically

    def full_disk(file: Path, data: str) -> None:
        if "docs/en" in file.as_posix():
            raise OSError(28, "No space left on device")
        write(file, data)

    monkeypatch.setattr(files, "write_atomically", full_disk)
    result = run(fair, "04-fair", *every_language())
    assert result.exit_code == 2
    assert list(fair.root.glob("docs/*/04-fair.md")) == []


@pytest.mark.parametrize("name", ["../../outside", "/tmp/outside", "a b", "x]] [[fact:y", "04-fair.md\\n"])
def test_a_note_cannot_write_outside_of_the_chapters(fair, name):
    fair.replace(f"{NOTE}/note.yml", "chapter: 04-fair", f'chapter: "{name}"')
    before = sorted(fair.root.parent.rglob("*.md"))
    result = run(fair, "04-fair")
    assert result.exit_code == 2
    assert "cannot be the name of a chapter" in result.stderr
    assert sorted(fair.root.parent.rglob("*.md")) == before


def test_a_language_folder_that_leads_elsewhere_is_not_written_to(fair, tmp_path):
    fair.remove("docs/en")
    (tmp_path / "elsewhere").mkdir()
    fair.path("docs/en").symlink_to(tmp_path / "elsewhere")
    result = run(fair, "04-fair", "--lang", "en")
    assert result.exit_code == 2
    assert "docs/en/04-fair.md would stand outside of the book" in result.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


# -------------------------------------------------------------------------------------- untrusted words

SMUGGLED = [
    "[[fact:stall-price]]",
    "[[place:office]]",
    "x [[all:places]] y",
    "<b onclick=x>bold</b>",
    "<script>alert(1)</script>",
    "<!-- hidden -->",
    "# Heading",
    "## Heading { #steps }",
    "x { #steps .wide }",
    "![p](../x.png)",
    "[l](https://x.example)",
    "<https://x.example>",
    "[l][ref]",
    "[ref]: https://x.example",
    "*a* _b_ **c** __d__",
    "`code` ``more``",
    "``` py",
    "~~~",
    "> quoted",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12. травня",
    "- [ ] task",
    '--8<-- "x.md"',
    "| a | b |",
    '!!! note "x"',
    '??? note "x"',
    "---",
    "===",
    "***",
    "&lt;b&gt; &amp; &#35;",
    "R&D; A&B",
    "a\\",
    "\\[\\[fact:x\\]\\]",
    "\\",
    "::: x",
    "C:\\new",
    "{{ x }} {% y %}",
    "$x^2$",
    "#",
    "<",
    "]]",
    "**",
]


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    settings = config.load(Path(__file__).parents[1] / "sample-book" / "mkdocs.yml")
    return Renderer("uk", settings.extensions, settings.extension_configs)


@pytest.mark.parametrize("words", SMUGGLED)
@pytest.mark.parametrize("frame", ["{}", "- {}", "> {}", "1. **{}** {}"])
def test_words_read_as_they_stand_in_the_note(renderer, words, frame):
    line = frame.replace("{}", markup.literal(words))
    html = renderer.html(line, lambda reference: f"RESOLVED {reference}")
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "ul", "ol", "li", "blockquote", "strong"}
    assert re.findall(r"<\w+ [^>]*>", html) == []
    assert unescape(re.sub(r"<[^>]+>", "", html)).split() == (words.split() * frame.count("{}"))
    document = markup.read(line + "\n", Path("x.md"))
    found = (document.headings, document.links, document.pictures, document.references, document.faults)
    assert found == ((), (), (), (), ())


@pytest.mark.parametrize("words", SMUGGLED)
def test_a_chapter_of_smuggled_words_has_ten_headings_and_one_reference(fair, words):
    everywhere = {key.replace("-", "_"): words for key in ROLES}
    chapter = written(fair, title=words, alt=words, **everywhere)
    document = markup.read(chapter, Path("x.md"))
    assert [heading.id for heading in document.headings] == IDS
    assert [str(reference) for reference in document.references] == ["[[note:04-fair]]"]
    assert (document.links, document.pictures, document.faults) == ((), (), ())
    assert dict(document.front_matter) == {"title": words, "description": words, "note": "04-fair"}


@pytest.mark.parametrize(
    "title", ["no", "12", "2026-01-01", "a: b", "a #b", "“x”", "'x'", "&x", "*x", "- x", "%x", "@x", "~"]
)
def test_a_title_is_text_whatever_yaml_would_make_of_it(fair, title):
    assert dict(markup.read(written(fair, title=title), Path()).front_matter)["title"] == title


def test_characters_that_are_none_are_left_out(fair):
    fair.replace(f"{NOTE}/text.uk.yml", '"The help uk"', '"a\\u0000b\\u007f\\ufeff \\u2028 c"')
    assert run(fair, "04-fair").exit_code == 0
    assert sections(fair.read("docs/uk/04-fair.md"))["help"] == "ab c"


def test_the_checks_of_structure_find_nothing_in_smuggled_words(fair):
    for code in LANGUAGES:
        say(fair, code, lead="# [[fact:x]] <b>", s1_text="- [x](y.md)", help="1. { #steps }", farewell="| a |")
    assert run(fair, "04-fair", *every_language()).exit_code == 0
    checks = (
        text.forbidden_text,
        links.broken_links,
        structure.duplicate_headings,
        structure.skipped_levels,
        comparison.different_headings,
        shape.different_lists,
        comparison.different_references,
    )
    assert [line for check in checks for line in fair.report(check)] == []
