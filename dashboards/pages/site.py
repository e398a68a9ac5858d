"""Writes the site of one release into a new folder beside the old one, then replaces the old one as a whole."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboards.cards.card.page import NavItem, Page
from dashboards.cards.work_measured import read_work_measured
from dashboards.charts.drawing.drawing import knowing
from dashboards.fonts import WEIGHTS, subset_font
from dashboards.our_folders import CSP, SITE
from dashboards.pages.board import board_page
from dashboards.pages.data import data_page
from dashboards.pages.glossary import term_link, words_page
from dashboards.pages.handover import handover_page
from dashboards.pages.method import method_page
from dashboards.pages.overview import overview_page
from dashboards.pages.paper import paper_page
from dashboards.pages.plan import plan_page
from dashboards.pages.sections.parallel import SectionPages
from dashboards.pages.sections.sections import sections_pages
from dashboards.pages.tools import tools_page
from dashboards.pages.work import has_work, work_page
from dashboards.permissions import open_to_readers
from dashboards.read.plan import read_plan
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.text.words import Words, plain
from dashboards.theme import css_variables
from warehouse.folders.owned_folder import replaced

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.release.tables.release import Release

DAYS_UNTIL_OLD = 4
"""Number of days after which pages say, in the reader's browser, that they are old."""

_STATIC = ("site.js", "mark.svg")
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "…・、。「」（）〜ー−×／"


def write_site(release: Release, site: Path) -> None:
    """Draw every page of `release` and replace the folder `site` with the result.

    The old site stays until the last moment; a failure leaves it unchanged. The same release gives the same bytes, and
    pictures that the old site already has are not drawn again.

    Raises:
        FolderRefused: the folder is not ours to replace; nothing is changed.
    """
    with replaced(site, SITE) as new:
        (new / "static").mkdir()
        with knowing(before := tuple(sorted(site.glob("*.html")))):
            _write_pages(site_pages(release, before), release, new, site / "static")
        if not release.is_draft:
            open_to_readers([new, *new.rglob("*")])


def site_pages(release: Release, before: tuple[Path, ...] = ()) -> tuple[Page, ...]:
    """Return the pages of a release in the order of the navigation.

    `before` are the pages of the previous site, whose unchanged pictures are reused.
    """
    words = Words(release.town.language, release.town.fiscal_year_start)
    cells = Cells(release)
    targets = Targets(release)
    # Pages on what the office has not begun are left out, because an empty page only raises questions.
    tried = [board_page(targets, cells, words)] if targets.actions else []
    plan = read_plan(release)
    planned = [plan_page(plan, cells, words)] if plan.items else []
    measured = read_work_measured(release, targets)
    has_page = has_work(cells, targets, measured)
    work = [work_page(targets, cells, measured, words)] if has_page else []
    has_handover = targets.policy.has_handover
    left = [handover_page(targets, cells, release.as_of, words)] if has_handover else []
    return (
        overview_page(cells, targets, measured, words),
        *sections_pages(cells, targets, words),
        *SectionPages(release).all(before),
        tools_page(cells, targets, words),
        paper_page(cells, targets, words),
        *planned,
        *tried,
        *work,
        *left,
        data_page(release, words),
        words_page(release.policy, words),
        method_page(release.policy, words),
    )


def _write_pages(
    pages: tuple[Page, ...], release: Release, folder: Path, static_before: Path
) -> None:
    words = Words(release.town.language, release.town.fiscal_year_start)
    nav = [NavItem(page.file, page.title) for page in pages if page.file == page.nav]
    template = _environment(words).get_template("plain.html")
    made_at = release.released_at.astimezone(ZoneInfo("Asia/Tokyo"))
    drawn = {
        page.file: template.render(
            page=page,
            nav=nav,
            words=words,
            term=lambda key: term_link(key, words),
            town=plain(release.town.name),
            as_of=words.day(release.as_of),
            made_on=words.day(made_at.date()),
            made_at=made_at.date().isoformat(),
            days_until_old=DAYS_UNTIL_OLD,
            is_draft=release.is_draft,
            csp=CSP,
        )
        for page in pages
    }
    for name, text in drawn.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    _write_static(folder / "static", "".join(drawn.values()), static_before)


def _write_static(folder: Path, text: str, before: Path) -> None:
    """Write the style sheet, script, mark, and fonts subset to the characters of `text`.

    A font's file name is a hash of its characters, so the file in `before` is reused if the characters are the same.
    """
    source = files("dashboards") / "static"
    style = css_variables() + (source / "site.css").read_text("utf-8")
    # The style sheet contains characters of its own.
    characters = "".join(sorted(set(text + _ALWAYS + style)))
    key = hashlib.sha256((version("fonttools") + characters).encode()).hexdigest()[:12]
    for weight in WEIGHTS:
        name = f"hirogari-{weight}-{key}.woff2"
        style = style.replace(f"hirogari-{weight}.woff2", name)
        known = before / name
        font = known.read_bytes() if known.is_file() else subset_font(characters, weight)
        (folder / name).write_bytes(font)
    for name in _STATIC:
        (folder / name).write_bytes((source / name).read_bytes())
    (folder / "site.css").write_text(style, encoding="utf-8", newline="\n")


def _environment(words: Words) -> Environment:
    environment = Environment(
        loader=PackageLoader("dashboards.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"gettext": words.gettext, "pgettext": words.pgettext}
    return environment
