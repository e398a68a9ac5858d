"""Which days a rotated log covers: from the times of its lines and the rotation dates in the file names.

logrotate's `dateext` names a file after the day of its rotation (`page_log-20261101`): the file holds
everything up to that day, and the next file everything from it on. A missing file shows in the interval between
rotations, which is then longer than the others.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Span = tuple[date, date]
"""First and last day, both included."""

_ROTATED = re.compile(r"-(?P<day>\d{8})(?:\.gz)?$")
_FEWEST = 3
"""Minimum number of rotations from which an interval can be derived."""
_SLACK = 1.25
"""Tolerance on the interval: months have 28 to 31 days, while a missing file doubles it."""


def vouched_spans(spans: Mapping[Path, Span]) -> dict[Path, Span]:
    """Return the days that each file covers, at least those between its first and last line.

    `spans` holds the days of the first and last line of each file that has one.
    """
    logs: dict[str, list[Path]] = defaultdict(list)
    for path in spans:
        logs[_ROTATED.sub("", str(path)).removesuffix(".gz")].append(path)
    found = dict(spans)
    for files in logs.values():
        dated = sorted((day, path) for path in files if (day := rotated_on(path)))
        live = [path for path in files if rotated_on(path) is None]
        for day, path in dated:
            first, last = found[path]
            found[path] = first, max(last, day - timedelta(days=1))
        days = [day for day, _ in dated]
        followers = [path for _, path in dated[1:]]
        _begin_where_the_last_ended(found, days, [*followers, *live[:1]])
    return found


def _begin_where_the_last_ended(
    found: dict[Path, Span], days: Sequence[date], followers: Sequence[Path]
) -> None:
    if len(days) < _FEWEST:
        return
    rhythm = median((after - before).days for before, after in itertools.pairwise(days))
    for day, path in zip(days, followers, strict=False):
        first, last = found[path]
        ends_on = rotated_on(path) or first
        if (ends_on - day).days <= rhythm * _SLACK:
            found[path] = min(first, max(day, first - timedelta(days=int(rhythm)))), last


def rotated_on(path: Path) -> date | None:
    """Return the day in a rotated file's name; None for the live file and for other names."""
    name = _ROTATED.search(path.name)
    if name is None:
        return None
    try:
        return datetime.strptime(name["day"], "%Y%m%d").date()  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None
