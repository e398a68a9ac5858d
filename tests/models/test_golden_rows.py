"""Every golden case gives exactly the rows that were worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.models.golden import CASES, HERE, answer, read_case

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("folder", CASES, ids=[str(case.relative_to(HERE)) for case in CASES])
def test_a_model_gives_the_rows_worked_out_by_hand(folder: Path, tmp_path: Path) -> None:
    """The golden rows of one case."""
    case = read_case(folder)
    assert _sorted(answer(case, tmp_path)) == _sorted(case.expected)


def _sorted(rows: list[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    return sorted([(name, str(value)) for name, value in row.items()] for row in rows)
