"""A section that is no more is told as such: it has a page, and stands among today's sections nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa

from dashboards.pages.sections.section import section_page
from dashboards.pages.sections.sections import sections_page
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.text.words import Words
from tests.releases import Made, make_release
from warehouse.release.tables.release import SCHEMAS, Release

JA = Words("ja")


def small_and_ended(to_on: date) -> Release:
    """The waterworks were small, and went to the builders on that day."""
    release = make_release(Made())
    tables = {}
    for name in ("use_month", "paper_digital_month", "paper_month"):
        rows = release.tables[name].to_pylist()
        hidden = {"coding": None, "low": None, "high": None, "withheld_because": "small_group"}
        if name == "paper_digital_month":
            hidden |= {"digital": None, "paper": None}
        told = [row | hidden if row["section"] == "suido" else row for row in rows]
        tables[name] = pa.Table.from_pylist(told, schema=SCHEMAS[name])
    sections = [
        row | {"to_on": to_on if row["section"] == "suido" else None}
        for row in release.tables["section"].to_pylist()
    ]
    tables["section"] = pa.Table.from_pylist(sections, schema=SCHEMAS["section"])
    return replace(release, tables={**release.tables, **tables})


def test_a_small_section_that_ended_is_not_said_to_be_counted_now() -> None:
    """Its page says until when it was and leads to where its work went; the list names it apart."""
    release = small_and_ended(date(2025, 9, 30))
    cells, targets = Cells(release), Targets(release)
    (ended,) = [one for one in cells.all_sections if one not in cells.sections]
    page = section_page(cells, targets, ended, JA)
    assert page.sentence.startswith("この課は令和7年9月30日までで、仕事は")
    assert [name for name, _ in page.links] == ["section-kensetsu.html"]
    assert page.links_title == "仕事を引き継いだところ"
    links = dict(sections_page(cells, targets, JA).links)
    assert links["section-suido.html"].endswith("（今はない課）")


def test_a_section_that_will_end_is_one_of_today() -> None:
    """What the roster says of next year is not told as past."""
    release = small_and_ended(date(2099, 3, 31))
    cells, targets = Cells(release), Targets(release)
    (section,) = [one for one in cells.sections if one.code == "suido"]
    page = section_page(cells, targets, section, JA)
    assert "までで" not in page.sentence
    assert page.links_title == "いっしょに数えているところ"
