"""The `guidebook` command. The only room that prints, exits, and words messages in the reader's language.

Exit status: 0 fine · 1 defects in the book (with --release gaps too) · 2 could not work · 130 interrupted

    root   what commands share      talk   how they speak
    check  facts  translate  exchange  note  build  start  report  links     the commands, read when they are asked for
"""

from guidebook.cli.root import main

__all__ = ["main"]
