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
        "handover": [
            {"section": code, "item": item, "is_met": code == "somu"}
            for code, _, _ in NAMES
            for item in ("lead_named", "own_action")
        ],
        "office": [{"closing_on": date(2027, 3, 31), "paper_per_cent": 50.0}],
    }
