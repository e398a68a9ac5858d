"""Makes synthetic release rows of the measures other than use, activation and paper, for tests of the pages.

Each section has a plausible curve of its own. Withheld cells and cells without a value yet are among the rows.
"""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

from warehouse.release.derived.reach import reach
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = dict[str, object]
SEGMENTS = ("power", "habitual", "novice", "low", "none")
FACTORS = (
    ("yen", 1.75, "沖縄県の試算(1枚1.75円)"),
    ("kilograms", 0.004, "A4 64 g/m² の重さ"),
    ("co2_kilograms", 0.006, "製造から廃棄まで1枚5〜8 gとされる幅の中ほど"),
    ("trees", 1 / 8_333, "PaperCut の換算(1本8,333枚)"),
)


def seen(shown: str, low: float, high: float, state: str = "final", n: int | None = None) -> Row:
    """Return a published cell.

    Args:
        shown: the text that a reader sees.
        low: the lower end of the published range.
        high: the upper end of the published range.
        state: final, provisional, incomplete or none.
        n: people in the group, if known.
    """
    cell: Row = {"n": n, "shown": shown, "low": float(low), "high": float(high)}
    return cell | {"state": state, "withheld_because": None}


def unseen(reason: str | None, state: str = "final", n: int | None = None) -> Row:
    """Return a withheld cell, or without a reason one that has no value yet."""
    cell: Row = {"n": n, "shown": None, "low": None, "high": None}
    return cell | {"state": state, "withheld_because": reason}


def measured_rows(
    sections: Sequence[tuple[str, str, int]], tools: Sequence[str], months: Sequence[date]
) -> dict[str, list[Row]]:
    """Return table → rows for each table of measures; no table is empty.

    Args:
        sections: (code, name, staff) of each section.
        tools: the tools.
        months: the first day of each month, in order.
    """
    rng = random.Random(7)
    groups = [*((code, n) for code, _, n in sections), (SMALL, 10)]
    town = (TOWN, sum(n for _, n in groups))
    return {
        "habitual_month": list(_habitual([*groups, town], tools, months)),
        "segment_month": list(_segments(town[1], tools, months)),
        "retention_month": list(_retention(tools, months)),
        "breadth_month": list(_breadth(months)),
        "work_month": list(_work([*groups, town], months, rng)),
        "outside_month": list(_outside([*groups, town], months, rng)),
        "counter_month": list(_counters(months)),
        "section_use_month": list(_section_uses(groups, months)),
        "book_month": list(_books([*groups, town], months)),
        "training_coverage": list(_coverage([*groups, town])),
        "training": [
            {"training": "はじめてのファイル共有", "section": code, "tool": "files", "held_on": day}
            for code, day in zip(
                ("somu", "zeimu"), (date(2024, 9, 12), date(2024, 11, 7)), strict=True
            )
        ],
        "paper_factor": [
            {"quantity": quantity, "per_sheet": per_sheet, "source": source}
            for quantity, per_sheet, source in FACTORS
        ],
        **_derived([*groups, town], tools, months),
    }


def _derived(
    groups: Sequence[tuple[str, int]], tools: Sequence[str], months: Sequence[date]
) -> dict[str, list[Row]]:
    return {
        "milestone": list(_milestones(groups, tools, months)),
        "normal_month": list(_normal(groups, months)),
        "target_month": list(_targets(groups, months)),
        "curve_fit": list(_fits(groups, tools)),
        "replacement_month": list(_replacements(groups, months)),
        "effect": _effects(tools),
        "alert": _alerts(months),
        "paper_difference_month": list(_differences(groups, months)),
        "paper_year": list(_years(groups)),
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


def _habitual(
    groups: Sequence[tuple[str, int]], tools: Sequence[str], months: Sequence[date]
) -> Iterator[Row]:
    for code, n in groups:
        for tool in tools:
            for at, month in enumerate(months):
                key = {"section": code, "tool": tool, "month": month}
                share = min(0.9, 0.03 * at)
                if at < 3:
                    yield key | unseen(None, "none", n)
                elif code == SMALL and at in {7, 8, 9}:
                    yield key | unseen("small_group", "final", n)
                elif code == TOWN:
                    per_cent = 5 * round(20 * share)
                    yield key | seen(f"約{per_cent}%", per_cent, per_cent, "final", n)
                else:
                    first = 3 * min(int(share * n) // 3, (n + 1) // 3 - 1)
                    last = n if first + 5 > n else first + 2
                    low, high = round(100 * first / n), round(100 * last / n)
                    yield key | seen(f"{low}〜{high}%", low, high, "final", n)


def _segments(people: int, tools: Sequence[str], months: Sequence[date]) -> Iterator[Row]:
    for tool in tools:
        for at, month in enumerate(months):
            shares = (min(30, at), min(25, at), 20, 15)
            steps = [5 * round(share / 5) for share in shares]
            upto = 0
            for segment, step in zip(SEGMENTS, [*steps, 100 - sum(steps)], strict=True):
                upto += step
                ends = {"from_top_low": None, "from_top_high": None}
                if at >= 3:
                    ends = {"from_top_low": float(upto), "from_top_high": float(upto)}
                key = {"section": TOWN, "tool": tool, "month": month, "segment": segment, **ends}
                # A segment between two rounded ends is a range; the first and the last have only one rounded end.
                wide = 0 if segment in {SEGMENTS[0], SEGMENTS[-1]} else 5
                low, high = max(0, step - wide), min(100, step + wide)
                told = f"{low}〜{high}%" if wide else f"約{step}%"
                blank = unseen(None, "none", people)
                yield key | (blank if at < 3 else seen(told, low, high, "final", people))


def _retention(tools: Sequence[str], months: Sequence[date]) -> Iterator[Row]:
    for tool in tools:
        for at, month in enumerate(months):
            key = {"section": TOWN, "tool": tool, "month": month}
            step = 100 - 5 * min(at // 3, 4)
            hidden = tool == tools[-1]
            yield key | (
                unseen("few_values") if hidden else seen(f"{step - 5}〜{step}%", step - 5, step)
            )


def _breadth(months: Sequence[date]) -> Iterator[Row]:
    for at, month in enumerate(months):
        value = round(min(3.6, 1.3 + at / 10), 1)
        key = {"section": TOWN, "month": month}
        yield key | (unseen("few_values") if at < 2 else seen(f"{value}", value, value))


def _work(
    groups: Sequence[tuple[str, int]], months: Sequence[date], rng: random.Random
) -> Iterator[Row]:
    for code, _ in groups:
        for month in months:
            key = {"section": code, "measure": "out_of_hours", "month": month}
            step = rng.choice((0, 5, 5, 10))
            low = seen("5%未満", 0, 5)
            hidden = code == "suido" and month.month == 8
            shown = low if step == 0 else seen(f"約{step}%", step, step)
            yield key | (unseen("dominance") if hidden else shown)
            hours = rng.choice((0.0, 1.5, 2.0, 4.5))
            key = {"section": code, "measure": "meeting_hours", "month": month}
            yield key | (seen("0.5未満", 0, 0.5) if hours == 0 else seen(f"{hours}", hours, hours))


def _outside(
    groups: Sequence[tuple[str, int]], months: Sequence[date], rng: random.Random
) -> Iterator[Row]:
    for code, n in groups:
        for month in months:
            key = {"section": code, "month": month}
            step = rng.choice((5, 10, 15, 20))
            yield key | (unseen("few_meetings") if n < 8 else seen(f"約{step}%", step, step))


def _counters(months: Sequence[date]) -> Iterator[Row]:
    for month in months:
        for maker, unit, printers in (("Ricoh", "impressions", 9), ("Brother", "sheets", 2)):
            key = {"source": "copiers", "maker": maker, "unit": unit, "month": month}
            shown = seen("41,200", 41_200, 41_200) if printers > 2 else unseen("few_printers")
            yield key | {"printers": printers, "resets": 0} | shown


def _section_uses(groups: Sequence[tuple[str, int]], months: Sequence[date]) -> Iterator[Row]:
    for code, n in [*groups, (TOWN, 0)]:
        for month in months[-6:]:
            key = {
                "section": code,
                "tool": "chat",
                "source": "mattermost",
                "month": month,
                "days": 20,
            }
            uses = seen("3,210", 3_210, 3_210) if code == TOWN else unseen("dominance")
            yield key | {"measure": "uses"} | uses
            count = 900 if code == TOWN else 10 * n
            yield key | {"measure": "person_days"} | seen(f"{count}", count, count)


def _books(groups: Sequence[tuple[str, int]], months: Sequence[date]) -> Iterator[Row]:
    for code, n in groups:
        for at, month in enumerate(months):
            faxes = float(max(10, 10 * n - 10 * at))
            key = {"section": code, "what": "fax", "measure": "count", "month": month}
            yield key | seen(f"{faxes:,.0f}", faxes, faxes)
    for month in months[-6:]:
        key = {"section": "zeimu", "what": "automation", "measure": "hours", "month": month}
        yield key | seen("14", 14, 14)


def _coverage(groups: Sequence[tuple[str, int]]) -> Iterator[Row]:
    for code, n in groups:
        known = {"somu": seen("79〜100%", 79, 100, n=n), TOWN: seen("約20%", 20, 20, n=n)}
        yield {"section": code, "training": "t", "month": date(2026, 1, 1)} | known.get(
            code, unseen(None, "none", n)
        )


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


def _fits(groups: Sequence[tuple[str, int]], tools: Sequence[str]) -> Iterator[Row]:
    refusals = (None, None, "not_half_yet", None, "too_few_months", "no_shape", "not_shown")
    for place, (code, _) in enumerate(groups):
        for tool in tools:
            refused = refusals[place % len(refusals)]
            yield {
                "section": code,
                "tool": tool,
                "refused": refused,
                "goal_on": None if refused else date(2026, 6, 1),
                "goal_low_on": None if refused else date(2026, 2, 1),
                "goal_high_on": None if refused else date(2027, 1, 1),
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
                "digital_moves": None if hidden else up,
                "paper_moves": None if hidden else down,
                "verdict": None if hidden else verdict,
                "state": "final",
                "withheld_because": "dominance" if hidden else None,
            }


def _effects(tools: Sequence[str]) -> list[Row]:
    return [
        {
            "kind": "training",
            "tool": tools[0],
            "method": "difference_in_differences",
            "reason": None,
            "change": 9.0,
            "low": 3.0,
            "high": 15.0,
            "treated": 4,
            "compared": 6,
        },
        {
            "kind": "action",
            "tool": tools[1],
            "method": "cannot_say",
            "reason": "too_few_months",
            "treated": 0,
            "compared": 0,
        },
    ]


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
