"""Reads the town's sections, each with one name during a period; moves staff of an ended section to its successor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.io.tables.cell_parsing import day_in, last_day_in, text_of, words_of
from connectors.io.tables.headings import Columns
from connectors.roster.roster_model import Assignment, Period, Section
from connectors.roster.staff_numbers import comparable_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.io.tables.tabular import Problem, Row

SECTION_COLUMNS = Columns(
    required={
        "section": ("課コード", "所属コード", "課", "所属", "コード"),
        "name": ("名称", "課名", "所属名", "所属名称", "課名称"),
        "from": ("開始", "開始日", "設置日", "開始年月日"),
        "to": ("終了", "終了日", "廃止日", "終了年月日"),
        "successor": ("引継先", "引き継ぎ先", "承継先", "統合先"),
    },
    first_wins=True,
    by_hand=True,
)


def period_of(row: Row, problems: list[Problem]) -> Period:
    """Read the row's first and last day, both inclusive; a far-future last day (9999-12-31) is None.

    A reversed period is added to `problems`.
    """
    period = Period(row.read("from", day_in, problems), row.read("to", last_day_in, problems))
    if period.is_reversed:
        problems.append(
            row.problem(
                Message(
                    "“{last}” is a day before “{first}”",
                    last=row.column("to"),
                    first=row.column("from"),
                ),
                Message("look at the first and the last day"),
            )
        )
    return period


def read_sections(rows: Sequence[Row], problems: list[Problem]) -> tuple[Section, ...]:
    """Read the rows of the sections file; an empty first day means that the start is open."""
    read: list[tuple[Row, Section]] = []
    for row in rows:
        section = row.need("section", text_of, problems)
        name = row.need("name", words_of, problems)
        period = period_of(row, problems)
        successor = row.read("successor", text_of, problems)
        if section is None or name is None:
            continue
        one = Section(section, name, period, successor)
        _check(row, one, read, problems)
        read.append((row, one))
    _check_successors(read, problems)
    return tuple(section for _, section in read)


def _check(
    row: Row, one: Section, read: Sequence[tuple[Row, Section]], problems: list[Problem]
) -> None:
    if one.section.startswith("_"):
        problems.append(
            row.problem(
                Message("the code of a section begins with _"), Message("take another code")
            )
        )
    if one.successor and one.period.to_on is None:
        problems.append(
            row.problem(
                Message("there is a successor but no last day ({column})", column=row.column("to")),
                Message("write the last day"),
            )
        )
    for earlier, other in read:
        if other.section == one.section and other.period.meets(one.period):
            problems.append(
                row.problem(
                    Message(
                        "section {section} ({name}) has days in row {number} as well",
                        section=one.section,
                        name=one.name,
                        number=earlier.number,
                    ),
                    Message("mend the days of either row"),
                )
            )


def _check_successors(read: Sequence[tuple[Row, Section]], problems: list[Problem]) -> None:
    next_of = {section.section: section.successor for _, section in read}
    for row, section in read:
        if section.successor is None:
            continue
        if section.successor not in next_of:
            problems.append(
                row.problem(
                    Message("the successor {section} is no section", section=section.successor),
                    Message("add its row to the file of sections, or mend the code"),
                )
            )
            continue
        seen, code = {section.section}, section.successor
        while code and code not in seen:
            seen.add(code)
            code = next_of.get(code) or ""
        if code:
            problems.append(
                row.problem(
                    Message("the successors lead back to the section itself"),
                    Message("mend the successor"),
                )
            )


def codes_of(sections: Sequence[Section]) -> dict[str, str]:
    """Return each accepted spelling of a section → its code: the code, a unique name, the code without zeros."""
    codes_by_name: dict[str, set[str]] = {}
    for one in sections:
        for written in (one.name, comparable_number(one.section)):
            codes_by_name.setdefault(written, set()).add(one.section)
    known = {written: min(codes) for written, codes in codes_by_name.items() if len(codes) == 1}
    return known | {one.section: one.section for one in sections}


def follow_successors(
    assigned: Sequence[tuple[Row, Assignment]],
    sections: Sequence[Section],
    problems: list[Problem],
) -> list[Assignment]:
    """Move the days of an assignment that lie after its section's last day into the section's successor.

    Days before the section began, and days after it ended without a successor, are added to `problems`.
    """
    spans: dict[str, list[Section]] = {}
    for section in sections:
        spans.setdefault(section.section, []).append(section)
    moved: list[Assignment] = []
    waiting = list(assigned)
    while waiting:
        row, assignment = waiting.pop()
        parts, period = spans[assignment.section], assignment.period
        last = max(parts, key=lambda part: part.period.to_on or date.max)
        first_on = min(part.period.from_on or date.min for part in parts)
        ends_on, starts_on = last.period.to_on, period.from_on or date.min
        if starts_on < first_on:
            problems.append(_before_it_began(row, last))
        elif ends_on is None or (period.to_on or date.max) <= ends_on:
            moved.append(assignment)
        elif last.successor is None:
            problems.append(_after_it_ended(row, last))
        else:
            if starts_on <= ends_on:
                moved.append(replace(assignment, period=Period(period.from_on, ends_on)))
            rest = Period(max(starts_on, ends_on + timedelta(days=1)), period.to_on)
            waiting.append((row, replace(assignment, section=last.successor, period=rest)))
    return moved


def _before_it_began(row: Row, section: Section) -> Problem:
    return row.problem(
        Message(
            "section {section} ({name}) has somebody on days before it began",
            section=section.section,
            name=section.name,
        ),
        Message(
            "mend the first day ({column}), or the section's first day in its file (empty if not known)",
            column=row.column("from"),
        ),
    )


def _after_it_ended(row: Row, section: Section) -> Problem:
    return row.problem(
        Message(
            "section {section} ({name}) has somebody on days after it ended",
            section=section.section,
            name=section.name,
        ),
        Message(
            "mend the last day ({column}), or the section's successor",
            column=row.column("to"),
        ),
    )
