"""Simulates what the demo town's sections count themselves, with the true change of each action planted in it.

Each count has a level by section size, a season, shocks of the whole town hall, and noise. `CHANGES` is the truth that
verdicts are held against.
"""

from __future__ import annotations

from math import exp, pi, sin
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from connectors.demo_town.simulate.sections import CHARACTER_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from connectors.demo_town.simulate.actions import Action
    from connectors.demo_town.simulate.plan import PlanLine
    from connectors.demo_town.simulate.staff import SectionLine


class OwnCount(NamedTuple):
    """One line of the book of own counts."""

    month: date
    section: str
    name: str
    value: float
    unit: str
    better: Literal["more", "less"]


class _Counted(NamedTuple):
    name: str
    unit: str
    a_head: float
    """A month, before anything changes."""


_COUNTED = (
    _Counted("回覧板の数", "件", 6.0),
    _Counted("手で写した行の数", "行", 25.0),
    _Counted("現場への移動の時間", "時間", 7.0),
    _Counted("朝礼と打合せの時間", "時間", 5.0),
    _Counted("問い合わせの電話の数", "件", 14.0),
    _Counted("聞き直した相談の数", "件", 9.0),
    _Counted("窓口で待った時間", "分", 30.0),
    _Counted("書き直しになった申請の数", "件", 8.0),
)
CHANGES = {"A02": -0.60, "A04": 0.80, "A05": -0.55}
"""Number of an action → the change of its own count from the month after it was acted on; none of the others has one."""
PLANNED = {"P01": -0.30}
"""Number of an item of the plan → the change of its own count in every section from the month after it began."""
_FALLS_BEFORE = {"A12": -0.05}
"""Number of an action → the change a month that its section shows anyway, before the start as well as after."""
_NOISE, _SHOCK, _SEASON = 0.07, 0.04, 0.06


def keep_own_counts(
    seed: int,
    months: Sequence[date],
    actions: Iterable[Action],
    plan: Iterable[PlanLine],
    sections: Iterable[SectionLine],
) -> tuple[OwnCount, ...]:
    """Return one line for each count, section and whole month.

    Args:
        seed: the town's seed.
        months: the whole months.
        actions: the town's actions, some of which change a count.
        plan: the town's plan, an item of which changes a count.
        sections: the town's sections; one that has ended counts no more.
    """
    ended = {one.code: one.to_on for one in sections if one.to_on is not None}
    by_measure = {action.measure: action for action in actions}
    planned = {item.measure: item for item in plan if item.number in PLANNED}
    lines = []
    for one in _COUNTED:
        rng = Random(f"{seed}/own counts/{one.name}")  # noqa: S311 - a simulation, not a secret
        for at, month in enumerate(months):
            shock = rng.gauss(0, _SHOCK) + _SEASON * sin(2 * pi * at / 12)
            for section, character in CHARACTER_OF.items():
                level = one.a_head * character.people * exp(shock + rng.gauss(0, _NOISE))
                moved = _moved(by_measure.get(one.name), section, at, month)
                moved *= _planned(planned.get(one.name), month)
                value = float(round(level * moved))
                if section in ended and ended[section] < month:
                    continue
                lines.append(OwnCount(month, section, one.name, value, one.unit, "less"))
    return tuple(lines)


def _planned(item: PlanLine | None, month: date) -> float:
    has_begun = item is not None and item.began_on is not None and item.began_on < month
    return 1 + PLANNED[item.number] if item is not None and has_begun else 1.0


def _moved(action: Action | None, section: str, at: int, month: date) -> float:
    if action is None or action.section != section:
        return 1.0
    falls = (1 + _FALLS_BEFORE.get(action.number, 0.0)) ** at
    has_begun = action.acted_on is not None and action.acted_on < month
    return falls * (1 + CHANGES.get(action.number, 0.0) if has_begun else 1.0)
