"""Names of sections and actions made to run, to break out or to deceive are only text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.pages import write_site
from tests.browser.opened import open_page
from tests.releases import Made, make_release

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAMES = (
    ('"><svg onload=alert(1)>', "<script>alert(1)</script>課", 9),
    ("../../x", '"><img src=x onerror=alert(2)>', 8),
    ("rtl", "総務\u202eтрап\u0000課", 7),
    ("q'q", "{{ 7*7 }} & '課'", 6),
    ("=cmd", "=cmd|' /C calc'!A0", 6),
)
TITLES = (
    "<script>alert(3)</script>",
    '"><svg onload="alert(4)">',
    "表題\u202eтрап\u0000の終わり",
    "=cmd|' /C calc'!A0",
    "javascript:alert(5)//</textarea>",
)


def hostile_actions() -> list[dict[str, object]]:
    """One action for each title, which is also in every other free text of the book."""
    return [
        {
            "action": str(k),
            "title": title,
            "section": NAMES[k % len(NAMES)][0],
            "tool": "files",
            "owner_role": title,
            "type": "improvement",
            "hypothesis": title,
            "measure": title,
            "step": "acted",
            "observed_on": date(2024, 5, 1),
            "acted_on": date(2024, 6, 3),
            "due_on": date(2024, 9, 1),
            "is_overdue": True,
        }
        for k, title in enumerate(TITLES, start=1)
    ]


def test_hostile_names_do_nothing(browser: Browser, tmp_path: Path) -> None:
    """No dialog, no request, no element and no direction of theirs; each can be read as it was written."""
    site = tmp_path / "site"
    extra = {"action": hostile_actions()}
    made = Made(names=NAMES, town="<b>町</b>", months=3, tools=("files",), extra=extra)
    write_site(make_release(made), site)
    assert {path.parent for path in tmp_path.rglob("*.html")} == {site}
    context = browser.new_context()
    read = ""
    for path in sorted(site.glob("*.html")):
        page, said, asked = open_page(context, path.as_uri())
        page.keyboard.press("Tab")
        assert said == [], path.name
        assert all(url.startswith(site.as_uri()) for url in asked), path.name
        assert page.locator("script:not([src]), img, main b b, [onload], [onerror]").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        text = page.evaluate("document.body.textContent")
        assert not {"\u202e", "\u0000", "\ufffd"} & set(text), path.name
        assert "49 &" not in text
        read += text
        page.close()
    context.close()
    for _, name, _ in NAMES:
        assert name.replace("\u202e", "").replace("\u0000", "") in read
    for title in TITLES:
        assert title.replace("\u202e", "").replace("\u0000", "") in read
