"""A town's first nights: pages and a letter are made of whatever is there, also of nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dashboards.newsletter.issue import make_issue
from dashboards.pages.site import site_pages
from tests.released_measures import measured_rows
from tests.releases import NAMES, Made, make_release, month_list, office_rows
from warehouse.release.tables.release import SCHEMAS, SMALL, TOWN, Release

MONTHS = month_list(date(2024, 4, 1), 24)
TOOLS = ("files", "chat")
OFFICE = {"action", "target", "handover", "office"}
FULL = make_release(
    Made(
        names=NAMES[:3],
        tools=TOOLS,
        extra=office_rows() | measured_rows(NAMES[:3], TOOLS, MONTHS),
    )
)


def newest_months(count: int) -> Release:
    """The release of a town that was launched so many months ago."""
    kept = MONTHS[-count:]
    months = pa.array(kept, pa.date32())
    tables = {}
    for name, table in FULL.tables.items():
        tables[name] = table
        if "month" in table.column_names:
            is_new = pc.is_in(table["month"], months)
            tables[name] = table.filter(pc.or_kleene(pc.is_null(table["month"]), is_new))
        elif "day_on" in table.column_names:
            tables[name] = table.filter(pc.greater_equal(table["day_on"], kept[0]))
    return replace(FULL, town=replace(FULL.town, launched_on=kept[0]), tables=tables)


def still_running(release: Release) -> Release:
    """The same release before any of its months is over."""
    values = ("coding", "low", "high", "digital", "paper", "from_top_low", "from_top_high")
    tables = dict(release.tables)
    for name, table in release.tables.items():
        if "withheld_because" in table.column_names:
            rows = [
                {**row, **{key: None for key in values if key in row}, "withheld_because": "running_month"}
                for row in table.to_pylist()
            ]  # fmt: skip
            tables[name] = pa.Table.from_pylist(rows, schema=table.schema)
    return replace(release, tables=tables)


def without(release: Release, *tables: str) -> Release:
    """The release with these tables empty."""
    kept = {
        name: table.slice(0, 0) if name in tables else table
        for name, table in release.tables.items()
    }
    return replace(release, tables=kept)


def of_group(release: Release, code: str) -> Release:
    """The release of a town of which one group alone is told."""
    tables = {
        name: table.filter(pc.equal(table["section"], code)) if "section" in table.column_names else table
        for name, table in release.tables.items()
    }  # fmt: skip
    return replace(release, tables=tables)


def is_made(release: Release) -> None:
    assert {page.file for page in site_pages(release)} >= {"index.html", "data.html"}
    assert make_issue(release, MONTHS[-1]).headline


@pytest.mark.parametrize("months", [1, 2, 3])
@pytest.mark.parametrize("alter", [lambda one: one, still_running])
def test_pages_are_made_before_there_is_a_history(months: int, alter) -> None:  # noqa: ANN001
    """With one closed month or none, with and without an office's targets and actions."""
    release = alter(newest_months(months))
    is_made(release)
    is_made(without(release, *OFFICE))


@pytest.mark.parametrize("table", sorted(SCHEMAS.keys() - {"section"}))
def test_pages_are_made_of_one_table_alone_and_of_all_others(table: str) -> None:
    """Whatever a town has or has not: no page takes for granted that another table has rows."""
    release = newest_months(1)
    others = SCHEMAS.keys() - OFFICE - {table, "section"}
    is_made(without(release, table))
    is_made(without(release, *others))
    is_made(still_running(without(release, *others)))


def test_pages_are_made_of_nothing() -> None:
    """Not even of a section."""
    is_made(without(FULL, *SCHEMAS))


@pytest.mark.parametrize("code", [TOWN, SMALL, "somu"])
def test_pages_are_made_of_one_group(code: str) -> None:
    """The town hall without its sections, the small ones alone, one section alone."""
    is_made(of_group(newest_months(1), code))
    is_made(of_group(FULL, code))
