"""Actions are counted by section, and their hours from the month after they began."""

from __future__ import annotations

from datetime import date

from tests.unit.derived.released_rows import MONTHS, TOLD, acted, only, worked_out
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.release import TOWN


def test_the_loop_is_counted_by_section_and_for_all() -> None:
    """The median of the days from observed to checked."""
    first = acted(date(2025, 5, 1), date(2025, 6, 1), section="a")
    second = acted(date(2025, 5, 1), date(2025, 7, 1))
    late = acted(date(2025, 5, 1), section="a") | {"is_overdue": True}
    rows = worked_out("cadence", action=[first, second, late])
    columns = ("section", "actions", "checked", "open", "overdue", "cadence_days")
    assert only(rows, *columns) == [(TOWN, 3, 2, 1, 1, 76), ("a", 2, 1, 1, 1, 61)]


def test_hours_count_from_the_month_after_until_an_action_is_stopped() -> None:
    """Saved less added; what was stopped counts until the month of its check."""
    kept = acted(date(2025, 5, 10), section="a", hours_saved=10.0, hours_added=2.0)
    late = acted(date(2025, 7, 2), hours_saved=99.0)
    stopped = acted(date(2025, 5, 10), date(2025, 6, 20), hours_added=4.0, result="stop")
    terms = Yardsticks(TOLD, as_of=date(2025, 7, 15))
    rows = worked_out("hours_month", terms, action=[kept, stopped, late])
    columns = ("section", "month", "hours_saved", "hours_added", "net_hours", "actions")
    june, july = MONTHS[2], MONTHS[3]
    assert only(rows, *columns) == [
        (TOWN, june, 10, 6, 4, 2), (TOWN, july, 10, 2, 8, 1),
        ("a", june, 10, 2, 8, 1), ("a", july, 10, 2, 8, 1),
    ]  # fmt: skip
