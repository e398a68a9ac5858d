"""The purchase book: sheets of paper bought, by section and month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field as Setting

from connectors.books.book import Book, BookKind, BookSettings, write_book
from connectors.cells import count_in, month_in, number_in, words_of
from connectors.contract import Field, Handling, Stream
from connectors.shapes import PAPER_BOUGHT
from connectors.tabular import Columns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

    from connectors.tabular import Problem, Row

COLUMNS = Columns(
    required={"section": ("課", "課コード", "課名"), "month": ("年月", "月")},
    optional={
        "sheets": ("枚数", "購入枚数"),
        "boxes": ("箱", "箱数"),
        "sheets_per_box": ("箱あたり枚数", "1箱の枚数"),
        "reams": ("冊", "冊数", "締"),
        "sheets_per_ream": ("冊あたり枚数", "1冊の枚数"),
    },
)
STREAM = Stream(
    "paper_bought",
    PAPER_BOUGHT,
    (
        Field("section", Handling.KEEP, "the section's code or name"),
        Field("month", Handling.KEEP, "the month of the purchase"),
        Field("sheets", Handling.KEEP, "sheets, in A4"),
        Field("boxes", Handling.KEEP, "boxes, turned into sheets"),
        Field("sheets_per_box", Handling.KEEP, "how many sheets a box holds"),
        Field("reams", Handling.KEEP, "reams, turned into sheets"),
        Field("sheets_per_ream", Handling.KEEP, "how many sheets a ream holds"),
    ),
    grain="month",
    # Sections hand in the book weeks after the month: two months are read again each night.
    settle_days=62,
    slice_days=366,
    undeclared="drop",
)


class Settings(BookSettings):
    """`kind = "paper_bought"`: the book, and how many sheets a box and a ream hold in this town."""

    kind: Literal["paper_bought"] = "paper_bought"
    sheets_per_box: int | None = Setting(default=None, gt=0)
    """Taken where the book gives boxes and has no such column; nothing is assumed."""
    sheets_per_ream: int | None = Setting(default=None, gt=0)


class _PaperBought:
    """Reads the rows of the purchase book."""

    def __init__(self, settings: Settings) -> None:
        self._per = {"boxes": settings.sheets_per_box, "reams": settings.sheets_per_ream}

    def read(self, row: Row, problems: list[Problem]) -> Mapping[str, object] | None:
        """Return the row in the shape; None if something in it is wrong."""
        section = row.need("section", words_of, problems)
        month = row.need("month", month_in, problems)
        sheets = self._sheets(row, problems)
        if section is None or month is None or sheets is None:
            return None
        return {
            "event": f"{month:%Y-%m}|{section}",
            "day_on": month,
            "section": section,
            "sheets": sheets,
        }

    def _sheets(self, row: Row, problems: list[Problem]) -> int | None:
        before = len(problems)
        written = row.read("sheets", count_in, problems)
        packed = [
            self._unpacked(row, "boxes", "sheets_per_box", problems),
            self._unpacked(row, "reams", "sheets_per_ream", problems),
        ]
        if len(problems) > before:
            return None
        counted = sum(part for part in packed if part is not None)
        if written is None and packed == [None, None]:
            problems.append(row.problem("「枚数」が空です", "枚数を書いてください(0枚なら 0)"))
            return None
        if written is not None and packed != [None, None] and written != counted:
            problems.append(
                row.problem("「枚数」が箱と冊から数えた枚数と違います", "どちらかを直してください")
            )
            return None
        return int(counted) if written is None else written

    def _unpacked(
        self, row: Row, column: str, per_column: str, problems: list[Problem]
    ) -> Decimal | None:
        packs = row.read(column, number_in, problems)
        if packs is None:
            return None
        per = row.read(per_column, count_in, problems) or self._per[column]
        if per is None:
            problems.append(
                row.problem(
                    f"1{'箱' if column == 'boxes' else '冊'}が何枚かわかりません",
                    f"列「{per_column}」に書くか、設定の {per_column} に書いてください",
                )
            )
            return None
        sheets = packs * per
        if packs < 0 or sheets != sheets.to_integral_value():
            problems.append(
                row.problem(f"「{column}」から数えた枚数が整数になりません", "数を直してください")
            )
            return None
        return sheets


def write_template(path: Path) -> Path:
    """Write an empty purchase book in Excel."""
    return write_book(
        path,
        "用紙購入",
        ("年月", "課", "枚数"),
        (
            "課ごとに、その月に買った用紙の枚数(A4に換算)を1行で書きます。",
            "年月は 2025-04 や 令和7年4月 のように書きます。",
            "課は課のファイル(sections.csv)にあるコードか名称で書きます。",
            "買わなかった月は 0 と書きます。空のままの月は「まだわからない」として扱います。",
            "箱で書くときは、列「箱」と「箱あたり枚数」を足します。",
        ),
    )


def connect(settings: Settings) -> Book:
    """Build the connector; the file is not opened yet."""
    return Book(settings, BookKind(STREAM, COLUMNS, _PaperBought(settings).read))
