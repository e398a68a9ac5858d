"""Pages that nobody renews any more say so in the reader's browser, by the reader's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.browser.opened import open_page
from tests.releases import EVERYTHING, make_release

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (3, False), (5, True), (90, True)])
@pytest.mark.parametrize("kind", ["index", "section-somu", "method"])
def test_a_page_calls_itself_old_after_some_days(
    browser: Browser, served: str, kind: str, days: int, *, is_old: bool
) -> None:
    """On every kind of page, without a word on the console or a request to anywhere else."""
    made_at = make_release(EVERYTHING).released_at
    with browser.new_context() as context:
        context.clock.set_fixed_time(made_at + timedelta(days=days))
        page, said, asked = open_page(context, f"{served}/{kind}.html")
        assert page.locator("p.old").count() == 1
        assert page.locator("p.old").is_visible() is is_old
        assert said == []
        assert all(one.startswith(served) for one in asked)
