"""Which block of a translation stands for which block of the source."""

import random
import re
import time
from pathlib import Path

from conftest import REPOSITORY
from guidebook import book as books
from guidebook import config, markup
from guidebook.translation import aligning, blocks
from guidebook.translation.blocks import Block, Kind


def of(text: str) -> tuple[blocks.Block, ...]:
    return blocks.of(markup.read(text, Path("x.md")))


def pairs(source: str, translation: str) -> list[tuple[str, str]]:
    """The texts side by side, “–” where one is missing."""
    found = aligning.align(of(source), of(translation))
    return [(p.source.flat if p.source else "–", p.translation.flat if p.translation else "–") for p in found]


SOURCE = """# Targ

Wstęp do targu, który jest długi.

## Kto { #who }

- Osoby dorosłe, które mieszkają w mieście.
- Dzieci.
- Ty, jeśli masz 16 lat.

## Kiedy { #when }

Od 12:00 do 16:00.

Potem zamknięte.
"""
TARGET = """# Ринок

Вступ до ринку, який є довгий.

## Хто { #who }

- Дорослі люди, які живуть у місті.
- Діти.
- Ви, якщо вам 16 років.

## Коли { #when }

Від 12:00 до 16:00.

Потім зачинено.
"""


def test_what_is_whole_is_paired_line_by_line():
    found = aligning.align(of(SOURCE), of(TARGET))
    lines = (1, 3, 5, 7, 8, 9, 11, 13, 15)
    assert [(pair.source.line, pair.translation.line) for pair in found] == [(line, line) for line in lines]


def test_a_dropped_item_is_the_one_that_is_missing():
    found = pairs(SOURCE, TARGET.replace("- Діти.\n", ""))
    assert [one for one, other in found if other == "–"] == ["Dzieci."]
    found = pairs(SOURCE, TARGET.replace("- Дорослі люди, які живуть у місті.\n", ""))
    assert [one for one, other in found if other == "–"] == ["Osoby dorosłe, które mieszkają w mieście."]


def test_numbers_and_links_tell_which_paragraph_is_missing():
    source = "Zadzwoń 123.\n\nZadzwoń 456.\n\nZobacz [to](a.md).\n\nZobacz [to](b.md)."
    found = pairs(source, "Подзвоніть 456.\n\nДивіться [це](b.md).")
    assert [other for _, other in found] == ["–", "Подзвоніть 456.", "–", "Дивіться [це](b.md)."]


def test_an_added_paragraph_stands_where_it_was_added():
    found = pairs(SOURCE, TARGET.replace("- Діти.\n", "- Діти.\n- Собаки, якщо вони на повідку і слухаються.\n"))
    assert ("–", "Собаки, якщо вони на повідку і слухаються.") in found
    assert found.index(("Dzieci.", "Діти.")) + 1 == found.index(("–", "Собаки, якщо вони на повідку і слухаються."))


def test_a_whole_section_may_be_missing_or_stand_elsewhere():
    head, who, when = (part.strip() + "\n\n" for part in re.split("(?m)^(?=## )", TARGET))
    assert [other for _, other in pairs(SOURCE, head + when)][2:6] == ["–"] * 4
    moved = pairs(SOURCE, head + when + who)
    assert all("–" not in pair for pair in moved)
    assert ("Potem zamknięte.", "Потім зачинено.") in moved


def test_a_heading_that_lost_its_name_is_still_found():
    found = pairs(SOURCE, TARGET.replace(" { #when }", ""))
    assert ("Kiedy", "Коли") in found
    assert all("–" not in pair for pair in found)


def test_books_without_names_are_aligned_by_shape_length_and_marks():
    source, target = (text.replace(" { #who }", "").replace(" { #when }", "") for text in (SOURCE, TARGET))
    assert all("–" not in pair for pair in pairs(source, target))
    found = pairs(source, target.replace("Вступ до ринку, який є довгий.\n\n", "").replace("- Діти.\n", ""))
    assert [one for one, other in found if other == "–"] == ["Wstęp do targu, który jest długi.", "Dzieci."]


def test_a_heading_is_never_a_row_nor_a_paragraph_a_heading():
    found = pairs("# A\n\nTekst.", "| a | b |\n\nТекст.")
    assert found == [("–", "| a | b |"), ("A", "–"), ("Tekst.", "Текст.")]


def test_a_list_made_into_sentences_is_paired_as_far_as_it_goes():
    found = pairs("- Chleb na 3 dni.\n- Sól.", "Хліб на 3 дні.\n\nСіль.")
    assert found == [("Chleb na 3 dni.", "Хліб на 3 дні."), ("Sól.", "Сіль.")]


def test_nothing_against_something():
    assert pairs("", "") == []
    assert pairs("Tekst.", "") == [("Tekst.", "–")]
    assert pairs("", "Текст.") == [("–", "Текст.")]


def test_the_real_chapters_are_paired_whole_and_a_dropped_block_is_found():
    book = books.load(config.load(REPOSITORY / "mkdocs.yml"))
    tried = right = 0
    for edition in book.translations:
        for chapter in edition.chapters:
            source, target = (blocks.of(c.document) for c in (book.source.chapter(chapter.name), chapter))
            if chapter.translated_from != book.source.chapter(chapter.name).source_id:
                continue
            assert all(pair.source and pair.translation for pair in aligning.align(source, target)), chapter.file
            for place in range(2, len(target), 9):
                found = aligning.align(source, (*target[:place], *target[place + 1 :]))
                lost = [pair.source for pair in found if pair.translation is None]
                assert len(lost) == 1
                tried, right = tried + 1, right + (lost == [source[place]])
    assert right >= 0.85 * tried  # the others are neighbours of the same shape and length


# ------------------------------------------------------------------------------------------ then and now


def trios(then: str, now: str, here: str) -> list[tuple[str, str, str, bool]]:
    found = aligning.trios(of(then), of(now), of(here))
    return [(*(b.flat if b else "–" for b in (t.then, t.now, t.here)), t.is_changed) for t in found]


def test_only_what_reads_otherwise_has_changed():
    now = SOURCE.replace("Dzieci.", "Dzieci z opieką.")
    assert [trio for trio in trios(SOURCE, now, TARGET) if trio[-1]] == [("Dzieci.", "Dzieci z opieką.", "Діти.", True)]


def test_lines_broken_elsewhere_and_moved_blocks_have_not_changed():
    now = SOURCE.replace("Wstęp do targu,", "Wstęp\ndo targu,")
    now = now.replace("- Dzieci.\n", "").replace("16 lat.", "16 lat.\n- Dzieci.")
    found = trios(SOURCE, now, TARGET)
    assert [trio for trio in found if trio[-1]] == []
    assert ("Dzieci.", "Dzieci.", "Діти.", False) in found


def test_a_new_block_before_one_of_the_same_kind_does_not_take_its_translation():
    now = SOURCE.replace("- Dzieci.\n", "- Goście.\n- Dzieci.\n")
    found = trios(SOURCE, now, TARGET)
    assert ("–", "Goście.", "–", True) in found
    assert ("Dzieci.", "Dzieci.", "Діти.", False) in found


def test_a_new_block_that_is_translated_already_is_found():
    now = SOURCE.replace("Potem zamknięte.", "Potem zamknięte.\n\nW niedzielę od 10:00.")
    here = TARGET.replace("Потім зачинено.", "Потім зачинено.\n\nУ неділю від 10:00.")
    assert trios(SOURCE, now, here)[-1] == ("–", "W niedzielę od 10:00.", "У неділю від 10:00.", True)


def test_a_block_that_is_gone_stands_where_it_was_with_its_translation():
    found = trios(SOURCE, SOURCE.replace("- Dzieci.\n", ""), TARGET)
    assert found[4] == ("Dzieci.", "–", "Діти.", True)
    assert found[5][:2] == ("Ty, jeśli masz 16 lat.", "Ty, jeśli masz 16 lat.")


def test_a_paragraph_made_into_an_item_has_not_changed():
    now = SOURCE.replace("Potem zamknięte.", "- Potem zamknięte.")
    assert [trio for trio in trios(SOURCE, now, TARGET) if trio[-1]] == []


# ------------------------------------------------------------------------------------------- many blocks


def _chapter(count: int, drop: int = 0, seed: int = 1) -> list[Block]:
    """Blocks with lengths of their own, every 12th a heading without a name; some are left out."""
    chance, found = random.Random(seed), []
    for number in range(count):
        kind = Kind.HEADING if number % 12 == 0 else Kind.PARAGRAPH
        text = "słowo " * chance.randrange(1, 30) + (str(1000 + number) if number % 5 == 0 else "")
        found.append(Block(kind, number + 1, number + 1, text, 2 if kind is Kind.HEADING else 0))
    left = set(chance.sample(range(count), drop)) if drop else set()
    return [block for number, block in enumerate(found) if number not in left]


def _other_letters(found: list[Block]) -> list[Block]:
    return [Block(b.kind, b.line, b.last, b.text.replace("słowo", "слово"), b.depth) for b in found]


def test_dropped_blocks_of_a_long_chapter_do_not_shift_the_others():
    found = aligning.align(_chapter(400), _other_letters(_chapter(400, drop=20)))
    right = sum(pair.source.line == pair.translation.line for pair in found if pair.source and pair.translation)
    assert right >= 370  # of 380: two neighbours of the same length cannot be told apart


def test_long_chapters_without_names_take_time_in_proportion_to_their_length():
    def seconds(count: int) -> float:
        source, target = _chapter(count), _other_letters(_chapter(count, drop=count // 20))
        start = time.process_time()
        aligning.align(source, target)
        return time.process_time() - start

    assert seconds(3000) < 6 * seconds(1000)  # nine times, were every block compared with every other
