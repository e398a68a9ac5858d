"""A book whose final numbers are changed afterwards is shown as it is now, and the night says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.release.april_release import MONTH, released

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.messages import Message


def _night(folder: Path, hours: float, state: str = "final") -> list[str]:
    """Cut a release with the hours of tasks of April, and return what the night says."""
    said: list[Message] = []
    line = {"section": "b", "what": "tasks", "measure": "hours", "month": MONTH, "count": hours}
    released(folder, said.append, mart__book_month=[line | {"state": state}])
    return [one.template for one in said]


def test_a_final_month_that_a_book_changes_is_told_once(tmp_path: Path) -> None:
    assert _night(tmp_path, 600) == []
    assert _night(tmp_path, 600) == []
    (said,) = _night(tmp_path, 480)
    assert "now says otherwise" in said
    assert _night(tmp_path, 480) == []


def test_a_month_that_was_not_final_changes_without_a_word(tmp_path: Path) -> None:
    assert _night(tmp_path, 600, "provisional") == []
    assert _night(tmp_path, 480) == []
