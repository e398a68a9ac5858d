"""Defines the parts of a page, and the file names of sections' pages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.cards.card.placing import placed

if TYPE_CHECKING:
    from dashboards.cards.card.figure import Figure


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the few figures at the top of a page."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with a heading and an anchor."""

    key: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on an action by its own measure: its kind, the answer, the size with its interval, and the rest."""

    kind: str
    answer: str
    size: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Card:
    """One action on the board, with all lines that the book has of it."""

    number: str
    title: str
    facts: tuple[str, ...]
    lines: tuple[str, ...]
    is_overdue: bool
    link: str = ""
    """Link of the first fact, the action's section, to its page; "" for the whole town hall or several sections."""
    verdicts: tuple[Judgement, ...] = ()
    cell: str = ""
    """Link to the values that the verdicts rest on; "" where the card shows them itself."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One step of the board, with the actions at that step."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `nav` is the file of the navigation entry it belongs to."""

    file: str
    nav: str
    title: str
    sentence: str
    lead: tuple[str, ...] = ()
    tiles: tuple[Tile, ...] = ()
    figures: tuple[Figure, ...] = ()
    entries: tuple[Entry, ...] = ()
    lanes: tuple[Lane, ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()
    links_title: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def placed(self) -> tuple[tuple[Figure, str], ...]:
        """The figures with their places: a row, half of one, or a row with two columns."""
        return placed(self.figures)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    href: str
    word: str


_SAFE_CODE = re.compile(r"[a-z0-9_][a-z0-9_-]{0,39}")


def section_file(code: str) -> str:
    """Return the file name of a section's page: its code if that is safe on every system, else a hash of it."""
    if _SAFE_CODE.fullmatch(code):
        return f"section-{code}.html"
    return f"section--{hashlib.sha256(code.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}.html"
