"""Make synthetic release rows of the measures other than use, activation and paper, for tests of the pages.

Each section has a plausible curve of its own. Withheld cells and cells without a value yet are among the rows.
"""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

from tests.released_cells import FACTORS, Row, seen, unseen
from tests.released_derived import derived_rows
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.release.tables.coding import Coding

SEGMENTS = ("power", "habitual", "novice", "low", "none")


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
        **derived_rows([*groups, town], tools, months),
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
                    yield key | seen("about", per_cent, per_cent, "final", n)
                else:
                    first = 3 * min(int(share * n) // 3, (n + 1) // 3 - 1)
                    last = n if first + 5 > n else first + 2
                    low, high = round(100 * first / n), round(100 * last / n)
                    yield key | seen("interval", low, high, "final", n)


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
                coding: Coding = "interval" if wide else "about"
                blank = unseen(None, "none", people)
                yield key | (blank if at < 3 else seen(coding, low, high, "final", people))


def _retention(tools: Sequence[str], months: Sequence[date]) -> Iterator[Row]:
    for tool in tools:
        for at, month in enumerate(months):
            key = {"section": TOWN, "tool": tool, "month": month}
            step = 100 - 5 * min(at // 3, 4)
            hidden = tool == tools[-1]
            yield key | (unseen("few_values") if hidden else seen("interval", step - 5, step))


def _breadth(months: Sequence[date]) -> Iterator[Row]:
    for at, month in enumerate(months):
        value = round(min(3.6, 1.3 + at / 10), 1)
        key = {"section": TOWN, "month": month}
        yield key | (unseen("few_values") if at < 2 else seen("exact", value, value))


def _work(
    groups: Sequence[tuple[str, int]], months: Sequence[date], rng: random.Random
) -> Iterator[Row]:
    for code, _ in groups:
        for month in months:
            key = {"section": code, "measure": "out_of_hours", "month": month}
            step = rng.choice((0, 5, 5, 10))
            low = seen("below", 0, 5)
            hidden = code == "suido" and month.month == 8
            shown = low if step == 0 else seen("about", step, step)
            yield key | (unseen("dominance") if hidden else shown)
            hours = rng.choice((0.0, 1.5, 2.0, 4.5))
            key = {"section": code, "measure": "meeting_hours", "month": month}
            yield key | (seen("below", 0, 0.5) if hours == 0 else seen("exact", hours, hours))


def _outside(
    groups: Sequence[tuple[str, int]], months: Sequence[date], rng: random.Random
) -> Iterator[Row]:
    for code, n in groups:
        for month in months:
            key = {"section": code, "month": month}
            step = rng.choice((5, 10, 15, 20))
            yield key | (unseen("few_meetings") if n < 8 else seen("about", step, step))


def _counters(months: Sequence[date]) -> Iterator[Row]:
    for month in months:
        for maker, unit, printers in (("Ricoh", "impressions", 9), ("Brother", "sheets", 2)):
            key = {"source": "copiers", "maker": maker, "unit": unit, "month": month}
            shown = seen("exact", 41_200, 41_200) if printers > 2 else unseen("few_printers")
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
            uses = seen("exact", 3_210, 3_210) if code == TOWN else unseen("dominance")
            yield key | {"measure": "uses"} | uses
            count = 900 if code == TOWN else 10 * n
            yield key | {"measure": "person_days"} | seen("exact", count, count)


def _books(groups: Sequence[tuple[str, int]], months: Sequence[date]) -> Iterator[Row]:
    for code, n in groups:
        for at, month in enumerate(months):
            faxes = float(max(10, 10 * n - 10 * at))
            key = {"section": code, "what": "fax", "measure": "count", "month": month}
            yield key | seen("exact", faxes, faxes)
    for month in months[-6:]:
        key = {"section": "zeimu", "what": "automation", "measure": "hours", "month": month}
        yield key | seen("exact", 14, 14)
        for code, hours in (("somu", 60.0), (TOWN, 60.0)):
            key = {"section": code, "what": "tasks", "measure": "hours", "month": month}
            yield key | seen("exact", hours, hours)


def _coverage(groups: Sequence[tuple[str, int]]) -> Iterator[Row]:
    for code, n in groups:
        known = {"somu": seen("interval", 79, 100, n=n), TOWN: seen("about", 20, 20, n=n)}
        yield {"section": code, "training": "t", "month": date(2026, 1, 1)} | known.get(
            code, unseen(None, "none", n)
        )
