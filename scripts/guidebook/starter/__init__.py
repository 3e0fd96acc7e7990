"""How a book begins: one language more, or the book of another city.

    adding    guidebook language add be    mkdocs.yml, docs/be/, words of notes, locale/be.po
    pseudo    guidebook language add qps   the source with accents and longer words, for testing
    city      guidebook new PATH           mkdocs.yml, first chapters, examples of data, a drawing, the program beside
"""
