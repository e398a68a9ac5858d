"""Makes the card 出したままの月: months with late records, and since when their shown numbers are fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.cards.card.figure import DataTable, Figure, TableCell
from dashboards.cards.use.trends import MEASURES
from dashboards.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboards.text.words import Words


def kept_months_figure(rows: Iterable[Mapping[str, Any]], words: Words) -> Figure | None:
    """Return the list of months in `late_month`; None if there are none."""
    found = sorted(
        {(row["month"], row["shown_on"], _name(row, words)) for row in rows},
        key=lambda one: (one[0], one[2], one[1]),
        reverse=True,
    )
    if not found:
        return None
    table = DataTable(
        "kept-months-table",
        words.gettext("Months that stand"),
        (
            words("month"),
            words.gettext("Figures of"),
            words.gettext("Shown on"),
        ),
        tuple(
            (words.month(month), (TableCell(name, "text"), TableCell(words.day(shown_on), "text")))
            for month, shown_on, name in found
        ),
        is_open=True,
    )
    return Figure(
        "kept-months",
        words.gettext("Months with later records stand as they were shown"),
        words.gettext(
            "Records came for months that were shown with days missing. Their figures are kept: subtracting would tell of one day or one person."
        ),
        tables=(table,),
        terms=("missing", "records-later"),
    )


def _name(row: Mapping[str, Any], words: Words) -> str:
    """Return the subject of a row in the words of the pages."""
    table, item = str(row["of_table"]), str(row["item"])
    if table == "paper_digital_month":
        return words.pair(item)
    if table == "paper_month":
        return words.gettext("Printed sheets ({item})", item=plain(item))
    if table == "section_use_month":
        return words(item.partition(" ")[0])
    names = {(one.table, *one.key): one.listed_as for one in MEASURES}
    name = names.get((table, item) if item else (table,))
    return words.gettext(name) if name else words(item)
