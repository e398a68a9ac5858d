"""Debian's Chromium, driven by Playwright: one browser a module, one made-up site and one issue for all tests."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboards.newsletter import write_newsletter
from dashboards.pages import write_site
from tests.loopback import Answer, Request, loopback
from tests.newsletter.town import MONTH, sketch_town
from tests.releases import EVERYTHING, make_release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; skips with a word where there is none.

    For one module only: Playwright keeps an event loop running as long as it is there, and whatever
    else needs one in this process would find it taken. The scope "package" would not end before the session, for
    the folders of tests are no packages.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not here: apt-get install --no-install-recommends chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the made-up release."""
    folder = tmp_path_factory.mktemp("site") / "site"
    write_site(make_release(EVERYTHING), folder)
    return folder


@pytest.fixture(scope="session")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a newsletter's files."""
    folder = tmp_path_factory.mktemp("issue")
    write_newsletter(sketch_town().release(), MONTH, folder)
    return folder


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The same site from a web server on the loopback interface."""

    def answer(request: Request) -> Answer:
        file = site / request.path.removeprefix("/")
        if not file.is_file():
            return Answer(status=404)
        kind = guess_type(file.name)[0] or "application/octet-stream"
        return Answer(file.read_bytes(), content_type=kind)

    with loopback(answer) as url:
        yield url
