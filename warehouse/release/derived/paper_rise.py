"""Sections that print more than before, by more than the random variation of small sections explains.

Method: the log of sheets per head, less the mean of the other sections in the same month, so that a season or a rule
for the whole town hall cancels. Two contrasts of that difference must both exceed a tenth and the noise: the newest
three months against the twelve before, and against the same three a year before. The noise is each section's own
variance, shrunk to the town's, with the town's correlation of neighbouring months. A section is judged only if its 15
months are known for the sections that it holds in the newest.

`warehouse/statistics/README.md` gives its false alarms on simulated towns, and how soon it finds a rise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from warehouse.months import month_number
from warehouse.release.derived.released_view import KNOWN
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import summed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy.typing as npt

    from warehouse.release.derived.released_view import ReleasedView
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.release.tables.rounding import Range

NEWEST, BEFORE = 3, 12
"""Number of newest months whose mean is judged, and of earlier months they are compared with."""
FEWEST_SECTIONS = 4
"""Fewest sections for a judgement: with fewer, the mean of the others is as noisy as the section being judged."""
LEAST_RISE = np.log(1.1)
"""Smallest rise in the log that raises an alert; a smaller one would lead to no action."""
AGAINST_BEFORE, AGAINST_YEAR = 2.2, 1.5
"""Standard errors by which the two contrasts must exceed 0."""
TOWN_WEIGHT = 10
"""Weight of the town's variance in a section's own, in degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Rise:
    """A section whose printing rose: sheets per head and month in the newest three months, and a year before."""

    section: str
    month: date
    now: Range
    before: Range


def paper_rises(view: ReleasedView, yardsticks: Yardsticks) -> list[Rise]:
    """Return the sections that print more, judged in the newest month that is over, in the order of the release."""
    last, known = _judged(view, yardsticks)
    if last is None or not known:
        return []
    sections = list(known)
    risen = has_risen(np.log([[one.middle for one in known[section]] for section in sections]))
    return [
        Rise(
            section,
            last,
            summed(known[section][-NEWEST:]).over(NEWEST),
            summed(known[section][:NEWEST]).over(NEWEST),
        )
        for row, section in enumerate(sections)
        if risen[row]
    ]


def judged_sections(view: ReleasedView, yardsticks: Yardsticks) -> tuple[set[str], set[str]]:
    """Return the sections whose printing can be judged, and all sections with records of printing."""
    return set(_judged(view, yardsticks)[1]), {
        section
        for section, kind in view.months("paper_month", "section", "kind")
        if kind == "printed" and section != TOWN
    }


def _judged(
    view: ReleasedView, yardsticks: Yardsticks
) -> tuple[date | None, dict[str, list[Range]]]:
    """Return the newest month that is over, and section → sheets per head by month; empty for too few sections."""
    printed = _printed(view)
    over = [month for months in printed.values() for month in months if yardsticks.is_over(month)]
    if not over:
        return None, {}
    last = max(over)
    months = sorted({month for months in printed.values() for month in months})
    window = [
        month for month in months if 0 <= month_number(last) - month_number(month) < NEWEST + BEFORE
    ]
    known = {
        section: [
            value
            for month in window
            if (value := _a_head(view, printed, section, last, month)) is not None
        ]
        for section in printed
    }
    whole = {section: values for section, values in known.items() if len(values) == NEWEST + BEFORE}
    return last, whole if len(whole) >= FEWEST_SECTIONS else {}


def has_risen(logs: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Judge each section.

    Args:
        logs: shape (sections, 15): log of sheets per head, oldest month first; at least two sections.

    Returns:
        Shape (sections,): whether both contrasts exceed a tenth and the noise.
    """
    count = len(logs)
    others = (logs.sum(axis=0) - logs) / (count - 1)
    own = logs - others
    residual = own[:, :BEFORE] - own[:, :BEFORE].mean(axis=1, keepdims=True)
    squares = (residual**2).sum(axis=1)
    freedom = BEFORE - 1
    variance = (TOWN_WEIGHT * squares.sum() / (freedom * count) + squares) / (TOWN_WEIGHT + freedom)
    months = np.arange(NEWEST + BEFORE)
    correlation = _lag_one(residual) ** np.abs(months[:, None] - months)
    newest = np.where(months >= BEFORE, 1 / NEWEST, 0.0)
    before = np.where(months < BEFORE, 1 / BEFORE, 0.0)
    year_ago = np.where(months < NEWEST, 1 / NEWEST, 0.0)
    risen = np.ones(count, dtype=bool)
    for weights, errors in ((newest - before, AGAINST_BEFORE), (newest - year_ago, AGAINST_YEAR)):
        error = np.sqrt(variance * (weights @ correlation @ weights))
        risen &= own @ weights > np.maximum(LEAST_RISE, errors * error)
    return risen


def _lag_one(residual: npt.NDArray[np.float64]) -> float:
    """Return the town's correlation of neighbouring months, corrected for the one mean fitted to each section."""
    total = (residual**2).sum()
    if not total:
        return 0.0
    raw = (residual[:, 1:] * residual[:, :-1]).sum() / total
    months = residual.shape[1]
    return float(np.clip((raw + 1 / months) / (1 - 3 / months), 0.0, 0.8))


def _a_head(
    view: ReleasedView,
    printed: Mapping[str, Mapping[date, Range]],
    section: str,
    now: date,
    month: date,
) -> Range | None:
    """Return printed sheets per head in a month, for today's sections of this one; None if any of them is unknown."""
    groups = view.succession.like_for_like(section, now, month) or ()
    heads = [view.heads.get((one, month)) for one in groups]
    sheets = [printed.get(one, {}).get(month) for one in groups]
    counts = [(one, n) for one, n in zip(sheets, heads, strict=True) if one is not None and n]
    if not counts or len(counts) < len(groups):
        return None
    return summed(one for one, _ in counts).over(sum(n for _, n in counts))


def _printed(view: ReleasedView) -> Mapping[str, Mapping[date, Range]]:
    """Return section → month → printed sheets of all sources, where all are complete and shown as single values."""
    sums: dict[str, dict[date, list[Range]]] = defaultdict(lambda: defaultdict(list))
    for (section, _, kind), months in view.months(
        "paper_month", "section", "source", "kind"
    ).items():
        if kind != "printed" or section == TOWN:
            continue
        for row in months:
            known = known_between("paper_month", row)
            if row["state"] in KNOWN and known is not None and row["low"] == row["high"]:
                sums[section][row["month"]].append(known)
    return {
        section: {
            month: summed(parts)
            for month, parts in months.items()
            if summed(parts).low > 0 and len(parts) == max(map(len, months.values()))
        }
        for section, months in sums.items()
    }
