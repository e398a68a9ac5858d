"""What the marts of a demo town hold and what is true of it, cell by cell: the truth is counted from its simulated days."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from connectors.demo_town import expected as truth
from connectors.demo_town.simulate.workdays import month_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from connectors.demo_town import DemoTown
    from warehouse.facts.store import Store

Cells = dict[Any, Any]
"""What tells a row apart → its numbers."""

DUE_DAYS = 90
_BOOKS = ("approvals", "filings", "inspections", "minutes")


def _use(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Active and assigned days of a section, tool and month; of a month with a doubted day, that it is not final.

    A tool may begin some weeks after the launch, and so abruptly that its silence until then proves nothing. Those days
    are missing, and not the zeros that they are in the simulation.
    """
    read, doubted = _tools(store), _doubted(store)
    found = _cells(
        store, 3, "section, tool, month, active_days, assigned_days, state from mart.use_month"
        " where active_days is not null",
    )  # fmt: skip
    true = {
        cell: (use.active_days, use.assigned_days)
        for cell, use in truth.use_months(town).items()
        if cell[1] in read
    }
    return (
        {cell: state if cell[1:] in doubted else days for cell, (*days, state) in found.items()},
        {cell: "incomplete" if cell[1:] in doubted else [*days] for cell, days in true.items()},
    )


def _activation(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Who has begun, and who is assigned."""
    found = _cells(
        store, 3, "section, tool, month, activated, assigned from mart.activation_month"
        " where activated is not null",
    )  # fmt: skip
    read = _tools(store)
    return found, {
        cell: (point.activated, point.assigned)
        for cell, point in truth.activation_months(town).items()
        if cell[1] in read
    }


def _documents(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Files handled (once per person, file and day), and jobs printed as far as the logs tell."""
    found = _cells(
        store, 2, "section, month, digital, paper from mart.paper_digital_month"
        " where pair = 'documents' and section is not null and digital + paper > 0",
    )  # fmt: skip
    handled, printed = truth.handling_months(town), truth.print_months(town, logged_only=True)
    return found, {
        cell: (handled.get(cell, 0), printed[cell].jobs if cell in printed else 0)
        for cell in handled.keys() | printed.keys()
    }


def _sheets(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Sheets that came out of the printers, of the jobs whose sheets are known."""
    found = _cells(
        store, 2, "section, month, sum(sheets) from mart.paper_month"
        " where kind = 'printed' and section is not null group by all having sum(sheets) > 0",
    )  # fmt: skip
    printed = truth.print_months(town, logged_only=True)
    return found, {cell: (true.known_sheets,) for cell, true in printed.items()}


def _bought(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Sheets bought."""
    found = _cells(
        store, 2, "section, month, paper from mart.paper_digital_month"
        " where pair = 'paper_bought' and paper is not null",
    )  # fmt: skip
    return found, {cell: (sheets,) for cell, sheets in truth.bought_months(town).items()}


def _books(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Both sides of each pair that a book keeps; a side that it leaves out is not 0."""
    found = _cells(
        store, 3, "pair, section, month, digital, paper, ratio from mart.paper_digital_month"
        " where pair in ('approvals', 'filings', 'inspections', 'minutes')",
    )  # fmt: skip
    return found, {
        (pair, *cell): (digital, paper, None if digital is None else digital / (digital + paper))
        for pair in _BOOKS
        for cell, (digital, paper) in truth.tallied_months(town, pair).items()
    }


def _rooms(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Meetings in the room alone, from the book."""
    found = _cells(
        store, 2, "section, month, paper from mart.paper_digital_month"
        " where pair = 'meetings' and paper is not null",
    )  # fmt: skip
    tallied = truth.tallied_months(town, "meetings")
    return found, {cell: (paper,) for cell, (_, paper) in tallied.items()}


def _fax_and_automation(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """FAXes, runs and hours of automation, and what sections count themselves."""
    found = _cells(
        store, 4, "what, measure, section, month, count from mart.book_month where what <> 'tasks'"
    )
    expected: Cells = {}
    for what in ("fax", "automation"):
        for cell, (amount, hours) in truth.fax_and_automation_months(town, what).items():
            expected[what, "count", *cell] = (amount,)
            if hours is not None:
                expected[what, "hours", *cell] = (hours,)
    for line in town.own_counts:
        expected[f"count {line.name}", "count", line.section, line.month] = (line.value,)
    return found, expected


def _overtime(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """The book's hours, people and longest hours of each section."""
    found = _cells(store, 2, "section, month, hours, people, longest from mart.overtime_month")
    lines = town.work_books.overtime
    return found, {(one.section, one.month): (one.hours, one.people, one.longest) for one in lines}


def _tasks(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """The hours of a section's tasks: each task's newest line up to the month counts, and nothing once abolished."""
    found = _cells(store, 2, "section, month, count from mart.book_month where what = 'tasks'")
    months = sorted({line.month for line in town.own_counts})
    expected: Cells = {}
    for month in months:
        newest = {line.task: line for line in town.work_books.tasks if line.month <= month}
        for line in newest.values():
            hours = 0.0 if line.kind == "abolished" else line.hours
            (before,) = expected.get((line.section, month), (0.0,))
            expected[line.section, month] = (before + hours,)
    return found, expected


def _breadth(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Who was active, and with how many tools, in the section of the day."""
    found = _cells(
        store, 2, "section, month, active_staff, tools_used from mart.breadth_month"
        " where active_staff > 0",
    )  # fmt: skip
    roster, read = truth.assigned(town), _tools(store)
    used: dict[tuple[str, date], set[tuple[str, str]]] = defaultdict(set)
    for on, who, tool in truth.active_days(town):
        if tool in read and who in roster[on]:
            used[roster[on][who], month_of(on)].add((who, tool))
    return found, {cell: (len({who for who, _ in one}), len(one)) for cell, one in used.items()}


def _retention(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Of those who were active in the launch month, who was in a later month."""
    found = _cells(
        store, 2, "tool, month, cohort_staff, active from mart.retention_month where active > 0"
    )
    read, launched = _tools(store), month_of(town.launched_on)
    active: dict[tuple[str, date], set[str]] = defaultdict(set)
    for on, who, tool in truth.active_days(town):
        if on >= town.launched_on and tool in read:
            active[tool, month_of(on)].add(who)
    cohort = {tool: active[tool, launched] for tool in read}
    kept = {cell: len(who & cohort[cell[0]]) for cell, who in active.items()}
    return found, {cell: (len(cohort[cell[0]]), count) for cell, count in kept.items() if count}


def _overdue(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Of each action, whether nobody checked it in time."""
    found = _cells(store, 1, "action, is_overdue is true from mart.action")
    late = truth.overdue(town, DUE_DAYS)
    return found, {(action.number,): (action.number in late,) for action in town.actions}


def _trained(store: Store, town: DemoTown) -> tuple[Cells, Cells]:
    """Of each training, those who came: what is published of it is cut from these."""
    found = _cells(store, 3, "day_on, section, tool, attended from raw.training")
    return found, {key: (came,) for key, came in truth.trained(town).items()}


COMPARED: dict[str, Callable[[Store, DemoTown], tuple[Cells, Cells]]] = {
    "use": _use,
    "activation": _activation,
    "documents": _documents,
    "sheets printed": _sheets,
    "paper bought": _bought,
    "books of pairs": _books,
    "meetings in the room": _rooms,
    "FAXes, automation and own counts": _fax_and_automation,
    "overtime": _overtime,
    "hours of tasks": _tasks,
    "breadth": _breadth,
    "retention": _retention,
    "actions": _overdue,
    "trainings": _trained,
}
"""What is compared → what the marts hold and what is true."""


def _cells(store: Store, keys: int, query: str) -> Cells:
    return {tuple(row[:keys]): tuple(row[keys:]) for row in store.rows(f"select {query}")}


def _tools(store: Store) -> set[str]:
    """The tools that a source tells of, person by person."""
    return {
        str(tool)
        for (tool,) in store.rows(
            "select distinct unnest(tools) from ledger.source where shape in ('use', 'attendance')"
        )
    }


def _doubted(store: Store) -> set[tuple[str, date]]:
    """The tools and months in which a source's answer of a day is not believed."""
    return {
        (str(tool), month)
        for tool, month in store.rows(
            "select distinct unnest(s.tools), date_trunc('month', d.day_on)::date from ledger.source_day d"
            " join ledger.source s using (source, stream) where d.doubt is not null"
        )
    }
