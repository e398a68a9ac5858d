"""仕事は減ったか: out-of-hours work, meetings, and the hours that actions save and add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.cells import newest
from dashboards.charts.hours import HOURS_HALF, HOURS_NARROW, draw_hours
from dashboards.pages.figure import Drawing, Figure, Legend, Line, Table, TableCell, inline_svg
from dashboards.pages.figures import basis
from dashboards.pages.page import Page
from dashboards.pages.trends import (
    AUTOMATION,
    FAXES,
    MEETING_HOURS,
    OUT_OF_HOURS,
    OUTSIDE,
    direction,
    measure_figure,
    measure_sentence,
    series_of,
)
from warehouse.release import TOWN

if TYPE_CHECKING:
    from dashboards.aims import Action, Aims
    from dashboards.cells import Cells
    from dashboards.outcomes import Hours
    from dashboards.words import Words

WATCHED = (OUT_OF_HOURS, MEETING_HOURS)
"""What tells whether the tools have made more work: more of it asks for attention."""


def has_work(cells: Cells, aims: Aims) -> bool:
    """Tell whether there is anything to say on work."""
    series = [series_of(cells, measure, TOWN) for measure in WATCHED]
    return bool(counted_hours(aims)) or any(newest(one) is not None for one in series)


def counted_hours(aims: Aims) -> tuple[Action, ...]:
    """Return the actions at work whose hours were estimated: put to work and not given up."""
    return tuple(
        action
        for action in aims.actions
        if "acted" in action.dates
        and action.result != "stop"
        and (action.hours_saved is not None or action.hours_added is not None)
    )


def work_sentence(aims: Aims, words: Words) -> str:
    """Return the estimated hours saved and added a month, and what remains of them."""
    counted = counted_hours(aims)
    if not counted:
        return words.pick(
            "取り組みで減った時間の見積もりは、まだありません。",
            "There are no estimates of hours saved by actions yet.",
        )
    saved = sum(action.hours_saved or 0 for action in counted)
    added = sum(action.hours_added or 0 for action in counted)
    # Of what is shown: a reader adds up the rounded figures.
    net = round(saved) - round(added)
    if net > 0:
        rest = words.pick(f"差し引き{net:,.0f}時間の減", f"{net:,.0f} fewer in all")
    elif net < 0:
        rest = words.pick(f"差し引き{-net:,.0f}時間の増", f"{-net:,.0f} more in all")
    else:
        rest = words.pick("差し引き0時間", "none in all")
    return words.pick(
        f"見積もりでは、取り組みで月に{saved:,.0f}時間減り、{added:,.0f}時間増えています（{rest}）。",
        f"By estimate, actions save {saved:,.0f} hours a month and add {added:,.0f} ({rest}).",
    )


def work_page(aims: Aims, cells: Cells, words: Words) -> Page:
    """Return the page on work."""
    name = words("town")
    measured = (
        measure_figure(cells, aims, TOWN, name, measure, words)
        for measure in (*WATCHED, AUTOMATION)
    )
    figures = [
        watch_figure(cells, aims, words),
        hours_figure(cells, aims, words),
        *measured,
        _actions_figure(aims, cells, words) if counted_hours(aims) else None,
    ]
    return Page(
        "work.html",
        "work.html",
        words.pick("仕事は減ったか", "Is there less work"),
        work_sentence(aims, words),
        (
            words.pick(
                "時間の増減は取り組みの帳簿に書かれた見積もりで、計った時間ではありません。時間外と会議は、記録から数えています。",
                "Hours saved and added are estimates of the action book, not measured. Out-of-hours use and meetings are counted from records.",
            ),
        ),
        figures=tuple(figure for figure in figures if figure is not None),
    )


def watch_figure(cells: Cells, aims: Aims, words: Words) -> Figure:
    """Return the watch for work that grows with the tools (「DXに追われて仕事が増える」)."""
    lines = [
        Line(
            _kind(direction(series_of(cells, measure, TOWN), measure)),
            text,
            f"#{measure.figure_key}",
        )
        for measure in WATCHED
        if (
            text := measure_sentence(series_of(cells, measure, TOWN), words("town"), measure, words)
        )
    ]
    grown = sum(line.kind == "alert" for line in lines)
    hours = aims.outcomes.hours()
    if hours and hours[-1].net_shown < 0:
        grown += 1
        text = words.pick(
            f"見積もりでは、取り組みで増えた時間のほうが多くなっています（月に{-hours[-1].net_shown:,.0f}時間）。",
            f"By estimate, actions add more hours than they save ({-hours[-1].net_shown:,.0f} a month).",
        )
        lines.append(Line("alert", text, "#hours-chart"))
    title = words.pick(
        "「DXに追われて仕事が増える」のしるしは、出ていません",
        "No sign that the tools have made more work",
    )
    if grown:
        title = words.pick(
            f"「DXに追われて仕事が増える」のしるしが{grown}つあります",
            f"{grown} signs that there is more work"
            if grown > 1
            else "A sign that there is more work",
        )
    if not lines:
        title = words.pick("仕事が増えたかは、まだ言えません", "More work or less: not known yet")
        text = words.pick(
            "時間外の操作と会議の時間は、まだ公表できる記録がありません。",
            "There are no records yet of use out of hours and of meetings that may be shown.",
        )
        lines = [Line("open", text)]
    note = words.pick(
        "増えたことは分かりますが、道具がそうさせたかは分かりません。季節や制度の変わり目でも動きます。",
        "More is seen, not why: seasons and new rules move these too.",
    )
    return Figure(
        "watch", title, note, lines=tuple(lines), terms=("dx", "kaizen-kaikaku"), is_half=True
    )


def _kind(way: str) -> str:
    return {"up": "alert", "down": "down"}.get(way, "level")


def hours_figure(cells: Cells, aims: Aims, words: Words) -> Figure | None:
    """Return estimated hours by month, saved and added, None without an estimate."""
    hours = aims.outcomes.hours()
    if not hours:
        return None
    last = hours[-1]
    summary = words.pick(
        f"{words.month(last.month)}の見積もり：減った時間{last.hours_saved:,.0f}、増えた時間{last.hours_added:,.0f}。",
        f"Estimates for {words.month(last.month)}: {last.hours_saved:,.0f} hours saved, {last.hours_added:,.0f} added.",
    )
    drawings = tuple(
        Drawing(inline_svg(draw_hours(cells.months, hours, words, size), size, summary), use)
        for size, use in ((HOURS_HALF, "wide"), (HOURS_NARROW, "narrow"))
    )
    return Figure(
        "hours-chart",
        _hours_title(last, words),
        summary,
        drawings,
        legends=(
            Legend("digital", words.pick("減った時間（見積もり）", "Saved (estimate)")),
            Legend("outlined", words.pick("増えた時間（見積もり）", "Added (estimate)")),
            Legend("ink", words.pick("差し引き", "In all")),
        ),
        tables=(_hours_table(hours, words),),
        terms=("estimate", "ooda"),
        basis=words.pick("取り組みの帳簿の見積もり・", "Estimates of the action book · ")
        + basis(cells, words),
        is_half=True,
    )


def _hours_title(last: Hours, words: Words) -> str:
    if last.net_shown > 0:
        return words.pick(
            f"取り組みで減った時間は、差し引き月{last.net_shown:,.0f}時間（見積もり）",
            f"Actions save {last.net_shown:,.0f} hours a month in all (estimate)",
        )
    if last.net_shown < 0:
        return words.pick(
            f"取り組みで増えた時間のほうが月{-last.net_shown:,.0f}時間多い（見積もり）",
            f"Actions add {-last.net_shown:,.0f} hours a month in all (estimate)",
        )
    return words.pick(
        "減った時間と増えた時間は同じ（見積もり）", "Hours saved and added are equal (estimate)"
    )


def _hours_table(hours: tuple[Hours, ...], words: Words) -> Table:
    estimate = words.pick("見積もり", "estimate")
    rows = tuple(
        (
            words.month(one.month),
            tuple(
                TableCell(f"{value:,.0f}", mark=estimate)
                for value in (one.hours_saved, one.hours_added, one.net_shown)
            ),
        )
        for one in reversed(hours)
    )
    return Table(
        "hours-months",
        words.pick("月ごとの時間の表", "Table: hours by month"),
        (
            words("month"),
            words.pick("減った時間", "Hours saved"),
            words.pick("増えた時間", "Hours added"),
            words.pick("差し引き減", "Fewer in all"),
        ),
        rows,
    )


def _most_saved(actions: tuple[Action, ...], words: Words) -> str:
    """Return which action is thought to save most, and how much."""
    most = max(actions, key=lambda action: action.hours_saved or 0)
    return words.pick(
        f"減る時間がいちばん大きいのは{most.mark}{most.title}（月{most.hours_saved or 0:,.0f}時間、見積もり）",
        f"Most hours are saved by {most.mark} {most.title} ({most.hours_saved or 0:,.0f} a month, estimate)",
    )


def _actions_figure(aims: Aims, cells: Cells, words: Words) -> Figure:
    names = {section.code: section.name for section in cells.sections}
    estimate = words.pick("見積もり", "estimate")
    rows = tuple(
        (
            f"{action.mark} {action.title}",
            (
                TableCell(names.get(action.section or "", words("town"))),
                TableCell(f"{action.hours_saved or 0:,.0f}", mark=estimate),
                TableCell(f"{action.hours_added or 0:,.0f}", mark=estimate),
            ),
        )
        for action in counted_hours(aims)
    )
    head = (
        words.pick("取り組み", "Action"),
        words("section"),
        words.pick("減る時間（月）", "Hours saved a month"),
        words.pick("増える時間（月）", "Hours added a month"),
    )
    caption = words.pick("取り組みごとの時間の表", "Table: hours by action")
    return Figure(
        "hours-figure",
        _most_saved(counted_hours(aims), words),
        words.pick(
            "実行に移し、やめていない取り組みだけを数えます。",
            "Only actions put to work and not given up.",
        ),
        tables=(Table("hours", caption, head, rows, is_open=True),),
        terms=("ooda", "bpr"),
    )


def _grown_title(cells: Cells, section: str, words: Words) -> str:
    """Return which of what is watched has grown in a section."""
    grown = [
        words.pick(*measure.name)
        for measure in WATCHED
        if direction(series_of(cells, measure, section), measure) == "up"
    ]
    if grown:
        return words.pick(
            f"1年前より増えたのは{'、'.join(grown)}", f"More than a year before: {', '.join(grown)}"
        )
    return words.pick(
        "時間外と会議が、1年前より増えたとは言えません",
        "No growth can be told of use out of hours and of meetings",
    )


def section_work_figure(cells: Cells, section: str, words: Words) -> Figure | None:
    """Return a section's work in words: out of hours, meetings, people from outside; None without."""
    from_section: list[Line] = []
    for measure in (*WATCHED, OUTSIDE, AUTOMATION, FAXES):
        series = series_of(cells, measure, section)
        name = next((s.name for s in cells.sections if s.code == section), words("town"))
        text = measure_sentence(series, name, measure, words)
        if text:
            kind = _kind(direction(series, measure)) if measure in WATCHED else "level"
            from_section.append(Line(kind, text, "work.html" if measure in WATCHED else ""))
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
