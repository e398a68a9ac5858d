"""`hirogari check` names each mistake in a file, the roster or the settings, with its row and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.cli import main
from tests.flows.checked import assert_named, check_with, wrong_lines

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS = 'kind = "slack_members"\nfiles = ["*members*.csv"]'


_MEMBERS = "Name,Days active,Messages posted\n佐藤,{days},{messages}\n"


WRONG_MONTHS = (
    ("members.csv", _MEMBERS.format(days=1, messages=1), ("of which month", "slack-members-2026-04.csv")),
    ("members-2025-02.csv", _MEMBERS.format(days=29, messages=1), ("line 2", "“Days active”", "longer time", "whole month")),
    ("members-2025-02.csv", _MEMBERS.format(days=1, messages="x"), ("line 2", "“Messages posted”", "anew")),
    ("members-2025-02.csv", "Name,Days active\n佐藤,1\n", ("no column “Messages posted”",)),
    ("members-2025-02.csv", _MEMBERS.splitlines()[0] + "\n", ("no member", "whole month")),
    ("members-2099-01.csv", _MEMBERS.format(days=1, messages=1), ("before its month was over", "again")),
)  # fmt: skip


@pytest.mark.parametrize(("name", "content", "owed"), WRONG_MONTHS)
def test_what_is_no_whole_month_of_slack_is_named(
    name: str,
    content: str,
    owed: tuple[str, ...],
    town_hall: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The finding names the file, its row and its column, never a member's name."""
    (town_hall.parent / name).write_text(content, encoding="utf-8")
    wrong = check_with(town_hall, "months", MEMBERS, capsys)
    assert not any("佐藤" in line for line in wrong)
    assert_named(wrong, name, owed)


TALLIED = "課,月,電子,紙\n総務課,2025-04,1,2\nzeimu,2025-04,1,2\n総無課,2025-04,3,4\n"


def test_a_section_that_is_not_on_the_list_is_named(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` reports it in a book, with its spelling, row and column, and in the settings, before a night meets it."""
    (town_hall.parent / "book.csv").write_text(TALLIED, encoding="utf-8")
    book = 'kind = "approvals"\nfile = "book.csv"\nsections = ["nono"]'
    wrong = check_with(town_hall, "approvals", book, capsys)
    assert [line.removeprefix("NG  ").partition("]")[0] for line in wrong] == [
        "there is no section '総無課' [source approvals, book.csv row 4, column “課”",
        "there is no section 'nono' [source approvals, sections",
        "`sections` is for sources that tell of a tool's use or of printing [source approvals",
    ]
    assert all("one of: soumu" in line for line in wrong[:2])


def test_all_that_is_wrong_in_a_row_of_a_book_is_named(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong number and a wrong section are reported in one run, with the column names of this book."""
    (town_hall.parent / "book.csv").write_text(
        "月,課名,購入枚数\n2025-04,総無課,約百\n", encoding="utf-8"
    )
    text = town_hall.read_text(encoding="utf-8")
    town_hall.write_text(
        f'{text}\n[[sources]]\nname = "paper2"\nkind = "paper_bought"\nfile = "book.csv"\n',
        encoding="utf-8",
    )
    with pytest.raises(SystemExit):
        main(["check", "--settings", str(town_hall)])
    told = capsys.readouterr().out
    assert "課 '総無課' は課の表にありません [source paper2, book.csv 2行目「課名」]" in told
    assert "book.csv 2行目: 「購入枚数」が数として読めません" in told


@pytest.mark.parametrize("language", ["ja", "en"])
def test_check_speaks_the_towns_language(
    language: str, town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The findings on roster, sections and settings, and their next steps, are in the town's language."""
    text = town_hall.read_text(encoding="utf-8")
    text = text.replace("[town]", f'[town]\nlanguage = "{language}"')
    more = "[targets.section.sommu]\nfiles = { 2026 = 80 }\n"
    served = text.replace('kind = "paper_bought"', 'kind = "paper_bought"\nsections = ["soumu"]')
    town_hall.write_text(f"{served}\n{more}", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--settings", str(town_hall)])
    lines = capsys.readouterr().out.splitlines()
    steps = [line for line in lines if line.startswith("NG ")]
    assert len(steps) == 2, lines
    in_japanese = [any("ぁ" <= letter <= "ん" for letter in line) for line in steps]
    assert in_japanese == [language == "ja"] * 2, steps
    roster = {"ja": "名簿: 職員 12 人、課 2", "en": "roster: 12 staff, 2 sections"}[language]
    assert f"ok  {roster} [" in lines[1]


def test_each_mistake_of_the_roster_has_a_line_of_its_own(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two empty files that `hirogari init` writes give two findings on two lines."""
    for name, header in (
        ("staff.csv", "staff_no,section,from,to,accounts"),
        ("sections.csv", "section,name,from,to,successor"),
    ):
        (town_hall.parent / name).write_text(header + "\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--settings", str(town_hall)])
    wrong = [
        line
        for line in capsys.readouterr().out.splitlines()
        if "s.csv" in line or "staff.csv" in line
    ]
    assert [line.split(" [")[1].split("]")[0] for line in wrong] == ["sections.csv", "staff.csv"]
    assert all(line.startswith("NG ") and "→" in line for line in wrong)


def test_a_tool_counted_by_person_here_and_without_people_there_is_said(
    town_hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is a finding unless one source names its sections: a section must not show 0 % because it uses the other."""
    (town_hall.parent / "log.csv").write_text("日時,利用者\n2025-04-01 09:00,a\n", encoding="utf-8")
    (town_hall.parent / "jicofo.log").write_text("x\n", encoding="utf-8")
    mapped = (
        'kind = "mapped_csv"\nfiles = ["log.csv"]\ntool = "meetings"\naction = "joined"\n'
        'columns = { time = "日時", account = "利用者" }\n'
    )
    rooms = '[[sources]]\nname = "rooms"\nkind = "jitsi"\nfiles = ["jicofo.log"]\n'
    text = town_hall.read_text(encoding="utf-8")
    online = f'\n[[sources]]\nname = "online"\n{mapped}'
    told = {}
    for said in (("", ""), (ALL, ""), (SOME, ""), ("", SOME)):
        town_hall.write_text(f"{text}{online}{said[0]}{rooms}{said[1]}", encoding="utf-8")
        told[said] = [line for line in wrong_lines(town_hall, capsys) if "人を分けずに" in line]
    (asked,) = told.pop(("", ""))
    assert asked.startswith("NG  オンライン会議: online は人ごとに、rooms は人を分けずに数えます")
    assert "[source rooms] → " in asked
    assert 'source online に sections = "all"' in asked
    assert not any(told.values())


ALL, SOME = 'sections = "all"\n', 'sections = ["soumu"]\n'
