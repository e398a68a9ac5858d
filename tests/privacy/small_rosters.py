"""Build rosters of a few people, and the cells of them that a release would publish."""

from __future__ import annotations

from datetime import date

from tests.privacy.random_town import (
    TOOL,
)
from warehouse.policy import Floors
from warehouse.release.groups.roster import GroupedRoster
from warehouse.release.tables.published_cell import PublishedCell


def give_up_nothing(*_: object) -> set[object]:
    """Let the gate refuse at once instead of leaving a month out."""
    return set()


def one_section() -> tuple[GroupedRoster, date]:
    """Two sections of nine people who never move, in one month."""
    month = date(2025, 1, 1)
    return GroupedRoster(
        [(f"{section}{k}", section, date.min, date.max) for section in "ab" for k in range(9)],
        Floors(),
    ), month


def heads(
    section: str, low: int, high: int, *, n: int = 9, month: date = date(2025, 1, 1)
) -> PublishedCell:
    percents = (round(100 * count / n) for count in (low, high))
    return PublishedCell("activation_month", section, TOOL, month, n, *map(float, percents))


JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)


def with_habit(
    section: str, low: int, high: int, *, n: int = 9, month: date = JANUARY
) -> PublishedCell:
    return heads(section, low, high, n=n, month=month)._replace(table="habitual_month")
