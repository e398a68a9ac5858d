"""What chance alone does to numbers of few cases is called neither rise nor fall, on pages and in the newsletter."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from dashboards.newsletter.coarse import CoarseCell, coarse_direction, coarsen
from dashboards.read.differences import way_between
from dashboards.read.noise import Cases, cases_of, noise
from dashboards.read.series.cell import Cell
from tests.unit.text.series_rows import MONTHS
from warehouse.release.tables.coding import Value
from warehouse.release.tables.rounding import Range


def of(share: float, cases: float | None) -> Cell:
    """A share of so many cases."""
    behind = None if cases is None else Cases(cases)
    return Cell(MONTHS[0], Value.between(share, share), share, share, "final", cases=behind)


def test_four_points_of_27_inspections_are_no_rise() -> None:
    """Of 27,000 they are; and where the release tells no cases, the difference stands as it is shown."""
    assert way_between(of(36, 27), of(41, 27)) == "open"
    assert way_between(of(36, 27000), of(41, 27000)) == "up"
    assert way_between(of(41, 27000), of(36, 27000)) == "down"
    assert way_between(of(36, None), of(41, None)) == "up"
    assert way_between(of(10, 27), of(90, 27)) == "up"


def test_the_newsletter_has_the_same_rule() -> None:
    """On the same values it says the same."""

    def coarse(share: float, cases: float) -> CoarseCell:
        known = Range.at(share)
        return CoarseCell(
            coarsen(*known), "final", is_withheld=False, known=known, cases=Cases(cases)
        )

    for then, now, cases in ((40, 50, 27), (40, 50, 2700), (50, 40, 2700), (50, 40, 27)):
        site = way_between(of(then, cases), of(now, cases))
        expected = {"up": 1, "down": -1}.get(site or "", 0)
        assert coarse_direction(coarse(then, cases), coarse(now, cases)) == expected


@pytest.mark.parametrize(("cases", "share"), [(12, 0.5), (27, 0.4), (27, 0.03), (400, 0.75)])
def test_an_unmoved_share_is_seldom_called_moved(cases: int, share: float) -> None:
    """In about one of twenty comparisons, of few cases in one of fifteen at most."""
    draw = Random(7)
    told = 0
    for _ in range(2000):
        first, second = (
            Range.at(100 * sum(draw.random() < share for _ in range(cases)) / cases)
            for _ in range(2)
        )
        by_chance = noise((first, Cases(cases)), (second, Cases(cases)))
        told += second.less(first).sure_distance > by_chance
    assert told / 2000 < 1 / 15


def test_counts_of_few_move_by_chance_too() -> None:
    """32 FAXes after 39 are no fall; in per cent of the earlier count the limit is the same."""
    ends = ((Range.at(39), Cases(39, is_share=False)), (Range.at(32), Cases(32, is_share=False)))
    assert 16 < noise(*ends) < 17
    assert noise(*ends, is_per_cent=True) == pytest.approx(100 * noise(*ends) / 39)


def test_each_table_tells_its_cases() -> None:
    """Both sides of a pair, people times working days, a count itself; nothing of hours."""
    assert cases_of("paper_digital_month", {"digital": 20, "paper": 7}) == Cases(27)
    assert cases_of("paper_digital_month", {"digital": None, "paper": 7}) is None
    assert cases_of("use_month", {"n": 9}) == Cases(180)
    fax = {"measure": "count", "low": 30.0, "high": 34.0}
    assert cases_of("book_month", fax) == Cases(32, is_share=False)
    assert cases_of("book_month", fax | {"measure": "hours"}) is None
    assert replace(of(36, 27), cases=None).cases is None
