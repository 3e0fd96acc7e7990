"""How references read: the same words on the site and in print."""

import xml.etree.ElementTree as etree

import pytest

from conftest import SampleBook
from guidebook import references
from guidebook.markup import Reference
from guidebook.references import References, element


class _Paper:
    """A medium that shows sources as plain numbers."""

    def source_mark(self, number, fact, language, is_first):
        return element("sup", str(number), id=f"mark-{number}" if is_first else "")

    def term_link(self, term):
        return ""

    def chapter_link(self, name):
        return name

    def lists(self, place):
        return True

    def place_link(self, place):
        return ""

    def form_ways(self, form, language):
        return element("p", form.name)

    def note(self, note, language):
        return element("figure", note.word("title", language).text)


def _resolver(sample_book: SampleBook, code: str = "pl", name: str = "01-council.md") -> References:
    book = sample_book.book()
    return References(book, book.edition(code).chapter(name), _Paper())


def _html(found: etree.Element | None) -> str:
    return etree.tostring(found, encoding="unicode", method="html")


def test_a_fact_is_its_value_with_its_source(sample_book: SampleBook):
    found = _html(_resolver(sample_book)(Reference("fact", "signatures-min")))
    assert found == '<span class="fact"><span class="value">5\u00a0podpisów</span><sup id="mark-1">1</sup></span>'


def test_a_phone_an_address_and_an_email_are_links(sample_book: SampleBook):
    resolve = _resolver(sample_book)
    assert 'href="tel:+44-1632-960123"' in _html(resolve(Reference("fact", "council-phone")))
    assert 'href="mailto:slovo@verbopil.example"' in _html(resolve(Reference("fact", "council-email")))


def test_an_address_may_break_between_its_parts_and_is_whole_for_who_copies_it(sample_book: SampleBook):
    email = _resolver(sample_book)(Reference("fact", "council-email")).find("a")
    assert _html(email) == '<a href="mailto:slovo@verbopil.example">slovo@<wbr>verbopil.<wbr>example</a>'
    assert "".join(email.itertext()) == "slovo@verbopil.example"
    website = references.address_link("rada.example/sesje", "https://rada.example/sesje/")
    assert _html(website) == '<a href="https://rada.example/sesje/">rada.<wbr>example/<wbr>sesje</a>'


def test_the_country_at_the_end_of_an_address_stands_on_no_line_of_its_own():
    shown = _html(references.address_link("slovo@rada.misto.ua", "mailto:slovo@rada.misto.ua"))
    assert shown == '<a href="mailto:slovo@rada.misto.ua">slovo@<wbr>rada.<wbr>misto.ua</a>'
    assert _html(references.address_link("rada.ua", "https://rada.ua")) == '<a href="https://rada.ua">rada.ua</a>'


def test_the_way_back_leads_to_the_first_mention_of_a_source(sample_book: SampleBook):
    resolve = _resolver(sample_book)
    marks = [_html(resolve(Reference("source", "council-hears"))) for _ in range(2)]
    assert marks == ['<sup id="mark-1">1</sup>', "<sup>1</sup>"]


def test_a_term_is_the_official_word_in_its_language_and_the_readers_own(sample_book: SampleBook):
    found = _html(_resolver(sample_book)(Reference("term", "hearing")))
    assert '<strong lang="uk">громадські слухання</strong> (wysłuchanie publiczne)' in found
    assert "lang=" not in _html(_resolver(sample_book, "uk")(Reference("term", "hearing")))


def test_a_term_without_the_readers_word_is_the_official_one_alone(sample_book: SampleBook):
    sample_book.replace("docs/data/terms.yml", "pl: wysłuchanie publiczne, ", "")
    assert "(" not in _html(_resolver(sample_book)(Reference("term", "hearing")))


def test_a_place_is_a_card_with_all_that_is_needed_to_go_there(sample_book: SampleBook):
    found = _html(_resolver(sample_book)(Reference("place", "office")))
    for part in ("Контора ринку", "Ринкова, 7", "00007", "09.00–\u206017.00", 'href="mailto:rynok@verbopil.example"',
                 "ukraiński, polski i angielski"):
        assert part in found


def test_what_a_translation_lacks_is_shown_in_the_source_language_and_marked(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "    pl: Tu wszyscy zbierają się przed myciem mostu.\n", "")
    found = _html(_resolver(sample_book)(Reference("place", "gate")))
    assert '<p lang="uk" class="place-about">Тут збираються перед миттям мосту.</p>' in found


@pytest.mark.parametrize("name", ["places", "terms", "sources"])
def test_a_whole_list_holds_every_entry_once(sample_book: SampleBook, name: str):
    data = sample_book.book().data
    found = _html(_resolver(sample_book)(Reference("all", name)))
    claims = [fact.name for fact in data.facts.values() if fact.claim]
    kinds = {"places": ("place", data.places), "terms": ("term", data.terms), "sources": ("fact", claims)}
    prefix, entries = kinds[name]
    assert [found.count(f'id="{prefix}-{entry}"') for entry in entries] == [1] * len(entries)


def test_places_with_a_rank_come_first_in_their_list_and_the_others_by_the_alphabet(sample_book: SampleBook):
    for name, more in (("Ярмарок", "rank: 2"), ("Базар", ""), ("Хор", "rank: 1"), ("Альтанка", "")):
        place = f"\n{name}:\n  name: {name}\n  kind: meeting\n  about: {{uk: x}}\n  {more}\n"
        sample_book.append("docs/data/places.yml", place)
    names = [name.text for name in _resolver(sample_book)(Reference("all", "places")).iter("h3")]
    assert names == ["Хор", "Ярмарок", "Альтанка", "Базар", "Ворота біля мосту", "Контора ринку"]


TERM = """
{name}:
  term: {{uk: {uk}, pl: {pl}}}
  definition: {{uk: x}}
"""


def test_the_glossary_is_sorted_by_the_readers_alphabet_and_by_official_words_too(sample_book: SampleBook):
    for name, uk, pl in (("a", "ґанок", "żaba"), ("b", "гора", "łąka"), ("c", "яма", "lis")):
        sample_book.append("docs/data/terms.yml", TERM.format(name=name, uk=uk, pl=pl))
    tree = _resolver(sample_book)(Reference("all", "terms"))
    assert [word.text for word in tree.iter("dt")] == ["lis", "łąka", "wysłuchanie publiczne", "żaba"]
    assert [link.text for link in tree.iter("a")] == ["гора", "громадські слухання", "ґанок", "яма"]
    assert {link.get("href") for link in tree.iter("a")} == {f"#{word.get('id')}" for word in tree.iter("dt")}
    assert list(_resolver(sample_book, "uk")(Reference("all", "terms")).iter("a")) == []


def test_a_sentence_to_say_stands_with_its_sound_and_its_meaning_by_situation(sample_book: SampleBook):
    tree = _resolver(sample_book)(Reference("all", "phrases"))
    assert [title.get("id") for title in tree.iter("h2")] == ["situation-office", "situation-meeting"]
    first = tree.find(".//div[@class='phrase']")
    assert [(part.text, part.get("lang"), part.get("class")) for part in first] == [
        ("Прошу говорити повільно.", "uk", None),
        ("PROszu howoRYty poWILno", None, "say"),
        ("Proszę mówić powoli.", None, None),
    ]


def test_in_its_own_language_a_sentence_needs_neither_sound_nor_meaning(sample_book: SampleBook):
    tree = _resolver(sample_book, "uk")(Reference("all", "phrases"))
    assert len(list(tree.iter("dt"))) == 2 and list(tree.iter("dd")) == []


def test_each_source_says_what_comes_from_it_and_where_it_is_used(sample_book: SampleBook):
    tree = _resolver(sample_book)(Reference("all", "sources"))
    statute = next(row for row in tree if "Статут міста" in "".join(row.itertext()))
    said = "".join(statute.itertext())
    assert "Na wysłuchaniach może mówić każdy, kto mieszka w mieście." in said
    assert "5\u00a0podpisów" in said
    assert [link.get("href") for link in statute.findall("p/a")] == ["01-council.md"]


UNKNOWN = ("fact:zzz", "source:zzz", "term:zzz", "place:zzz", "note:zzz", "all:zzz", "form:x", "wiki:x")


@pytest.mark.parametrize("reference", [*UNKNOWN, "fact:council-hears"])
def test_an_unknown_reference_is_nothing(sample_book: SampleBook, reference: str):
    kind, name = reference.split(":")
    assert _resolver(sample_book)(Reference(kind, name)) is None


def test_what_is_known_is_what_can_be_resolved(sample_book: SampleBook):
    resolve = _resolver(sample_book)
    book = sample_book.book()
    resolve.chapter = book.source.chapter("01-council.md")
    cited = {fact.name for fact in resolve.chapter.cited(book.data)}
    for kind, names in references.known_names(book).items():
        for name in names:
            if kind not in ("fact", "source") or name in cited:
                assert resolve(Reference(kind, name)) is not None, (kind, name)


def test_data_is_escaped_wherever_it_goes(sample_book: SampleBook):
    sample_book.replace("docs/data/places.yml", "name: Контора ринку", 'name: "<script>alert(1)</script>"')
    sample_book.replace("docs/data/phrases.yml", "Proszę mówić powoli.", "<script>alert(1)</script>")
    sample_book.replace("docs/data/facts.yml", 'title: "Статут міста"', 'title: "<img src=x onerror=y>"')
    resolve = _resolver(sample_book)
    for reference in (Reference("place", "office"), Reference("all", "sources"), Reference("all", "phrases")):
        assert "<script" not in _html(resolve(reference))
        assert "<img" not in _html(resolve(reference))
