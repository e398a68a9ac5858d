"""Printed on A4: every page whole, nothing cut off, on few sheets."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.browser.opened import KINDS, open_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

A4 = (595, 842)
"""Points."""
_INSIDE = (703, 1016)
"""CSS pixels between the margins."""
_MOST_SHEETS = {"index": 5, "words": 6}
_OVER = """([width, height]) => {
    const out = [];
    for (const node of document.querySelectorAll('svg, table, .panel, p, h1, h2, h3, li, td, th')) {
        if (!node.checkVisibility()) continue;
        const box = node.getBoundingClientRect();
        if (box.right > width + 1 || box.left < -1) out.push('wide: ' + node.outerHTML.slice(0, 90));
        if (node.tagName === 'svg' && box.height > height) out.push('high: ' + node.ariaLabel);
    }
    return out;
}"""


@pytest.mark.parametrize("tables", ["as they are", "all open"])
def test_every_kind_of_page_prints_whole(browser: Browser, site: Path, tables: str) -> None:
    """Nothing stands beyond the margins, no picture is higher than a sheet, every heading is there."""
    context = browser.new_context(viewport={"width": _INSIDE[0], "height": _INSIDE[1]})
    for name in KINDS:
        page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
        if tables == "all open":
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        page.emulate_media(media="print")
        assert page.evaluate(_OVER, list(_INSIDE)) == [], name
        heads = page.evaluate(
            """() => [...document.querySelectorAll('h1, h2')].filter(node => node.checkVisibility())
                .map(node => node.textContent)"""
        )
        sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        page.close()
        sizes = {(round(float(s.mediabox.width)), round(float(s.mediabox.height))) for s in sheets}
        assert sizes == {A4}, name
        if tables == "as they are":
            assert len(sheets) <= _MOST_SHEETS.get(name, 4), name
        words = "".join("".join(sheet.extract_text().split()) for sheet in sheets)
        assert [head for head in heads if "".join(head.split()) not in words] == [], name
    context.close()
