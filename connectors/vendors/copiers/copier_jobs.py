"""Combine rows of a copier's job log into jobs.

Most makers write one row per job. Ricoh writes several rows with one Log ID: the job's common values, then a
row for each source and each target, whose other cells are blank; only targets that print put something on
paper. The time, user and kind in one row apply to all rows of its job.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connectors.contract.messages import Message, message_of
from connectors.contract.streams import day_of
from connectors.io.logs.odd_records import MORE_CELLS, set_aside
from connectors.io.logs.strays import Stray
from connectors.io.print_jobs.job_times import instant_of
from connectors.io.tables.cell_parsing import count_in
from connectors.vendors.copiers.job_kinds import PAPER, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from connectors.io.tables.tabular import Row
    from connectors.vendors.copiers.column_maps import ColumnMap
    from connectors.vendors.copiers.job_kinds import Kinds

_NOTHING = {"", "-", "--", "---", "n/a", "―", "ー"}
_TIMELESS = Message("has no time in a known form")
_ENDS_WHOLE = re.compile(r"download(?:ing)? completed|ダウンロード(?:が)?完了")


@dataclass(slots=True)
class CopierJob:
    """One job; counts are over all copies, None if the log does not say."""

    number: str
    at: datetime
    row: int
    """The first of the job's rows, numbered as in a spreadsheet."""
    account: str | None = None
    machine: str | None = None
    kind: str = ""
    verdict: str | None = None
    """`paper`, the reason why it is not paper, or None if the kind is unknown."""
    sides: int | None = None
    sheets: int | None = None
    copies: int | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """The values that are the same in every copy of the log."""
        return self.number, self.at, self.account, self.kind, self.sides, self.sheets, self.copies


def jobs_in(
    rows: Sequence[Row], column_map: ColumnMap, kinds: Kinds
) -> Iterator[CopierJob | Stray]:
    """Yield a file's jobs in order of time, then a stray for each unreadable row and for a truncated end."""
    kept, strays = _kept(rows, column_map)
    times, odd = _times(kept, column_map)
    groups: dict[tuple[object, ...], list[Row]] = {}
    for turn, (number, row) in enumerate(kept):
        if row.number not in times:
            continue
        # Job numbers start again after a while, but not within one day.
        group: tuple[object, ...] = (number, day_of(times[row.number]))
        if not column_map.several_rows:
            group = number, times[row.number], _text(row.cells.get("machine"))
        groups.setdefault(group if number else (turn,), []).append(row)
    jobs: list[CopierJob] = []
    for group_rows in groups.values():
        try:
            jobs.append(_job(group_rows, times, column_map, kinds))
        except RowError as error:
            odd.append(set_aside(error.number, error.why, day=day_of(times[error.number])))
    yield from sorted(jobs, key=lambda job: (job.at, job.row))
    yield from odd
    yield from strays


def _kept(rows: Sequence[Row], column_map: ColumnMap) -> tuple[list[tuple[str, Row]], list[Stray]]:
    """Return the numbered rows of jobs, and strays for other rows and for signs that the log is truncated."""
    has_numbers = any("job" in row.cells for row in rows)
    needed, is_cut = set(column_map.table().required), False
    kept: list[tuple[str, Row]] = []
    strays: list[Stray] = []
    for row in rows:
        number = _text(row.cells.get("job"))
        remark = None if number else _remark(row, column_map)
        if row.is_odd:
            kept.append(("", row))
        elif remark:
            if not _ENDS_WHOLE.search(fold(remark)):
                strays.append(Stray(remark, is_damaged=True))
                is_cut = True
        elif row is rows[-1] and not needed <= row.cells.keys():
            # The last row has fewer columns than the header: the log is truncated.
            is_cut = True
        elif number or not has_numbers:
            kept.append((number, row))
        else:
            day = _day_or_none(row, column_map)
            strays.append(set_aside(row.number, Message("has no job number"), day=day))
    return kept, [*strays, *([Stray(is_cut=True)] if is_cut else [])]


class RowError(Exception):
    """A row cannot be read: its number, and why."""

    def __init__(self, number: int, why: Message) -> None:
        """Keep row number and reason for the message."""
        self.number, self.why = number, why
        super().__init__(why)


def _job(
    rows: list[Row], at_of: Mapping[int, datetime], column_map: ColumnMap, kinds: Kinds
) -> CopierJob:
    job = CopierJob(
        _text(rows[0].cells.get("job")), max(at_of[row.number] for row in rows), rows[0].number
    )
    if not column_map.several_rows:
        # The same row twice, for example in two joined exports, counts once.
        rows = list({tuple(row.cells.items()): row for row in rows}.values())
    # max() picks the same one of several names in any order of the rows.
    job.account = max((_text(row.cells.get("account")) for row in rows), default="") or None
    job.machine = max((_text(row.cells.get("machine")) for row in rows), default="") or None
    targets = [_text(row.cells.get("target")) for row in rows]
    judged = [kinds.judge(_text(row.cells.get("kind"))) for row in rows]
    job.kind = max((_text(row.cells.get("kind")) for row in rows), key=len, default="")
    if "not_paper" in judged:
        printing, job.verdict = [], "not_paper"
    elif any(targets):
        printing = [
            row for row, target in zip(rows, targets, strict=True) if _prints(target, column_map)
        ]
        job.verdict = PAPER if printing else next(filter(None, judged), "scan")
    elif column_map.columns.kind:
        printing = [row for row, one in zip(rows, judged, strict=True) if one == PAPER]
        named = [one for row, one in zip(rows, judged, strict=True) if row.cells.get("kind")]
        job.verdict = PAPER if printing else next(filter(None, named), None)
    else:
        printing, job.verdict = rows, PAPER
    for row in printing:
        _count(job, row, column_map)
    return job


def _prints(target: str, column_map: ColumnMap) -> bool:
    return any(fold(word) in fold(target) for word in column_map.paper_targets) if target else False


def _count(job: CopierJob, row: Row, column_map: ColumnMap) -> None:
    try:
        counts = [
            _number(row.cells.get(f"impressions{n}"))
            for n in range(len(column_map.columns.impressions))
        ]
        if counts != [None] * len(counts):
            job.sides = (job.sides or 0) + sum(one or 0 for one in counts)
        sheets, copies = _number(row.cells.get("sheets")), _number(row.cells.get("copies"))
    except ValueError as error:
        raise RowError(row.number, message_of(error)) from None
    if sheets is not None:
        job.sheets = (job.sheets or 0) + sheets
    job.copies = max(filter(None, (job.copies, copies)), default=None)


def _number(cell: object) -> int | None:
    return None if fold(str(cell or "")) in _NOTHING and cell != 0 else count_in(cell)


def _text(cell: object) -> str:
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip()
    return "" if text in _NOTHING else str(cell).strip()


def _remark(row: Row, column_map: ColumnMap) -> str | None:
    """Return the text of a row with a single filled cell: the copier's own remark at the end of a download."""
    cells = [str(cell).strip() for cell in row.cells.values() if _text(cell)]
    is_time = bool(cells) and _is_time(cells[0], column_map)
    return cells[0] if len(cells) == 1 and not is_time and not cells[0].isdecimal() else None


def _is_time(text: str, column_map: ColumnMap) -> bool:
    try:
        instant_of(text, column_map.time_formats)
    except ValueError:
        return False
    return True


def _times(
    kept: list[tuple[str, Row]], column_map: ColumnMap
) -> tuple[dict[int, datetime], list[Stray]]:
    """Return each row's time by row number, and a stray for each row without one.

    A blank time is filled from the previous row of its job, else from the next one.
    """
    found: dict[int, datetime] = {}
    blank: set[int] = set()
    for number, row in kept:
        text = _time_text(row)
        try:
            # Without a job number, a blank time cannot be filled from another row.
            if text or not number:
                found[row.number] = instant_of(text, column_map.time_formats)
            else:
                blank.add(row.number)
        except ValueError:
            continue
    for rows in (kept, kept[::-1]):
        last: dict[str, datetime] = {}
        for number, row in rows:
            if row.number in blank and row.number not in found and number in last:
                found[row.number] = last[number]
            if row.number in found:
                last[number] = found[row.number]
    around = _around([found.get(row.number) for _, row in kept])
    return found, [
        replace(
            set_aside(row.number, MORE_CELLS if row.is_odd else _TIMELESS, _time_text(row)),
            days=around[place],
        )
        for place, (_, row) in enumerate(kept)
        if row.number not in found
    ]


def _around(times: list[datetime | None]) -> list[tuple[date, ...]]:
    """Return the possible days of each row if it had no time: any day of the log if the log is not in order of time."""
    days = [day_of(at) if at else None for at in times]
    known = [day for day in days if day]
    if known not in (sorted(known), sorted(known, reverse=True)):
        return [tuple(set(known))] * len(days)
    before, after = _carried(days), _carried(days[::-1])[::-1]
    return [tuple(filter(None, pair)) for pair in zip(before, after, strict=True)]


def _carried(days: list[date | None]) -> list[date | None]:
    """Return each row's day, or that of the last row before it that has one."""
    last: date | None = None
    return [last := day or last for day in days]


def _time_text(row: Row) -> str:
    parts = [_text(row.cells.get(name)) for name in ("date", "time")]
    return " ".join(filter(None, parts))


def _day_or_none(row: Row, column_map: ColumnMap) -> date | None:
    try:
        return day_of(instant_of(_time_text(row), column_map.time_formats))
    except ValueError:
        return None
