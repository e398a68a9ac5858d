"""The page of a section whose figures are withheld shows what is its own: actions and hand-over."""

from __future__ import annotations

from datetime import date

from dashboards.pages.sections.section import section_page
from dashboards.pages.site import site_pages
from tests.pages.test_board import verdict, wave
from tests.pages.two_sections import JA, Row, read, use
from tests.releases import EVERYTHING, make_release
from warehouse.release.tables.release import SMALL


def test_its_own_actions_and_open_items_stand_in_place_of_withheld_cells() -> None:
    """With what to do next, and the verdict of its action."""
    hidden: Row = {"coding": None, "low": None, "high": None, "withheld_because": "small_group"}
    cells, targets = read(
        use_month=[use("a", 50) | hidden, use(SMALL, 60)],
        action=[wave("1", "a", date(2025, 4, 7)), wave("2", "b", date(2025, 4, 7))],
        verdict=[verdict("1", "a", "not_shown")],
        handover=[{"section": "a", "item": "lead_named", "is_met": False}],
    )
    section = next(one for one in cells.all_sections if one.code == "a")
    page = section_page(cells, targets, section, JA)
    keys = [figure.key for figure in page.figures]
    assert keys == ["items", "own-actions", "counted-together"]
    (line,) = page.figures[1].lines
    assert line.text.startswith("取り組み①")
    assert "変わったとは言えない" in line.text
    assert any("課長" in line.text for line in page.figures[0].lines)


def test_a_page_without_figures_has_no_table_of_withheld_cells() -> None:
    """A hundred cells that say 非公表 tell nothing."""
    pages = site_pages(make_release(EVERYTHING))
    for page in pages:
        if any(figure.key == "counted-together" for figure in page.figures):
            assert not any(figure.tables for figure in page.figures)
