"""Writes the records held on one member of staff, for a disclosure request. Changes nothing in the warehouse."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import day_of
from connectors.io.new_files import OWN, new_file
from flows.commands.people.one_person import held_on, require_known
from flows.commands.people.open_warehouse import open_with_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path

    from flows.settings.settings import Settings
    from warehouse.lifecycle.personal_data import HeldRecords

    Tell = Callable[[Message], None]

_SHAPES = {
    "use": "道具を使った記録",
    "attendance": "オンライン会議に入った記録",
    "print_job": "印刷の記録",
}
_TOOLS = {
    "files": "ファイル",
    "chat": "チャット",
    "meetings": "オンライン会議",
    "calendar": "予定表",
    "mail": "メール",
}


class FileThere(Mendable):
    """The output file exists already."""


def write_about_me(settings: Settings, staff_no: str, out: Path, now: datetime) -> Path:
    """Write the records held on one staff number, in Japanese, into a new file of mode 0600; return its path.

    Args:
        settings: the town's settings.
        staff_no: the staff number, as the roster writes it.
        out: the file to create.
        now: the clock; its day in Tokyo is the date of the statement.

    Raises:
        NobodyKnown: neither roster nor warehouse knows the staff number.
        NoWarehouse: nothing has been read yet.
        FileThere: `out` exists; it is not overwritten.
    """
    with open_with_key(settings) as (store, key):
        found = [held for _, held in held_on(store, key, staff_no)]
    require_known(settings, staff_no, found)
    try:
        with new_file(out, OWN) as file:
            for held in found:
                file.write("\n".join([*_lines(settings, staff_no, held, day_of(now)), ""]))
    except FileExistsError:
        raise FileThere(
            Message("the file already exists"),
            place=str(out),
            next_step=Message("name another with --out"),
        ) from None
    return out


def _lines(settings: Settings, staff_no: str, held: HeldRecords, today: date) -> Iterator[str]:
    yield f"# 保有個人情報の内容(職員番号 {staff_no})"
    yield ""
    yield f"{settings.town.name} / {today} 現在 / Hirogari の倉庫にあるもの"
    yield ""
    yield "氏名・メールアドレス・題名・本文・IPアドレスは保存していません。職員番号は符号に置き換えて保存しています。"
    yield "目的: デジタルの道具が課ごとに広がっているかを知るため。人事評価には使いません。"
    if held.is_forgotten:
        yield "この職員番号は、消去の求めを受けて消去済みです。新しい記録も取り込みません。"
    yield from ("", "## 所属(職員表から)")
    for section, first, last in held.assignments:
        yield f"- {section}: {first or '(始まりなし)'} から {last or '現在'}"
    yield from ("", f"## 1件ごとの記録({settings.raw_days}日で消去)")
    for source, shape, rows, first, last in held.sources:
        yield f"- {source}({_SHAPES[shape]}): {rows:,}件、{first} から {last}"
    if not held.sources:
        yield "- ありません"
    yield from ("", f"## 一人・一日ごとの記録({settings.person_months}か月で消去)")
    yield from _days(held)
    yield from ("", "## 表ごとの行数")
    yield from (f"- {table}: {rows:,}行" for table, rows in held.rows)
    yield from ("", "使い始めた月だけは、在職中、期間を過ぎても符号のまま残します。")


def _days(held: HeldRecords) -> Iterator[str]:
    totals: Counter[str] = Counter()
    for tool, _, uses in held.days:
        totals[tool] += uses
    for tool, uses in sorted(totals.items()):
        count = sum(one == tool for one, *_ in held.days)
        yield f"- {_TOOLS.get(tool, tool)}: {count:,}日、{uses:,}回"
    if not held.days:
        yield "- ありません"
    for tool, day_on, uses in sorted(held.days, key=lambda one: (one[1], one[0])):
        yield f"  - {day_on} {_TOOLS.get(tool, tool)} {uses:,}回"
