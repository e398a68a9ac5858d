"""Between which counts a cell says that the hidden one lies, as anyone can work it out. Imports no rule of ours."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from tests.privacy.published_lines import month_end, per_cents, rounded

if TYPE_CHECKING:
    from tests.privacy.differencing import Night, Row

TOWN = "_town"
Ends = tuple[float, float]


def _of_days(night: Night, row: Row) -> Ends:
    # A share is of everyone on the roster, whoever's account is matched.
    own = len(night.everyone().whole("use_month", row))
    low, high = per_cents(row["shown"])
    most = own if row["shown"].endswith("以上") else ceil(high * own / 100 - 1e-9) - 1
    return low * own / 100, max(most, low * own / 100)


def _of_heads(_: Night, row: Row) -> Ends:
    low, high = per_cents(row["shown"])
    people, slack = int(row["n"]), 0.0
    if row["section"] == TOWN:
        step = 5 * -(-3 * 100 // (5 * people))
        slack = step / 2 - (2.5 if "約" in row["shown"] else 0.5)
    return max(0.0, (low - slack) * people / 100), min(people, (high + slack) * people / 100)


def _from_the_top(night: Night, row: Row) -> Ends:
    """Of a segment together with the more active ones: what is cut."""
    if not row["from_top_low"]:
        return 0, int(row["n"])
    low, high = float(row["from_top_low"]), float(row["from_top_high"])
    shown = f"約{low:.0f}%" if low == high else f"{low:.0f}〜{high:.0f}%"
    return _of_heads(night, {**row, "shown": shown})


def _of_documents(_: Night, row: Row) -> Ends:
    return rounded(float(row["digital"])) if row["digital"] else (0, 10**9)


def _of_sheets(_: Night, row: Row) -> Ends:
    if row["shown"].endswith("未満"):
        return 0, 9
    told = float(row["shown"].replace(",", ""))
    low, high = rounded(told)
    return min(low, told - 5), max(high, told + 4)


def _of_minutes(night: Night, row: Row) -> Ends:
    """Hours a head in halves; a head is somebody there on every working day, recorded or not."""
    month = date.fromisoformat(row["month"])
    days = [day for k in range(month_end(month).day) if (day := month + timedelta(k)).weekday() < 5]
    everyone = night.everyone(days=lambda _: days)
    table = "work_month" if "measure" in row else "overtime_month"
    minutes = 60 * len(everyone.whole(table, row)) / len(days)
    low, high = rounded_hours(row["shown"])
    return low * minutes, high * minutes


def rounded_hours(shown: str) -> Ends:
    """Between which hours a head a cell in half hours says that they are."""
    if shown.endswith("未満"):
        return 0, 0.5
    return float(shown) - 0.25, float(shown) + 0.25


def _of_counted(_: Night, row: Row) -> Ends:
    if row["shown"].endswith("未満"):
        return 0, 9
    return rounded(float(row["shown"].replace(",", "")))


COUNTS = {
    ("use_month", ""): _of_days,
    ("activation_month", ""): _of_heads,
    ("habitual_month", ""): _of_heads,
    ("segment_month", ""): _from_the_top,
    ("paper_digital_month", ""): _of_documents,
    ("paper_month", ""): _of_sheets,
    ("work_month", "meeting_hours"): _of_minutes,
    ("overtime_month", ""): _of_minutes,
    ("section_use_month", "person_days"): _of_counted,
    ("section_use_month", "uses"): _of_counted,
}
"""(table, measure) → how its counts are read."""
HELD = {
    ("work_month", "out_of_hours"),
    ("outside_month", ""),
    ("retention_month", ""),
    ("breadth_month", ""),
}
"""Shares of a whole that nobody is told: there is no count to subtract, so their cells are held to stand still."""
MANY_A_DAY = {
    ("paper_month", ""),
    ("work_month", "meeting_hours"),
    ("overtime_month", ""),
    ("section_use_month", "uses"),
}
"""Of these one person may have any number on one day: sheets, minutes, uses."""
