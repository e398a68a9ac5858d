"""Printed documents from a CSV of Event Viewer or of PowerShell's Export-Csv, in Japanese or English.

The job's values stand in a sentence. Its document name may contain any text, so the patterns anchor at both
ends of the sentence. Neither CSV gives the copies, and Event Viewer's gives neither record numbers nor the
computer.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.contract.streams import day_of
from connectors.io.logs.strays import Stray
from connectors.io.print_jobs.job_times import instant_of
from connectors.io.tables.cell_parsing import count_in
from connectors.io.tables.table_files import decode, read_sheets
from connectors.vendors.windows.events import WindowsEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

_PRINTED = 307
_HEADER_WITHIN = 3
_NAMES = {
    "time": ("日付と時刻", "date and time", "timecreated"),
    "id": ("イベント id", "event id", "id"),
    "message": ("message", "メッセージ", "説明", "全般"),
    "record": ("recordid",),
    "computer": ("machinename", "コンピューター"),
}
_SENTENCES = (
    re.compile(
        r"\s*(?:ユーザー )?(?:\S+ (?:上)?の )?(?P<Param3>\S.*?) が所有するドキュメント (?P<Param1>\d+)\s*[、,].*(?:が|は)、?\s*"
        r"ポート (?P<Param6>\S.*?) (?:を介して|を経由して|経由で|を使用して|を使って) (?P<Param5>\S.*?) ?(?:で|に|へ|上で)印刷されました。"
        r".*印刷(?:された|した)?ページ数?: ?(?P<Param8>\d+)",
        re.DOTALL,
    ),
    re.compile(
        r"\s*Document (?P<Param1>\d+), .* owned by (?P<Param3>\S.*?)(?: on \S+)? was printed on (?P<Param5>\S.*?)"
        r" through port (?P<Param6>\S.*?)\.\s+Size in bytes: \d+\.\s+Pages printed: (?P<Param8>\d+)",
        re.DOTALL,
    ),
)


def is_csv(path: Path) -> bool:
    """Whether the file is neither EVTX nor XML, and its first line has several columns."""
    with path.open("rb") as file:
        start = decode(file.read(4096).rpartition(b"\n")[0]) or ""
    lines = (line.strip() for line in start.lstrip("\ufeff").splitlines())
    # Export-Csv writes a line with the record type above the header.
    first = next((line for line in lines if line and not line.startswith("#TYPE")), "")
    return bool(first) and first[0] != "<" and not first.startswith("ElfFile") and "," in first


def read_csv(path: Path) -> Iterator[WindowsEvent | Stray]:
    """Yield the printed documents in the order of the file, and a stray for each sentence of unknown form.

    Raises:
        SkipPart: the file is not a CSV of events, or its meaning is ambiguous.
    """
    (sheet,) = read_sheets(path)
    columns, below = _header(path, sheet.lines)
    for line in below:
        cells = ["" if cell is None else str(cell).strip() for cell in line]
        named_cells = {name: cells[place] for name, place in columns.items() if place < len(cells)}
        if not named_cells.get("id"):
            continue
        try:
            if count_in(named_cells["id"]) == _PRINTED:
                yield _event(named_cells)
        except (KeyError, ValueError):
            yield Stray(named_cells.get("message", ""), is_damaged=True, days=_days(named_cells))


def _days(named_cells: dict[str, str]) -> tuple[date, ...]:
    try:
        return (day_of(instant_of(named_cells.get("time", ""), ())),)
    except ValueError:
        return ()


def _header(
    path: Path, lines: Sequence[Sequence[object]]
) -> tuple[dict[str, int], Sequence[Sequence[object]]]:
    for number, line in enumerate(lines[:_HEADER_WITHIN], start=1):
        names = [str(cell or "").strip().casefold() for cell in line]
        found = {
            name: names.index(word)
            for name, words in _NAMES.items()
            for word in words
            if word in names
        }
        if {"time", "id"} <= found.keys():
            # Event Viewer gives the column of the sentence no header.
            return {"message": len([one for one in names if one]), **found}, lines[number:]
    raise SkipPart(
        Message("this is no CSV of Event Viewer: it lacks 日付と時刻 and イベント ID"),
        place=path.name,
        next_step=Message(
            "save the log as .evtx or XML (Event Viewer: 「すべてのイベントを名前を付けて保存」)"
        ),
    )


def _event(named_cells: dict[str, str]) -> WindowsEvent:
    for sentence in _SENTENCES:
        if found := sentence.match(named_cells["message"]):
            values = found.groupdict()
            said = "\x1f".join(values[name] for name in sorted(values))
            # Without a record number, the values of the sentence identify the job within its second.
            record = named_cells.get("record") or int(
                hashlib.sha256(said.encode()).hexdigest()[:15], 16
            )
            at = instant_of(named_cells["time"], ())
            return WindowsEvent(_PRINTED, at, int(record), named_cells.get("computer", ""), values)
    raise ValueError
