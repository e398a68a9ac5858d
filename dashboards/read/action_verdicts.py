"""Reads the release's verdicts on actions: what may be said of each, by the series that its book names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from warehouse.release.tables.series import OWN_COUNT, kind_of

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.tables.release import Release
    from warehouse.release.tables.series import Scale

Answer = Literal["changed", "reversed", "not_shown", "own_past", "too_early"]


@dataclass(frozen=True, slots=True)
class ActionVerdict:
    """The verdict on one line of the action book.

    Attributes:
        series: the series by which it is judged.
        scale: points of a share or per cent of an amount.
        answer: what may be said.
        is_by_lot: the order of sections was drawn by lot and kept.
        reason: what stops a claim or a verdict; None where the interval alone does.
        change: in points or per cent, like `low` and `high`, its 95 % interval; None if it is too early.
        smallest: a change smaller than this could not have been told; None if not compared with others.
        controls: sections with which it is compared.
        judged_after: the last month that the verdict needs.
    """

    series: str
    scale: Scale
    answer: Answer
    is_by_lot: bool
    reason: str | None
    change: float | None
    low: float | None
    high: float | None
    smallest: float | None
    controls: int
    judged_after: date


def read_action_verdicts(release: Release) -> dict[str, ActionVerdict]:
    """Return number of the action → its verdict; an action without a series or a start has none."""
    own = {row["name"]: row["better"] for row in release.tables["own_count"].to_pylist()}
    found = {}
    for row in release.tables["verdict"].to_pylist():
        kind = kind_of(row["series"], own)
        if kind is not None:
            found[row["action"]] = ActionVerdict(
                row["series"],
                kind.scale,
                row["answer"],
                row["compared"] == "by_lot",
                row["reason"],
                row["change"],
                row["low"],
                row["high"],
                row["smallest"],
                row["controls"] or 0,
                row["judged_after"],
            )
    return found


def own_count_name(series: str) -> str | None:
    """Return the town's own name of a series that it counts itself; None for any other."""
    return series.removeprefix(OWN_COUNT) if series.startswith(OWN_COUNT) else None
