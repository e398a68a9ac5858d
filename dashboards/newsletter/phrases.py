"""How the newsletter speaks: names of things, amounts in points of five, how long ago."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.newsletter.figures import UNLIKE, tame
from dashboards.text.words import Words
from warehouse.months import months_from

if TYPE_CHECKING:
    from datetime import date

    from dashboards.newsletter.figures import Cell, Coarse
    from warehouse.town import Town

_TOOLS = ("files", "chat", "meetings", "calendar", "mail")
_PAIRS = {
    "documents": ("文書を電子で扱った割合", "The share of documents handled digitally"),
    "approvals": ("電子で決裁した割合", "The share of approvals made electronically"),
    "filings": ("オンラインで届いた申請の割合", "The share of filings made online"),
    "meetings": ("オンラインで開いた会議の割合", "The share of meetings held online"),
    "inspections": ("オンラインで行った視察の割合", "The share of site inspections held online"),
    "minutes": ("議事録を機械で作った割合", "The share of minutes written by machine"),
}
_SIDES = {
    "digital": ("電子", "Digital"),
    "paper": ("紙", "Paper"),
}
_PAIR_SIDES = {
    "filings": {"digital": ("オンライン", "Online"), "paper": ("窓口・郵送", "Counter, post")},
    "meetings": {"digital": ("オンライン", "Online"), "paper": ("会議室だけ", "Room only")},
    "inspections": {"digital": ("オンライン", "Online"), "paper": ("現地", "On site")},
    "minutes": {"digital": ("機械", "Machine"), "paper": ("手で", "By hand")},
}
_SOURCES = {
    "google_workspace": ("Google Workspace の記録", "the Google Workspace log"),
    "microsoft_365": ("Microsoft 365 の記録", "the Microsoft 365 log"),
    "line_works": ("LINE WORKS の記録", "the LINE WORKS log"),
    "cups": ("プリンターの記録", "the printers' log"),
    "papercut": ("プリンターの記録（PaperCut）", "the printers' log (PaperCut)"),
}
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Voice:
    """One language; `words` holds the terms that the pages use too."""

    words: Words

    def pick(self, japanese: str, english: str) -> str:
        """Return the text of the two in this language."""
        return self.words.pick(japanese, english)

    def tool(self, tool: str) -> str:
        """Return the name of a tool; one we do not know keeps its own."""
        return self.words(tool) if tool in _TOOLS else tame(tool)

    def pair(self, pair: str) -> str:
        """Return what a pair's share is a share of, as the subject of a sentence."""
        return self.pick(*_PAIRS[pair]) if pair in _PAIRS else tame(pair)

    def side(self, side: str, pair: str = "") -> str:
        """Return the name of the digital or the paper side of a pair."""
        return self.pick(*_PAIR_SIDES.get(pair, _SIDES)[side])

    def source(self, kind: str, name: str) -> str:
        """Return a source in plain words; one whose kind we do not know by its own name."""
        if kind in _SOURCES:
            return self.pick(*_SOURCES[kind])
        if not self.words.knows_kind(kind):
            return self.quoted(tame(name))
        word = self.words.kind(kind)
        return f"the book{word.removeprefix('Book')}" if word.startswith("Book of ") else word

    def quoted(self, text: str) -> str:
        """Return the text in the language's quotation marks."""
        return self.pick(f"「{text}」", f"“{text}”")

    def coarse(self, value: Coarse) -> str:
        """Return 約65%, 5%未満, 95%以上 or 40〜60%."""
        if value.is_one:
            return self.pick(f"約{value.low}%", f"about {value.low}%")
        if value.figure == value.high:
            return self.pick(f"{value.high}%未満", f"under {value.high}%")
        if value.figure == value.low:
            return self.pick(f"{value.low}%以上", f"{value.low}% or more")
        return self.pick(f"{value.low}〜{value.high}%", f"{value.low}–{value.high}%")

    def amount(self, cell: Cell) -> str:
        """Return the cell's value, or why there is none: withheld, or not yet."""
        if cell.value is not None:
            return self.coarse(cell.value)
        if cell is UNLIKE:
            return self.words("unlike")
        return self.words("withheld" if cell.is_withheld else "none")

    def month_tick(self, month: date) -> str:
        """Return the month's number for an axis."""
        return self.pick(f"{month.month}月", f"{month:%b}"[0])

    def ago(self, since: date, month: date) -> str:
        """Return how long before `month` the month `since` was: 1年前, 3か月前."""
        months = months_from(since, month)
        if months == _YEAR:
            return self.pick("1年前", "a year earlier")
        return self.pick(f"{months}か月前", f"{months} months earlier")

    def span(self, since: date, month: date) -> str:
        """Return how long it is from `since` to `month`: 1年間, 3か月間."""
        months = months_from(since, month)
        if months == _YEAR:
            return self.pick("1年間", "a year")
        return self.pick(f"{months}か月間", f"{months} months")


def voice_of(town: Town) -> Voice:
    """Return the voice in the town's language."""
    return Voice(Words(town.language, town.fiscal_year_start))
