"""Makes a synthetic release for tests of the pages, with every state, band and reason that a real one may hold."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pyarrow as pa

from tests.released_measures import measured_rows
from tests.released_office import office_rows
from tests.ten_sections import NAMES
from warehouse.policy import Policy
from warehouse.release.tables.release import SCHEMAS, SMALL, TOWN, Release
from warehouse.town import Town

TOOLS = ("files", "chat", "meetings", "calendar")


@dataclass
class Made:
    """Parameters of a synthetic release; the defaults are ten sections over 24 months."""

    seed: int = 1
    names: tuple[tuple[str, str, int], ...] = NAMES
    months: int = 24
    first: date = date(2024, 4, 1)
    language: str = "ja"
    tools: tuple[str, ...] = TOOLS
    town: str = "磐山町"
    extra: dict[str, list[dict[str, object]]] = field(default_factory=dict)


def month_list(first: date, months: int) -> list[date]:
    """Return the first day of each of `months` months from the month of `first` on."""
    start = first.year * 12 + first.month - 1
    return [date((start + k) // 12, (start + k) % 12 + 1, 1) for k in range(months)]


def _cell(low: float, high: float, coding: str, state: str, n: int | None) -> dict[str, object]:
    return {
        "n": n,
        "coding": coding,
        "low": low,
        "high": high,
        "state": state,
        "withheld_because": None,
    }


def _hidden(reason: str, state: str) -> dict[str, object]:
    return {
        "n": None,
        "coding": None,
        "low": None,
        "high": None,
        "state": state,
        "withheld_because": reason,
    }


def share_cell(share: float, state: str, n: int | None) -> dict[str, object]:
    """Return a share of person-days as Gate 2 publishes it: whole per cent, top- and bottom-coded at 5 and 95 %."""
    whole = round(share * 100)
    if whole < 5:
        return _cell(0, 5, "below", state, n)
    if whole >= 95:
        return _cell(95, 100, "above", state, n)
    return _cell(whole, whole, "exact", state, n)


def band_cell(share: float, n: int, state: str) -> dict[str, object]:
    """Return a head count as Gate 2 publishes it: a band of at least three possible counts, in per cent of `n`."""
    count = round(share * n)
    runs = max(1, (n + 1) // 3)
    edges = [round(k * (n + 1) / runs) for k in range(runs + 1)]
    for first, after in pairwise(edges):
        if first <= count < after:
            low, high = round(100 * first / n), round(100 * (after - 1) / n)
            return _cell(low, high, "interval", state, n)
    raise AssertionError(count)


def make_release(made: Made | None = None) -> Release:
    """Return a synthetic release with the tables and columns of a real one; it depends on `made` alone."""
    made = made or Made()
    rng = random.Random(made.seed)
    months = month_list(made.first, made.months)
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in SCHEMAS}
    people = sum(n for _, _, n in made.names)
    groups = [*made.names, (SMALL, None, 10), (TOWN, None, people + 10)]
    for position, (code, name, _) in enumerate(groups):
        rows["section"].append(
            {
                "section": code,
                "name": name,
                "from_on": made.first,
                "to_on": date(2025, 9, 30) if code == "suido" else None,
                "successor": "kensetsu" if code == "suido" else None,
                "position": position,
            }
        )
    for code, _, n in groups:
        middle, pace = rng.uniform(4, 16), rng.uniform(3, 6)
        _add_curves(rows, made, code, n, months, (middle, pace), rng)
        _add_paper(rows, code, n, months, (middle, pace), rng)
    _add_freshness(rows, months)
    for name, more in made.extra.items():
        rows[name].extend(more)
    last = months[-1]
    as_of = date(last.year + last.month // 12, last.month % 12 + 1, 1) - timedelta(days=2)
    return Release(
        town=Town(made.town, made.first, 4, made.language),  # type: ignore[arg-type]
        as_of=as_of,
        released_at=datetime(as_of.year, as_of.month, as_of.day, 17, 35, tzinfo=UTC),
        tables={
            name: pa.Table.from_pylist(rows[name], schema=schema)
            for name, schema in SCHEMAS.items()
        },
        policy=Policy(has_handover=bool(rows["handover"])),
    )


def _state(at: int, months: list[date]) -> str:
    if at == len(months) - 1:
        return "provisional"
    return "incomplete" if at == 10 else "final"


def _add_curves(rows, made, code, people, months, curve, rng) -> None:  # noqa: ANN001
    middle, pace = curve
    for k, tool in enumerate(made.tools):
        for at, month in enumerate(months):
            # One section has one person more in its second year.
            n = people + (code == "somu" and at >= 12)
            key = {"section": code, "tool": tool, "month": month}
            state = _state(at, months)
            tried = 1 / (1 + math.exp(-(at - middle - 2 * k) / pace))
            used = tried * (0.82 - 0.11 * k) * (1 + rng.uniform(-0.06, 0.06))
            if tool == "calendar" and at < 6:
                blank = _hidden("", "none") | {"withheld_because": None}
                rows["use_month"].append(key | blank)
                rows["activation_month"].append(key | blank)
                continue
            if code == "suido" and month > date(2025, 9, 30):
                continue
            if code == SMALL and at in {7, 8, 9}:
                rows["use_month"].append(key | _hidden("small_group", state))
                rows["activation_month"].append(key | _hidden("small_group", state))
                continue
            rows["use_month"].append(key | share_cell(used, state, n))
            if code == TOWN:
                low = 5 * round(tried * 20)
                rows["activation_month"].append(key | _cell(low, low, "about", state, n))
            else:
                rows["activation_month"].append(key | band_cell(tried, n, state))


def _add_paper(rows, code, n, months, curve, rng) -> None:  # noqa: ANN001
    middle, pace = curve
    for at, month in enumerate(months):
        if code == "suido" and month > date(2025, 9, 30):
            continue
        state = _state(at, months)
        season = 1.5 if month.month == 3 else 1.0
        spread = 1 / (1 + math.exp(-(at - middle - 3) / pace))
        paper = n * 40 * season * (1 - 0.55 * spread)
        digital = n * 90 * spread + n * 6
        key = {"section": code, "pair": "documents", "month": month}
        if code == "sangyo" and at in {2, 3}:
            rows["paper_digital_month"].append(
                key | {"digital": None, "paper": None} | _hidden("dominance", state)
            )
        else:
            share = digital / (digital + paper)
            counts = {"digital": float(round(digital, -1)), "paper": float(round(paper, -1))}
            rows["paper_digital_month"].append(key | counts | share_cell(share, state, None))
        for kind, source, factor in (("bought", "paper_book", 55.0), ("printed", "copiers", 44.0)):
            sheets = round(paper * factor * rng.uniform(0.9, 1.1) / 10, -2)
            cell = _cell(sheets, sheets, "exact", state, None)
            where = {"section": code, "month": month, "source": source, "kind": kind}
            rows["paper_month"].append(where | {"quality": "measured"} | cell)


def _add_freshness(rows, months) -> None:  # noqa: ANN001
    first = months[0]
    end = months[-1] + timedelta(days=28)
    sources = (
        ("groupware", "google_workspace", ("drive", "chat", "meet", "calendar")),
        ("copiers", "papercut", ("jobs",)),
        ("paper_book", "paper_bought", ("purchases",)),
    )
    for source, kind, streams in sources:
        for stream in streams:
            day = first
            while day <= end:
                state: str | None = "final"
                if stream == "meet" and date(2025, 2, 10) <= day <= date(2025, 2, 12):
                    state = "gap"
                elif day > end - timedelta(days=1):
                    state = None if source == "copiers" else "failed"
                elif day > end - timedelta(days=4):
                    state = "provisional"
                rows["freshness"].append(
                    {
                        "source": source,
                        "kind": kind,
                        "stream": stream,
                        "day_on": day,
                        "state": state,
                        "fetched_at": datetime(2026, 4, 2, 17, 31, tzinfo=UTC) if state else None,
                    }
                )
                day += timedelta(days=1)
        rows["source"].append(
            {
                "source": source,
                "kind": kind,
                "match_share": None if source == "paper_book" else 0.973,
                "final_to": end - timedelta(days=4),
                "is_stale": source == "copiers",
                "tools": "calendar,chat,files,meetings" if source == "groupware" else None,
            }
        )


EVERYTHING = Made(
    extra=office_rows() | measured_rows(NAMES, TOOLS, month_list(date(2024, 4, 1), 24))
)
"""A release in which no table is empty."""
