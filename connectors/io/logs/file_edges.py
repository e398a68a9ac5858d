"""Where files end and others begin: rotated logs, copies made at noon, files that are missing between two.

logrotate numbers what it puts aside (`audit.log.1`, `audit.log.2.gz`) or dates it (`audit.log-20250406`). Neighbours that are both there
are one log: days without a line between them are quiet. Where one is missing between two, the day on which each of them
breaks off is not whole.
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
from connectors.io.logs.coverage import days_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from connectors.io.logs.coverage import Coverage

_PACKED = re.compile(r"\.(?:gz|bz2|xz)$")
_NUMBERED = re.compile(r"\.(?P<number>\d{1,4})$")
_DATED = re.compile(r"[-_.](?P<day>20\d{6})$")
_FEWEST = 3
"""With fewer dated files there is no rhythm to tell a lost one by."""
_SLACK = 1.25
"""Months have 28 to 31 days; a lost file doubles the stretch."""


@dataclass(frozen=True, slots=True)
class Seam:
    """Two files of one log that follow each other, the older first."""

    older: Path
    newer: Path
    is_missing_one: bool
    """Whether a file between them is not there."""


def log_of(path: Path) -> str:
    """Return the name of the log that the file is a part of."""
    plain = _PACKED.sub("", str(path))
    return _DATED.sub("", _NUMBERED.sub("", plain))


def seams(paths: Iterable[Path]) -> Iterator[Seam]:
    """Yield where rotated files of one log meet, as far as their names tell."""
    logs: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        logs[log_of(path)].append(path)
    for files in logs.values():
        numbered = {_number(path): path for path in files if _number(path) is not None}
        if any(numbered):
            # The live file is number nought; it may be empty, or not named, and is missed by nobody.
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


def of_seams(covered: Sequence[Coverage]) -> tuple[set[date], set[date]]:
    """Return the quiet days between neighbours, and the days on which a log breaks off before a missing file."""
    files = {file.path: file for file in covered if file.known and not file.fault}
    quiet: set[date] = set()
    broken: set[date] = set()
    for seam in seams(file.path for file in covered):
        if seam.older not in files or seam.newer not in files:
            continue
        last, first = max(files[seam.older].known), min(files[seam.newer].known)
        if last > first:
            # They overlap, or their names tell another order than their lines.
            continue
        if seam.is_missing_one:
            broken |= {last, first}
        else:
            quiet |= set(days_between(last, first))
    return quiet, broken


def unfinished(covered: Sequence[Coverage], *, is_log: bool, are_one: bool) -> set[date]:
    """Return the last days of logs, or of exports, of which no file was written after them and that none goes beyond.

    A log's files continue each other, and so do files that are one export; other exports stand for themselves.
    """
    groups: dict[str, list[Coverage]] = defaultdict(list)
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
    """Return the day on which the file was last written; None if it is gone."""
    try:
        return day_of(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    except OSError:
        return None
