"""Simulates the town's plan: ten items, of which the simulation makes some come true and others not.

`TRUTH` is what the page of the plan is held against in a town of two years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from connectors.demo_town.simulate.workdays import month_of, months_later

if TYPE_CHECKING:
    from datetime import date


class PlanLine(NamedTuple):
    """One item of the plan; months are their first days, None where there is none yet."""

    number: str
    title: str
    purpose: str
    for_whom: Literal["residents", "staff"]
    section: str | None
    decided_by: Literal["mayor", "office", "section"]
    origin: Literal["state", "town"]
    """Whose plan it comes from."""
    measure: str
    target: float | None
    target_is: Literal["change", "level"]
    decided_on: date
    due_on: date | None
    began_on: date | None


class _Item(NamedTuple):
    title: str
    purpose: str
    for_whom: Literal["residents", "staff"]
    section: str | None
    decided_by: Literal["mayor", "office", "section"]
    origin: Literal["state", "town"]
    """Whose plan it comes from."""
    measure: str
    target: float | None
    target_is: Literal["change", "level"]
    due: int
    """Months from the first month of the town's records to the month in which it is due."""
    began: int | None
    """Months to the month in which it began; None: not yet."""


# A year before the start and some months after it, so that most can be told in a town of two years.
_ITEMS = (
    _Item("書かない窓口", "窓口で書く紙が減り、待つ時間が短くなる", "residents", "choumin", "mayor", "state",
          "窓口で待った時間", -20, "change", 22, 12),
    _Item("申請書の見直し", "書き直しのために、もう一度来なくてよくなる", "residents", "fukushi", "section", "town",
          "書き直しになった申請の数", -20, "change", 22, 12),
    _Item("紙の会議資料をやめる", "資料を刷って配る仕事がなくなる", "staff", None, "office", "town",
          "印刷の枚数", -10, "change", 24, 12),
    _Item("FAXをやめる", "送ったか届いたかの電話がなくなる", "staff", "soumu", "office", "town",
          "FAXの枚数", -10, "change", 24, 12),
    _Item("電子決裁を広げる", "決裁が机の上で止まらなくなる", "staff", "soumu", "office", "state",
          "電子決裁率", 60, "level", 20, 10),
    _Item("資料を一か所に置く", "担当がいなくても答えられる", "staff", None, "mayor", "town",
          "利用日率(ファイル)", 50, "level", 20, 0),
    _Item("連絡をチャットに移す", "電話で手が止まらなくなる", "staff", None, "office", "town",
          "利用日率(チャット)", 95, "level", 20, 0),
    _Item("残業を減らす", "早く帰れる", "staff", None, "mayor", "town",
          "超過勤務の時間", -10, "change", 23, 12),
    _Item("町の地図を公開する", "道路の工事がどこかすぐわかる", "residents", "kensetsu", "section", "state",
          "", None, "level", 18, 14),
    _Item("施設の予約をオンラインにする", "夜でも休みの日でも予約できる", "residents", "kankou", "mayor", "state",
          "予約の数", 40, "level", 30, None),
)  # fmt: skip
TRUTH = {
    "P01": "residents", "P02": "built", "P03": "work", "P04": "work", "P05": "used", "P06": "used",
    "P07": "built", "P08": "work", "P09": "built", "P10": "none",
}  # fmt: skip
"""Number of an item → the evidence that the simulation gives of it."""


def plan_of(since: date, today: date) -> tuple[PlanLine, ...]:
    """Return the plan of a town whose records begin on `since`; what would begin from `today` on has not begun."""
    lines = []
    for place, item in enumerate(_ITEMS, start=1):
        began = None if item.began is None else months_later(month_of(since), item.began)
        lines.append(
            PlanLine(
                number=f"P{place:02d}",
                title=item.title,
                purpose=item.purpose,
                for_whom=item.for_whom,
                section=item.section,
                decided_by=item.decided_by,
                origin=item.origin,
                measure=item.measure,
                target=item.target,
                target_is=item.target_is,
                decided_on=month_of(since),
                due_on=months_later(month_of(since), item.due),
                began_on=None if began is None or began >= month_of(today) else began,
            )
        )
    return tuple(lines)
