"""Keys, retention and people: what `rekey`, `expire`, `forget` and `about-me` do."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.streams import day_of
from connectors.io.new_files import OWN, new_file
from connectors.roster.roster import read_roster
from connectors.roster.staff_numbers import comparable_number, spellings, staff_number_in
from flows.night.steps import key_of
from warehouse.engine.build import build_models
from warehouse.facts.store import open_store, write_afresh
from warehouse.lifecycle.clock import last_change, require_proven_clock, require_steady_clock
from warehouse.lifecycle.personal_data import forget, read_held
from warehouse.lifecycle.rekey import rekey
from warehouse.lifecycle.retention import expire, retention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from connectors.roster.keys import Key
    from flows.settings.settings import Settings
    from warehouse.facts.store import Store
    from warehouse.lifecycle.personal_data import Held

    Tell = Callable[[str], None]

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


class NoWarehouse(Mendable):
    """Nothing has been read yet."""


class NobodyKnown(Mendable):
    """Neither the roster nor the warehouse knows the staff number."""


class FileThere(Mendable):
    """There is a file already where one was to be written."""


@contextmanager
def _open(
    settings: Settings, now: datetime | None = None, *, is_clock_right: bool = False
) -> Iterator[tuple[Store, Key]]:
    """Open the warehouse with its key; `now` where something is deleted by it, which no clock that jumped may do."""
    if not settings.warehouse.exists():
        raise NoWarehouse(
            "there is no warehouse yet", place=str(settings.warehouse), next_step="hirogari run"
        )
    changed_at = last_change(settings.warehouse)
    with open_store(settings.warehouse) as store:
        key = key_of(settings, store)
        if now is not None and not is_clock_right:
            require_steady_clock(store, now, changed_at)
        yield store, key


def run_rekey(settings: Settings, tell: Tell) -> None:
    """Make a new version of the key; every pseudonym follows in one transaction."""
    with _open(settings) as (store, key):
        new, renamed = rekey(store, settings.key, key)
    write_afresh(settings.warehouse)
    tell(f"the key has version {new.version} now: {renamed:,} pseudonyms were renamed")
    tell(f"next: keep a new copy of {settings.key} apart, and destroy older copies and back-ups")


def run_expire(settings: Settings, now: datetime, tell: Tell, *, is_clock_right: bool) -> None:
    """Bring the models up to date, then delete what is older than the settings allow.

    Raises:
        ClockJumped: the day is far from the last night's, or only few things speak for it.
    """
    with _open(settings, now, is_clock_right=is_clock_right) as (store, _):
        if not is_clock_right:
            require_proven_clock(store, now)
        built = build_models(
            store,
            town=settings.town,
            closures=settings.closures,
            today=day_of(now),
            measures=settings.measures,
        )
        tell(f"models: {built}")
        kept = retention(
            day_of(now), raw_days=settings.raw_days, person_months=settings.person_months
        )
        tell(str(expire(store, kept)))
    write_afresh(settings.warehouse)


def run_forget(
    settings: Settings, staff_no: str, now: datetime, tell: Tell, *, is_clock_right: bool
) -> None:
    """Delete what is held on one person, under every spelling of the number, and say what was.

    Raises:
        ClockJumped: the day, before whose month everything is closed, is far from the last night's.
    """
    with _open(settings, now, is_clock_right=is_clock_right) as (store, key):
        _require_known(settings, staff_no, [held for _, held in _held(store, key, staff_no)])
        deleted: Counter[str] = Counter()
        posts = 0
        for staff, _ in _held(store, key, staff_no):
            deleted.update(dict(forget(store, staff, day_of(now))))
            posts += len(read_held(store, staff).assignments)
    write_afresh(settings.warehouse)
    for table, rows in deleted.items():
        tell(f"deleted {rows:,} rows from {table}")
    tell(f"{deleted.total():,} rows deleted; numbers of sections stay as they are")
    tell("what a source still gives on this person is left out from now on")
    if posts:
        tell(f"{posts} lines on where the person works stay while the roster has them")
    tell("next: destroy back-ups older than today")


def write_about_me(settings: Settings, staff_no: str, out: Path, now: datetime) -> Path:
    """Write what is held on one staff number, in Japanese, into a new file of mode 0600."""
    with _open(settings) as (store, key):
        found = [held for _, held in _held(store, key, staff_no)]
    _require_known(settings, staff_no, found)
    try:
        with new_file(out, OWN) as file:
            for held in found:
                file.write("\n".join([*_lines(settings, staff_no, held, day_of(now)), ""]))
    except FileExistsError:
        raise FileThere(
            "there is a file already", place=str(out), next_step="name another with --out"
        ) from None
    return out


def _held(store: Store, key: Key, staff_no: str) -> list[tuple[str, Held]]:
    """Return pseudonym and what is held for each spelling that the warehouse knows; the given one if none is."""
    told = [
        (staff, read_held(store, staff))
        for staff in map(key.pseudonym, spellings(staff_number_in(staff_no) or staff_no))
    ]
    return [(staff, held) for staff, held in told if held.rows or held.is_forgotten] or told[:1]


def _require_known(settings: Settings, staff_no: str, found: Sequence[Held]) -> None:
    if any(held.rows or held.is_forgotten for held in found):
        return
    roster = read_roster(settings.staff, settings.sections)
    asked = comparable_number(staff_number_in(staff_no) or staff_no)
    if all(comparable_number(one.staff_no) != asked for one in roster.assignments):
        raise NobodyKnown(
            "neither roster nor warehouse knows this staff number",
            place=str(settings.staff),
            next_step="write it as the roster does",
        )


def _lines(settings: Settings, staff_no: str, held: Held, today: date) -> Iterator[str]:
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


def _days(held: Held) -> Iterator[str]:
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
