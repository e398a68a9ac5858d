"""Books of monthly counts by section: one row per section and month, with a digital and a paper count.

One module for approvals, filings, meetings, site inspections, minutes, FAX, automation and overtime, which differ in
their words only. An empty count is not known yet; 0 is written as 0. The book of overtime holds hours and a number of
people, never who worked them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.book_shapes import TALLY
from connectors.contract.messages import Message
from connectors.contract.streams import Field, Handling, Stream
from connectors.io.tables.cell_parsing import count_in, hours_in, month_in, words_of
from connectors.io.tables.headings import Columns
from connectors.vendors.books.book import Book, BookKind, BookSettings, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.tables.tabular import Problem, Row

Pair = Literal[
    "approvals", "filings", "meetings", "inspections", "minutes", "fax", "automation", "overtime"
]
_IN_HOURS = frozenset({"hours", "longest"})
"""Sides that are hours; every other side is a whole number."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The words of one book: its title, side → its header and other spellings, and the instructions on what counts."""

    title: str
    sides: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    needed: int = 1
    """How many of the sides, from the first, must have a column."""


_SHEETS: dict[str, _Sheet] = {
    "approvals": _Sheet(
        "決裁",
        {"digital": ("電子決裁", "電子"), "paper": ("紙決裁", "紙")},
        ("電子決裁は文書管理システムで終えた件数、紙決裁は紙に押印して終えた件数です。",),
    ),
    "filings": _Sheet(
        "申請",
        {"digital": ("オンライン", "電子"), "paper": ("窓口・郵送", "窓口", "紙")},
        ("オンラインで受け付けた件数と、窓口や郵送で受け付けた件数です(できるかどうかではありません)。",),
    ),
    "meetings": _Sheet(
        "会議",
        {"digital": ("オンライン参加あり", "オンライン"), "paper": ("対面のみ", "対面")},
        ("一人でも離れた場所から参加した会議と、会議室だけで開いた会議の回数です。",),
    ),
    "inspections": _Sheet(
        "視察",
        {"digital": ("オンライン",), "paper": ("現地",)},
        ("オンラインで行った視察と、現地に出向いた視察の回数です。",),
    ),
    "minutes": _Sheet(
        "議事録",
        {"digital": ("AI議事録", "機械"), "paper": ("手作業", "手")},
        ("AIで起こした議事録と、手作業で起こした議事録の件数です。",),
    ),
    "fax": _Sheet("FAX", {"count": ("送受信枚数", "枚数")}, ("送った枚数と受けた枚数の合計です。",)),
    "automation": _Sheet(
        "自動化",
        {"count": ("実行回数", "回数"), "hours": ("時間", "削減時間")},
        ("RPAなどが動いた回数と、それで減った時間(見積もり)です。",),
    ),
    "overtime": _Sheet(
        "超過勤務",
        {
            "hours": ("時間", "超過勤務時間", "時間外勤務時間"),
            "people": ("人数", "超過勤務をした人数"),
            "longest": ("いちばん長い人の時間", "最長の時間"),
        },
        (
            "時間は課の超過勤務の合計、人数は少しでも超過勤務をした人の数です。氏名や職員番号は書きません。",
            "時間が 0 の月は、時間も人数も 0 と書きます。",
            "いちばん長い人の時間は、一人で半分をこえないことを確かめるためだけに使い、どこにも出しません。",
            "空のままでもかまいませんが、その課の時間は画面に出ません(一人の時間かもしれないためです)。",
        ),
        needed=2,
    ),
}  # fmt: skip


class Settings(BookSettings):
    """`kind` selects the book: `approvals`, `filings`, `meetings` and so on."""

    kind: Pair


def _stream(pair: str) -> Stream:
    sheet = _SHEETS[pair]
    fields = (
        Field("課", Handling.KEEP, "the section's code or name"),
        Field("年月", Handling.KEEP, "the month"),
        *(Field(words[0], Handling.KEEP, side) for side, words in sheet.sides.items()),
    )
    return Stream(
        pair,
        TALLY,
        fields,
        grain="month",
        # Sections hand in their counts weeks after the month.
        settle_days=62,
        slice_days=366,
        undeclared="drop",
    )


def _read(pair: str, row: Row, problems: list[Problem]) -> list[Mapping[str, object]]:
    section = row.need("課", words_of, problems)
    month = row.need("年月", month_in, problems)
    before = len(problems)
    facts: list[Mapping[str, object]] = []
    for side, (column, *_others) in _SHEETS[pair].sides.items():
        read = hours_in if side in _IN_HOURS else count_in
        count = row.read(column, read, problems)
        if count is not None and section and month:
            facts.append(
                {
                    "event": f"{pair}|{month:%Y-%m}|{section}|{side}",
                    "day_on": month,
                    "section": section,
                    "pair": pair,
                    "side": side,
                    "count": float(count),
                }
            )
    if section and month and not facts and len(problems) == before:
        problems.append(
            row.problem(
                Message("every count is empty"),
                Message("fill in the columns that you know (0 if none)"),
            )
        )
    if pair == "overtime":
        _check_overtime({str(fact["side"]): fact["count"] for fact in facts}, row, problems)
    return facts


def _check_overtime(counts: Mapping[str, object], row: Row, problems: list[Problem]) -> None:
    hours, people, longest = (counts.get(side) for side in ("hours", "people", "longest"))
    is_nobodys = bool(hours) and people == 0
    is_too_long = (
        isinstance(longest, float) and isinstance(hours, float) and longest > max(hours, 0)
    )
    if is_nobodys or is_too_long:
        problems.append(
            row.problem(
                Message("the hours and the people do not agree"),
                Message(
                    "hours are those of all together: nobody has more, and without people there are none"
                ),
            )
        )


def columns_of(pair: str) -> Columns:
    """Return the book's columns; in a book with two sides of a pair the second is optional."""
    sides, needed = list(_SHEETS[pair].sides.values()), _SHEETS[pair].needed
    return Columns(
        required={
            "課": ("section", "課コード", "課名"),
            "年月": ("month", "月"),
            **{name: tuple(further) for name, *further in sides[:needed]},
        },
        optional={name: tuple(further) for name, *further in sides[needed:]},
        by_hand=True,
    )


def write_template(path: Path, pair: str) -> Path:
    """Write an empty book of that kind in Excel."""
    sheet = _SHEETS[pair]
    return write_book(
        path,
        sheet.title,
        ("年月", "課", *(words[0] for words in sheet.sides.values())),
        (
            "課ごと、月ごとに1行で書きます。年月は 2025-04 や 令和7年4月 のように書きます。",
            "課は課のファイル(sections.csv)にあるコードか名称で書きます。",
            *sheet.words,
            "0件は 0 と書きます。空のセルは「まだわからない」として扱い、0 とはみなしません。",
        ),
    )


def connect(settings: SourceSettings) -> Book:
    """Build the connector without opening the file."""
    mine = cast("Settings", settings)
    kind = BookKind(_stream(mine.kind), columns_of(mine.kind), partial(_read, mine.kind))
    return Book(mine, kind)
