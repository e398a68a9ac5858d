"""A last row without a line end: whole where it ends as the rows above do, and refused wherever it may have been cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart
from connectors.io.logs.log_lines import read_lines
from connectors.io.tables.table_files import read_sheets
from tests.japanese import raises_saying

if TYPE_CHECKING:
    from pathlib import Path

STAFF = [
    "staff_no,section,from,accounts",
    *(f"10{n:02d},soumu,2025-04-01,user{n}@town.example.jp" for n in range(8, 13)),
]
SECTIONS = ["section,name,from,to,successor", *(f"s{n},課{n},2020-04-01,," for n in range(5))]
DATES = ["課,研修,日", *(f"総務課,表計算,2025-0{n}-1{n}" for n in range(4, 9))]
COUNTS = ["年月,課,枚数", *(f"2025-0{n},総務課,{n}200" for n in range(4, 9))]
QUOTED = ["年月,課,題", *(f'2025-0{n},総務課,"第{n}回"' for n in range(4, 9))]


def _read(path: Path, text: str) -> list[object]:
    path.write_bytes(text.encode())
    (sheet,) = read_sheets(path)
    return list(sheet.lines)


@pytest.mark.parametrize("lines", [STAFF, SECTIONS, DATES, QUOTED])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_as_google_sheets_saves_it_is_read(
    tmp_path: Path, lines: list[str], end: str
) -> None:
    """Its last row has no line end, and holds all that stood there."""
    whole = _read(tmp_path / "a.csv", end.join([*lines, ""]))
    assert _read(tmp_path / "b.csv", end.join(lines)) == whole


@pytest.mark.parametrize("lines", [STAFF, DATES, COUNTS, QUOTED])
def test_a_table_that_was_cut_is_refused_wherever_it_was_cut(
    tmp_path: Path, lines: list[str]
) -> None:
    """In its last three rows, at each sign but those at which a row ends whole; a count is never believed."""
    text = "\n".join(lines)
    rows = text.splitlines(keepends=True)
    start = len("".join(rows[:-3]))
    ends = {len("".join(rows[:n]).rstrip("\n")) for n in range(len(rows) + 1)}
    ends |= {len("".join(rows[:n])) for n in range(len(rows))}
    for at in range(start, len(text)):
        if at in ends and lines is not COUNTS:
            continue
        if text[:at].endswith("\n"):
            continue
        with raises_saying(SkipPart, "途中で切れた"):
            _read(tmp_path / "a.csv", text[:at])


def test_a_log_with_line_ends_of_an_old_mac_is_read(tmp_path: Path) -> None:
    """CR alone ends each line; whatever the encoding, the signs stay as they are."""
    file = tmp_path / "a.log"
    file.write_bytes("一行目\r二行目\r".encode())
    assert list(read_lines(file)) == ["一行目", "二行目"]
    file.write_bytes(b"one\r\ntwo\r\n")
    assert list(read_lines(file)) == ["one", "two"]
