"""What the source says now and said then: for the program, and as a translator reads it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import SampleBook
from guidebook import cli
from guidebook.problem import GuidebookError
from guidebook.translation import differing

SOURCE, POLISH = "docs/uk/02-market.md", "docs/pl/02-market.md"
ARCHES = "До ринку йдуть через міст: прочитайте про [його арки](03-bridge.md#arches)."


def run(sample_book: SampleBook, *words: str, speak: str = "en"):
    words = ("--config", str(sample_book.path("mkdocs.yml")), "--speak", speak, *words)
    return CliRunner().invoke(cli.main, words, env={"CI": "1"}, catch_exceptions=False)


def lines(sample_book: SampleBook, *words: str) -> list[str]:
    result = run(sample_book, *words)
    assert result.exit_code == 0
    return result.stdout.split("\n")


@pytest.fixture
def changed(sample_book: SampleBook) -> SampleBook:
    """The source has one paragraph changed, one gone, one new; all of it is committed."""
    sample_book.commit()
    sample_book.replace(SOURCE, "через міст: прочитайте", "через старий міст: спершу прочитайте")
    sample_book.replace(SOURCE, "Ринок відкрито: [[fact:market-season]]. Запитання?", "Запитання?")
    sample_book.replace(SOURCE, "## Коли { #when }", "Столи тримають два дні.\n\n## Коли { #when }")
    sample_book.commit()
    return sample_book


def test_then_now_and_the_translation_stand_below_each_other(changed: SampleBook):
    then = changed.book().edition("pl").chapter("02-market.md").translated_from
    found = lines(changed, "diff", "pl/02-market.md")
    assert found[:17] == [
        f"docs/pl/02-market.md: what has changed in docs/uk/02-market.md since {then}",
        "",
        "Stół na targu · changed in the source",
        f"  then  {then}:13",
        f"    {ARCHES}",
        "  now  docs/uk/02-market.md:13",
        "    До ринку йдуть через {+старий+} міст: {+спершу+} прочитайте про [його арки](03-bridge.md#arches).",
        "  translation  docs/pl/02-market.md:14",
        "    Na targ idzie się przez most: przeczytaj o [jego łukach](03-bridge.md#arches).",
        "",
        "Stół na targu · new in the source",
        "  now  docs/uk/02-market.md:15",
        "    Столи тримають два дні.",
        "  translation  docs/pl/02-market.md:14",
        "    its place is behind this line",
        "",
        "Kiedy · changed in the source",
    ]
    assert "    [-Ринок відкрито: [[fact:market-season]].-] Запитання?" in found[18]


def test_it_ends_with_what_to_do(changed: SampleBook):
    now = changed.book().source.chapter("02-market.md").source_id
    assert lines(changed, "diff", "pl/02-market.md")[-3:-1] == [
        "When the translation is up to date: guidebook accept pl/02-market.md",
        f"or write at its top: translated_from: {now}",
    ]


def test_a_paragraph_that_is_gone_is_shown_with_its_translation(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(SOURCE, ARCHES + "\n\n", "")
    found = lines(sample_book, "diff", "pl/02-market.md")
    assert found[2] == "Stół na targu · no longer in the source"
    assert found[4:7] == [
        f"    {ARCHES}",
        "  translation  docs/pl/02-market.md:14",
        "    Na targ idzie się przez most: przeczytaj o [jego łukach](03-bridge.md#arches).",
    ]


def test_every_way_to_name_the_file_is_understood(changed: SampleBook, monkeypatch):
    monkeypatch.chdir(changed.path("docs/pl"))
    wanted = run(changed, "diff", "pl/02-market.md").stdout
    for name in ("docs/pl/02-market.md", "02-market.md", str(changed.path(POLISH))):
        assert run(changed, "diff", name).stdout == wanted


def test_an_up_to_date_translation_has_nothing_to_show(sample_book: SampleBook):
    assert lines(sample_book, "diff", "pl/02-market.md") == [
        "docs/pl/02-market.md was made from the present version of docs/uk/02-market.md: nothing has changed since", ""
    ]


def test_lines_broken_elsewhere_are_told_apart_from_new_words(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(SOURCE, "йдуть через міст", "йдуть\nчерез міст")
    assert "Only spaces and line ends have changed." in lines(sample_book, "diff", "pl/02-market.md")


def test_a_shallow_clone_says_how_to_fetch_the_rest(changed: SampleBook, tmp_path: Path):
    changed.git("clone", "--quiet", "--depth=1", f"file://{changed.root}", str(tmp_path / "shallow"))
    found = lines(SampleBook(tmp_path / "shallow"), "diff", "pl/02-market.md")
    assert found[0].startswith("Only the newest commits are here, and docs/uk/02-market.md as it was at ")
    assert found[1:] == ["Fetch the whole history: git fetch --unshallow", ""]


def test_without_git_it_says_so(sample_book: SampleBook):
    sample_book.append(SOURCE, "\nНовий рядок.\n")
    then = sample_book.book().edition("pl").chapter("02-market.md").translated_from
    assert lines(sample_book, "diff", "pl/02-market.md") == [
        f"docs/uk/02-market.md as it was at {then} is not in the history that is at hand: compare them whole", ""
    ]


def test_a_translation_that_names_no_version_is_told_which_one_to_write(sample_book: SampleBook):
    then = sample_book.book().edition("pl").chapter("02-market.md").translated_from
    sample_book.replace(POLISH, f"translated_from: {then}\n", "")
    assert lines(sample_book, "diff", "pl/02-market.md")[1] == f"then write at its top: translated_from: {then}"


@pytest.mark.parametrize("path", ["uk/02-market.md", "visual-notes/02-market/text.uk.yml", "pl/99-nothing.md", "uk"])
def test_what_is_no_translation_is_refused(sample_book: SampleBook, path: str):
    with pytest.raises(GuidebookError, match="is no translation of this book"):
        differing.compared(sample_book.book(), [path])
    assert run(sample_book, "diff", path).exit_code == 2


@pytest.mark.parametrize("speak", ["pl", "uk"])
def test_it_speaks_the_translator_s_language(changed: SampleBook, speak: str):
    said = run(changed, "diff", "pl/02-market.md", speak=speak).stdout
    assert "changed in the source" not in said
    assert {"pl": "zmienione w oryginale", "uk": "змінено в оригіналі"}[speak] in said


# ------------------------------------------------------------- drawings, facts, terms: what stands in YAML

NOTE, TERMS = "visual-notes/02-market/text.pl.yml", "docs/data/terms.yml"


@pytest.fixture
def reworded(sample_book: SampleBook) -> SampleBook:
    """A word of a drawing and a term say something else; all of it is committed, and again something else is."""
    sample_book.commit()
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті громадські слухання")
    sample_book.replace("visual-notes/02-market/text.uk.yml", "Уперше дешевше.", "Уперше удвічі дешевше.")
    sample_book.commit()
    sample_book.append("visual-notes/02-market/text.uk.yml", "# nothing that is read\n")
    sample_book.append(TERMS, "# nothing that is read\n")
    sample_book.commit()
    return sample_book


def test_a_word_of_a_drawing_is_shown_as_it_was_and_is(reworded: SampleBook):
    version = reworded.book().notes["02-market"].texts["pl"].translated_from["stall-text"]
    assert lines(reworded, "diff", NOTE)[:9] == [
        f"{NOTE}: what has changed in the source since it was translated into Polski",
        "",
        "stall-text · changed in the source",
        f"  then  {version}",
        "    Один стіл на один день. Уперше дешевше.",
        "  now  visual-notes/02-market/text.uk.yml:4",
        "    Один стіл на один день. Уперше {+удвічі+} дешевше.",
        f"  translation  {NOTE}:4",
        "    Jeden stół na jeden dzień. Za pierwszym razem taniej.",
    ]


def test_of_an_entry_only_the_texts_that_have_changed_are_shown_in_each_language(reworded: SampleBook):
    found = lines(reworded, "diff", TERMS)
    assert [line for line in found if " · " in line] == ["hearing.term · changed in the source"] * 2
    assert "    {+відкриті+} громадські слухання" in found
    assert found[0] == f"{TERMS}: what has changed in the source since it was translated into Polski"
    assert f"When the translation is up to date: guidebook accept {TERMS}" in found


def test_an_entry_is_found_in_the_history_of_the_file_where_it_stood_before(reworded: SampleBook):
    text = reworded.read(TERMS)
    reworded.remove(TERMS)
    reworded.write("docs/data/terms/council.yml", text)
    reworded.commit()
    assert "    {+відкриті+} громадські слухання" in lines(reworded, "diff", "docs/data/terms")


def test_a_text_that_is_new_in_an_entry_is_shown_as_new(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace("docs/data/facts.yml", "council-hears:\n  claim:",
                        "council-hears:\n  kind: text\n  value: {uk: кожен}\n  claim:")  # fmt: skip
    assert "council-hears.value · new in the source" in lines(sample_book, "diff", "docs/data/facts.yml")


def test_the_help_of_a_form_is_shown_as_it_was(sample_book: SampleBook):
    sample_book.commit()
    form = sample_book.book().forms["stall"]
    old = form.about["uk"]
    sample_book.replace("docs/data/forms/stall.yml", old, f"{old} Нове слово.")
    found = lines(sample_book, "diff", "docs/data/forms/stall.yml")
    assert "about · changed in the source" in found
    assert any(line.endswith("{+Нове слово.+}") for line in found)


def test_without_history_a_changed_entry_says_so_and_shows_what_is_there(sample_book: SampleBook):
    sample_book.replace(TERMS, "uk: громадські слухання", "uk: відкриті громадські слухання")
    found = lines(sample_book, "diff", TERMS)
    title = "changed in the source; what it said then is not in the history that is at hand"
    assert f"hearing.term · {title}" in found and "    відкриті громадські слухання" in found
    assert not any(line.startswith("  then") for line in found)


def test_an_entry_without_translated_from_is_not_taken_for_stale(sample_book: SampleBook):
    sample_book.commit()
    text = "".join(line for line in sample_book.read(TERMS).splitlines(True) if "translated_from" not in line)
    sample_book.write(TERMS, text)
    title = f"{TERMS}: nothing has changed in the source since it was translated into Polski"
    assert lines(sample_book, "diff", TERMS)[0] == title


def test_a_folder_or_nothing_means_all_that_is_stale(reworded: SampleBook):
    reworded.replace(SOURCE, "через міст", "через старий міст")
    heads = [line.partition(":")[0] for line in lines(reworded, "diff") if ": what has changed in" in line]
    assert heads == [POLISH, "docs/en/02-market.md", NOTE, NOTE.replace("pl", "en"), TERMS, TERMS]
    heads = [line.partition(":")[0] for line in lines(reworded, "diff", "pl") if ": what has changed in" in line]
    assert heads == [POLISH]
    heads = [line.partition(":")[0] for line in lines(reworded, "diff", "docs/data") if ": what has changed in" in line]
    assert heads == [TERMS, TERMS]


def test_where_nothing_is_stale_it_says_so(sample_book: SampleBook):
    assert lines(sample_book, "diff") == lines(sample_book, "diff", "docs") == [
        "No translation here is older than its source.", ""
    ]  # fmt: skip


# -------------------------------------------------------------------------------------- changed words


def shown(then: str, now: str) -> tuple[str, str]:
    """Changed words between brackets."""
    sides = differing.marked(then, now)
    return tuple("".join(f"[{text}]" if changed else text for text, changed in side) for side in sides)


def test_only_changed_words_are_marked():
    assert shown("Zapłać 5 zł dziś.", "Zapłać 7 zł dziś.") == ("Zapłać [5] zł dziś.", "Zapłać [7] zł dziś.")


def test_neighbouring_words_are_one_change():
    assert shown("w roku 2024 raz", "w edycji 2025 raz") == ("w [roku 2024] raz", "w [edycji 2025] raz")


def test_spaces_at_the_ends_of_a_change_are_not_marked():
    assert shown("raz dwa", "raz albo dwa") == ("raz dwa", "raz [albo] dwa")


def test_a_reference_is_changed_as_a_whole():
    assert shown("do [[fact:a-b]].", "do [[fact:a-c]].") == ("do [[[fact:a-b]]].", "do [[[fact:a-c]]].")


def test_both_sides_together_are_the_whole_text():
    then, now = "Kto mieszka tu, ten może. Tak!", "Kto tu mieszka, może – tak."
    for text, side in zip((then, now), differing.marked(then, now), strict=True):
        assert "".join(piece for piece, _ in side) == text


# ------------------------------------------------------------------------------------------- the page


def page(sample_book: SampleBook, tmp_path: Path, *paths: str, speak: str = "en") -> str:
    result = run(sample_book, "diff", *paths, "--html", str(tmp_path / "changes.html"), speak=speak)
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'changes.html'} shows what has changed\n")
    return (tmp_path / "changes.html").read_text("utf-8")


def test_the_page_has_both_versions_beside_the_translation_each_in_its_language(changed: SampleBook, tmp_path: Path):
    text = page(changed, tmp_path, "pl/02-market.md")
    then = changed.book().edition("pl").chapter("02-market.md").translated_from
    assert f'<dt>then <code>{then}:13</code></dt><dd lang="uk" dir="ltr">{ARCHES}</dd>' in text
    assert '<dt>now <code>docs/uk/02-market.md:13</code></dt><dd lang="uk" dir="ltr">До ринку йдуть через <ins>' in text
    assert '<dt>translation <code>docs/pl/02-market.md:14</code></dt><dd lang="pl" dir="ltr">Na targ idzie się' in text
    assert "<del>Ринок відкрито: [[fact:market-season]].</del> Запитання?" in text


def test_the_page_has_words_of_drawings_and_entries_too(reworded: SampleBook, tmp_path: Path):
    text = page(reworded, tmp_path)
    assert '<dd lang="uk" dir="ltr">Один стіл на один день. Уперше <ins>удвічі</ins> дешевше.</dd>' in text
    assert '<dd lang="uk" dir="ltr"><ins>відкриті</ins> громадські слухання</dd>' in text
    assert f"<code>{NOTE}:4</code>" in text


def test_several_chapters_are_one_page(changed: SampleBook, tmp_path: Path):
    text = page(changed, tmp_path, "pl/02-market.md", "en/02-market.md", "pl/01-council.md")
    assert text.count("<h2>") == 3
    assert "docs/pl/01-council.md was made from the present version" in text


def test_nothing_in_a_chapter_becomes_part_of_the_page(changed: SampleBook, tmp_path: Path):
    changed.replace(SOURCE, "спершу прочитайте", "<script>alert(1)</script> & спершу")
    changed.replace(POLISH, "## Stół na targu", "## <img src=x onerror=alert(1)>")
    changed.replace(POLISH, "Na targ idzie się", "</dd><b>Na targ</b> idzie się")
    text = page(changed, tmp_path, "pl/02-market.md")
    assert "<script" not in text and "<img" not in text and "</dd><b>" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text and "&lt;/dd&gt;&lt;b&gt;Na targ" in text


def test_the_page_is_the_same_every_time_and_loads_nothing(changed: SampleBook, tmp_path: Path):
    first = page(changed, tmp_path, "pl/02-market.md")
    assert page(changed, tmp_path, "pl/02-market.md") == first
    assert "default-src 'none'" in first
    assert "http:" not in first and "https:" not in first and "url(" not in first


# --------------------------------------------------------------------------------------- the table of `status`


def test_status_counts_what_is_to_do_and_names_the_first_lines(changed: SampleBook):
    changed.remove("docs/en/02-market.md")
    found = lines(changed, "status")
    table = next(number for number, line in enumerate(found) if line.startswith("to do"))
    assert [cell.strip() for cell in found[table].split("  ") if cell.strip()] == [
        "to do", "stale", "missing", "untouched", "in another language", "words to translate"
    ]  # fmt: skip
    assert found[table + 1].split()[:5] == ["pl/02-market.md", "2", "1", "–", "–"]
    assert found[table + 2].split()[:3] == ["en/02-market.md", "–", "8"]
    assert any(line.startswith("  docs/pl/02-market.md:14: stale  Na targ idzie się przez most: ") for line in found)
    assert "  docs/pl/02-market.md:14: missing  Столи тримають два дні." in found
    assert "  docs/en/02-market.md:1: missing  Ринок" in found


def test_status_says_when_it_cannot_know(sample_book: SampleBook):
    sample_book.append(SOURCE, "\nНовий рядок.\n")
    found = lines(sample_book, "status")
    assert any(line.startswith("pl/02-market.md ?") for line in found)
    assert "  docs/pl/02-market.md:2: stale  Targ" in found
    assert any(line.startswith("?: what has changed in the source is not known") for line in found)


def test_status_shows_five_lines_of_a_language_or_all(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append(SOURCE, "".join(f"\nНовий рядок номер {number}.\n" for number in range(7)))
    few, every = lines(sample_book, "status"), lines(sample_book, "status", "--all")
    counts = [sum("docs/pl/02-market.md:18: missing" in line for line in found) for found in (few, every)]
    assert counts == [5, 7]
    assert "  and 2 more places: guidebook status --all" in few


def test_for_another_project_the_command_that_shows_all_names_its_folder(tmp_path: Path):
    for code, text in (("en", "Sentence number {}.\n\n"), ("de", "")):
        (tmp_path / "some docs" / code).mkdir(parents=True)
        (tmp_path / "some docs" / code / "a.md").write_text("# A\n\n" + "".join(map(text.format, range(9))), "utf-8")
    words = ["--speak", "en", "status", "--docs", str(tmp_path / "some docs"), "--source", "en"]
    said = " ".join(CliRunner().invoke(cli.main, words).output.split())
    assert f"more places: guidebook status --docs '{tmp_path}/some docs' --source en --all" in said


def test_status_as_json_has_blocks_and_words_of_each_chapter_and_language(changed: SampleBook):
    objects = json.loads(run(changed, "status", "--json").stdout)
    found = next(o for o in objects if (o["chapter"], o["language"]) == ("02-market.md", "pl"))
    keys = ["total", "translated", "stale", "missing", "untouched", "wrong_language"]
    assert list(found["blocks"]) == list(found["words"]) == keys
    assert found["blocks"] == {
        "total": 8, "translated": 5, "stale": 2, "missing": 1, "untouched": 0, "wrong_language": 0
    }  # fmt: skip
    assert found["words"]["total"] == sum(found["words"][key] for key in keys[1:])
    assert (found["state"], found["is_known"]) == ("stale", True)
