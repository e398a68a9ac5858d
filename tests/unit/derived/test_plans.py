"""What a plan could tell is said before it begins, and who cannot take part is named with the reason."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from dashboards.read.action_verdicts import ActionVerdict
from dashboards.sentences.action_verdicts import verdict_sentence
from dashboards.text.words import Words
from tests.releases import month_list
from tests.unit.derived.released_rows import TERMS, TOLD, cell
from warehouse.months import month_end
from warehouse.release.derived.plan import PlanBasis, offers, proposed, read_plan_basis
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.tables.release import SCHEMAS

Row = dict[str, Any]
SECTIONS = "abcdefghij"
MONTHS = month_list(date(2024, 4, 1), 24)
FIRST = date(2026, 6, 1)


def _ground(noise: float, *, level: float = 50.0, first: date = FIRST) -> PlanBasis | None:
    """Ten sections: one has no month of its own, one lacks a late month, in one an action began last autumn."""
    rng = random.Random(1)
    rows = [
        {
            "section": section,
            "pair": "approvals",
            "month": month,
            "digital": None,
            "paper": None,
            **cell(round(level + rng.gauss(0, noise)), n=None),
        }
        for section in SECTIONS
        for month in MONTHS
        if section != "a" and (section, month) != ("b", MONTHS[-3])
    ]
    action = {"action": "1", "title": "一", "series": "ratio approvals", "section": "c"}
    tables = {
        "paper_digital_month": rows,
        "action": [action | {"booked_section": "c", "acted_on": date(2025, 10, 2)}],
        "section": [{"section": one, "name": one} for one in SECTIONS],
    }
    given = {name: pa.Table.from_pylist(own, schema=SCHEMAS[name]) for name, own in tables.items()}
    terms = replace(TERMS, town=TOLD, as_of=month_end(MONTHS[-1]))
    return read_plan_basis(ReleasedView(given), terms, "ratio approvals", SECTIONS, first)


def test_who_cannot_take_part_is_named_with_the_reason() -> None:
    basis = _ground(2.0)
    assert basis is not None
    assert basis.left_out == {"a": "no_number", "b": "unknown_months", "c": "begun_lately"}
    assert "".join(basis.series.sections) == "defghij"


def test_a_year_after_another_start_a_section_takes_part_again() -> None:
    basis = _ground(2.0, first=date(2026, 11, 1))
    assert basis is not None
    assert "c" in basis.series.sections


def test_each_number_of_waves_says_when_its_verdict_falls() -> None:
    basis = _ground(2.0)
    assert basis is not None
    offered = offers(basis, FIRST, 5)
    assert [(len(one.waves), one.months) for one in offered] == [(2, 7), (3, 14), (4, 21)]
    assert offered[0].judged_after == date(2026, 12, 1)
    assert offered[1].starts == (FIRST, date(2027, 1, 1), date(2027, 8, 1))
    assert offers(basis, FIRST, 5) == offered
    assert proposed(offered) in offered
    assert not any(one.is_rare for one in offered)


@pytest.mark.parametrize(("noise", "level"), [(25.0, 50.0), (2.0, 97.0)])
def test_a_plan_that_could_hardly_tell_anything_is_called_so(noise: float, level: float) -> None:
    """The series moves too much by itself, or has no room left to rise."""
    basis = _ground(noise, level=level)
    assert basis is not None
    assert all(one.is_rare for one in offers(basis, FIRST, 5))


@pytest.mark.parametrize("is_by_lot", [True, False])
def test_the_board_says_whether_lots_were_drawn(*, is_by_lot: bool) -> None:
    verdict = ActionVerdict(
        "ratio approvals", "points", "changed", is_by_lot, None, 6.0, 3.0, 9.0, 4.0, 5, FIRST
    )  # fmt: skip
    assert ("くじで順番を決めて" in verdict_sentence(verdict, Words("ja"))) is is_by_lot
