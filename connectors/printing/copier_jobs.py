"""Rows of a copier's job log → jobs.

Most makers write a row a job. Ricoh writes several with one Log ID: what they have in common, then a row for each source
and each target, whose other cells are blank; only the targets that print put something on paper. What a row says of
the time, the user and the kind holds for all rows of its job.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.cells import count_in, day_in
from connectors.contract import TOKYO, day_of
from connectors.coverage import Stray
from connectors.exported import LOCAL_TIMES, local_instant
from connectors.printing.job_kinds import PAPER, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.printing.column_maps import ColumnMap
    from connectors.printing.job_kinds import Kinds
    from connectors.tabular import Row

_NOTHING = {"", "-", "--", "---", "n/a", "―", "ー"}
_ENDS_WHOLE = re.compile(r"download(?:ing)? completed|ダウンロード(?:が)?完了")
_DAY_AND_TIME = re.compile(
    r"(?P<day>.+?)[ T]?(?P<half>午前|午後|am|pm)?\s*(?P<hour>\d{1,2})[:時](?P<minute>\d{2})"
    r"(?:[:分](?P<second>\d{2})(?:\.\d+)?秒?|分)?"
)
_NOON = 12


@dataclass(slots=True)
class CopierJob:
    """One job; counts are over all copies, None where the log does not say."""

    number: str
    at: datetime
    row: int
    """The first of its rows, as a spreadsheet numbers them."""
    account: str | None = None
    machine: str | None = None
    kind: str = ""
    verdict: str | None = None
    """`paper`, why it is none, or None: nobody knows."""
    sides: int | None = None
    sheets: int | None = None
    copies: int | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """Return what a copy of the same log says in the same words."""
        return self.number, self.at, self.account, self.kind, self.sides, self.sheets, self.copies


def jobs_in(rows: Sequence[Row], told: ColumnMap, kinds: Kinds) -> Iterator[CopierJob | Stray]:
    """Yield the jobs of a file in order of time, and a stray where the file says that it ends too early.

    Raises:
        RowError: a row cannot be read.
    """
    has_numbers, needed, is_cut = (
        any("job" in row.cells for row in rows),
        set(told.table().required),
        False,
    )
    kept: list[tuple[str, Row]] = []
    for row in rows:
        number = _text(row.cells.get("job"))
        remark = None if number else _remark(row, told)
        if remark:
            if not _ENDS_WHOLE.search(fold(remark)):
                yield Stray(remark, is_damaged=True)
                is_cut = True
        elif row is rows[-1] and not needed <= row.cells.keys():
            # The last row has fewer columns than the header: the log was cut there.
            is_cut = True
        elif number or not has_numbers:
            kept.append((number, row))
        else:
            raise RowError(row.number, "has no job number")
    times = _times(kept, told)
    groups: dict[tuple[object, ...], list[Row]] = {}
    for turn, ((number, row), at) in enumerate(zip(kept, times, strict=True)):
        # Numbers begin anew after a while; within one day those of several rows do not.
        group: tuple[object, ...] = (number, day_of(at))
        if not told.several_rows:
            group = number, at, _text(row.cells.get("machine"))
        groups.setdefault(group if number else (turn,), []).append(row)
    at_of = {row.number: at for (_, row), at in zip(kept, times, strict=True)}
    jobs = [_job(group, at_of, told, kinds) for group in groups.values()]
    yield from sorted(jobs, key=lambda job: (job.at, job.row))
    if is_cut:
        yield Stray(is_cut=True)


class RowError(Exception):
    """A row that cannot be read: its number, and why."""

    def __init__(self, number: int, why: str) -> None:
        """Keep both apart for the message."""
        self.number, self.why = number, why
        super().__init__(why)


def _job(rows: list[Row], at_of: dict[int, datetime], told: ColumnMap, kinds: Kinds) -> CopierJob:
    job = CopierJob(
        _text(rows[0].cells.get("job")), max(at_of[row.number] for row in rows), rows[0].number
    )
    if not told.several_rows:
        # The same row twice, as where two exports were put together, is one.
        rows = list({tuple(row.cells.items()): row for row in rows}.values())
    # In any order of the rows: the same one of several names.
    job.account = max((_text(row.cells.get("account")) for row in rows), default="") or None
    job.machine = max((_text(row.cells.get("machine")) for row in rows), default="") or None
    targets = [_text(row.cells.get("target")) for row in rows]
    judged = [kinds.judge(_text(row.cells.get("kind"))) for row in rows]
    job.kind = max((_text(row.cells.get("kind")) for row in rows), key=len, default="")
    if "not_paper" in judged:
        printing, job.verdict = [], "not_paper"
    elif any(targets):
        printing = [row for row, target in zip(rows, targets, strict=True) if _prints(target, told)]
        job.verdict = PAPER if printing else next(filter(None, judged), "scan")
    elif told.columns.kind:
        printing = [row for row, one in zip(rows, judged, strict=True) if one == PAPER]
        named = [one for row, one in zip(rows, judged, strict=True) if row.cells.get("kind")]
        job.verdict = PAPER if printing else next(filter(None, named), None)
    else:
        printing, job.verdict = rows, PAPER
    for row in printing:
        _count(job, row, told)
    return job


def _prints(target: str, told: ColumnMap) -> bool:
    return any(fold(word) in fold(target) for word in told.paper_targets) if target else False


def _count(job: CopierJob, row: Row, told: ColumnMap) -> None:
    try:
        counts = [
            _number(row.cells.get(f"impressions{n}")) for n in range(len(told.columns.impressions))
        ]
        if counts != [None] * len(counts):
            job.sides = (job.sides or 0) + sum(one or 0 for one in counts)
        sheets, copies = _number(row.cells.get("sheets")), _number(row.cells.get("copies"))
    except ValueError as error:
        raise RowError(row.number, str(error)) from None
    if sheets is not None:
        job.sheets = (job.sheets or 0) + sheets
    job.copies = max(filter(None, (job.copies, copies)), default=None)


def _number(cell: object) -> int | None:
    return None if fold(str(cell or "")) in _NOTHING and cell != 0 else count_in(cell)


def _text(cell: object) -> str:
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip()
    return "" if text in _NOTHING else str(cell).strip()


def _remark(row: Row, told: ColumnMap) -> str | None:
    """Return the text of a row that holds one alone: the copier's own words at the end of a download."""
    cells = [str(cell).strip() for cell in row.cells.values() if _text(cell)]
    is_time = bool(cells) and _is_time(cells[0], told)
    return cells[0] if len(cells) == 1 and not is_time and not cells[0].isdecimal() else None


def _is_time(text: str, told: ColumnMap) -> bool:
    try:
        instant_of(text, told.time_formats)
    except ValueError:
        return False
    return True


def _times(kept: list[tuple[str, Row]], told: ColumnMap) -> list[datetime]:
    """Return each row's time; a blank one is that of the row of its job before it, else after it."""
    found: list[datetime | None] = []
    for number, row in kept:
        parts = [_text(row.cells.get(name)) for name in ("date", "time")]
        text = " ".join(filter(None, parts))
        try:
            # Without a number nothing tells whose time a blank one would be.
            is_blank = not text and bool(number)
            found.append(None if is_blank else instant_of(text, told.time_formats))
        except ValueError as error:
            raise RowError(row.number, str(error)) from None
    for order in (range(len(kept)), range(len(kept) - 1, -1, -1)):
        last: dict[str, datetime] = {}
        for place in order:
            number, at = kept[place][0], found[place]
            found[place] = at or last.get(number)
            if at := found[place]:
                last[number] = at
    for (_, row), at in zip(kept, found, strict=True):
        if at is None:
            raise RowError(row.number, "no time in a known form")
    return [at for at in found if at]


def instant_of(text: str, formats: tuple[str, ...]) -> datetime:
    """Return the instant of a time in Japan: in a map's formats, in ISO, or as people write it (令和, 午後, full-width).

    Raises:
        ValueError: it is in no known form; the text is not repeated.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return local_instant(plain, (*formats, *LOCAL_TIMES), TOKYO)
    except ValueError:
        pass
    try:
        instant = datetime.fromisoformat(plain)
    except ValueError:
        return _as_people_write(plain)
    if ":" not in plain:
        # A day alone tells of no time.
        raise ValueError("no time in a known form")
    return (instant if instant.tzinfo else instant.replace(tzinfo=TOKYO)).astimezone(UTC)


def _as_people_write(text: str) -> datetime:
    found = _DAY_AND_TIME.fullmatch(text.casefold())
    try:
        day = day_in(found["day"].strip()) if found else None
        if found and day:
            return _at(day.isoformat(), found)
    except ValueError:
        pass
    raise ValueError("no time in a known form")


def _at(day: str, found: re.Match[str]) -> datetime:
    hour = int(found["hour"])
    if found["half"]:
        if hour > _NOON:
            raise ValueError
        hour = hour % _NOON + (_NOON if found["half"] in {"午後", "pm"} else 0)
    midnight = datetime.fromisoformat(day).replace(tzinfo=TOKYO)
    if hour > 23 or int(found["minute"]) > 59:  # noqa: PLR2004 - a clock
        raise ValueError
    passed = timedelta(hours=hour, minutes=int(found["minute"]), seconds=int(found["second"] or 0))
    return (midnight + passed).astimezone(UTC)
