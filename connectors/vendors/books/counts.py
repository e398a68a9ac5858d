"""The book of a town's own counts: what a section counts itself, by the name that it gives, such as phone calls.

A name is a series by which actions can be judged. It never names a person; each row states whether more or less of it
is better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.book_shapes import TALLY
from connectors.contract.messages import Message
from connectors.contract.streams import Field, Handling, Stream
from connectors.io.tables.cell_parsing import hours_in, month_in, words_of
from connectors.io.tables.headings import Columns
from connectors.vendors.books.book import Book, BookKind, BookSettings, write_book
from connectors.vendors.books.choices import choice_in
from connectors.vendors.books.series_words import own_count, series_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.tables.tabular import Problem, Row

_NAME, _VALUE, _UNIT, _BETTER = "数えるもの", "値", "単位", "よい方向"
BETTER = {
    "減るほうがよい": "less",
    "減る": "less",
    "less": "less",
    "増えるほうがよい": "more",
    "増える": "more",
    "more": "more",
}
COLUMNS = Columns(
    required={
        "課": ("section", "課コード", "課名"),
        "年月": ("month", "月"),
        _NAME: ("name", "名前", "名称"),
        _VALUE: ("value", "件数", "数"),
        _BETTER: ("better",),
    },
    optional={_UNIT: ("unit",)},
    by_hand=True,
)
STREAM = Stream(
    "counts",
    TALLY,
    (
        Field("課", Handling.KEEP, "the section's code or name"),
        Field("年月", Handling.KEEP, "the month"),
        Field(_NAME, Handling.KEEP, "the name of the count, as it may be published"),
        Field(_VALUE, Handling.KEEP, "how many"),
        Field(_UNIT, Handling.KEEP, "the unit, as it may be published"),
        Field(_BETTER, Handling.KEEP, "whether more or less is better"),
    ),
    grain="month",
    # Sections hand in their counts weeks after the month.
    settle_days=62,
    slice_days=366,
    undeclared="drop",
)


class Settings(BookSettings):
    """`kind = "counts"`."""

    kind: Literal["counts"] = "counts"


def _name_in(cell: object) -> str | None:
    if series_in(cell) is not None:
        raise ValueError(Message("the name of a series that is counted without this book"))
    return own_count(cell)


def _read(row: Row, problems: list[Problem]) -> Mapping[str, object] | None:
    before = len(problems)
    section = row.need("課", words_of, problems)
    month = row.need("年月", month_in, problems)
    name = row.need(_NAME, _name_in, problems)
    better = row.need(_BETTER, lambda cell: choice_in(BETTER, cell), problems)
    value = row.read(_VALUE, hours_in, problems)
    unit = row.read(_UNIT, words_of, problems)
    if len(problems) > before or month is None or value is None:
        # An empty value is not known yet.
        return None
    return {
        "event": f"{name}|{month:%Y-%m}|{section}",
        "day_on": month,
        "section": section,
        "pair": name,
        "side": "count",
        "count": float(value),
        "unit": unit,
        "better": better,
    }


def write_template(path: Path) -> Path:
    """Write an empty book of own counts in Excel."""
    return write_book(
        path,
        "数えているもの",
        ("年月", "課", _NAME, _VALUE, _UNIT, _BETTER),
        (
            "課で数えているもの(例: 問い合わせの電話の数)を、課ごと、月ごと、名前ごとに1行で書きます。",
            "数えるものの名前は画面に出ることがあります。個人がわかることは書かないでください。",
            "同じものは、いつも同じ名前で書きます。取り組みのものさしには、この名前をそのまま書きます。",
            "よい方向は 減るほうがよい か 増えるほうがよい のどちらかです。",
            "0件は 0 と書きます。空のセルは「まだわからない」として扱い、0 とはみなしません。",
        ),
    )


def connect(settings: SourceSettings) -> Book:
    """Build the connector without opening the file."""
    return Book(cast("Settings", settings), BookKind(STREAM, COLUMNS, _read))
