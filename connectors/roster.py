"""Who worked where and when, and under which accounts: the town's own roster, read strictly.

Every mistake is collected and told at once, in Japanese, with file, row and next step; a roster with
a mistake is not used at all. Periods are whole days, both ends inclusive.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from connectors.cells import day_in, text_of, words_of
from connectors.errors import SkipPart, SourceError
from connectors.people import Alias, Assignment, Period, Roster, Section, comparable
from connectors.staff_numbers import staff_number_in
from connectors.tabular import Columns, Problem, Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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

STAFF_COLUMNS = Columns(
    required={
        "staff_no": ("職員番号",),
        "section": ("課", "課コード"),
        "from": ("開始", "開始日"),
        "to": ("終了", "終了日"),
        "accounts": ("アカウント",),
    },
)
SECTION_COLUMNS = Columns(
    required={
        "section": ("課", "課コード"),
        "name": ("名称", "課名"),
        "from": ("開始", "開始日"),
        "to": ("終了", "終了日"),
        "successor": ("引継先", "引き継ぎ先"),
    },
)
_ALIAS = re.compile(r"(?P<account>[^\[\]]+)(\[(?P<start>[^\[\]]*?)\.\.(?P<end>[^\[\]]*?)\])?")


class RosterError(SourceError):
    """The roster is not sound; `problems` holds every mistake found."""

    def __init__(self, problems: Sequence[Problem], *, place: str) -> None:
        """Tell every mistake, one a line."""
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(map(str, self.problems)),
            place=place,
            next_step="直して保存してください。直るまで名簿は使いません",
        )


def read_roster(staff: Path, sections: Path) -> Roster:
    """Read the staff and the sections file (CSV or Excel).

    Raises:
        RosterError: with every mistake in both files.
    """
    problems: list[Problem] = []
    place = f"{staff.name}, {sections.name}"
    section_rows = _read_sections(sections, problems)
    known = {section.section: section for section in section_rows}
    assigned, aliases = _read_staff(staff, known.keys(), problems)
    if problems:
        raise RosterError(problems, place=place)
    moved = _follow_successors(assigned, section_rows, problems)
    if problems:
        raise RosterError(problems, place=place)
    return Roster(
        tuple(sorted(moved, key=_by_staff)), tuple(sorted(aliases, key=_by_account)), section_rows
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
            Problem("見出しの下に行がありません", path.name, "一人(一課)を1行で書いてください")
        )
    return rows


def _period_of(row: Row, problems: list[Problem]) -> Period:
    period = Period(row.read("from", day_in, problems), row.read("to", day_in, problems))
    if period.is_reversed:
        problems.append(
            row.problem("「to」が「from」より前の日です", "開始日と終了日を確かめてください")
        )
    return period


def _read_sections(path: Path, problems: list[Problem]) -> tuple[Section, ...]:
    read: list[tuple[Row, Section]] = []
    for row in _rows_of(path, SECTION_COLUMNS, problems):
        section = row.need("section", text_of, problems)
        name = row.need("name", words_of, problems)
        period = _period_of(row, problems)
        successor = row.read("successor", text_of, problems)
        if section is None or name is None:
            continue
        if section.startswith("_"):
            problems.append(
                row.problem("課コードが _ で始まっています", "別のコードにしてください")
            )
        if successor and period.to_on is None:
            problems.append(
                row.problem(
                    "引き継ぎ先があるのに終了日(to)がありません", "最後の日を書いてください"
                )
            )
        for earlier, other in read:
            if other.section == section and other.period.meets(period):
                problems.append(
                    row.problem(
                        f"課 {section} の期間が{earlier.number}行目と重なっています",
                        "どちらかの期間を直してください",
                    )
                )
        read.append((row, Section(section, name, period, successor)))
    _check_successors(read, problems)
    return tuple(section for _, section in read)


def _check_successors(read: Sequence[tuple[Row, Section]], problems: list[Problem]) -> None:
    next_of = {section.section: section.successor for _, section in read}
    for row, section in read:
        if section.successor is None:
            continue
        if section.successor not in next_of:
            problems.append(
                row.problem(
                    f"引き継ぎ先の課 {section.successor} がありません",
                    "課のファイルに行を足すか、コードを直してください",
                )
            )
            continue
        seen, code = {section.section}, section.successor
        while code and code not in seen:
            seen.add(code)
            code = next_of.get(code) or ""
        if code:
            problems.append(
                row.problem("引き継ぎ先がめぐって元の課に戻ります", "引き継ぎ先を直してください")
            )


def _read_staff(
    path: Path, sections: Iterable[str], problems: list[Problem]
) -> tuple[list[tuple[Row, Assignment]], list[Alias]]:
    known = set(sections)
    assigned: list[tuple[Row, Assignment]] = []
    named: list[tuple[Row, Alias]] = []
    for row in _rows_of(path, STAFF_COLUMNS, problems):
        staff_no = row.need("staff_no", staff_number_in, problems)
        section = row.need("section", text_of, problems)
        period = _period_of(row, problems)
        if row.cells.get("from") in (None, ""):
            problems.append(row.problem("「from」が空です", "その課での最初の日を書いてください"))
        if staff_no is None or section is None:
            continue
        # An empty list of sections was told already: not once more for each row of staff.
        if known and section not in known:
            problems.append(
                row.problem(
                    f"課 {section} は課のファイルにありません", "コードを直すか、課を足してください"
                )
            )
        assigned.append((row, Assignment(staff_no, section, period)))
        named.extend((row, alias) for alias in _aliases_of(row, staff_no, problems))
    _check_overlaps(assigned, problems)
    return assigned, _merged_aliases(named, problems)


def _aliases_of(row: Row, staff_no: str, problems: list[Problem]) -> list[Alias]:
    written = row.read("accounts", text_of, problems) or ""
    aliases = []
    for part in re.split(r"[;,、\s]+", unicodedata.normalize("NFKC", written)):
        if not part:
            continue
        try:
            account, period = _dated(part)
        except ValueError as error:
            problems.append(row.problem(f"「accounts」の期間が{error}", "セルを直してください"))
            continue
        aliases.append(Alias(comparable(account), staff_no, period))
    return aliases


def _dated(part: str) -> tuple[str, Period]:
    found = _ALIAS.fullmatch(part)
    if found is None:
        raise ValueError("読めません(例: hanako@example.jp[2024-04-01..2025-03-31])")
    period = Period(day_in(found["start"]), day_in(found["end"]))
    if period.is_reversed:
        raise ValueError("逆です(終わりの日が初めの日より前)")
    return found["account"], period


def _check_overlaps(assigned: Sequence[tuple[Row, Assignment]], problems: list[Problem]) -> None:
    ordered = sorted(assigned, key=lambda pair: (*_by_staff(pair[1]), pair[0].number))
    for (earlier, first), (row, second) in pairwise(ordered):
        if first.staff_no == second.staff_no and first.period.meets(second.period):
            problems.append(
                row.problem(
                    f"同じ職員番号が{earlier.number}行目にもあり、期間が重なっています",
                    "異動なら前の行の終了日(to)を書き、重複なら1行を消してください",
                )
            )


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
                    f"アカウントの一つが{clash.number}行目の別の職員と、同じ期間に重なっています",
                    "使った期間を アカウント[開始日..終了日] の形で両方に書いてください",
                )
            )
        others.append((row, alias))
    return list(dict.fromkeys(alias for _, alias in named))


def _follow_successors(
    assigned: Sequence[tuple[Row, Assignment]],
    sections: Sequence[Section],
    problems: list[Problem],
) -> list[Assignment]:
    """Move whoever is still assigned to a section after its last day into its successor."""
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
            problems.append(_outside(row, assignment, "できる前", "開始日(from)"))
        elif ends_on is None or (period.to_on or date.max) <= ends_on:
            moved.append(assignment)
        elif last.successor is None:
            problems.append(
                _outside(row, assignment, "なくなった後", "終了日(to)か、課の引き継ぎ先")
            )
        else:
            if starts_on <= ends_on:
                moved.append(replace(assignment, period=Period(period.from_on, ends_on)))
            rest = Period(max(starts_on, ends_on + timedelta(days=1)), period.to_on)
            waiting.append((row, replace(assignment, section=last.successor, period=rest)))
    return moved


def _outside(row: Row, assignment: Assignment, when: str, what: str) -> Problem:
    return row.problem(
        f"課 {assignment.section} が{when}の期間に置かれています", f"{what}を直してください"
    )
