"""The newsletter's SVG files in a real Chromium, as a picture in a page: no font may be needed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
import vl_convert
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def grey(png: bytes) -> np.ndarray:
    """Return the picture's lightness on white."""
    with Image.open(io.BytesIO(png)) as picture:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
    return np.asarray(white.convert("L"), dtype=float)


def test_an_svg_in_an_img_shows_in_chromium_what_the_print_shows(
    browser: Browser, issue: Path, tmp_path: Path
) -> None:
    """Pixel for pixel but for edges: no label has turned into a box or vanished."""
    svgs = sorted(issue.glob("*.svg"))
    assert svgs
    page = browser.new_page(viewport={"width": 900, "height": 900})
    for path in svgs:
        (tmp_path / "page.html").write_text(
            f'<body style="margin:0"><img src="{path.as_uri()}" alt="">', encoding="utf-8"
        )
        page.goto((tmp_path / "page.html").as_uri())
        seen = grey(page.locator("img").screenshot())
        drawn = grey(vl_convert.svg_to_png(path.read_text(encoding="utf-8"), ppi=72))
        assert seen.shape == drawn.shape
        assert (np.abs(seen - drawn) > 96).mean() < 0.002, path.name
        assert (seen < 128).sum() == pytest.approx((drawn < 128).sum(), rel=0.1)
    page.close()
