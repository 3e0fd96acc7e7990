"""Visual notes: from note.yml and the words of a language to pictures.

    visualnote ─► layout ──► lettering ─┐                       outline   short SVG paths
                  (what fits where)     ├─► sketch ─► pictures  ink       a hand with a marker pen
    icons ──────► sketch ──► ink ───────┘                       fonts     HarfBuzz: widths and outlines
                                                                studio    fonts, icons, colours, where to write
    card: the picture beside the address of the guide, where people send it to each other
    checking: all that is wrong with a note, without drawing it
    proof/: one sheet for who prepares a note, finished or not: photo, frame, boxes, languages, faults
"""
