"""The first texts of a new book: an example of everything, invented, and marked as something to replace.

Each is made from the generator's own words, so that they are there in every language it speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from guidebook import files, strings
from guidebook.notes import scaffold
from guidebook.strings import Strings

CHAPTER = "01-have-your-say"
COVER = "00-cover"
ORDER = ("index.md", f"{CHAPTER}.md", "places.md", "glossary.md", "say-it.md", "sources.md", "about.md")
Words = Callable[[Strings], str]


# ---------------------------------------------------------------------------------------------- chapters


def chapters(code: str, source: str, title: str) -> Iterator[tuple[str, str]]:
    """The chapters in a language: name and text."""
    words = strings.load(code)
    first, places, glossary = words("Have your say"), words("Places"), words("Glossary")
    doors = (
        ("bulb", words("I have an idea:"), f"[{first}]({CHAPTER}.md#steps)"),
        ("heart", words("I need help:"), f"[{places}](places.md)"),
        ("question", words("I want to know:"), f"[{glossary}](glossary.md)"),
    )
    yield "index.md", _chapter(title, words("How to take part in the life of our town: a short guide."), [
        words("This is the first page of your guide. Write here what it is about, and for whom."),
        f"## {words('What do you want to do?')} {{ #start }}",
        "\n".join(f"- **{wish}** {ways}\n  {{ .door .icon-{icon} }}" for icon, wish, ways in doors),
        f'!!! note "{words("Everything here is an example")}"\n    '
        + words("Names, numbers and places are invented. Replace all of them before you publish.") + "\n\n    "
        + words("The boxes above are doors: what somebody wants, and the sections that answer. Their pictures are "
                "named after a file of visual-notes/icons/."),
    ])  # fmt: skip
    yield f"{CHAPTER}.md", _first_chapter(words, code, source)
    yield "places.md", _chapter(places, words("Where to go, and when it is open."), ["[[all:places]]"])
    unprinted = {"print": "false"}
    for name, heading, about, body in (
        ("glossary.md", glossary, words("Official words, each in one plain sentence."), "[[all:terms]]"),
        ("say-it.md", words("Say it"), words("Sentences to say at an office."), "[[all:phrases]]"),
        ("sources.md", words("Sources"), words("Where the facts of this guide come from."), "[[all:sources]]"),
    ):
        yield name, _chapter(heading, about, [body], unprinted)
    yield "about.md", _chapter(words("About this guide"), words("Who publishes this guide."), [
        words("Write here who publishes the guide, where its facts come from, and how to report a mistake."),
        words("The program and the small drawings come from another guide. Its contributors share them under the MIT "
              "licence and CC BY 4.0."),
    ], unprinted)  # fmt: skip


def _first_chapter(words: Strings, code: str, source: str) -> str:
    bodies = {
        "in-short": words("You can tell the town what should change. One letter is enough.")
        + "[[source:example-answer]]",
        "may-i": words("Yes. Everyone who lives in the town may write."),
        "steps": "\n".join((
            f"1. **{words('Ask.')}** " + words("Go to the office, or call. They tell you who decides."),
            f"2. **{words('Write.')}** " + words("What is wrong? What do you suggest? Half a page is enough."),
            f"3. **{words('Bring it.')}** " + words("Signatures that you need:") + " [[fact:example-signatures]].",
        )),
        "when": words("At any time. Days that the office has to answer:") + " [[fact:example-days]].",
        "cost": words("Nothing."),
        "language": words("In the language of the office. You may bring somebody who translates."),
        "mistakes": f"- {words('A letter without a date.')}\n- {words('A letter without an address for the answer.')}",
        "help": "[[place:example-office]]",
        "words": "- [[term:example-petition]]",
        "next": words("Keep a copy of your letter.") + "\n\n[[form:example-letter]]",
    }  # fmt: skip
    parts = [f"[[note:{CHAPTER}]]"]
    for name, heading in scaffold.headings(code, source).items():
        parts += [f"## {heading} {{ #{name} }}", bodies[name]]
    about = words("How somebody who lives here tells the town what should change, step by step.")
    return _chapter(words("Have your say"), about, parts, {"note": CHAPTER})


def _chapter(title: str, about: str, parts: Sequence[str], more: Mapping[str, str] = {}) -> str:  # noqa: B006 (not changed)
    head = {"title": files.scalar(title), "description": files.scalar(about), **more}
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    return f"---\n{lines}---\n\n" + "\n\n".join(parts) + "\n"


# ------------------------------------------------------------------------------------------- visual note


def note_words(code: str) -> Mapping[str, str]:
    """The words of the example drawing, by the keys of its boxes."""
    words = strings.load(code)
    return {
        "alt": words("Visual note: three steps below each other – ask, write, bring the letter."),
        "title": words("Have your say"),
        "ask-heading": words("Ask."),
        "ask-text": words("Who decides about it?"),
        "write-heading": words("Write."),
        "write-text": words("What is wrong? What do you suggest?"),
        "bring-heading": words("Bring it."),
        "bring-text": words("And keep a copy."),
    }


# --------------------------------------------------------------------------------------------------- data


def data(codes: Sequence[str], town: str, today: date) -> Iterator[tuple[str, str]]:
    """One example of each kind in docs/data/; the first of the languages is the source."""
    source, *_ = codes
    words = strings.load(source)
    head = f"# {words('An example, invented. Replace it by something of your town, then remove this line.')}\n"

    def texts(make: Words) -> str:
        pairs = (f"{files.scalar(code)}: {files.quoted(make(strings.load(code)))}" for code in codes)
        return "{" + ", ".join(pairs) + "}"

    def own(make: Words) -> str:
        return files.quoted(make(words))

    rules = f'source: {{title: {own(lambda words: words("Rules of the town"))}, url: "https://town-hall.example/rules"}}'
    age = f"{rules}\n  read_on: {today}\n  confidence: high\n  goes_stale: yearly"
    answer = texts(lambda words: words("The office answers every letter."))
    facts = (
        f"{head}\nexample-signatures:\n  value: 10\n  {age}\n"
        f"\nexample-days:\n  value: 30\n  {age}\n"
        f"\nexample-answer:\n  claim: {answer}\n  {age}\n"
    )
    places = (
        f"{head}\nexample-office:\n  name: {own(lambda words: words('Town hall, desk 1'))}\n  kind: office\n"
        f"  about: {texts(lambda words: words('Here you hand in letters, and ask who decides.'))}\n"
        f"  address: {{street: {own(lambda words: words('Example Street 1'))}, city: {files.quoted(town)}}}\n"
        f"  hours:  # {words('Monday to Friday; for Tuesday and Thursday write two lines, [tue] and [thu]')}\n"
        '    - {days: [mon, fri], from: "09:00", to: "15:00"}\n'
        f"  languages: [{', '.join(map(files.scalar, codes))}]\n  facts: [example-answer]\n"
    )
    meaning = texts(lambda words: words("A letter in which one person or many ask the town for something."))
    petition = texts(lambda words: words("petition"))
    terms = f"{head}\nexample-petition:\n  term: {petition}\n  definition: {meaning}\n"
    yield from (("facts.yml", facts), ("places.yml", places), ("terms.yml", terms))
    yield "phrases.yml", _phrases(codes, head)
    yield "search.yml", _search(words, head, texts)
    yield "forms/example-letter.yml", _form(head, texts, own)


def _search(words: Strings, head: str, texts: Callable[[Words], str]) -> str:
    """How people ask, by the section that answers."""
    about = words("What people call things, by the section that answers: chapter#heading. The search finds it by these "
                  "words too; nobody sees them.")  # fmt: skip
    said = texts(lambda words: words("complain, where do I write, letter to the mayor"))
    return f"{head}# {about}\n\n{CHAPTER}#steps: {said}\n"


def _phrases(codes: Sequence[str], head: str) -> str:
    source, *others = codes
    means = {code: strings.load(code)("Please speak slowly.") for code in codes}
    says = {code: strings.load(code)("(write here how it sounds)") for code in others}
    lines = [f"  {key}: {{{', '.join(f'{files.scalar(code)}: {files.quoted(said[code])}' for code in others)}}}\n"
             for key, said in (("say", says), ("means", means)) if others]  # fmt: skip
    first = f"  {files.scalar(source)}: {files.quoted(means[source])}\n"
    return f"{head}\nexample-slowly:\n{first}{''.join(lines)}  situation: office\n  print: true\n"


def _form(head: str, texts: Callable[[Words], str], own: Callable[[Words], str]) -> str:
    fields = (
        ("name", "text, half: true", lambda words: words("First name and surname")),
        ("date", "text, half: true", lambda words: words("Date")),
        ("change", "area, lines: 8", lambda words: words("What should change")),
        ("signature", "signature", lambda words: words("Signature")),
    )
    rows = "".join(
        f"      - {{name: {name}, kind: {kind}, official: {own(make)}, help: {texts(make)}}}\n"
        for name, kind, make in fields
    )
    return (
        f"{head}\nofficial: {own(lambda words: words('Letter to the town'))}\n"
        f"title: {texts(lambda words: words('Letter to the town'))}\n"
        f"about: {texts(lambda words: words('When you want to tell the town what should change.'))}\n"
        f"how: {texts(lambda words: words('Fill it in, sign it, and bring it to the town hall.'))}\n"
        f"parts:\n  - fields:\n{rows}places: [example-office]\n"
    )
