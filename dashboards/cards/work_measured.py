"""Makes the cards of work as it was measured: estimate beside measurement, tasks that are gone, year against year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards.cards.card.figure import DataTable, Figure, Line, TableCell
from dashboards.read.work_evidence import read_work_evidence
from dashboards.read.work_years import read_work_years
from dashboards.sentences.action_verdicts import series_name
from dashboards.text.catalogue import gettext_noop
from dashboards.text.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.series.cells import Cells
    from dashboards.read.targets import Targets
    from dashboards.read.work_evidence import WorkEvidence
    from dashboards.read.work_years import WorkYear
    from dashboards.text.words import Words
    from warehouse.release.tables.release import Release

BACKINGS = {
    "backed": gettext_noop("Backed"),
    "not_yet": gettext_noop("Not yet"),
    "against": gettext_noop("The other way"),
}
_IN_ORDER = ("backed", "against", "not_yet")
_WHY = {
    "too_early": gettext_noop("Too early to say"),
    "not_shown": gettext_noop("No change can be claimed"),
    "own_past": gettext_noop("Compared with its own past only"),
    "not_hours": gettext_noop("It fell, but it is not counted in hours"),
    "less": gettext_noop("It fell by less than estimated"),
    "no_estimate": gettext_noop("The book estimates no hours saved"),
    "stated": gettext_noop("As its section wrote in the list of tasks"),
}
KINDS = {
    "abolished": gettext_noop("Abolished"),
    "automated": gettext_noop("Automated"),
    "less": gettext_noop("Cut down"),
}
_YEARS = {
    "less": gettext_noop(
        "{series}: less than in the same twelve months a year before ({low:+.0f} to {high:+.0f}%; {start} to {end})."
    ),
    "more": gettext_noop(
        "{series}: more than in the same twelve months a year before ({low:+.0f} to {high:+.0f}%; {start} to {end})."
    ),
    "open": gettext_noop(
        "{series}: no difference from the same twelve months a year before can be told ({low:+.0f} to {high:+.0f}%; {start} to {end})."
    ),
    "too_early": gettext_noop(
        "{series}: too early to say. It takes twelve final months and the same months a year before."
    ),
    "reorganised": gettext_noop(
        "{series}: cannot be told yet, for other sections were counted a year before."
    ),
}
_LINE_KINDS = {"less": "down", "more": "alert", "open": "level"}


@dataclass(frozen=True, slots=True)
class WorkMeasured:
    """What a release measured of work.

    Attributes:
        evidence: actions with their estimate and what was measured.
        years: the series of hours, year against year.
        changes: rows of the table `task_change`.
    """

    evidence: tuple[WorkEvidence, ...]
    years: tuple[WorkYear, ...]
    changes: tuple[dict[str, Any], ...]


def read_work_measured(release: Release, targets: Targets) -> WorkMeasured:
    """Read what a release measured of work."""
    return WorkMeasured(
        read_work_evidence(release, targets),
        read_work_years(release),
        tuple(release.tables["task_change"].to_pylist()),
    )


def measured_sentence(work: WorkMeasured, words: Words) -> str:
    """Return in one sentence what was measured and which tasks are gone; empty where there is neither."""
    said = []
    if work.evidence:
        backings = Counter(one.backing for one in work.evidence)
        text = words.gettext(
            "Of {count} actions with a measure of their work, {backed} are backed by what was measured, {against} went the other way.",
            count=len(work.evidence),
            backed=backings["backed"],
            against=backings["against"],
        )
        said.append(text)
    gone = sum(row["kind"] == "abolished" for row in work.changes)
    if gone:
        text = words.ngettext("One task is gone.", "{count} tasks are gone.", gone)
        said.append(text)
    return words.sentences(said)


def evidence_figure(work: WorkMeasured, words: Words) -> Figure | None:
    """Return each action's estimate beside the measurement; None without an action that names such a series."""
    if not work.evidence:
        return None
    counts = {one: sum(e.backing == one for e in work.evidence) for one in BACKINGS}
    title = words.gettext(
        "Estimate and measurement: {backed} backed, {not_yet} not yet, {against} the other way",
        **counts,
    )
    head = (
        words.gettext("Action"),
        words.gettext("Backed or not"),
        words.gettext("Its measure"),
        words.gettext("Estimate a month"),
        words.gettext("Measured a month"),
    )
    # What was answered comes first; within an answer, the order of the book.
    in_order = sorted(work.evidence, key=lambda one: _IN_ORDER.index(one.backing))
    rows = tuple(_evidence_row(one, words) for one in in_order)
    caption = words.gettext("Table: estimate and measurement")
    note = words.gettext(
        "Backed: the measured hours fell, and the interval of the fall holds the estimate or more. The estimate is hours saved less hours added; measured is the mean of the six months after the start, against sections that had not begun."
    )
    return Figure(
        "work-evidence",
        title,
        note,
        tables=(DataTable("work-evidence-table", caption, head, rows, is_open=True),),
        terms=("estimate",),
    )


def _evidence_row(one: WorkEvidence, words: Words) -> tuple[str, tuple[TableCell, ...]]:
    nothing = TableCell("—", "none")
    estimate, measured = nothing, nothing
    if one.estimate is not None:
        text = words.gettext("{hours:+,.0f} hours", hours=-one.estimate)
        estimate = TableCell(text, mark=words.gettext("estimate"))
    if one.fewer is not None:
        text = words.gettext(
            "{low:+,.0f} to {high:+,.0f} hours", low=-one.fewer.high, high=-one.fewer.low
        )
        measured = TableCell(text)
    elif one.change is not None:
        text = words.gettext(
            "{low:+,.0f} to {high:+,.0f}%", low=one.change.low, high=one.change.high
        )
        measured = TableCell(text)
    backing = words.gettext(BACKINGS[one.backing])
    if one.why:
        backing += words.note(words.gettext(_WHY[one.why]))
    measure = series_name(one.action.series or "", words)
    cells = (TableCell(backing, "text"), TableCell(measure, "text"), estimate, measured)
    return f"{one.action.mark} {one.action.title}", cells


def tasks_figure(work: WorkMeasured, cells: Cells, words: Words) -> Figure | None:
    """Return the tasks that are gone, and apart from them those improved; None before the list has any."""
    if not work.changes:
        return None
    gone = [row for row in work.changes if row["kind"] == "abolished"]
    title = words.gettext(
        "Abolished tasks: {gone} (reform). Apart from them, cut down or automated: {improved} (improvement)",
        gone=len(gone),
        improved=len(work.changes) - len(gone),
    )
    stamps = sum(row["stamps"] or 0 for row in work.changes)
    note = words.gettext("By the list of tasks; its hours are what the sections state.")
    if stamps:
        note += words.following(
            words.gettext("Seals no longer needed: {stamps:,.0f}.", stamps=stamps)
        )
    names = {section.code: section.name for section in cells.all_sections}
    in_order = sorted(work.changes, key=lambda row: (row["kind"] != "abolished", row["from_on"]))
    return Figure(
        "work-tasks",
        title,
        note,
        tables=(
            DataTable(
                "work-tasks-table",
                words.gettext("Table: tasks abolished and improved"),
                (
                    words.gettext("Task"),
                    words("section"),
                    words.gettext("What became of it"),
                    words.gettext("From"),
                    words.gettext("Hours a month before"),
                    words.gettext("Hours a month now"),
                ),
                tuple(_task_row(row, names, words) for row in in_order),
                is_open=True,
            ),
        ),
        terms=("kaizen-kaikaku",),
    )


def _task_row(
    row: dict[str, Any], names: dict[str, str], words: Words
) -> tuple[str, tuple[TableCell, ...]]:
    def hours(value: float | None) -> TableCell:
        return TableCell("—", "none") if value is None else TableCell(words.number(value))

    return plain(row["task"]), (
        TableCell(names.get(row["section"], words("town")), "text"),
        TableCell(words.gettext(KINDS[row["kind"]]), "text"),
        TableCell(words.month(row["from_on"]), "text"),
        hours(row["hours_before"]),
        hours(row["hours_now"]),
    )


def years_figure(work: WorkMeasured, words: Words) -> Figure | None:
    """Return the series of hours, twelve months against the same twelve a year before; None without any."""
    if not work.years:
        return None
    lines = tuple(
        Line(_LINE_KINDS.get(same[0].way, "open"), _year_text(same, words))
        for same in _told_alike(work.years)
    )
    told = [one for one in work.years if one.way in {"less", "more"}]
    if told:
        title = words.gettext(
            "Twelve months against twelve: {less} less, {more} more",
            less=sum(one.way == "less" for one in told),
            more=sum(one.way == "more" for one in told),
        )
    elif any(one.way == "open" for one in work.years):
        title = words.gettext("Twelve months against twelve: neither less nor more can be told")
    else:
        title = words.gettext("Twelve months against twelve: too early to say")
    note = words.gettext(
        "Of the whole town hall; each month is compared with the same month a year before, so seasons stand on both sides. What changed is told, not why."
    )
    return Figure("work-years", title, note, lines=lines, terms=("meeting-hours",), is_half=True)


def _told_alike(years: Sequence[WorkYear]) -> list[list[WorkYear]]:
    """Return the series in groups with one sentence each: those without a change differ in nothing but the name."""
    groups: dict[str, list[WorkYear]] = {}
    for one in years:
        groups.setdefault(one.way if one.change is None else one.series, []).append(one)
    return list(groups.values())


def _year_text(same: Sequence[WorkYear], words: Words) -> str:
    one = same[0]
    names = [series_name(other.series, words) for other in same]
    values: dict[str, Any] = {"series": words.listed(names)}
    if one.change is not None and one.months is not None:
        values |= {
            "low": one.change.low,
            "high": one.change.high,
            "start": words.month(one.months[0]),
            "end": words.month(one.months[1]),
        }
    return words.gettext(_YEARS[one.way], **values)
