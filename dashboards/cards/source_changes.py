"""Where a line begins anew: on which days a tool's numbers went over from one source to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.cards.figure import Figure, Table, TableCell
from dashboards.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboards.text.words import Words


def changes_figure(rows: Iterable[Mapping[str, Any]], words: Words) -> Figure | None:
    """Return the list of the days in `source_change`, the newest first; None where there is none."""
    found = sorted(rows, key=lambda row: (row["day_on"], row["source"]), reverse=True)
    if not found:
        return None
    table = Table(
        "source-changes",
        words.pick("記録が変わった日の一覧", "Days on which a source changed"),
        (
            words.pick("日", "Day"),
            words.pick("記録", "Source"),
            words.pick("種類", "Kind"),
            words.pick("どのツールの線か", "In the curves of"),
            words.pick("変わったこと", "What changed"),
        ),
        tuple((words.day(row["day_on"]), _cells(row, words)) for row in found),
        is_open=True,
    )
    return Figure(
        "source-changes-figure",
        words.pick("記録が変わった日があります", "Sources changed on these days"),
        words.pick(
            "この日の前と後では、数えているもとの記録がちがいます。前に出した数はそのままで、後の数は新しい記録だけから数えます。前後の差を、使い方の変化とは読めません。",
            "Before and after these days figures are counted of different records. What was shown before stands; a difference across such a day is not a change of use.",
        ),
        tables=(table,),
    )


def _cells(row: Mapping[str, Any], words: Words) -> tuple[TableCell, ...]:
    tools = [words(tool) for tool in str(row["tools"] or "").split(",") if tool]
    change = {
        "began": words.pick("この日から数えています", "counted from this day on"),
        "ended": words.pick("この日まで数えていました", "counted up to this day"),
    }[row["change"]]
    return (
        TableCell(plain(str(row["source"])), "text"),
        TableCell(words.kind(str(row["kind"])), "text"),
        TableCell(words.pick("、", ", ").join(tools) or "—", "text"),
        TableCell(change, "text"),
    )
