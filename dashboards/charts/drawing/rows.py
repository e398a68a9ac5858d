"""Turns series of released cells into the table rows that the kinds of chart need."""

from __future__ import annotations

from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

Row = dict[str, object]

_ROOM_FOR_WORD = 42
"""Minimum width in pixels of a run of withheld months that contains its word."""


def hidden_rows(series: Series, words: Words, month_width: float) -> list[Row]:
    """Return a box for each run of withheld months; its word is left out if the box is too narrow for it.

    `month_width` is the width of a month in pixels.
    """
    out: list[Row] = []
    for first, last, _ in _runs(series, "withheld"):
        is_wide = (last - first + 1) * month_width >= _ROOM_FOR_WORD
        word = words("withheld") if is_wide else ""
        out.append({"x0": first - 0.5, "x1": last + 0.5, "at": (first + last) / 2, "word": word})
    return out


def band_rows(series: Series) -> list[Row]:
    """Return one box for each run of months with the same band; a band without height is drawn as a thin box."""
    out: list[Row] = []
    for first, last, cell in _runs(series, "band"):
        low, high = cell.low or 0.0, cell.high or 0.0
        thin = 1.5 if high - low < 2 else 0.0  # noqa: PLR2004 - per cent; a thinner box is invisible
        out.append(
            {
                "x0": first - 0.5,
                "x1": last + 0.5,
                "low": max(low - thin, 0),
                "high": min(high + thin, 100),
            }
        )
    return out


def rate_rows(series: Series, **more: object) -> list[Row]:
    """Return the middle of each month's band by position, null where the line must break.

    It breaks at a month without a value, at a month with only a bound (a line to it would show a jump that was not
    measured), and where the frozen roster changed, because the people before and after are not the same.
    """
    first = next((at for at, cell in enumerate(series) if cell.mid is not None), len(series))
    out: list[Row] = []
    for at, cell in enumerate(series[first:], start=first):
        if at > first and _is_other_roster(series[at - 1].n, cell.n):
            out.append({"at": at - 0.5, "mid": None, **more})
        out.append({"at": at, "mid": None if cell.bound else cell.mid, **more})
    return out


FEWEST_FOR_MIDDLE = 4
"""Minimum number of sections for a middle half."""


def middle_rows(several: Sequence[Series]) -> list[Row]:
    """Return the middle half (25th to 75th percentile) of the sections' values, one box a month.

    A month in which fewer than four sections have a value has none; a bound does not count as a value.
    """
    out: list[Row] = []
    for at, cells in enumerate(zip(*several, strict=True)):
        values = [cell.mid for cell in cells if cell.mid is not None and not cell.bound]
        if len(values) >= FEWEST_FOR_MIDDLE:
            low, _, high = quantiles(values, n=4, method="inclusive")
            out.append({"x0": at - 0.5, "x1": at + 0.5, "low": low, "high": high})
    return out


_OTHER_ROSTER = 0.05
"""Share of change above which a roster counts as another one, so that the line breaks."""


def _is_other_roster(before: int | None, now: int | None) -> bool:
    return before is not None and now is not None and abs(now - before) > _OTHER_ROSTER * before


def bound_rows(series: Series, **more: object) -> list[Row]:
    """Return a mark, ↑ or ↓, for each month of which only a bound is known."""
    return [
        {"at": at, "mid": cell.drawn, "word": "↑" if cell.bound == "up" else "↓", **more}
        for at, cell in enumerate(series)
        if cell.bound
    ]


def state_points(series: Series, *, every: int = 0, **more: object) -> list[Row]:
    """Return points for months that are not final, for the last month, and for every `every`-th month (0: none)."""
    last = max((at for at, cell in enumerate(series) if cell.mid is not None), default=-1)
    return [
        {"at": at, "mid": cell.drawn, "state": cell.state, **more}
        for at, cell in enumerate(series)
        if cell.mid is not None
        and (cell.state != "final" or at == last or (every and at % every == every - 1))
    ]


_MARK = 13
"""Width in pixels of a one-letter mark."""


def state_words(series: Series, words: Words, month_width: float) -> list[Row]:
    """Return the one-letter marks 暫 and 欠 for months with a value that is not final.

    If months are narrower than a letter, a run of one state is marked at its first month only.
    """
    out: list[Row] = []
    before = ""
    for at, cell in enumerate(series):
        is_marked = cell.mid is not None and cell.state in {"provisional", "incomplete"}
        if is_marked and (cell.state != before or month_width >= _MARK):
            out.append({"at": at, "word": words(f"mark_{cell.state}"), "sheets": cell.high})
        before = cell.state if is_marked else ""
    return out


def target_rows(targets: Sequence[float | None]) -> list[Row]:
    """Return one line for each run of months with the same target."""
    out: list[Row] = []
    for at, target in enumerate(targets):
        if target is None:
            continue
        if out and out[-1]["target"] == target and out[-1]["x1"] == at - 0.5:
            out[-1]["x1"] = at + 0.5
        else:
            out.append({"x0": at - 0.5, "x1": at + 0.5, "target": target})
    return out


def action_rows(months: Sequence[date], actions: Sequence[tuple[date, str]]) -> list[Row]:
    """Return one row for each month with actions: its position, and the actions' numbers side by side."""
    words: dict[int, str] = {}
    for month, word in actions:
        if month in months:
            at = list(months).index(month)
            words[at] = words.get(at, "") + word
    return [{"at": at, "word": word} for at, word in sorted(words.items())]


def _runs(series: Series, key: str) -> list[tuple[int, int, Cell]]:
    """Return (first, last, cell) for each run of neighbouring months with the same `withheld` or the same `band`.

    Months without a reason or a band, as asked for by `key`, belong to no run.
    """
    out: list[tuple[int, int, Cell]] = []
    for at, cell in enumerate(series):
        value = _run_value(cell, key)
        if value is None:
            continue
        if out and out[-1][1] == at - 1 and _run_value(out[-1][2], key) == value:
            out[-1] = (out[-1][0], at, out[-1][2])
        else:
            out.append((at, at, cell))
    return out


def _run_value(cell: Cell, key: str) -> object:
    if key == "withheld":
        return None if cell.is_running else cell.withheld
    return None if cell.low is None else (cell.low, cell.high)
