"""Headings as people write them: other words, remarks in brackets, and units that change what stands below."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.roster.roster import RosterError, read_roster
from connectors.vendors.registry import module_of
from tests.japanese import raises_saying

if TYPE_CHECKING:
    from pathlib import Path

YEAR = Window(date(2025, 4, 1), date(2026, 4, 1))
SECTIONS = "課コード,課名,設置日(西暦),廃止日,引継先\n0101,総務課,,,\n"


def _rows(folder: Path, kind: str, text: str) -> list[dict[str, Any]]:
    path = folder / "book.csv"
    path.write_text(text, encoding="utf-8")
    module: Any = module_of(kind)
    book = module.connect(module.Settings(name=kind, kind=kind, file=path))
    return [row for one in book.fetch(book.streams[0], YEAR) for row in one.rows.to_pylist()]


@pytest.mark.parametrize(
    "header",
    [
        "職員番号(6桁),所属名,発令年月日（西暦）,離任日,メールアドレス(必須)",
        "職員ＩＤ,部署,着任日,解除年月日,UPN",
        "社員番号,課名,配属年月日,終了日(任意),Eメールアドレス",
        "staff number,department,start date,end date,email",
    ],
)
def test_a_roster_is_read_by_other_headings(header: str, tmp_path: Path) -> None:
    """A remark that says how to fill the column in changes nothing."""
    (tmp_path / "staff.csv").write_text(f"{header}\n001,総務課,2024-04-01,,a@t.jp\n", "utf-8")
    (tmp_path / "sections.csv").write_text(SECTIONS, "utf-8")
    roster = read_roster(tmp_path / "staff.csv", tmp_path / "sections.csv")
    assert [one.section for one in roster.assignments] == ["0101"]
    assert [one.account for one in roster.aliases] == ["a@t.jp"]


def test_a_missing_column_is_told_with_its_japanese_names(tmp_path: Path) -> None:
    """And not by the English one alone."""
    (tmp_path / "staff.csv").write_text(
        "職員番号,係,開始日,アカウント\n1,x,2024-04-01,a\n", "utf-8"
    )
    (tmp_path / "sections.csv").write_text(SECTIONS, "utf-8")
    with raises_saying(RosterError, r"「section」は「課コード」.*「to」は「終了日」"):
        read_roster(tmp_path / "staff.csv", tmp_path / "sections.csv")


def test_a_unit_that_is_the_columns_own_is_read(tmp_path: Path) -> None:
    """The second side of a book is not lost for its heading."""
    rows = _rows(tmp_path, "approvals", "年月,課,電子決裁(件),紙決裁(件)\n2025-04,総務課,3,4\n")
    assert sorted((row["side"], row["count"]) for row in rows) == [("digital", 3), ("paper", 4)]


@pytest.mark.parametrize("heading", ["枚数(千枚)", "枚数(A3)", "枚数[箱数]"])
def test_a_unit_that_is_another_is_refused(heading: str, tmp_path: Path) -> None:
    """A thousand sheets are not one sheet, and an empty column is not the reason."""
    with raises_saying(SkipPart, "かっこの中"):
        _rows(tmp_path, "paper_bought", f"年月,課,{heading}\n2025-04,総務課,4\n")


def test_a_remarked_heading_beside_its_plain_one_is_left(tmp_path: Path) -> None:
    """Which of them counts is plain."""
    text = "年月,課,枚数,枚数(千枚)\n2025-04,総務課,4000,4\n"
    assert [row["sheets"] for row in _rows(tmp_path, "paper_bought", text)] == [4000]
