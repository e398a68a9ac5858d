"""What the released paper tells: replaced or added (置き換え・上乗せ), bought against printed, and years."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import chain, islice
from math import copysign, floor
from typing import TYPE_CHECKING, Any

from warehouse.bands import round_sheets
from warehouse.derived.seen import KNOWN, value, worst_state
from warehouse.derived.terms import position
from warehouse.succession import REORGANISED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from warehouse.derived.seen import Row, Seen
    from warehouse.derived.terms import Terms

LEVEL = 10
"""Within so many per cent of the base period is 「同じくらい」."""
_SIDES = ("digital", "paper")
_YEAR = 12
_DIGITS = 3
"""What a year's sheets stand for is told in as many digits as the sheets themselves."""


def replacement_month(seen: Seen, terms: Terms) -> list[Row]:
    """Documents per head and working day against a base, from the rounded counts.

    The base is as many months as the base period has, from its start on, the first that are whole and
    shown: where one person had most of the first documents, that is later than the base period.
    """
    if terms.base_from is None or terms.base_to is None:
        return []
    needed = position(terms.base_to) - position(terms.base_from) + 1
    by_section = _documents(seen)
    whole: dict[date, dict[str, Row]] = defaultdict(dict)
    for row in sorted(chain.from_iterable(by_section.values()), key=lambda row: row["month"]):
        if row["month"] >= terms.base_from and _is_whole(row):
            whole[row["month"]][row["section"]] = row
    rows = []
    for row in chain.from_iterable(by_section.values()):
        base = list(islice(_base_months(seen, whole, row), needed))
        has_base = len(base) == needed and row["month"] > base[-1][0]["month"]
        is_unlike = not has_base and _is_reorganised(seen, whole, row, terms.base_to)
        is_base = any(row in one for one in base) and not is_unlike
        if row["month"] <= terms.base_to or is_base:
            continue
        first, last = (base[0][0]["month"], base[-1][0]["month"]) if has_base else (None, None)
        now = [row] if _is_whole(row) else []
        then = [part for one in base for part in one] if has_base else []
        sides = [
            {side: _per_head(seen, terms, parts, side) for side in _SIDES} for parts in (now, then)
        ]
        rows.append(
            {
                "section": row["section"],
                "month": row["month"],
                "base_from": first,
                "base_to": last,
                **_verdict(*sides),
                "uncompared_because": REORGANISED if is_unlike else None,
                "state": row["state"],
                "withheld_because": row["withheld_because"],
            }
        )
    return rows


def _documents(seen: Seen) -> dict[str, list[Row]]:
    pairs = seen.months("paper_digital_month", "section", "pair")
    return {section: months for (section, pair), months in pairs.items() if pair == "documents"}


def _is_reorganised(
    seen: Seen, whole: Mapping[date, Mapping[str, Row]], row: Row, then: date
) -> bool:
    """Whether the section was made up otherwise then, or was not there when others were."""
    groups = seen.succession.like_for_like(row["section"], row["month"], then)
    is_new = then in whole and seen.succession.is_new(row["section"], then)
    return groups is None or is_new


def _base_months(
    seen: Seen, whole: Mapping[date, Mapping[str, Row]], now: Row
) -> Iterator[list[Row]]:
    """The months, in order, whose documents are known of the sections that a row's group has: a row a group."""
    for month, rows in whole.items():
        groups = seen.succession.like_for_like(now["section"], now["month"], month) or ()
        known = [rows[one] for one in groups if one in rows and seen.heads.get((one, month))]
        if known and len(known) == len(groups):
            yield known


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
    # Of a book the exact count: a sum, or a difference, of rounded months would be further off than one rounding.
    sheets = {
        key: terms.bought.get(key, total)
        for key, ones in papers.items()
        if (total := _sum(ones)) is not None
    }
    states = {key: worst_state(ones) for key, ones in papers.items()}
    years: dict[tuple[str, int], list[date]] = defaultdict(list)
    for section, month in sorted(sheets):
        years[section, terms.fiscal_year(month)].append(month)
    base = terms.paper_base_year or _first_whole(years)
    rows = []
    for (section, year), months in years.items():
        total = sum(sheets[section, month] for month in months)
        then, why = None, None
        if base is not None:
            then, why = _base_months_of(seen, sheets, section, months, base - year)
        rows.append(
            {
                "section": section,
                "fiscal_year": year,
                "months": len(months),
                "sheets": float(round_sheets(total)),
                "base_year": base,
                **_against(total, sum(sheets[one] for one in then) if then else None),
                "uncompared_because": why,
                "target": terms.paper_change.get(year),
                "state": _year_state(terms, year, [states[section, month] for month in months]),
                **_stands_for(seen, total),
            }
        )
    return rows


def _first_whole(years: Mapping[tuple[str, int], Sequence[date]]) -> int | None:
    return min((year for (_, year), months in years.items() if len(months) == _YEAR), default=None)


def _base_months_of(
    seen: Seen,
    sheets: Collection[tuple[str, date]],
    section: str,
    months: Iterable[date],
    years: int,
) -> tuple[list[tuple[str, date]] | None, str | None]:
    """Which groups have the same sections in the same months so many years later (negative: before).

    None, and why, if there are none, or if one of them is not shown.
    """
    found = []
    for month in months:
        then = month.replace(year=month.year + years)
        groups = seen.succession.like_for_like(section, month, then)
        if groups is None:
            return None, REORGANISED
        for group in groups:
            if (group, then) not in sheets:
                is_kept = any(month == then for _, month in sheets)
                is_new = is_kept and seen.succession.is_new(group, then)
                return None, REORGANISED if is_new else "not_shown"
            found.append((group, then))
    return found, None


def _against(sheets: float, base: float | None) -> Row:
    """The base's sheets, how many fewer these are, and the change in whole per cent: each rounded once, at the end."""
    if base is None:
        return {}
    fewer = base - sheets
    told: Row = {
        "base_sheets": float(round_sheets(base)),
        "fewer": float(copysign(round_sheets(abs(fewer)), fewer)),
    }
    if not base:
        return told
    return told | {"change": float(floor(100 * sheets / base - 100 + 0.5))}


def _year_state(terms: Terms, year: int, states: Sequence[str]) -> str:
    """While the year runs more may come; one that ended with a month that is not there, or not shown, lacks it."""
    last_day = date(year + 1, terms.town.fiscal_year_start, 1) - timedelta(days=1)
    is_over = terms.is_over(last_day)
    if "incomplete" in states or (is_over and len(states) < _YEAR):
        return "incomplete"
    return "final" if is_over and set(states) == {"final"} else "provisional"


def _stands_for(seen: Seen, sheets: float) -> Row:
    return {
        row["quantity"]: float(f"{sheets * row['per_sheet']:.{_DIGITS}g}")
        for row in seen.rows("paper_factor")
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
