"""The pages in a real browser: quiet, alone, readable on every width, and true to the release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from dashboards.pages import write_site
from tests.releases import EVERYTHING, Made, make_release

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = (
    "index",
    "sections",
    "section-somu",
    "section-_small",
    "tools",
    "paper",
    "actions",
    "work",
    "handover",
    "data",
    "words",
    "method",
)
VIEWS = {
    "wide light": (1280, "light", "screen"),
    "wide dark": (1280, "dark", "screen"),
    "narrow light": (390, "light", "screen"),
    "narrow dark": (390, "dark", "screen"),
    "print": (720, "light", "print"),
}


def open_page(context: BrowserContext, url: str) -> tuple[Page, list[str], list[str]]:
    """Open `url`; return the page, what the console said, and every address asked for."""
    said: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => true)")
    return page, said, asked


@pytest.mark.parametrize(
    ("view", "way"), [*((view, "file") for view in VIEWS), ("wide light", "server")]
)
def test_every_page_is_quiet_alone_and_as_wide_as_the_screen(
    browser: Browser, site: Path, served: str, view: str, way: str
) -> None:
    """No console message, no request but its own files, no sideways scroll, its own font, no id twice."""
    width, scheme, media = VIEWS[view]
    base = site.as_uri() if way == "file" else served
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name in sorted(path.name for path in site.glob("*.html")):
        page, said, asked = open_page(context, f"{base}/{name}")
        page.emulate_media(media=media)
        assert said == [], name
        assert [url for url in asked if not url.startswith(base + "/")] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        loaded = page.evaluate("[...document.fonts].map(font => font.status)")
        assert loaded == ["loaded", "loaded"], name
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
        assert len(ids) == len(set(ids)), name
        page.close()
    context.close()


@pytest.mark.parametrize("view", ["wide dark", "narrow light"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(browser: Browser, site: Path, view: str, name: str) -> None:
    """With all data tables open, axe-core has nothing against the page."""
    width, scheme, _ = VIEWS[view]
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found] == []


def _table(page: Page, key: str) -> dict[str, list[str]]:
    """Return a data table of the page: row head → the texts of its cells."""
    rows = page.evaluate(
        """key => [...document.getElementById(key).tBodies[0].rows].map(
            row => [...row.cells].map(cell => cell.textContent))""",
        key,
    )
    return {row[0]: row[1:] for row in rows}


def test_the_numbers_on_the_page_are_those_of_the_release(browser: Browser, site: Path) -> None:
    """Every released use rate stands in the page's table, with its state; withheld is not a number."""
    release = make_release(EVERYTHING)
    names = {row["section"]: row["name"] for row in release.tables["section"].to_pylist()}
    context = browser.new_context()
    page, _, _ = open_page(context, f"{site.as_uri()}/sections.html")
    checked = 0
    for tool in ("files", "chat", "meetings", "calendar"):
        rows = _table(page, f"use-{tool}")
        heads = page.locator(f"#use-{tool} thead th").all_text_contents()[1:]
        for row in release.tables["use_month"].to_pylist():
            if row["tool"] != tool:
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
    rows = _table(page, "tools-wide-table")
    context.close()
    heads = list(rows)
    assert newest.split("\n")[0] == heads[0]
    assert before.split("\n")[0] == heads[1]
    assert rows[heads[1]][0] in before


def test_the_chosen_tool_stays_from_page_to_page(browser: Browser, site: Path) -> None:
    """A reader who chose chat sees chat on the next page too, and goes back with the back button."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _, _ = open_page(context, f"{site.as_uri()}/sections.html")
    page.locator("label[for=adoption-chat]").click()
    assert page.locator("#use-chat").count() == 1
    page.get_by_role("navigation").get_by_role("link", name="ツール別").click()
    shown = page.locator("#change-chat-table").evaluate(
        "node => node.closest('.choice').offsetHeight"
    )
    assert shown > 0
    page.go_back()
    assert page.locator("#adoption-chat").is_checked()
    context.close()


def test_the_keyboard_alone_reaches_everything(browser: Browser, site: Path) -> None:
    """Tab comes by every link, table and picture that follows the keys; arrows choose a tool."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _, _ = open_page(context, f"{site.as_uri()}/sections.html")
    page.evaluate(
        """() => {
            window.reached = new Set();
            document.addEventListener('focusin', event => window.reached.add(event.target));
        }"""
    )
    for _ in range(140):
        page.keyboard.press("Tab")
    missed = page.evaluate(
        """() => [...document.querySelectorAll('a[href], summary, .scroll, svg[tabindex]')]
            .filter(node => node.checkVisibility() && !window.reached.has(node))
            .map(node => node.outerHTML.slice(0, 120))"""
    )
    assert missed == []
    page.locator("#heat-files").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#heat-chat").is_checked()
    context.close()


def test_what_a_finger_touches_is_44_pixels_high(browser: Browser, site: Path) -> None:
    """On a phone: navigation, choices, tables to open and lists of links."""
    context = browser.new_context(viewport={"width": 390, "height": 900})
    for name in ("index", "sections", "section-somu"):
        page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
        low = page.evaluate(
            """() => [...document.querySelectorAll('.top nav a, .switch > label, summary, .links a')]
                .filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 44)
                .map(node => node.textContent)"""
        )
        assert low == [], name
        page.close()
    context.close()


def test_a_page_fits_the_width_of_a4(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Printed, the overview is A4 sheets, and as few as its pictures need."""
    context = browser.new_context()
    page, _, _ = open_page(context, f"{site.as_uri()}/index.html")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    context.close()
    sheets = PdfReader(tmp_path / "page.pdf").pages
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in sheets} == {
        (595, 842)
    }
    assert len(sheets) <= 4


HOSTILE = (
    ('"><svg onload=alert(1)>', "<script>alert(1)</script>課", 9),
    ("../../x", '"><img src=x onerror=alert(2)>', 8),
    ("rtl", "総務\u202eтрап\u0000課", 7),
    ("q'q", "{{ 7*7 }} & '課'", 6),
)


def test_hostile_names_do_nothing(browser: Browser, tmp_path: Path) -> None:
    """Names made to run, to break out of an attribute or to turn text round are only text."""
    site = tmp_path / "site"
    write_site(make_release(Made(names=HOSTILE, town="<b>町</b>", months=8)), site)
    assert {path.parent for path in tmp_path.rglob("*.html")} == {site}
    context = browser.new_context()
    for path in sorted(site.glob("*.html")):
        page, said, asked = open_page(context, path.as_uri())
        assert said == [], path.name
        assert all(url.startswith(site.as_uri()) for url in asked), path.name
        assert page.locator("script:not([src]), img, main b b, [onload], [onerror]").count() == 0
        text = page.locator("body").inner_text()
        assert "\u202e" not in text
        assert "49 &" not in text
        page.close()
    context.close()
