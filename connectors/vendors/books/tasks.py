"""The list of a town's tasks: what each takes a month, and which were cut down, automated or abolished.

It is about tasks, never about people. A line holds from its month on; a task that changes gets a further line, so that
what it took before stays known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.book_shapes import TASK
from connectors.contract.streams import Field, Handling, Stream
from connectors.io.tables.cell_parsing import count_in, hours_in, month_in, words_of
from connectors.io.tables.headings import Columns
from connectors.vendors.books.book import Book, BookKind, BookSettings, write_book
from connectors.vendors.books.choices import choice_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.tables.tabular import Problem, Row

_TASK, _HOURS, _KIND, _FROM, _STAMPS = (
    "業務",
    "ひと月の時間",
    "区分",
    "いつから",
    "なくした押印の数",
)
KINDS = {
    "続ける": "kept",
    "kept": "kept",
    "減らした": "less",
    "less": "less",
    "自動化した": "automated",
    "automated": "automated",
    "なくした": "abolished",
    "abolished": "abolished",
}
COLUMNS = Columns(
    required={
        _TASK: ("task", "業務名"),
        "課": ("section", "課コード", "課名"),
        _HOURS: ("hours", "時間"),
        _KIND: ("kind",),
        _FROM: ("from_on", "年月"),
    },
    optional={_STAMPS: ("stamps", "押印")},
    by_hand=True,
)
STREAM = Stream(
    "tasks",
    TASK,
    (
        Field(_TASK, Handling.KEEP, "the task in a few words, as it may be published"),
        Field("課", Handling.KEEP, "the section's code or name"),
        Field(_HOURS, Handling.KEEP, "hours a month"),
        Field(_KIND, Handling.KEEP, "kept, less, automated or abolished"),
        Field(_FROM, Handling.KEEP, "the month from which the line holds"),
        Field(_STAMPS, Handling.KEEP, "seals that are no longer needed"),
    ),
    grain="month",
    # A line may be mended long after its month, so each night reads a year again; it is one file.
    settle_days=366,
    slice_days=366,
    undeclared="drop",
)


class Settings(BookSettings):
    """`kind = "tasks"`."""

    kind: Literal["tasks"] = "tasks"


def _read(row: Row, problems: list[Problem]) -> Mapping[str, object] | None:
    before = len(problems)
    task = row.need(_TASK, words_of, problems)
    section = row.need("課", words_of, problems)
    month = row.need(_FROM, month_in, problems)
    kind = row.need(_KIND, lambda cell: choice_in(KINDS, cell), problems)
    # What an abolished task took may stand in its earlier line.
    is_abolished = kind == "abolished"
    hours = (row.read if is_abolished else row.need)(_HOURS, hours_in, problems)
    stamps = row.read(_STAMPS, count_in, problems)
    if len(problems) > before or month is None:
        return None
    return {
        "event": f"{task}|{section}|{month:%Y-%m}",
        "day_on": month,
        "task": task,
        "section": section,
        "from_on": month,
        "became": kind,
        "hours": hours,
        "stamps": stamps,
    }


def write_template(path: Path) -> Path:
    """Write an empty list of tasks in Excel, with the words of 区分 to choose from."""
    return write_book(
        path,
        "業務一覧",
        (_TASK, "課", _HOURS, _KIND, _FROM, _STAMPS),
        (
            "業務1件につき1行で書きます。業務が変わったら、前の行は消さずに、同じ業務名で1行足します。",
            "業務の名前は、取り組みの件名と同じように画面に出ることがあります。個人がわかることは書かないでください。",
            "ひと月の時間は、その月からかかる時間の合計(課のみんなの分)です。",
            "なくした業務の行には、なくす前にかかっていた時間を書きます(前の行があれば空でもかまいません)。",
            "区分は 続ける、減らした、自動化した、なくした のどれかです。",
            "いつからは、その状態になった年月です。続ける業務は、一覧を作った年月を書きます。",
            "減らした・自動化した業務は、前の行(続ける)がないと、前の時間がわからないので比べられません。",
            "なくした押印の数は、その業務でいらなくなった押印の欄の数です。数えていなければ空のままにします。",
        ),
        choices={_KIND: [word for word in KINDS if not word.isascii()]},
    )


def connect(settings: SourceSettings) -> Book:
    """Build the connector without opening the file."""
    return Book(cast("Settings", settings), BookKind(STREAM, COLUMNS, _read, vouches_always=True))
