"""Draws the pages of sections, with two further processes if many pictures are new."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from typing import TYPE_CHECKING

from dashboards.charts.drawing.drawing import knowing, pictures_drawn
from dashboards.pages.sections.section import section_page
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dashboards.cards.card.page import Page
    from warehouse.release.tables.release import Release

FEW_PICTURES = 150
"""Number of pictures drawn before further processes are worth their start-up time."""
_PROCESSES = 2
_AT_ONCE = 8
"""Number of sections given to a process at once: few enough to keep both busy to the end."""


class SectionPages:
    """Draws the section pages of one release."""

    def __init__(self, release: Release) -> None:
        """Read the release once for all pages."""
        self._release = release
        self._cells, self._targets = Cells(release), Targets(release)
        self._words = Words(release.town.language, release.town.fiscal_year_start)

    def page(self, at: int) -> Page:
        """Return the page of the section at position `at` in the roster."""
        return section_page(self._cells, self._targets, self._cells.all_sections[at], self._words)

    def all(self, before: tuple[Path, ...]) -> Iterator[Page]:
        """Yield every section's page in the order of the roster.

        `before` are the pages of the previous site, whose unchanged pictures are reused.
        """
        drawn = pictures_drawn()
        count = len(self._cells.all_sections)
        for at in range(count):
            if pictures_drawn() - drawn > FEW_PICTURES and count - at > 2 * _AT_ONCE:
                yield from self._apart(range(at, count), before)
                return
            yield self.page(at)

    def _apart(self, places: range, before: tuple[Path, ...]) -> Iterator[Page]:
        # A forked process would hang, because the chart engine's threads are not copied.
        with ProcessPoolExecutor(
            _PROCESSES, get_context("spawn"), initializer=_begin, initargs=(self._release, before)
        ) as others:
            for pages in others.map(
                _draw, (places[k : k + _AT_ONCE] for k in range(0, len(places), _AT_ONCE))
            ):
                yield from pages


_held = ExitStack()
_drawer: list[SectionPages] = []


def _begin(release: Release, before: tuple[Path, ...]) -> None:
    _held.enter_context(knowing(before))
    _drawer.append(SectionPages(release))


def _draw(places: range) -> list[Page]:
    return [_drawer[0].page(at) for at in places]
