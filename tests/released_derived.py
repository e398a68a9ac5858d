"""Make synthetic rows of what is derived from released values: targets, fits, effects, years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.released_cells import FACTORS, Row
from warehouse.release.derived.reach import reach
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def derived_rows(
    groups: Sequence[tuple[str, int]], tools: Sequence[str], months: Sequence[date]
) -> dict[str, list[Row]]:
    return {
        "milestone": list(_milestones(groups, tools, months)),
        "normal_month": list(_normal(groups, months)),
        "target_month": list(_targets(groups, months)),
        "curve_fit": list(_fits(groups, tools)),
        "replacement_month": list(_replacements(groups, months)),
        "alert": _alerts(months),
        "paper_difference_month": list(_differences(groups, months)),
        "paper_year": list(_years(groups)),
        "series_target_year": list(_series_targets()),
        "plan_evidence": list(_plan_evidence()),
        "plan_series_month": [
            {"series": "count 電話の数", "month": month, "low": 95.0, "high": 105.0}
            for month in months
        ],
        "cadence": [
            _cadence(TOWN, 3, 1, 1, 90.0),
            _cadence("somu", 1, 0, 1, None),
        ],
        "hours_month": [
            {
                "section": TOWN,
                "month": month,
                "hours_saved": 12.0,
                "hours_added": 2.0 + at % 3,
                "net_hours": 10.0 - at % 3,
                "actions": 1,
            }
            for at, month in enumerate(months[10:])
        ],
    }


def _milestones(
    groups: Sequence[tuple[str, int]], tools: Sequence[str], months: Sequence[date]
) -> Iterator[Row]:
    for place, (code, _) in enumerate(groups):
        for tool in tools:
            for step, milestone in enumerate((16, 50, 84)):
                at = 2 + 5 * step + place // 3
                reached = at < len(months) - 4
                yield {
                    "section": code,
                    "tool": tool,
                    "milestone": milestone,
                    "month": months[at] if reached else None,
                    "possible_month": months[at - 1],
                    "place": place // 3 + 1 if reached and code != TOWN else None,
                    "state": "final",
                }


def _normal(groups: Sequence[tuple[str, int]], months: Sequence[date]) -> Iterator[Row]:
    for place, (code, _) in enumerate(groups):
        for at, month in enumerate(months):
            is_met = None if at == 4 else at > 8 + place
            yield {
                "section": code,
                "tool": "files",
                "month": month,
                "target": 40.0 if at < 12 else 77.0,
                "reach": None if is_met is None else "reached" if is_met else "below",
                "is_met": is_met,
                "has_action": 9 <= at <= 11,
                "is_normal": bool(is_met) and at > 14 + place,
                "state": "final",
            }


def _targets(groups: Sequence[tuple[str, int]], months: Sequence[date]) -> Iterator[Row]:
    for place, (code, _) in enumerate(groups):
        rate, pace = 80.0 - 4 * place, 1.0 - place / 4
        needed = max(0.0, (77 - rate) / 2)
        is_known = code != "suido"
        yield {
            "section": code,
            "tool": "files",
            "month": months[-2],
            "rate": rate if is_known else None,
            "target": 77.0,
            "distance": rate - 77 if is_known else None,
            "reach": reach(rate, rate, 77.0) if is_known else None,
            "months_left": 2,
            "pace": pace if is_known else None,
            "pace_needed": needed if is_known else None,
            "is_on_pace": pace >= needed if is_known else None,
            "state": "final",
        }


def _series_targets() -> Iterator[Row]:
    yield {
        "section": TOWN,
        "series": "ratio approvals",
        "fiscal_year": 2025,
        "better": "more",
        "level": 60.0,
        "first_month": date(2026, 2, 1),
        "last_month": date(2026, 2, 1),
        "months": 1,
        "low": 61.5,
        "high": 62.5,
        "reach": "reached",
    }
    yield {
        "section": "somu",
        "series": "count 電話の数",
        "fiscal_year": 2025,
        "better": "less",
        "change": -30.0,
        "base_year": 2024,
        "first_month": date(2025, 4, 1),
        "last_month": date(2026, 2, 1),
        "months": 11,
        "low": -31.0,
        "high": -29.0,
        "reach": None,
    }


def _plan_evidence() -> Iterator[Row]:
    newest = {"newest_month": date(2026, 2, 1), "newest_low": 95.0, "newest_high": 105.0}
    yield {
        "item": "P1",
        "evidence": "residents",
        "series": "count 電話の数",
        "better": "less",
        "first_month": date(2025, 4, 1),
        "last_month": date(2026, 2, 1),
        "low": -31.0,
        "high": -22.0,
        "reach": "reached",
        **newest,
    }
    yield {
        "item": "P2",
        "evidence": "built",
        "reason": "not_shown",
        "series": "count 電話の数",
        "better": "less",
        **newest,
    }
    yield {"item": "P3", "evidence": "none", "reason": "not_begun"}


def _fits(groups: Sequence[tuple[str, int]], tools: Sequence[str]) -> Iterator[Row]:
    refusals = (None, None, "not_half_yet", "perhaps_reached", "too_few_months", None, "not_shown")
    for place, (code, _) in enumerate(groups):
        for tool in tools:
            refused = refusals[place % len(refusals)]
            has_reached = refused is None and place % 2 == 1
            yield {
                "section": code,
                "tool": tool,
                "refused": refused,
                "reached_month": date(2025, 6, 1) if has_reached else None,
                "first_month": None if refused or has_reached else date(2026, 2, 1),
                "last_month": None if refused or has_reached else date(2027, 1, 1),
            }


def _replacements(groups: Sequence[tuple[str, int]], months: Sequence[date]) -> Iterator[Row]:
    verdicts = (
        ("replaced", 60.0, -25.0, "up", "down"),
        ("added", 45.0, 3.0, "up", "level"),
        ("untouched", 2.0, 4.0, "level", "level"),
        ("shrunk", -20.0, -30.0, "down", "down"),
    )
    for place, (code, _) in enumerate(groups):
        for at, month in enumerate(months[3:]):
            verdict, digital, paper, up, down = verdicts[(place + at // 9) % 4]
            hidden = code == "sangyo" and at < 3
            yield {
                "section": code,
                "month": month,
                "base_from": months[3] if place % 5 == 4 else months[0],
                "base_to": months[5] if place % 5 == 4 else months[2],
                "digital_low": None if hidden else digital,
                "digital_high": None if hidden else digital + 2,
                "paper_low": None if hidden else paper,
                "paper_high": None if hidden else paper,
                "digital_then": None if hidden else 1.25,
                "digital_now": None if hidden else 1.25 * (1 + digital / 100),
                "paper_then": None if hidden else 4.0,
                "paper_now": None if hidden else 4 * (1 + paper / 100),
                "digital_moves": None if hidden else up,
                "paper_moves": None if hidden else down,
                "verdict": None if hidden else verdict,
                "state": "final",
                "withheld_because": "dominance" if hidden else None,
            }


def _alerts(months: Sequence[date]) -> list[Row]:
    last = months[-2]
    return [
        {"kind": "use_fell", "section": "zeimu", "tool": "chat", "month": last, "value": 21.0, "before": 34.0},
        {"kind": "paper_rose", "section": "jumin", "month": last, "value": 412.0, "before": 350.0},
        {"kind": "source_stale", "source": "copiers", "value": 4.0},
    ]  # fmt: skip


def _differences(groups: Sequence[tuple[str, int]], months: Sequence[date]) -> Iterator[Row]:
    whys = ("not_logged", "stock", "unknown_sheets")
    for code, n in groups:
        for at, month in enumerate(months):
            bought, printed = float(100 * n), float(100 * n + 300 * (at % 3 == 1) - 200)
            yield {
                "section": code,
                "month": month,
                "bought": bought,
                "printed_low": printed,
                "printed_high": printed,
                "low": bought - printed - 10,
                "high": bought - printed + 10,
                "why": whys[at % 3],
                "state": "final",
            }


def _years(groups: Sequence[tuple[str, int]]) -> Iterator[Row]:
    for code, n in groups:
        for year, share in ((2024, 1.0), (2025, 0.72)):
            sheets = round(12_000 * n * share, -2)
            yield {
                "section": code,
                "fiscal_year": year,
                "months": 12,
                "sheets": sheets,
                "base_year": 2024,
                "base_sheets": 12_000.0 * n,
                "fewer": 12_000.0 * n - sheets,
                "change": round(100 * share - 100),
                "target": -30.0 if year == 2025 else None,
                **{quantity: round(sheets * per, 3) for quantity, per, _ in FACTORS},
                "state": "final" if year == 2024 else "provisional",
            }


def _cadence(section: str, actions: int, checked: int, overdue: int, days: float | None) -> Row:
    return {
        "section": section,
        "actions": actions,
        "checked": checked,
        "open": actions - checked,
        "overdue": overdue,
        "cadence_days": days,
    }
