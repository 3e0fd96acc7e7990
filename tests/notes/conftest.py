"""A note that may be spoiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from notes.draft import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    made = Draft(tmp_path)
    made.write()
    return made
