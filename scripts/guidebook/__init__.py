"""Chapters and visual notes → a website and brochures, in every language of the book.

    mkdocs.yml ─ config ─┐          ┌─ checks    Book    → problems
    docs/ ───────────────┼─► Book ──┼─ site      Chapter → what the website shows
    visual-notes/ ───────┘          └─ print     Edition → HTML → PDF → printed sheets

Arrows point down, never sideways; tests/test_layers.py guards them.

    cli/          the commands; the only room that prints or exits       mkdocs_hooks  MkDocs' events
    building      the steps of `guidebook build`, in order     report/  what a pull request changes
    starter/      how a book begins: one language more, another city
    checks/       what is wrong in the book     site/  the website     print/  the brochures
    references    how [[fact:x]] reads, on the site and in print
    translation/  then and now, `accept`, PO and XLIFF, books of others     notes/  drawing the visual notes
    book          Book, Edition, Chapter: everything read once
    facts         values with a source and an age, places, terms     visualnote  a note as read from its folder
    forms         letters to fill in: official words, and help in every language
    drawing       an SVG as the art of a note: what is drawn, where the words go
    config  mkdocs.yml    markup  our Markdown    typography  per language    images  Pillow    strings  our own words
    purposes      what each printed file is for, and how to print it
    search        what the search of the website looks through
    stemming      how the words of a language change, for the search
    readability   how hard a text is, by the measure of its language
    svg           SVG read strictly: nothing that runs, loads or unfolds
    languages     what a code like “be” stands for
    files         reading text and YAML strictly, replacing outputs only when whole
    problem       Problem and GuidebookError
"""
