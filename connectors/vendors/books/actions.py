"""The book of actions in the OODA loop (observe, orient, decide, act, and a check). It names roles, never people.

An action is filed under the day of its first step, so a step entered later updates the same row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.book_shapes import ACTION
from connectors.contract.messages import Message
from connectors.contract.streams import Field, Handling, Stream
from connectors.io.tables.cell_parsing import day_in, hours_in, text_of, words_of
from connectors.io.tables.headings import Columns
from connectors.vendors.books.book import Book, BookKind, BookSettings, write_book
from connectors.vendors.books.choices import choice_in
from connectors.vendors.books.lot_words import lot_in
from connectors.vendors.books.series_words import SERIES_WORDS, own_count, series_in
from connectors.vendors.books.tools import tool_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.tables.tabular import Problem, Row

_STEPS = {
    "observed_on": ("観察", "観察日"),
    "oriented_on": ("方向づけ", "方向づけ日", "状況判断"),
    "decided_on": ("決定", "決定日"),
    "acted_on": ("実行", "実行日"),
    "checked_on": ("確認", "確認日", "点検"),
}
_TYPES = {"改善": "improvement", "improvement": "improvement", "改革": "reform", "reform": "reform"}
_RESULTS = {
    "続ける": "continue",
    "continue": "continue",
    "やめる": "stop",
    "stop": "stop",
    "変える": "change",
    "change": "change",
}
_WORDS = {
    "title": ("件名", "取組", "取り組み"),
    "section": ("課", "課コード", "課名"),
    "owner_role": ("担当の役割", "担当", "役割"),
    "hypothesis": ("仮説", "見込み"),
    "measure": ("ものさし", "指標"),
    "freed_for": ("浮いた時間の使い道", "使い道"),
}
_OTHERS = {
    "action": ("番号", "No", "No."),
    "type": ("種類", "区分"),
    "tool": ("ツール", "対象"),
    "result": ("結果",),
    "hours_saved": ("減る時間", "減った時間"),
    "hours_added": ("増える時間", "増えた時間"),
    "lot": ("順番の決め方",),
}
_SPELLINGS = {**_OTHERS, **_WORDS, **_STEPS}
_NEEDED = ("action", "title", "type", "observed_on")
_NAMES = {name: words[0] for name, words in _SPELLINGS.items()}
COLUMNS = Columns(
    required={_NAMES[name]: (name, *_SPELLINGS[name][1:]) for name in _NEEDED},
    optional={
        words[0]: (name, *words[1:]) for name, words in _SPELLINGS.items() if name not in _NEEDED
    },
    by_hand=True,
)
STREAM = Stream(
    "actions",
    ACTION,
    tuple(Field(written, Handling.KEEP, name) for name, written in _NAMES.items()),
    # A step may be entered long after the action began, so each night reads a year again; it is one file.
    settle_days=366,
    slice_days=366,
    undeclared="drop",
)


class Settings(BookSettings):
    """`kind = "actions"`."""

    kind: Literal["actions"] = "actions"


def _read(row: Row, problems: list[Problem]) -> Mapping[str, object] | None:
    before = len(problems)
    action = row.need(_NAMES["action"], text_of, problems)
    title = row.need(_NAMES["title"], words_of, problems)
    kind = row.need(_NAMES["type"], lambda cell: choice_in(_TYPES, cell), problems)
    first = row.need(_NAMES["observed_on"], day_in, problems)
    steps: dict[str, date | None] = {
        name: row.read(_NAMES[name], day_in, problems) for name in _STEPS if name != "observed_on"
    }
    fact: dict[str, object] = {
        "event": action,
        "day_on": first,
        "action": action,
        "title": title,
        "type": kind,
        "observed_on": first,
        **steps,
        **{name: row.read(_NAMES[name], words_of, problems) for name in _WORDS if name != "title"},
        "tool": row.read(_NAMES["tool"], tool_in, problems),
        "result": row.read(_NAMES["result"], lambda cell: choice_in(_RESULTS, cell), problems),
        "hours_saved": row.read(_NAMES["hours_saved"], hours_in, problems),
        "hours_added": row.read(_NAMES["hours_added"], hours_in, problems),
    }
    lot = row.read(_NAMES["lot"], lot_in, problems)
    fact["lot_seed"], fact["lot_from"], fact["lot_waves"] = lot or (None, None, None)
    # What is no series may be an own count: only the warehouse knows those.
    fact["series"] = series_in(fact["measure"]) or own_count(fact["measure"])
    _check_order([first, *steps.values()], row, problems)
    return fact if len(problems) == before else None


def _check_order(days: list[date | None], row: Row, problems: list[Problem]) -> None:
    known = [day for day in days if day]
    if known != sorted(known):
        problems.append(
            row.problem(
                Message("the dates are not in order"),
                Message("let them follow: observed, oriented, decided, acted, checked"),
            )
        )


SHEET = "取り組み"
TEMPLATE = (
    "番号", "件名", "課", "ツール", "担当の役割", "種類", "仮説", "ものさし", "観察", "方向づけ",
    "決定", "実行", "確認", "結果", "減る時間", "増える時間", "浮いた時間の使い道", "順番の決め方",
)  # fmt: skip
"""The template's columns."""
INSTRUCTIONS = (
    "取り組み1件につき1行で書きます。担当は名前ではなく役割(例: 係長)を書きます。",
    "件名・仮説・ものさし・使い道は画面に出ることがあります。個人がわかることは書かないでください。",
    "種類は 改善(やり方をよくした)か 改革(仕事や組織そのものを変えた、やめた)です。",
    "観察から確認までは、その段階に入った日を書きます。まだの段階は空のままにします。",
    "結果は 続ける、やめる、変える のどれかです。",
    "ものさしは、セルの▼から選びます。帳簿「counts」で数えているものは、その名前をそのまま書きます。",
    "選んだものさしで、実行の翌月から6か月を、まだ始めていない課と比べます。",
    "減る時間・増える時間は、ひと月あたりの見積もりです。",
    "浮いた時間の使い道は、空いた時間で何をするか(例: 訪問の相談)です。",
    "順番の決め方は、hirogari plan がくじで決めた行を写すときだけ使い、書きかえません。ほかの行では空のままにします。",
)
CHOICES = {"ものさし": [words[0] for words in SERIES_WORDS.values()]}


def write_template(path: Path) -> Path:
    """Write an empty book of actions in Excel, with the series to choose from as ものさし."""
    return write_book(path, SHEET, TEMPLATE, INSTRUCTIONS, choices=CHOICES)


def connect(settings: SourceSettings) -> Book:
    """Build the connector without opening the file."""
    return Book(cast("Settings", settings), BookKind(STREAM, COLUMNS, _read, vouches_always=True))
