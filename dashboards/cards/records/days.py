"""Makes the card of the days of every source and stream: final, provisional or missing."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Drawing, Figure, Legend, TableCell, inline_svg
from dashboards.charts.freshness import draw_freshness, freshness_size
from dashboards.read.monthly_sources import is_month_over
from dashboards.read.source_names import source_names
from dashboards.text.words import plain
from warehouse.months import month_end

if TYPE_CHECKING:
    from datetime import date

    from dashboards.text.words import Words
    from warehouse.release.tables.release import Release

Span = tuple["date", "date", str]


def stream_lanes(release: Release, words: Words) -> dict[str, list[Span]]:
    """Return runs of days with the same state, by name of source and stream."""
    rows = sorted(
        release.tables["freshness"].to_pylist(),
        key=lambda row: (row["source"], row["stream"], row["day_on"]),
    )
    names = source_names(release.tables["source"].to_pylist(), words)
    streams = Counter(source for source, _ in {(row["source"], row["stream"]) for row in rows})
    out: dict[str, list[Span]] = {}
    for (source, stream), days in groupby(rows, key=lambda row: (row["source"], row["stream"])):
        spans: list[Span] = []
        for row in days:
            state = row["state"] or "unread"
            if spans and spans[-1][2] == state and (row["day_on"] - spans[-1][1]).days == 1:
                spans[-1] = (spans[-1][0], row["day_on"], state)
            else:
                spans.append((row["day_on"], row["day_on"], state))
        name = names.get(source, plain(source))
        if streams[source] > 1:
            name = words.gettext("{name}, {held}", name=name, held=words.stream(stream))
        out[name] = _whole_months(spans, release.as_of)
    return out


def _whole_months(spans: list[Span], as_of: date) -> list[Span]:
    """Return a monthly stream's spans extended to whole months, up to `as_of`; it files on the first."""
    if any(start.day != 1 or end != start for start, end, _ in spans):
        return spans
    out: list[Span] = []
    for start, _, state in spans:
        end = min(month_end(start), max(as_of, start))
        if not is_month_over(start, as_of) and state in {"gap", "unread"}:
            # Nobody can have filled in a month that is not over yet.
            state = "running"  # noqa: PLW2901 - the span's state from here on
        if out and out[-1][2] == state and (start - out[-1][1]).days == 1:
            out[-1] = (out[-1][0], end, state)
        else:
            out.append((start, end, state))
    return out


def days_figure(lanes: dict[str, list[Span]], gaps: list[tuple[str, Span]], words: Words) -> Figure:
    """Return the card of the days that arrived, by stream; `gaps` are the stretches that are missing."""
    first = min(spans[0][0] for spans in lanes.values())
    last = max(spans[-1][1] for spans in lanes.values())
    is_whole = not any(
        state == "incomplete" or (state == "unread" and at < len(spans) - 1)
        for spans in lanes.values()
        for at, (*_, state) in enumerate(spans)
    )
    title = _days_title(len(gaps), words, is_whole=is_whole)
    drawings = []
    for is_narrow in (False, True):
        size = freshness_size(len(lanes), is_narrow=is_narrow)
        svg = draw_freshness(lanes, first, last, words, size)
        drawings.append(Drawing(inline_svg(svg, size, title), "narrow" if is_narrow else "wide"))
    return Figure(
        "days-figure",
        title,
        words.gettext(
            "By source, {first} to {last}. × marks missing or failed days.",
            first=words.day(first),
            last=words.day(last),
        ),
        tuple(drawings),
        legends=tuple(
            Legend(f"day-{state}", words.label(state))
            for state in (
                "final",
                "provisional",
                "incomplete",
                "gap",
                "failed",
                "unread",
                "running",
            )
            if any(span[2] == state for spans in lanes.values() for span in spans)
        ),
        tables=(_days_table(lanes, words),),
        terms=("provisional", "missing", "log"),
    )


def _days_title(gaps: int, words: Words, *, is_whole: bool) -> str:
    if not gaps and not is_whole:
        return words.gettext("Some days are not read yet or are not whole")
    if not gaps:
        return words.gettext("No day is missing")
    return words.ngettext("One stretch is missing", "{count} stretches are missing", gaps)


def _days_table(lanes: dict[str, list[Span]], words: Words) -> DataTable:
    rows = tuple(
        (
            name,
            (
                TableCell(words.day(start)),
                TableCell(words.day(end)),
                TableCell(words(state), "value" if state == "final" else "none"),
            ),
        )
        for name, spans in lanes.items()
        for start, end, state in reversed(spans)
    )
    return DataTable(
        "days",
        words.gettext("Table: state of the days"),
        (
            words.gettext("Source"),
            words.gettext("From"),
            words.gettext("To"),
            words.gettext("State"),
        ),
        rows,
    )
