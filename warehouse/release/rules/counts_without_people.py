"""Counts that are not of people, or whose people are unknown: books, life counters, vendors' totals.

Rule 1 and rounding apply. A vendor's anonymous count of a section is shown only where no single person can have more
than half of it and the tool is not also counted by person.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.release.release_context import add_up, belongs
from warehouse.release.tables.bands import MIN_VALUES, code_count
from warehouse.release.tables.cells import absent, show, withhold, worst
from warehouse.release.tables.publication_lines import COUNTED
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.books import Books
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import State

MIN_PRINTERS = 3
"""Fewer devices of one maker may all be used by one person."""
_OPEN = MIN_VALUES - 1


@dataclass(frozen=True, slots=True)
class PlainCounts:
    """The cut `book_month`, `counter_month` and `section_use_month`."""

    tables: Mapping[str, list[Row]]
    books: Books
    """The exact counts of the books."""


def cut_plain_counts(context: ReleaseContext) -> PlainCounts:
    """Cut books, life counters and vendors' anonymous counts."""
    rows, books = _cut_books(context) if context.has("mart.book_month") else ([], {})
    return PlainCounts(
        {
            "book_month": rows,
            "counter_month": _cut_counters(context) if context.has("mart.counter_month") else [],
            "section_use_month": (
                _cut_section_uses(context) if context.has("mart.section_use_month") else []
            ),
        },
        books,
    )


def _cut_books(context: ReleaseContext) -> tuple[list[Row], Books]:
    found: dict[tuple[str, str, date], list[tuple[Any, ...]]] = defaultdict(list)
    for what, measure, month, section, count, state in context.store.rows(
        "select what, measure, month, section, count, state from mart.book_month order by all"
    ):
        found[what, measure, month].append((section, count, 0, state))
    rows: list[Row] = []
    books: dict[tuple[str, str, str, date], tuple[float, float]] = {}
    for (what, measure, month), sections in found.items():
        key = {"what": what, "measure": measure, "month": month}
        states: dict[str, State] = {one: state for one, *_, state in sections if one is not None}
        rows += context.withheld_by_threshold(key, states, is_people=False)
        counts, state_of = add_up(sections, context.groups(month))
        for group, (count, _) in counts.items():
            cell = _round(context, month, count, state_of[group])
            rows.append({**key, "section": group, **cell})
            books[what, measure, group, month] = (count, 0.0)
    return rows, books


def _round(context: ReleaseContext, month: date, count: float, state: State) -> Row:
    if state == "none":
        return absent(n=None, state=state)
    if context.is_running(month):
        return withhold("running_month", n=None, state=state)
    return show(code_count(count), n=None, state=state)


def _cut_counters(context: ReleaseContext) -> list[Row]:
    rows: list[Row] = []
    for source, maker, unit, month, printers, counted, resets, state in context.store.rows(
        "select source, maker, unit, month, printers, counted, resets, state "
        "from mart.counter_month order by all"
    ):
        cell = (
            _round(context, month, counted, state)
            if printers >= MIN_PRINTERS
            else withhold("few_printers", n=None, state=state)
        )
        key = {"source": source, "maker": maker, "unit": unit, "month": month}
        rows.append({**key, "printers": printers, "resets": resets, **cell})
    return rows


def _cut_section_uses(context: ReleaseContext) -> list[Row]:
    by_person = set(
        context.store.rows("select distinct tool, month from mart.use_month where state <> 'none'")
    )
    rows: list[Row] = []
    for key, groups in _section_uses(context).items():
        tool, _, measure, month = key
        columns = dict(zip(("tool", "source", "measure", "month"), key, strict=True))
        line = COUNTED.of(columns)
        if context.frozen.is_frozen(line, month):
            continue
        why = context.not_yet(line, month)
        for group in sorted(_groups_of_source(context, key[1], month) - groups.keys()):
            # If the row were missing, a reader would know that the group did not use the tool, and since when.
            cell = withhold(why or "dominance", n=None, state=groups[TOWN][2])
            rows.append({**columns, "section": group, "days": None, **cell})
        for group, (count, days, state) in groups.items():
            cell = (
                withhold(why, n=None, state=state) if why else _round(context, month, count, state)
            )
            if cell["coding"] is not None and group != TOWN:
                # A person counts at most once a day: with twice as many person-days as days, nobody has more than half.
                most = days * (context.roster.size(month, group) - _OPEN)
                if (tool, month) in by_person:
                    cell = withhold("protects_other", n=None, state=state)
                elif measure != "person_days" or not 2 * days <= count <= most:
                    cell = withhold("dominance", n=None, state=state)
            known_days = None if cell["coding"] is None else days
            rows.append({**columns, "section": group, "days": known_days, **cell})
    return rows


def _groups_of_source(context: ReleaseContext, source: str, month: date) -> set[str]:
    """Return the groups of the sections that a source covers."""
    named = context.store.rows(
        "select distinct unnest(sections) from ledger.source where source = ? and sections is not null",
        [source],
    )
    sections = {section for (section,) in named}
    return {
        group
        for section, group in context.groups(month).items()
        if not sections or section in sections
    }


def _section_uses(
    context: ReleaseContext,
) -> dict[tuple[str, str, str, date], dict[str, tuple[int, int, State]]]:
    """Return (tool, source, measure, month) → group → (count, days that the count covers, state)."""
    sums: dict[tuple[Any, ...], dict[str, tuple[int, int, State]]] = defaultdict(dict)
    for tool, source, month, section, uses, person_days, days, state in context.store.rows(
        "select tool, source, month, section, uses, person_days, days, state "
        "from mart.section_use_month order by all"
    ):
        for measure, count in (("uses", uses), ("person_days", person_days)):
            if count is None:
                continue
            # Small sections get no row of their own here: such a row would exist only if somebody used the tool.
            own = sums[tool, source, measure, month]
            for group in belongs(section, context.groups(month)):
                before, most, states = own.get(group, (0, 0, state))
                own[group] = (before + count, max(most, days), worst((states, state)))
    return sums
