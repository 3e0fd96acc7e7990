"""Book + language → printed guide.

    guide ─ what is printed, in which order ─┐
    chapters ─ a chapter as paper shows it ──┼─► pages ─ HTML ─► pdf ─ A5 pages ─► imposition ─ A4 sheets
    headings, qr ─ arithmetic ───────────────┘                    └─ tags ─ languages of parts

`editions` calls them in turn and writes the files; `glyphs` knows the fonts. WeasyPrint is named in `pdf` and `tags`
only, pikepdf in `pdf` and `imposition` only. Other editions (large print, press, leaflets) are other style sheets and
other choices of `guide` through the same rooms.
"""
