"""Chapter → what the website shows.

    pages     notices, sources, language switch: HTML from the book, without MkDocs
    printing  the page “Print”: which file is for what
    current   the page “Is your printed copy still current?”: what has changed since a version
    engine    the only file that names MkDocs: the hooks' work, and a build with one process a language
    preview   the site kept open while somebody writes
    theme/    templates and styles over Material's
"""
