"""Figures of paper: a pair's digital share by month, and sheets bought and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cells import Cell, Cells, Series, newest
from dashboards.charts.paper import (
    PAPER_HALF,
    PAPER_NARROW,
    SHEETS_HALF,
    SHEETS_NARROW,
    draw_share,
    draw_sheets,
)
from dashboards.pages.figure import Figure, Legend, month_table
from dashboards.pages.figures import two_pictures
from dashboards.sentences import share_sentence, sheets_sentence, state_note

if TYPE_CHECKING:
    from dashboards.words import Words


def share_figure(cells: Cells, section: str, name: str, pair: str, words: Words) -> Figure:
    """Return paper against digital of one pair by month."""
    series = cells.pair(section, pair)
    last = newest(series)
    digital, paper = words.sides(pair)
    key = f"share-{pair}"
    caption = words.pick(f"{words.pair(pair)}の表", f"Table: {words.pair(pair).lower()}")
    table = month_table(
        f"{key}-table",
        caption,
        cells.months,
        [(words.pick("電子の割合", "Digital share"), series)],
        words,
    )
    return Figure(
        key,
        _share_title(last, pair, words),
        words.pick(
            f"{name}。{digital}÷（{digital}＋{paper}）。薄い青は、数を丸めたための幅。暫＝暫定、欠＝欠測のある月。",
            f"{name}. {digital} ÷ ({digital} + {paper}). Pale blue: the width of rounding. p = provisional, i = incomplete.",
        ),
        two_pictures(
            lambda s: draw_share(cells.months, series, words, s, pair),
            PAPER_HALF,
            PAPER_NARROW,
            share_sentence(series, name, pair, words),
            table.key,
            (1,),
        )
        if last
        else (),
        (),
        (
            Legend("digital", digital),
            Legend("paper", paper),
            Legend("withheld", words("withheld")),
        ),
        (table,),
        is_half=True,
    )


def _share_title(last: Cell | None, pair: str, words: Words) -> str:
    """Return the finding: what share is digital, or that there is none yet."""
    name = words.pair(pair)
    if last is None:
        return words.pick(f"{name}：まだ記録がありません", f"{name}: no records yet")
    shown = words.shown(last.shown)
    if pair == "documents":
        return words.pick(
            f"文書の扱いの{shown}が電子", f"{shown} of document handlings are digital"
        )
    return words.pick(f"{name}は{shown}", f"{name}: {shown}")


def sheets_figure(cells: Cells, section: str, name: str, words: Words) -> Figure | None:
    """Return sheets bought and printed by month, None where the release has neither."""
    bought, printed = cells.paper(section, "bought"), cells.paper(section, "printed")
    if not bought and not printed:
        return None
    none: Series = tuple(Cell(month) for month in cells.months)
    first = cells.sheets(section, "bought") or none
    other = cells.sheets(section, "printed") or none
    key = "sheets"
    columns = [
        (f"{words(kind)} {source}" if len(by) > 1 else words(kind), line)
        for kind, by in (("bought", bought), ("printed", printed))
        for source, line in by.items()
    ]
    table = month_table(
        f"{key}-table",
        words.pick("紙の枚数の表", "Table: sheets of paper"),
        cells.months,
        columns,
        words,
        words.pick("枚", " sheets"),
    )
    kind = "bought" if bought else "printed"
    sentence = sheets_sentence(first if bought else other, name, kind, words)
    last = newest(first if bought else other)
    title = words.pick("紙の枚数", "Sheets of paper")
    if last is not None:
        title = words.pick(
            f"{words(kind)}は{words.month(last.month)}に{words.shown(last.shown)}枚",
            f"{words.shown(last.shown)} sheets {words(kind)} in {words.month(last.month)}",
        )
        title += state_note(last, words)
    return Figure(
        key,
        title,
        sentence
        + words.pick(
            " 買った紙と印刷した紙は、数え方がちがうので合いません。",
            " Paper bought and paper printed are counted in different ways and do not agree.",
        )
        + _unsure(other, words),
        two_pictures(
            lambda s: draw_sheets(cells.months, first, other, words, s),
            SHEETS_HALF,
            SHEETS_NARROW,
            sentence,
            table.key,
            range(1, len(columns) + 1),
        ),
        (),
        (
            Legend("paper", words("bought")),
            Legend("dashed", words("printed")),
            Legend("withheld", words("withheld")),
        ),
        (table,),
        is_half=True,
    )


def _unsure(printed: Series, words: Words) -> str:
    """Return a word of warning where some logs do not say whether both sides were printed."""
    if not any(cell.quality == "unknown" for cell in printed):
        return ""
    return words.pick(
        "印刷した紙には、両面かどうか分からない記録を含みます。",
        " Some print logs do not tell one side from two.",
    )
