"""Quotes, apostrophes, dots, dashes, alphabets, and the language of a text."""

import unicodedata

import pytest

from conftest import SampleBook
from guidebook import checks
from guidebook.checks.language import (
    decomposed_letters,
    foreign_letters,
    foreign_quotes,
    hyphens_as_dashes,
    mixed_alphabets,
    straight_quotes,
    three_dots,
    wrong_apostrophes,
    wrong_language,
)
from guidebook.problem import Severity


@pytest.mark.parametrize(
    ("code", "written", "better"),
    [
        ("uk", 'Скажіть "добрий день" усім.', "write «добрий день»"),
        ("pl", 'Powiedz "dzień dobry" wszystkim.', "write „dzień dobry”"),
        ("en", 'Say "good day" to all.', "write “good day”"),
        ("en", "Say 'good day' to all.", "write “good day”"),
        ("uk", 'Це «слово "так" тут».', "write „так“"),
    ],
)
def test_quotes_from_the_keyboard_get_the_languages_own(sample_book: SampleBook, code: str, written: str, better: str):
    sample_book.append(f"docs/{code}/index.md", f"\n{written}\n")
    assert sample_book.hints(straight_quotes) == [better]


def test_the_message_quotes_what_is_written(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", '\nPowiedz "dzień dobry" wszystkim.\n')
    assert sample_book.report(straight_quotes) == [
        'docs/pl/index.md:9: “"dzień dobry"” is written otherwise in this language [straight-quotes]',
    ]


def test_quotes_in_code_titles_of_boxes_and_addresses_are_syntax(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", '\n`a = "b"`\n\n!!! tip "Rada"\n    Tak.\n\n[x](01-council.md "Rada")\n')
    assert sample_book.report(straight_quotes) == []


@pytest.mark.parametrize(("code", "sign"), [("uk", "”"), ("pl", "“"), ("en", "„"), ("uk", "‘")])
def test_a_quote_of_another_language_is_reported(sample_book: SampleBook, code: str, sign: str):
    sample_book.append(f"docs/{code}/index.md", f"\nСлово{sign}\n")
    line = 8 if code == "uk" else 9
    assert sample_book.report(foreign_quotes) == [
        f"docs/{code}/index.md:{line}: “{sign}” in “Слово{sign}” is a quote of another language [foreign-quotes]",
    ]


@pytest.mark.parametrize(
    ("code", "written", "better"),
    [
        ("pl", "To “rada” miasta.", "write „rada”"),
        ("pl", "To „rada“ miasta.", "write „rada”"),
        ("pl", "To ”rada” miasta.", "write „rada”"),
        ("uk", "Це “рада” міста.", "write «рада»"),
        ("uk", "Це „рада” міста.", "write «рада»"),
        ("uk", "Це «рада “міста” тут».", "write „міста“"),
        ("en", "The „council” sits.", "write “council”"),
        ("en", "The «council» sits.", "write “council”"),
    ],
)
def test_quotes_of_another_language_get_its_own(sample_book: SampleBook, code: str, written: str, better: str):
    sample_book.append(f"docs/{code}/index.md", f"\n{written}\n")
    assert sample_book.hints(foreign_quotes) == [better]


def test_quotes_inside_of_quotes_and_words_of_another_language_are_right(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\n„To «rada» miasta”, *“the council”*{ .lang-en }.\n")
    sample_book.append("docs/uk/index.md", "\n«Це „рада“ міста», [рада „Міста”](01-council.md){ .lang-pl }.\n")
    sample_book.append("docs/en/index.md", "\n“The ‘council’ of the city”, *Powiedz „tak”*{ .lang-pl }.\n")
    assert sample_book.report(foreign_quotes) == []


@pytest.mark.parametrize(
    ("code", "written", "better"),
    [
        ("uk", "Їх п'ять.", "write п’ять."),
        ("uk", "Їх п`ять.", "write п’ять."),
        ("uk", "Їх п‘ять.", "write п’ять."),
        ("uk", "Їх п*ять.", "write п’ять."),
        ("uk", 'Їх п"ять.', "write п’ять."),
        ("uk", "Їх п”ять.", "write п’ять."),
        ("en", "We don´t know.", "write don’t"),
        ("en", "The citizens' budget.", "write citizens’"),
    ],
)
def test_another_sign_for_an_apostrophe_is_reported(sample_book: SampleBook, code: str, written: str, better: str):
    sample_book.append(f"docs/{code}/index.md", f"\n{written}\n")
    assert sample_book.hints(wrong_apostrophes) == [better]
    assert sample_book.report(foreign_quotes) == sample_book.report(straight_quotes) == []


def test_backticks_for_apostrophes_are_found_though_markdown_takes_them_for_code(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nЇх п`ять, а об`єднання одне.\n")
    assert sample_book.report(wrong_apostrophes) == [
        "docs/uk/index.md:8: “`” in “п`ять,” is no apostrophe [wrong-apostrophes]",
        "docs/uk/index.md:8: “`” in “об`єднання” is no apostrophe [wrong-apostrophes]",
    ]


def test_both_apostrophes_emphasis_inside_a_word_and_code_are_right(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nП’ять і пʼять, *об*єднання, **під**яс, `п` і `м`.\n")
    assert sample_book.report(wrong_apostrophes) == []


def test_three_full_stops_are_reported(sample_book: SampleBook):
    sample_book.append("docs/pl/index.md", "\nI tak dalej...\n")
    assert sample_book.hints(three_dots) == ["write dalej…"]


@pytest.mark.parametrize("dash", ["-", "—"])
def test_a_hyphen_with_spaces_is_reported(sample_book: SampleBook, dash: str):
    sample_book.append("docs/pl/index.md", f"\nMost {dash} to my. Po- i nadmorski, 2 - 1.\n\n- tak\n- nie\n")
    assert sample_book.hints(hyphens_as_dashes) == ["write Most – to"]


@pytest.mark.parametrize(
    ("code", "written", "better", "shown"),
    [
        ("uk", "Це мiсто.", "місто", "м[i]сто, U+0069"),  # the i is Latin
        ("uk", "Це вaшe.", "ваше", "в[a]ш[e], U+0061 U+0065"),
        ("uk", "Там ïжа.", "їжа", "[ï]жа, U+00EF"),
        ("uk", "Цикл WBО.", "WBO", "WB[О], U+041E"),  # the О is Cyrillic
        ("uk", "Рада cлухає.", "слухає", "[c]лухає, U+0063"),
        ("pl", "To jest miаsto.", "miasto", "mi[а]sto, U+0430"),  # and here the а
        ("en", "The сity council.", "city", "[с]ity, U+0441"),
    ],
)
def test_letters_of_another_alphabet_are_reported_with_the_right_word(
    sample_book: SampleBook, code: str, written: str, better: str, shown: str
):
    sample_book.append(f"docs/{code}/index.md", f"\n{written}\n")
    (problem,) = sample_book.problems(mixed_alphabets)
    assert problem.values["letters"] == shown
    assert problem.hint.format(**problem.values) == f"write “{better}”, copied from here"


def test_the_message_shows_which_letter_of_the_word_it_is(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nЦе мiсто.\n")
    assert sample_book.report(mixed_alphabets) == [
        "docs/uk/index.md:8: “мiсто” has letters of two alphabets that look alike: м[i]сто, U+0069 [mixed-alphabets]",
    ]
    assert sample_book.severities(mixed_alphabets) == {Severity.DEFECT}


def test_a_letter_that_resembles_none_is_shown_though_nobody_knows_the_word(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nГромадsкий бюджет.\n")
    assert sample_book.hints(mixed_alphabets) == ["write the letter in brackets with the keyboard of this language"]


@pytest.mark.parametrize("text", ["Ринок i міст.", "i міст."])
def test_a_single_latin_letter_beside_ukrainian_words_is_reported(sample_book: SampleBook, text: str):
    sample_book.append("docs/uk/index.md", f"\n{text}\n")
    assert sample_book.hints(mixed_alphabets) == ["write “і”, copied from here"]


def test_foreign_names_labels_and_addresses_are_left_alone(sample_book: SampleBook):
    text = (
        "Книга PESEL-номер, Wi-Fi, план A і план B, пункт a) тут, e-пошта, XX ст., цикл WBO, SMSка, у Facebookу, "
        "точки x та y, [рада](01-council.md), `мiсто`, rynok@verbopil.example, *мiсто*{ .lang-ru }."
    )
    sample_book.append("docs/uk/index.md", f"\n{text}\n")
    assert sample_book.report(mixed_alphabets) == []


def test_wrong_letters_are_found_in_drawings_and_tables_on_their_own_line(sample_book: SampleBook):
    sample_book.replace("visual-notes/02-market/text.uk.yml", "Коли", "Кoли")  # Latin o
    sample_book.replace("docs/data/places.yml", "uk: Від ринку", "uk: Вiд ринку")  # Latin i
    sample_book.replace("docs/data/terms.yml", "uk: громадські слухання", "uk: громадськi слухання")
    found = [line.partition(": “")[0] for line in sample_book.report(mixed_alphabets)]
    places = sample_book.read("docs/data/places.yml").split("\n")
    note = sample_book.read("visual-notes/02-market/text.uk.yml").split("\n")
    assert f"docs/data/places.yml:{1 + [n for n, line in enumerate(places) if 'Вiд' in line][0]}" in found
    assert "docs/data/terms.yml:2" in found
    lines = [f"visual-notes/02-market/text.uk.yml:{n}" for n, line in enumerate(note, 1) if "Кoли" in line]
    assert set(lines) <= set(found)


def test_wrong_letters_on_the_cover_are_found_in_mkdocs_yml(sample_book: SampleBook):
    config = sample_book.read("mkdocs.yml").split("\n")
    number, line = next((n, line) for n, line in enumerate(config, 1) if "locale: uk" in line)
    title = line.partition("site_name: ")[2].partition(",")[0]
    sample_book.replace("mkdocs.yml", f"locale: uk, name: Українська, site_name: {title}",
                        f"locale: uk, name: Українська, site_name: {title} мiста")
    (problem,) = sample_book.problems(mixed_alphabets)
    assert (problem.file.name, problem.line, problem.values["better"]) == ("mkdocs.yml", number, "міста")


def test_russian_letters_in_ukrainian_are_reported_with_the_word_of_the_book(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nРада слухає.\n\nТут рынок.\n")
    sample_book.append("docs/uk/01-council.md", "\nРинок тут. Це ринок.\n")
    assert sample_book.report(foreign_letters) == [
        "docs/uk/index.md:10: “рынок” has letters that Українська does not have: ы [foreign-letters]",
    ]
    assert sample_book.hints(foreign_letters) == ["write “ринок”, copied from here"]
    assert sample_book.severities(foreign_letters) == {Severity.DEFECT}


def test_of_an_unknown_russian_word_the_letters_are_told(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nЭто объект.\n")
    (hint,) = sample_book.hints(foreign_letters)
    assert hint == "letters of Українська are: е є ’; words of another language are marked: *…*{ .lang-… }"


def test_russian_words_that_are_marked_are_right(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nКажуть *это мы*{ .lang-ru }.\n\nЭто рынок\n{: .lang-ru }\n")
    assert sample_book.report(foreign_letters) == []


def test_letters_that_are_saved_in_two_parts_are_told_once_for_a_file(sample_book: SampleBook):
    text = sample_book.read("docs/uk/index.md")
    sample_book.write("docs/uk/index.md", text + unicodedata.normalize("NFD", "\nЦе її край.\n\nМій їжак.\n"))
    assert sample_book.report(decomposed_letters) == [
        f"docs/uk/index.md:8: “{unicodedata.normalize('NFD', 'її')}” is saved with the marks of its letters apart: "
        "і + U+0308 = ї [decomposed-letters]",
    ]
    assert sample_book.hints(decomposed_letters) == ["write “її”, copied from here; so everywhere in this file"]
    assert sample_book.severities(decomposed_letters) == {Severity.ADVICE}


def test_marks_that_no_letter_contains_are_right(sample_book: SampleBook):
    sample_book.append("docs/uk/index.md", "\nЗамо\u0301к.\n")  # where the stress is
    assert sample_book.report(decomposed_letters) == []


# ------------------------------------------------------------------------------------------------ language

POLISH = "Na targu możesz kupić chleb, a potem iść przez most do rady, jeśli jeszcze jest otwarta."
ENGLISH = "At the market you can buy bread, and then walk over the bridge to the council, if it is still open."
UKRAINIAN = "На ринку ви можете купити хліб, а потім піти через міст до ради, якщо вона ще відчинена."
RUSSIAN = "На рынке вы можете купить хлеб, а потом пойти через мост в совет, если он ещё открыт."


@pytest.fixture
def grown_book(sample_book: SampleBook) -> SampleBook:
    """The sample book with so much text that each edition shows how its language is."""
    for code, name in (("pl", "polski"), ("en", "english"), ("uk", "ukrainian")):
        text = " ".join(_SENTENCES[name])
        sample_book.append(f"docs/{code}/03-bridge.md", f"\n{text}\n")
    return sample_book


_SENTENCES = {
    "polski": (
        "Most jest stary i ma trzy łuki, a pod nim płynie rzeka, w której latem można się kąpać.",
        "Kiedy pada deszcz, ludzie stoją pod dachem i czekają, aż przestanie, bo nikt się tu nie spieszy.",
        "Jeśli chcesz coś powiedzieć, zapisz się na listę, która leży na stole przy wejściu, i czekaj na swoją kolej.",
        "Każdy może przyjść, także z dziećmi, bo dla nich jest osobny pokój, w którym się nimi ktoś zajmie.",
        "Rada odpowiada na listy w ciągu dwóch tygodni, a jeśli się spóźnia, to mówi, dlaczego i kiedy odpowie.",
        "Nie wiemy, czy te zasady jeszcze obowiązują, więc zapytaj, zanim pójdziesz, albo sprawdź na stronie.",
        "Na moście nie wolno jeździć szybko, bo jest wąski i chodzą po nim ludzie, którzy niosą zakupy.",
        "To jest bezpłatne dla wszystkich, którzy tu mieszkają, i nie trzeba do tego mieć żadnych dokumentów.",
    ) * 4,
    "english": (
        "The bridge is old and has three arches, and below it there is a river in which you can swim in summer.",
        "When it rains, people stand under the roof and wait until it stops, because nobody is in a hurry here.",
        "If you want to say something, put your name on the list that lies on the table at the door, and wait.",
        "Everybody can come, also with children, because there is a room for them where somebody looks after them.",
        "The council answers letters within two weeks, and if it is late, it says why and when it will answer.",
        "We do not know whether these rules are still the same, so ask before you go, or look at the page.",
        "You must not drive fast on the bridge, because it is narrow and people walk there with what they bought.",
        "This is free of charge for all who live here, and you do not need to have any documents for it.",
    ) * 4,
    "ukrainian": (
        "Міст старий і має три арки, а під ним тече річка, у якій улітку можна купатися.",
        "Коли йде дощ, люди стоять під дахом і чекають, доки він скінчиться, бо тут ніхто не поспішає.",
        "Якщо ви хочете щось сказати, запишіться у список, який лежить на столі біля входу, і чекайте на чергу.",
        "Прийти може кожен, також із дітьми, бо для них є окрема кімната, у якій за ними хтось догляне.",
        "Рада відповідає на листи за два тижні, а якщо запізнюється, то каже, чому і коли відповість.",
        "Ми не знаємо, чи ці правила ще діють, тому запитайте, перш ніж іти, або подивіться на сайті.",
        "На мосту не можна їздити швидко, бо він вузький і ним ходять люди, які несуть покупки.",
        "Це безкоштовно для всіх, хто тут живе, і для цього не треба мати жодних документів.",
    ) * 4,
}


@pytest.mark.parametrize(
    ("code", "text"),
    [("en", POLISH), ("uk", POLISH), ("pl", ENGLISH), ("uk", ENGLISH), ("pl", UKRAINIAN), ("uk", RUSSIAN)],
)
def test_a_paragraph_in_another_language_is_found(grown_book: SampleBook, code: str, text: str):
    grown_book.append(f"docs/{code}/index.md", f"\n{text}\n")
    (problem,) = grown_book.problems(wrong_language)
    assert problem.line == (8 if code == "uk" else 9)
    assert problem.severity is Severity.GAP
    assert problem.english().startswith(f"“{text[:60]}")


def test_a_sentence_in_another_language_is_quoted_from_its_paragraph(grown_book: SampleBook):
    grown_book.append("docs/uk/index.md", f"\n{UKRAINIAN} {ENGLISH} {UKRAINIAN}\n")
    (problem,) = grown_book.problems(wrong_language)
    assert problem.values["text"].startswith("At the market you can buy bread")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Write to: Wydział Partycypacji Społecznej, Urząd Miejski, ul. Nadbrzeżna 1, Wierzbopol."),
        ("en", "Say it like this: *Chciałabym zapytać, kiedy jest następna sesja rady.*{ .lang-pl }"),
        ("uk", "Адреса: Stowarzyszenie Mieszkańców Wierzbopola, ul. Nadbrzeżna 1."),
        ("uk", "Про це пише Fundacja na Rzecz Studiów Europejskich у своєму звіті за минулий рік."),
        ("pl", "Zobacz też: Active Migrants, Open Society Foundations, City of Sanctuary."),
        ("pl", "[Read more about the council and what it does for the people](01-council.md){ .lang-en }"),
    ],
)
def test_addresses_names_and_marked_words_are_not_accused(grown_book: SampleBook, code: str, text: str):
    grown_book.append(f"docs/{code}/index.md", f"\n{text}\n")
    assert grown_book.report(wrong_language) == []


def test_a_text_of_a_table_in_another_language_is_found_on_its_line(grown_book: SampleBook):
    grown_book.replace("docs/data/places.yml", "en: From the market walk to the river; the gate is on your left.",
                       f"en: {POLISH}")
    (problem,) = grown_book.problems(wrong_language)
    line = grown_book.read("docs/data/places.yml").split("\n")[problem.line - 1]
    assert line.strip().startswith("en: Na targu")


def test_what_is_copied_from_the_source_is_told_once(grown_book: SampleBook):
    grown_book.append("docs/uk/index.md", f"\n{UKRAINIAN}\n")
    grown_book.append("docs/en/index.md", f"\n{UKRAINIAN}\n")
    found = [p.check for p in grown_book.problems() if p.file.parent.name == "en" and p.line == 9]
    assert "untranslated-paragraphs" in found
    assert checks.name(wrong_language) not in found
