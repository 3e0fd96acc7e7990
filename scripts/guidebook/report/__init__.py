"""What a pull request changes, told to the person who made it.

    git diff ─ changed ─► files and lines ─┐                  ┌─ summary ─► Markdown, in the languages of these files
    Book ─ checks, status ─────────────────┴─ findings.Report ┼─ pages ───► a page for each changed chapter
                                                              └─ numbers ─► report.json ─ comment ─► the comment

A pull request is data from anybody. What it says is escaped wherever it goes; and the comment, which a workflow with
more rights posts, is made by the program of the main branch from counts, codes and names of files alone.
"""
