"""The letter's HTML in a real Chromium: it fits a phone, asks for nothing, and runs nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboards.newsletter import write_newsletter
from tests.newsletter.test_newsletter_files import HOSTILE, hostile_town
from tests.newsletter.town import MONTH

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_letter_fits_and_shows_every_picture(browser: Browser, issue: Path, width: int) -> None:
    """No sideways scrolling, no console message, no request but the page, axe content.

    Each picture is the narrow one, shown at half its dots or wider: what stands in it can be read
    on a phone. The page's text is in a Japanese font on a machine that has none.
    """
    (page_file,) = issue.glob("*.html")
    said: list[str] = []
    asked: list[str] = []
    with browser.new_page(viewport={"width": width, "height": 800}) as page:
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        widths = page.evaluate("[...document.images].map(i => [i.naturalWidth, i.clientWidth])")
        fonts = page.evaluate("[...document.fonts].map(f => [f.family, f.weight, f.status])")
    assert not said
    assert asked == [page_file.as_uri()]
    assert widths
    assert all(natural == 1104 and 330 <= shown <= 552 for natural, shown in widths)
    assert {weight for _, weight, _ in fonts} == {"400", "700"}


def test_hostile_names_do_nothing_and_can_be_read(browser: Browser, tmp_path: Path) -> None:
    """A section called <script> is a word on the page: no dialog, no request, no element."""
    write_newsletter(hostile_town().release(), MONTH, tmp_path)
    (page_file,) = tmp_path.glob("*.html")
    happened: list[str] = []
    with browser.new_page() as page:
        page.on("dialog", lambda dialog: happened.append(dialog.message))
        page.on("console", lambda message: happened.append(message.text))
        page.on(
            "request",
            lambda asked: happened.append(asked.url) if "evil" in asked.url else None,
        )
        page.goto(page_file.as_uri())
        assert page.locator("script, svg, a, iframe").count() == 0
        text = page.inner_text("body")
        alternatives = page.evaluate("[...document.images].map(i => i.alt).join(' ')")
    assert not happened
    assert HOSTILE[0] in text
    assert HOSTILE[1] in alternatives
    assert not re.search("[\u202e\x00]", text + alternatives)
