"""Results from the released paper tables: bought against printed, and years."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from math import copysign, floor
from typing import TYPE_CHECKING, Any

from warehouse.release.derived.released_view import value
from warehouse.release.groups.succession import REORGANISED
from warehouse.release.tables.bands import round_sheets, sheets_unit
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.cells import worst
from warehouse.release.tables.rounding import Range, summed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks

_YEAR = 12
_DIGITS = 3
"""Significant digits of what a year's sheets stand for, as many as the sheets themselves have."""


def paper_difference_month(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return exact sheets bought less sheets printed, as a range, where all sources of both are shown."""
    rows = []
    for (section, month), papers in _by(view.rows("paper_month"), "section", "month").items():
        sides = {
            kind: [one for one in papers if one["kind"] == kind] for kind in ("bought", "printed")
        }
        bought, printed = (_known(side) for side in sides.values())
        if bought is None or printed is None:
            continue
        if (section, month) in yardsticks.bought:
            bought = Range.at(yardsticks.bought[section, month])
        difference = bought.less(printed)
        low, high = difference.rounded(_step(difference))
        printed_low, printed_high = printed.rounded(_step(printed))
        is_unknown = any(one["quality"] == "unknown" for one in sides["printed"])
        rows.append(
            {
                "section": section,
                "month": month,
                "bought": float(round_sheets(bought.middle)),
                "printed_low": printed_low,
                "printed_high": printed_high,
                "low": low,
                "high": high,
                "why": _why(difference, is_unknown=is_unknown),
                "state": worst(row["state"] for row in papers),
            }
        )
    return rows


def _why(difference: Range, *, is_unknown: bool) -> str:
    if difference.low <= 0 <= difference.high:
        return "rounding"
    if difference.high < 0:
        return "stock"
    return "unknown_sheets" if is_unknown else "not_logged"


def _step(known: Range) -> int:
    return sheets_unit(max(abs(known.low), abs(known.high)))


def _known(papers: Sequence[Row]) -> Range | None:
    """Return the range of the sheets of all sources; None if one of them is not shown, or there is none."""
    there = [row for row in papers if row["state"] != "none"]
    known = [one for row in there if (one := known_between("paper_month", row)) is not None]
    return summed(known) if known and len(known) == len(there) else None


def paper_year(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return sheets bought by fiscal year, their change from the same months of the base year, and equivalents."""
    sheets, states = sheets_bought(view, yardsticks)
    years: dict[tuple[str, int], list[date]] = defaultdict(list)
    for section, month in sorted(sheets):
        years[section, yardsticks.fiscal_year(month)].append(month)
    base = yardsticks.paper_base_year or _first_whole(years)
    rows = []
    for (section, year), months in years.items():
        total = sum(sheets[section, month] for month in months)
        then, why = None, None
        if base is not None:
            then, why = base_months(view, sheets, section, months, base - year)
        rows.append(
            {
                "section": section,
                "fiscal_year": year,
                "months": len(months),
                "sheets": float(round_sheets(total)),
                "base_year": base,
                **_against(total, sum(sheets[one] for one in then) if then else None),
                "uncompared_because": why,
                "target": yardsticks.paper_change.get(year),
                "state": _year_state(
                    yardsticks, year, [states[section, month] for month in months]
                ),
                **_stands_for(view, total),
            }
        )
    return rows


def sheets_bought(
    view: ReleasedView, yardsticks: Yardsticks
) -> tuple[Mapping[tuple[str, date], float], Mapping[tuple[str, date], str]]:
    """Return (section, month) → the sheets of all books, where all are shown, and (section, month) → their state.

    The counts are exact: the sum or difference of rounded months would deviate more than one rounding does.
    """
    bought = [row for row in view.rows("paper_month") if row["kind"] == "bought"]
    papers = _by(bought, "section", "month")
    sheets = {
        key: yardsticks.bought.get(key, total)
        for key, ones in papers.items()
        if (total := _sum(ones)) is not None
    }
    return sheets, {key: worst(row["state"] for row in ones) for key, ones in papers.items()}


def _first_whole(years: Mapping[tuple[str, int], Sequence[date]]) -> int | None:
    return min((year for (_, year), months in years.items() if len(months) == _YEAR), default=None)


def base_months(
    view: ReleasedView,
    sheets: Collection[tuple[str, date]],
    section: str,
    months: Iterable[date],
    years: int,
) -> tuple[list[tuple[str, date]] | None, str | None]:
    """Return the groups with the same sections in the same months of another year.

    None, with the reason, if there are no such groups or if one of them is not shown.

    Args:
        view: the release.
        sheets: (section, month) that are shown.
        section: the section to compare.
        months: its months.
        years: how many years later the other months are; negative: earlier.
    """
    found = []
    for month in months:
        then = month.replace(year=month.year + years)
        groups = view.succession.like_for_like(section, month, then)
        if groups is None:
            return None, REORGANISED
        for group in groups:
            if (group, then) not in sheets:
                is_kept = any(month == then for _, month in sheets)
                is_new = is_kept and view.succession.is_new(group, then)
                return None, REORGANISED if is_new else "not_shown"
            found.append((group, then))
    return found, None


def _against(sheets: float, base: float | None) -> Row:
    """Return the base's sheets, the reduction, and the change in whole per cent, each rounded once at the end."""
    if base is None:
        return {}
    fewer = base - sheets
    result: Row = {
        "base_sheets": float(round_sheets(base)),
        "fewer": float(copysign(round_sheets(abs(fewer)), fewer)),
    }
    if not base:
        return result
    return result | {"change": float(floor(100 * sheets / base - 100 + 0.5))}


def _year_state(yardsticks: Yardsticks, year: int, states: Sequence[str]) -> str:
    """Return the state: provisional while the year runs; incomplete if it ended with a month absent or not shown."""
    last_day = date(year + 1, yardsticks.town.fiscal_year_start, 1) - timedelta(days=1)
    is_over = yardsticks.is_over(last_day)
    if "incomplete" in states or (is_over and len(states) < _YEAR):
        return "incomplete"
    return "final" if is_over and set(states) == {"final"} else "provisional"


def _stands_for(view: ReleasedView, sheets: float) -> Row:
    return {
        row["quantity"]: float(f"{sheets * row['per_sheet']:.{_DIGITS}g}")
        for row in view.rows("paper_factor")
    }


def _by(rows: Iterable[Row], *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return found


def _sum(papers: Sequence[Row]) -> float | None:
    """Return the sheets of all sources; None if one of them is not shown, or if none has a single value.

    A bottom-coded source (「10未満」) adds nothing: its value is less than the rounding of the others.
    """
    there = [row for row in papers if row["state"] != "none"]
    known = [one for row in there if (one := value(row)) is not None]
    is_all = all(row["low"] is not None for row in there)
    return sum(known) if known and is_all else None
