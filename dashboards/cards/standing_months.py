"""出したままの月: months that records came for after they were shown, and since when each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.cards.figure import Figure, Table, TableCell
from dashboards.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboards.text.words import Words


def standing_figure(rows: Iterable[Mapping[str, Any]], words: Words) -> Figure | None:
    """Return the list of the months in `late_month`; None where there is none."""
    found = sorted(
        {(row["month"], row["shown_on"], _name(row, words)) for row in rows},
        key=lambda one: (one[0], one[2], one[1]),
        reverse=True,
    )
    if not found:
        return None
    table = Table(
        "standing-months-table",
        words.pick("出したままの月の一覧", "Months that stand"),
        (
            words("month"),
            words.pick("何の数か", "Figures of"),
            words.pick("出した日", "Shown on"),
        ),
        tuple(
            (words.month(month), (TableCell(name, "text"), TableCell(words.day(shown_on), "text")))
            for month, shown_on, name in found
        ),
        is_open=True,
    )
    return Figure(
        "standing-months",
        words.pick(
            "あとから届いた記録がある月は、出した数のままです",
            "Months with later records stand as they were shown",
        ),
        words.pick(
            "足りない日があるまま出した月に、あとから記録が届きました。出した数は変えません。前の数と引きくらべると、一日や一人のことが分かってしまうからです。",
            "Records came for months that were shown with days missing. Their figures are kept: subtracting would tell of one day or one person.",
        ),
        tables=(table,),
        terms=("missing", "records-later"),
    )


def _name(row: Mapping[str, Any], words: Words) -> str:
    """Return what a row is of, in the words of the pages."""
    table, item = str(row["of_table"]), str(row["item"])
    if table == "paper_digital_month":
        return words.pair(item)
    if table == "paper_month":
        return words.pick(f"印刷した紙（{plain(item)}）", f"Printed sheets ({plain(item)})")
    if table == "section_use_month":
        return words(item.partition(" ")[0])
    named = _MEASURES.get(item or table)
    return named(words) if named else words(item)


_MEASURES = {
    "out_of_hours": lambda words: words.pick("時間外の操作", "Use out of hours"),
    "meeting_hours": lambda words: words.pick("オンライン会議の時間", "Hours in online meetings"),
    "outside_month": lambda words: words.pick("外部の人との会議", "Meetings with guests"),
    "breadth_month": lambda words: words.pick("使っているツールの数", "Tools in use"),
}
