"""Makes the cards of a section's suggestions and outlook.

They suggest what to talk over and promise no result.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboards.cards.card.figure import DataTable, Figure, Line, TableCell, value_cell
from dashboards.cards.card.page import section_file
from dashboards.cards.card.parts import basis, distance_words
from dashboards.pages.board import step_word
from dashboards.read.series.cells import newest
from dashboards.sentences.findings import (
    expected_sentence,
    habitual_sentence,
    month_range,
    pace_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.read.outcomes import Pace, ReleasedFit
    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words

WIDE_GAP = 30.0
"""Minimum lead, in points, of staff who have tried a tool over its use rate for a suggestion."""
FEW = 50.0


def next_figure(cells: Cells, targets: Targets, section: str, words: Words) -> Figure:
    """Return the card of what to try next, and of the section's current actions.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        words: the language.
    """
    tries = [
        *next_lines(cells, section, words),
        *paper_lines(cells, targets, section, words),
    ]
    return Figure(
        "next",
        words.gettext("What to try next: {count} ideas", count=len(tries))
        if tries
        else words.gettext("What to try next"),
        words.gettext("Taken from the figures, to talk over; leave what does not fit."),
        lines=(
            *(tries or [Line("open", _no_idea(cells, section, words))]),
            *_action_lines(targets, section, words),
        ),
        is_half=True,
    )


def _no_idea(cells: Cells, section: str, words: Words) -> str:
    """Return that the figures suggest nothing, or that there are none yet. Neither may say that all is well."""
    if any(_both(cells, section, tool) for tool in cells.tools):
        return words.gettext("These figures suggest nothing to talk over for now.")
    return words.gettext(
        "There are no figures yet to take ideas from. A first step: choose the paper that goes round most, and put it where everybody can read it on screen."
    )


def _both(cells: Cells, section: str, tool: str) -> tuple[Cell, Cell] | None:
    """Return the use rate and the activation of a tool; None unless both are known."""
    use, tried = newest(cells.use(section, tool)), newest(cells.activation(section, tool))
    return None if use is None or tried is None or use.drawn is None else (use, tried)


def next_lines(cells: Cells, section: str, words: Words) -> list[Line]:
    """Return one suggestion for each tool whose figures give a reason for one; it promises no result."""
    out = []
    for tool in cells.tools:
        both = _both(cells, section, tool)
        if both is None:
            continue
        use, tried = both
        low, high, name = tried.low or 0, tried.high or 0, words(tool)
        if low - (use.drawn or 0) >= WIDE_GAP and not use.bound:
            text = words.gettext(
                "{name}: {tried} have used it, on {use} of days. Talk over when it could serve.",
                name=name,
                tried=words.shown(tried.shown),
                use=words.shown(use.shown),
            )
        elif high < FEW:
            text = words.gettext(
                "{name}: {tried} have used it so far. A short training or a look next door is a start.",
                name=name,
                tried=words.shown(tried.shown),
            )
        else:
            continue
        out.append(Line("try", text))
    return out


def paper_lines(cells: Cells, targets: Targets, section: str, words: Words) -> list[Line]:
    """Return a suggestion if paper did not decrease, and the name of a section where digital replaced it.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        words: the language.
    """
    quadrant = targets.outcomes.quadrant(section)
    if quadrant is None or quadrant.verdict not in {"added", "untouched"}:
        return []
    text = words.gettext(
        "Digital went up and paper did not go down. Choose one document to stop printing."
    )
    if quadrant.verdict == "untouched":
        text = words.gettext(
            "Neither paper nor digital has moved much. One circular on screen is a start."
        )
    lines = [Line("try", text)]
    ahead = [
        other
        for other in cells.sections
        if (one := targets.outcomes.quadrant(other.code)) is not None and one.verdict == "replaced"
    ]
    if ahead:
        name = ahead[0].name
        asked = words.gettext(
            "Ask {name}, where digital has replaced paper, how they did it", name=name
        )
        lines.append(Line("try", asked, section_file(ahead[0].code)))
    return lines


def _action_lines(targets: Targets, section: str, words: Words) -> list[Line]:
    return [
        Line(
            "alert" if action.is_overdue else "calm",
            words.gettext(
                "Action {mark} {action}: {step}",
                mark=action.mark,
                action=action.title,
                step=step_word(action.step, words),
            )
            + (words.note(words.gettext("the check is overdue")) if action.is_overdue else ""),
            "actions.html",
        )
        for action in targets.actions
        if action.section == section
    ]


def outlook_figure(cells: Cells, targets: Targets, section: str, words: Words) -> Figure | None:
    """Return the outlook of each tool: pace to the target, months for 80 % of staff, habit.

    Args:
        cells: the released series.
        targets: targets and actions.
        section: code of the section.
        words: the language.
    """
    first = cells.tools[0]
    texts = [
        pace_sentence(_pace(cells, targets, section, first), first, words),
        expected_sentence(targets.outcomes.fit(section, first), first, cells.as_of, words),
        habitual_sentence(cells.measure("habitual_month", section, first), first, words),
    ]
    kinds = (_kind(_pace(cells, targets, section, first)), "open", "open")
    lines = tuple(Line(kind, text) for kind, text in zip(kinds, texts, strict=True) if text)
    known = [tool for tool in cells.tools if targets.outcomes.fit(section, tool) is not None]
    if not lines and not known:
        return None
    return Figure(
        "outlook",
        outlook_title(
            {tool: _kind(_pace(cells, targets, section, tool)) for tool in cells.tools}, words
        ),
        words.gettext(
            "A month on record is a fact. Other months are estimates from the course so far, not promises."
        ),
        lines=lines,
        tables=(_outlook_table(cells, targets, section, words),),
        terms=("habit", "expected", "normal"),
        basis=basis(cells, words, cells.use(section, first)),
        is_half=True,
    )


def outlook_title(kinds: Mapping[str, str], words: Words) -> str:
    """Return which tools will miss their target at their present pace; `kinds` is the kind of line by tool."""
    late = [words(tool) for tool, kind in kinds.items() if kind == "alert"]
    known = [kind for kind in kinds.values() if kind != "open"]
    if late:
        return words.gettext(
            "If it goes on like this, not in time: {late}", late=words.inside(words.listed(late))
        )
    if not known:
        return words.gettext("If it goes on like this: not known yet")
    if set(known) == {"calm"}:
        return words.gettext("At the target: {count} tools. Carry on", count=len(known))
    there = [words(tool) for tool, kind in kinds.items() if kind in {"calm", "up"}]
    return words.gettext(
        "If it goes on like this, in time: {there}", there=words.inside(words.listed(there))
    )


def _outlook_table(cells: Cells, targets: Targets, section: str, words: Words) -> DataTable:
    rows = []
    for tool in cells.tools:
        habit = newest(cells.measure("habitual_month", section, tool))
        distance = targets.distance(section, tool, cells.use(section, tool))
        rows.append(
            (
                words(tool),
                (
                    TableCell(distance_words(distance, words) or words.pgettext("no number", "–")),
                    _expected_cell(targets.outcomes.fit(section, tool), words),
                    value_cell(habit, words) if habit else TableCell(words("none"), "none"),
                ),
            )
        )
    return DataTable(
        "outlook-table",
        words.gettext("Table: outlook by tool"),
        (
            words.gettext("Tool"),
            words.gettext("To the target"),
            words.gettext("Four in five: on record, or if it gets there"),
            words.gettext("Habit"),
        ),
        tuple(rows),
        is_open=True,
    )


def _expected_cell(fit: ReleasedFit | None, words: Words) -> TableCell:
    if fit is not None and fit.reached_month is not None:
        month = words.month(fit.reached_month, short=True)
        return TableCell(month, mark=words.gettext("(on record)"))
    if fit is None or fit.first_month is None or fit.last_month is None:
        return TableCell(words.gettext("cannot be told yet"), "none")
    months = month_range(fit.first_month, fit.last_month, words, short=True)
    return TableCell(months, mark=words.gettext("(if it gets there)"))


def _pace(cells: Cells, targets: Targets, section: str, tool: str) -> Pace | None:
    """Return the pace; a bound that determines whether the target is reached sets its `reach`."""
    pace = targets.outcomes.pace(section, tool)
    distance = targets.distance(section, tool, cells.use(section, tool))
    if pace is None or pace.reach is not None or distance is None:
        return pace
    return replace(pace, reach=distance.reach)


def _kind(pace: Pace | None) -> str:
    if pace is None or pace.reach is None:
        return "open"
    if pace.reach == "reached":
        return "calm"
    return {True: "up", False: "alert", None: "open"}[pace.is_on_pace]
