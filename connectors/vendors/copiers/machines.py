"""Identify the machine behind a copier's log if the log itself does not: job numbers are unique per machine only.

The folder and the file name identify it, without dates and copy marks: `1F_joblog.csv` and `2F_joblog.csv` are
two machines, `joblog-202504.csv` and `joblog (1).csv` one. If names differ, the content decides: two machines
do not log the same numbers, times, users and counts, so files that share such jobs are from one machine.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from connectors.contract.errors import SkipPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_COPY = re.compile(
    r"^(?:コピー\s*[~-]\s*|copy of )|[\s_-]*(?:\((?:\d+|コピー|copy)\)|(?:の)?コピー|copy)(?:[\s_-]*\(?\d+\)?)?$"
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01])(?:[-_ t]?\d{4,6})?)?(?!\d)"
    r"|20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?$"
    r"|(?:20\d{2}|(?:令和|r)\s*\d{1,2})年(?:\d{1,2}月(?:\d{1,2}日)?|度)?"
)
_State: TypeAlias = "tuple[Path, int, int]"
"""A file, its size and its modification time."""
_SAMPLE = 64
_ENOUGH = 3
"""This many jobs with the same number, second, user and counts cannot be coincidence."""


def name_of(path: Path) -> str:
    """Return the part of a file name that identifies the machine: its stem without dates and copy marks."""
    stem = unicodedata.normalize("NFKC", path.stem).casefold().replace("〜", "~")
    while (shorter := _COPY.sub("", stem)) != stem:
        stem = shorter
    return re.sub(r"[\s_.-]+", "_", _DATE.sub("", stem)).strip("_")


class Machines:
    """The machines behind one source's files; a file's content is read again only if the file changes."""

    def __init__(self, contents: Callable[[Path], Iterable[tuple[object, ...]]]) -> None:
        """`contents` yields, for a file, the identifying values of each job."""
        self._contents = contents
        self._samples: dict[_State, frozenset[int]] = {}
        self._known: dict[tuple[_State, ...], dict[Path, str]] = {}

    def of(self, path: Path, files: tuple[Path, ...]) -> str:
        """Return the machine that wrote one of the files; files of one machine give the same string."""
        states = tuple((one, one.stat().st_size, one.stat().st_mtime_ns) for one in files)
        if states not in self._known:
            self._known = {states: self._machine_names(states)}
        return self._known[states][path]

    def _machine_names(self, states: tuple[_State, ...]) -> dict[Path, str]:
        names = {path: f"{path.parent.name}/{name_of(path)}" for path, _, _ in states}
        if len(set(names.values())) == 1:
            return names
        samples: dict[str, list[frozenset[int]]] = {}
        for state in states:
            samples.setdefault(names[state[0]], []).append(self._sample(state))
        merged = {name: name for name in samples}
        for name in sorted(samples):
            for other in sorted(samples):
                if other < name and _are_alike(samples[name], samples[other]):
                    merged[name] = merged[other]
                    break
        return {path: merged[name] for path, name in names.items()}

    def _sample(self, state: _State) -> frozenset[int]:
        """Return the smallest job hashes of a file: files that share jobs share these."""
        if state not in self._samples:
            try:
                sample = sorted({hash(one) for one in self._contents(state[0])})[:_SAMPLE]
            except SkipPart:
                sample = []
            self._samples[state] = frozenset(sample)
        return self._samples[state]


def _are_alike(some: list[frozenset[int]], others: list[frozenset[int]]) -> bool:
    return any(
        len(one & other) >= min(_ENOUGH, len(one), len(other)) > 0
        for one in some
        for other in others
    )
