"""Judges the boundaries between files: rotated logs, copies made at noon, and files missing from a rotation.

logrotate numbers rotated files (`audit.log.1`, `audit.log.2.gz`) or dates them (`audit.log-20250406`). If two
neighbouring files are both present, they form one log and the days without a line between them are quiet. If a file is
missing between two, the last day before the gap and the first day after it are incomplete.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from typing import TYPE_CHECKING

from connectors.contract.streams import day_of
from connectors.io.logs.days import days_inside_gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from connectors.io.logs.days import FileDays

_PACKED = re.compile(r"\.(?:gz|bz2|xz)$")
_NUMBERED = re.compile(r"\.(?P<number>\d{1,4})$")
_DATED = re.compile(r"[-_.](?P<day>20\d{6})$")
_FEWEST = 3
"""Minimum number of dated files from which the interval of rotation is known and a missing file can be noticed."""
_SLACK = 1.25
"""Longest interval between two dated files, as a multiple of the median, without a file missing between them.

Months have 28 to 31 days; a missing file doubles the interval."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Two consecutive files of one log."""

    older: Path
    newer: Path
    is_missing_one: bool
    """Whether a file between the two is missing."""


def log_of(path: Path) -> str:
    """Return the path of the log to which a rotated file belongs."""
    plain = _PACKED.sub("", str(path))
    return _DATED.sub("", _NUMBERED.sub("", plain))


def seams(paths: Iterable[Path]) -> Iterator[Seam]:
    """Yield the pairs of consecutive rotated files of each log, judged by their names."""
    logs: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        logs[log_of(path)].append(path)
    for files in logs.values():
        numbered = {_number(path): path for path in files if _number(path) is not None}
        if any(numbered):
            # The live file has number 0; it may be empty or not listed, which is not a missing file.
            for newer, older in itertools.pairwise(
                sorted(key for key in numbered if key is not None)
            ):
                is_gap = older - newer > 1
                yield Seam(numbered[older], numbered[newer], is_gap)
        yield from _dated_seams(files)


def _dated_seams(files: Sequence[Path]) -> Iterator[Seam]:
    dated = sorted((day, path) for path in files if (day := _dated_on(path)))
    live = [path for path in files if _dated_on(path) is None and _number(path) == 0]
    if len(dated) < _FEWEST:
        return
    rhythm = median((after - before).days for (before, _), (after, _) in itertools.pairwise(dated))
    for (before, older), (after, newer) in itertools.pairwise(dated):
        yield Seam(older, newer, (after - before).days > rhythm * _SLACK)
    yield from (Seam(dated[-1][1], path, is_missing_one=False) for path in live)


def _number(path: Path) -> int | None:
    plain = _PACKED.sub("", path.name)
    if found := _NUMBERED.search(plain):
        return int(found["number"])
    return None if _DATED.search(plain) else 0


def _dated_on(path: Path) -> date | None:
    found = _DATED.search(_PACKED.sub("", path.name))
    try:
        return datetime.strptime(found["day"], "%Y%m%d").date() if found else None  # noqa: DTZ007 - a day, no time
    except ValueError:
        return None


def of_seams(covered: Sequence[FileDays]) -> tuple[set[date], set[date]]:
    """Return the quiet days between consecutive files, and the days on either side of a missing file."""
    files = {file.path: file for file in covered if file.known and not file.fault}
    quiet: set[date] = set()
    broken: set[date] = set()
    for seam in seams(file.path for file in covered):
        if seam.older not in files or seam.newer not in files:
            continue
        last, first = max(files[seam.older].known), min(files[seam.newer].known)
        if last > first:
            # The files overlap, or the order of their names differs from that of their lines.
            continue
        if seam.is_missing_one:
            broken |= {last, first}
        else:
            quiet |= set(days_inside_gap(last, first))
    return quiet, broken


def unfinished(covered: Sequence[FileDays], *, is_log: bool, are_one: bool) -> set[date]:
    """Return the last day of each log or export, unless it is known to be over.

    A last day is over if a file of the group was written after it, or if some file has records both up to that day and
    after it. The files of one log form a group, and so do the parts of one export; every other export is a group of its
    own.

    Args:
        covered: the files that were read.
        is_log: the files are logs, grouped by `log_of`.
        are_one: all files are parts of one export.
    """
    groups: dict[str, list[FileDays]] = defaultdict(list)
    for file in covered:
        if file.known:
            groups["" if are_one else log_of(file.path) if is_log else str(file.path)].append(file)
    days: set[date] = set()
    for group in groups.values():
        last = max(max(file.known) for file in group)
        is_over = any((written := written_on(file.path)) and written > last for file in group)
        is_passed = any(min(file.known) <= last < max(file.known) for file in covered if file.known)
        if not is_over and not is_passed:
            days.add(last)
    return days


def written_on(path: Path) -> date | None:
    """Return the day (Asia/Tokyo) on which the file was last written; None if it no longer exists."""
    try:
        return day_of(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    except OSError:
        return None
