"""How pages are laid out on a desk's screen and a phone's: nothing cut, nothing tiny, no card half empty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.opened import open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDTHS = (1280, 390)
_FAULTS = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
_PLANTS = {
    "wide": "document.querySelector('main').style.minWidth = '2000px'",
    "small": "document.querySelector('#adoption svg:not(.narrow svg) text').style.fontSize = '9px'",
    "edge": "document.querySelector('.card h2').style.cssText = 'white-space:nowrap;text-indent:1100px'",
    "cut": "document.querySelector('details').open = true; document.querySelector('.scroll').style.cssText "
    "= 'width:90px;overflow:hidden'",
    "empty": "document.querySelector('.half').style.minHeight = '2000px'",
}
"""A fault of each sort, put into the first page."""


def faults(page: Page) -> list[str]:
    """What is wrong with the page's layout as it is shown, a line each."""
    # A box learns that it scrolls when it is painted.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[str] = page.evaluate(_FAULTS)
    return found


def test_no_page_has_a_fault_of_layout(browser: Browser, site: Path) -> None:
    """Every page, loaded once: as wide as the screen, labels of 11 px and more, inside their cards, rows full."""
    context = browser.new_context()
    found = {}
    for file in sorted(site.glob("*.html")):
        page, _, _ = open_page(context, file.as_uri())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[file.stem, width] = faults(page)
        page.close()
    context.close()
    assert len(found) > 2 * 10
    assert {where: lines for where, lines in found.items() if lines} == {}


@pytest.mark.parametrize("sort", _PLANTS)
def test_a_planted_fault_is_seen(browser: Browser, site: Path, sort: str) -> None:
    """One of its sort at least, where there was none."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _, _ = open_page(context, f"{site.as_uri()}/index.html")
    page.evaluate(f"() => {{ {_PLANTS[sort]} }}")
    found = faults(page)
    context.close()
    assert any(line.startswith(f"{sort}:") for line in found), found
