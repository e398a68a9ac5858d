"""Makes the card of hours saved and added by actions. The hours are estimates of the action book, not measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Drawing, Figure, Legend, TableCell, inline_svg
from dashboards.cards.card.parts import basis
from dashboards.cards.card.young import with_pictures_of
from dashboards.charts.hours import HOURS_HALF, HOURS_NARROW, draw_hours, hour_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.outcomes import Hours
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Action, Targets
    from dashboards.text.words import Words


def counted_hours(targets: Targets) -> tuple[Action, ...]:
    """Return the actions with estimated hours that were put to work and not stopped."""
    return tuple(
        action
        for action in targets.actions
        if "acted" in action.dates
        and action.result != "stop"
        and (action.hours_saved is not None or action.hours_added is not None)
    )


def hours_figure(cells: Cells, targets: Targets, words: Words) -> Figure | None:
    """Return estimated hours saved and added by month; None without an estimate."""
    hours = targets.outcomes.hours()
    if not hours:
        return None
    last = hours[-1]
    summary = words.gettext(
        "Estimates for {month}: {hours_saved:,.0f} hours saved, {hours_added:,.0f} added. What remains is taken of the estimates before rounding.",
        month=words.month(last.month),
        hours_saved=last.hours_saved,
        hours_added=last.hours_added,
    )
    table = _hours_table(hours, words)
    # An action's hours begin with the action book, possibly before any month is over or shown.
    drawn = [one for one in hours if one.month in cells.months]
    figure = Figure(
        "hours-chart",
        hours_title(last, words),
        summary,
        _pictures(cells, hours, drawn, summary, table.key, words),
        legends=(
            Legend("digital", words.gettext("Saved (estimate)")),
            Legend("outlined", words.gettext("Added (estimate)")),
            Legend("ink", words.gettext("In all")),
        ),
        tables=(table,),
        terms=("estimate", "ooda"),
        basis=words.facts((words.gettext("Estimates of the action book"), basis(cells, words))),
        is_half=True,
    )
    return with_pictures_of(figure, len(drawn))


def _pictures(
    cells: Cells,
    hours: Sequence[Hours],
    drawn: Sequence[Hours],
    summary: str,
    table: str,
    words: Words,
) -> tuple[Drawing, ...]:
    """Return the wide and the narrow picture of `drawn`, the part of `hours` whose months are shown.

    Args:
        cells: the released series, for the months of the axis.
        hours: rows of the data table, oldest first; the table shows the newest first.
        drawn: those of `hours` that the pictures show.
        summary: text that a screen reader reads for the picture.
        table: key of the data table.
        words: the language.
    """
    return tuple(
        Drawing(
            inline_svg(
                draw_hours(cells.months, drawn, words, size),
                size,
                summary,
                table=table,
                columns=(1, 2, 3),
                spots=[
                    (*point, len(hours) - 1 - hours.index(one))
                    for one, point in zip(
                        drawn, hour_points(cells.months, drawn, size), strict=True
                    )
                ],
            ),
            use,
        )
        for size, use in ((HOURS_HALF, "wide"), (HOURS_NARROW, "narrow"))
    )


def hours_title(last: Hours, words: Words) -> str:
    """Return the net of hours saved and added in the newest month."""
    if last.net_shown > 0:
        return words.gettext(
            "Actions save {net_shown:,.0f} hours a month in all (estimate)",
            net_shown=last.net_shown,
        )
    if last.net_shown < 0:
        return words.gettext(
            "Actions add {net_shown:,.0f} hours a month in all (estimate)",
            net_shown=-last.net_shown,
        )
    return words.gettext("Hours saved and added are equal (estimate)")


def _hours_table(hours: tuple[Hours, ...], words: Words) -> DataTable:
    estimate = words.gettext("estimate")
    rows = tuple(
        (
            words.month(one.month),
            tuple(
                TableCell(words.number(value), mark=estimate)
                for value in (one.hours_saved, one.hours_added, one.net_shown)
            ),
        )
        for one in reversed(hours)
    )
    return DataTable(
        "hours-months",
        words.gettext("Table: hours by month"),
        (
            words("month"),
            words.gettext("Hours saved"),
            words.gettext("Hours added"),
            words.gettext("Fewer in all"),
        ),
        rows,
    )


def _most_saved(actions: tuple[Action, ...], words: Words) -> str:
    """Return the action with the highest estimate of hours saved, and the estimate."""
    most = max(actions, key=lambda action: action.hours_saved or 0)
    return words.gettext(
        "Most hours are saved by {mark} {most} ({value:,.0f} a month, estimate)",
        mark=most.mark,
        most=most.title,
        value=most.hours_saved or 0,
    )


def actions_figure(targets: Targets, cells: Cells, words: Words) -> Figure:
    """Return the estimated hours, saved and added, of each action at work."""
    names = {section.code: section.name for section in cells.all_sections}
    estimate = words.gettext("estimate")
    rows = tuple(
        (
            f"{action.mark} {action.title}",
            (
                TableCell(names.get(action.section or "", words("town")), "text"),
                TableCell(words.number(action.hours_saved or 0), mark=estimate),
                TableCell(words.number(action.hours_added or 0), mark=estimate),
            ),
        )
        for action in counted_hours(targets)
    )
    head = (
        words.gettext("Action"),
        words("section"),
        words.gettext("Hours saved a month"),
        words.gettext("Hours added a month"),
    )
    caption = words.gettext("Table: hours by action")
    return Figure(
        "hours-figure",
        _most_saved(counted_hours(targets), words),
        words.gettext("Only actions put to work and not given up."),
        tables=(DataTable("hours", caption, head, rows, is_open=True),),
        terms=("ooda", "bpr"),
    )
