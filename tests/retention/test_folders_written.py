"""Folders as the settings write them: steps upwards, capitals, and two spellings of one Japanese name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from flows.settings.folders import whole_path
from tests.retention.test_folders import require_refused, with_entry


def test_a_step_up_from_a_folder_that_is_not_there_yet_leads_where_it_will(settings: Path) -> None:
    """Told by `check`, and before anything is read: not once the night has made the folder."""
    share = settings.parent / "share"
    share.mkdir()
    (share / "letter.txt").write_text("mine", encoding="utf-8")
    with_entry(settings, '[paths]\nsite = "not-there/../share"')
    require_refused(settings, "share/letter.txt")


@pytest.mark.parametrize(
    ("site", "newsletter"),
    [
        ("Pages", "pages"),
        ("pages", "PAGES/letter"),
        (unicodedata.normalize("NFC", "ページ"), unicodedata.normalize("NFD", "ページ")),
    ],
)
def test_two_spellings_of_one_folder_are_one(site: str, newsletter: str, settings: Path) -> None:
    """They are one on the disks of Windows, of a Mac and of many file servers."""
    with_entry(settings, f'[paths]\nsite = "{site}"\nnewsletter = "{newsletter}"')
    require_refused(settings, "[paths] site")


def test_a_link_is_still_told_as_one(tmp_path: Path) -> None:
    """Only the folders above are followed."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert whole_path(tmp_path, Path("real/../link")) == tmp_path.resolve() / "link"
    assert whole_path(tmp_path, Path("link")) == tmp_path / "link"
    assert whole_path(tmp_path, Path("real/..")) == tmp_path.resolve()
