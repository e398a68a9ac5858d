"""What the released paper tells: replaced or added (置き換え・上乗せ), bought against printed, and years."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from warehouse.bands import least_rounded, most_rounded
from warehouse.derived.seen import KNOWN, value, worst_state
from warehouse.derived.terms import position
from warehouse.reach import change_rounding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from warehouse.derived.seen import Row, Seen
    from warehouse.derived.terms import Terms

LEVEL = 10
"""Within so many per cent of the base period is 「同じくらい」."""
_SIDES = ("digital", "paper")
_YEAR = 12


def replacement_month(seen: Seen, terms: Terms) -> list[Row]:
    """Documents per head and working day against a base, from the rounded counts.

    The base is as many months as the base period has, from its start on, the first that are whole and
    shown: where one person had most of the first documents, that is later than the base period.
    """
    if terms.base_from is None or terms.base_to is None:
        return []
    needed = position(terms.base_to) - position(terms.base_from) + 1
    rows = []
    for (section, pair), months in seen.months("paper_digital_month", "section", "pair").items():
        if pair != "documents":
            continue
        usable = [row for row in months if row["month"] >= terms.base_from and _is_whole(row)]
        base = usable[:needed]
        then = {side: _per_head(seen, terms, base, side) for side in _SIDES}
        for row in months:
            if row["month"] <= terms.base_to or row in base:
                continue
            has_base = len(base) == needed and row["month"] > base[-1]["month"]
            now = {
                side: _per_head(seen, terms, [row] if _is_whole(row) else [], side)
                for side in _SIDES
            }
            rows.append(
                {
                    "section": section,
                    "month": row["month"],
                    "base_from": base[0]["month"] if has_base else None,
                    "base_to": base[-1]["month"] if has_base else None,
                    **_verdict(now, then if has_base else dict.fromkeys(_SIDES)),
                    "state": row["state"],
                    "withheld_because": row["withheld_because"],
                }
            )
    return rows


def _is_whole(row: Row) -> bool:
    return all(row[side] is not None for side in _SIDES) and row["state"] in KNOWN


def _per_head(seen: Seen, terms: Terms, months: Sequence[Row], side: str) -> float | None:
    """Counts of these months, divided by heads × working days of the same months."""
    count, head_days = 0.0, 0
    for row in months:
        heads = seen.heads.get((row["section"], row["month"]))
        if heads:
            count += row[side]
            head_days += heads * terms.days_in[row["month"]]
    return count / head_days if head_days else None


def _verdict(now: Mapping[str, float | None], base: Mapping[str, float | None]) -> Row:
    told: Row = {}
    for side in _SIDES:
        here, then = now[side], base[side]
        change = None if here is None or not then else float(round(100 * here / then - 100))
        told[f"{side}_change"] = change
        told[f"{side}_moves"] = _moves(change)
    moves = (told["digital_moves"], told["paper_moves"])
    if None in moves:
        told["verdict"] = None
    elif moves[0] == "up":
        told["verdict"] = "replaced" if moves[1] == "down" else "added"
    else:
        told["verdict"] = "shrunk" if moves == ("down", "down") else "untouched"
    return told


def _moves(change: float | None) -> str | None:
    if change is None:
        return None
    return "up" if change > LEVEL else "down" if change < -LEVEL else "level"


def paper_difference_month(seen: Seen, _: Terms) -> list[Row]:
    """Sheets bought less sheets printed, where all of both are shown."""
    rows = []
    for (section, month), papers in _by(seen.rows("paper_month"), "section", "month").items():
        sides = {
            kind: [one for one in papers if one["kind"] == kind] for kind in ("bought", "printed")
        }
        bought, printed = (_sum(side) for side in sides.values())
        if bought is None or printed is None:
            continue
        is_unknown = any(one["quality"] == "unknown" for one in sides["printed"])
        why = "stock" if bought < printed else "unknown_sheets" if is_unknown else "not_logged"
        rows.append(
            {
                "section": section,
                "month": month,
                "bought": bought,
                "printed": printed,
                "difference": bought - printed,
                "why": why,
                "state": worst_state(papers),
            }
        )
    return rows


def paper_year(seen: Seen, terms: Terms) -> list[Row]:
    """Sheets bought in a fiscal year against the same months of the base year, and what they stand for."""
    bought = [row for row in seen.rows("paper_month") if row["kind"] == "bought"]
    papers = _by(bought, "section", "month")
    sheets = {key: total for key, ones in papers.items() if (total := _sum(ones)) is not None}
    states = {key: worst_state(ones) for key, ones in papers.items()}
    years: dict[tuple[str, int], list[date]] = defaultdict(list)
    for section, month in sorted(sheets):
        years[section, terms.fiscal_year(month)].append(month)
    base = terms.paper_base_year or _first_whole(years)
    rows = []
    for (section, year), months in years.items():
        total = sum(sheets[section, month] for month in months)
        then = [month.replace(year=month.year + base - year) for month in months] if base else []
        there = then if all((section, month) in sheets for month in then) else []
        rows.append(
            {
                "section": section,
                "fiscal_year": year,
                "months": len(months),
                "sheets": total,
                "base_year": base,
                **_against(
                    [papers[section, month] for month in months],
                    [papers[section, month] for month in there],
                ),
                "target": terms.paper_change.get(year),
                "state": _year_state(terms, year, [states[section, month] for month in months]),
                **_stands_for(seen, total),
            }
        )
    return rows


def _first_whole(years: Mapping[tuple[str, int], Sequence[date]]) -> int | None:
    return min((year for (_, year), months in years.items() if len(months) == _YEAR), default=None)


def _against(now: Sequence[Sequence[Row]], then: Sequence[Sequence[Row]]) -> Row:
    """The base's sheets, the change against it, and how far that may lie from the change of the true counts.

    Each month of a source is told in round sheets, and so a year is as coarse as all of its months.
    """
    total, base = (sum(_sum(papers) or 0.0 for papers in months) for months in (now, then))
    if not then:
        return {}
    if not base:
        return {"base_sheets": base}
    change = float(round(100 * total / base - 100))
    rounding = change_rounding(change, _between(now), _between(then))
    return {"base_sheets": base, "change": change, "change_rounding": rounding}


def _between(months: Sequence[Sequence[Row]]) -> tuple[int, int]:
    """The fewest and the most sheets that are told as these."""
    told = [
        (row["low"], row["high"])
        for papers in months
        for row in papers
        if row["low"] is not None and row["state"] != "none"
    ]
    return sum(least_rounded(low) for low, _ in told), sum(most_rounded(high) for _, high in told)


def _year_state(terms: Terms, year: int, states: Sequence[str]) -> str:
    """While the year runs more may come; one that ended with a month that is not there, or not shown, lacks it."""
    last_day = date(year + 1, terms.town.fiscal_year_start, 1) - timedelta(days=1)
    is_over = terms.is_over(last_day)
    if "incomplete" in states or (is_over and len(states) < _YEAR):
        return "incomplete"
    return "final" if is_over and set(states) == {"final"} else "provisional"


def _stands_for(seen: Seen, sheets: float) -> Row:
    return {
        row["quantity"]: round(sheets * row["per_sheet"], 1) for row in seen.rows("paper_factor")
    }


def _by(rows: Iterable[Row], *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return found


def _sum(papers: Sequence[Row]) -> float | None:
    """The sheets of all sources together; None if one of them is not shown, or all have little or none.

    Of what a source has little of (「10未満」) less is known than the others are rounded by.
    """
    there = [row for row in papers if row["state"] != "none"]
    known = [one for row in there if (one := value(row)) is not None]
    is_all = all(row["low"] is not None for row in there)
    return sum(known) if known and is_all else None
