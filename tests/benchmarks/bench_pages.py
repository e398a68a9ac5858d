"""Draws the site of a town hall and of one twenty times as large: time, bytes, and the first chart on screen."""

from __future__ import annotations

import resource
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from dashboards.charts.drawing.drawing import pictures_drawn
from dashboards.pages import write_site
from tests.benchmarks.measured import Measured, Ratio, Weighed
from tests.releases import NAMES, Made, make_release, office_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

TOOLS = ("files", "chat", "meetings", "calendar", "mail")
TEN = Made(names=NAMES, months=36, tools=TOOLS, extra=office_rows())
MANY = Made(
    names=tuple((f"s{k:03d}", f"第{k}課", 6) for k in range(200)), months=24, tools=TOOLS[:4]
)
_CHROMIUM = "/usr/bin/chromium"


def measure() -> Iterator[Measured | Ratio | Weighed]:
    """Yield CPU seconds (both processes) and bytes of each site, then the overview in Chromium."""
    with TemporaryDirectory() as folder:
        yield from _of("10 sections x 36 months x 5 tools", TEN, Path(folder) / "ten", 30, 3.2e6)
        yield from _of("200 sections x 24 months x 4 tools", MANY, Path(folder) / "many", 120, 16e6)
        yield from _seen(Path(folder) / "ten")


def _cpu() -> float:
    """CPU seconds of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _of(
    what: str, made: Made, site: Path, seconds: float, most: float
) -> Iterator[Measured | Ratio | Weighed]:
    release = make_release(made)
    began = _cpu()
    write_site(release, site)
    first = _cpu() - began
    yield Measured(f"{what}: drawn for the first time, CPU", first, seconds)
    drawn, began = pictures_drawn(), _cpu()
    write_site(release, site)
    if pictures_drawn() != drawn:
        raise AssertionError(f"{what}: {pictures_drawn() - drawn} unchanged pictures drawn again")
    yield Ratio(f"{what}: again with nothing changed", _cpu() - began, first, 0.6)
    sizes = {path.name: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    yield Weighed(f"{what}: the whole site", sum(sizes.values()), round(most))
    for name, limit in (("index.html", 400_000), ("sections.html", 500_000)):
        yield Weighed(f"{what}: {name}", sizes[name], limit)


def _seen(site: Path) -> Iterator[Measured | Weighed]:
    """Open the overview in a real Chromium, new each time: the fastest of five."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        times = []
        for _ in range(5):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto((site / "index.html").as_uri())
            times.append(
                page.evaluate(
                    "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
                )
            )
            charts = page.evaluate("document.querySelectorAll('.card svg').length")
            page.close()
        context = browser.new_context(bypass_csp=True)
        found = 0
        for path in sorted(site.glob("*.html")):
            page = context.new_page()
            page.goto(path.as_uri())
            found += Axe().run(page).violations_count
            page.close()
        browser.close()
    if found or not charts:
        raise AssertionError(f"axe found {found} violations; {charts} charts on the overview")
    yield Measured(
        f"the overview's first paint in Chromium ({charts} charts)", min(times) / 1000, 1
    )
