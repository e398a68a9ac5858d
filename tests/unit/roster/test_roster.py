"""The roster is read right, or refused with every mistake named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from connectors.roster.roster import Roster, RosterError, read_roster
from tests.japanese import in_japanese

if TYPE_CHECKING:
    from pathlib import Path

STAFF = "staff_no,section,from,to,accounts\n"
SECTIONS = (
    "section,name,from,to,successor\n"
    "soumu,総務課,2000-04-01,,\n"
    "kikaku,企画課,2000-04-01,2025-03-31,soumu\n"
    "zeimu,税務課,2000-04-01,2024-03-31,\n"
)


def _read(folder: Path, staff: str, sections: str = SECTIONS, encoding: str = "utf-8") -> Roster:
    (folder / "staff.csv").write_bytes((STAFF + staff).encode(encoding))
    (folder / "sections.csv").write_bytes(sections.encode(encoding))
    return read_roster(folder / "staff.csv", folder / "sections.csv")


def _refused(folder: Path, staff: str, sections: str = SECTIONS) -> str:
    with pytest.raises(RosterError) as caught:
        _read(folder, staff, sections)
    return in_japanese(caught.value)


def _days(roster: Roster) -> list[tuple[str, str, date | None, date | None]]:
    return [
        (one.staff_no, one.section, one.period.from_on, one.period.to_on)
        for one in roster.assignments
    ]


def test_a_transfer_is_two_rows_that_touch_and_do_not_overlap(tmp_path: Path) -> None:
    """The last day in one section and the first in the next are both kept."""
    roster = _read(
        tmp_path, "0012,soumu,2020-04-01,2022-03-31,a\n0012,zeimu,2022/4/1,令和6年3月31日,a\n"
    )
    assert _days(roster) == [
        ("0012", "soumu", date(2020, 4, 1), date(2022, 3, 31)),
        ("0012", "zeimu", date(2022, 4, 1), date(2024, 3, 31)),
    ]


def test_whoever_is_in_a_merged_section_moves_to_its_successor(tmp_path: Path) -> None:
    """A section that ends hands its people over on the next day, without a row by hand."""
    roster = _read(tmp_path, "1,kikaku,2020-04-01,,a\n2,kikaku,2025-06-01,,b\n")
    assert _days(roster) == [
        ("1", "kikaku", date(2020, 4, 1), date(2025, 3, 31)),
        ("1", "soumu", date(2025, 4, 1), None),
        ("2", "soumu", date(2025, 6, 1), None),
    ]


@pytest.mark.parametrize(
    ("staff", "word"),
    [
        ("1,soumu,2020-04-01,,a\n1,kikaku,2021-04-01,,a\n", "3行目: 同じ職員番号が2行目にも"),
        ("1,nowhere,2020-04-01,,a\n", "課 nowhere は課のファイルにありません"),
        ("1,soumu,2020-04-01,,a\n2,soumu,2020-04-01,,Ａ\n", "2行目の別の職員と"),
        ("1,soumu,2020-04-31,,a\n", "「from」が暦にない日付です"),
        ("1,soumu,20-04-01,,a\n", "西暦4桁でも元号でもない年"),
        ("1,soumu,,,a\n", "「from」が空です"),
        ("1,soumu,2020-04-01,2019-04-01,a\n", "「to」が「from」より前の日です"),
        (",soumu,2020-04-01,,a\n", "「staff_no」が空です"),
        ("1,zeimu,2020-04-01,,a\n", "課 zeimu(税務課)がなくなった後の期間"),
        ("1,soumu,1999-04-01,,a\n", "課 soumu(総務課)ができる前の期間"),
        ("1,soumu,2020-04-01,,a[2020-04-01]\n", "「accounts」の期間が読めません"),
        ("1,soumu,2020-04-01,,a[2021-04-01..2020-04-01]\n", "逆です"),
        ("", "見出しの下に行がありません"),
    ],
)
def test_each_mistake_is_named_with_its_row(tmp_path: Path, staff: str, word: str) -> None:
    """Thing, file, row and next step, in Japanese."""
    message = _refused(tmp_path, staff)
    assert word in message
    assert "staff.csv" in message
    assert "→" in message


@pytest.mark.parametrize(
    ("sections", "word"),
    [
        (
            "section,name,from,to,successor\nsoumu,総務課,,2024-03-31,gone\n",
            "引き継ぎ先の課 gone がありません",
        ),
        ("section,name,from,to,successor\nsoumu,総務課,,,b\nb,乙課,,,\n", "終了日(to)がありません"),
        (
            "section,name,from,to,successor\nsoumu,総務課,,,\nsoumu,総務部,,,\n",
            "2行目と重なっています",
        ),
        (
            "section,name,from,to,successor\nsoumu,総務課,,2024-03-31,b\nb,乙課,,2024-03-31,soumu\n",
            "めぐって",
        ),
        ("section,name,from,to,successor\nsoumu,,,,\n", "「name」が空です"),
        ("section,name,from,to,successor\n_town,全庁,,,\n", "_ で始まっています"),
        ("section,name,from,until,successor\nsoumu,総務課,,,\n", "列「to」がありません"),
    ],
)
def test_each_mistake_in_the_sections_is_named(tmp_path: Path, sections: str, word: str) -> None:
    """The sections file is judged as the staff file is."""
    assert word in _refused(tmp_path, "1,soumu,2020-04-01,,a\n", sections)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    """Nobody has to mend the file five times."""
    with pytest.raises(RosterError) as caught:
        _read(tmp_path, "1,nowhere,2020-04-01,,a\n2,soumu,x,,b\n,soumu,2020-04-01,,c\n")
    assert len(caught.value.problems) == 3


def test_no_account_and_no_staff_number_stands_in_a_message(tmp_path: Path) -> None:
    """Messages reach logs and pages: they name the place, never who."""
    message = _refused(
        tmp_path, "canary1,soumu,2020-04-01,,canary2\ncanary3,soumu,2020-04-01,canary4,canary2\n"
    )
    assert "canary" not in message


def test_accounts_are_split_dated_and_compared_alike(tmp_path: Path) -> None:
    """Full-width, case and every separator; a dated alias holds within its days only."""
    roster = _read(
        tmp_path,
        '1,soumu,2020-04-01,,"Ｈanako@Example.jp；hana、h1, h2\nh3　old[2020-04-01..2021-03-31] new[2021/4/1..]"\n',
    )
    found = {alias.account: alias.period for alias in roster.aliases}
    assert set(found) == {"hanako@example.jp", "hana", "h1", "h2", "h3", "old", "new"}
    assert found["old"].to_on == date(2021, 3, 31)
    assert found["new"].from_on == date(2021, 4, 1)
    assert found["new"].to_on is None


def test_one_account_may_change_hands_on_dated_days(tmp_path: Path) -> None:
    """A shared desk's account belongs to whoever sat there."""
    roster = _read(
        tmp_path,
        "1,soumu,2020-04-01,,desk[..2021-03-31]\n2,soumu,2020-04-01,,desk[2021-04-01..]\n",
    )
    assert [alias.staff_no for alias in roster.aliases] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_the_encodings_of_town_halls_give_the_same_roster(tmp_path: Path, encoding: str) -> None:
    """①㈱髙﨑 are in CP932 and not in Python's shift_jis."""
    sections = "section,name,from,to,successor\nsoumu,①㈱髙﨑課ｶﾅ,,,\n"
    roster = _read(tmp_path, "1,soumu,2020-04-01,,a\n", sections, encoding)
    assert roster.sections[0].name == "①㈱髙﨑課ｶﾅ"


def test_excel_gives_the_same_roster_as_csv(tmp_path: Path) -> None:
    """Dates are dates and numbers are numbers in Excel; a title may stand above the header."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["職員名簿"])
    sheet.append(["職員番号", "課", "開始", "終了", "アカウント", "備考"])
    sheet.append([12, "soumu", date(2020, 4, 1), None, "a;b", "-"])
    book.save(tmp_path / "staff.xlsx")
    (tmp_path / "sections.csv").write_text(SECTIONS, encoding="utf-8")
    roster = read_roster(tmp_path / "staff.xlsx", tmp_path / "sections.csv")
    assert _days(roster) == [("12", "soumu", date(2020, 4, 1), None)]
    assert [alias.account for alias in roster.aliases] == ["a", "b"]
