"""Writes the lines of a planned action for the book of actions: one for each section, in an Excel file of their own.

The town copies them into its book; that book itself is never opened here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from connectors.vendors.books.actions import CHOICES, INSTRUCTIONS, SHEET, TEMPLATE
from connectors.vendors.books.book import lay_out_book
from connectors.vendors.books.lot_words import lot_words
from connectors.vendors.books.series_words import SERIES_WORDS
from connectors.vendors.books.tools import WORDS as TOOL_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from connectors.vendors.books.lot_words import Lot

_USE, _COUNT = "use ", "count "
_COPY = (
    "この表の行を、見出しを除いて取り組みの帳簿に写します。始めた課から、実行に始めた日を書きます。"
)


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """What all lines have in common.

    Attributes:
        title: of the action.
        series: by which it will be judged.
        observed_on: the day on which it was planned.
        lot: by which the order was drawn.
    """

    title: str
    series: str
    observed_on: date
    lot: Lot


def measure_words(series: str) -> str:
    """Return the words by which the book of actions names a series."""
    return SERIES_WORDS[series][0] if series in SERIES_WORDS else series.removeprefix(_COUNT)


def line_number(lot: Lot, place: int) -> str:
    """Return the number of a line, counted from 1; the town numbers its own actions without くじ."""
    return f"くじ{lot.seed}-{place}"


def write_lines(
    file: IO[bytes], action: PlannedAction, waves: Sequence[tuple[date, Sequence[str]]]
) -> None:
    """Write one line for each section, in the drawn order.

    Args:
        file: opened for bytes.
        action: what the lines have in common.
        waves: the first of the month in which each wave begins, and its sections' codes.
    """
    lines: list[Mapping[str, object]] = []
    for wave, (start, sections) in enumerate(waves, 1):
        for section in sections:
            cells = {
                "番号": line_number(action.lot, len(lines) + 1),
                "件名": action.title,
                "課": section,
                "ツール": _tool(action.series),
                "種類": "改善",
                "ものさし": measure_words(action.series),
                "観察": action.observed_on,
                "順番の決め方": lot_words(action.lot, wave, start),
            }
            lines.append(cells)
    rows = [[cells.get(column) for column in TEMPLATE] for cells in lines]
    instructions = (_COPY, *INSTRUCTIONS)
    lay_out_book(SHEET, TEMPLATE, instructions, choices=CHOICES, rows=rows).save(file)


def _tool(series: str) -> str | None:
    words = TOOL_WORDS.get(series.removeprefix(_USE)) if series.startswith(_USE) else None
    return words[0] if words else None
