"""The site as files: the same bytes each time, swapped in whole, every character drawable."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from dashboards.fonts import missing_characters
from dashboards.pages import site as site_module
from dashboards.pages import write_site
from dashboards.theme import PALETTE, light
from tests.releases import NAMES, Made, make_release

if TYPE_CHECKING:
    from pathlib import Path

SMALL_TOWN = Made(names=NAMES[:2], months=14, tools=("files", "chat"))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_release_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the clock, the time zone nor an earlier site changes a byte."""
    write_site(make_release(SMALL_TOWN), tmp_path / "one")
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    write_site(make_release(SMALL_TOWN), tmp_path / "two")
    write_site(make_release(SMALL_TOWN), tmp_path / "two")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_a_failed_drawing_leaves_the_old_site_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the last page is written nobody sees a new one."""
    target = tmp_path / "site"
    write_site(make_release(SMALL_TOWN), target)
    before = _bytes(target)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site_module, "_write_static", fail)
    with pytest.raises(OSError, match="No space left"):
        write_site(make_release(Made(names=NAMES[:1], months=5)), target)
    assert _bytes(target) == before


def test_a_run_killed_between_the_two_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    """The old site, set aside, comes back before anything is drawn; no leftover stays."""
    target = tmp_path / "site"
    write_site(make_release(SMALL_TOWN), target)
    target.rename(tmp_path / ".site.old")
    (tmp_path / ".site.new").mkdir()
    write_site(make_release(SMALL_TOWN), target)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_subset_fonts_have_every_character_of_the_pages(tmp_path: Path) -> None:
    """Also the rare characters of names; a character the font lacks is known by name."""
    names = (("a", "髙﨑𠮷①㈱課", 9), ("b", "福祉課", 8))
    target = tmp_path / "site"
    write_site(make_release(Made(names=names, months=6)), target)
    pages = (path.read_text(encoding="utf-8") for path in target.glob("*.html"))
    text = html.unescape(re.sub(r"<[^>]*>", "", "".join(pages)))
    wanted = {ord(c) for c in text if not c.isspace()}
    for weight in ("regular", "bold"):
        with TTFont(next((target / "static").glob(f"hirogari-{weight}-*.woff2"))) as font:
            assert wanted <= set(font.getBestCmap())
    assert missing_characters("課😀") == "😀"


def test_no_page_has_anything_inline_that_the_policy_forbids(tmp_path: Path) -> None:
    """No style attribute, no style or script element with content, no address of elsewhere."""
    write_site(make_release(SMALL_TOWN), tmp_path / "site")
    pages = list((tmp_path / "site").glob("*.html"))
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|<script(?! src=)|\son[a-z]+=", text), path.name
        addresses = set(re.findall(r"https?://[^\s\"'<]*", text))
        assert addresses <= {"http://www.w3.org/2000/svg"}, path.name
        assert not [c.light for c in PALETTE if f'"{c.light}"' in text], path.name


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_lines_stand_out_from_their_ground(scheme: str) -> None:
    """4.5 to 1 for text (the names of tools are text), 3 to 1 for lines and marks."""
    of = {c.name: getattr(c, scheme) for c in PALETTE}
    tools = [name for name in of if name.startswith("tool-")]
    for name in ("ink", "soft", "accent", "alert", "good", *tools, "digital"):
        assert _contrast(of[name], of["card"]) >= 4.5, name
    for name in ("axis", "hidden-edge", "day-gap"):
        assert _contrast(of[name], of["card"]) >= 2.8, name
    for name in ("ink", "soft", "accent"):
        assert _contrast(of[name], of["ground"]) >= 4.5, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_steps_of_the_heat_map_read_in_grey(scheme: str) -> None:
    """Each step is plainly lighter or darker than the one before, in one direction."""
    steps = [getattr(c, scheme) for c in PALETTE if c.name.startswith("heat-")]
    lights = [_luminance(step) for step in steps]
    assert lights == sorted(lights, reverse=scheme == "light")
    assert min(_contrast(a, b) for a, b in pairwise(steps)) >= 1.2


def test_no_two_roles_share_a_light_colour() -> None:
    """A chart's colour is swapped for a variable by its value, so each value is one role."""
    values = [colour.light for colour in PALETTE]
    assert len(values) == len(set(values))
    assert light("ink") in values
