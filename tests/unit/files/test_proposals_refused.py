"""`hirogari map` proposes nothing where a column is not what its heading says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.vendors.mapped_csv.mapping import propose_mapping
from flows.messages import in_language
from tests.unit.files.test_known_exports import _file

if TYPE_CHECKING:
    from pathlib import Path

DAYS = [f"2025/04/{day:02d} 09:00" for day in range(1, 31)]


@pytest.mark.parametrize("heading", ["最終ログイン日時", "最後に使った日時", "Last activity date"])
def test_when_somebody_was_last_there_is_no_time_of_an_act(heading: str, tmp_path: Path) -> None:
    """The count beside it is the person's total of a period, and no day's."""
    rows = [[f"u{n}", n, day] for n, day in enumerate(DAYS)]
    path = _file(tmp_path, ["ユーザー", "メッセージ数", heading], rows)
    with pytest.raises(SkipPart, match="total of a whole period"):
        propose_mapping(path)


def test_a_time_beside_it_is_taken(tmp_path: Path) -> None:
    """The log of acts may also say when the account was last seen."""
    rows = [[day, f"u{n}", day] for n, day in enumerate(DAYS)]
    path = _file(tmp_path, ["最終ログイン日時", "ユーザー", "操作日時"], rows)
    assert 'time = "操作日時"' in propose_mapping(path).settings


def test_titles_are_no_kinds_of_acts_and_are_not_shown(tmp_path: Path) -> None:
    """Words of which hardly one comes again are what people wrote."""
    rows = [[day, f"u{n % 3}", f"花子さんへの返信{n}"] for n, day in enumerate(DAYS)]
    with pytest.raises(SkipPart, match="seems to hold actions") as told:
        propose_mapping(_file(tmp_path, ["日時", "ユーザー", "操作"], rows))
    assert "花子" not in str(told.value)


def test_many_kinds_that_come_again_are_proposed(tmp_path: Path) -> None:
    """Thirty kinds of acts are some vendors' whole list."""
    rows = [[day, "u1", f"印刷{n}"] for n, day in enumerate(DAYS)] * 2
    told = propose_mapping(_file(tmp_path, ["日時", "ユーザー", "操作"], rows))
    assert 'action = "操作"' in told.settings


@pytest.mark.parametrize(
    "thing", ["no column of times can be told", "no column of accounts can be told"]
)
def test_a_column_that_is_missing_is_named_in_japanese(thing: str) -> None:
    """No English word stays in the sentence."""
    assert "times" not in in_language(Message(thing), "ja")
    assert "accounts" not in in_language(Message(thing), "ja")
    assert in_language(Message(thing), "ja") != thing
