"""Only points of five and bands get into the newsletter, and nothing missing becomes a zero."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.newsletter.coarse import EMPTY, Coarse, CoarseCell, change, coarsen
from dashboards.newsletter.figures import Figures, printable
from tests.newsletter.town import Sketch, sketch_town
from warehouse.months import month_before
from warehouse.release.tables.release import SMALL, TOWN
from warehouse.release.tables.rounding import Range

per_cent = st.floats(0, 100)


@given(per_cent, per_cent)
def test_every_end_is_a_multiple_of_five(one: float, other: float) -> None:
    """Whatever the release says, what is printed lies on the steps, inside 0 to 100."""
    value = coarsen(min(one, other), max(one, other))
    assert value.low % 5 == 0 == value.high % 5
    assert 0 <= value.low <= value.high <= 100


@given(per_cent, per_cent)
def test_a_band_never_says_more_than_the_release(one: float, other: float) -> None:
    """A band wider than five is only ever made wider."""
    low, high = min(one, other), max(one, other)
    if high - low > 5:
        value = coarsen(low, high)
        assert value.low <= low
        assert value.high >= high


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (63, 63, Coarse(65, 65)),
        (62.5, 62.5, Coarse(65, 65)),
        (62, 62, Coarse(60, 60)),
        (62.5, 67.5, Coarse(65, 65)),
        (0, 5, Coarse(0, 5)),
        (4, 4, Coarse(0, 5)),
        (0, 0, Coarse(0, 5)),
        (5, 5, Coarse(5, 5)),
        (94, 94, Coarse(95, 95)),
        (95, 100, Coarse(95, 100)),
        (97, 97, Coarse(95, 100)),
        (42.9, 71.4, Coarse(40, 75)),
    ],
)
def test_rounding_at_the_edges(low: float, high: float, shown: Coarse) -> None:
    """Halves go up; the ends below 5 and from 95 are told as ends."""
    assert coarsen(low, high) == shown


def test_a_difference_is_as_wide_as_what_is_shown_and_never_of_bands() -> None:
    """48 and 52 are both about 50 and may be five points apart; a wide band has no difference."""

    def cell(low: float, high: float) -> CoarseCell:
        return CoarseCell(coarsen(low, high), "final", is_withheld=False, known=Range(low, high))

    assert change(cell(47.5, 48.5), cell(51.5, 52.5)) == (3, 5)
    assert change(cell(0, 5), cell(62.5, 63.5)) == (57.5, 63.5)
    assert change(cell(40, 60), cell(62.5, 63.5)) is None
    assert change(EMPTY, cell(62.5, 63.5)) is None


def test_withheld_is_told_from_not_yet(sketch: Sketch, month: date) -> None:
    """A null with a reason is withheld, one without is not there yet; neither is a number."""
    blank = {"low": None, "high": None, "coding": None}
    sketch.set("use_month", {**blank, "withheld_because": "small"}, section="a01", tool="chat")
    sketch.set("use_month", {**blank, "state": "none"}, section="a02", tool="chat")
    figures = Figures(sketch.release(), month)
    assert figures.cell("use_month", "a01", "chat", month) == CoarseCell(
        None, "final", is_withheld=True
    )
    assert figures.cell("use_month", "a02", "chat", month) == EMPTY
    assert figures.cell("use_month", "a09", "chat", month) == EMPTY


def test_months_run_from_the_launch_and_over_new_year() -> None:
    """Before the launch there is nothing to draw; the window is two years."""
    assert month_before(date(2026, 3, 1), 3) == date(2025, 12, 1)
    assert month_before(date(2025, 12, 1), -1) == date(2026, 1, 1)
    figures = Figures(sketch_town(months=6).release(), date(2026, 3, 31))
    assert figures.months[0] == date(2024, 4, 1)
    assert figures.months[-1] == date(2026, 3, 1)
    assert len(figures.months) == 24


def test_sections_stand_in_the_towns_own_order_and_only_while_they_are(
    sketch: Sketch, month: date
) -> None:
    """A section that has no row this month is not in the issue; the whole town is no section."""
    sketch.keep(
        use_month=lambda row: row["section"] != "a03" or row["month"] < month,
        activation_month=lambda row: row["section"] != "a03" or row["month"] < month,
        paper_digital_month=lambda row: row["section"] != "a03" or row["month"] < month,
    )
    codes = [section.code for section in Figures(sketch.release(), month).sections]
    assert codes == ["a01", "a02", "a04", "a05", "a06", "a07", "a08", SMALL]


def test_paper_with_one_source_missing_is_no_sum(sketch: Sketch, month: date) -> None:
    """Two books of paper are added; where one is withheld the month has no total."""
    row = sketch.cells("paper_month", section=TOWN, month=month)[0]
    sketch.rows["paper_month"].append({**row, "source": "annex", "low": 100.0, "high": 300.0})
    told = Figures(sketch.release(), month).sheets()[month]
    assert told.low <= row["low"] + 100 < row["low"] + 300 <= told.high
    sketch.rows["paper_month"][-1].update({"low": None, "high": None})
    assert month not in Figures(sketch.release(), month).sheets()


def test_invisible_characters_leave_a_name() -> None:
    """A NUL, a direction override and a line break would break a file or turn a line around."""
    assert printable("総務\u202e\x00\n課") == "総務課"
    assert printable("\u200b") == "?"
    assert len(printable("課" * 90)) == 40
