"""Provides names, coarse amounts and time spans in the newsletter's wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.newsletter.coarse import UNLIKE
from dashboards.newsletter.figures import printable
from dashboards.text.catalogue import gettext_noop, pgettext_noop
from dashboards.text.words import Words
from warehouse.months import months_from
from warehouse.policy import TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dashboards.newsletter.coarse import Coarse, CoarseCell
    from warehouse.town import Town

_PAIRS = {
    "documents": gettext_noop("The share of documents handled digitally"),
    "approvals": gettext_noop("The share of approvals made electronically"),
    "filings": gettext_noop("The share of filings made online"),
    "meetings": gettext_noop("The share of meetings held online"),
    "inspections": gettext_noop("The share of site inspections held online"),
    "minutes": gettext_noop("The share of minutes written by machine"),
}
_SIDES = {
    "digital": pgettext_noop("side of a pair", "Digital"),
    "paper": pgettext_noop("side of a pair", "Paper"),
}
_PAIR_SIDES = {
    "filings": {
        "digital": pgettext_noop("side of a pair", "Online"),
        "paper": pgettext_noop("side of a pair", "Counter, post"),
    },
    "meetings": {
        "digital": pgettext_noop("side of a pair", "Online"),
        "paper": pgettext_noop("side of a pair", "Room only"),
    },
    "inspections": {
        "digital": pgettext_noop("side of a pair", "Online"),
        "paper": pgettext_noop("side of a pair", "On site"),
    },
    "minutes": {
        "digital": pgettext_noop("side of a pair", "Machine"),
        "paper": pgettext_noop("side of a pair", "By hand"),
    },
}
_SOURCES = {
    "google_workspace": gettext_noop("the Google Workspace log"),
    "microsoft_365": gettext_noop("the Microsoft 365 log"),
    "line_works": gettext_noop("the LINE WORKS log"),
    "cups": gettext_noop("the printers' log"),
    "papercut": gettext_noop("the printers' log (PaperCut)"),
    "paper_bought": gettext_noop("the book of paper bought"),
    "approvals": gettext_noop("the book of approvals"),
    "filings": gettext_noop("the book of filings"),
    "meetings": gettext_noop("the book of meetings"),
    "inspections": gettext_noop("the book of site inspections"),
    "minutes": gettext_noop("the book of minutes"),
    "fax": gettext_noop("the book of FAXes"),
    "automation": gettext_noop("the book of automation"),
    "overtime": gettext_noop("the book of overtime"),
    "tasks": gettext_noop("the list of tasks"),
    "actions": gettext_noop("the book of actions"),
    "trainings": gettext_noop("the book of trainings"),
}
_YEAR = 12


class Phrases(Words):
    """The words of the pages, with those only the newsletter uses: sentence subjects, coarse amounts, time spans."""

    def tool(self, tool: str) -> str:
        """Return the name of a tool; an unknown tool keeps its own name."""
        return self(tool) if tool in TOOLS else printable(tool)

    def share(self, pair: str) -> str:
        """Return what a pair's share is a share of, as the subject of a sentence."""
        return self.gettext(_PAIRS[pair]) if pair in _PAIRS else printable(pair)

    def side(self, side: str, pair: str = "") -> str:
        """Return the name of a pair's digital or paper side."""
        return self.pgettext("side of a pair", _PAIR_SIDES.get(pair, _SIDES)[side])

    def source(self, kind: str, name: str) -> str:
        """Return a source in plain words; a source of unknown kind keeps its own name."""
        if kind in _SOURCES:
            return self.gettext(_SOURCES[kind])
        if not self.knows_kind(kind):
            return self.quoted(printable(name))
        return self.kind(kind)

    def beside_each_other(self, parts: Iterable[str]) -> str:
        """Return the entries of a chart's key on one line."""
        return self.pgettext("signs of a key", "   ").join(parts)

    def rows(self, parts: Iterable[str]) -> str:
        """Return the rows of a table as text, to be read aloud one after the other."""
        return self.pgettext("rows read out", "; ").join(parts)

    def quoted(self, text: str) -> str:
        """Return the text in the language's quotation marks."""
        return self.gettext("“{text}”", text=text)

    def coarse(self, value: Coarse) -> str:
        """Return 約65%, 5%未満, 95%以上 or 40〜60%."""
        if value.is_one:
            return self.gettext("about {low}%", low=value.low)
        if value.figure == value.high:
            return self.gettext("under {high}%", high=value.high)
        if value.figure == value.low:
            return self.gettext("{low}% or more", low=value.low)
        return self.gettext("{low}–{high}%", low=value.low, high=value.high)

    def amount(self, cell: CoarseCell) -> str:
        """Return the cell's value, or why there is none: withheld, or not yet there."""
        if cell.value is not None:
            return self.coarse(cell.value)
        if cell is UNLIKE:
            return self("unlike")
        return self("withheld" if cell.is_withheld else "none")

    def month_tick(self, month: date) -> str:
        """Return the month's number for an axis."""
        return self.month_letter(month)

    def ago(self, since: date, month: date) -> str:
        """Return how long before `month` the month `since` is: 1年前, 3か月前."""
        months = months_from(since, month)
        if months == _YEAR:
            return self.gettext("a year earlier")
        return self.gettext("{months} months earlier", months=months)

    def span(self, since: date, month: date) -> str:
        """Return the span of a change: "in a year" in English, 「1年前より」 in Japanese."""
        months = months_from(since, month)
        if months == _YEAR:
            return self.pgettext("time over which something changed", "a year")
        return self.pgettext("time over which something changed", "{months} months", months=months)


def phrases_of(town: Town) -> Phrases:
    """Return the phrases in the town's language."""
    return Phrases(town.language, town.fiscal_year_start)
