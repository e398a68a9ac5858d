"""Makes the page データの状態: which source-days are there, which are missing, how many accounts are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, TableCell
from dashboards.cards.card.page import Page, Tile
from dashboards.cards.records.days import days_figure, stream_lanes
from dashboards.cards.records.kept_months import kept_months_figure
from dashboards.cards.records.source_changes import source_changes_figure
from dashboards.read.monthly_sources import WITHOUT_DAYS, monthly_sources
from dashboards.read.source_names import source_names
from dashboards.text.words import plain
from warehouse.release.publishing import MOST_MATCHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.cards.records.days import Span
    from dashboards.text.words import Words
    from warehouse.release.tables.release import Release


def data_page(release: Release, words: Words) -> Page:
    """Return the page on the state of the data."""
    lanes = stream_lanes(release, words)
    sources = release.tables["source"].to_pylist()
    gaps = [
        (name, span)
        for name, spans in lanes.items()
        for span in spans
        if span[2] in {"gap", "failed"}
    ]
    figures = []
    if lanes:
        figures.append(days_figure(lanes, gaps, words))
    if kept := kept_months_figure(release.tables["late_month"].to_pylist(), words):
        figures.append(kept)
    figures.append(_sources_figure(sources, words))
    if changes := source_changes_figure(release.tables["source_change"].to_pylist(), words):
        figures.append(changes)
    return Page(
        "data.html",
        "data.html",
        words.gettext("State of the data"),
        freshness_sentence(
            sources, words, monthly_sources(release.tables["freshness"].to_pylist())
        ),
        (
            words.gettext(
                "A day that did not arrive is missing, not 0. Months with such days are marked."
            ),
        ),
        _tiles(sources, gaps, words),
        tuple(figures),
    )


def _tiles(
    sources: Sequence[dict[str, object]], gaps: list[tuple[str, Span]], words: Words
) -> tuple[Tile, ...]:
    """Return how many sources arrive, how many stretches are missing, and the lowest share of known accounts."""
    if not sources:
        return ()
    arriving = sum(not row["is_stale"] for row in sources)
    tiles = [
        Tile(
            words.gettext("Sources arriving"),
            words.count_of(arriving, len(sources)),
            words.gettext("see the list for what has stopped"),
        ),
        Tile(
            words.gettext("Stretches missing"),
            words.gettext("{count}", count=len(gaps)),
            words.gettext("never counted as 0"),
        ),
    ]
    known = [float(str(row["match_share"])) for row in sources if row["match_share"] is not None]
    if known:
        tiles.append(
            Tile(
                words.gettext("Accounts known from the roster"),
                _share_words(min(known), words),
                words.gettext("of the lowest source"),
            )
        )
    return tuple(tiles)


def freshness_sentence(
    sources: Sequence[dict[str, object]], words: Words, monthly: frozenset[str] = frozenset()
) -> str:
    """Return how many sources there are, which have stopped, and up to which day all are final.

    Sources in `monthly` are reported separately, so that their last whole month does not date the daily logs.
    """
    if not sources:
        return words.gettext("Nothing has been read yet.")
    named = source_names(sources, words)
    stale = [named[str(row["source"])] for row in sources if row["is_stale"]]
    count = len(sources)
    if stale:
        names = words.listed(stale)
        return words.gettext(
            "{stale} of {sources} sources ({names}) are not arriving.",
            stale=len(stale),
            sources=count,
            names=names,
        )
    dated = [row for row in sources if row["kind"] not in WITHOUT_DAYS]
    if any(row["final_to"] is None for row in dated):
        return words.gettext("All {count} sources arrive; some have no final day yet.", count=count)
    days = [row["final_to"] for row in dated if row["source"] not in monthly]
    months = [row["final_to"] for row in dated if row["source"] in monthly]
    dates = [words.day(min(days))] if days else []  # type: ignore[type-var, arg-type]  # dates by the schema
    if months:
        month = words.month(min(months))  # type: ignore[type-var, arg-type]  # dates by the schema
        dates.append(words.gettext("monthly books to {month}", month=month))
    if not dates:
        return words.gettext("All {count} sources arrive.", count=count)
    end = words.beside(*dates) if months and days else dates[0]
    return words.gettext(
        "All {count} sources arrive; figures are final up to {end}.", count=count, end=end
    )


def _final_words(row: dict[str, object], words: Words) -> str:
    """Return the day up to which a source is final, or that it is not kept by the day."""
    if row["kind"] in WITHOUT_DAYS:
        return words.gettext("not kept by the day")
    end = row["final_to"]
    return words.day(end) if end is not None else words("none")  # type: ignore[arg-type]  # a date by the schema


def _share_words(share: float, words: Words) -> str:
    """Return a share of accounts as released: in whole per cents, and "or more" for the highest value."""
    text = f"{share:.0%}"
    return words.gettext("{text} or more", text=text) if share >= MOST_MATCHED else text


def _source_cells(row: dict[str, object], words: Words) -> tuple[TableCell, ...]:
    """Return the table row of one source: kind, tools, whether it arrives, final days, accounts."""
    share = row["match_share"]
    tools = [words(tool) for tool in str(row["tools"] or "").split(",") if tool]
    known = words.gettext("not about accounts")
    if share is not None:
        known = _share_words(float(str(share)), words)
    arriving = TableCell(words.gettext("arriving"))
    if row["is_stale"]:
        arriving = TableCell(words.gettext("stopped"), "none")
    return (
        TableCell(plain(str(row["source"])), "text"),
        TableCell(words.listed(tools) or "—", "text"),
        arriving,
        TableCell(_final_words(row, words)),
        TableCell(known),
    )


def _sources_figure(sources: Sequence[dict[str, object]], words: Words) -> Figure:
    named = source_names(sources, words)
    rows = [(named[str(row["source"])], _source_cells(row, words)) for row in sources]
    table = DataTable(
        "sources",
        words.gettext("List of sources"),
        (
            words.gettext("Source"),
            words.gettext("Name in the settings"),
            words.pgettext("column of the list of sources", "In the curves of"),
            words.gettext("Now"),
            words.gettext("Final up to"),
            words.pgettext("column", "Accounts known from the roster"),
        ),
        tuple(rows),
        is_open=True,
    )
    return Figure(
        "sources-figure",
        words.gettext("Made from {count} sources", count=len(sources)),
        words.gettext(
            "Where several records tell of one tool, together they are one curve. What accounts outside the roster did is counted in no section."
        ),
        tables=(table,),
        terms=("account",),
    )
