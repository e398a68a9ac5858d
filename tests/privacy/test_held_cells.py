"""The release gate holds back what helps and nothing else, and what it held stays held from night to night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.random_town import TOOL, month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release import cut
from warehouse.release.audit.refusal import ReleaseRefused
from warehouse.release.cut import cut_release
from warehouse.release.publishing import read_refused
from warehouse.release.tables.release import TOWN
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from warehouse.facts.store import Store
    from warehouse.release.tables.published_cell import PublishedCell
    from warehouse.release.tables.release import Release

TOWN_OF_FOUR = raise_random_town(4, 6)
MONTHS = TOWN_OF_FOUR.months


def one_night(store: Store, today: date, *, is_draft: bool = False) -> Release:
    lay(TOWN_OF_FOUR, store, today)
    lay_habits(TOWN_OF_FOUR, store, today)
    return cut_release(
        store,
        town=Town("町", MONTHS[0], 4),
        today=today,
        released_at=datetime(today.year, today.month, today.day, tzinfo=UTC),
        is_draft=is_draft,
    )


def refuse_with(monkeypatch: pytest.MonkeyPatch, *faults: tuple[str, date]) -> list[int]:
    """Plant a gate that finds the last month's activation too narrow as long as all of some cells are shown."""
    asked = [0]

    def planted(shown: Iterable[PublishedCell], *_: object, **__: object) -> None:
        asked[0] += 1
        cells = list(shown)
        there = {
            (one.table.partition(" ")[0], one.month)
            for one in cells
            # The whole town hall's documents are shown whatever is held of its sections'.
            if (one.table, one.section) != ("paper_digital_month", TOWN)
        }
        if there.issuperset(faults):
            refusal = ReleaseRefused("too narrow", place="release.activation_month", next_step="")
            refusal.cell = max(
                (one for one in cells if (one.table, one.section) == ("activation_month", TOWN)),
                key=lambda one: one.month,
            )
            raise refusal

    monkeypatch.setattr(cut, "check_release", planted)
    return asked


@pytest.mark.parametrize(
    "fault",
    [
        ("segment_month", MONTHS[-2]),
        ("paper_digital_month", MONTHS[1]),
        ("habitual_month", MONTHS[-1]),
        ("activation_month", MONTHS[-1]),
    ],
)
def test_only_what_helps_is_held(
    fault: tuple[str, date], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all that is given up on the way, months of it, one cell is not shown again; each night alike."""
    asked = refuse_with(monkeypatch, fault)
    today = month_after(MONTHS[-1]) + timedelta(days=4)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        one_night(store, today)
        held = read_refused(store)
        # A habit is not shown without those who have begun.
        hangs = {("habitual_month", TOOL, fault[1])} if fault[0] == "activation_month" else set()
        what = "documents" if fault[0] == "paper_digital_month" else TOOL
        assert held == {(fault[0], what, fault[1])} | hangs
        assert asked[0] < 30
        one_night(store, today + timedelta(days=1))
        assert read_refused(store) == held


def test_of_two_cells_that_only_tell_together_the_more_useful_one_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Habits are shown and the segments held."""
    refuse_with(monkeypatch, ("habitual_month", MONTHS[3]), ("segment_month", MONTHS[3]))
    with open_store(tmp_path / "warehouse.duckdb") as store:
        one_night(store, month_after(MONTHS[-1]) + timedelta(days=4))
        assert read_refused(store) == {("segment_month", TOOL, MONTHS[3])}


def test_what_was_held_in_a_draft_is_asked_for_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rosters were mended since: a draft binds nothing, not even what it held."""
    today = month_after(MONTHS[-1]) + timedelta(days=4)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        with monkeypatch.context() as planted:
            refuse_with(planted, ("segment_month", MONTHS[-2]))
            release = one_night(store, today, is_draft=True)
            reasons = release.tables["segment_month"].column("withheld_because").to_pylist()
            assert "gate" in reasons
        release = one_night(store, today + timedelta(days=1))
        reasons = release.tables["segment_month"].column("withheld_because").to_pylist()
        assert "gate" not in reasons
