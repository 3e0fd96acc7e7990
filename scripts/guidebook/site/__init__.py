"""Chapter → what the website shows.

    pages     notices, sources, language switch: HTML from the book, without MkDocs
    printing  the page “Print”: which file is for what
    current   the page “Is your printed copy still current?”: what has changed since a version
    feed      the same as a feed (Atom): each fact and place that reads otherwise
    metadata  what a page says of itself to search engines and apps
    engine    the only file that names MkDocs: the hooks' work, and a build with one process a language
    offline   the guide without a network: a worker a language, an archive for a memory stick
    kiosk     the guide on a screen at an information point: QR codes, no way out
    finished  the site as files, which those two change last of all
    preview   the site kept open while somebody writes
    theme/    templates, and styles over Material's
"""
