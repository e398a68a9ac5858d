"""Sources drawn at random: tools of one vendor or two, their changes, books, and nights that are not final."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.properties.drawn_facts import (
    TALLIED,
)
from tests.properties.small_town import (
    Stream,
    days_between,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy as Drawn


@st.composite
def nights(
    draw: st.DrawFn, days: Sequence[date], today: date, grain: str = "day"
) -> dict[date, str]:
    """A few source-days that are not final."""
    among = st.sampled_from(days).map(lambda day: day.replace(day=1) if grain == "month" else day)
    # A book never says of itself that it is not whole.
    partial = ["incomplete"] if grain == "day" else []
    states = st.sampled_from(["provisional", *partial, "gap", "failed", "unread"])
    told = draw(st.dictionaries(among, states, max_size=2))
    # Silent up to now: three working days of that are an alert.
    silent = draw(st.sampled_from([0, 0, 0, 3, 4, 5, 6])) if grain == "day" else 0
    state = draw(states)
    return told | {today - timedelta(days=back + 1): state for back in range(silent)}


def _drawn(
    days: Sequence[date], today: date
) -> tuple[date, Drawn[date], Drawn[dict[date, str]], Drawn[dict[date, str]]]:
    """Return the first day of every source, and how to draw a day, a source's nights and a book's months."""
    after = [day + timedelta(days=more) for day in days for more in (0, 1, 2)]
    first = days[0] - timedelta(days=9)
    return first, st.sampled_from(days), nights(after, today), nights(days, today, "month")


@st.composite
def sources(draw: st.DrawFn, days: Sequence[date], books: date, today: date) -> tuple[Stream, ...]:
    """Tools of one vendor or two, with changes of vendor; printers; books."""
    start, some, told, monthly = _drawn(days, today)
    changed = draw(st.one_of(st.none(), some))
    streams = [
        Stream("suite", "files", "use", ("files",), start, until=changed, told=draw(told)),
        Stream("suite", "chat", "use", ("chat",), draw(some), told=draw(told)),
        Stream("suite", "meet", "attendance", ("meetings",), draw(st.one_of(st.just(start), some)))
        if draw(st.booleans())
        else Stream("suite", "meet", "attendance", ("meetings",), start, told=draw(told)),
        Stream(
            "print", "jobs", "print_job", (), draw(st.one_of(st.just(start), some)), told=draw(told)
        ),
        Stream("snmp", "counters", "counter", (), start, told=draw(told)),
        Stream("own", "posts", "section_use", ("chat",), draw(some), told=draw(told)),
        Stream(
            "rooms",
            "met",
            "section_use",
            ("meetings",),
            start,
            until=draw(st.one_of(st.none(), some)),
        ),
        Stream("totals", "months", "section_use", (), books, "month", told=draw(monthly)),
        Stream("bought", "paper", "paper_bought", (), books, "month", told=draw(monthly)),
        Stream("trainings", "lines", "training", (), start),
        Stream("actions", "lines", "action", (), start - timedelta(days=110)),
    ]
    streams += draw(_others(days, changed, books, today))
    streams += [
        Stream(f"{pair}-book", pair, "tally", (), draw(some), "month", told=draw(monthly))
        for pair in draw(st.lists(st.sampled_from(sorted(TALLIED)), unique=True, min_size=3))
    ]
    return draw(_served(streams))


@st.composite
def _others(
    draw: st.DrawFn, days: Sequence[date], changed: date | None, books: date, today: date
) -> list[Stream]:
    """What a town may have besides: a second vendor, who takes over after a change, and further sources."""
    start, some, told, monthly = _drawn(days, today)
    streams: list[Stream] = []
    # A second vendor may never have been read at all.
    silent = dict.fromkeys(days_between(days[0] - timedelta(days=60), today), "gap")
    heard = draw(told) if draw(st.integers(0, 3)) else silent
    if changed:
        streams.append(
            Stream("nas", "audit", "use", ("files",), changed + timedelta(days=1), told=heard)
        )
    elif draw(st.booleans()):
        streams.append(Stream("nas", "audit", "use", ("files",), draw(some), told=heard))
    if draw(st.booleans()):
        since = date(books.year + 1, 4, 1)
        told_of = draw(monthly)
        streams.append(Stream("stock", "paper", "paper_bought", (), since, "month", told=told_of))
    if draw(st.booleans()):
        # Named in the settings about now, or long ago, and nothing of it ever arrived.
        noted = draw(
            st.sampled_from([None, *(today - timedelta(days=back) for back in range(1, 9))])
        )
        never = dict.fromkeys(days_between(start, today), draw(st.sampled_from(["gap", "unread"])))
        streams.append(
            Stream("phones", "calls", "section_use", (), start, noted_on=noted, told=never)
        )
    if draw(st.booleans()):
        streams.append(Stream("copier", "log", "print_job", (), draw(some), told=draw(told)))
    if draw(st.booleans()):
        streams.append(Stream("suite", "mail", "use", ("mail",), start, told=draw(told)))
    return streams


@st.composite
def _served(draw: st.DrawFn, streams: Sequence[Stream]) -> tuple[Stream, ...]:
    """The streams, each with the sections that its source serves."""
    # Whom a vendor serves: everyone, or some sections, of which others may see nothing at all.
    told_of = st.sampled_from([None, None, None, None, ("A", "B"), ("B", "C", "D"), ("A",)])
    sections = {source: draw(told_of) for source in sorted(_OF_PEOPLE)}
    # Whose use is counted without people: mostly of nobody on the roster, else also of one that may end.
    counted_of = st.sampled_from([("Z",), ("Z",), ("Z",), ("B",), ("C",), ("A", "D"), None])
    sections |= {source: draw(counted_of) for source in ("own", "rooms")}
    return tuple(
        replace(one, sections=sections[one.source]) if one.source in sections else one
        for one in streams
    )


_OF_PEOPLE = {"suite", "nas", "print", "copier"}
