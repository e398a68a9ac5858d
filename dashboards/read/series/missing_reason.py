"""Determines why a series shows no value, from its newest whole month."""

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
"""Days are missing. Nothing is withheld, and nothing was counted as 0."""
NONE = "none"
"""There is no record yet, or the month is not over."""


def without_one_sided_share(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a pair's row; without its share, as incomplete, if only one side is known.

    Otherwise the share would count the unread side as 0.
    """
    if row["coding"] is None or (row.get("digital") is None) == (row.get("paper") is None):
        return row
    return {**row, "coding": None, "low": None, "high": None, "state": "incomplete"}


def kept_since(release: Release) -> Mapping[tuple[str, str, date], date]:
    """Return (release table, item, month) → the night on which the month was shown, for months with late records."""
    return {
        (row["of_table"], row["item"], row["month"]): row["shown_on"]
        for row in release.tables["late_month"].to_pylist()
    }


def kept_notes(columns: Sequence[tuple[str, Series]], words: Words) -> tuple[str, ...]:
    """Return one footnote for each month whose shown number stays although records arrived later.

    A footnote names its columns, unless it applies to all of them.
    """
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
    """Return the columns that a footnote applies to; "" if it applies to all."""
    if len(names) == len(columns):
        return ""
    return words.titled(words.listed(names), "")


def missing_words(cells: Iterable[Cell], words: Words) -> str:
    """Return the legend for months with missing days; it also mentions late records if there are any."""
    if any(cell.shown_on is not None and cell.mid is not None for cell in cells):
        return words.gettext("Month with missing days (of some, records arrived later)")
    return words.gettext("Month with missing days")


def last_without_value(series: Series) -> Cell | None:
    """Return the newest whole month that is withheld or has missing days; None if there is none."""
    found = (cell for cell in series if cell.low is None and not cell.is_running)
    return next(
        (cell for cell in reversed(list(found)) if cell.withheld or cell.state == "incomplete"),
        None,
    )


def why_none(series: Series) -> str:
    """Return why a series has no value: a reason from the release, `GAP` or `NONE`."""
    cell = last_without_value(series)
    if cell is None:
        return NONE
    return cell.withheld or GAP
