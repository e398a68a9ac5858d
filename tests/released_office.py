"""Make rows of targets, actions and a hand-over for a synthetic release."""

from __future__ import annotations

from datetime import date

from tests.ten_sections import NAMES

_ACTED: dict[str, object] = {
    "action": "1",
    "title": "回覧をファイル共有に置く",
    "section": None,
    "tool": "files",
    "owner_role": "推進担当",
    "type": "improvement",
    "hypothesis": "印刷して回す紙が減る",
    "measure": "印刷の枚数",
    "step": "checked",
    "observed_on": date(2025, 1, 10),
    "oriented_on": date(2025, 1, 20),
    "decided_on": date(2025, 2, 3),
    "acted_on": date(2025, 2, 10),
    "checked_on": date(2025, 4, 11),
    "result": "continue",
    "due_on": date(2025, 4, 10),
    "is_overdue": False,
    "hours_saved": 12.0,
    "hours_added": 2.0,
}
_LATE: dict[str, object] = {
    "action": "2",
    "title": "窓口の引き継ぎ帳をやめる",
    "section": "somu",
    "tool": "chat",
    "owner_role": "課の推進員",
    "type": "reform",
    "hypothesis": "朝の申し送りが短くなる",
    "measure": "申し送りの分数",
    "step": "acted",
    "observed_on": date(2025, 6, 2),
    "acted_on": date(2025, 7, 1),
    "due_on": date(2025, 8, 31),
    "is_overdue": True,
}
_FRESH: dict[str, object] = {
    "action": "3",
    "title": "視察をオンラインで受ける",
    "step": "observed",
    "observed_on": date(2026, 2, 2),
    "due_on": date(2026, 5, 3),
    "is_overdue": False,
}


def office_rows() -> dict[str, list[dict[str, object]]]:
    """Return rows of targets, actions and a hand-over, for `Made.extra`."""
    return {
        "action": [dict(one) for one in (_ACTED, _LATE, _FRESH)],
        "target": [
            {"section": None, "tool": "files", "fiscal_year": 2024, "per_cent": 40.0},
            {"section": None, "tool": "files", "fiscal_year": 2025, "per_cent": 77.0},
            {"section": "somu", "tool": "files", "fiscal_year": 2025, "per_cent": 70.0},
        ],
        "series_target": [
            {"section": None, "series": "ratio approvals", "fiscal_year": 2025, "level": 60.0},
            {
                "section": "somu",
                "series": "count 電話の数",
                "fiscal_year": 2025,
                "change": -30.0,
                "base_year": 2024,
            },
        ],
        "plan_item": [
            _plan_item("P1", "窓口を一つにする", "residents", -20.0, began_on=date(2025, 3, 1)),
            _plan_item("P2", "電話を減らす", "staff", None, began_on=date(2025, 3, 1)),
            _plan_item("P3", "地図を公開する", "residents", None, began_on=None),
        ],
        "handover": [
            {"section": code, "item": item, "is_met": code == "somu"}
            for code, _, _ in NAMES
            for item in ("lead_named", "own_action")
        ],
        "office": [{"closing_on": date(2027, 3, 31), "paper_per_cent": 50.0}],
    }


def _plan_item(
    item: str, title: str, for_whom: str, target: float | None, *, began_on: date | None
) -> dict[str, object]:
    return {
        "item": item,
        "title": title,
        "purpose": "待つ時間が短くなる",
        "for_whom": for_whom,
        "section": "somu",
        "decided_by": "mayor",
        "is_of_state": began_on is None,
        "measure": None if began_on is None else "電話の数",
        "series": None if began_on is None else "count 電話の数",
        "target": target,
        "target_is": None if target is None else "change",
        "decided_on": date(2024, 4, 1),
        "due_on": date(2025, 12, 1),
        "began_on": began_on,
    }
