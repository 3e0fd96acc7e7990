"""Lists, tables, boxes and paragraphs of a translation are those of the source."""

from conftest import SampleBook
from guidebook.checks.shape import (
    different_boxes,
    different_lengths,
    different_lists,
    different_paragraphs,
    different_tables,
)
from guidebook.problem import Severity

COUNCIL, MARKET, BRIDGE = "docs/pl/01-council.md", "docs/pl/02-market.md", "docs/pl/03-bridge.md"


# ------------------------------------------------------------------------------------------ lists, tables


def test_a_lost_list_item_is_reported_where_it_belongs_with_its_words(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "- Wodę daje rzeka.\n", "")
    assert sample_book.report(different_lists) == [
        f"{BRIDGE}:15: a list item of the source is missing here: “Воду дає річка.” [different-lists]",
    ]
    assert sample_book.hints(different_lists) == ["translate it and put it here"]


def test_an_added_list_item_is_reported_on_its_line(sample_book: SampleBook):
    item = "Piasek leży nad rzeką: weź go i oddaj, gdy wyschnie."
    sample_book.replace(BRIDGE, "- Wodę daje rzeka.\n", f"- Wodę daje rzeka.\n- {item}\n")
    assert sample_book.report(different_lists) == [
        f"{BRIDGE}:17: the source has no such list item: “{item}” [different-lists]",
    ]


def test_which_of_some_short_items_is_lost_is_learned_from_the_book(sample_book: SampleBook):
    """“Вода” and “woda”, “пісок” and “piasek” stand beside each other elsewhere in the book."""
    words = {"uk": ("вода", "пісок", "річка"), "pl": ("woda", "piasek", "rzeka"), "en": ("water", "sand", "river")}
    for code, (water, sand, river) in words.items():
        lesson = f"\n{water} {water}.\n\n{sand} {sand}.\n\n{water}!\n\n{sand}!\n\n{river}.\n\n{river}!\n"
        items = f"\n- {water} {code}\n- {sand} {code}\n- {river} {code}\n"
        sample_book.append(f"docs/{code}/index.md", lesson)
        sample_book.append(f"docs/{code}/02-market.md", items)
    sample_book.replace(MARKET, "- piasek pl\n", "")
    (problem,) = [problem for problem in sample_book.problems(different_lists) if problem.file.parent.name == "pl"]
    assert (problem.line, problem.values["text"]) == (20, "пісок uk")


def test_a_lost_table_row_is_reported_where_it_belongs(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "| Jestem osobą niepełnoletnią | Tak, jeśli obok jest ktoś dorosły. |\n", "")
    (report,) = sample_book.report(different_lists)
    assert report.startswith(f"{COUNCIL}:13: a table row of the source is missing here: “| ")


def test_a_list_that_became_a_paragraph_is_counted(sample_book: SampleBook):
    sample_book.replace(BRIDGE, "- Szczotki daje [rada](01-council.md#steps).\n- Wodę", "Szczotki daje [rada]("
                        "01-council.md#steps). Wodę")
    assert sample_book.report(different_lists) == [
        f"{BRIDGE}:13: list items in this section: 0, in the source: 2 [different-lists]",
    ]


def test_a_lost_cell_and_an_empty_one_are_reported(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "| Mieszkam tu | Tak.[[source:council-hears]] |", "| Mieszkam tu |")
    sample_book.replace(COUNCIL, "| Tak, jeśli obok jest ktoś dorosły. |", "| |")
    assert sample_book.report(different_tables) == [
        f"{COUNCIL}:13: cells in this table row: 1, in the source: 2 [different-tables]",
        f"{COUNCIL}:14: a cell of this table row is empty [different-tables]",
    ]


# ------------------------------------------------------------------------------------------------- boxes


def test_a_box_that_lost_its_mark_is_reported_with_the_line_to_write(sample_book: SampleBook):
    sample_book.replace(COUNCIL, '!!! note "Bez pośpiechu"\n', "Bez pośpiechu\n")
    (report,) = sample_book.report(different_boxes)
    assert report.startswith(f"{COUNCIL}:") and "of the source is missing here" in report
    assert sample_book.hints(different_boxes) == ['begin it with the line: !!! note "…"']


def test_a_box_of_another_kind_is_reported(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "!!! note", "!!! tip")
    assert sample_book.report(different_boxes) == [
        f"{COUNCIL}:27: this box is of the kind “tip”, in the source of the kind “note” [different-boxes]",
    ]
    assert sample_book.hints(different_boxes) == ['write: !!! note "Bez pośpiechu"']


def test_text_that_fell_out_of_its_box_is_reported(sample_book: SampleBook):
    sample_book.replace(COUNCIL, "    Na wystąpienie", "\nNa wystąpienie")
    assert sample_book.report(different_boxes) == [
        f"{COUNCIL}:29: this stands inside of a box or a list in the source, not here [different-boxes]",
    ]
    assert sample_book.hints(different_boxes) == ["put 4 spaces in front of the line"]


# -------------------------------------------------------------------------------------------- paragraphs

PARTS = {
    "uk": ("Вранці на ринку гарно. 12 000 людей приносять сир, мед і хліб.", "Увечері танцюють. Музика грає дотемна."),
    "pl": ("Rano na targu jest ładnie. 12 000 osób przynosi ser, miód i chleb.", "Wieczorem się tańczy. Gra muzyka."),
    "en": ("The market is lovely early. 12 000 people bring cheese and honey.", "At night they dance. Music plays."),
}


def with_paragraphs(sample_book: SampleBook) -> None:
    for code, parts in PARTS.items():
        sample_book.append(f"docs/{code}/index.md", "\n" + "\n\n".join(parts) + "\n")


def test_a_lost_paragraph_is_a_gap_with_its_words(sample_book: SampleBook):
    with_paragraphs(sample_book)
    sample_book.replace("docs/pl/index.md", f"{PARTS['pl'][0]}\n\n", "")
    assert sample_book.report(different_paragraphs) == [
        f"docs/pl/index.md:7: a paragraph of the source is missing here: “{PARTS['uk'][0]}” [different-paragraphs]",
    ]
    assert sample_book.severities(different_paragraphs) == {Severity.GAP}


def test_two_paragraphs_that_became_one_are_let_through(sample_book: SampleBook):
    with_paragraphs(sample_book)
    sample_book.replace("docs/pl/index.md", "\n\n".join(PARTS["pl"]), " ".join(PARTS["pl"]))
    assert sample_book.report(different_paragraphs) == []


def test_an_added_paragraph_gets_advice_for_a_long_one_may_have_been_split(sample_book: SampleBook):
    with_paragraphs(sample_book)
    sample_book.append("docs/pl/index.md", "\nKot śpi na moście.\n")
    assert sample_book.report(different_paragraphs) == [
        "docs/pl/index.md:13: the source has no such paragraph: “Kot śpi na moście.” [different-paragraphs]",
    ]
    assert sample_book.severities(different_paragraphs) == {Severity.ADVICE}


def test_paragraphs_that_have_each_other_s_names_seem_to_have_changed_places(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nБорис миє міст у 2019 році (BRDG).\n\nАнна миє ринок (MRKT).\n")
    sample_book.append("docs/pl/index.md", "\nAnna myje targ (MRKT).\n\nBorys myje most w 2019 roku (BRDG).\n")
    sample_book.append("docs/en/index.md", "\nBorys washes the bridge in 2019 (BRDG).\n\nAnna, the market (MRKT).\n")
    assert sample_book.report(different_paragraphs) == [
        "docs/pl/index.md:9: this and line 11 seem to have changed places [different-paragraphs]",
    ]
    assert sample_book.severities(different_paragraphs) == {Severity.ADVICE}


def test_a_paragraph_without_one_of_its_sentences_is_noticed(sample_book: SampleBook):
    words = {
        "uk": ("Хто прийде вранці, побачить великий ринок.", "Хто прийде ввечері, почує гарну музику."),
        "pl": ("Kto przyjdzie rano, zobaczy duży targ.", "Kto przyjdzie wieczorem, usłyszy ładną muzykę."),
        "en": ("Come in the morning and see the market.", "Come in the evening and hear fine music."),
    }
    for code, (one, other) in words.items():
        sample_book.append(f"docs/{code}/index.md", f"\n{one} {other} {one}\n")
    assert sample_book.report(different_lengths) == []
    sample_book.replace("docs/pl/index.md", f" {words['pl'][1]}", "")
    (report,) = sample_book.report(different_lengths)
    assert report.startswith("docs/pl/index.md:9: a sentence seems to be missing here: ")
    assert sample_book.severities(different_lengths) == {Severity.ADVICE}
