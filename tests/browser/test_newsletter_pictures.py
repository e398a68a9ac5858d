"""The newsletter's SVG files in a real Chromium, as a picture in a page: no font may be needed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
import vl_convert
from PIL import Image
from playwright.sync_api import sync_playwright

from dashboards.newsletter import write_newsletter
from tests.newsletter.town import MONTH, sketch_town

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"


def grey(png: bytes) -> np.ndarray:
    """Return the picture's lightness on white."""
    with Image.open(io.BytesIO(png)) as picture:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
    return np.asarray(white.convert("L"), dtype=float)


def test_an_svg_in_an_img_shows_in_chromium_what_the_print_shows(tmp_path: Path) -> None:
    """Pixel for pixel but for edges: no label has turned into a box or vanished."""
    files = write_newsletter(sketch_town().release(), MONTH, tmp_path)
    svgs = [f for f in files if f.suffix == ".svg"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 900, "height": 900})
        for path in svgs:
            (tmp_path / "page.html").write_text(
                f'<body style="margin:0"><img src="{path.name}" alt="">', encoding="utf-8"
            )
            page.goto((tmp_path / "page.html").as_uri())
            seen = grey(page.locator("img").screenshot())
            drawn = grey(vl_convert.svg_to_png(path.read_text(encoding="utf-8"), ppi=72))
            assert seen.shape == drawn.shape
            assert (np.abs(seen - drawn) > 96).mean() < 0.002, path.name
            assert (seen < 128).sum() == pytest.approx((drawn < 128).sum(), rel=0.1)
        browser.close()
