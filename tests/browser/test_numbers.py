"""Every data table of every page says what the release says: read back from the browser, cell by cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from dashboards.export import exported_rows
from tests.browser.opened import open_page
from tests.releases import EVERYTHING, make_release
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from playwright.sync_api import Browser

    from warehouse.release.tables.release import Release

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_TOOLS = {
    "ファイル共有": "files",
    "チャット": "chat",
    "オンライン会議": "meetings",
    "予定表": "calendar",
}
_SEGMENTS = {
    "よく使いこなす": "power",
    "習慣になった": "habitual",
    "ときどき使う": "novice",
    "ほとんど使わない": "low",
    "使っていない": "none",
}
_CELLS = (
    (r"(?:use|heat)-(?P<tool>[a-z]+)(?:-table)?", "use_month", "section"),
    (r"tried-(?P<tool>[a-z]+)", "activation_month", "section"),
    (r"tools-(?:wide|half)-table|spread-use|town-use", "use_month", "tool"),
    (r"spread-tried|town-tried", "activation_month", "tool"),
    (r"spread-habit", "habitual_month", "tool"),
    (r"retention-table", "retention_month", "tool"),
    (r"segments-(?P<tool>[a-z]+)-table", "segment_month", "segment"),
    (r"share-(?P<pair>[a-z_]+)-table", "paper_digital_month", ""),
    (r"outside-table", "outside_month", ""),
)
"""Tables of released cells: key, release table, and what its columns are."""
_WORKED_OUT = {
    "quadrant-table": ("replacement_month",),
    "paper-year-table": ("paper_year", "paper_factor"),
    "difference-table": ("paper_difference_month",),
    "sheets-table": ("paper_month",),
    "milestones-table": ("milestone",),
    "outlook-table": ("target_month", "curve_fit", "habitual_month"),
    "all-sections-table": ("use_month", "target_month", "paper_digital_month", "handover"),
    "handover-table": ("handover", "normal_month", "training_coverage"),
    "hours-months": ("hours_month", "action"),
    "hours": ("action",),
    "sources": ("source",),
    "days": ("freshness",),
    "book-fax-count-table": ("book_month",),
    "series-targets-table": ("series_target_year",),
    "plan-series-1-table": ("plan_series_month",),
    "book-tasks-hours-table": ("book_month",),
    "breadth-table": ("breadth_month",),
    "work-out-of-hours-table": ("work_month",),
    "work-meeting-hours-table": ("work_month",),
}
"""Tables that put several values in words: each number in them must be one of these tables'."""
_ESTIMATES = {"yen", "kilograms", "co2_kilograms", "trees"}
"""What paper stands for is told in two digits."""
_MARKS = {"provisional": " 暫定", "incomplete": " 欠測あり"}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_READ = """() => [...document.querySelectorAll('table')].map(table => ({
    key: table.id,
    head: [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim()),
    rows: [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent.trim())),
}))"""


def month_words(month: date) -> str:
    """令和8年3月."""
    year = month.year - 2018
    return f"令和{'元' if year == 1 else year}年{month.month}月"


def expected(row: Mapping[str, Any] | None) -> str:
    """What a cell says of a released row."""
    if row is None:
        return "まだない"
    if row["withheld_because"]:
        return "月の途中" if row["withheld_because"] == "running_month" else "非公表"
    if row["shown"] is None:
        return "欠測" if row["state"] == "incomplete" else "まだない"
    return row["shown"] + _MARKS.get(row["state"], "")


def check_cells(
    release: Release, table: Mapping[str, Any], section: str, rule: tuple[str, str, str]
) -> int:
    """Hold each cell of a table against its released row; return how many were compared."""
    pattern, name, across = rule
    found = re.fullmatch(pattern, table["key"])
    assert found is not None
    fixed = {key: value for key, value in found.groupdict().items() if value}
    codes = {r["name"]: r["section"] for r in exported_rows(release, "section")}
    columns = {"section": codes, "tool": _TOOLS, "segment": _SEGMENTS}.get(across, {})
    keys = ("section", "tool", "pair", "segment")
    rows = {
        (*tuple(r.get(key) for key in keys), month_words(r["month"])): r
        for r in exported_rows(release, name)
    }
    for head, *cells in table["rows"]:
        for column, text in zip(table["head"][1:], cells, strict=True):
            at = {"section": section} | fixed | ({across: columns[column]} if across else {})
            row = rows.get((*(at.get(key) for key in keys), head))
            assert text == expected(row), (table["key"], column, head)
    return sum(len(cells) - 1 for cells in table["rows"])


def check_changes(release: Release, table: Mapping[str, Any]) -> int:
    """Hold a table of now against a year before to its released rows; return how many were compared."""
    tool = str(table["key"]).removeprefix("change-").removesuffix("-table")
    codes = {r["name"]: r["section"] for r in exported_rows(release, "section")}
    rows = [r for r in exported_rows(release, "use_month") if r["tool"] == tool]
    for name, before, now in table["rows"]:
        own = {r["month"]: r for r in rows if r["section"] == codes[name]}
        valued = [month for month, r in own.items() if r["low"] is not None]
        final = [month for month in valued if own[month]["state"] == "final"]
        if not valued:
            assert now == expected(own.get(max(own))), (table["key"], name)
            continue
        newest = max(final or valued)
        assert now == expected(own[newest]), (table["key"], name)
        then = newest.replace(year=newest.year - 1)
        if is_of_others(release, codes[name], then):
            assert before == "くらべられない", (table["key"], name)
        else:
            assert before == expected(own.get(then)), (table["key"], name)
    return 2 * len(table["rows"])


def is_of_others(release: Release, section: str, then: date) -> bool:
    """Whether a group had other sections at that time: it took one in since, or nobody says of which ones it was."""
    took_in = [r for r in release.tables["section"].to_pylist() if r["successor"] == section]
    return section == SMALL or any(r["to_on"] > then for r in took_in)


def said(release: Release, names: tuple[str, ...]) -> set[str]:
    """Every number that may be said of these release tables, as it may be written."""
    out: set[str] = set()
    for name in names:
        for row in release.tables[name].to_pylist():
            for key, value in row.items():
                out |= set(_ways(value))
                if name == "paper_year" and key in _ESTIMATES and value is not None:
                    out.add(f"{float(f'{value:.2g}'):,.0f}")
    return out


def _ways(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _NUMBER.findall(value)
    elif hasattr(value, "month"):
        yield from (str(value.month), str(value.year - 2018), f"{value.year - 2018}.{value.month}")
        yield str(getattr(value, "day", ""))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        for number in (abs(value), abs(value) - 2018, abs(value) * 100):
            yield from (f"{number:,.0f}", f"{number:,.1f}", f"{int(number * 10) / 10:,.1f}")


def test_every_table_says_what_the_release_says(browser: Browser, site: Path) -> None:
    """Cells of released tables are equal, text for text; worked-out tables hold no other number."""
    release = make_release(EVERYTHING)
    context = browser.new_context()
    compared, changes, seen = 0, 0, set()
    for path in sorted(site.glob("*.html")):
        section = path.stem.removeprefix("section-") if path.stem.startswith("section-") else TOWN
        page, _, _ = open_page(context, path.as_uri())
        for table in page.evaluate(_READ):
            key = table["key"]
            rule = next((one for one in _CELLS if re.fullmatch(one[0], key)), None)
            if key.startswith("change-"):
                changes += check_changes(release, table)
                continue
            if rule:
                compared += check_cells(release, table, section, rule)
                continue
            assert key in _WORKED_OUT, f"{path.name}: say in this file what table {key} shows"
            seen.add(key)
            allowed = said(release, _WORKED_OUT[key])
            for head, *cells in table["rows"]:
                numbers = {n for text in cells for n in _NUMBER.findall(text)}
                assert numbers <= allowed, (path.name, key, head, numbers - allowed)
        page.close()
    context.close()
    assert compared > 9_000
    assert changes > 50
    assert seen >= {"quadrant-table", "sources", "days", "paper-year-table", "hours"}
