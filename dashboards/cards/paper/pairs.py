"""Makes the card of a group's pairs of paper and digital, now and a year before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure, Line, month_table
from dashboards.cards.card.parts import basis
from dashboards.cards.paper.shares_and_sheets import PAIR_TERMS
from dashboards.cards.use.changes import (
    change_legends,
    change_pictures,
    change_table,
    reaching_back,
)
from dashboards.read.series.cells import newest
from dashboards.sentences.sentences import share_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboards.read.series.cells import Cells, Series
    from dashboards.text.words import Words


def _newest_lines(series_by_name: Iterable[tuple[str, Series]], words: Words) -> tuple[Line, ...]:
    newest_cells = ((name, newest(series)) for name, series in series_by_name)
    return tuple(
        Line("open", words.titled(name, words.shown(cell.shown)))
        for name, cell in newest_cells
        if cell is not None
    )


def pairs_figure(cells: Cells, section: str, name: str, words: Words) -> Figure | None:
    """Return the shares of every pair but documents, against a year before for records that long.

    None if there is no such pair.

    Args:
        cells: the released series.
        section: code of the section.
        name: name of the section.
        words: the language.
    """
    pairs = [
        pair
        for pair in cells.pairs(section)
        if pair != "documents" and newest(cells.pair(section, pair)) is not None
    ]
    if not pairs:
        return None
    lines = [(words.pair(pair), cells.pair(section, pair)) for pair in pairs]
    by_month = month_table(
        "pairs-months-table",
        words.gettext("Table: pairs of paper and digital"),
        cells.months,
        lines,
        words,
    )
    figure = Figure(
        "pairs",
        _pairs_title(lines, words),
        words.gettext("{name}. The newest final month.", name=name),
        tables=(by_month,),
        terms=tuple(term for pair in pairs for term in PAIR_TERMS.get(pair, ())),
        basis=basis(cells, words, lines[0][1]),
        is_half=True,
    )
    if not reaching_back(lines):
        return replace(figure, lines=_newest_lines(lines, words))
    summary = " ".join(share_sentence(cells.pair(section, p), name, p, words) for p in pairs)
    return _against_a_year_before(figure, lines, name, summary, words)


def _pairs_title(lines: Sequence[tuple[str, Series]], words: Words) -> str:
    """Return which kind of work is the most digital, and which the least."""
    shown = [(name, cell) for name, series in lines if (cell := newest(series)) is not None]
    most = max(shown, key=lambda one: one[1].drawn or 0)
    least = min(shown, key=lambda one: one[1].drawn or 0)
    title = words.gettext(
        "Most digital: {name} ({shown})", name=most[0], shown=words.shown(most[1].shown)
    )
    if most[0] == least[0]:
        return title
    return title + words.gettext(
        ", least: {name} ({shown})", name=least[0], shown=words.shown(least[1].shown)
    )


def _against_a_year_before(
    figure: Figure, lines: list[tuple[str, Series]], name: str, summary: str, words: Words
) -> Figure:
    """Return the card of the pairs, with a picture of now and a year before."""
    table = change_table(
        "pairs-table",
        words.gettext("Table: pairs, a year before and now"),
        words.gettext("Pair"),
        lines,
        words,
    )
    return replace(
        figure,
        note=words.gettext(
            "{name}. The newest final month and the same month a year before.", name=name
        ),
        drawings=change_pictures(lines, words, summary, table.key, is_half=True),
        legends=change_legends(words),
        tables=(table, *figure.tables),
    )
