"""A town, a tool or a section of a few months: no picture of one or two dots, no word of a span it has not lived."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from dashboards.cards.card.figure import Figure
from dashboards.newsletter.issue import make_issue
from dashboards.pages.site import site_pages
from tests.pages.test_young_towns import FULL, MONTHS, newest_months, still_running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.release.tables.release import Release

A_YEAR = re.compile(
    r"1年前|前の年|前年|昨年|去年|この1年|一年|1年間|12か月|半年"
    r"|\ba year\b|years? (before|ago|earlier)|last year|half a year|twelve months|six months"
)
A_QUARTER = re.compile(r"この3か月|3か月(以上)?前|3か月間|前後3か月|three months(?! in a row)")
DEFINED = {"words.html", "method.html"}
"""Pages that say what words and figures mean, of whatever length."""


def in_language(release: Release, language: str) -> Release:
    return replace(release, town=replace(release.town, language=language))


def texts(thing: object) -> Iterator[str]:
    """Every text of a page or an issue, that of its pictures too."""
    if isinstance(thing, str):
        yield str(thing)
    elif isinstance(thing, tuple):
        for one in thing:
            yield from texts(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name))


def figures_of(thing: object) -> Iterator[Figure]:
    if isinstance(thing, Figure):
        yield thing
        for choice in thing.choices:
            yield from figures_of(choice.figure)
    elif isinstance(thing, tuple):
        for one in thing:
            yield from figures_of(one)


def pictures(figure: Figure) -> Iterator[str]:
    yield from (drawing.svg for drawing in figure.drawings)
    yield from (panel.drawing.svg for panel in figure.panels if panel.drawing is not None)


def dots(figure: Figure, svg: str) -> int:
    """How many values a picture shows: those of the fullest of its columns, or its spots."""
    opening = svg[: svg.index(">")]
    if figure.key == "quadrant" and len(figure.tables[0].rows) <= 2:
        return 99  # On a section's page the table has its own row alone, the picture every section.
    spots = re.search(r'data-spots="([^"]*)"', opening)
    if spots:
        return len(spots[1].split())
    tied = re.search(r'data-columns="([^"]*)" data-table="([^"]*)"', opening)
    if tied is None:
        return 99  # The days of the sources: no course.
    table = next(table for table in figure.tables if table.key == tied[2])
    columns = [int(column) - 1 for column in tied[1].split(",")]
    return max(sum(cells[k].kind == "value" for _, cells in table.rows) for k in columns)


def unlived(release: Release, *spans: re.Pattern[str]) -> list[tuple[str, str]]:
    """Every text of the pages and the newsletter that speaks of one of these spans."""
    places = [(page.file, page) for page in site_pages(release) if page.file not in DEFINED]
    issue = make_issue(release, MONTHS[-1])
    told = [(file, text) for file, page in places for text in texts(page)]
    told += [("newsletter", text) for text in texts(issue)]
    return [(where, text[:200]) for where, text in told if any(span.search(text) for span in spans)]


def sparse(release: Release) -> list[tuple[str, str]]:
    """Every picture of the pages that has fewer than three dots."""
    return [
        (page.file, figure.key)
        for page in site_pages(release)
        for figure in figures_of(page.figures)
        for svg in pictures(figure)
        # A fiscal year beside its base year is a pair of bars and has no course.
        if figure.key != "paper-year" and dots(figure, svg) < 3
    ]


def of_months(count: int) -> Release:
    """A town of so many closed months, as its own figures make it: nothing derived from what was before."""
    if count == 0:
        return still_running(of_months(1))
    young = newest_months(count)
    derived = {
        "replacement_month": count >= 4,
        "normal_month": count >= 3,
        "target_month": count >= 3,
        "alert": False,
        "paper_year": True,
    }
    tables = dict(young.tables)
    for name, is_kept in derived.items():
        if not is_kept:
            tables[name] = tables[name].slice(0, 0)
    years = [
        {**row, "months": count, "base_year": None, "base_sheets": None, "change": None}
        for row in tables["paper_year"].to_pylist()
        if row["fiscal_year"] == 2025
    ]
    tables["paper_year"] = pa.Table.from_pylist(years, schema=tables["paper_year"].schema)
    return replace(young, tables=tables)


def tool_of_last_month(tool: str) -> Release:
    """The town of two years whose one tool came a month ago."""
    tables = {}
    for name, table in FULL.tables.items():
        tables[name] = table
        if {"tool", "month"} <= set(table.column_names):
            is_old = pc.and_kleene(
                pc.equal(table["tool"], tool), pc.less(table["month"], MONTHS[-1])
            )
            tables[name] = table.filter(pc.invert(pc.fill_null(is_old, fill_value=False)))
    return replace(FULL, tables=tables)


def section_of_last_month(code: str) -> Release:
    """The town of two years in which one section began a month ago."""
    tables = {}
    for name, table in FULL.tables.items():
        tables[name] = table
        if {"section", "month"} <= set(table.column_names):
            is_old = pc.and_kleene(
                pc.equal(table["section"], code), pc.less(table["month"], MONTHS[-1])
            )
            tables[name] = table.filter(pc.invert(pc.fill_null(is_old, fill_value=False)))
        elif name in {"paper_year", "alert", "curve_fit", "milestone"}:
            tables[name] = table.filter(
                pc.fill_null(pc.not_equal(table["section"], code), fill_value=True)
            )
    return replace(FULL, tables=tables)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_a_young_town_speaks_of_no_span_that_it_has_not_lived(count: int, language: str) -> None:
    """Neither of a year nor, before its third month, of three months."""
    release = in_language(of_months(count), language)
    assert not unlived(release, A_YEAR, *([A_QUARTER] if count < 3 else []))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_no_picture_has_fewer_than_three_dots(count: int) -> None:
    """Until the third month there are the numbers and when a picture comes; from then on there are pictures."""
    release = of_months(count)
    assert not sparse(release)
    pages = {page.file: page for page in site_pages(release)}
    told = "".join(texts(pages["index.html"]))
    has_pictures = any(True for figure in pages["index.html"].figures for _ in pictures(figure))
    assert has_pictures == (count >= 3)
    assert ("記録が3か月そろってから図にします" in told) == (count in {1, 2})
    issue = make_issue(release, MONTHS[-1])
    assert bool(issue.charts) == (count >= 3)


@pytest.mark.parametrize("count", [0, 1])
def test_no_open_table_is_empty(count: int) -> None:
    """A head with nothing below it tells nothing."""
    pages = site_pages(of_months(count))
    assert any(page.figures for page in pages)
    for page in pages:
        for figure in figures_of(page.figures):
            assert all(table.rows for table in figure.tables if table.is_open), page.file


def test_a_young_town_still_reads_its_numbers() -> None:
    """What is not drawn stands in an open table, and in the newsletter's text."""
    release = of_months(2)
    pages = {page.file: page for page in site_pages(release)}
    lines = next(figure for figure in pages["tools.html"].figures if figure.key == "tools-wide")
    assert lines.tables[0].is_open
    assert len(lines.tables[0].rows) == 2
    issue = make_issue(release, MONTHS[-1])
    lead = "".join(issue.lead)
    assert "「ファイル共有」" in lead or "「ファイル」" in lead
    assert "記録が3か月そろってから図にします" in lead
    assert "まだありません" not in issue.headline


@pytest.mark.parametrize("tool", ["files", "chat"])
def test_a_tool_of_last_month_is_not_drawn_among_old_ones(tool: str) -> None:
    """Its number is told; no panel, no line and no legend of its own."""
    release = tool_of_last_month(tool)
    assert not sparse(release)
    other = {"files": "chat", "chat": "files"}[tool]
    pages = {page.file: page for page in site_pages(release)}
    figure = next(one for one in pages["tools.html"].figures if one.key == "tools-wide")
    drawn = "".join(re.findall(r"<text[^>]*>([^<]*)", "".join(pictures(figure))))
    words = {"files": "ファイル", "chat": "チャット"}
    assert words[other] in drawn
    assert words[tool] not in drawn
    assert "記録が3か月そろってから図にします" in figure.note
    issue = make_issue(release, MONTHS[-1])
    tools = next(chart for chart in issue.charts if chart.name.endswith("-tools"))
    assert len(tools.table[1]) == 1


def test_a_section_of_last_month_has_no_pictures_on_its_page() -> None:
    """And its page speaks of no year; the others go on as before."""
    release = section_of_last_month("kikaku")
    assert not sparse(release)
    page = next(page for page in site_pages(release) if "kikaku" in page.file)
    # How long the town has its tools is what an item of the hand-over is told by.
    told = [text for text in texts(page) if "取り組み" not in text]
    assert not [text for text in told if A_YEAR.search(text)]


@pytest.mark.parametrize("launched_on", [MONTHS[-1], MONTHS[-1] + timedelta(days=29)])
def test_a_launch_in_the_running_month_or_on_its_last_day_is_told(launched_on: date) -> None:
    """Pages and a letter are made of a month that still runs."""
    release = of_months(0)
    release = replace(release, town=replace(release.town, launched_on=launched_on))
    assert not sparse(release)
    assert not unlived(release, A_YEAR, A_QUARTER)
