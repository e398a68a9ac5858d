"""Each disclosure rule is broken on purpose, and the release gate refuses the release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.privacy.random_release import publish
from tests.privacy.random_town import (
    TOOL,
    raise_random_town,
)
from tests.privacy.small_rosters import give_up_nothing
from warehouse.facts.store import open_store
from warehouse.release import cut, suppression
from warehouse.release.audit import audit
from warehouse.release.audit.audit import check_release
from warehouse.release.audit.refusal import ReleaseRefused
from warehouse.release.rules import habits, head_counts, person_days, town_counts
from warehouse.release.rules import use as use_rates
from warehouse.release.tables import bands
from warehouse.release.tables.bands import Band
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date
    from pathlib import Path

    from warehouse.release.release_context import Heads


def two_counts(least: int, most: int) -> list[tuple[int, int]]:
    return [(first, min(first + 1, most)) for first in range(least, most + 1, 2)]


def exact_share(count: int, people: int, *_: int) -> Band:
    share = round(100 * count / people)
    return Band(Value.between(share, share), count, count)


def exact_town(count: int, people: int, *_: int) -> Band:
    share = 100 * count / people
    return Band(Value.between(share - 0.01, share + 0.01), count, count)


def no_upper_code(days: person_days.Days, _: object) -> Band:
    return bands.band_person_days(days.active, days.assigned, 5, 101)


def half_a_town(days: person_days.Days, *_: object) -> Band:
    share = 100 * days.active / days.assigned
    return Band(Value.between(share, share + 0.0001), days.active, days.active)


def exact_habit(habitual: int, measured: int, *_: int) -> Band:
    return exact_share(habitual, measured, 0)


def everyone_may_have_begun(_: object, __: str, ___: date, begun: Heads) -> dict[str, int]:
    return {**begun.sizes, TOWN: begun.people}


LEAKS = {
    "whole per cents of habits": (habits, "_band", exact_habit),
    "habits that forget who has begun": (habits, "_most", everyone_may_have_begun),
    "the town's habits to the person": (habits, "band_town", exact_town),
    "segments to the person": (town_counts, "band_town", exact_town),
    "whole per cents of head counts": (head_counts, "band_head_count", exact_share),
    "bands of two counts": (bands, "runs", two_counts),
    "the town's head count to the person": (head_counts, "band_town", exact_town),
    "bands that forget what shares of person-days prove": (
        use_rates,
        "least_active",
        lambda *_: 0,
    ),
    "bands that forget the month before": (head_counts.Known, "least", lambda *_: 0),
    "no upper code for a small group": (person_days, "band_group", no_upper_code),
}
SEEDS = {"habits that forget who has begun": 30}
"""Towns in which a leak shows; the fourth, if not said otherwise."""


@pytest.mark.parametrize("leak", LEAKS)
def test_the_gate_refuses_a_release_with(
    leak: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written, and the message names the table and the cell."""
    monkeypatch.setattr(*LEAKS[leak])
    monkeypatch.setattr(suppression, "give_up", give_up_nothing)
    with pytest.raises(
        ReleaseRefused, match=r"release\.\w+( \w+)?, section \w+, tool files, month 20"
    ):
        publish(raise_random_town(SEEDS.get(leak, 4)), tmp_path)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        assert store.rows("from release.history") == []


def test_a_number_of_an_earlier_laxer_release_is_named_with_what_can_be_done(
    tmp_path: Path,
) -> None:
    """Nothing that is new is at fault, so nothing can be left out: thing, place and who decides; then it is cut anew."""
    town = raise_random_town(4, 3)
    release = publish(town, tmp_path)
    cell = next(
        row
        for row in release.tables["activation_month"].to_pylist()
        if row["coding"] and row["section"] not in {SMALL, TOWN} and row["high"] < 100
    )
    where = "measure = 'activation_month' and section = ? and month = ?"
    key = [cell["section"], cell["month"]]
    with open_store(tmp_path / "warehouse.duckdb") as store:
        store.execute(f"update release.history set high = low where {where}", key)
    with pytest.raises(ReleaseRefused) as refused:
        publish(town, tmp_path)
    assert "earlier releases" in refused.value.thing
    place = f"section {cell['section']}, tool files, month {cell['month']:%Y-%m}"
    assert refused.value.place.endswith(place)
    assert "DISCLOSURE.md" in refused.value.next_step
    with open_store(tmp_path / "warehouse.duckdb") as store:
        store.execute(f"delete from release.history where {where}", key)
    publish(town, tmp_path)


def test_what_passed_is_not_asked_of_again_but_what_changed_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By tool: neither a number of its own nor one of an earlier release may have changed."""
    given: list[Any] = []
    monkeypatch.setattr(cut, "check_release", lambda *known, **_: given.extend(known[:4]))
    publish(raise_random_town(4, 4, sections=6, tools=(TOOL, "chat")), tmp_path)
    shown, _, *known = given
    asked: list[str] = []
    really = audit._Heads.check
    monkeypatch.setattr(
        audit._Heads,
        "check",
        lambda heads, **how: asked.append(heads.cells[0].tool) or really(heads, **how),
    )
    passed: set[Hashable] = set()
    check_release(shown, [], *known, passed)
    assert asked == ["chat", TOOL]
    check_release(shown, [], *known, passed)
    assert asked == ["chat", TOOL]
    cell = next(
        one
        for one in shown
        if one[:3] == ("activation_month", TOWN, "chat") and one.low > 0 and one.n
    )
    check_release(shown, [cell._replace(low=0.0, high=100.0)], *known, passed)
    assert asked == ["chat", TOOL, "chat"]
    exact = [
        one._replace(low=one.high) if one.table == cell.table and one.tool == "chat" else one
        for one in shown
    ]
    with pytest.raises(ReleaseRefused):
        check_release(exact, [], *known, passed)


def test_the_gate_refuses_whole_per_cents_in_a_town_of_twenty_sections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where most of the cells are settled by walks; without the leak it is let through."""
    town = raise_random_town(4, 6, sections=20)
    publish(town, tmp_path / "right")
    monkeypatch.setattr(*LEAKS["whole per cents of head counts"])
    monkeypatch.setattr(suppression, "give_up", give_up_nothing)
    with pytest.raises(ReleaseRefused, match=r"section \w+, tool files, month 20"):
        publish(town, tmp_path / "leak")
