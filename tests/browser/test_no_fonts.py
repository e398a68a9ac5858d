"""On a machine without a font that has more than one letter, pages and newsletter are as elsewhere."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from dashboards.fonts import subset_font
from tests.browser.opened import open_page
from tests.newsletter.town import MONTH

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_EMPTY = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"""
_DARK = 128
_NEWSLETTER = """
import sys
from datetime import date
from pathlib import Path
from dashboards.newsletter import write_newsletter
from tests.newsletter.town import MONTH, sketch_town
write_newsletter(sketch_town().release(), MONTH, Path(sys.argv[1]))
"""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which fontconfig knows one font, of the letter a.

    With none at all Chromium loads no font of a page either.
    """
    folder = tmp_path / "no-fonts"
    folder.mkdir()
    with TTFont(io.BytesIO(subset_font("a", "regular"))) as letter:
        letter.flavor = None
        letter.save(folder / "a.otf")
    (folder / "fonts.conf").write_text(_EMPTY.format(folder=folder), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)}


_WIDTHS = """() => ['h1', '#tools-wide .wide svg text', '.tiles .big', 'tbody th'].map(where => {
    const words = document.createRange();
    words.selectNodeContents(document.querySelector(where));
    return Math.round(10 * words.getBoundingClientRect().width);
})"""


def looks(browser: Browser, site: Path) -> tuple[list[int], list[int]]:
    """How wide words of a page run, in tenths of a pixel, and how many dark dots their places have."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, said, _ = open_page(context, f"{site.as_uri()}/section-somu.html")
    assert said == []
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    widths = page.evaluate(_WIDTHS)
    dark = []
    for where in ("h1", "#tools-wide .wide svg", ".tiles"):
        with Image.open(io.BytesIO(page.locator(where).first.screenshot())) as picture:
            dark.append(int((np.asarray(picture.convert("L")) < _DARK).sum()))
    context.close()
    return widths, dark


def test_a_page_needs_no_font_of_the_machine(
    browser: Browser, site: Path, bare: dict[str, str]
) -> None:
    """Words run as wide and have as much ink as where fonts are installed: the site's own are used."""
    other = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"], env=bare
    )
    widths, dark = looks(browser, site)
    bare_widths, bare_dark = looks(other, site)
    other.close()
    assert min(widths) > 0
    assert bare_widths == pytest.approx(widths, rel=0.01)
    # Smoothing of edges is the machine's; boxes instead of words would be far off.
    assert bare_dark == pytest.approx(dark, rel=0.15)


def test_the_newsletter_needs_no_font_of_the_machine(tmp_path: Path, bare: dict[str, str]) -> None:
    """Its files have the same bytes: PDF, pictures, letter and all."""
    files: list[dict[str, bytes]] = []
    for environment in (dict(os.environ), bare):
        folder = tmp_path / f"letter-{len(files)}"
        subprocess.run(
            [sys.executable, "-c", _NEWSLETTER, str(folder)], env=environment, check=True
        )
        files.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert f"newsletter-{MONTH:%Y-%m}.pdf" in files[0]
    assert files[0] == files[1]
