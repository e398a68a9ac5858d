"""Segments equal microsoft/vivainsights-py label by label, and are right where it counts rows.

The library is 400 MB with what it needs, so it is no dependency: the tests run where
HIROGARI_VIVAINSIGHTS names a Python that has it (or this one does), and are skipped elsewhere. With 0.4.3 they pass:

    python -m venv /tmp/viva && /tmp/viva/bin/pip install vivainsights
    HIROGARI_VIVAINSIGHTS=/tmp/viva/bin/python python -m pytest tests/models/test_vivainsights.py
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.properties.small_town import Assignment, Section, SmallTown, Stream, Use, at, put
from warehouse.engine.build import build_models
from warehouse.facts.store import open_store
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = os.environ.get("HIROGARI_VIVAINSIGHTS", sys.executable)
MONDAY = date(2024, 4, 1)
WEEKS = 40
LABELS = {
    "Power User": "power",
    "Habitual User": "habitual",
    "Novice User": "novice",
    "Low User": "low",
    "Non-user": "none",
}
SCRIPT = """
import sys, pandas as pd
from vivainsights.identify_usage_segments import identify_usage_segments
data = pd.read_csv(sys.stdin, parse_dates=["MetricDate"])
found = identify_usage_segments(data, metric="uses", version="12w", return_type="data")
found[["PersonId", "MetricDate", "UsageSegments_12w"]].to_csv(sys.stdout, index=False)
"""
Weeks = dict[tuple[str, date], int]


@pytest.fixture(scope="module", autouse=True)
def library() -> None:
    """Skip, saying so, where the library is not there."""
    there = subprocess.run(
        [PYTHON, "-W", "ignore", "-c", "import vivainsights"], capture_output=True, check=False
    )
    if there.returncode:
        pytest.skip(
            "vivainsights is not installed; HIROGARI_VIVAINSIGHTS may name a Python with it"
        )


def drawn() -> Weeks:
    """Thirty people over forty weeks, from those who never use a tool to those who always do."""
    draw = Random(4)
    found: Weeks = {}
    for person in range(30):
        busy, most = person / 29, draw.choice([1, 4, 20, 40])
        for week in range(WEEKS):
            uses = draw.randint(1, most) if draw.random() < busy else 0
            found[f"s{person}", MONDAY + timedelta(weeks=week)] = uses
    return found


def theirs(weeks: Weeks) -> dict[tuple[str, date], str]:
    """The library's labels."""
    lines = [f"{who},{monday},{uses}" for (who, monday), uses in weeks.items()]
    done = subprocess.run(
        [PYTHON, "-W", "ignore", "-c", SCRIPT],
        input="\n".join(["PersonId,MetricDate,uses", *lines]),
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        (row["PersonId"], date.fromisoformat(row["MetricDate"][:10])): LABELS[
            row["UsageSegments_12w"]
        ]
        for row in csv.DictReader(io.StringIO(done.stdout))
        if row["UsageSegments_12w"]
    }


def ours(weeks: Weeks, folder: Path) -> dict[tuple[str, date], str | None]:
    """The warehouse's labels, None in the weeks before there is one."""
    town = SmallTown(
        today=MONDAY + timedelta(weeks=WEEKS),
        launched_on=MONDAY,
        sections=(Section("A", "甲課"),),
        assignments=tuple(
            Assignment(who, "A", date(2020, 4, 1)) for who in sorted({who for who, _ in weeks})
        ),
        streams=(Stream("suite", "chat", "use", ("chat",), MONDAY),),
        facts=tuple(
            Use("suite", "chat", day, who, "chat", "sent", at(day, 600), None, uses)
            for (who, monday), uses in weeks.items()
            for day in [monday + timedelta(days=1)]
            if uses
        ),
    )
    with open_store(folder / "warehouse.duckdb") as store:
        put(store, town)
        build_models(store, town=Town("町", MONDAY, 4), closures=(), today=town.today)
        rows = store.rows("select staff, week_on, segment from core.staff_week")
    return {(who, monday): segment for who, monday, segment in rows}


def test_on_data_without_gaps_every_label_is_the_same(tmp_path: Path) -> None:
    """From the twelfth week on; before it there is no segment, whatever the library says."""
    weeks = drawn()
    expected = theirs(weeks)
    found = ours(weeks, tmp_path)
    warm = MONDAY + timedelta(weeks=11)
    assert {found[key] for key in found if key[1] < warm} == {None}
    measured = {key: label for key, label in found.items() if key[1] >= warm}
    assert measured == {key: label for key, label in expected.items() if key[1] >= warm}
    assert set(measured.values()) == set(LABELS.values())


def test_a_week_without_a_row_is_a_week_of_nothing(tmp_path: Path) -> None:
    """The library counts rows: left out weeks of 0 change its labels, and not ours."""
    weeks = drawn()
    used = {key: uses for key, uses in weeks.items() if uses}
    counted = theirs(used)
    found = ours(weeks, tmp_path)
    differs = [key for key, label in counted.items() if found[key] not in (None, label)]
    assert differs
    whole = theirs(weeks)
    assert all(found[key] == whole[key] for key in differs)
