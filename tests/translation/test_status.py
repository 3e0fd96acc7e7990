"""How far the translations are: block by block, in blocks and words."""

from conftest import SampleBook
from guidebook import strings
from guidebook.book import State
from guidebook.translation import status
from guidebook.translation.status import Piece, Row, Standing

MARKET = "02-market.md"
SOURCE, POLISH = "docs/uk/02-market.md", "docs/pl/02-market.md"
NEW = "\nНовий рядок про ринок.\n"


def row(sample_book: SampleBook, name: str = MARKET, code: str = "pl") -> Row:
    return next(r for r in status.rows(sample_book.book()) if (r.name, r.language) == (name, code))


def to_do(sample_book: SampleBook, name: str = MARKET, code: str = "pl") -> list[tuple[str, int, str]]:
    """Standing, line and text of what is not translated."""
    return [(piece.standing, piece.line, piece.text) for piece in row(sample_book, name, code).to_do()]


def test_the_sample_book_is_translated(sample_book: SampleBook):
    assert {(r.percent, r.state, r.to_do()) for r in status.rows(sample_book.book())} == {(100, State.TRANSLATED, ())}


def test_every_chapter_and_what_stands_elsewhere_has_a_row_in_every_language(sample_book: SampleBook):
    book = sample_book.book()
    names = [chapter.name for chapter in book.source.chapters]
    elsewhere = ["visual notes", "facts, places, terms, phrases", "forms", "the guidebook's own words"]
    assert [(r.name, r.language) for r in status.rows(book)] == [
        (name, code) for name in (*names, *elsewhere) for code in ("uk", "pl", "en")
    ]


def test_a_missing_chapter_is_missing_block_by_block(sample_book: SampleBook):
    whole = row(sample_book)
    sample_book.remove(POLISH)
    found = row(sample_book)
    assert (found.percent, found.state) == (0, State.MISSING)
    assert found.count(Standing.MISSING) == whole.count() == 7  # two of the head, two headings, three paragraphs
    assert found.words(Standing.MISSING) == whole.words()
    assert found.pieces[0].file == sample_book.path(POLISH)


def test_a_changed_block_is_stale_and_only_that_one(sample_book: SampleBook):
    sample_book.commit()
    sample_book.replace(SOURCE, "його арки", "його давні арки")
    assert to_do(sample_book) == [
        ("stale", 14, "Na targ idzie się przez most: przeczytaj o [jego łukach](03-bridge.md#arches).")
    ]
    assert row(sample_book).is_known


def test_a_new_block_is_missing_behind_the_one_before_it(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append(SOURCE, NEW)
    assert to_do(sample_book) == [("missing", 18, "Новий рядок про ринок.")]


def test_a_block_that_the_source_no_longer_has_is_stale_but_no_work(sample_book: SampleBook):
    sample_book.commit()
    words = row(sample_book).words()
    sample_book.replace(SOURCE, "До ринку йдуть через міст: прочитайте про [його арки](03-bridge.md#arches).\n\n", "")
    found = row(sample_book)
    assert [(piece.standing, piece.line, piece.words) for piece in found.to_do()] == [("stale", 14, 0)]
    assert found.percent == 99
    assert found.words() == words - 9


def test_the_per_cent_is_that_of_the_words_and_whole_only_when_nothing_is_left(sample_book: SampleBook):
    words = row(sample_book).words()
    sample_book.commit()
    sample_book.append(SOURCE, NEW)
    assert row(sample_book).percent == round(100 * words / (words + 4))
    sample_book.append(SOURCE, "\n".join(f"\nЦе дуже довгий рядок номер {n}.\n" for n in range(3)))
    piece = Piece(Standing.TRANSLATED, 1000, sample_book.root, 1, "")
    stale = Piece(Standing.STALE, 1, sample_book.root, 1, "")
    assert Row("x", "pl", State.STALE, (piece, stale)).percent == 99


def test_a_file_saved_again_proves_nothing(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append(SOURCE, NEW)
    sample_book.append(POLISH, "\n")
    sample_book.commit()
    assert [standing for standing, _, _ in to_do(sample_book)] == ["missing"]


def test_a_new_block_that_is_translated_but_not_accepted_is_stale(sample_book: SampleBook):
    sample_book.commit()
    sample_book.append(SOURCE, NEW)
    sample_book.append(POLISH, "\nNowy wiersz o targu.\n")
    assert to_do(sample_book) == [("stale", 20, "Nowy wiersz o targu.")]


def test_without_history_everything_may_be_stale_and_counts_half(sample_book: SampleBook):
    sample_book.append(SOURCE, NEW)
    found = row(sample_book)
    assert not found.is_known
    assert found.count(Standing.STALE) == 7
    assert found.percent == round(100 * found.words(Standing.STALE) / 2 / found.words())


def test_the_words_of_the_source_are_untouched(sample_book: SampleBook):
    line = next(line for line in sample_book.read(SOURCE).split("\n") if line.startswith("До ринку"))
    sample_book.replace(POLISH, "Na targ idzie się przez most: przeczytaj o [jego łukach](03-bridge.md#arches).", line)
    assert to_do(sample_book) == [("untouched", 14, line)]


def test_a_name_that_is_the_same_everywhere_is_translated(sample_book: SampleBook):
    for code in ("uk", "pl", "en"):
        sample_book.append(f"docs/{code}/02-market.md", "\n## WBO { #wbo }\n")
    sample_book.commit()
    assert "untouched" not in {standing for standing, _, _ in to_do(sample_book)}


def test_words_of_another_alphabet_are_in_the_wrong_language(sample_book: SampleBook):
    text = "Na targ idzie się przez most: przeczytaj o [jego łukach](03-bridge.md#arches)."
    other = "Дорога на ринок веде через міст, прочитайте про [арки](03-bridge.md#arches)."
    sample_book.replace(POLISH, text, other)
    assert to_do(sample_book) == [("wrong_language", 14, other)]


def test_one_sentence_in_another_language_is_enough(sample_book: SampleBook):
    sample_book.replace(POLISH, "Zniżka dla", "Це дуже довге речення українською мовою. Zniżka dla")
    assert [(standing, line) for standing, line, _ in to_do(sample_book)] == [("wrong_language", 12)]


def test_texts_of_data_and_drawings_are_pieces_too(sample_book: SampleBook):
    sample_book.replace("docs/data/terms.yml", "pl: wysłuchanie publiczne, ", "")
    words = "visual-notes/02-market/text.pl.yml"
    sample_book.replace(words, 'when-text: "Od wiosny do jesieni, w każdą sobotę."\n', "")
    assert [standing for standing, _, _ in to_do(sample_book, "visual notes")] == ["missing"]
    assert [standing for standing, _, _ in to_do(sample_book, "facts, places, terms, phrases")] == ["missing"]
    assert to_do(sample_book, "forms") == []
    assert row(sample_book, "visual notes").state is State.MISSING


def test_a_changed_word_of_a_drawing_makes_its_translations_stale(sample_book: SampleBook):
    sample_book.replace("visual-notes/02-market/text.uk.yml", "щосуботи", "щонеділі")
    assert [standing for standing, _, _ in to_do(sample_book, "visual notes")] == ["stale"]
    assert row(sample_book, "visual notes").state is State.STALE


def test_a_language_without_a_catalog_lacks_the_guidebook_s_own_words(sample_book: SampleBook, monkeypatch, tmp_path):
    for code in ("pl", "uk"):
        (tmp_path / f"{code}.po").write_bytes((strings.LOCALE / f"{code}.po").read_bytes())
    with (tmp_path / "pl.po").open("a") as catalog:
        catalog.write('\nmsgid "a word of its own"\nmsgstr "własne słowo"\n')
    monkeypatch.setattr(strings, "LOCALE", tmp_path)
    strings.load.cache_clear()
    try:
        assert to_do(sample_book, "the guidebook's own words", "uk") == [("missing", 1, "a word of its own")]
        assert to_do(sample_book, "the guidebook's own words", "pl") == []
        assert to_do(sample_book, "the guidebook's own words", "en") == []
    finally:
        strings.load.cache_clear()


# ---------------------------------------------------------------------------------------------- memory


def test_what_was_computed_once_is_not_computed_again(sample_book: SampleBook, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    sample_book.commit()
    sample_book.replace(SOURCE, "його арки", "його давні арки")
    first = status.rows(sample_book.book())
    cut = []
    of = status.blocks.of
    monkeypatch.setattr(status.blocks, "of", lambda document: cut.append(document.file) or of(document))
    assert status.rows(sample_book.book()) == first
    assert cut == []
    monkeypatch.setattr(status, "LEARNED", 1 / 5)  # the sample book is small
    sample_book.append("docs/pl/01-council.md", "\nDopisany wiersz.\n")
    status.rows(sample_book.book())
    assert set(cut) == {sample_book.path(f"docs/{code}/01-council.md") for code in ("uk", "pl")}


def test_when_much_has_changed_the_languages_are_learned_anew(sample_book: SampleBook, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    status.rows(sample_book.book())
    for name in ("01-council.md", "03-bridge.md", "index.md"):
        sample_book.append(f"docs/pl/{name}", "\nZupełnie nowy wiersz, który jest bardzo długi.\n")
    learned = []
    learn = status.tongues.learn
    monkeypatch.setattr(status.tongues, "learn", lambda texts: learned.append(texts) or learn(texts))
    remembered = status.rows(sample_book.book())
    assert len(learned) == 1
    sample_book.remove("build/.cache")
    assert status.rows(sample_book.book()) == remembered


def test_a_memory_that_somebody_spoiled_or_removed_changes_nothing(sample_book: SampleBook, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    file = sample_book.path("build/.cache/status.json")
    sample_book.commit()
    sample_book.replace(SOURCE, "його арки", "його давні арки")
    first = status.rows(sample_book.book())
    kept = file.read_text("utf-8")
    others = (('"stale"', '"well done"'), ("[[", "[[99,"), ('"from"', '"x"'), ('"telling":{', '"telling":{"":0},"x":{'))
    for spoiled in ("{", *(kept.replace(old, new) for old, new in others)):
        file.write_text(spoiled, "utf-8")
        assert status.rows(sample_book.book()) == first
    file.unlink()
    assert status.rows(sample_book.book()) == first


def test_what_is_not_known_is_asked_again_when_its_history_has_come(sample_book: SampleBook, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    then, changed = sample_book.read(SOURCE), sample_book.read(SOURCE).replace("його арки", "його давні арки")
    sample_book.write(SOURCE, changed)
    assert not row(sample_book).is_known
    sample_book.write(SOURCE, then)
    sample_book.commit()
    sample_book.write(SOURCE, changed)
    assert row(sample_book).is_known


def test_many_texts_are_told_by_several_processes_as_by_one(sample_book: SampleBook, monkeypatch):
    monkeypatch.setenv("CI", "1")
    sample_book.remove(POLISH)
    alone = status.rows(sample_book.book())
    monkeypatch.setattr(status, "_MANY", 1)
    monkeypatch.setattr(status, "_TASK", 2)
    monkeypatch.setattr(status.processes, "cores", lambda: 2)
    assert status.rows(sample_book.book()) == alone
