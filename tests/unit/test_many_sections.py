"""Two hundred sections: the first page stays light, and every section can be reached."""

from __future__ import annotations

from dashboards.cells import Cells
from dashboards.pages.overview import MOST_PANELS
from dashboards.pages.page import section_file
from dashboards.pages.sections import sections_page
from dashboards.pages.site import site_pages
from dashboards.words import Words
from tests.releases import Made, make_release

NAMES = tuple((f"s{i:02d}", f"第{i}課", 6) for i in range(MOST_PANELS + 1))


def test_many_sections_do_not_weigh_on_the_first_page() -> None:
    """A picture each would be hundreds: the first page counts them, and 課別 lists every one."""
    release = make_release(Made(names=NAMES, months=2, tools=("files",)))
    pages = {page.file: page for page in site_pages(release)}
    first = pages["index.html"]
    assert "adoption" not in {figure.key for figure in first.figures}
    assert any(f"{len(NAMES) + 1}課のうち" in line for line in first.lead)
    listed = {link for link, _ in sections_page(Cells(release), Words("ja")).links}
    assert {section_file(code) for code, _, _ in NAMES} <= listed <= set(pages)
