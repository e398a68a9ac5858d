"""The demo town's hand-kept books: Excel and CSV, UTF-8 and CP932, with section codes or section names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.tables import Row, write_table
from connectors.demo_town.simulate.actions import FREED_FOR
from connectors.demo_town.simulate.sections import CHARACTER_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown

PURCHASES, PURCHASES_CP932 = "paper_bought.xlsx", "paper_bought_cp932.csv"
BOOKS = {
    "approvals": "books/approvals.xlsx",
    "filings": "books/filings.csv",
    "meetings": "books/meetings.csv",
    "inspections": "books/inspections.csv",
    "minutes": "books/minutes.csv",
    "fax": "books/fax.csv",
    "automation": "books/automation.xlsx",
    "counts": "books/counts.csv",
    "overtime": "books/overtime.xlsx",
    "tasks": "books/tasks.csv",
    "trainings": "books/trainings.csv",
    "actions": "books/actions.xlsx",
    "plan": "books/plan.xlsx",
}
"""Kind of book → its file; the purchase books have their own constants."""

_PURCHASE_COLUMNS = ("年月", "課", "枚数")
_SIDES = {
    "approvals": ("電子決裁", "紙決裁"),
    "filings": ("オンライン", "窓口・郵送"),
    "meetings": ("オンライン参加あり", "対面のみ"),
    "inspections": ("オンライン", "現地"),
    "minutes": ("AI議事録", "手作業"),
}
_FAX_AND_AUTOMATION = {"fax": ("送受信枚数",), "automation": ("実行回数", "時間")}
_CP932_BOOKS = frozenset({"filings", "fax"})
"""Written in CP932, as Excel saves CSV in Japan."""
_NAMED_BOOKS = frozenset({"approvals", "filings"})
"""Name sections instead of giving their codes."""
_TRAINING_COLUMNS = ("日付", "研修", "課", "ツール", "参加人数")
_TOOL_WORDS = {
    "files": "ファイル",
    "chat": "チャット",
    "meetings": "会議",
    "calendar": "カレンダー",
}
_ACTION_COLUMNS = (
    "番号", "件名", "課", "ツール", "担当の役割", "種類", "仮説", "ものさし", "観察", "方向づけ", "決定",
    "実行", "確認", "結果", "減る時間", "増える時間", "浮いた時間の使い道",
)  # fmt: skip
_PLAN_COLUMNS = (
    "番号", "取り組み", "何がよくなるか", "だれのため", "課", "決めた人", "国の計画", "ものさし", "目標",
    "目標の見方", "決めた年月", "期限", "使い始めた年月",
)  # fmt: skip
_COUNT_COLUMNS = ("年月", "課", "数えるもの", "値", "単位", "よい方向")
_OVERTIME_COLUMNS = ("年月", "課", "時間", "人数", "いちばん長い人の時間")
_TASK_COLUMNS = ("業務", "課", "ひと月の時間", "区分", "いつから", "なくした押印の数")
_KIND_WORDS = {
    "kept": "続ける",
    "less": "減らした",
    "automated": "自動化した",
    "abolished": "なくした",
}
_BETTER_WORDS = {"less": "減るほうがよい", "more": "増えるほうがよい"}
_FOR_WORDS = {"residents": "住民", "staff": "職員"}
_ORIGIN_WORDS = {"state": "はい", "town": "いいえ"}
_TARGET_WORDS = {"change": "前からの増減", "level": "ひと月の数"}
_DECIDED_WORDS = {"mayor": "町長", "office": "室", "section": "課"}
_TYPE_WORDS = {"improvement": "改善", "reform": "改革"}
_RESULT_WORDS = {"continue": "続ける", "stop": "やめる", "change": "変える"}


def write_books(town: DemoTown, folder: Path) -> None:
    """Write every book into `folder` and its subfolder `books`."""
    (folder / "books").mkdir(exist_ok=True)
    purchases: list[Row] = [
        (f"{line.month:%Y-%m}", line.section, line.sheets) for line in town.purchases
    ]
    write_table(folder / PURCHASES_CP932, _PURCHASE_COLUMNS, purchases, encoding="cp932")
    _write_workbook(folder / PURCHASES, "用紙購入", _PURCHASE_COLUMNS, purchases)
    for pair, sides in _SIDES.items():
        _write(folder / BOOKS[pair], ("年月", "課", *sides), _tallies(town, pair),
               encoding="cp932" if pair in _CP932_BOOKS else "utf-8-sig")  # fmt: skip
    for what, columns in _FAX_AND_AUTOMATION.items():
        _write(folder / BOOKS[what], ("年月", "課", *columns), _fax_and_automation(town, what),
               encoding="cp932" if what in _CP932_BOOKS else "utf-8-sig")  # fmt: skip
    _write(folder / BOOKS["counts"], _COUNT_COLUMNS, _own_counts(town))
    _write(folder / BOOKS["overtime"], _OVERTIME_COLUMNS, _overtime(town))
    _write(folder / BOOKS["tasks"], _TASK_COLUMNS, _tasks(town))
    _write(folder / BOOKS["trainings"], _TRAINING_COLUMNS, _trainings(town))
    _write(folder / BOOKS["actions"], _ACTION_COLUMNS, _actions(town))
    _write(folder / BOOKS["plan"], _PLAN_COLUMNS, _plan(town))


def _tallies(town: DemoTown, pair: str) -> Iterable[Row]:
    for line in town.tallies:
        if line.pair == pair:
            name = CHARACTER_OF[line.section].name if pair in _NAMED_BOOKS else line.section
            digital = "" if line.digital is None else line.digital
            yield f"{line.month:%Y-%m}", name, digital, line.paper


def _fax_and_automation(town: DemoTown, what: str) -> Iterable[Row]:
    for line in town.fax_and_automation:
        if line.what == what:
            counts = (line.amount,) if line.hours is None else (line.amount, line.hours)
            yield f"{line.month:%Y-%m}", line.section, *counts


def _own_counts(town: DemoTown) -> Iterable[Row]:
    for line in town.own_counts:
        better = _BETTER_WORDS[line.better]
        yield f"{line.month:%Y-%m}", line.section, line.name, line.value, line.unit, better


def _overtime(town: DemoTown) -> Iterable[Row]:
    for line in town.work_books.overtime:
        yield f"{line.month:%Y-%m}", line.section, line.hours, line.people, line.longest


def _tasks(town: DemoTown) -> Iterable[Row]:
    for line in town.work_books.tasks:
        name, stamps = CHARACTER_OF[line.section].name, "" if line.stamps is None else line.stamps
        kind = _KIND_WORDS[line.kind]
        yield line.task, name, line.hours, kind, f"{line.month:%Y-%m}", stamps


def _trainings(town: DemoTown) -> Iterable[Row]:
    for line in town.trainings:
        word = _TOOL_WORDS[line.tool]
        yield line.on, f"{word}研修{line.number}", line.section, word, len(line.attended)


def _actions(town: DemoTown) -> Iterable[Row]:
    for line in town.actions:
        yield (
            line.number, line.title, line.section or "", _TOOL_WORDS.get(line.tool or "", ""),
            line.role, _TYPE_WORDS[line.type], line.hypothesis, line.measure,
            *(step or "" for step in line.steps), _RESULT_WORDS.get(line.result or "", ""),
            line.hours_saved, line.hours_added, FREED_FOR.get(line.number, ""),
        )  # fmt: skip


def _plan(town: DemoTown) -> Iterable[Row]:
    for line in town.plan:
        months = (line.decided_on, line.due_on, line.began_on)
        yield (
            line.number, line.title, line.purpose, _FOR_WORDS[line.for_whom], line.section or "",
            _DECIDED_WORDS[line.decided_by], _ORIGIN_WORDS[line.origin], line.measure,
            "" if line.target is None else line.target,
            "" if line.target is None else _TARGET_WORDS[line.target_is],
            *("" if month is None else f"{month:%Y-%m}" for month in months),
        )  # fmt: skip


def _write(
    path: Path, columns: Sequence[str], rows: Iterable[Row], *, encoding: str = "utf-8-sig"
) -> None:
    if path.suffix == ".xlsx":
        _write_workbook(path, path.stem, columns, rows)
    else:
        write_table(path, columns, rows, encoding=encoding)


def _write_workbook(path: Path, title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - 0.2 s, only where a book is written

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append(list(columns))
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)


VENDORS: dict[str, DemoVendor] = {}
"""Empty: every demo town has the books, whichever vendors it uses."""
SOURCES = {
    "paper": DemoVendor(
        kind="paper_bought", about="sheets bought", settings=f'file = "town/{PURCHASES}"'
    ),
    **{
        kind: DemoVendor(kind=kind, about="a book", settings=f'file = "town/{file}"')
        for kind, file in BOOKS.items()
    },
}
"""Name of a book's source → its entry in the settings."""
