"""Makes the card of the days on which a tool's numbers moved from one source to another, so that its line restarts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.cards.card.figure import DataTable, Figure, TableCell
from dashboards.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboards.text.words import Words


def source_changes_figure(rows: Iterable[Mapping[str, Any]], words: Words) -> Figure | None:
    """Return the list of days in `source_change`, newest first; None if there are none."""
    found = sorted(rows, key=lambda row: (row["day_on"], row["source"]), reverse=True)
    if not found:
        return None
    table = DataTable(
        "source-changes",
        words.gettext("Days on which a source changed"),
        (
            words.gettext("Day"),
            words.gettext("Source"),
            words.gettext("Kind"),
            words.gettext("In the curves of"),
            words.pgettext("column", "What changed"),
        ),
        tuple((words.day(row["day_on"]), _cells(row, words)) for row in found),
        is_open=True,
    )
    return Figure(
        "source-changes-figure",
        words.gettext("Sources changed on these days"),
        words.gettext(
            "Before and after these days figures are counted of different records. What was shown before stands; a difference across such a day is not a change of use."
        ),
        tables=(table,),
    )


def _cells(row: Mapping[str, Any], words: Words) -> tuple[TableCell, ...]:
    tools = [words(tool) for tool in str(row["tools"] or "").split(",") if tool]
    change = {
        "began": words.gettext("counted from this day on"),
        "ended": words.gettext("counted up to this day"),
    }[row["change"]]
    return (
        TableCell(plain(str(row["source"])), "text"),
        TableCell(words.kind(str(row["kind"])), "text"),
        TableCell(words.listed(tools) or "—", "text"),
        TableCell(change, "text"),
    )
