"""Everything can be reached: by keyboard alone, by finger, by link and back, and with scripts off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.opened import KINDS, open_page, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_REACHED = "a[href], summary, .scroll, svg[tabindex], .switch > input"
_WATCH = """() => {
    window.reached = new Set();
    document.addEventListener('focusin', event => window.reached.add(event.target));
}"""
_MISSED = """() => [...document.querySelectorAll('%s')].filter(node => node.checkVisibility()
        && !window.reached.has(node)
        && !(node.type === 'radio' && [...window.reached].some(other => other.name === node.name)))
    .map(node => node.outerHTML.slice(0, 120))"""


def tab_through(page: Page) -> int:
    """Press Tab from the top to the end, opening what opens; return the number of stops."""
    page.evaluate(_WATCH)
    for stops in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.parentElement.matches('details:not([open])')"):
            page.keyboard.press("Enter")
        if page.evaluate("document.activeElement === document.body"):
            return stops
    raise AssertionError("Tab never came to the end")


@pytest.mark.parametrize("name", KINDS)
def test_the_keyboard_alone_reaches_everything(browser: Browser, site: Path, name: str) -> None:
    """Tab comes by every link, choice, picture and table, also those behind what it opened."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
    stops = tab_through(page)
    assert page.evaluate(_MISSED % _REACHED) == []
    assert stops >= page.locator("nav a").count()
    assert page.locator("details:not([open]):visible").count() == 0
    for switch in page.locator(".switch").all():
        choices = switch.locator("> input")
        choices.first.focus()
        for at in range(1, choices.count()):
            page.keyboard.press("ArrowRight")
            expect(choices.nth(at)).to_be_checked()
            expect(switch.locator(".choice").nth(at)).to_be_visible()
    context.close()


def test_what_a_finger_touches_is_44_pixels_high(browser: Browser, site: Path) -> None:
    """On a phone, on every kind of page: navigation, choices, tables to open and lists of links."""
    context = browser.new_context(viewport={"width": 390, "height": 900})
    for name in KINDS:
        page, _, _ = open_page(context, f"{site.as_uri()}/{name}.html")
        low = page.evaluate(
            """() => [...document.querySelectorAll('.top nav a, .switch > label, summary, .links a')]
                .filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 44)
                .map(node => node.textContent)"""
        )
        assert low == [], name
        page.close()
    context.close()


@pytest.mark.parametrize("way", ["file", "server"])
def test_links_keep_the_chosen_tool_and_month(
    browser: Browser, site: Path, served: str, way: str
) -> None:
    """Chosen on one page, shown on the next; the back button comes back to both."""
    base = site.as_uri() if way == "file" else served
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, _, _ = open_page(context, f"{base}/sections.html")
    page.locator("label[for=adoption-chat]").click()
    picture = page.locator("#adoption .choice:visible svg").first
    picture.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    month = list(table_rows(page, "use-chat"))[3]
    page.get_by_role("navigation").get_by_role("link", name="ツール別").click()
    # A click on a link comes back before the next page's script has run: expect() waits for it.
    expect(page.locator("#change-chat")).to_be_checked()
    page.go_back()
    page.locator(".links a").first.click()
    expect(page.locator("svg:visible .chosen-month").nth(3)).to_be_attached()
    marked = page.locator("svg[data-table]:visible")
    assert page.locator("svg:visible .chosen-month").count() == marked.count()
    marked.first.focus()
    assert page.locator(".tip").inner_text().startswith(month)
    page.go_back()
    expect(page.locator("#adoption-chat")).to_be_checked()
    expect(page.locator("#heat-chat")).to_be_checked()
    expect(page.locator("#adoption .choice:visible svg .chosen-month").nth(3)).to_be_attached()
    context.close()


def test_with_scripts_off_all_is_there(browser: Browser, site: Path) -> None:
    """Pictures, tables, choices and links work as plain HTML."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/sections.html")
    assert page.locator(".card svg:visible").count() > 10
    page.locator("label[for=adoption-meetings]").click()
    expect(page.locator("#use-meetings")).to_be_hidden()
    page.locator(".choice:visible summary").first.click()
    expect(page.locator("#use-meetings")).to_be_visible()
    page.locator(".choice:visible .panel a").first.click()
    expect(page).to_have_url(re.compile(r"/section-[^/]*\.html$"))
    context.close()
