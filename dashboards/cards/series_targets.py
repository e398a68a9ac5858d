"""Makes the card of targets that are not of a tool's use: any series, as a level or as a change against a base year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, TableCell
from dashboards.sentences.action_verdicts import series_name
from dashboards.sentences.plan_words import change_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.series_targets import SeriesTarget
    from dashboards.text.words import Words


def series_targets_figure(targets: Sequence[SeriesTarget], words: Words) -> Figure | None:
    """Return each target beside what is known of it; None without a target."""
    if not targets:
        return None
    there = sum(one.reach == "reached" for one in targets)
    title = words.gettext(
        "Targets of other numbers: {there} of {count} reached", there=there, count=len(targets)
    )
    head = (
        words.gettext("Number"),
        words.gettext("Target"),
        words.gettext("Known so far"),
        words.gettext("Reached"),
    )
    caption = words.gettext("Table: targets of other numbers")
    note = words.gettext(
        "A level is held against the newest final month, a change against the same months of the base year. Reached is said only where rounding leaves no other answer."
    )
    rows = tuple(_row(one, words) for one in targets)
    return Figure(
        "series-targets",
        title,
        note,
        tables=(DataTable("series-targets-table", caption, head, rows, is_open=True),),
    )


def _row(one: SeriesTarget, words: Words) -> tuple[str, tuple[TableCell, ...]]:
    name = words.gettext(
        "{section}: {series}", section=one.section, series=series_name(one.series, words)
    )
    return name, (TableCell(_wanted(one, words), "text"), _known(one, words), _answer(one, words))


def _wanted(one: SeriesTarget, words: Words) -> str:
    year = _year(one.fiscal_year, words)
    if one.change is not None and one.base_year is not None:
        return words.gettext(
            "{change} against {base} ({year})",
            change=change_words(one.change, words, is_share=one.is_share),
            base=_year(one.base_year, words),
            year=year,
        )
    level = words.number(one.level or 0) + ("%" if one.is_share else "")
    if one.better == "less":
        return words.gettext("{level} a month or less ({year})", level=level, year=year)
    return words.gettext("{level} a month or more ({year})", level=level, year=year)


def _year(year: int, words: Words) -> str:
    # Whatever month it begins in, December lies in the fiscal year that began in the same calendar year.
    return words.fiscal_year(date(year, 12, 1))


def _known(one: SeriesTarget, words: Words) -> TableCell:
    if one.known is None or one.months is None:
        return TableCell(words.gettext("cannot be told yet"), "none")
    unit = "%" if one.is_share else ""
    if one.change is not None:
        ends = [change_words(end, words, is_share=one.is_share) for end in one.known]
    else:
        ends = [f"{words.number(end)}{unit}" for end in (one.known.low, one.known.high)]
    first, last = (words.month(month, short=True) for month in one.months)
    when = first if first == last else words.joined_range(first, last)
    text = words.joined_range(*dict.fromkeys(ends), spaced=one.change is not None)
    return TableCell(text, mark=words.gettext("({when})", when=when))


def _answer(one: SeriesTarget, words: Words) -> TableCell:
    if one.reach == "reached":
        return TableCell(words.gettext("Reached"), "met")
    if one.reach == "below":
        return TableCell(words.gettext("Not reached yet"), "text")
    return TableCell(words.gettext("cannot be told yet"), "unknown")
