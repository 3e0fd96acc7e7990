"""Book + language → printed guide.

    guide ─ what is printed, in which order ─┐
    chapters ─ a chapter as paper shows it ──┼─► pages ─ HTML ─► pdf ─ A5 pages ─► imposition ─ A4 sheets
    headings, qr ─ arithmetic ───────────────┘                    └─ tags ─ what screen readers are told

`editions` lists the kinds of printed editions, calls their makers in turn and puts the files in place; `layout` makes
the guide, part by part; `trials` remembers layouts that were tried; `glyphs` knows the fonts. WeasyPrint is named in
`pdf`, `tags`, `paths` and `lines` only; the last three teach it what it does not do, not quickly, or wrongly. Editions
with pages of their own:

    leaflets   a chapter on one sheet     bilingual     two languages side by side     matrix   cards for a meeting
    forms      letters to fill in         posters       in all languages               instructions   READ-ME-FIRST

What is made from finished PDFs:

    press      for the print shop: bleed, crop marks, CMYK      imposition   sheets to fold
    preflight  what is wrong in a PDF, by rules; `drawn` reads back what it draws; `shop` writes preflight.txt
    contact    all pages of all PDFs on one picture
"""
