"""Simulates the town's actions in the OODA loop: checked, running and overdue ones, with dates within the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from connectors.demo_town.simulate.workdays import is_working_day


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the book of actions; the date of a step that has not been taken is None."""

    number: str
    title: str
    section: str | None
    """Section code; None: the whole town hall."""
    tool: str | None
    role: str
    type: str
    hypothesis: str
    measure: str
    steps: tuple[date | None, ...]
    """Dates of the five steps: observed, oriented, decided, acted, checked."""
    result: str | None
    hours_saved: float
    hours_added: float
    pair: str | None
    """The book whose digital side grows after the action was acted on; None: no book."""

    @property
    def acted_on(self) -> date | None:
        """The day on which the action was acted on; None if not yet."""
        return self.steps[3]

    @property
    def is_checked(self) -> bool:
        """Whether the last step, the check, has been taken."""
        return self.steps[-1] is not None


class _Plan(NamedTuple):
    begins: float
    """Share of the period that passes before the action is observed."""
    title: str
    section: str | None
    tool: str | None
    role: str
    type: str
    hypothesis: str
    measure: str
    later_days: tuple[int, ...]
    """Days from each step to the next; fewer entries if the later steps are never taken."""
    result: str
    hours: tuple[float, float]
    pair: str | None = None


# Most were tried in the second year: a verdict needs twelve months before the start and six after it.
_PLANS = (
    _Plan(0.02, "庁内の照会と回答を共有の表でそろえる", "kikaku", "files", "財政係長", "improvement",
          "集計の手戻りがなくなる", "照会1件あたりの日数", (7, 10, 12, 45), "continue", (9.0, 1.5)),
    _Plan(0.46, "課内の回覧をチャットに変える", "soumu", "chat", "庶務係長", "improvement",
          "回覧板が机で止まらなくなる", "回覧板の数", (9, 14, 10, 40), "continue", (6.0, 1.0)),
    _Plan(0.44, "電子決裁の対象を契約まで広げる", "soumu", None, "文書法制係長", "reform",
          "押印のための往復がなくなる", "電子決裁率", (14, 21, 30, 60), "continue", (14.0, 3.0), "approvals"),
    _Plan(0.49, "窓口の待ち番号を表計算で記録する", "choumin", "files", "窓口係長", "improvement",
          "混む時間帯がわかる", "手で写した行の数", (6, 8, 15, 50), "stop", (1.0, 5.0)),
    _Plan(0.51, "現場の確認を画面越しで行う", "kensetsu", "meetings", "維持係長", "reform",
          "移動の時間がいらなくなる", "現場への移動の時間", (10, 12, 20, 55), "change", (11.0, 2.0), "inspections"),
    _Plan(0.45, "保育所の申込みをオンラインで受け付ける", "kodomo", None, "保育係長", "reform",
          "書類の不備が窓口で止まらなくなる", "オンライン利用率", (12, 20, 35, 60), "continue", (18.0, 4.0), "filings"),
    _Plan(0.55, "滞納整理の打合せを週1回に減らす", "zeimu", "meetings", "収納係長", "reform",
          "資料を先に共有すれば短く済む", "会議の時間", (8, 9, 14), "continue", (8.0, 0.5)),
    _Plan(0.93, "会議の議事録を機械で起こす", None, "meetings", "DX推進係長", "improvement",
          "書き起こしの残業が減る", "AI議事録の割合", (10, 14, 20, 50), "continue", (22.0, 6.0), "minutes"),
    _Plan(0.53, "紙の申請書の控えをやめる", "fukushi", "files", "障害福祉係長", "reform",
          "二重の保管がなくなる", "印刷の枚数", (15, 20, 10), "continue", (7.0, 1.0)),
    _Plan(0.52, "納税の相談を一つの一覧で受ける", "zeimu", "files", "収納管理係長", "improvement",
          "同じ相談を別々に数えなくなる", "聞き直した相談の数", (8, 12, 14, 30), "continue", (4.0, 1.0)),
    _Plan(0.57, "朝礼の連絡をチャットに移す", "choumin", "chat", "窓口係長", "improvement",
          "開庁前の10分が空く", "朝礼と打合せの時間", (6, 8, 9, 40), "continue", (5.0, 0.5)),
    _Plan(0.50, "問い合わせをよくある質問にまとめる", "fukushi", "files", "高齢者係長", "improvement",
          "同じ電話がなくなる", "問い合わせの電話の数", (7, 10, 12, 40), "continue", (3.0, 1.0)),
    _Plan(0.48, "窓口を閉めてからの集計を翌朝に移す", "choumin", None, "窓口係長", "reform",
          "閉めたあとの残業がなくなる", "超過勤務の時間", (7, 9, 12, 40), "continue", (40.0, 4.0)),
    _Plan(0.47, "口座振替の申込みを読み取りで入れる", "zeimu", None, "収納係長", "improvement",
          "手で打つ時間がなくなる", "業務にかかる時間", (9, 11, 15, 45), "continue", (25.0, 2.0)),
)  # fmt: skip

FREED_FOR = {
    "A05": "橋の点検を年2回に増やす",
    "A06": "申込みの前の相談に回す",
    "A13": "昼休みの窓口を開ける",
}
"""Number of an action → what its section does with the hours saved; the others have not said yet."""


def take_actions(launched_on: date, today: date) -> tuple[Action, ...]:
    """Distribute the actions over the period; steps from `today` on are not taken yet."""
    span = (today - launched_on).days
    actions = []
    for place, plan in enumerate(_PLANS, start=1):
        day: date | None = _open_day(launched_on + timedelta(days=int(span * plan.begins)), today)
        if day is None:
            continue
        steps = [day]
        for days in plan.later_days:
            day = _open_day(steps[-1] + timedelta(days=days), today)
            if day is None:
                break
            steps.append(day)
        is_checked = len(steps) == 5  # noqa: PLR2004 - the five steps of the loop
        saved, added = plan.hours
        actions.append(
            Action(
                number=f"A{place:02d}",
                title=plan.title,
                section=plan.section,
                tool=plan.tool,
                role=plan.role,
                type=plan.type,
                hypothesis=plan.hypothesis,
                measure=plan.measure,
                steps=(*steps, *(None for _ in range(5 - len(steps)))),
                result=plan.result if is_checked else None,
                hours_saved=saved,
                hours_added=added,
                pair=plan.pair,
            )
        )
    return tuple(actions)


def _open_day(day_on: date, today: date) -> date | None:
    """Return the first working day from `day_on` on; None if it is not before `today`."""
    while day_on < today and not is_working_day(day_on):
        day_on += timedelta(days=1)
    return day_on if day_on < today else None
