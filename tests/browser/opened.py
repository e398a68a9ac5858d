"""A page opened in the browser, with what it said and asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

KINDS = (
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
"""One page of each kind."""


def open_page(context: BrowserContext, url: str) -> tuple[Page, list[str], list[str]]:
    """Open `url`; return the page, what the console said, and every address asked for."""
    said: list[str] = []
    asked: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => true)")
    return page, said, asked


def table_rows(page: Page, key: str) -> dict[str, list[str]]:
    """Return a data table of the page: row head → the texts of its cells."""
    rows = page.evaluate(
        """key => [...document.getElementById(key).tBodies[0].rows].map(
            row => [...row.cells].map(cell => cell.textContent))""",
        key,
    )
    return {row[0]: row[1:] for row in rows}
