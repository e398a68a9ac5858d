"""Reads the town's roster strictly: who worked in which section and when, and under which accounts.

All mistakes are collected and reported together, in the order of the file, each with row and next step; a roster with
a mistake must not be used. Periods are whole days, both ends inclusive. Columns that are not declared here, such as
names and ranks, must never be read.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart, SourceError
from connectors.contract.messages import Message, joined, message_of
from connectors.io.tables.cell_parsing import day_in, last_day_in, text_of
from connectors.io.tables.headings import Columns
from connectors.io.tables.tabular import Problem, Row, read_rows
from connectors.roster.posts import main_posts
from connectors.roster.roster_model import Alias, Assignment, Period, Roster, Section, comparable
from connectors.roster.sections import (
    SECTION_COLUMNS,
    codes_of,
    follow_successors,
    period_of,
    read_sections,
)
from connectors.roster.staff_numbers import comparable_number, staff_number_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = [
    "Alias",
    "Assignment",
    "Period",
    "Roster",
    "RosterError",
    "Section",
    "comparable",
    "read_roster",
]

_ACCOUNTS = ("accounts", "mail", "login")
STAFF_COLUMNS = Columns(
    required={
        "staff_no": ("職員番号", "職員コード", "職員No", "職員No.", "職員ID", "社員番号", "staff number", "employee id"),
        "section": ("課コード", "所属コード", "課", "所属", "所属課", "課名", "所属名", "所属課名", "部署コード", "部署", "部署名",
                    "department"),
        "from": ("開始日", "発令日", "異動日", "配属日", "開始", "開始年月日", "発令年月日", "異動年月日", "配属年月日", "着任日",
                 "着任年月日", "start date"),
        "to": ("終了日", "終了", "終了年月日", "解除日", "解除年月日", "離任日", "離任年月日", "end date"),
    },
    optional={
        "accounts": ("アカウント", "アカウント名"),
        "mail": ("メールアドレス", "メール", "Eメール", "Eメールアドレス", "電子メール", "e-mail", "email"),
        "login": ("ログインID", "ログイン名", "ユーザーID", "ユーザID", "ユーザー名", "UPN", "ユーザープリンシパル名"),
        "post": ("主務兼務", "主務・兼務", "主務/兼務", "本務兼務", "本務・兼務", "主兼区分", "兼務区分", "兼務"),
    },
    first_wins=True,
    by_hand=True,
)  # fmt: skip
_ALIAS = re.compile(r"(?P<account>[^\[\]]+)(\[(?P<start>[^\[\]]*?)\.\.(?P<end>[^\[\]]*?)\])?")


class RosterError(SourceError):
    """The roster has mistakes; `problems` holds all of them, in the order of the files."""

    def __init__(self, problems: Sequence[Problem], *, place: str) -> None:
        """Join all mistakes into one message, one per line."""
        sheets = list(dict.fromkeys(one.sheet for one in problems))
        self.problems = tuple(
            sorted(problems, key=lambda one: (sheets.index(one.sheet), one.number))
        )
        super().__init__(
            joined("\n", (one.message for one in self.problems)),
            place=place,
            next_step=Message("mend them and save the file; the roster is not used until then"),
        )


def read_roster(staff: Path, sections: Path) -> Roster:
    """Read the file of staff and the file of sections (CSV or Excel).

    Raises:
        RosterError: a file has mistakes; the error lists those of both files.
    """
    problems: list[Problem] = []
    place = f"{staff.name}, {sections.name}"
    section_rows = read_sections(_rows_of(sections, SECTION_COLUMNS, problems), problems)
    posts, aliases, notes = _read_staff(staff, codes_of(section_rows), problems)
    if problems:
        raise RosterError(problems, place=place)
    moved = follow_successors(posts, section_rows, problems)
    if problems:
        raise RosterError(problems, place=place)
    return Roster(
        tuple(sorted(moved, key=_by_staff)),
        tuple(sorted(aliases, key=_by_account)),
        section_rows,
        tuple(one.message for one in notes),
    )


def _by_staff(assignment: Assignment) -> tuple[str, date]:
    return assignment.staff_no, assignment.period.from_on or date.min


def _by_account(alias: Alias) -> tuple[str, date, str]:
    return alias.account, alias.period.from_on or date.min, alias.staff_no


def _rows_of(path: Path, columns: Columns, problems: list[Problem]) -> tuple[Row, ...]:
    try:
        rows = read_rows(path, columns)
    except SkipPart as error:
        problems.append(Problem(error.thing, error.place, error.next_step))
        return ()
    if not rows:
        problems.append(
            Problem(
                Message("no row stands under the header"),
                path.name,
                Message("write one row for each person (or section)"),
            )
        )
    return rows


def _read_staff(
    path: Path, codes: dict[str, str], problems: list[Problem]
) -> tuple[list[tuple[Row, Assignment]], list[Alias], list[Problem]]:
    assigned: list[tuple[Row, Assignment]] = []
    named: list[tuple[Row, Alias]] = []
    rows = _rows_of(path, STAFF_COLUMNS, problems)
    _require_accounts(rows, problems)
    for row in rows:
        staff_no = row.need("staff_no", staff_number_in, problems)
        section = row.need("section", text_of, problems)
        period = period_of(row, problems)
        if row.cells.get("from") in (None, ""):
            problems.append(
                row.problem(
                    Message("“{column}” is empty", column=row.column("from")),
                    Message("write the first day in that section"),
                )
            )
        if staff_no is None or section is None:
            continue
        # A sections file without any section was reported already: do not report it again for each row of staff.
        if codes and section not in codes and comparable_number(section) not in codes:
            problems.append(
                row.problem(
                    Message("section {section} is not in the file of sections", section=section),
                    Message("mend the code, or add the section"),
                )
            )
        code = codes.get(section) or codes.get(comparable_number(section)) or section
        assigned.append((row, Assignment(staff_no, code, period)))
        named.extend((row, alias) for alias in _aliases_of(row, staff_no, problems))
    _check_spellings(assigned, problems)
    notes: list[Problem] = []
    if rows and not named:
        notes.append(
            Problem(
                Message("no account is written anywhere"),
                rows[0].place,
                Message(
                    "whose records are whose is not known, so no use can be counted: look at the column of accounts"
                ),
            )
        )
    posts = main_posts(assigned, problems, notes)
    return posts, _merged_aliases(named, problems), notes


def _require_accounts(rows: Sequence[Row], problems: list[Problem]) -> None:
    """Report a problem if the header has no column of accounts."""
    if rows and not any(column in rows[0].written for column in _ACCOUNTS):
        problems.append(
            Problem(
                Message("there is no column “{column}”", column="accounts"),
                rows[0].place,
                Message("add a column of accounts, mail addresses or log-in names"),
            )
        )


def _check_spellings(assigned: Sequence[tuple[Row, Assignment]], problems: list[Problem]) -> None:
    """Report staff numbers that differ only in leading zeros or case: one person spelled in two ways, or two people."""
    first: dict[str, tuple[Row, str]] = {}
    for row, one in assigned:
        earlier, spelled = first.setdefault(comparable_number(one.staff_no), (row, one.staff_no))
        if spelled != one.staff_no:
            problems.append(
                row.problem(
                    Message(
                        "row {number} has a staff number that differs in its leading zeros or the like alone",
                        number=earlier.number,
                    ),
                    Message(
                        "spell them alike if it is one person, and tell them apart if there are two"
                    ),
                )
            )


def _aliases_of(row: Row, staff_no: str, problems: list[Problem]) -> list[Alias]:
    aliases = []
    for column in _ACCOUNTS:
        written = row.read(column, text_of, problems) or ""
        for part in re.split(r"[;,、\s]+", unicodedata.normalize("NFKC", written)):
            if not part:
                continue
            try:
                account, period = _dated(part)
            except ValueError as error:
                problems.append(
                    row.problem(
                        Message(
                            "the days in “{column}”: {why}",
                            column=row.column(column),
                            why=message_of(error),
                        ),
                        Message("mend the cell"),
                    )
                )
                continue
            aliases.append(Alias(comparable(account), staff_no, period))
    return aliases


def _dated(part: str) -> tuple[str, Period]:
    found = _ALIAS.fullmatch(part)
    if found is None:
        raise ValueError(Message("not readable (as hanako@example.jp[2024-04-01..2025-03-31])"))
    period = Period(day_in(found["start"]), last_day_in(found["end"]))
    if period.is_reversed:
        raise ValueError(Message("reversed (the last day is before the first)"))
    return found["account"], period


def _merged_aliases(named: Sequence[tuple[Row, Alias]], problems: list[Problem]) -> list[Alias]:
    by_account: dict[str, list[tuple[Row, Alias]]] = {}
    for row, alias in named:
        others = by_account.setdefault(alias.account, [])
        clash = next(
            (
                earlier
                for earlier, other in others
                if other.staff_no != alias.staff_no and other.period.meets(alias.period)
            ),
            None,
        )
        if clash:
            problems.append(
                row.problem(
                    Message(
                        "an account is also in row {number}, of another member of staff and on the same days",
                        number=clash.number,
                    ),
                    Message(
                        "write in both rows when it was used, as account[first day..last day]; take an account that many share out of every row (nobody knows who used it, so it counts for nobody)"
                    ),
                )
            )
        others.append((row, alias))
    return list(dict.fromkeys(alias for _, alias in named))
