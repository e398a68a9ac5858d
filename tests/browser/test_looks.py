"""Key charts look as they did when somebody last looked at them: small grey pictures in `looks/`.

To renew them after a wanted change: `HIROGARI_RENEW_LOOKS=1 pytest tests/browser/test_looks.py`, then
look at each changed picture before it is committed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.browser.opened import open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LOOKS = Path(__file__).with_name("looks")
CHARTS = {
    "tools": ("section-somu", "#tools-wide .wide svg"),
    "panel": ("section-somu", "#spread .panel svg"),
    "paper": ("section-somu", "#share-documents .wide svg"),
    "sheets": ("section-somu", "#sheets .wide svg"),
    "heat": ("sections", "#heat .choice .wide svg"),
    "change": ("tools", "#change .choice .wide svg"),
    "segments": ("tools", "#segments .choice .wide svg"),
    "days": ("data", "#days-figure .wide svg"),
    "quadrant": ("paper", "#quadrant .wide svg"),
    "hours": ("work", "#hours-chart .wide svg"),
    "years": ("paper", "#paper-year .wide svg"),
}
_SHRINK = 6
"""So many pixels a side become one: what smoothing of edges does differently does not matter then."""
_PLAIN = 24
"""Steps of grey, of 255, from which a difference can be seen."""
_MOST = 0.004
"""The share of a small picture that may differ so."""
_ALONE = """node => {
    const width = Math.round(node.getBoundingClientRect().width);
    node.style.cssText += `;position:fixed;top:0;left:0;width:${width}px;z-index:9;background:#fff`;
}"""
"""Draws a picture on whole pixels in the corner: what stands above it on its page moves it by parts of one."""


def small(png: bytes) -> np.ndarray:
    """The screenshot in grey, a sixth as wide and high."""
    with Image.open(io.BytesIO(png)) as picture:
        size = (picture.width // _SHRINK, picture.height // _SHRINK)
        # A chart may end within a pixel, and the page behind it shows in that one.
        whole = picture.convert("L").crop((0, 0, size[0] * _SHRINK, size[1] * _SHRINK))
        shrunk = whole.resize(size, Image.Resampling.BOX)
    return np.asarray(shrunk, dtype=float)


def differs(seen: np.ndarray, kept: np.ndarray) -> float:
    """The share of points that plainly differ; all where the sizes do."""
    return 1.0 if seen.shape != kept.shape else float((np.abs(seen - kept) > _PLAIN).mean())


@pytest.fixture(scope="module")
def pages(browser: Browser, site: Path) -> dict[str, Page]:
    """The pages that hold the charts, on a wide light screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    names = dict.fromkeys(page for page, _ in CHARTS.values())
    return {name: open_page(context, f"{site.as_uri()}/{name}.html")[0] for name in names}


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_looks_as_it_did(pages: dict[str, Page], chart: str) -> None:
    """Line for line and bar for bar; a mark that is gone or another colour is another look."""
    page, where = CHARTS[chart]
    picture = pages[page].locator(where).first
    kept_style = picture.get_attribute("style") or ""
    picture.evaluate(_ALONE)
    seen = small(picture.screenshot())
    picture.evaluate("(node, style) => { node.style.cssText = style }", kept_style)
    file = LOOKS / f"{chart}.png"
    if os.environ.get("HIROGARI_RENEW_LOOKS"):
        Image.fromarray(seen.round().astype(np.uint8)).save(file, optimize=True)
    with Image.open(file) as kept:
        before = np.asarray(kept.convert("L"), dtype=float)
    told = f"{chart} looks different: look at {page}.html, then renew (see this file's first lines)"
    assert differs(seen, before) <= _MOST, told


def test_a_lost_line_and_another_colour_are_seen(pages: dict[str, Page]) -> None:
    """One of four tools without its line; columns in grey instead of blue."""
    for chart, plant in (
        ("tools", "[...node.querySelectorAll('path[stroke*=chat]')].forEach(p => p.remove())"),
        ("paper", "node.querySelector('path[fill*=digital]').setAttribute('fill', '#777')"),
    ):
        page, where = CHARTS[chart]
        picture = pages[page].locator(where).first
        before = small(picture.screenshot())
        picture.evaluate(f"node => {{ {plant} }}")
        assert differs(small(picture.screenshot()), before) > _MOST, chart
