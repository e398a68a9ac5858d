"""Makes the cards of digital shares by month, and of sheets bought and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, Legend, month_table
from dashboards.cards.card.marks import action_marks
from dashboards.cards.card.parts import basis, two_pictures
from dashboards.cards.card.young import once_grown
from dashboards.charts.paper import (
    PAPER_HALF,
    PAPER_NARROW,
    SHEETS_HALF,
    SHEETS_NARROW,
    draw_share,
    draw_sheets,
)
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import Cells, Series, newest
from dashboards.read.series.course import with_course
from dashboards.sentences.sentences import month_note, share_sentence, sheets_sentence, state_note
from dashboards.text.words import SHEETS

if TYPE_CHECKING:
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words


def share_figure(
    cells: Cells, targets: Targets, section: str, name: str, pair: str, words: Words
) -> Figure:
    """Return a pair's digital and paper shares by month.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        name: name of the section.
        pair: the pair of paper and digital.
        words: the language.
    """
    series = cells.pair(section, pair)
    last = newest(series)
    digital, paper = words.sides(pair)
    key, judged = f"share-{pair}", (f"ratio {pair}",)
    marks = targets.marks(section, judged, cells.months)
    caption = words.gettext("Table: {pair}", pair=words.inside(words.pair(pair)))
    columns = [(words.gettext("Digital share"), series)]
    table = month_table(f"{key}-table", caption, cells.months, columns, words)
    figure = Figure(
        key,
        _share_title(last, pair, words),
        share_sentence(series, name, pair, words),
        two_pictures(
            lambda s: draw_share(cells.months, series, words, s, pair, actions=marks),
            PAPER_HALF,
            PAPER_NARROW,
            share_sentence(series, name, pair, words),
            table.key,
            (1,),
        )
        if last
        else (),
        legends=_share_legends(series, (digital, paper), words),
        tables=(table,),
        marks=action_marks(cells, targets, (section,), judged, words),
        terms=("digital-share", *PAIR_TERMS.get(pair, ())),
        basis=words.gettext("{digital} ÷ ({digital} + {paper}) · ", digital=digital, paper=paper)
        + basis(cells, words, series),
        is_half=True,
    )
    return once_grown(figure, (series,), words)


PAIR_TERMS = {
    "approvals": ("approvals",),
    "filings": ("filings",),
    "meetings": ("meetings",),
    "inspections": ("inspections",),
    "minutes": ("minutes",),
}
"""Terms to explain on a pair's card, besides those of every pair."""


def _share_legends(series: Series, sides: tuple[str, str], words: Words) -> tuple[Legend, ...]:
    """Return the legend of the columns, limited to marks that occur."""
    states = {cell.state for cell in series if cell.mid is not None}
    found = (
        (True, Legend("digital", sides[0])),
        (True, Legend("paper", sides[1])),
        (
            any(cell.low != cell.high for cell in series),
            Legend("ribbon", words.gettext("Width of rounding")),
        ),
        (
            any(cell.withheld and not cell.is_running for cell in series),
            Legend("withheld", words.label("withheld")),
        ),
        (
            "provisional" in states,
            Legend("none", words.gettext("p = provisional")),
        ),
        (
            "incomplete" in states,
            Legend("none", words.gettext("i = incomplete")),
        ),
    )
    return tuple(legend for is_there, legend in found if is_there)


def _share_title(last: Cell | None, pair: str, words: Words) -> str:
    """Return the finding: which share is digital, or that there is none yet."""
    name = words.pair(pair)
    if last is None:
        return words.gettext("{name}: no records yet", name=name)
    shown = words.shown(last.shown)
    if pair == "documents":
        title = words.gettext("{shown} of document handlings are digital", shown=shown)
    else:
        title = words.gettext("{name}: {shown}", name=name, shown=shown)
    return title + month_note(last, words)


def sheets_figure(
    cells: Cells, targets: Targets, section: str, name: str, words: Words
) -> Figure | None:
    """Return sheets bought and printed by month; None if the release has neither.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        name: name of the section.
        words: the language.
    """
    bought, printed = cells.paper(section, "bought"), cells.paper(section, "printed")
    if not bought and not printed:
        return None
    none: Series = tuple(Cell(month) for month in cells.months)
    first = cells.sheets(section, "bought") or none
    other = cells.sheets(section, "printed") or none
    table = _sheets_table(cells, bought, printed, words)
    kind = "bought" if bought else "printed"
    marks = targets.marks(section, _SHEETS, cells.months)
    sentence = sheets_sentence(first if bought else other, name, kind, words)
    figure = Figure(
        "sheets",
        _sheets_title(newest(first if bought else other), kind, words),
        sentence + _unsure(other, words),
        two_pictures(
            lambda s: draw_sheets(
                cells.months, with_course(first), with_course(other), words, s, actions=marks
            ),
            SHEETS_HALF,
            SHEETS_NARROW,
            sentence,
            table.key,
            range(1, len(bought) + len(printed) + 1),
        ),
        legends=_sheets_legends(with_course(first), with_course(other), words),
        tables=(table,),
        marks=action_marks(cells, targets, (section,), _SHEETS, words),
        terms=("sheets",),
        basis=basis(cells, words, first if bought else other),
        is_half=True,
    )
    return once_grown(figure, (first, other), words)


def _sheets_table(
    cells: Cells, bought: dict[str, Series], printed: dict[str, Series], words: Words
) -> DataTable:
    columns = [
        (f"{words(kind)} {source}" if len(by) > 1 else words(kind), line)
        for kind, by in (("bought", bought), ("printed", printed))
        for source, line in by.items()
    ]
    caption = words.gettext("Table: sheets of paper")
    return month_table("sheets-table", caption, cells.months, columns, words, SHEETS)


_SHEETS = frozenset({"bought", "printed"})
"""Series of sheets by which an action may be judged."""


def _sheets_legends(bought: Series, printed: Series, words: Words) -> tuple[Legend, ...]:
    """Return the legend of a picture of sheets, limited to marks that occur."""

    def is_hidden(series: Series) -> bool:
        return any(cell.withheld and not cell.is_running for cell in series)

    gap = words.gettext("Printed sheets withheld")
    found = (
        (newest(bought) is not None, Legend("paper", words.label("bought"))),
        (newest(printed) is not None, Legend("dashed", words.label("printed"))),
        (is_hidden(bought), Legend("withheld", words.label("withheld"))),
        (newest(printed) is not None and is_hidden(printed), Legend("broken", gap)),
        (
            any(cell.bound for cell in (*bought, *printed)),
            Legend("arrow", words.pgettext("of paper", "Only a bound is known")),
        ),
    )
    return tuple(legend for is_there, legend in found if is_there)


def _sheets_title(last: Cell | None, kind: str, words: Words) -> str:
    """Return the number of sheets in the newest month."""
    if last is None:
        return words.gettext("Sheets of paper cannot be told yet")
    amount, when = words.with_unit(last.shown, SHEETS), words.month(last.month)
    title = words.gettext("{amount} {kind} in {when}", amount=amount, kind=words(kind), when=when)
    return title + state_note(last, words)


def _unsure(printed: Series, words: Words) -> str:
    """Return a warning if some logs do not say whether both sides were printed; else ""."""
    if not any(cell.quality == "unknown" for cell in printed):
        return ""
    return words.following(words.gettext("Some print logs do not tell one side from two."))
