"""Pictures are light, and drawn once: trimmed without a visible change, taken over from night to night."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import vl_convert
from PIL import Image

from dashboards.charts.drawing import drawing
from dashboards.charts.drawing.drawing import pictures_drawn
from dashboards.pages import write_site
from dashboards.pages.sections import parallel
from dashboards.pages.site import site_pages
from tests.releases import NAMES, Made, make_release

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.release.tables.release import Release

TOWN = Made(names=NAMES[:1], months=14, tools=("files", "chat"))


@pytest.fixture
def _nothing_drawn() -> None:
    """Forget what other tests of this process have drawn."""
    drawing._drawn.cache_clear()


def pixels(svg: str) -> np.ndarray:
    """The picture's colours on white, one row a pixel row."""
    with Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=2))) as picture:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
    return np.asarray(white.convert("RGB"), dtype=float)


@pytest.mark.usefixtures("_nothing_drawn")
def test_trimming_changes_nothing_that_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each picture of a small site has, trimmed, the pixels of the engine's own, at half its bytes."""
    pairs: list[tuple[str, str]] = []
    trim = drawing.trim

    def keep(svg: str) -> str:
        pairs.append((svg, trim(svg)))
        return pairs[-1][1]

    monkeypatch.setattr(drawing, "trim", keep)
    site_pages(make_release(TOWN))
    assert len(pairs) > 20
    for whole, trimmed in pairs:
        # Edges may move by less than a tenth of a pixel.
        assert (np.abs(pixels(whole) - pixels(trimmed)) > 64).mean() < 0.0005, trimmed
    assert sum(len(trimmed) for _, trimmed in pairs) < sum(len(whole) for whole, _ in pairs) / 2


def changed(release: Release, section: str, tool: str) -> Release:
    """The same release, but for one month's use rate of one section and tool."""
    table = release.tables["use_month"]
    rows = table.to_pylist()
    at = next(
        k
        for k, r in enumerate(rows)
        if (r["section"], r["tool"]) == (section, tool) and r["coding"]
    )
    rows[at] |= {"coding": "exact", "low": 33.0, "high": 33.0}
    new = pa.Table.from_pylist(rows, schema=table.schema)
    assert pc.sum(pc.not_equal(table["low"], new["low"])).as_py() == 1
    return replace(release, tables=release.tables | {"use_month": new})


@pytest.mark.usefixtures("_nothing_drawn")
def test_only_what_changed_is_drawn_again(tmp_path: Path) -> None:
    """The same release draws nothing; one changed month draws the few pictures that show it."""
    site, release = tmp_path / "site", make_release(TOWN)
    write_site(release, site)
    every = pictures_drawn()
    drawing._drawn.cache_clear()
    write_site(release, site)
    assert pictures_drawn() == 0
    other = changed(release, "somu", "chat")
    write_site(other, site)
    assert 1 <= pictures_drawn() <= 8 < every
    drawing._drawn.cache_clear()
    write_site(other, tmp_path / "afresh")
    for page in site.glob("*.html"):
        assert page.read_bytes() == (tmp_path / "afresh" / page.name).read_bytes(), page.name


@pytest.mark.usefixtures("_nothing_drawn")
def test_another_make_of_pictures_draws_all_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer chart engine or another line of our own code: no old picture stays."""
    release = make_release(replace(TOWN, months=3, tools=("files",)))
    write_site(release, tmp_path / "site")
    every = pictures_drawn()
    drawing._drawn.cache_clear()
    monkeypatch.setattr(drawing, "_maker", lambda: "newer")
    write_site(release, tmp_path / "site")
    assert pictures_drawn() == every > 0


def test_two_processes_draw_the_same_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Page for page, in the order of the roster, whoever drew it."""
    names = tuple((f"s{k:02d}", f"第{k}課", 6) for k in range(20))
    release = make_release(Made(names=names, months=2, tools=("files",)))
    alone = [page for page in site_pages(release) if page.file.startswith("section-")]
    monkeypatch.setattr(parallel, "FEW_PICTURES", -1)
    monkeypatch.setattr(parallel.SectionPages, "page", lambda *_: pytest.fail("drawn here"))
    together = list(parallel.SectionPages(release).all(()))
    assert together == alone
    assert len(together) == len(names) + 1
