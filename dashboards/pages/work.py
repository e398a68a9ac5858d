"""Makes the page 仕事は減ったか: estimates beside what was measured, abolished tasks, and work out of hours.

What was measured comes first: overtime, hours of tasks, meetings and own counts. Estimates never stand alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cards.card.figure import Figure, Line
from dashboards.cards.card.page import Page
from dashboards.cards.card.parts import basis
from dashboards.cards.hours import actions_figure, counted_hours, hours_figure
from dashboards.cards.use.trends import (
    AUTOMATION,
    FAXES,
    MEETING_HOURS,
    OUT_OF_HOURS,
    OUTSIDE,
    OVERTIME,
    TASK_HOURS,
    direction,
    measure_figure,
    measure_sentence,
    series_of,
    steadily_more,
)
from dashboards.cards.work_measured import (
    evidence_figure,
    measured_sentence,
    tasks_figure,
    years_figure,
)
from dashboards.read.series.cells import newest
from dashboards.read.series.course import has_lived_a_year
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from dashboards.cards.work_measured import WorkMeasured
    from dashboards.read.series.cells import Cells, Series
    from dashboards.read.targets import Targets
    from dashboards.text.words import Words

WATCHED = (OUT_OF_HOURS, MEETING_HOURS)
"""Measures that show whether the tools have made more work; growth in one of them is an alert."""


def has_work(cells: Cells, targets: Targets, measured: WorkMeasured) -> bool:
    """Tell whether the release has anything to show on work."""
    if measured.evidence or measured.years or measured.changes:
        return True
    series = [series_of(cells, measure, TOWN) for measure in WATCHED]
    return bool(counted_hours(targets)) or any(newest(one) is not None for one in series)


def work_sentence(targets: Targets, words: Words) -> str:
    """Return the estimated hours saved and added a month, and their net."""
    counted = counted_hours(targets)
    if not counted:
        return words.gettext("There are no estimates of hours saved by actions yet.")
    saved = sum(action.hours_saved or 0 for action in counted)
    added = sum(action.hours_added or 0 for action in counted)
    # From the book's own figures, rounded once: the difference of the two rounded ones may be off by one.
    net = round(saved - added)
    if net > 0:
        rest = words.gettext("{net:,.0f} fewer in all", net=net)
    elif net < 0:
        rest = words.gettext("{net:,.0f} more in all", net=-net)
    else:
        rest = words.gettext("none in all")
    return words.gettext(
        "By estimate, actions save {saved:,.0f} hours a month and add {added:,.0f} ({rest}).",
        saved=saved,
        added=added,
        rest=rest,
    )


def work_page(targets: Targets, cells: Cells, measured: WorkMeasured, words: Words) -> Page:
    """Return the page on work."""
    name, estimates = words("town"), work_sentence(targets, words)
    courses = (
        measure_figure(cells, targets, TOWN, name, measure, words)
        for measure in (OVERTIME, TASK_HOURS, *WATCHED, AUTOMATION)
    )
    figures = [
        evidence_figure(measured, words),
        years_figure(measured, words),
        watch_figure(cells, targets, words),
        tasks_figure(measured, cells, words),
        hours_figure(cells, targets, words),
        *courses,
        actions_figure(targets, cells, words) if counted_hours(targets) else None,
    ]
    return Page(
        "work.html",
        "work.html",
        words.gettext("Is there less work"),
        measured_sentence(measured, words) or estimates,
        (
            *((estimates,) if measured_sentence(measured, words) else ()),
            words.gettext(
                "Hours saved and added are estimates of the action book, not measured. Overtime and hours of tasks are from their books, out-of-hours use and meetings from records."
            ),
        ),
        figures=tuple(figure for figure in figures if figure is not None),
    )


def watch_figure(cells: Cells, targets: Targets, words: Words) -> Figure:
    """Return the card that watches for work that grows with the tools (「DXに追われて仕事が増える」)."""
    lines = [*_watched(cells, TOWN, words("town"), "", words), *_more_hours(targets, words)]
    grown = sum(line.kind == "alert" for line in lines)
    if not lines:
        title = words.gettext("More work or less: not known yet")
        text = words.gettext(
            "There are no records yet of use out of hours and of meetings that may be shown."
        )
        lines = [Line("open", text)]
    elif grown:
        title = words.ngettext(
            "A sign that there is more work", "{count} signs that there is more work", grown
        )
    else:
        title = words.gettext(
            "These records tell neither that there is more work nor that there is not"
        )
    note = words.gettext("More is seen, not why: seasons and new rules move these too.")
    return Figure(
        "watch", title, note, lines=tuple(lines), terms=("dx", "kaizen-kaikaku"), is_half=True
    )


def _watched(cells: Cells, section: str, name: str, link: str, words: Words) -> list[Line]:
    """Return how each watched measure changed in a group, for measures with a value; growth is an alert.

    Args:
        cells: the released series.
        section: code of the group.
        name: name of the group.
        link: link to the page of work; "" on that page itself.
        words: the language.
    """
    lines = []
    for measure in WATCHED:
        series = series_of(cells, measure, section)
        if text := measure_sentence(series, name, measure, words):
            steady = steadily_more(series, words) if direction(series) == "level" else ""
            kind = "alert" if has_grown(series, words) else _kind(direction(series))
            lines.append(Line(kind, text + steady, link or f"#{measure.figure_key}"))
    return lines


def has_grown(series: Series, words: Words) -> bool:
    """Tell whether a measure is above the year before: in its newest month, or steadily in nearly all months."""
    way = direction(series)
    return way == "up" or (way == "level" and bool(steadily_more(series, words)))


def _more_hours(targets: Targets, words: Words) -> list[Line]:
    """Return an alert if actions are estimated to add more hours than they save."""
    hours = targets.outcomes.hours()
    if not hours or hours[-1].net_shown >= 0:
        return []
    more = -hours[-1].net_shown
    text = words.gettext(
        "By estimate, actions add more hours than they save ({more:,.0f} a month).", more=more
    )
    return [Line("alert", text, "#hours-chart")]


def _kind(way: str) -> str:
    return {"up": "alert", "down": "down"}.get(way, "level")


def _grown_title(cells: Cells, section: str, words: Words) -> str:
    """Return which of the watched measures have grown in a section."""
    series = {measure: series_of(cells, measure, section) for measure in WATCHED}
    grown = [
        words.gettext(measure.name) for measure in WATCHED if has_grown(series[measure], words)
    ]
    if grown:
        return words.gettext("More than a year before: {grown}", grown=words.listed(grown))
    if not any(map(has_lived_a_year, series.values())):
        return words.gettext("More work or less: not known yet")
    return words.gettext(
        "Use out of hours and meetings: neither growth nor the lack of it can be told"
    )


def section_work_figure(cells: Cells, section: str, words: Words) -> Figure | None:
    """Return a section's work in words: out of hours, meetings, people from outside; None without values."""
    name = next((s.name for s in cells.all_sections if s.code == section), words("town"))
    from_section = _watched(cells, section, name, "work.html", words)
    for measure in (OUTSIDE, AUTOMATION, FAXES):
        series = series_of(cells, measure, section)
        if text := measure_sentence(series, name, measure, words):
            from_section.append(Line(direction(series), text))
    if not from_section:
        return None
    return Figure(
        "work",
        _grown_title(cells, section, words),
        lines=tuple(from_section),
        terms=("out-of-hours", "meeting-hours"),
        basis=basis(cells, words, series_of(cells, OUT_OF_HOURS, section)),
        is_half=True,
    )
