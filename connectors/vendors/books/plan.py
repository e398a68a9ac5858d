"""The town's plan: what it means to do, what gets better by it, who decided it, and which number is to show it.

It names offices and sections, never people. An item is filed under the month in which it was decided, so that what is
entered later (when it began, another due month) updates the same row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.book_shapes import PLAN_ITEM
from connectors.contract.messages import Message
from connectors.contract.streams import Field, Handling, Stream
from connectors.io.tables.cell_parsing import month_in, number_in, text_of, words_of
from connectors.io.tables.headings import Columns
from connectors.vendors.books.book import Book, BookKind, BookSettings, write_book
from connectors.vendors.books.choices import choice_in
from connectors.vendors.books.series_words import SERIES_WORDS, own_count, series_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.tables.tabular import Problem, Row

FOR_WHOM = {"住民": "residents", "residents": "residents", "職員": "staff", "staff": "staff"}
DECIDED_BY = {
    "町長": "mayor",
    **dict.fromkeys(("市長", "村長", "区長", "知事", "首長", "mayor"), "mayor"),
    "室": "office",
    **dict.fromkeys(("戦略室", "推進室", "office"), "office"),
    "課": "section",
    "section": "section",
}
OF_STATE = {"はい": "yes", "yes": "yes", "いいえ": "no", "no": "no"}
TARGET_IS = {
    "ひと月の数": "level",
    "level": "level",
    "前からの増減": "change",
    "増減": "change",
    "change": "change",
}
_NAMES = {
    "item": "番号",
    "title": "取り組み",
    "purpose": "何がよくなるか",
    "for_whom": "だれのため",
    "section": "課",
    "decided_by": "決めた人",
    "of_state": "国の計画",
    "measure": "ものさし",
    "target": "目標",
    "target_is": "目標の見方",
    "decided_on": "決めた年月",
    "due_on": "期限",
    "began_on": "使い始めた年月",
}
_NEEDED = ("item", "title", "purpose", "for_whom", "decided_by", "decided_on")
_OTHER_WORDS = {
    "item": ("No", "No."),
    "title": ("取組", "件名", "事業"),
    "purpose": ("目的",),
    "section": ("課コード", "課名"),
    "measure": ("指標", "KPI"),
    "target": ("目標値",),
    "due_on": ("期限の年月",),
}
COLUMNS = Columns(
    required={_NAMES[name]: (name, *_OTHER_WORDS.get(name, ())) for name in _NEEDED},
    optional={
        written: (name, *_OTHER_WORDS.get(name, ()))
        for name, written in _NAMES.items()
        if name not in _NEEDED
    },
    by_hand=True,
)
_YEARS = 10 * 366
"""A plan runs for years and is mended until its end; it is one file."""
STREAM = Stream(
    "plan",
    PLAN_ITEM,
    tuple(Field(written, Handling.KEEP, name) for name, written in _NAMES.items()),
    grain="month",
    settle_days=_YEARS,
    slice_days=_YEARS,
    undeclared="drop",
)


class Settings(BookSettings):
    """`kind = "plan"`."""

    kind: Literal["plan"] = "plan"


def _target_in(cell: object) -> float | None:
    """Return a target as a number: 60, 60%, -30, △30 or 30ポイント."""
    text = text_of(cell)
    if text is None:
        return None
    for unit in ("%", "ポイント"):
        text = text.removesuffix(unit).rstrip()
    signs = str.maketrans("△▲−", "---")
    number = number_in(text.translate(signs).removeprefix("+"))
    return None if number is None else float(number)


def _read(row: Row, problems: list[Problem]) -> Mapping[str, object] | None:
    before = len(problems)
    item = row.need(_NAMES["item"], text_of, problems)
    decided_on = row.need(_NAMES["decided_on"], month_in, problems)
    measure = row.read(_NAMES["measure"], words_of, problems)
    series = series_in(measure) or own_count(measure)
    target = row.read(_NAMES["target"], _target_in, problems)
    target_is = row.read(_NAMES["target_is"], lambda cell: choice_in(TARGET_IS, cell), problems)
    fact: dict[str, object] = {
        "event": item,
        "day_on": decided_on,
        "item": item,
        "title": row.need(_NAMES["title"], words_of, problems),
        "purpose": row.need(_NAMES["purpose"], words_of, problems),
        "for_whom": row.need(_NAMES["for_whom"], lambda cell: choice_in(FOR_WHOM, cell), problems),
        "section": row.read(_NAMES["section"], words_of, problems),
        "decided_by": row.need(
            _NAMES["decided_by"], lambda cell: choice_in(DECIDED_BY, cell), problems
        ),
        "of_state": row.read(_NAMES["of_state"], lambda cell: choice_in(OF_STATE, cell), problems),
        "measure": measure,
        "series": series,
        "target": target,
        "target_is": None if target is None else target_is or "level",
        "decided_on": decided_on,
        "due_on": row.read(_NAMES["due_on"], month_in, problems),
        "began_on": row.read(_NAMES["began_on"], month_in, problems),
    }
    if target is not None and target_is != "change":
        _check_level(target, series, row, problems)
    return fact if len(problems) == before else None


def _check_level(target: float, series: str | None, row: Row, problems: list[Problem]) -> None:
    """Refuse what a cell in the format of per cents becomes: 60 % is stored as 0.6."""
    is_share = (series or "").startswith(("use ", "ratio "))
    if is_share and 0 < target < 1:
        problems.append(
            row.problem(
                Message("column “{column}”: less than one per cent", column=_NAMES["target"]),
                Message("write 60 per cent as 60, in a cell of the format General"),
            )
        )


TEMPLATE = tuple(_NAMES.values())
"""The template's columns."""
INSTRUCTIONS = (
    "計画の取り組み1件につき1行で書きます。書いたことは画面に出ます。個人がわかることは書かないでください。",
    "何がよくなるかは、住民や職員にとって何がよくなるかを、ふだんの言葉で書きます(例: 窓口で待つ時間が短くなる)。",
    "だれのためは 住民 か 職員、決めた人は 町長、室、課 のどれかです。",
    "国の計画は、国の計画や通知から来た取り組みなら はい、町で考えた取り組みなら いいえ です。",
    "ものさしは、セルの▼から選びます。帳簿「counts」で数えているものは、その名前をそのまま書きます。",
    "目標は数字で書きます。目標の見方が ひと月の数 なら、その数(割合は % の数)に届くことが目標です。",
    "目標の見方が 前からの増減 なら、使い始める前の12か月とくらべた増減です(割合はポイント、ほかは%)。減らすときは -30 と書きます。",
    "決めた年月、期限、使い始めた年月は 2026-04 のように書きます。まだ使い始めていなければ空のままにします。",
    "終わった取り組みの行も消さずに残します。",
)
CHOICES = {
    "だれのため": ("住民", "職員"),
    "決めた人": ("町長", "室", "課"),
    "国の計画": ("はい", "いいえ"),
    "ものさし": [words[0] for words in SERIES_WORDS.values()],
    "目標の見方": ("ひと月の数", "前からの増減"),
}


def write_template(path: Path) -> Path:
    """Write an empty plan in Excel, with the words to choose from."""
    return write_book(path, "計画", TEMPLATE, INSTRUCTIONS, choices=CHOICES)


def connect(settings: SourceSettings) -> Book:
    """Build the connector without opening the file."""
    return Book(cast("Settings", settings), BookKind(STREAM, COLUMNS, _read, vouches_always=True))
