"""Two hundred sections: the first page stays light, and every section can be reached."""

from __future__ import annotations

from dashboards.cards.card.page import section_file
from dashboards.pages.sections.groups import MOST_TOGETHER
from dashboards.pages.site import site_pages
from tests.releases import Made, make_release
from warehouse.release.tables.release import SMALL

NAMES = tuple((f"s{i:02d}", f"第{i}課", 6) for i in range(MOST_TOGETHER + 1))


def test_many_sections_do_not_weigh_on_the_first_pages() -> None:
    """A picture each would be hundreds: the first page counts them, 課別 leads to groups and to every one."""
    target = {"section": None, "tool": "files", "fiscal_year": 2024, "per_cent": 40.0}
    extra = {"target": [target | {"fiscal_year": year} for year in (2024, 2025)]}
    release = make_release(Made(names=NAMES, months=3, tools=("files",), extra=extra))
    pages = {page.file: page for page in site_pages(release)}
    first, sections = pages["index.html"], pages["sections.html"]
    assert "adoption" not in {figure.key for figure in first.figures}
    assert any(f"{len(NAMES) + 1}課のうち" in line for line in first.lead)
    assert not [figure for figure in sections.figures if figure.drawings or figure.choices]
    linked = {link for figure in sections.figures for link, _ in figure.links}
    every = {section_file(code) for code, _, _ in NAMES}
    assert every <= linked <= set(pages)
    groups = [page for file, page in pages.items() if file.startswith("sections-")]
    assert {page.file for page in groups} == linked - every - {section_file(SMALL)}
    compared = [row for page in groups for row in page.figures[0].choices[0].figure.tables[0].head]
    assert {name for _, name, _ in NAMES} <= set(compared)
