"""An action is judged by the series that its book names, from what the release shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.releases import month_list
from tests.unit.derived.released_rows import TERMS, TOLD, cell, worked_out
from warehouse.months import month_after, month_before, month_end
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

START = date(2026, 12, 1)
FIRST, LAST = month_before(START, 24), month_after(START, 6)
MONTHS = month_list(FIRST, 31)
TERMS_OF_YEARS = replace(TERMS, town=TOLD, as_of=month_end(LAST))
SECTIONS = "abcdef"
Row = dict[str, Any]


def _shares(
    change: float, *, treated: str = "ab", state: str = "final", until: date = LAST
) -> list[Row]:
    """Electronic approvals of six sections: a season, alternating noise, and a change after the start."""
    return [
        {
            "section": section,
            "pair": "approvals",
            "month": month,
            "digital": None,
            "paper": None,
            **cell(
                40.0
                + 5 * (month.month in {3, 4})
                + (1 if (at + 3 * row) % 4 < 2 else -1)
                + (change if section in treated and month > START else 0),
                n=None,
            ),
            "state": state if month > month_before(LAST) else "final",
        }
        for row, section in enumerate(SECTIONS)
        for at, month in enumerate(MONTHS)
        if month <= until
    ]


def _action(section: str | None, number: str = "1", **more: object) -> Row:
    return {
        "action": number,
        "title": "押印をやめる",
        "section": section,
        "booked_section": section,
        "series": "ratio approvals",
        "acted_on": date(2026, 12, 10),
        "observed_on": date(2026, 11, 1),
        **more,
    }


BOTH = [_action("a"), _action("b", "2")]


def _verdicts(rows: list[Row], actions: list[Row], verdicts: Sequence[Row] = ()) -> list[Row]:
    terms = replace(TERMS_OF_YEARS, verdicts=verdicts)
    sections = [{"section": one, "name": one} for one in SECTIONS]
    return worked_out("verdict", terms, paper_digital_month=rows, action=actions, section=sections)


def test_lines_of_one_title_are_one_action_with_one_verdict() -> None:
    first, second = _verdicts(_shares(10.0), BOTH)
    assert (first["answer"], first["compared"]) == ("changed", "with_others")
    assert (first["treated"], first["controls"]) == (2, 4)
    assert first["low"] <= 10 <= first["high"]
    assert first["judged_after"] == LAST
    keys = ("answer", "change", "low", "high", "smallest", "p")
    assert [first[key] for key in keys] == [second[key] for key in keys]


def test_a_change_against_the_wanted_direction_is_told_as_one() -> None:
    assert {row["answer"] for row in _verdicts(_shares(-10.0), BOTH)} == {"reversed"}


def test_without_a_change_the_smallest_that_could_have_been_told_is_named() -> None:
    row, _ = _verdicts(_shares(0.0), BOTH)
    assert row["answer"] == "not_shown"
    assert 0 < row["smallest"] < 10
    assert row["low"] <= 0 <= row["high"]


@pytest.mark.parametrize("state", ["provisional", "incomplete"])
def test_a_verdict_waits_for_final_months(state: str) -> None:
    row, _ = _verdicts(_shares(10.0, state=state), BOTH)
    assert row["answer"] == "too_early"
    assert row["change"] is None


def test_a_verdict_that_has_fallen_stays_whatever_comes_later() -> None:
    fallen = _verdicts(_shares(10.0), BOTH)
    later = _verdicts(_shares(0.0), BOTH, verdicts=fallen)
    assert later == fallen
    moved = [one | {"acted_on": date(2026, 11, 10)} for one in BOTH]
    assert _verdicts(_shares(0.0), moved, verdicts=fallen) != fallen


def test_what_is_not_a_number_of_the_section_is_not_judged() -> None:
    """A section within 小規模課 has no series of its own, and is neither judged nor compared with."""
    rows = _shares(10.0)
    for row in rows:
        if row["section"] in "bc":
            row |= {"shown": None, "low": None, "high": None, "withheld_because": "small_group"}
    first, second = _verdicts(rows, BOTH)
    assert (first["treated"], first["controls"]) == (1, 3)
    (alone,) = _verdicts(rows, [_action("b")])
    assert alone["answer"] == "too_early"
    assert second["answer"] == first["answer"]


def test_a_band_wider_than_five_points_is_unknown_and_a_coded_end_is_not() -> None:
    rows = _shares(10.0)
    for row in rows:
        if row["section"] == "f" and row["month"] == START.replace(month=7):
            row |= {"low": 30.0, "high": 50.0}
        if row["section"] == "e":
            row |= {"low": 95.0, "high": 100.0}
    first, _ = _verdicts(rows, BOTH)
    assert first["controls"] == 3


def test_an_action_of_the_whole_town_hall_is_never_a_claim() -> None:
    rows = [row | {"section": TOWN} for row in _shares(10.0, treated="a") if row["section"] == "a"]
    (row,) = _verdicts([*_shares(10.0, treated=SECTIONS), *rows], [_action(None)])
    assert (row["answer"], row["compared"]) == ("own_past", "own_past")
    assert row["change"] == pytest.approx(10.0, abs=1.5)
    assert row["p"] is None


def test_another_action_on_the_series_takes_a_section_out_of_the_comparison() -> None:
    other = _action("c", "9", title="別の取り組み", acted_on=date(2026, 8, 3))
    first = _verdicts(_shares(10.0), [*BOTH, other])[0]
    assert first["controls"] == 3


def test_an_action_that_names_no_series_or_has_not_begun_has_no_verdict() -> None:
    assert not _verdicts(_shares(10.0), [_action("a", series=None), _action("b", acted_on=None)])
    assert SMALL not in SECTIONS


@pytest.mark.parametrize(("beside", "is_known"), [((0.0, 9.0), True), ((0.0, 900.0), False)])
def test_sheets_of_all_printers_together_are_known_where_a_small_band_hides_little(
    beside: tuple[float, float], *, is_known: bool
) -> None:
    """A section prints on its own device, and now and then "under 10" sheets on another's."""
    bounds = {"own": (1000.0, 1000.0), "other": beside}
    sheets = [
        {"section": section, "month": month, "source": source, "kind": "printed", **cell(low, high)}
        for section in SECTIONS
        for month in MONTHS
        for source, (low, high) in bounds.items()
    ]
    heads = [
        {"section": section, "month": month, "tool": "files", **cell(50.0)}
        for section in SECTIONS
        for month in MONTHS
    ]
    sections = [{"section": one, "name": one} for one in SECTIONS]
    action = [_action("a", series="printed")]
    (row,) = worked_out(
        "verdict",
        TERMS_OF_YEARS,
        paper_month=sheets,
        use_month=heads,
        action=action,
        section=sections,
    )
    assert row["controls"] == (len(SECTIONS) - 1 if is_known else 0)


def test_a_town_without_a_final_month_has_no_verdict_yet() -> None:
    """As in its first weeks, when all that the books tell may still change."""
    rows = [row | {"state": "provisional"} for row in _shares(10.0, until=MONTHS[1])]
    actions = [*BOTH, _action(None, "3", title="全庁で"), _action("c", "4", acted_on=MONTHS[0])]
    assert {row["answer"] for row in _verdicts(rows, actions)} == {"too_early"}


def test_a_verdict_stays_when_its_section_is_merged_into_another() -> None:
    """The book still names the section in which the action began."""
    fallen = _verdicts(_shares(10.0), BOTH)
    merged = [row | {"section": "f"} for row in BOTH]
    assert _verdicts(_shares(0.0), merged, verdicts=fallen) == fallen
