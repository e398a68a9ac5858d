"""Simulates the books of overtime and of tasks, with the true change of each action planted in them.

Overtime has a level by section, a season that peaks in March and April, shocks of the whole town hall, and noise.
`OVERTIME_CHANGES` and `_TASKS` are the truth that the page of work is held against.
"""

from __future__ import annotations

from math import exp
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from connectors.demo_town.simulate.sections import CHARACTER_OF, MERGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from connectors.demo_town.simulate.actions import Action

TaskKind = Literal["kept", "less", "automated", "abolished"]


class OvertimeLine(NamedTuple):
    """One line of the book of overtime."""

    month: date
    section: str
    hours: float
    people: int
    longest: float


class TaskLine(NamedTuple):
    """One line of the list of tasks; `hours` is a month's, of an abolished task what it took before."""

    task: str
    section: str
    hours: float
    kind: TaskKind
    month: date
    stamps: int | None


class WorkBooks(NamedTuple):
    """The books of overtime and of tasks."""

    overtime: tuple[OvertimeLine, ...]
    tasks: tuple[TaskLine, ...]


class _Change(NamedTuple):
    action: str
    """The action that came with it: the change is in the month after it was acted on."""
    kind: TaskKind
    hours: float
    stamps: int | None = None


OVERTIME_CHANGES = {"A13": -0.40}
"""Number of an action → the change of its section's overtime from the month after it was acted on."""
_A_HEAD = 11.0
"""Hours of overtime a head and month, before anything changes."""
_SEASON = {3: 0.45, 4: 0.30, 12: 0.10, 8: -0.20}
_NOISE, _SHOCK = 0.06, 0.05
_LONGEST = 1.7
"""The longest hours of one person, over the mean of those who had any."""
_TASKS: tuple[tuple[str, str, float, _Change | None], ...] = (
    ("契約書の回議と押印", "soumu", 22.0, _Change("A03", "abolished", 22.0, 5)),
    ("紙の回覧の準備", "soumu", 8.0, _Change("A02", "abolished", 8.0)),
    ("文書の収受と配布", "soumu", 60.0, None),
    ("庁内の照会の集計", "kikaku", 16.0, None),
    ("予算書の作成", "kikaku", 55.0, None),
    ("納税の相談の記録", "zeimu", 30.0, None),
    ("口座振替の申込みの入力", "zeimu", 36.0, _Change("A14", "automated", 9.0)),
    ("証明書の窓口での交付", "choumin", 120.0, None),
    ("転入の届出の入力", "choumin", 70.0, None),
    ("申請書の控えの保管", "fukushi", 14.0, _Change("A09", "abolished", 14.0, 2)),
    ("福祉の相談の記録", "fukushi", 65.0, None),
    ("保育所の申込みの受付", "kodomo", 44.0, _Change("A06", "less", 28.0, 1)),
    ("現場の写真の整理", "kensetsu", 26.0, None),
    ("道路の占用の許可", "kensetsu", 32.0, None),
    ("農地の届出の確認", "sangyou", 40.0, None),
)


def keep_work_books(seed: int, months: Sequence[date], actions: Sequence[Action]) -> WorkBooks:
    """Keep both books over whole months."""
    return WorkBooks(_overtime(seed, months, actions), _list_tasks(months, actions))


def _overtime(
    seed: int, months: Sequence[date], actions: Iterable[Action]
) -> tuple[OvertimeLine, ...]:
    """Return one line for each section and whole month; the section that is merged keeps no book."""
    rng = Random(f"{seed}/overtime")  # noqa: S311 - a simulation, not a secret
    changed = {
        one.section: (one.acted_on, OVERTIME_CHANGES[one.number])
        for one in actions
        if one.number in OVERTIME_CHANGES and one.acted_on is not None
    }
    lines = []
    for month in months:
        shock = rng.gauss(0, _SHOCK) + _SEASON.get(month.month, 0.0)
        for section, character in CHARACTER_OF.items():
            level = _A_HEAD * character.people * exp(shock + rng.gauss(0, _NOISE))
            acted_on, change = changed.get(section, (month, 0.0))
            hours = round(level * (1 + change if acted_on < month else 1), 1)
            people = max(2, character.people - rng.choice((0, 1, 1, 2)))
            longest = round(min(hours / 2, _LONGEST * hours / people), 1)
            lines.append(OvertimeLine(month, section, hours, people, longest))
    return tuple(line for line in lines if line.section != MERGED)


def _list_tasks(months: Sequence[date], actions: Iterable[Action]) -> tuple[TaskLine, ...]:
    """Return the town's list of tasks: each from the first month on, with a further line where it changed."""
    acted = {one.number: one.acted_on for one in actions if one.acted_on is not None}
    lines = []
    for task, section, hours, change in _TASKS:
        lines.append(TaskLine(task, section, hours, "kept", months[0], None))
        later = [month for month in months if change and month > acted.get(change.action, month)]
        if change and later:
            lines.append(
                TaskLine(task, section, change.hours, change.kind, later[0], change.stamps)
            )
    return tuple(lines)
