"""The roster as offices and their personnel systems have it: headings, dates, second posts, shared accounts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from connectors.roster.roster import Roster, RosterError, read_roster
from flows.messages import in_language
from tests.japanese import raises_saying

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = "課コード,課名,設置日,廃止日,引継先\n0101,総務課,,,\n0102,税務課,,,\n"


def _read(folder: Path, staff: str, sections: str = SECTIONS, encoding: str = "cp932") -> Roster:
    (folder / "staff.csv").write_bytes(staff.encode(encoding))
    (folder / "sections.csv").write_bytes(sections.encode(encoding))
    return read_roster(folder / "staff.csv", folder / "sections.csv")


def _posts(roster: Roster) -> list[tuple[str, str, date | None, date | None]]:
    return [
        (one.staff_no, one.section, one.period.from_on, one.period.to_on)
        for one in roster.assignments
    ]


@pytest.mark.parametrize(
    "header",
    [
        "職員番号,所属コード,発令日,終了日,メールアドレス",
        "職員番号,課コード,開始日,終了日,アカウント",
        "職員コード,所属,異動日,終了年月日,ログインID",
        "staff_no,section,from,to,accounts",
        "職員番号,課,開始,終了,ユーザーID",
    ],
)
def test_the_headings_of_offices_are_read(header: str, tmp_path: Path) -> None:
    """Japanese beside English; and a section by its code, its name, or its code without zeros."""
    staff = f"{header}\n001,0101,S60.4.1,9999/12/31,a\n002,総務課,昭和60年4月1日,99991231,b\n003,102,1985-04-01,2999/12/31,c\n"
    roster = _read(tmp_path, staff)
    since = date(1985, 4, 1)
    assert _posts(roster) == [
        ("001", "0101", since, None),
        ("002", "0101", since, None),
        ("003", "0102", since, None),
    ]
    assert [alias.account for alias in roster.aliases] == ["a", "b", "c"]


def test_names_and_ranks_are_not_kept(tmp_path: Path) -> None:
    """Further columns are left unread, wherever they stand; code before name of a section."""
    staff = (
        "氏名,職員番号,職位,所属名,所属コード,発令日,終了日,アカウント,メールアドレス\n"
        "佐藤花子,001,係長,そうむか,0101,R2.4.1,,sato,sato@town.example\n"
    )
    roster = _read(tmp_path, staff)
    assert [alias.account for alias in roster.aliases] == ["sato", "sato@town.example"]
    assert "花子" not in repr(roster)
    assert "係長" not in repr(roster)


def test_a_roster_without_any_account_column_is_told(tmp_path: Path) -> None:
    """Nobody's use could be told."""
    with raises_saying(RosterError, "「accounts」がありません"):
        _read(tmp_path, "職員番号,課,開始,終了\n1,0101,2020-04-01,\n")


def test_an_empty_account_column_is_told(tmp_path: Path) -> None:
    """A town with nothing but books may have none; a lost column looks the same."""
    (note,) = _read(tmp_path, "職員番号,課,開始,終了,アカウント\n1,0101,2020-04-01,,\n").notes
    assert "一つも書かれていません" in in_language(note, "ja")


HEAD = "staff_no,section,from,to,accounts,主務兼務\n"


@pytest.mark.parametrize(
    "rows",
    [
        "1,0101,2020-04-01,,a,\n1,0102,2020-04-01,,a,\n",
        "1,0102,2020-04-01,,a,兼務\n1,0101,2020-04-01,,a,主務\n",
        "1,0101,2020-04-01,,a,本務\n1,0102,2022-04-01,2023-03-31,a,併任\n",
        "1,0101,2020-04-01,,a,\n1,0102,2022-04-01,,a,○\n",
    ],
)
def test_of_two_posts_the_main_one_counts_and_the_other_is_told(rows: str, tmp_path: Path) -> None:
    """A column says which, else the first row of two with the very same days."""
    roster = _read(tmp_path, HEAD + rows)
    assert _posts(roster) == [("1", "0101", date(2020, 4, 1), None)]
    (note,) = roster.notes
    assert "課 0102 は兼務として数えません" in in_language(note, "ja")
    assert "行目" in in_language(note, "ja")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # A transfer without its last day looks like a second post that began later.
        ("1,0101,2020-04-01,,a,\n1,0102,2021-04-01,,a,\n", "異動なら.*兼務なら"),
        ("1,0101,2020-04-01,2021-03-31,a,\n1,0102,2020-04-01,,a,\n", "期間が重なっています"),
        ("1,0101,2020-04-01,2021-03-31,a,主務\n1,0102,2020-04-01,,a,兼務\n", "主務の行のない日"),
        ("1,0101,2020-04-01,,a,兼務\n", "主務の行のない日"),
        ("1,0101,2020-04-01,,a,たぶん\n", "主務とも兼務とも読めません"),
        ("1,0101,2020-04-01,,a,主務\n1,0102,2021-04-01,,a,主務\n", "期間が重なっています"),
        ("001,0101,2020-04-01,2021-03-31,a,\n1,0102,2021-04-01,,a,\n", "先頭の 0 の数"),
        ("1,0101,2020-04-01,,madoguchi,\n2,0101,2020-04-01,,madoguchi,\n", "皆で使うアカウントなら"),
        ("1.0E+11,0101,2020-04-01,,a,\n", "指数の形"),
    ],
)  # fmt: skip
def test_what_could_be_two_things_is_refused_with_both(
    rows: str, said: str, tmp_path: Path
) -> None:
    """And what to write for each."""
    with raises_saying(RosterError, said):
        _read(tmp_path, HEAD + rows)


def test_a_leave_is_a_gap(tmp_path: Path) -> None:
    """Away for a year and back in the same section."""
    roster = _read(
        tmp_path, HEAD + "1,0101,2020-04-01,2025-03-31,a,\n1,0101,2026-04-01,9999-12-31,a,\n"
    )
    assert [one[3] for one in _posts(roster)] == [date(2025, 3, 31), None]
    assert not roster.notes


def test_mistakes_come_in_the_order_of_the_file_with_the_names_of_sections(tmp_path: Path) -> None:
    """Whoever mends goes from top to bottom."""
    sections = "section,name,from,to,successor\n0101,総務課,2022-04-01,,\n0102,税務課,,,\n"
    rows = "9,0102,2020-04-01,,z\n9,0101,2021-04-01,,z\n1,0102,2020-04-31,,a\n1,0999,x,,a\n8,0102,,,z\n"
    with pytest.raises(RosterError) as raised:
        _read(tmp_path, "staff_no,section,from,to,accounts\n" + rows, sections)
    numbers = [problem.number for problem in raised.value.problems]
    assert numbers == sorted(numbers)
    assert set(numbers) == {3, 4, 5, 6}
    with raises_saying(RosterError, r"課 0101\(総務課\)ができる前"):
        _read(tmp_path, "staff_no,section,from,to,accounts\n1,0101,2020-04-01,,a\n", sections)


def test_the_other_format_is_read_by_what_it_is_and_found_beside(tmp_path: Path) -> None:
    """An Excel file that is called .csv, and one that was saved beside the name in the settings."""
    (tmp_path / "sections.csv").write_text(SECTIONS, encoding="utf-8")
    book = Workbook()
    book.active.append(["職員番号", "課", "開始", "終了", "アカウント"])
    book.active.append([1, "0101", date(1985, 4, 1), date(9999, 12, 31), "a"])
    book.save(tmp_path / "x.xlsx")
    (tmp_path / "x.xlsx").rename(tmp_path / "staff.csv")
    roster = read_roster(tmp_path / "staff.csv", tmp_path / "sections.csv")
    assert _posts(roster) == [("1", "0101", date(1985, 4, 1), None)]
    (tmp_path / "staff.csv").rename(tmp_path / "staff.xlsx")
    with raises_saying(RosterError, r"staff\.xlsx があります"):
        read_roster(tmp_path / "staff.csv", tmp_path / "sections.csv")


def test_a_row_that_stands_twice_is_told_as_such_and_counts_once(tmp_path: Path) -> None:
    """It is no second post: nobody is asked which of two sections is the main one."""
    row = "1001,0101,2025-04-01,,hanako\n"
    other = "1002,0102,2025-04-01,,taro\n"
    roster = _read(tmp_path, f"職員番号,課コード,開始日,終了日,アカウント\n{row}{other}{row}{row}")
    assert len(roster.assignments) == 2
    assert len(roster.aliases) == 2
    assert len(roster.notes) == 2
    assert all(
        "前の行と同じ" in note and "兼務" not in note
        for note in (in_language(one, "ja") for one in roster.notes)
    )
