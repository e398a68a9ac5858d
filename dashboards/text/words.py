"""Provides the words that pages and newsletter share: terms, reasons, released values, lists and sentences."""

from __future__ import annotations

import unicodedata
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from dashboards.text.catalogue import Catalogue, gettext_noop, pgettext_noop
from dashboards.text.dates import Dates
from dashboards.text.source_titles import TITLES
from dashboards.text.source_words import FACTOR_SOURCES, STREAMS
from warehouse.release.tables.release import NOT_YET, SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.release.tables.coding import Value


class Unit(NamedTuple):
    """Unit of a number: the context of its text in the catalogue, and the text with `{number}`."""

    context: str
    text: str


SHEETS = Unit("unit", pgettext_noop("unit", "{number} sheets"))
SHEETS_BARE = Unit("sheets", pgettext_noop("sheets", "{number}"))
SECTIONS = Unit("unit", pgettext_noop("unit", "{number} sections"))
HOURS = Unit("unit", pgettext_noop("unit", "{number} hours"))
TOOLS = Unit("tools of a person", pgettext_noop("tools of a person", "{number}"))
FAX_COUNT = Unit("faxes", pgettext_noop("faxes", "{number}"))

_TERMS: dict[str, str] = {
    "files": gettext_noop("File sharing"),
    "chat": gettext_noop("Chat"),
    "meetings": gettext_noop("Online meetings"),
    "calendar": gettext_noop("Calendar"),
    "mail": gettext_noop("Mail"),
    "documents": gettext_noop("Documents"),
    "paper_bought": gettext_noop("Paper bought"),
    "approvals": gettext_noop("Electronic approvals"),
    "filings": gettext_noop("Online filings"),
    "inspections": gettext_noop("Online site inspections"),
    "minutes": gettext_noop("Minutes by machine"),
    "bought": gettext_noop("bought"),
    "printed": gettext_noop("printed"),
    "counter": gettext_noop("printer counters"),
    "digital": gettext_noop("Digital"),
    "paper": gettext_noop("Paper"),
    "town": gettext_noop("Whole town hall"),
    "final": gettext_noop("final"),
    "provisional": gettext_noop("provisional"),
    "incomplete": gettext_noop("incomplete"),
    "none": gettext_noop("not yet"),
    "gap": gettext_noop("missing"),
    "failed": gettext_noop("failed"),
    "unread": gettext_noop("not read yet"),
    "running": gettext_noop("month not over"),
    "withheld": gettext_noop("withheld"),
    "unlike": gettext_noop("not comparable"),
    "use_rate": gettext_noop("Use rate"),
    "activated": gettext_noop("Staff who have used it"),
    "month": gettext_noop("Month"),
    "section": gettext_noop("Section"),
    "sheets": gettext_noop("sheets"),
    "mark_provisional": gettext_noop("p"),
    "mark_incomplete": gettext_noop("i"),
}

_SIDES: dict[str, tuple[str, str]] = {
    "filings": (gettext_noop("Online"), gettext_noop("Counter")),
    "meetings": (gettext_noop("Online"), gettext_noop("In the room")),
    "inspections": (gettext_noop("Online"), gettext_noop("On site")),
    "minutes": (gettext_noop("By machine"), gettext_noop("By hand")),
}

_REASONS: dict[str, str] = {
    "small_group": gettext_noop("the section is small and counted with other small sections"),
    "no_break_down": gettext_noop("too few people for any break-down by section"),
    "dominance": gettext_noop(
        "one person makes up, or may make up, more than half; or there is little, or subtraction would tell of either"
    ),
    "protects_other": gettext_noop(
        "it would give away another section's withheld figure by subtraction"
    ),
    "reorganised": gettext_noop(
        "sections were merged, split or renamed, and no number is of the same ones"
    ),
    "running_month": gettext_noop("the month is not over yet"),
    "waiting": gettext_noop(
        "days of it have not come in yet: it is shown when they have, or after ten days"
    ),
    "settling": gettext_noop(
        "its book may still change it: it is shown once the month is final, two months later"
    ),
    "unpublished": gettext_noop("it was shown once and has been taken back"),
    "too_few_days": gettext_noop("too few days to count"),
    "sheets_unknown": gettext_noop("the records do not tell the number of sheets"),
    "few_values": gettext_noop("any band would almost tell how many people it is"),
    "few_meetings": gettext_noop("fewer than 10 meetings: a share would show a single one"),
    "few_printers": gettext_noop("fewer than 3 devices of that maker: they may be one person's"),
    "unserved": gettext_noop(
        "no source holds records of this section's people, or of one merged with it: it is not 0%"
    ),
    "gate": gettext_noop("together with earlier figures it would tell a head count or of a person"),
}

_BOUNDS = {
    "below": pgettext_noop("bound", "under {value}"),
    "above": pgettext_noop("bound", "{value} or more"),
}
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def plain(text: str) -> str:
    """Return `text` without control and direction characters, which could disguise its content."""
    return "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE).strip()


class Words(Dates):
    """Terms, values, lists and sentences in one language."""

    def __call__(self, term: str) -> str:
        """Return the word for `term`.

        Raises:
            KeyError: the table has no such term.
        """
        return self.gettext(_TERMS[term])

    def label(self, term: str) -> str:
        """Return the word for `term` with a capital, for a legend or a heading."""
        word = self(term)
        return word[:1].upper() + word[1:]

    def inside(self, word: str) -> str:
        """Return a word as written within a sentence: in lower case if the language does so."""
        # Translators: "lower case", or anything else to keep a word within a sentence as it is.
        lowers = self.pgettext("a word within a sentence", "lower case") == "lower case"
        return word.lower() if lowers else word

    def listed(self, parts: Iterable[str]) -> str:
        """Return words as a list: 総務課、税務課."""
        return self.pgettext("list", ", ").join(parts)

    def clauses(self, parts: Iterable[str]) -> str:
        """Return parts of a sentence as a list; a part may itself be a list."""
        return self.pgettext("list of clauses", "; ").join(parts)

    def facts(self, parts: Iterable[str]) -> str:
        """Return short facts on one line: 名簿の120人・令和8年3月."""
        return self.pgettext("facts on one line", " · ").join(parts)

    def sentence(self, text: str) -> str:
        """Return a text with its full stop."""
        return self.gettext("{text}.", text=text)

    def following(self, sentence: str) -> str:
        """Return a sentence as it follows another: after a space if the language uses one."""
        return self.pgettext("behind another sentence", " {sentence}", sentence=sentence)

    def sentences(self, parts: Iterable[str]) -> str:
        """Return the sentences joined into one text."""
        return reduce(lambda text, part: text + (self.following(part) if text else part), parts, "")

    def titled(self, head: str, text: str) -> str:
        """Return a text after its heading: 税務課：確定."""
        return self.gettext("{head}: {text}", head=head, text=text)

    def note(self, text: str) -> str:
        """Return a note in brackets, as it follows a word."""
        return self.pgettext("behind a word", " ({note})", note=text)

    def beside(self, text: str, note: str) -> str:
        """Return a text with its note in brackets: 増（+12%）, or up (+12%)."""
        return text + self.note(note)

    def count_of(self, some: int, every: int) -> str:
        """Return 4／8, or 4 of 8."""
        return self.pgettext("count", "{some} of {every}", some=some, every=every)

    def sections_of(self, some: int, every: int) -> str:
        """Return how many of all sections: 4／8課, or 4 of 8."""
        return self.pgettext("sections", "{some} of {every}", some=some, every=every)

    def joined_range(self, *ends: str, spaced: bool = False) -> str:
        """Return the two ends of a range, or the only one; `spaced` is for ends with a sign."""
        if len(ends) < 2:  # noqa: PLR2004 - a range has two ends
            return "".join(ends)
        low, high = ends
        if spaced:
            return self.pgettext("range of signed numbers", "{low} to {high}", low=low, high=high)
        return self.pgettext("range", "{low}–{high}", low=low, high=high)

    def signed(self, value: float) -> str:
        """Return a whole number with its sign, +9 or −3; zero is ±0."""
        return "±0" if round(value) == 0 else self.number(value, "+,.0f")

    def about(self, value: str) -> str:
        """Return a rounded or estimated value as such: 約60%."""
        return self.pgettext("value", "about {value}", value=value)

    def pair(self, pair: str) -> str:
        """Return the name of a pair's digital share."""
        return (
            self.pgettext("digital share", "Online meetings") if pair == "meetings" else self(pair)
        )

    def sides(self, pair: str) -> tuple[str, str]:
        """Return the names of a pair's digital and paper sides."""
        if pair in _SIDES:
            digital, paper = _SIDES[pair]
            return self.gettext(digital), self.gettext(paper)
        return self("digital"), self("paper")

    def group(self, section: str, name: str | None) -> str:
        """Return a section's name; the merged small sections and the whole town are named in this language."""
        if section == TOWN:
            return self("town")
        return self.gettext("Small sections") if section == SMALL else plain(name or section)

    def kind(self, kind: str) -> str:
        """Return the name of a kind of source; an unknown kind keeps its own name."""
        return self.gettext(TITLES[kind]) if kind in TITLES else plain(kind)

    def knows_kind(self, kind: str) -> bool:
        """Tell whether the catalogue names this kind of source."""
        return kind in TITLES

    def factor_source(self, source: str) -> str:
        """Return the source of a paper factor; a town's own wording is returned as it is."""
        japanese = Catalogue("ja")
        default = next((one for one in FACTOR_SOURCES if japanese.gettext(one) == source), None)
        return self.gettext(default) if default else plain(source)

    def stream(self, stream: str) -> str:
        """Return the name of a source's stream; an unknown stream keeps its own name."""
        return self.pgettext("stream", STREAMS[stream]) if stream in STREAMS else plain(stream)

    def reason(self, word: str) -> str:
        """Return why a value is withheld, for readers; an unknown reason is named as it is."""
        why = self.gettext(_REASONS[word]) if word in _REASONS else plain(word)
        passing = dict.fromkeys(NOT_YET, "running") | {"reorganised": "unlike"}
        return self.titled(self(passing.get(word, "withheld")), self.sentence(why))

    def shown(self, value: Value | None) -> str:
        """Return a released value as text in this language; "" for None."""
        return self.with_unit(value, None)

    def with_unit(self, value: Value | None, unit: Unit | None) -> str:
        """Return a released value with its unit: 「0.5時間未満」, not 「0.5未満時間」."""
        text = "" if value is None else self._ends(value)
        coding = "exact" if value is None else value.coding
        is_within = bool(unit) and self._unit_within
        if unit and is_within:
            text = self.beside_unit(text, unit)
        if coding in _BOUNDS:
            text = self.pgettext("bound", _BOUNDS[coding], value=text)
        if coding == "about":
            text = self.about(text)
        return self.beside_unit(text, unit) if unit and not is_within else text

    def beside_unit(self, number: str, unit: Unit) -> str:
        """Return a number that is already text, with its unit."""
        return self.pgettext(*unit, number=number)

    def _ends(self, value: Value) -> str:
        """Return the numbers that a value's coding shows: both ends of an interval, else one."""
        sign = "%" if value.unit == "per_cent" else ""
        spec = ".1f" if value.unit == "tenths" else ",.0f"
        low, high = self.number(value.low, spec), self.number(value.high, spec)
        if value.coding == "interval":
            return self.joined_range(low, f"{high}{sign}")
        return f"{high if value.coding == 'below' else low}{sign}"

    def axis_unit(self, unit: Unit) -> str:
        """Return the unit for axis labels; "" if this language does not put it directly after the number."""
        return self.beside_unit("", unit) if self._unit_within else ""

    @property
    def _unit_within(self) -> bool:
        # Translators: "outside" for "under 20 sheets" and "20 or more sheets": the unit stands at the end.
        # "within" for a unit directly at the number, before the word of the bound.
        return self.pgettext("unit of a bound", "outside") == "within"
