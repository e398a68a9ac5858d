"""An action belongs to the section of its months: a merger moves nothing before it, on no table and no page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from dashboards.read.targets import Targets
from tests.releases import Made, make_release
from tests.unit.derived.released_rows import MONTHS, acted, only, target, use, worked_out
from warehouse.release.tables.release import SCHEMAS, SMALL, TOWN, Release

Row = dict[str, Any]
USE = frozenset({"use files"})
ENDS = date(2025, 9, 30)
SECTIONS = [
    {"section": "a", "to_on": ENDS, "successor": "b"},
    {"section": "b", "to_on": None, "successor": None},
]
"""The first six months of the year are a's, the others b's as well."""


def of_a(first: date, last: date | None = None, **more: object) -> Row:
    """An action of a, told today of b."""
    return acted(first, last, section="b", booked_section="a", **more)


def under_way(section: str, *rates: float, **tables: list[Row]) -> list[date]:
    """The months in which an action is under way."""
    rows = worked_out(
        "normal_month",
        use_month=use(*rates, section=section),
        target=[target(60)],
        **({"section": SECTIONS} | tables),
    )
    return [row["month"] for row in rows if row["has_action"]]


def test_what_a_section_tried_is_no_action_of_its_successor_before_the_merger() -> None:
    """With it a was not normal by itself, and b was."""
    actions = [of_a(MONTHS[2], MONTHS[7])]
    assert under_way("a", *[70] * 6, action=actions) == MONTHS[2:6]
    assert under_way("b", *[70] * 12, action=actions) == MONTHS[6:8]


def test_an_action_of_a_small_section_is_one_of_the_small_ones() -> None:
    """They are not normal while one of them tries something."""
    own = [
        row | {"low": None, "high": None, "coding": None, "withheld_because": "small_group"}
        for row in use(*[70] * 12, section="a")
    ]
    rows = worked_out(
        "normal_month",
        use_month=[*own, *use(*[70] * 12, section=SMALL)],
        target=[target(60)],
        action=[acted(MONTHS[2], MONTHS[3], section="a")],
    )
    found = [r["month"] for r in rows if r["section"] == SMALL and r["has_action"]]
    assert found == MONTHS[2:4]


def test_hours_are_the_section_s_in_whose_months_they_were_saved() -> None:
    """From the merger on they are its successor's; the whole town hall's all the time."""
    rows = worked_out("hours_month", action=[of_a(MONTHS[3], hours_saved=10.0)], section=SECTIONS)
    found = {section: [r["month"] for r in rows if r["section"] == section] for section in "ab"}
    assert found == {"a": MONTHS[4:6], "b": MONTHS[6:]}
    assert {net for (net,) in only(rows, "net_hours")} == {10.0}


def released(action: Row) -> Release:
    made = Made(first=MONTHS[0], months=12, names=(), tools=(), extra={"action": [action]})
    release = make_release(made)
    table = pa.Table.from_pylist(SECTIONS, schema=SCHEMAS["section"])
    return type(release).of(
        release.town, release.as_of, release.released_at, {**release.tables, "section": table}
    )


def test_a_chart_is_marked_where_the_action_was_put_to_work() -> None:
    """Not on the pictures of the section that took its work over."""
    targets = Targets(released(of_a(MONTHS[2], title="回覧", step="acted", series="use files")))
    assert len(targets.marks("a", USE, MONTHS)) == 1
    assert targets.marks("b", USE, MONTHS) == ()
    targets = Targets(released(of_a(MONTHS[8], title="回覧", step="acted", series="use files")))
    assert targets.marks("a", USE, MONTHS) == ()
    assert len(targets.marks("b", USE, MONTHS)) == 1


def test_an_action_is_marked_on_charts_of_its_own_measure_alone() -> None:
    """Not on those of the tool that it uses; on the whole town hall's chart of its measure, whosever action it is."""
    minutes = frozenset({"ratio minutes"})
    row = of_a(MONTHS[2], title="議事録", step="acted", tool="files", series="ratio minutes")
    targets = Targets(released(row))
    assert [mark for _, mark in targets.marks("a", minutes, MONTHS)] == ["①"]
    assert [mark for _, mark in targets.marks(TOWN, minutes, MONTHS)] == ["①"]
    assert targets.marks("b", minutes, MONTHS) == ()
    assert targets.marks("a", USE, MONTHS) == targets.marks(TOWN, USE, MONTHS) == ()
    unnamed = Targets(released(row | {"series": None}))
    assert unnamed.marks("a", minutes | USE, MONTHS) == ()
