"""An issue's folder, in which editors work too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards.newsletter import write_newsletter
from dashboards.our_folders import NEWSLETTER
from tests.newsletter.town import MONTH, Sketch, sketch_town
from warehouse.folders.folder_mark import MARK
from warehouse.folders.owned_files import write_files
from warehouse.folders.owned_folder import FolderRefused

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def town() -> Sketch:
    """A town with a newsletter to write."""
    return sketch_town()


def test_a_second_writing_replaces_the_first_whole(town: Sketch, tmp_path: Path) -> None:
    """Nothing half-written and no chart of an earlier draft is left; the editors' own files are, with their mode."""
    draft = {"5-levels.png": b"of an earlier draft", "4-gap.svg": b"so too"}
    write_files(tmp_path, NEWSLETTER, draft)
    for name in ("photo.png", "1-photo.png", "4-gap.svg"):
        (tmp_path / name).write_bytes(b"the editors' own")
        (tmp_path / name).chmod(0o600)
    first = write_newsletter(town.release(), MONTH, tmp_path)
    again = write_newsletter(town.release(), MONTH, tmp_path)
    assert first == again
    theirs = [tmp_path / name for name in ("photo.png", "1-photo.png", "4-gap.svg")]
    assert sorted(tmp_path.iterdir()) == sorted([*first, *theirs, tmp_path / MARK])
    assert {one.stat().st_mode & 0o777 for one in theirs} == {0o600}


def test_a_letter_that_the_editors_changed_is_not_written_over(
    town: Sketch, tmp_path: Path
) -> None:
    """They are told, and nothing of the issue is written; under another name theirs stays beside it."""
    first = write_newsletter(town.release(), MONTH, tmp_path)
    letter = next(one for one in first if one.suffix == ".docx")
    letter.write_bytes(b"edited")
    for other in first:
        if other != letter:
            other.unlink()
    with pytest.raises(FolderRefused, match=letter.name):
        write_newsletter(town.release(), MONTH, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([letter, tmp_path / MARK])
    letter.rename(tmp_path / "ours.docx")
    assert write_newsletter(town.release(), MONTH, tmp_path) == first
    assert (tmp_path / "ours.docx").read_bytes() == b"edited"
