"""Replaces the pictures of a card whose record is too short: numbers, and when the picture comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboards.read.series.course import ENOUGH, drawn_later, has_course

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboards.cards.card.figure import DataTable, Figure
    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words


def once_grown(
    figure: Figure, several: Iterable[Series], words: Words, *, note: str | None = None
) -> Figure:
    """Return the card unchanged if one of these series is long enough to draw, else its numbers alone.

    Pictures and their legends are dropped, a table of a few rows is opened, and the note says when a picture comes.
    If no series has a value, the note announces no picture.

    Args:
        figure: the card.
        several: the series that the card draws.
        words: the language.
        note: replaces the card's own note if that refers to the picture.
    """
    series = list(several)
    if any(map(has_course, series)):
        return figure
    has_values = any(cell.low is not None for one in series for cell in one)
    later = drawn_later(words) if has_values else ""
    return _numbers_alone(figure if note is None else replace(figure, note=note), later)


def with_pictures_of(figure: Figure, dots: int) -> Figure:
    """Return a card whose picture is not over time and has this many dots; with too few, its numbers alone."""
    return figure if dots >= ENOUGH else _numbers_alone(figure, "")


def _numbers_alone(figure: Figure, note: str) -> Figure:
    return replace(
        figure,
        note=(figure.note + note).strip(),
        drawings=(),
        panels=tuple(replace(panel, drawing=None, later="") for panel in figure.panels),
        legends=(),
        guide=(),
        marks=(),
        # Before the first month is over a table has no rows.
        tables=tuple(_opened(table) for table in figure.tables if table.rows),
    )


_FEW_ROWS = 12
"""Maximum number of rows of a table that is opened; longer ones stay closed until the reader opens them."""


def _opened(table: DataTable) -> DataTable:
    return replace(table, is_open=table.is_open or len(table.rows) <= _FEW_ROWS)
