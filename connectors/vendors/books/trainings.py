"""The book of trainings: day, section, tool and number of participants. It must not hold names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.book_shapes import TRAINING
from connectors.contract.streams import Field, Handling, Stream
from connectors.io.tables.cell_parsing import count_in, day_in, words_of
from connectors.io.tables.headings import Columns
from connectors.vendors.books.book import Book, BookKind, BookSettings, write_book
from connectors.vendors.books.tools import tool_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.tables.tabular import Problem, Row

COLUMNS = Columns(
    required={
        "日付": ("day", "開催日", "研修日"),
        "研修": ("training", "研修名"),
        "課": ("section", "課コード", "課名"),
        "参加人数": ("attended", "人数", "受講者数"),
    },
    optional={"ツール": ("tool", "対象")},
    by_hand=True,
)
STREAM = Stream(
    "trainings",
    TRAINING,
    (
        Field("日付", Handling.KEEP, "the training's day"),
        Field("研修", Handling.KEEP, "its short name"),
        Field("課", Handling.KEEP, "the section's code or name"),
        Field("参加人数", Handling.KEEP, "how many of the section came"),
        Field("ツール", Handling.KEEP, "the tool trained; empty for all"),
    ),
    settle_days=62,
    slice_days=366,
    undeclared="drop",
)


class Settings(BookSettings):
    """`kind = "trainings"`."""

    kind: Literal["trainings"] = "trainings"


def _read(row: Row, problems: list[Problem]) -> Mapping[str, object] | None:
    day_on = row.need("日付", day_in, problems)
    training = row.need("研修", words_of, problems)
    section = row.need("課", words_of, problems)
    attended = row.need("参加人数", count_in, problems)
    tool = row.read("ツール", tool_in, problems)
    if day_on is None or training is None or section is None or attended is None:
        return None
    return {
        "event": f"{day_on}|{training}|{section}|{tool or ''}",
        "day_on": day_on,
        "training": training,
        "section": section,
        "tool": tool,
        "attended": attended,
    }


def write_template(path: Path) -> Path:
    """Write an empty book of trainings in Excel."""
    return write_book(
        path,
        "研修",
        ("日付", "研修", "課", "ツール", "参加人数"),
        (
            "研修1回につき、参加した課ごとに1行で書きます。参加者の名前は書きません。",
            "ツールは ファイル、チャット、会議、カレンダー、メール のどれか。全部なら空のままにします。",
            "課は課のファイル(sections.csv)にあるコードか名称で書きます。",
        ),
    )


def connect(settings: SourceSettings) -> Book:
    """Build the connector without opening the file."""
    return Book(cast("Settings", settings), BookKind(STREAM, COLUMNS, _read, vouches_always=True))
