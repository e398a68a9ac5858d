"""The purchase book: sheets of paper bought, per section and month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field as Setting

from connectors.contract.book_shapes import PAPER_BOUGHT
from connectors.contract.messages import Message
from connectors.contract.streams import Field, Handling, Stream
from connectors.io.tables.cell_parsing import count_in, month_in, number_in, words_of
from connectors.io.tables.headings import Columns
from connectors.vendors.books.book import Book, BookKind, BookSettings, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

    from connectors.io.tables.tabular import Problem, Row

COLUMNS = Columns(
    required={"課": ("section", "課コード", "課名"), "年月": ("month", "月")},
    optional={
        "枚数": ("sheets", "購入枚数"),
        "箱": ("boxes", "箱数"),
        "箱あたり枚数": ("sheets_per_box", "1箱の枚数"),
        "冊": ("reams", "冊数", "締"),
        "冊あたり枚数": ("sheets_per_ream", "1冊の枚数"),
    },
    by_hand=True,
)
STREAM = Stream(
    "paper_bought",
    PAPER_BOUGHT,
    (
        Field("課", Handling.KEEP, "the section's code or name"),
        Field("年月", Handling.KEEP, "the month of the purchase"),
        Field("枚数", Handling.KEEP, "sheets, in A4"),
        Field("箱", Handling.KEEP, "boxes, turned into sheets"),
        Field("箱あたり枚数", Handling.KEEP, "how many sheets a box holds"),
        Field("冊", Handling.KEEP, "reams, turned into sheets"),
        Field("冊あたり枚数", Handling.KEEP, "how many sheets a ream holds"),
    ),
    grain="month",
    # Sections hand in the book weeks after the month, so each night reads two months again.
    settle_days=62,
    slice_days=366,
    undeclared="drop",
)


class Settings(BookSettings):
    """`kind = "paper_bought"`: the book, and the number of sheets per box and per ream in this town."""

    kind: Literal["paper_bought"] = "paper_bought"
    sheets_per_box: int | None = Setting(default=None, gt=0)
    """Used if the book gives boxes without its own column for sheets per box; there is no default."""
    sheets_per_ream: int | None = Setting(default=None, gt=0)


class _PaperBought:
    """Parses the rows of the purchase book."""

    def __init__(self, settings: Settings) -> None:
        self._per = {
            "箱": ("sheets_per_box", settings.sheets_per_box),
            "冊": ("sheets_per_ream", settings.sheets_per_ream),
        }

    def read(self, row: Row, problems: list[Problem]) -> Mapping[str, object] | None:
        """Return the row in the stream's shape; None if it has a mistake."""
        section = row.need("課", words_of, problems)
        month = row.need("年月", month_in, problems)
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
        written = row.read("枚数", count_in, problems)
        packed = [self._unpacked(row, pack, problems) for pack in self._per]
        if len(problems) > before:
            return None
        counted = sum(part for part in packed if part is not None)
        if written is None and packed == [None, None]:
            thing = Message("“{column}” is empty", column=row.column("枚数"))
            problems.append(row.problem(thing, Message("write the sheets (0 if none)")))
            return None
        if written is not None and packed != [None, None] and written != counted:
            thing = Message(
                "“{column}” is not what boxes and reams come to", column=row.column("枚数")
            )
            problems.append(row.problem(thing, Message("mend either")))
            return None
        return int(counted) if written is None else written

    def _unpacked(self, row: Row, pack: str, problems: list[Problem]) -> Decimal | None:
        packs = row.read(pack, number_in, problems)
        if packs is None:
            return None
        setting, each = self._per[pack]
        per = row.read(f"{pack}あたり枚数", count_in, problems) or each
        if per is None:
            problems.append(
                row.problem(
                    Message("how many sheets a {pack} holds is not known", pack=pack),
                    Message(
                        "write it into the column “{column}”, or into the setting {setting}",
                        column=row.column(f"{pack}あたり枚数"),
                        setting=setting,
                    ),
                )
            )
            return None
        sheets = packs * per
        if packs < 0 or sheets != sheets.to_integral_value():
            problems.append(
                row.problem(
                    Message(
                        "the sheets counted from “{column}” are no whole number",
                        column=row.column(pack),
                    ),
                    Message("mend the number"),
                )
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
    """Build the connector without opening the file."""
    return Book(settings, BookKind(STREAM, COLUMNS, _PaperBought(settings).read))
