"""The newsletter's charts: every glyph shows on a machine without a Japanese font."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import vl_convert
from PIL import Image

from dashboards.newsletter import write_newsletter
from dashboards.newsletter.charts.frame import svg_size, wrap
from dashboards.newsletter.charts.outline import SVG, MissingGlyph, outline_text, text_width
from warehouse.folders.folder_mark import MARK

if TYPE_CHECKING:
    from datetime import date

    from tests.newsletter.town import Sketch

USE = f"{{{SVG}}}use"


def line_of(character: str, weight: str = "normal") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60" viewBox="0 0 60 60">'
        f'<text transform="translate(10,45)" font-size="40px" font-weight="{weight}">'
        f"{character}</text></svg>"
    )


def ink(svg: str) -> int:
    """Count the dark pixels of a picture drawn without any text engine."""
    png = vl_convert.svg_to_png(outline_text(svg), scale=1, ppi=72)
    with Image.open(io.BytesIO(png)) as picture:
        return int((np.asarray(picture.convert("LA"))[:, :, 1] > 100).sum())


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_every_character_of_a_label_leaves_ink(weight: str) -> None:
    """Kana, kanji of names, signs and digits each draw more than a blank."""
    blank = ink(line_of(" "))
    faint = [
        c for c in "令和暫定欠測髙﨑𠮷濵德①㈱課〜～―ーA0%.○●□■…「」" if ink(line_of(c, weight)) < 20
    ]
    assert blank == 0
    assert not faint


def test_a_missing_glyph_is_told_with_its_section(
    sketch: Sketch, month: date, tmp_path: Path
) -> None:
    """The warning names the section and the character; the chart shows a box in its place."""
    sketch.set("section", {"name": "𬀀課"}, section="a01")
    with pytest.warns(MissingGlyph, match=r"課「𬀀課」の文字 𬀀\(U\+2C000\)"):
        write_newsletter(sketch.release(), month, tmp_path)
    assert ink(line_of("𬀀")) > 100


def test_svg_files_hold_outlines_and_no_text_or_font(written: list[Path]) -> None:
    """No `<text>` and no font name: nothing is left for the reader's machine to find."""
    pictures = [f for f in written if f.suffix == ".svg"]
    assert pictures
    for path in pictures:
        svg = path.read_text(encoding="utf-8")
        assert "<text" not in svg
        assert "font" not in svg
        assert "http" not in svg.replace(SVG, "")
        root = ET.fromstring(svg)
        known = {node.get("id") for node in root.iter() if node.get("id")}
        assert {u.get("href", "")[1:] for u in root.iter(USE)} <= known
        assert (title := root.find(f"{{{SVG}}}title")) is not None
        assert (described := root.find(f"{{{SVG}}}desc")) is not None
        assert title.text
        assert described.text


def test_png_files_are_300_dots_an_inch_and_carry_nothing_else(written: list[Path]) -> None:
    """Size on paper is 178 or 86 mm and margins; the chunks are those of a bare picture."""
    pictures = [f for f in written if f.suffix == ".png"]
    assert 3 <= len(pictures) <= 5
    for path in pictures:
        data = path.read_bytes()
        chunks, at = set(), 8
        while at < len(data):
            chunks.add(data[at + 4 : at + 8])
            at += 12 + int.from_bytes(data[at : at + 4], "big")
        assert chunks == {b"IHDR", b"pHYs", b"PLTE", b"IDAT", b"IEND"}
        with Image.open(path) as picture:
            assert round(picture.info["dpi"][0]) == 300
            width = svg_size(path.with_suffix(".svg").read_text(encoding="utf-8"))[0]
            assert picture.width / 300 * 25.4 == pytest.approx(width / 4, abs=0.2)


def test_pictures_are_the_same_bytes_under_another_clock_and_zone(
    written: list[Path], tmp_path: Path
) -> None:
    """Two processes with other hash seeds and time zones write what this one writes."""
    here = {f.name: f.read_bytes() for f in written}
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from tests.newsletter.town import MONTH, sketch_town\n"
        "from dashboards.newsletter import write_newsletter\n"
        "write_newsletter(sketch_town().release(), MONTH, Path(sys.argv[2]))\n"
    )
    folder = str(tmp_path / "other")
    environment = {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "5", "PATH": ""}
    root = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", code, root, folder], check=True, env=environment)
    there = {f.name: f.read_bytes() for f in (tmp_path / "other").iterdir()}
    assert there.pop(MARK) == (written[0].parent / MARK).read_bytes()
    assert there.keys() == here.keys()
    assert [name for name in here if here[name] != there[name]] == []


def test_lines_break_between_phrases_and_never_run_over() -> None:
    """A title is cut where a phrase ends; a word longer than the line is cut all the same."""
    words = "電子で決裁した割合は約65%。1年前より約45ポイント増えました"
    lines = wrap(words, 330, 15, "bold")
    assert "".join(lines) == words
    assert all(text_width(line, 15, "bold") <= 330 for line in lines)
    assert not any(re.match(r"[ーイトン、。%]", line) for line in lines)
    assert wrap("アアアアアアアアアア", 45, 15) == ["アアア", "アアア", "アアア", "ア"]
