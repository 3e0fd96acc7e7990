"""External addresses: found where they stand, asked gently, and every way a server can err told apart."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import misbehaving
from guidebook.checks import addresses, asking
from guidebook.checks.asking import Answer, Asker, Limits, State

QUICK = Limits(pause=0, first_wait=0.5, silence=5, whole=10, most_bytes=200_000, redirects=5)
HASTY = Limits(attempts=1, pause=0, silence=0.3, whole=0.6)
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def everyone() -> Iterator[misbehaving.Server]:
    with misbehaving.serving() as server:
        yield server


@pytest.fixture
def server(everyone: misbehaving.Server) -> misbehaving.Server:
    """The server, which has forgotten who asked before, when they have gone."""
    while everyone.now:
        time.sleep(0.01)
    everyone.asked.clear()
    everyone.seen.clear()
    everyone.names.clear()
    everyone.together = 0
    return everyone


def asker(limits: Limits = QUICK, **changes: object) -> Asker:
    """Asks only our server, and writes down the waits instead of waiting."""
    waits: list[float] = []
    ours = {"resolve": misbehaving.resolve, "may_ask": lambda number: number == misbehaving.OURS}
    made = Asker("tests", limits, **{**ours, "trusted": misbehaving.trusting(), "wait": waits.append, **changes})
    made.waits = waits
    return made


def ask(address: str) -> Answer:
    return asker().ask(address)


def says(answer: Answer) -> str:
    return answer.message.format(**answer.values)


# ------------------------------------------------------------------------------------------------ what servers say


def test_a_page_that_is_there_is_fine_and_only_its_head_is_asked_for(server):
    assert ask(server.at("/fine")) == Answer(State.FINE)
    assert server.asked == [("HEAD", "/fine")]
    assert server.names == {"tests"}


@pytest.mark.parametrize("path", ["/head-is-unknown", "/head-lies", "/head-breaks"])
def test_where_head_gives_no_clear_answer_the_page_itself_does(server, path):
    assert ask(server.at(path)) == Answer(State.FINE)
    assert server.asked == [("HEAD", path), ("GET", path)]


def test_a_server_that_falls_silent_when_asked_for_the_head_is_asked_for_the_page(server):
    limits = Limits(pause=0, silence=1, whole=10)
    assert asker(limits).ask(server.at("/head-hangs")) == Answer(State.FINE)
    assert server.asked == [("HEAD", "/head-hangs"), ("GET", "/head-hangs")]


def test_a_page_that_moved_for_good_is_told_with_the_address_to_write(server):
    answer = ask(server.at("/moved"))
    assert (answer.state, answer.write, says(answer)) == (State.MOVED, server.at("/fine"), "moved for good")


def test_an_address_that_leads_on_for_now_only_is_fine(server):
    assert ask(server.at("/lent")) == ask(server.at("/lent-and-moved")) == Answer(State.FINE)


def test_what_moved_for_good_and_leads_on_for_now_is_written_as_far_as_it_is_for_good(server):
    assert ask(server.at("/moved-and-lent")).write == server.at("/lent")


def test_what_stands_behind_the_hash_moves_along(server):
    assert ask(server.at("/moved#here")).write == server.at("/fine#here")


def test_a_page_that_moved_to_a_front_page_may_be_lost(server):
    answer = ask(server.at("/moved-to-front"))
    assert (answer.state, answer.write) == (State.MOVED, server.at("/"))
    assert "look whether what you cite still stands" in answer.message


def test_letters_of_other_alphabets_in_an_address_are_encoded(server):
    assert ask(server.at("/moved-to-letters")).write == server.at("/gr%C3%BCn")
    assert ask(server.at("/є")) == Answer(State.FINE)
    assert server.asked[-1] == ("HEAD", "/є")


def test_an_address_without_encryption_is_never_suggested_instead_of_one_with_it(server):
    assert ask(server.safely("/loses-safety")) == Answer(State.FINE)


@pytest.mark.parametrize(
    ("path", "state", "said"),
    [
        ("/missing", State.GONE, "there is no such page (404)"),
        ("/removed", State.GONE, "the page was removed for good (410)"),
        ("/moved-to-missing", State.GONE, "there is no such page (404)"),
        ("/moved-to-host", State.GONE, "the host missing.example does not exist"),
        ("/forbidden", State.BLOCKED, "lets no program in (403); look with a browser"),
        ("/password", State.BLOCKED, "lets no program in (401); look with a browser"),
        ("/challenge", State.BLOCKED, "lets no program in (503); look with a browser"),
        ("/busy-for-long", State.BLOCKED, "asks to come back later (429)"),
        ("/busy-without-reason", State.BLOCKED, "asks to come back later (429)"),
        ("/broken", State.UNREACHABLE, "the server has a fault (503)"),
        ("/nowhere", State.UNREACHABLE, "the server has a fault (302)"),
        ("/circle", State.UNREACHABLE, "leads in a circle; look with a browser"),
        ("/on/1", State.UNREACHABLE, "leads on more than 5 times; look with a browser"),
        ("/closes", State.UNREACHABLE, "plain.example broke off the connection"),
        ("/no-web", State.UNREACHABLE, "what plain.example says is no web page"),
        ("/to-file", State.NOT_ASKED, "leads to file:///etc/passwd, which is not a page"),
        ("/to-inside", State.NOT_ASKED, "inside.example stands in a private network"),
        ("/to-number", State.NOT_ASKED, "169.254.169.254 stands in a private network"),
    ],
)
def test_what_servers_do_wrong_is_told_apart(server, path, state, said):
    answer = ask(server.at(path))
    assert (answer.state, says(answer), answer.write) == (state, said, "")


@pytest.mark.parametrize("path", ["/hang", "/drips-headers", "/drips#here"])
def test_a_server_that_is_too_slow_is_left_in_time(server, path):
    start = time.monotonic()
    answer = asker(HASTY).ask(server.at(path))
    assert (answer.state, says(answer)) == (State.UNREACHABLE, "plain.example did not finish in time")
    assert time.monotonic() - start < 5


def test_a_page_without_an_end_is_read_to_our_limit_only(server):
    assert ask(server.at("/never-ends")) == Answer(State.FINE)
    assert ask(server.at("/never-ends#here")) == Answer(State.FINE)  # what is not read to its end is not judged


# ------------------------------------------------------------------------------------------------ certificates


def test_a_certificate_in_order_is_fine(server):
    assert ask(server.safely("/fine")) == Answer(State.FINE)


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("expired.example", "the certificate of expired.example has expired"),
        ("early.example", "the certificate of early.example is not valid yet"),
        ("alone.example", "the certificate of alone.example is signed by nobody but itself"),
        ("other.example", "the certificate is for another host than other.example"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said_and_not_asked_twice(server, host, said):
    one = asker()
    answer = one.ask(server.safely("/fine", host))
    assert (answer.state, says(answer)) == (State.CERTIFICATE, said)
    assert (server.asked, one.waits) == ([], [])


def test_an_authority_that_nobody_knows_is_not_trusted(server):
    answer = asker(trusted=asking.trusting()).ask(server.safely("/fine"))
    assert answer.state is State.CERTIFICATE
    assert "an authority that browsers do not know, or lacks a part" in answer.message


def test_a_server_without_encryption_at_an_https_address_is_no_secure_one(server):
    answer = ask(f"https://plain.example:{server.port}/fine")
    assert answer.state is State.CERTIFICATE
    assert says(answer).startswith("no secure connection comes about (")


def test_the_authorities_of_the_machine_are_checked_as_browsers_do():
    context = asking.trusting()
    assert context.get_ca_certs()
    assert context.check_hostname and context.verify_mode is ssl.CERT_REQUIRED
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT


# ------------------------------------------------------------------------------------------------ again, and when


def test_who_asks_to_come_back_later_is_asked_then(server):
    one = asker()
    assert one.ask(server.at("/busy")) == Answer(State.FINE)
    assert [round(wait) for wait in one.waits] == [7]


def test_a_fault_is_asked_again_after_a_wait_that_doubles(server):
    one = asker()
    assert one.ask(server.at("/faulty")) == Answer(State.FINE)
    assert one.waits == []  # GET after HEAD was enough
    assert one.ask(server.at("/broken")).state is State.UNREACHABLE
    assert [round(wait, 1) for wait in one.waits] == [0.5, 1.0]
    assert [method for method, path in server.asked if path == "/broken"] == ["HEAD", "GET", "GET", "GET"]


def test_a_fault_that_says_when_it_ends_is_waited_for(server):
    one = asker()
    assert one.ask(server.at("/resting#here")) == Answer(State.FINE)  # for a section there is no HEAD before
    assert [round(wait) for wait in one.waits] == [11]


def test_who_asks_to_come_back_much_later_is_not_waited_for(server):
    one = asker()
    one.ask(server.at("/busy-for-long"))
    assert one.waits == [] and len(server.asked) == 1


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30), ("Tue, 01 Jan 2019 00:00:00 GMT", 0), ("soon", 0), ("", 0), ("-5", 0)]
)
def test_when_to_come_back_is_read_where_it_can_be_read(header, seconds):
    assert asking._retry_after(header) == seconds


def test_there_is_a_pause_between_two_questions_to_a_host(server):
    one = asker(Limits(pause=5))
    one.ask(server.at("/moved"))  # three questions
    assert [round(wait) for wait in one.waits] == [5, 5]


def test_one_host_is_asked_one_question_at_a_time_and_hosts_side_by_side(server):
    answers: dict[str, Answer] = {}
    same = [server.at(f"/slow?{number}") for number in range(4)]
    asking.ask_all(asker(), same, answers.__setitem__)
    assert server.together == 1
    others = [server.at("/slow", f"{number}.example.example") for number in "abcd"]
    others = [address.replace("http://", "http://h") for address in others]
    asking.ask_all(asker(), others, answers.__setitem__)
    assert server.together > 1
    assert set(answers) == {*same, *others} and {answer.state for answer in answers.values()} == {State.FINE}


def test_no_more_hosts_than_the_limit_are_asked_at_a_time(server):
    addresses_of_many = [server.at("/slow", f"h{number}.example") for number in range(9)]
    asking.ask_all(asker(Limits(pause=0, hosts_at_once=3)), addresses_of_many, lambda *_: None)
    assert 1 < server.together <= 3


def test_a_redirect_waits_for_its_turn_at_the_other_host_too(server):
    """Both addresses end at one host; the server never sees two questions for it at a time."""
    turns = asking._Turns(0, lambda seconds: None)
    inside = threading.Event()

    def hold() -> None:
        with turns.of("a.example"):
            inside.set()
            time.sleep(0.1)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait()
    start = time.monotonic()
    with turns.of("a.example"):
        assert time.monotonic() - start > 0.05
    with turns.of("b.example"):
        pass
    thread.join()


def test_a_host_that_is_not_there_is_not_asked_for_each_of_its_pages():
    answers: dict[str, Answer] = {}
    one, port = asker(), misbehaving.closed_port()
    gone = [f"http://missing.example/{number}" for number in range(5)]
    silent = [f"http://closed.example:{port}/{number}" for number in range(5)]
    asking.ask_all(one, [*gone, *silent], answers.__setitem__)
    assert {says(answers[address]) for address in gone} == {"the host missing.example does not exist"}
    assert {says(answers[address]) for address in silent} == {"nobody answers at closed.example"}
    assert {answers[address].state for address in silent} == {State.UNREACHABLE}
    assert len(one.waits) == 4  # two each, for the first page


def test_a_name_that_cannot_be_looked_up_now_is_not_gone():
    answer = ask("http://unknown.example/")
    assert (answer.state, says(answer)) == (State.UNREACHABLE, "the name unknown.example could not be looked up")


def test_a_busy_host_is_left_alone(server):
    answers: dict[str, Answer] = {}
    asking.ask_all(asker(), [server.at("/busy-for-long"), server.at("/fine")], answers.__setitem__)
    assert answers[server.at("/fine")].state is State.BLOCKED
    assert server.asked == [("HEAD", "/busy-for-long")]


def test_asking_ends_at_once_when_a_person_has_enough(server):
    one = asker(Limits(silence=10, whole=10), wait=None)

    def tell(address: str, answer: Answer) -> None:
        raise KeyboardInterrupt

    threading.Timer(0.2, one.stop).start()
    start = time.monotonic()
    answers: dict[str, Answer] = {}
    asking.ask_all(one, [server.at("/hang"), server.at("/fine")], answers.__setitem__)
    assert time.monotonic() - start < 3
    assert answers == {}
    with pytest.raises(KeyboardInterrupt):
        asking.ask_all(asker(), [server.at("/fine")], tell)


# ------------------------------------------------------------------------------------------------ sections


@pytest.mark.parametrize("section", ["here", "там", "%D1%82%D0%B0%D0%BC", "top", "!route", ":~:text=x", "a=b"])
def test_a_section_that_is_there_or_that_is_no_section_is_fine(server, section):
    assert ask(server.at(f"/fine#{section}")) == Answer(State.FINE)


def test_a_section_that_is_no_longer_there_is_told(server):
    answer = ask(server.at("/fine#there"))
    assert (answer.state, says(answer)) == (State.SECTION, "the page is there, but “#there” is not")


def test_what_is_not_a_page_of_text_has_no_sections(server):
    assert ask(server.at("/picture#page")) == Answer(State.FINE)


# ------------------------------------------------------------------------------------------------ never inwards


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::",
     "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "ff02::1"],
)
def test_private_numbers_are_not_public_also_inside_others(number):
    assert not asking.is_public(number)


@pytest.mark.parametrize("number", ["9.9.9.9", "2620:fe::fe", "64:ff9b::909:909"])
def test_numbers_of_the_open_internet_are_public(number):
    assert asking.is_public(number)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0", "user:word@127.0.0.1", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_not_asked_whatever_it_is_called(server, host):
    answer = Asker("tests", QUICK).ask(f"http://{host}:{server.port}/fine")
    assert answer.state is State.NOT_ASKED, says(answer)
    assert server.asked == []


def test_a_host_with_one_private_number_is_not_asked(server):
    assert ask(server.at("/fine", "both.example")).state is State.NOT_ASKED
    assert server.asked == []


def test_the_number_that_was_looked_at_is_the_one_that_is_asked(server):
    """A name that leads outside when it is looked at, and inside a moment later, is looked up once."""
    looked_up = []

    def once(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return [misbehaving.OURS] if len(looked_up) == 1 else ["10.0.0.1"]

    assert asker(resolve=once).ask(server.at("/fine")) == Answer(State.FINE)
    assert looked_up == ["plain.example"]


@pytest.mark.parametrize(
    "address",
    ["mailto:a@b.example", "file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "https://", "https://[b",
     "https://a b/", "https://.example/", "http://plain.example:99999/", f"https://{'a' * 80}.example/"],
)
def test_what_is_no_address_of_a_page_is_not_asked(address):
    answer = ask(address)
    assert answer.state is State.NOT_ASKED
    assert answer.message == "this is not an address that can be asked"


def test_name_and_password_in_an_address_are_not_sent(server):
    assert ask(server.at("/fine").replace("http://", "http://user:word@")) == Answer(State.FINE)


# ------------------------------------------------------------------------------------------------ in the book


def places(book, address: str) -> list[str]:
    config = book.config
    return [f"{config.short(place.file)}:{place.line}" for one in addresses.found(book) if one.address == address
            for place in one.places]


def line(book, path: str, text: str) -> int:
    return next(number for number, one in enumerate(book.read(path).split("\n"), 1) if text in one)


def test_each_address_is_found_once_with_every_place_it_stands_in(sample_book):
    sample_book.append("docs/uk/02-market.md", "\n[сайт](https://rynok.verbopil.example)\n")
    sample_book.append("docs/pl/02-market.md", "\n[strona](https://rynok.verbopil.example)\n")
    book = sample_book.book()
    assert places(book, "https://rynok.verbopil.example") == [
        f"docs/uk/02-market.md:{line(sample_book, 'docs/uk/02-market.md', '[сайт]')}",
        f"docs/pl/02-market.md:{line(sample_book, 'docs/pl/02-market.md', '[strona]')}",
        f"docs/data/facts.yml:{line(sample_book, 'docs/data/facts.yml', 'value: https://rynok')}",
        f"docs/data/places.yml:{line(sample_book, 'docs/data/places.yml', 'web: https://rynok')}",
    ]
    found = [one.address for one in addresses.found(book)]
    assert len(found) == len(set(found))


def test_addresses_of_facts_and_of_mkdocs_yml_are_found_and_those_in_comments_are_not(sample_book):
    sample_book.append("docs/data/terms.yml", "\n# https://comment.example\n")
    book = sample_book.book()
    found = {one.address for one in addresses.found(book)}
    assert {"https://rada.verbopil.example/bridge", "https://creativecommons.org/licenses/by/4.0/"} <= found
    assert "https://comment.example" not in found
    assert book.config.site_url not in found  # the book itself: it need not be published yet


def test_addresses_in_running_text_end_where_the_address_ends(sample_book):
    lines = ("about:", "  uk: |", "    Перше:", "    див. (https://a.example/x_(y)),", "    «https://b.example/z».", "")
    file = sample_book.write("docs/data/forms/x.yml", "\n".join(lines))
    book = sample_book.book()
    assert places(book, "https://a.example/x_(y)") == [f"{book.config.short(file)}:4"]
    assert places(book, "https://b.example/z") == [f"{book.config.short(file)}:5"]


def test_mail_and_telephone_are_no_addresses_to_ask(sample_book):
    sample_book.append("docs/uk/02-market.md", "\n[пошта](mailto:a@b.example) [дзвінок](tel:+380441234567)\n")
    assert {one.address[:4] for one in addresses.found(sample_book.book())} == {"http"}


# ------------------------------------------------------------------------------------------------ memory


def known(*names: str) -> tuple[addresses.Address, ...]:
    return tuple(addresses.Address(name, (addresses.Place(Path("x"), 1),)) for name in names)


def test_only_good_answers_are_remembered_and_only_for_a_while(sample_book):
    book = sample_book.book()
    answers = {state.value: Answer(state) for state in State}
    addresses.memory(book).with_answers(answers, known(*answers), TODAY).save()
    memory = addresses.memory(book)
    assert memory.fine == {"fine": TODAY}
    assert memory.is_fresh("fine", date(2026, 12, 7)) and not memory.is_fresh("fine", date(2026, 12, 8))
    assert not memory.is_fresh("fine", date(2026, 11, 23))  # a clock that went wrong
    assert not memory.is_fresh("gone", TODAY)


def test_what_was_fine_and_is_no_longer_is_forgotten(sample_book):
    memory = addresses.Memory(Path("x"), {"a": TODAY, "b": TODAY, "c": TODAY})
    later = memory.with_answers({"a": Answer(State.BLOCKED)}, known("a", "b"), date(2026, 12, 1))
    assert later.fine == {"b": TODAY}  # a was refused, b not asked, c stands in the book no more


@pytest.mark.parametrize("text", ["", "{", "[]", '{"https://a.example": 5}', '{"https://a.example": "soon"}', "\udcff"])
def test_a_memory_that_is_not_whole_is_no_memory(sample_book, text):
    sample_book.write("build/.cache/links.json", text.encode("utf-8", "surrogateescape"))
    assert not addresses.memory(sample_book.book()).is_fresh("https://a.example", TODAY)


def test_the_memory_says_on_which_day_each_address_was_fine(sample_book):
    book = sample_book.book()
    addresses.memory(book).with_answers({"a": Answer(State.FINE)}, known("a"), TODAY).save()
    assert json.loads(sample_book.read("build/.cache/links.json")) == {"a": "2026-11-24"}
