"""The pages in a real browser: quiet, alone, readable on every width, and true to the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboards.export import exported_rows
from tests.browser.opened import KINDS, open_page, table_rows
from tests.releases import EVERYTHING, make_release
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDTHS = {"wide": 1280, "narrow": 390}
# Each page is loaded once for each screen and then looked at as these.
VIEWS = {
    "wide": ((1280, "light", "screen"), (1280, "dark", "screen"), (720, "light", "print")),
    "narrow": ((390, "light", "screen"), (390, "dark", "screen")),
}


@pytest.mark.parametrize(
    ("width", "way"), [("wide", "file"), ("narrow", "file"), ("wide", "server")]
)
def test_every_page_is_quiet_alone_and_as_wide_as_the_screen(
    browser: Browser, site: Path, served: str, width: str, way: str
) -> None:
    """No console message, no request but its own files, no sideways scroll, its own font, no id twice."""
    base = site.as_uri() if way == "file" else served
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900})
    # A web server has no part in what a page says: one page of each kind is asked for there.
    names = [f"{kind}.html" for kind in KINDS]
    for name in names if way == "server" else sorted(path.name for path in site.glob("*.html")):
        page, said, asked = open_page(context, f"{base}/{name}")
        for pixels, scheme, media in VIEWS[width]:
            page.set_viewport_size({"width": pixels, "height": 900})
            page.emulate_media(media=media, color_scheme=scheme)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= pixels, (name, scheme, media)
        assert said == [], name
        assert [url for url in asked if not url.startswith(base + "/")] == [], name
        loaded = page.evaluate("[...document.fonts].map(font => font.status)")
        assert loaded == ["loaded", "loaded"], name
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
        assert len(ids) == len(set(ids)), name
        page.close()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [("wide", "dark"), ("narrow", "light")])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_violation(
    browser: Browser, site: Path, width: str, scheme: str, name: str
) -> None:
    """With all data tables open, axe-core has nothing against the page."""
    context = browser.new_context(
        viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found] == []


def test_the_numbers_on_the_page_are_those_of_the_release(browser: Browser, site: Path) -> None:
    """Every released use rate stands in the page's table, with its state; withheld is not a number."""
    release = make_release(EVERYTHING)
    sections = exported_rows(release, "section")
    names = {row["section"]: row["name"] for row in sections}
    ended = {row["section"] for row in sections if row["to_on"] and row["to_on"] < release.as_of}
    context = browser.new_context()
    page, _, _ = open_page(context, f"{site.as_uri()}/sections.html")
    checked = 0
    for tool in ("files", "chat", "meetings", "calendar"):
        rows = table_rows(page, f"use-{tool}")
        heads = page.locator(f"#use-{tool} thead th").all_text_contents()[1:]
        for row in exported_rows(release, "use_month"):
            if row["tool"] != tool or row["section"] in ended:
                continue
            month = row["month"]
            text = rows[f"令和{month.year - 2018}年{month.month}月"][
                heads.index(names[row["section"]])
            ]
            mark = {"provisional": " 暫定", "incomplete": " 欠測あり"}.get(row["state"], "")
            expected = "非公表" if row["withheld_because"] else (row["shown"] or "")
            if row["state"] == "none":
                expected = "まだない"
            assert text == expected + (mark if row["shown"] else "")
            checked += 1
    context.close()
    assert checked > 1000


MEASURES = (
    ("work", "work-out-of-hours-table", "work_month", {"measure": "out_of_hours"}, ""),
    ("work", "work-meeting-hours-table", "work_month", {"measure": "meeting_hours"}, "時間"),
    ("tools", "outside-table", "outside_month", {}, ""),
    ("tools", "retention-table", "retention_month", {"tool": "files"}, ""),
    ("paper", "book-fax-count-table", "book_month", {"what": "fax"}, "通"),
    ("section-somu", "spread-habit", "habitual_month", {"section": "somu", "tool": "files"}, ""),
)


def test_further_measures_on_the_pages_are_those_of_the_release(
    browser: Browser, site: Path
) -> None:
    """The first column of each table, month by month, with its unit before the word for a bound."""
    release = make_release(EVERYTHING)
    context = browser.new_context()
    for name, key, table, asked, unit in MEASURES:
        page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
        rows = table_rows(page, key)
        wanted = {"section": TOWN} | asked
        checked = 0
        for row in exported_rows(release, table):
            if any(row[column] != value for column, value in wanted.items()):
                continue
            shown = (row["shown"] or "まだない").removesuffix("未満")
            end = "未満" if (row["shown"] or "").endswith("未満") else ""
            expected = shown + (unit if row["shown"] else "") + end
            month = row["month"]
            assert rows[f"令和{month.year - 2018}年{month.month}月"][0] == expected, key
            checked += 1
        assert checked >= 20, key
        page.close()
    context.close()


def test_the_pictures_follow_the_pointer_and_the_keys(browser: Browser, site: Path) -> None:
    """What a reader sees beside the pointer is the data table's own row."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _, _ = open_page(context, f"{site.as_uri()}/section-somu.html")
    picture = page.locator("#tools-wide .wide svg")
    picture.focus()
    newest = page.locator(".tip").inner_text()
    page.keyboard.press("ArrowLeft")
    before = page.locator(".tip").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden()
    rows = table_rows(page, "tools-wide-table")
    context.close()
    heads = list(rows)
    assert newest.split("\n")[0] == heads[0]
    assert before.split("\n")[0] == heads[1]
    assert rows[heads[1]][0] in before


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        ("paper", "#quadrant .wide svg"),
        ("paper", "#paper-year .wide svg"),
        ("work", "#hours-chart .wide svg"),
        ("tools", "#change .choice .wide svg"),
    ],
)
def test_pictures_that_are_not_by_month_follow_too(
    browser: Browser, site: Path, name: str, picture: str
) -> None:
    """The pointer on each spot of the picture, and the keys from spot to spot, tell its table's row."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
    svg, tip = page.locator(picture).first, page.locator(".tip")
    rows = page.evaluate(
        "key => [...document.getElementById(key).tBodies[0].rows].map("
        "row => [...row.cells].map(cell => cell.textContent))",
        svg.get_attribute("data-rows"),
    )
    spots = [
        [float(n) for n in one.split(",")] for one in str(svg.get_attribute("data-spots")).split()
    ]
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box is not None
    scale = box["width"] / float(str(svg.get_attribute("width")))
    for x, y, _ in spots:
        page.mouse.move(box["x"] + x * scale, box["y"] + y * scale)
        expect(tip).to_be_visible()
        told = tip.inner_text().split("\n")
        # Two may stand on one spot: the pointer tells the first, the keys each.
        there = [rows[int(r)] for a, b, r in spots if abs(a - x) + abs(b - y) <= 2]
        (said,) = [cells for cells in there if cells[0] == told[0]]
        assert len(told) > 1
        for line, cell in zip(told[1:], said[1:], strict=False):
            assert line.endswith(f" {cell}")
    page.mouse.move(0, 0)
    svg.focus()
    for _ in spots:
        page.keyboard.press("ArrowLeft")
    for _, _, row in spots:
        expect(tip).to_contain_text(rows[int(row)][0])
        page.keyboard.press("ArrowRight")
    context.close()
