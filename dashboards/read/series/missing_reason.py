"""The reason why a series shows no value, taken from its newest whole month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words
    from warehouse.release.tables.release import Release

GAP = "gap"
"""Days are missing: nothing is hidden, and nothing was counted as 0."""
NONE = "none"
"""There is no record yet, or its month is not over."""


def without_half(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a pair's row as it is, or as missing where one side alone is known.

    Its share would take the side that was never read for 0.
    """
    if row["shown"] is None or (row.get("digital") is None) == (row.get("paper") is None):
        return row
    return {**row, "shown": None, "low": None, "high": None, "state": "incomplete"}


def kept_since(release: Release) -> Mapping[tuple[str, str, date], date]:
    """Return (release table, item, month) → the night that showed it, of months that records came for afterwards."""
    return {
        (row["of_table"], row["item"], row["month"]): row["shown_on"]
        for row in release.tables["late_month"].to_pylist()
    }


def kept_notes(columns: Sequence[tuple[str, Series]], words: Words) -> tuple[str, ...]:
    """Return the footnotes of a table's months whose numbers stay as they were shown, under the names they are of."""
    found: dict[tuple[date, date], list[str]] = {}
    for name, series in columns:
        for cell in series:
            if cell.shown_on is not None and cell.shown is not None:
                found.setdefault((cell.month, cell.shown_on), []).append(name)
    return tuple(
        words.gettext(
            "{of}{month} stands as it was shown on {day}: records arrived later (the figure is kept).",
            of=_of(names, columns, words),
            month=words.month(month),
            day=words.day(shown_on),
        )
        for (month, shown_on), names in sorted(found.items())
    )


def _of(names: Sequence[str], columns: Sequence[tuple[str, Series]], words: Words) -> str:
    """Return of which columns a footnote is; nothing where it is of all."""
    if len(names) == len(columns):
        return ""
    return words.titled(words.listed(names), "")


def missing_words(cells: Iterable[Cell], words: Words) -> str:
    """Return how a month with missing days is called, with a word more where records came for one afterwards."""
    if any(cell.shown_on is not None and cell.mid is not None for cell in cells):
        return words.gettext("Month with missing days (of some, records arrived later)")
    return words.gettext("Month with missing days")


def last_untold(series: Series) -> Cell | None:
    """Return the newest whole month that is withheld or has missing days, None where there is none."""
    found = (cell for cell in series if cell.low is None and not cell.is_running)
    return next(
        (cell for cell in reversed(list(found)) if cell.withheld or cell.state == "incomplete"),
        None,
    )


def why_none(series: Series) -> str:
    """Return why a series without any value has none: a reason of the release, `GAP` or `NONE`."""
    cell = last_untold(series)
    if cell is None:
        return NONE
    return cell.withheld or GAP
