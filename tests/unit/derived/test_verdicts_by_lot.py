"""An order of sections that was drawn by lot and kept gives the verdict by lot; one that was not kept gives it not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.releases import month_list
from tests.unit.derived.released_rows import TERMS, TOLD, cell, worked_out
from warehouse.months import month_after, month_before, month_end
from warehouse.statistics.lot import WAVES_APART, draw

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, Any]
SECTIONS = "abcdefgh"
SEED, WAVES = 11, 3
FIRST = date(2026, 6, 1)
ORDER = draw(SECTIONS, SEED, WAVES)
STARTS = {
    section: month_after(FIRST, wave * WAVES_APART)
    for wave, own in enumerate(ORDER)
    for section in own
}
LAST_WAVE = ORDER[-1]
FALLS = month_after(FIRST, WAVES_APART + 6)
"""The sixth month after the last wave but one has begun."""
BEGIN = month_before(FIRST, 15)


def _shares(change: float, until: date = FALLS) -> list[Row]:
    """Electronic approvals of eight sections in the lot, and of one outside it that falls when they begin."""
    months = month_list(BEGIN, 60)
    return [
        {
            "section": section,
            "pair": "approvals",
            "month": month,
            "digital": None,
            "paper": None,
            **cell(
                40.0
                + (1 if (at + 3 * row) % 4 < 2 else -1)
                + (change if section in STARTS and month > STARTS[section] else 0)
                - (20 if section == "z" and month > FIRST else 0),
                n=None,
            ),
            "state": "final",
        }
        for row, section in enumerate([*SECTIONS, "z"])
        for at, month in enumerate(months)
        if month <= until
    ]


def _lines(until: date = FALLS, **more: object) -> list[Row]:
    """Return the book's lines; a section has begun if its month is not later than `until`."""
    return [
        {
            "action": f"くじ{SEED}-{number}",
            "title": "押印をやめる",
            "section": section,
            "booked_section": section,
            "series": "ratio approvals",
            "observed_on": date(2026, 4, 1),
            "acted_on": STARTS[section].replace(day=9) if STARTS[section] <= until else None,
            "lot_seed": SEED,
            "lot_from": FIRST,
            "lot_waves": WAVES,
            **more,
        }
        for number, section in enumerate(STARTS, 1)
    ]


def _verdicts(rows: list[Row], lines: list[Row], verdicts: Sequence[Row] = ()) -> list[Row]:
    last = max(row["month"] for row in rows)
    terms = replace(TERMS, town=TOLD, as_of=month_end(last), verdicts=verdicts)
    sections = [{"section": one, "name": one} for one in [*SECTIONS, "z"]]
    return worked_out("verdict", terms, paper_digital_month=rows, action=lines, section=sections)


def test_a_plan_that_was_followed_is_compared_by_lot() -> None:
    """All waves but the last are judged; nobody outside the lot is a comparison, whatever happens there."""
    rows = _verdicts(_shares(10.0), _lines())
    assert {(row["answer"], row["compared"]) for row in rows} == {("changed", "by_lot")}
    assert len(rows) == len(SECTIONS) - len(LAST_WAVE)
    assert {row["treated"] for row in rows} == {len(rows)}
    assert {row["controls"] for row in rows} == {len(ORDER[1]) + len(LAST_WAVE)}
    assert {row["judged_after"] for row in rows} == {FALLS}
    assert rows[0]["change"] == pytest.approx(10.0, abs=1.5)


def test_the_verdict_falls_before_the_last_wave_has_been_in_it_for_six_months() -> None:
    """The last wave begins when the months compared are over: its start does not put the verdict off."""
    later = month_after(FALLS)
    rows = _verdicts(_shares(10.0, later), _lines(later))
    assert {(row["answer"], row["compared"]) for row in rows} == {("changed", "by_lot")}
    assert len(rows) == len(SECTIONS)


def test_no_verdict_falls_while_a_wave_that_is_judged_is_still_to_come() -> None:
    """Six months after the first wave alone nothing is said: one plan has one verdict."""
    early = month_after(FIRST, 6)
    rows = _verdicts(_shares(10.0, early), _lines(early))
    assert {(row["answer"], row["reason"]) for row in rows} == {("too_early", "not_over")}
    assert {row["judged_after"] for row in rows} == {FALLS}


def test_a_section_that_begins_after_the_verdict_has_the_verdict_of_its_plan() -> None:
    fallen = _verdicts(_shares(10.0), _lines())
    later = month_after(FALLS)
    rows = _verdicts(_shares(0.0, later), _lines(later), verdicts=fallen)
    assert len({row["action"] for row in rows}) == len(rows) == len(SECTIONS)
    assert {(row["answer"], row["change"]) for row in rows} == {("changed", fallen[0]["change"])}


def test_a_start_that_is_late_but_before_the_next_wave_keeps_the_order() -> None:
    lines = _lines()
    lines[0] |= {"acted_on": month_after(STARTS[lines[0]["section"]], WAVES_APART - 1)}
    assert {row["compared"] for row in _verdicts(_shares(10.0), lines)} == {"by_lot"}


def _moved(lines: list[Row], section: str, months: int) -> None:
    line = next(line for line in lines if line["section"] == section)
    line |= {"acted_on": month_after(STARTS[section], months)}


def _broken(how: str) -> list[Row]:
    lines = _lines()
    if how == "a section began before its month":
        _moved(lines, ORDER[1][0], -1)
    elif how == "a section of the last wave began first":
        _moved(lines, LAST_WAVE[0], -2 * WAVES_APART)
    elif how == "a section began with the next wave":
        _moved(lines, ORDER[0][0], WAVES_APART)
    elif how == "a section never began":
        next(line for line in lines if line["section"] == ORDER[0][0])["acted_on"] = None
    elif how == "a line without the lot":
        lines[0] |= {"lot_seed": None, "lot_from": None, "lot_waves": None}
    elif how == "another seed":
        lines = [line | {"lot_seed": SEED + 1} for line in lines]
    elif how == "more waves than sections":
        lines = [line | {"lot_waves": 9} for line in lines]
    else:
        lines = [line for line in lines if line["section"] != LAST_WAVE[0]]
    return lines


@pytest.mark.parametrize(
    "how",
    [
        "a section began before its month",
        "a section of the last wave began first",
        "a section began with the next wave",
        "a section never began",
        "a line without the lot",
        "another seed",
        "more waves than sections",
        "a line was left out",
    ],
)
def test_an_order_that_was_not_kept_is_not_by_lot(how: str) -> None:
    until = month_after(FALLS, 14)
    rows = _verdicts(_shares(10.0, until), _broken(how))
    assert rows
    assert "by_lot" not in {row["compared"] for row in rows}


def test_a_plan_that_was_given_up_is_compared_with_others_instead_of_never() -> None:
    until = month_after(FALLS, 14)
    rows = _verdicts(_shares(10.0, until), _broken("a section never began"))
    assert {row["compared"] for row in rows} == {"with_others"}


def test_a_line_that_begins_after_a_verdict_without_lots_is_judged_by_itself() -> None:
    """The lines that have a verdict keep it, and have no second row."""
    none = {"lot_seed": None, "lot_from": None, "lot_waves": None}
    first, second = (_lines(**none)[place] for place in (0, 1))
    first |= {"acted_on": FIRST}
    second |= {"acted_on": month_after(FIRST, WAVES_APART)}
    fallen = _verdicts(_shares(10.0, month_after(FIRST, 6)), [first])
    assert [row["answer"] for row in fallen] != ["too_early"]
    rows = _verdicts(_shares(10.0, month_after(FALLS)), [first, second], verdicts=fallen)
    assert [row["action"] for row in rows] == [first["action"], second["action"]]
    assert rows[0] == fallen[0]
