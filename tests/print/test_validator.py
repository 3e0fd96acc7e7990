"""What `page-validation`, which follows the Matterhorn protocol, finds in the editions that are read aloud: nothing.

Its rules are not ours. Sheets to fold and the print shop's files are for paper: they have no tags.
"""

from __future__ import annotations

from pathlib import Path

import page
import pytest

from conftest import SampleBook
from print.conftest import make_kind


@pytest.mark.parametrize("kind", ["guide-large", "bilingual", "matrix", "posters", "test-sheet", "read-me-first"])
def test_a_validator_that_is_not_ours_finds_nothing(sample_book: SampleBook, tmp_path: Path, kind: str):
    made = make_kind(sample_book, kind, "en", tmp_path)
    assert made
    for one in made:
        found = page.validate_pdf(str(one.file), profile=page.ValidationProfile.PDF_UA_1)
        assert [f"{failure.rule_id}: {failure.message}" for failure in found.failures] == []
