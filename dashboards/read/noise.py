"""Says how far two released numbers may lie apart by chance alone. Pages and newsletter have no other rule for it.

A share of few cases jumps from month to month although nothing has changed: 4 points on 27 inspections are one case.
No text says that a number rose or fell by less than this.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.release.tables.rounding import Range

_SURE = 1.96
"""Two standard errors: by chance alone one of twenty differences is larger."""
_WORKING_DAYS = 20
"""Working days of a month: a use rate is a share of the people times these days."""


class Cases(NamedTuple):
    """The number of cases behind a value; `is_share` False: the value is itself that number."""

    number: float
    is_share: bool = True


def cases_of(table: str, row: Mapping[str, object]) -> Cases | None:
    """Return the cases behind a row's value; None where the release does not tell them.

    A pair has its two sides, a use rate the people on the roster times the working days, a book's count itself.
    """
    if table == "paper_digital_month":
        digital, paper = row.get("digital"), row.get("paper")
        return (
            None if digital is None or paper is None else Cases(_number(digital) + _number(paper))
        )
    if table == "use_month":
        return None if row.get("n") is None else Cases(_number(row["n"]) * _WORKING_DAYS)
    if table == "book_month" and row.get("measure") == "count" and row.get("low") is not None:
        return Cases((_number(row["low"]) + _number(row["high"])) / 2, is_share=False)
    return None


def _number(value: object) -> float:
    return float(str(value))


def noise(
    before: tuple[Range | None, Cases | None],
    now: tuple[Range | None, Cases | None],
    *,
    is_per_cent: bool = False,
) -> float:
    """Return the difference that chance alone may make between two values; 0 where their cases are not known.

    Shares: 1.96 standard errors of the difference of two proportions, in points, each with one case of either side
    added so that 0 and 100% are not taken as certain. Counts: of two Poisson counts, in their own unit or, with
    `is_per_cent`, in per cent of the earlier one.

    Args:
        before: range of the earlier value and the cases behind it.
        now: the same of the later value.
        is_per_cent: whether the difference of counts is in per cent.
    """
    (then_known, then_cases), (known, cases) = before, now
    if then_known is None or known is None or then_cases is None or cases is None:
        return 0.0
    if not cases.is_share:
        apart = _SURE * sqrt(then_cases.number + cases.number)
        return 100 * apart / max(then_cases.number, 1) if is_per_cent else apart
    variances = (_variance(then_known, then_cases), _variance(known, cases))
    return 100 * _SURE * sqrt(sum(variances))


def _variance(known: Range, cases: Cases) -> float:
    share = (known.middle / 100 * cases.number + 1) / (cases.number + 2)
    return share * (1 - share) / max(cases.number, 1)
