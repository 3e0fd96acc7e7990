"""What the search looks through."""

import json

from guidebook import search
from guidebook.stemming import Rules

PAGE = """
<div class="notice draft" role="note"><p>Not reviewed</p></div>
<p>The first&nbsp;words.</p>
<h2 id="stall">A <em>stall</em></h2>
<p>One day costs
<span class="fact">20<sup class="source">\u2060<a href="#source-1">1</a></sup></span>.<br>Bring a table.</p>
<ul><li>one</li><li>two</li></ul>
<h3 class="place-name" id="place-office">The office</h3><p>Upstairs<p>
<figure class="visual-note"><img src="x.webp"><details><p>Words of the drawing</p></details></figure>
<dl><dt id="term-hearing">hearing</dt><dd class="official">wysłuchanie</dd><dd>A meeting.</dd></dl>
<div class="sources"><h2 id="sources">Where this comes from</h2><ol><li>A law</li></ol></div>
"""


def read(script: str) -> dict:
    """The index as a browser reads it."""
    head, tail = f"window.{search.GLOBAL}=", ";\n"
    assert script.startswith(head) and script.endswith(tail)
    return json.loads(script.removeprefix(head).removesuffix(tail))


def texts(html: str) -> dict[str, tuple[str, str]]:
    return {section.id: (section.heading, section.text) for section in search.sections(html)}


def test_a_page_falls_into_what_stands_below_each_heading_place_and_term():
    assert list(texts(PAGE)) == ["", "stall", "place-office", "term-hearing"]


def test_words_stay_whole_and_apart_as_they_are_read():
    found = texts(PAGE)
    assert found[""] == ("", "The first words.")
    assert found["stall"] == ("A stall", "One day costs 20. Bring a table. one · two")


def test_items_that_say_nothing_at_their_end_are_read_one_by_one():
    items = "<li>a <b>table</b></li><li>a chair, please!</li><li>„tea.”</li><li>cups</li>"
    told = "We need: a table · a chair, please! „tea.” cups · Who comes?"
    assert texts(f"<p>We need:</p><ul>{items}</ul><p>Who comes?</p>")[""] == ("", told)
    assert texts("<ul><li><p>one</p></li><li></li><li>two</li></ul>")[""] == ("", "one · two")


def test_a_heading_with_only_headings_below_it_tells_what_they_are():
    places = '<h3 id="b">Market</h3><p>Stalls.</p><h3 id="c">Library</h3><p>Books.</p>'
    page = search.Page("a.html", "A", f'<h2 id="a">Places</h2>{places}<h2 id="d">Empty</h2>')
    rows = read(search.index([page], {}))["pages"][0][2]
    assert [text for *_, text in rows] == ["", "Market · Library", "Stalls.", "Books.", ""]
    bare = search.Page("b.html", "B", "<h2 id='a'>Print</h2><p>For others.</p>")
    assert read(search.index([bare], {}))["pages"][0][2][0] == ["", "", "Print"]


def test_notices_sources_drawings_and_their_headings_are_not_looked_through():
    everything = str(texts(PAGE))
    assert [word for word in ("reviewed", "drawing", "law", "comes") if word in everything] == []


TABLE = """<h2 id="a">Letters</h2><table><thead><tr><th></th><th>Monday</th><th>Sunday</th></tr></thead>
<tbody><tr><td>Tram<sup class="source">1</sup></td><td>yes</td><td>no</td></tr><tr><td>Boat</td><td></td><td>?</td></tr>
</tbody></table><p>Ask.</p>"""


def test_a_row_of_a_table_says_to_which_column_each_cell_belongs():
    assert texts(TABLE)["a"] == ("Letters", "Tram · Monday: yes · Sunday: no. Boat · Sunday: ? Ask.")


def test_the_two_cells_of_a_narrow_table_are_told_side_by_side():
    rows = "<tr><th>Who</th><th>What</th></tr><tr><td>You</td><td>Write a letter.</td></tr>"
    assert texts(f"<table>{rows}</table>")[""] == ("", "Who · What. You · Write a letter.")
    assert texts("<p>One</p><table></table>")[""] == ("", "One")


def test_a_heading_without_an_id_belongs_to_the_section_above_it():
    assert texts('<h2 id="a">One</h2><p>two</p><h3>Three</h3>') == {"": ("", ""), "a": ("One", "two · Three")}


def test_text_that_looks_like_html_stays_text():
    assert texts("<p>&lt;img src=x onerror=alert(1)&gt;</p>")[""] == ("", "<img src=x onerror=alert(1)>")


def test_the_index_names_the_page_its_sections_and_the_pages_with_places():
    pages = [search.Page("a.html", "A", "<p>words</p>"), search.Page("b.html", "B", "", "About places.", True)]
    made = read(search.index(pages, {}))
    assert made["pages"] == [["a.html", "A", [["", "", "words"]]], ["b.html", "B", [["", "", "About places."]]]]
    assert made["places"] == [1]


def test_a_term_is_found_by_its_words_in_other_languages_but_does_not_say_its_own_twice():
    page = search.Page("glossary.html", "Words", PAGE)
    index = read(search.index([page], {"term-hearing": {"en": "hearing", "pl": "wysłuchanie publiczne"}}))
    assert index["pages"][0][2][-1] == ["term-hearing", "hearing", "A meeting.", {"pl": "wysłuchanie publiczne"}]


def test_a_section_carries_what_people_call_it_and_the_index_how_words_change():
    page = search.Page("glossary.html", "Words", PAGE)
    keywords, rules = {"term-hearing": {"pl": "wysłuchanie"}}, Rules(("ing", "s"), (("cz", "k"),), ("the",))
    called = {"glossary": "dictionary", "glossary#term-hearing": "debate", search.EXAMPLES: "hearing, stall"}
    made = read(search.index([page], keywords, called, rules))
    rows = {row[0]: row[3:] for row in made["pages"][0][2]}
    assert rows == {"": [0, "dictionary"], "stall": [], "place-office": [],
                    "term-hearing": [{"pl": "wysłuchanie"}, "debate"]}  # fmt: skip
    assert (made["endings"], made["changes"], made["small"]) == ("ing s", [["cz", "k"]], "the")
    assert made["examples"] == ["hearing", "stall"]


def test_what_people_call_it_is_read_for_one_language(tmp_path):
    assert search.asked(tmp_path, "pl") == {}
    text = "a#steps:\n  pl: jak zacząć\nb: {en: where, pl: gdzie}\nc: gdzie\nd: {pl: [jak]}\n"
    (tmp_path / search.ASKED).write_text(text, "utf-8")
    assert search.asked(tmp_path, "pl") == {"a#steps": "jak zacząć", "b": "gdzie"}
    assert search.asked(tmp_path, "en") == {"b": "where"}
    text = "examples: {pl: 'petycja, darmowy prawnik ,', en: petition}\n"
    (tmp_path / search.ASKED).write_text(text, "utf-8")
    assert search.examples(search.asked(tmp_path, "pl")) == ("petycja", "darmowy prawnik")
    assert search.examples({}) == ()
    (tmp_path / search.ASKED).write_text("a: {", "utf-8")
    assert search.asked(tmp_path, "pl") == {}


def test_the_same_pages_give_the_same_bytes():
    pages = [search.Page("a.html", "A", PAGE)]
    assert search.index(pages, {"stall": {"pl": "stragan"}}) == search.index(iter(pages), {"stall": {"pl": "stragan"}})
